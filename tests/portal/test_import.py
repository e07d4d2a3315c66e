"""A real CKAN as a source: a table of its DataStore, page by page, messy as tables are, imported twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluepages.federate.apply import write_files
from bluepages.federate.csvfile import Input
from bluepages.federate.fetch import Fetcher
from bluepages.federate.portals import read_portal
from bluepages.federate.sources import Wish, plan
from bluepages.records.load import load_book
from tests.federate.places import TODAY, directory
from tests.portal.world import Portal

pytestmark = [pytest.mark.portal, pytest.mark.slow]
ROWS, NAME = 37, "kitchens-of-the-harbor"
MAPPING = """\
title: Kitchens of a portal
as_of: 2026-11-21
columns: {name: Site Name, street: Address, city: City, zip: ZIP, phone: Phone, hours: Hours, key: Site ID}
constants: {county: Alameda}
source: {id: sample}
kinds:
  "":
    description: A kitchen in {city}.
    places: many
    place: "{place_key}"
    phone: place
    services: {meals: {name: Hot meals, needs: [food.meals], description: A meal.}}
"""


def table() -> list[dict[str, str]]:
    return [
        {"Site Name": f"  Kitchen No. {n} of the harbor", "Address": f"{n} Harbor St.", "City": "OAKLAND",
         "ZIP": "94607.0", "Phone": f"(510) 555-01{n:02}", "Hours": "Mon-Fri 9-5", "Site ID": str(n),
         "Contact Person": "Pat Roe"}
        for n in range(10, 10 + ROWS)
    ]  # fmt: skip


def published(portal: Portal) -> str:
    """The web address of a resource with these rows."""

    made = portal.ask("package_create", {"name": NAME, "owner_org": portal.organization}, portal.editor)
    asked = {
        "resource": {"package_id": made["id"], "name": "kitchens"},
        "records": table(), "fields": [{"id": name, "type": "text"} for name in table()[0]],
    }  # fmt: skip
    there = portal.ask("datastore_create", asked, portal.editor)
    return f"{portal.url}/dataset/{NAME}/resource/{there['resource_id']}"


def test_a_table_of_a_real_portal_comes_in_whole_and_again_changes_nothing(portal: Portal, tmp_path: Path) -> None:
    address = published(portal)
    try:
        fetcher = Fetcher(attempts=2)
        rows = read_portal("ckan", address, Input(), fetcher, page=10).rows
        assert sorted(row.cells["Site ID"] for row in rows) == sorted(row["Site ID"] for row in table())
        root = directory(tmp_path / "here")
        (tmp_path / "m.yaml").write_text(MAPPING)
        wish = Wish("ckan", address, "sample", tmp_path / "m.yaml")
        first = plan(wish, load_book(root), TODAY, fetcher)
        assert first.counts()["imported"] == len(first.rows) == ROWS
        write_files(root, first.files)
        texts = "".join((root / entry.file).read_text() for entry in load_book(root))
        assert texts.count("Mo-Fr 09:00-17:00") == ROWS and "Roe" not in texts and "city: Oakland" in texts
        again = plan(wish, load_book(root), TODAY, fetcher)
        assert not again.files and again.new == again.changed == 0
    finally:
        portal.ask("dataset_purge", {"id": NAME}, portal.admin)
