"""A real CKAN as a source: its DataStore read page by page, taken up again after a cut, and what it refuses."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bluepages.cli import main
from bluepages.errors import Complaint
from bluepages.federate.csvfile import Input
from bluepages.federate.fetch import Fetcher
from bluepages.federate.portals import read_portal
from bluepages.federate.sources import Wish, look
from tests.federate.places import directory
from tests.portal.proxy import Proxy, page
from tests.portal.world import Portal

pytestmark = pytest.mark.portal

MAPPING = """\
title: Pantries of a county (invented)
as_of: 2026-11-21
columns: {name: Site Name, street: Street, city: City, phone: Phone, hours: Hours, key: Site ID}
constants: {county: Alameda}
source: {id: sample}
default_need: food.pantry
kinds: {"": {description: "A pantry in {city}.", services: {food: {name: Food}}}}
"""
ROWS = [
    {"Site Name": f"Harbor Pantry {n}", "Street": f"{100 + n} Harbor St", "City": "Oakland",
     "Phone": f"(510) 555-{1000 + n}", "Hours": "Mon-Fri 9-5" if n % 2 else "2x per month", "Site ID": n}
    for n in range(1, 58)
]  # fmt: skip


@pytest.fixture(scope="module")
def resource(portal: Portal) -> Iterator[str]:
    """A table of 57 rows in the portal's DataStore: the address of its page, as a person would copy it."""
    name = f"source-{uuid.uuid4().hex[:12]}"
    made = portal.ask("package_create", {"name": name, "owner_org": portal.organization}, portal.editor)
    fields = [{"id": key, "type": "int" if key == "Site ID" else "text"} for key in ROWS[0]]
    question = {"resource": {"package_id": made["id"], "name": "pantries"}, "fields": fields, "records": ROWS,
                "primary_key": ["Site ID"]}  # fmt: skip
    key = portal.ask("datastore_create", question, portal.editor)["resource_id"]
    yield f"{portal.url}/dataset/{name}/resource/{key}"
    portal.ask("dataset_purge", {"id": made["id"]}, portal.admin)


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(attempts=2, sleep=lambda seconds: None) as found:
        yield found


def names(table: Any) -> list[str]:
    return [row.cells["Site Name"] for row in table.rows]


def test_all_rows_come_in_their_order_whatever_the_page(resource: str, fetcher: Fetcher) -> None:
    for size in (10, 19, 1000):  # a last page that is short, one that is full, and a single one
        table = read_portal("ckan", resource, Input(), fetcher, page=size)
        assert names(table) == [row["Site Name"] for row in ROWS]
        assert table.header == tuple(ROWS[0])  # neither `_id` nor `_full_text`


def test_the_address_of_the_api_will_do(resource: str, portal: Portal, fetcher: Fetcher) -> None:
    key = resource.rpartition("/")[2]
    url = f"{portal.url}/api/3/action/datastore_search?resource_id={key}&limit=5"
    assert len(read_portal("ckan", url, Input(), fetcher).rows) == len(ROWS)


def test_a_run_that_is_cut_goes_on_where_it_stopped(
    resource: str, portal: Portal, fetcher: Fetcher, tmp_path: Path
) -> None:
    with Proxy(portal.url) as between:
        url = resource.replace(portal.url, between.url)
        between.fault = lambda action, count: page(503, "busy") if count > 3 else None
        with pytest.raises(Complaint, match="too busy"):
            read_portal("ckan", url, Input(), fetcher, tmp_path, page=10)
        assert list(tmp_path.iterdir())
        between.fault, asked = None, len(between.calls)
        table = read_portal("ckan", url, Input(), fetcher, tmp_path, page=10)
        assert len(between.calls) - asked == 3  # of six pages, those that were missing
    assert names(table) == [row["Site Name"] for row in ROWS]
    assert not list(tmp_path.iterdir())


def test_what_is_no_table_is_said_so(portal: Portal, fetcher: Fetcher) -> None:
    with pytest.raises(Complaint) as caught:
        read_portal("ckan", f"{portal.url}/dataset/x/resource/{uuid.uuid4()}", Input(), fetcher)
    assert "404" in caught.value.message or "no rows" in caught.value.message


def test_a_configured_portal_comes_in_and_is_followed(
    resource: str, portal: Portal, fetcher: Fetcher, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = look(Wish("detect", resource), fetcher)
    assert found.format == "ckan"
    assert re.search(r"^  name: .?Site Name", found.mapping, re.MULTILINE)
    root = directory(tmp_path / "here")
    mapping = root / "data" / "sources" / "sample.yaml"
    mapping.parent.mkdir(parents=True, exist_ok=True)
    mapping.write_text(f'{MAPPING}feed: {{format: ckan, url: "{resource}"}}\n', encoding="utf-8")
    run = ["import", "run", "--root", str(root), "--today", "2026-11-25"]
    assert main(run) == 0
    assert "57 rows" in capsys.readouterr().out
    before = texts(root)
    assert len(before) == 58  # a record for each pantry, and what the source said
    assert main(run) == 0
    assert texts(root) == before
    change = {"resource_id": resource.rpartition("/")[2], "records": [{**ROWS[0], "Hours": "Mon-Fri 10-4"}]}
    portal.ask("datastore_upsert", change, portal.editor)
    assert main(run) == 0
    after = texts(root)
    record, state = sorted(name for name in before if after[name] != before[name])
    assert "Mo-Fr 10:00-16:00" in after[record]
    assert state.endswith("sample.jsonl")


def texts(root: Path) -> dict[str, str]:
    """Everything that an import has written."""
    folders = [root / "data" / "providers", root / "data" / "sources" / "state"]
    return {str(path): path.read_text() for folder in folders for path in folder.rglob("*") if path.is_file()}
