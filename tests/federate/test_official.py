"""The open sets of sites and their records: nothing lost, nothing changed by another import, much published."""

from __future__ import annotations

import csv
import functools
from pathlib import Path

import pytest

from bluepages.federate.csvfile import read_rows
from bluepages.federate.mapping import load_mapping
from bluepages.federate.plan import plan_import
from bluepages.federate.report import ImportReport
from bluepages.records.book import Book
from bluepages.records.load import load_book
from tests.support import ROOT

FACTS = ROOT.parent / "shared" / "facts" / "official"
SETS = {
    "housing-agencies": "public_housing_agencies",
    "regional-centers": "regional_centers",
    "library-systems": "library_systems_2018",
    "libraries": "libraries_2015",
    "veterans": "va_facilities",
    "health-centers-2026": "hrsa_2026_sample",
    "health-centers": "hrsa_health_centers",
    "mental-health": "samhsa_mental_health",
    "substance-use": "samhsa_substance_use",
    "sf-health": "sf_health_facilities",
    "la-dcfs": "la_dcfs_offices",
    "food-pantries": "food_pantries_2020",
}
WAITS = {"food-pantries": 1.0, "substance-use": 0.2, "mental-health": 0.1}
"""Sets of which at least this share waits for a steward: pantries of 2020, and treatment that may be in homes."""


@functools.cache
def book() -> Book:
    return load_book(ROOT)


def table(name: str) -> Path:
    path = FACTS / f"{SETS[name]}.csv"
    if not path.exists():
        pytest.skip("the open sets stand beside the project, not in it")
    return path


def report(name: str) -> ImportReport:
    mapping = load_mapping(ROOT / "data" / "sources" / f"official-{name}.yaml", book())
    return plan_import(read_rows(table(name), mapping.input), mapping, book(), table(name).name)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_every_row_ends_and_another_import_changes_nothing(name: str) -> None:
    found = report(name)
    with table(name).open(encoding="utf-8", newline="") as stream:
        rows = len(list(csv.DictReader(stream)))
    assert sum(found.counts().values()) == len(found.rows) == rows
    assert (found.new, found.changed, found.counts()["imported"]) == (0, 0, 0)
    assert all(row.provider in book().providers or row.reason for row in found.rows)
    for file, text in found.files.items():
        assert (ROOT / file).read_text(encoding="utf-8") == text
    assert len(found.leads) >= WAITS.get(name, 0.0) * 0.9 * rows


def test_what_waits_shows_no_address() -> None:
    assert len(book().leads) > 500
    assert {lead.source for lead in book().leads} >= {"ca-food-banks-2020", "samhsa-substance-use"}
    assert all(lead.reason and lead.kind for lead in book().leads)


def test_at_least_three_thousand_places_are_published() -> None:
    places = [place for provider in book().providers.values() for place in provider.locations.values()]
    assert sum(place.address is not None and bool(place.address.address_1) for place in places) >= 3000
    assert sum(place.latitude is not None for place in places) >= 3000


def test_one_operator_is_one_file() -> None:
    assert len(book().providers["county-of-los-angeles-public-library"].locations) > 50
    assert len(book().providers["va-greater-los-angeles-health-care-system"].locations) > 5
    systems = [p for p in book().providers.values() if any("things.library" in s.needs for s in p.services.values())]
    assert 150 <= len(systems) <= 200
