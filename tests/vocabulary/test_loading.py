"""Vocabulary files that are wrong or missing, and other directories than California's."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluepages.problems import Problem
from bluepages.records.engines import reference_only
from bluepages.records.vocabularies import load_vocabulary

from .conftest import ROOT

COUNTIES = """\
carson:
  name: Carson City
  fips: "510"
  neighbours: [washoe]
washoe:
  name: Washoe
  fips: "031"
  neighbours: [carson]
"""
NEEDS = """\
food:
  label: {en: Food, es: Comida}
food.pantry:
  parent: food
  label: {en: Free groceries}
"""
SOURCES = """\
here:
  title: Our own calls
  publisher: Us
  licence: CC0-1.0
"""


@pytest.fixture
def nevada(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    for name, text in (("counties", COUNTIES), ("needs", NEEDS), ("sources", SOURCES)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def change(root: Path, name: str, before: str, after: str) -> list[Problem]:
    path = root / "data" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return load_vocabulary(root)[1]


def test_another_state_needs_three_files(nevada: Path) -> None:
    vocabulary, problems = load_vocabulary(nevada)
    assert problems == []
    assert vocabulary.counties["washoe"].fips == "031"
    assert vocabulary.stewards == {} and vocabulary.places.zip("94103") is None
    assert "es" in vocabulary.languages and "veterans" in vocabulary.audiences  # the program's own
    assert "elevator" in vocabulary.accessibility


def test_its_own_lists_win(nevada: Path) -> None:
    (nevada / "data" / "languages.yaml").write_text("en:\n  name: {en: English}\n", encoding="utf-8")
    vocabulary, problems = load_vocabulary(nevada)
    assert problems == [] and list(vocabulary.languages) == ["en"]


def test_missing_files_are_named(tmp_path: Path) -> None:
    vocabulary, problems = load_vocabulary(tmp_path)
    assert [(p.rule, p.file) for p in problems] == [
        ("P191", "data/counties.yaml"),
        ("P191", "data/needs.yaml"),
        ("P191", "data/sources.yaml"),
    ]
    assert vocabulary.counties == {} and vocabulary.suggest_county("alameda") is None


@pytest.mark.parametrize(
    ("name", "before", "after", "line", "words"),
    [
        ("counties", 'fips: "031"', 'fips: "31"', 7, '"31"'),
        ("counties", 'fips: "031"', 'fips: "510"', 7, "carson has the FIPS code 510"),
        ("counties", "  name: Washoe\n", "", 5, "lacks name"),
        ("counties", "name: Washoe", "nmae: Washoe", 6, "no field named nmae"),
        ("counties", "[carson]", "[]", 4, "washoe does not name carson"),
        ("counties", "[carson]", "[carsonn]", 8, '"carsonn" is not another county'),
        ("counties", "[carson]", "[carson, carson]", 8, "twice"),
        ("counties", "washoe:\n", "Washoe County:\n", 5, '"Washoe County" cannot be used'),
        ("counties", "[carson]", "[carson]\n  steward: rosa", 9, '"rosa" is not a steward'),
        ("counties", "[carson]", '[carson]\n  operator_211: {phone: "211", source: heer}', 9, '"heer" is not a source'),
        ("needs", "parent: food", "parent: fod", 4, 'should be "food"'),
        ("needs", "food.pantry:", "foot.pantry:", 4, 'should be "foot"'),
        ("needs", "{en: Free groceries}", "{es: Comida}", 5, "lacks en"),
        ("needs", "{en: Free groceries}", "Free groceries", 5, "fields with values"),
        ("sources", "CC0-1.0", "CC0", 4, '"CC0" is not one of the allowed values'),
        ("sources", "publisher: Us", "publisher:", 3, "no value"),
        ("sources", "publisher: Us", "publisher: &a Us", 0, ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("fast", [True, False])
def test_faults_are_named(nevada: Path, name: str, before: str, after: str, line: int, words: str, fast: bool) -> None:
    if fast:
        problems = change(nevada, name, before, after)
    else:
        with reference_only():
            problems = change(nevada, name, before, after)
    assert problems
    here = [p for p in problems if p.file == f"data/{name}.yaml" and p.level == "error"]
    assert any(words in p.message and (p.line == line or not line) for p in here), problems


def test_suggestions_in_hints(nevada: Path) -> None:
    assert "neighbours" in change(nevada, "counties", "neighbours: [washoe]", "neighbors: [washoe]")[0].hint
    assert any("CC0-1.0" in p.hint for p in change(nevada, "sources", "CC0-1.0", "CC0-1"))
    assert any(p.hint == "Did you mean foods?" for p in change(nevada, "needs", "food:\n  label", "foods:\n  label"))


def test_one_bad_entry_leaves_the_others(nevada: Path) -> None:
    change(nevada, "counties", "name: Washoe", "name: []")
    assert list(load_vocabulary(nevada)[0].counties) == ["carson"]


@pytest.mark.parametrize(
    "source",
    [
        b"", b"[]", b"- a\n", b"\xff\xfe", b"a: {b", b"a: 1\na: 2\n", b"x: &a [*a]", b"null", b"? [a]\n: b\n", b"a:\n",
        b"1: 2\n",
    ],
)  # fmt: skip
def test_no_file_makes_a_traceback(nevada: Path, source: bytes) -> None:
    for name in ("counties", "needs", "sources", "stewards", "languages"):
        (nevada / "data" / f"{name}.yaml").write_bytes(source)
    vocabulary, problems = load_vocabulary(nevada)
    assert vocabulary.counties == {}
    assert {p.file for p in problems} >= {"data/counties.yaml", "data/languages.yaml"}


def test_a_link_is_refused(nevada: Path) -> None:
    path = nevada / "data" / "stewards.yaml"
    path.symlink_to(ROOT / "data" / "stewards.yaml")
    assert [p.file for p in load_vocabulary(nevada)[1]] == ["data/stewards.yaml"]
