"""Publishing to a real CKAN: the ways in which data changes, seen from the portal's own side."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from bluepages.export import COLUMNS
from bluepages.publish.ckan import table
from tests.portal.proxy import Proxy
from tests.portal.world import World, git, other
from tests.support import kitchen

pytestmark = [pytest.mark.portal, pytest.mark.slow]


def test_the_first_publication_is_private_until_it_is_whole_and_then_public(world: World) -> None:
    code, out, _ = world.run("--plan")
    assert code == 4
    assert "not there yet" in out
    done = world.published()
    assert done["seen"] == "public"
    assert done["rows_sent"] == 2
    assert all(check["passed"] for check in done["checks"])
    package = world.package()
    assert package["private"] is False
    assert package["organization"]["name"] == world.portal.organization
    assert {each["bluepages_role"] for each in package["resources"]} == {
        "csv", "table", "dictionary", "geojson", "hsds", "package", "readme",
    }  # fmt: skip
    assert len(package["resources"]) == 7
    assert world.extra("liability_statement").startswith("The state is not responsible")
    assert world.extra("bluepages_run") == ""
    assert "not responsible" in package["notes"]


def test_what_the_public_gets_is_what_was_built(world: World) -> None:
    commit = world.commit()
    world.published()
    csv = world.resource("csv")
    content = httpx.get(csv["url"], trust_env=False).content
    assert hashlib.sha256(content).hexdigest() == csv["source_sha256"] == world.extra("source_sha256")
    assert csv["source_commit"] == world.extra("source_commit") == commit
    head = content.decode().splitlines()[0].split(",")
    assert {"Address", "City", "ZIP", "County_FIPS", "Latitude"} <= set(head)
    rows = world.rows()
    assert {row["phone"] for row in rows.values()} == {"+15105550142", "+15105550105"}
    assert {row["Address"] for row in rows.values()} == {"1200 Harbor St", "105 Third St"}
    assert {(row["ZIP"], row["County_FIPS"]) for row in rows.values()} == {("94607", "001")}
    assert all(row["hours_week"] == "12345=690-810" for row in rows.values())


def test_the_table_has_a_key_types_and_a_dictionary(world: World) -> None:
    world.published()
    found = world.portal.ask("datastore_search", {"resource_id": world.resource("table")["id"], "limit": 0})
    fields = {field["id"]: field for field in found["fields"] if field["id"] != "_id"}
    assert len(fields) == len(COLUMNS)
    types = {name: field["type"] for name, field in fields.items()}
    assert (types["Latitude"], types["ZIP"], types["confidential"], types["last_modified"], types["verified_date"]) == (
        "numeric", "text", "bool", "timestamp", "date",
    )  # fmt: skip
    assert all(field["info"]["label"] and field["info"]["notes"] for field in fields.values())


def test_nothing_changed_means_no_write_at_all(world: World, proxy: Proxy) -> None:
    world.published()
    before = world.package()
    activity = _activity(world)
    world.connect(proxy.url, world.portal.editor)
    world.commit()  # another commit with the same data is no change
    assert world.run("--plan")[0] == 0
    done = world.published()
    assert done["writes"] == 0
    assert proxy.writes == []
    after = world.package()
    assert after["metadata_modified"] == before["metadata_modified"]
    assert [each["last_modified"] for each in after["resources"]] == [
        each["last_modified"] for each in before["resources"]
    ]
    assert _activity(world) == activity


def _activity(world: World) -> list[str]:
    """The portal's own diary of the data set."""
    answer = world.portal.answer("package_activity_list", {"id": world.dataset}, world.portal.editor)
    return [each["id"] for each in answer.json()["result"]] if answer.status_code == 200 else []


