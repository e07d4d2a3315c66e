"""What is said of a mapping file that is wrong: the line or key, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluepages.errors import Complaint
from tests.federate.conftest import MAPPING, Import
from tests.support import ROOT

ROW = "Harbor Kitchen,kitchen,Alameda,1200 Harbor St,Oakland,94607,(510) 555-0142,harbor.example.org,2026-04,official"


@pytest.mark.parametrize(
    ("change", "said", "hint"),
    [
        (("columns:", "colums:"), '"colums" is not a key', "Did you mean columns"),
        (("kinds:\n", "kinds: {}\nkindz:\n"), '"kindz" is not a key', ""),
        (("needs: [food.meals]", "needs: [food.meal]"), 'need of the service meals "food.meal"', "food.meals"),
        (("source: {id: harbor-list}", "source: {id: harbour-list}"), 'source "harbour-list"', "harbor-list"),
        (("source: {id: harbor-list}", "source: {note: x}"), "neither an id nor patterns", "source: {id:"),
        (("source: {id: harbor-list}", "source: {patterns: nowhere.csv}"), "no file", "Check the name"),
        (("needs: [food.meals]\n", "needs: []\n"), "no name or no needs", "Write both"),
        (("rows: []", "rows: [{skip: why}]"), "names no rows", "match:"),
        (("rows: []", 'rows: [{pattern: {name: "("}, skip: why}]'), "not a regular expression", "Put"),
        (("title: Kitchens", "title: {Kitchens"), "mapping.yaml:", ""),
        (("{name: Name", "{name: Title"), 'no column "Title"', "It has: Name"),
    ],
)  # fmt: skip
def test_messages(run: Import, change: tuple[str, str], said: str, hint: str) -> None:
    assert change[0] in MAPPING
    with pytest.raises(Complaint) as complaint:
        run(ROW, mapping=MAPPING.replace(*change))
    assert said in complaint.value.message
    assert hint in complaint.value.hint
    assert len(str(complaint.value).splitlines()) <= 3


def test_all_wrong_words_at_once_and_what_they_may_have_been(run: Import) -> None:
    change = MAPPING.replace("needs: [food.meals]", "needs: [food.meal, pantry]")
    with pytest.raises(Complaint) as complaint:
        run(ROW, mapping=change + "needs: {Shelter: housing.sheltr}\n")
    said = str(complaint.value)
    assert "3 things are wrong" in said
    assert all(f"Did you mean {need}?" in said for need in ("food.meals", "food.pantry", "housing.shelter"))


def test_a_text_with_an_unknown_field(run: Import) -> None:
    with pytest.raises(Complaint, match="town") as complaint:
        run(ROW, mapping=MAPPING.replace("A warm meal in {city}", "A warm meal in {town}"))
    assert "city" in complaint.value.hint


def test_no_such_mapping(root: Path) -> None:
    from bluepages.federate import csv_import

    (root / "table.csv").write_text("Name\n")
    with pytest.raises(Complaint, match="no file"):
        csv_import(root / "table.csv", root / "nothing.yaml", root)


@pytest.mark.parametrize("name", ["seed-county-agencies", "seed-providers", "seed-conflicts"])
def test_the_mappings_of_the_first_data_are_right(name: str) -> None:
    from bluepages.federate.mapping import load_mapping
    from bluepages.records.book import Book
    from bluepages.records.load import load_config
    from bluepages.records.vocabularies import load_vocabulary

    words, problems = load_vocabulary(ROOT)
    assert not problems
    mapping = load_mapping(ROOT / "data" / "sources" / f"{name}.yaml", Book(ROOT, load_config(ROOT), words, []))
    assert len(mapping.tables["agency"]) == 58
    assert set(mapping.tables["agency"]) == {county.name for county in words.counties.values()}
