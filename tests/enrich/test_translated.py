"""Translations that were left behind: the English changed after them, as Git remembers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from bluepages.enrich import gather
from bluepages.enrich.history import History, read_past
from bluepages.enrich.translated import stale_fields, stale_translations
from bluepages.model import Provider
from bluepages.records.load import load_book
from bluepages.search import index_files
from bluepages.site.pages import site_folder
from bluepages.site.provider import provider_view_page
from bluepages.site.shelves import Shelves
from bluepages.site.stage import Plan, Stage
from tests.site.samples import ELM, TODAY
from tests.support import ROOT, make_book, to_bytes
from tests.whole.program import git, repository

NAME = ("services", "food-box", "name")
OLDER = "este texto es más viejo que el inglés"
ABOUT = ("services", "food-box", "description")


def record(english: str, spanish: str) -> dict[str, Any]:
    """A record whose food box is described by these words."""
    box = {**ELM["services"]["food-box"], "description": english}
    told = {"es": {"services": {"food-box": {"name": "Caja", "description": spanish}}}}
    kept = {key: value for key, value in ELM.items() if key != "formerly"}
    return {**kept, "services": {"food-box": box}, "translations": told}


def provider(english: str, spanish: str) -> Provider:
    return msgspec.convert(record(english, spanish), Provider)


@pytest.mark.parametrize(
    ("versions", "stale"),
    [
        ([("a", "x")], False),
        ([("a", "x"), ("b", "x")], True),
        ([("a", "x"), ("b", "y")], False),
        ([("a", "x"), ("b", "x"), ("b", "y")], False),
        ([("a", "x"), ("a", "y"), ("b", "y")], True),
        ([("a", "x"), ("b", "x"), ("a", "x")], True),
    ],
)
def test_the_later_change_decides(versions: list[tuple[str, str]], stale: bool) -> None:
    found = stale_fields([provider(*each) for each in versions])
    assert found == ({"es": frozenset({ABOUT})} if stale else {})


def test_a_first_translation_is_fresh() -> None:
    before = msgspec.structs.replace(provider("a", "x"), translations={})
    assert stale_fields([before, provider("a", "x")]) == {}


def test_from_git_to_the_page(tmp_path: Path) -> None:
    root = repository(tmp_path / "here", {"fresno/elm": record("A box of food.", "Una caja de comida.")})
    file = root / "data/providers/fresno/elm.yaml"
    assert stale_translations(load_book(root), read_past(root)) == {}
    file.write_bytes(to_bytes(record("A large box of food.", "Una caja de comida.")))
    book = load_book(root)  # not committed yet, and already shown
    assert stale_translations(book, read_past(root)) == {"elm": {"es": frozenset({ABOUT})}}
    git(root, "commit", "-q", "-a", "-m", "larger")
    past = read_past(root)
    stale = stale_translations(load_book(root), past)
    assert stale == {"elm": {"es": frozenset({ABOUT})}}
    edition = gather(load_book(root), TODAY, msgspec.structs.replace(past.history, stale=stale))
    stage = Stage(edition, Shelves(edition), Plan("https://x.example.org/", site_folder(ROOT)))
    html = stage.render(provider_view_page("elm", stage, "es"), "es")[1].decode()
    assert f'Una caja de comida. <small class="stale">({OLDER})</small>' in html
    assert "<h3>Caja</h3>" in html
    file.write_bytes(to_bytes(record("A large box of food.", "Una caja grande de comida.")))
    git(root, "commit", "-q", "-a", "-m", "translated")
    assert stale_translations(load_book(root), read_past(root)) == {}


def test_results_say_it_too() -> None:
    """Of names, which is what a result shows of a translation; one that is fresh is said without a remark."""
    book = make_book({"fresno/elm": record("A box of food.", "Una caja de comida.")})
    for stale, name in (({}, "Caja"), ({"elm": {"es": frozenset({NAME})}}, f"Caja ({OLDER})")):
        edition = gather(book, TODAY, History(stale=stale))
        texts = [content.decode() for path, content in index_files(edition) if '"tr"' in content.decode()]
        assert texts and all(f'"s":{{"0":"{name}"}}' in text for text in texts), texts