def test_one_changed_row_sends_one_row_and_the_portal_says_when(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.published()
    stamp = world.resource("table")["last_modified"]
    ids = {each["bluepages_role"]: each["id"] for each in world.package()["resources"]}
    sent: list[int] = []
    before = table._upsert
    monkeypatch.setattr(
        table, "_upsert", lambda c, r, n, rows, **more: (sent.append(len(rows)), before(c, r, n, rows, **more))
    )
    record = kitchen()
    record["phones"] = [{"number": "510-555-0199"}]
    world.write("food", record)
    world.commit()
    plan = world.data("--plan")
    (changes,) = plan["rows"]["changed"].values()
    assert {"phone", "phone_display"} <= set(changes)
    assert "510-555-0199" not in str(plan)
    done = world.published()
    assert done["rows_sent"] == 1
    assert sent == [1, 1], "rehearsed once, sent once"
    assert "+15105550199" in {row["phone"] for row in world.rows().values()}
    assert world.resource("table")["last_modified"] != stamp
    assert {each["bluepages_role"]: each["id"] for each in world.package()["resources"]} == ids


def test_a_receipt_goes_onto_its_branch_where_asked(world: World) -> None:
    receipt = Path(world.published("--record")["receipt"])
    world.published("--record")  # nothing was written, so there is nothing to tell
    said = git(world.root, "log", "--format=%s", "publications").splitlines()
    assert said == [f"Apply of {world.dataset}: passed"]
    assert git(world.root, "show", f"publications:ckan/{receipt.name}") == receipt.read_text(encoding="utf-8").strip()
    assert not git(world.root, "status", "--porcelain")


def test_rows_that_are_gone_are_deleted_by_their_key(make_world: Callable[..., World]) -> None:
    records = {f"k{number}": other(f"Kitchen {number}", number) for number in range(4)}
    world = make_world(records=records)
    world.published()
    world.write("k3", None)
    world.commit()
    done = world.published()
    assert (len(done["plan"]["rows"]["removed"]), done["rows_sent"]) == (1, 0)
    assert len(world.rows()) == 3


def test_a_vanished_value_is_emptied(world: World) -> None:
    world.published()
    record = kitchen()
    del record["website"]
    world.write("food", record)
    world.commit()
    world.published()
    assert sorted(row["website"] or "" for row in world.rows().values()) == ["", "https://harborstreet.example.org"]


def test_a_renamed_provider_keeps_its_rows(world: World) -> None:
    world.published()
    before = set(world.rows())
    record = kitchen()
    record["name"], record["formerly"] = "Harbor Kitchen", ["food"]
    world.write("food", None)
    world.write("harbor", record)
    world.commit()
    done = world.published()
    assert set(world.rows()) == before
    assert done["rows_sent"] == 1
    assert not done["plan"]["rows"]["removed"]


def test_a_new_column_comes_without_a_gap(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = tuple(column for column in COLUMNS if column.name != "transportation")
    for module in ("bluepages.export.columns.COLUMNS",):
        monkeypatch.setattr(module, COLUMNS)
    world.published()
    resource = world.resource("table")["id"]
    _without(world, "transportation")
    world.published("--allow-columns", "1")
    names = {field["id"] for field in _fields(world)}
    assert "transportation" not in names
    world.commit()
    done = world.published()
    assert done["plan"]["columns"]["added"] == ["transportation"]
    assert "transportation" in {field["id"] for field in _fields(world)}
    assert len(fewer) + 1 == len(_fields(world)) - 1
    if _release(world) >= (2, 12):
        assert world.resource("table")["id"] == resource


def _fields(world: World) -> Any:
    return world.portal.ask("datastore_search", {"resource_id": world.resource("table")["id"], "limit": 0})["fields"]


def _without(world: World, name: str) -> None:
    """A build of a program that does not have a column."""
    import csv
    import io

    path = world.root / "_site" / "data" / "services.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    at = rows[0].index(name)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([row[:at] + row[at + 1 :] for row in rows])
    world.tamper("services.csv", path.read_text(encoding="utf-8"), out.getvalue())


def _release(world: World) -> tuple[int, ...]:
    return tuple(int(part) for part in world.portal.ask("status_show")["ckan_version"].split(".")[:2])


def test_what_others_put_there_stays(world: World) -> None:
    world.published()
    package = world.package(world.portal.editor)
    extras = [*package["extras"], {"key": "local_note", "value": "ours"}]
    tags = [*({"name": tag["name"]} for tag in package["tags"]), {"name": "featured"}]
    world.portal.ask("package_patch", {"id": world.dataset, "extras": extras, "tags": tags}, world.portal.editor)
    world.write("more", other("Third Kitchen", 7))
    world.commit()
    world.published()
    assert world.extra("local_note") == "ours"
    assert "featured" in {tag["name"] for tag in world.package()["tags"]}


def test_a_change_by_hand_is_put_right(world: World) -> None:
    world.published()
    key = next(iter(world.rows()))
    row = {"id": key, "phone": "+15105559999"}
    resource = world.resource("table")["id"]
    world.portal.ask(
        "datastore_upsert", {"resource_id": resource, "records": [row], "force": True}, world.portal.editor
    )
    assert world.run("--verify")[0] == 1
    assert world.run("--plan")[0] == 4
    assert world.published()["rows_sent"] == 1
    assert world.run("--verify")[0] == 0


def test_a_file_replaced_by_hand_is_put_right(world: World) -> None:
    """Who uploads another file on the portal's own pages leaves our hash beside it."""
    world.published()
    readme = world.resource("readme")
    sent = httpx.post(
        f"{world.portal.url}/api/3/action/resource_patch", data={"id": readme["id"]}, timeout=60, trust_env=False,
        files={"upload": ("README.txt", b"Something else.", "text/plain")},
        headers={"Authorization": world.portal.editor},
    )  # fmt: skip
    assert sent.status_code == 200
    assert world.resource("readme")["source_sha256"] == readme["source_sha256"]
    code, said, _ = world.run("--plan")
    assert (code, "README.txt" in said, "services.csv" in said) == (4, True, False)
    assert world.published()["rows_sent"] == 0
    assert world.run("--verify")[0] == 0
    assert world.run("--plan")[0] == 0


def test_fields_get_the_portals_names(make_world: Callable[..., World]) -> None:
    settings = "    columns: {organization_name: Provider}\n    fields: {frequency: accrual_periodicity}\n"
    world = make_world(settings=settings + "    metadata: {topic: Health, title: Ours}\n    tags: [Food & more]\n")
    world.published()
    assert world.extra("accrual_periodicity") == "Continuously updated"
    assert world.extra("topic") == "Health"
    assert world.package()["title"] == "Ours"
    assert [tag["name"] for tag in world.package()["tags"]] == ["food more"]
    assert "Provider" in next(iter(world.rows().values()))
