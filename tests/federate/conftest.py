"""A small invented directory to import into, and a mapping with its table."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bluepages.federate import ImportReport, csv_import
from tests.federate import samplesets
from tests.support import ROOT, SETTINGS

SOURCES = """\
harbor-list:
  title: List of the harbor
  publisher: Nobody in particular
  licence: CC0-1.0
  longest_age_years: {meals: 2, public-agency: 10}
bay-list:
  title: List of the bay
  publisher: Nobody in particular
  licence: CC0-1.0
  date: "2020"
"""

MAPPING = """\
title: Kitchens of the harbor
as_of: 2026-11-21
columns:
  {name: Name, kind: Type, county: County, street: Street, city: City, zip: ZIP, phone: Phone, url: Web, date: Date,
   trust: Trust}
source: {id: harbor-list}
trust: [official, copied]
services:
  meals:
    name: Hot meals
    needs: [food.meals]
    description: A warm meal in {city}.
kinds:
  kitchen:
    description: A kitchen in {city}, {county_name}.
    services: {meals: {}}
rows: []
"""

HEADER = "Name,Type,County,Street,City,ZIP,Phone,Web,Date,Trust"

Import = Callable[..., ImportReport]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty directory with the repository's needs, counties and audiences, and sources of its own."""
    (tmp_path / "data").mkdir()
    for name in ("counties", "needs", "audiences", "languages", "accessibility"):
        shutil.copy(ROOT / "data" / f"{name}.yaml", tmp_path / "data")
    (tmp_path / "data" / "stewards.yaml").write_text("{}\n")
    known = (ROOT / "data" / "sources.yaml").read_text()  # counties.yaml speaks of them
    (tmp_path / "data" / "sources.yaml").write_text(known + SOURCES)
    (tmp_path / "directory.yaml").write_text(SETTINGS)
    return tmp_path


@pytest.fixture
def run(root: Path) -> Import:
    """Import the given rows by the given mapping."""

    def importing(*rows: str, mapping: str = MAPPING, header: str = HEADER, plan_only: bool = False) -> ImportReport:
        (root / "table.csv").write_text("\n".join([header, *rows]) + "\n")
        (root / "mapping.yaml").write_text(mapping.replace("rows: []\n", ""))
        return csv_import(root / "table.csv", root / "mapping.yaml", root, plan_only=plan_only)

    return importing


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the samples are imported, each once in a run."""
    yield tmp_path_factory.mktemp("samples")
    samplesets.imported.cache_clear()
