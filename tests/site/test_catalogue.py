"""The catalogues of words: complete, used, and right in their plurals, dates and lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markupsafe import Markup

from bluepages.site.catalogue import Catalogue, flatten, load_catalogue
from tests.support import ROOT

FOLDER = ROOT / "site" / "locales"
ENGLISH, SPANISH = (load_catalogue(FOLDER, language, "California") for language in ("en", "es"))
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in (
        *(ROOT / "site" / "templates").iterdir(),
        *(ROOT / "bluepages" / "site").glob("*.py"),
        *(ROOT / "bluepages" / "search").glob("*.py"),
        *(ROOT / "bluepages" / "relay").glob("*.py"),
    )
)
SCRIPTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "site" / "assets").glob("*.mjs"))
USED = set(re.findall(r"""["']([a-z0-9_]+(?:\.[a-z0-9_]+)+)["']""", CODE)) | set(re.findall(r't\("(\w+)"', CODE))
GROUPS = set(re.findall(r"""\.group\(["']([a-z0-9_.]+)["']\)""", CODE))


def test_every_language_has_the_same_keys() -> None:
    assert set(ENGLISH.texts) == set(SPANISH.texts)


def test_every_text_names_the_same_values_in_every_language() -> None:
    def names(text: object) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", str(text))) - {"n"}

    wrong = [key for key, text in ENGLISH.texts.items() if names(text) != names(SPANISH.texts[key])]
    assert wrong == []


def is_used(key: str) -> bool:
    group, _, name = key.rpartition(".")
    if group == "now":
        return re.search(rf"\bwords\.{name}\b", SCRIPTS) is not None
    if group == "list_page" and re.search(rf"\bwords\.{name}\b", SCRIPTS):
        return True
    if group == "form_script":  # named in forms.mjs: `t("name")`, or by a part of it
        return re.search(rf"""["'`]({name}["'`]|{name.rpartition("_")[0]}_\$)""", SCRIPTS) is not None
    if group == "search":  # named in parts by bluepages.search
        return re.search(rf"\b({name}\b|{name.partition('_')[0]}_[^a-z])", CODE + SCRIPTS) is not None
    return key in USED or group in GROUPS or (group == "from" and name in ("issue", "pull"))


def test_every_key_is_used() -> None:
    assert [key for key in ENGLISH.texts if not is_used(key)] == []


def test_every_key_that_is_used_exists() -> None:
    called = set(re.findall(r"""\b(?:t|words)\(\s*["']([a-z0-9_.]+)["']""", CODE))
    assert {key for key in called if not key.endswith(".")} - set(ENGLISH.texts) == set()
    starts = {key.rpartition(".")[0] for key in ENGLISH.texts}
    assert {group for group in GROUPS if group not in starts} == set()


def test_plurals_and_numbers() -> None:
    assert ENGLISH("list.count", n=1) == "One service is listed."
    assert ENGLISH("list.count", n=1234) == "1,234 services are listed."
    assert SPANISH("list.count", n=2) == "Hay 2 servicios en la lista."
    assert SPANISH("hit.more_languages", n=1_000_000).endswith("idiomas más")  # CLDR's "many"


@pytest.mark.parametrize(
    ("date", "english", "spanish"),
    [
        ("2026-11-09", "November 9, 2026", "9 de noviembre de 2026"),
        ("2026-01", "January 2026", "enero de 2026"),
        ("2020", "2020", "2020"),
        ("", "", ""),
        ("soon", "", ""),
        ("2026-02-30", "", ""),
    ],
)
def test_dates(date: str, english: str, spanish: str) -> None:
    assert (ENGLISH.date(date), SPANISH.date(date)) == (english, spanish)


def test_lists_and_money() -> None:
    assert ENGLISH.all_of(["a", "b", "c"]) == "a, b, and c"
    assert SPANISH.all_of(["a", "b"]) == "a y b"
    assert ENGLISH.all_of(["<a>", Markup("<b>b</b>")]) == "&lt;a&gt; and <b>b</b>"
    assert (ENGLISH.money(2.5), ENGLISH.money(40), SPANISH.money(2.5)) == ("$2.50", "$40", "$2.50")


def test_values_are_escaped_beside_markup_only() -> None:
    words = Catalogue("en", {"a": "{x} & {y}"})
    assert words("a", x="<", y=">") == "< & >"
    assert words("a", x="<", y=Markup("<b>y</b>")) == "&lt; &amp; <b>y</b>"


def test_flatten_keeps_plurals_whole() -> None:
    assert dict(flatten({"a": {"one": "1", "other": "n"}, "b": {"c": "d"}})) == {
        "a": {"one": "1", "other": "n"},
        "b.c": "d",
    }


def test_words_are_those_of_any_state() -> None:
    for language in ("en", "es"):
        assert "California" not in (FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
        words = load_catalogue(FOLDER, language, "Nevada")
        assert "Nevada" in words("area.statewide") and "Nevada" in words("list.more_statewide", n=3)
        assert "{state}" not in str(words.texts)


def test_a_broken_catalogue_says_where(tmp_path: Path) -> None:
    (tmp_path / "xx.yaml").write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"xx\.yaml:2"):
        load_catalogue(tmp_path, "xx", "Nevada")
