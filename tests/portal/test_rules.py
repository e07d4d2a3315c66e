"""Brakes, the gate, approval, release and rollback, against the real CKAN."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.portal.proxy import Proxy
from tests.portal.world import World, git, other
from tests.support import kitchen

pytestmark = [pytest.mark.portal, pytest.mark.slow]

STREET = "77 Hidden Oak Lane"


def many(count: int) -> dict[str, Any]:
    return {f"k{number}": other(f"Kitchen {number}", number) for number in range(count)}


def nothing_written(world: World, proxy: Proxy, word: str, *more: str) -> str:
    """An apply that is stopped for a reason, before anything is sent."""
    world.connect(proxy.url, world.portal.editor)
    before = len(proxy.writes)
    code, out, err = world.run("--apply", *more)
    assert code == 1, out + err
    assert word in err
    assert len(proxy.writes) == before
    return err


def test_many_vanishing_rows_stop_it_until_their_number_is_named(
    make_world: Callable[..., World], proxy: Proxy
) -> None:
    world = make_world(records=many(12))
    world.published()
    for number in range(5):
        world.write(f"k{number}", None)
    world.commit()
    err = nothing_written(world, proxy, "5 of 12 rows would vanish")
    assert "--allow-loss 5" in err
    assert world.run("--plan")[0] == 1
    nothing_written(world, proxy, "would vanish", "--allow-loss", "4")
    world.published("--allow-loss", "5")
    assert len(world.rows()) == 7


def test_a_data_set_of_somebody_else_is_left_alone(world: World, proxy: Proxy) -> None:
    made = {"name": world.dataset, "owner_org": world.portal.organization, "notes": "mine"}
    world.portal.ask("package_create", made, world.portal.editor)
    nothing_written(world, proxy, "not one that this program made")
    assert world.package()["notes"] == "mine"
    world.published("--adopt", world.dataset)
    assert world.extra("managed_by") == "bluepages"


def test_a_vanished_column_stops_it(world: World, proxy: Proxy) -> None:
    from tests.portal.test_publish import _without

    world.published()
    _without(world, "transportation")
    nothing_written(world, proxy, "transportation would vanish")


def test_a_data_set_made_private_by_hand_is_not_opened_again(world: World, proxy: Proxy) -> None:
    world.published()
    world.portal.ask("package_patch", {"id": world.dataset, "private": True}, world.portal.editor)
    nothing_written(world, proxy, "made the data set private on the portal")
    world.published("--release")
    assert world.package()["private"] is False


def test_a_stale_or_dirty_build_is_not_published(world: World, proxy: Proxy) -> None:
    world.connect(proxy.url, world.portal.editor)
    (world.root / "data" / "note.txt").write_text("x", encoding="utf-8")
    assert "not committed" in world.run("--apply")[2]
    git(world.root, "add", "-A")
    git(world.root, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "x")
    code, _, err = world.run("--apply")
    assert (code, "HEAD is" in err) == (2, True)
    (world.root / "_site" / "data" / "services.csv").write_text("id\n", encoding="utf-8")
    world.build()
    world.tamper("services.csv", "Harbor", "Harbour")
    (world.root / "_site" / "data" / "services.csv").write_text("id\n", encoding="utf-8")
    assert "not the file that the build wrote" in world.run("--apply")[2]
    assert proxy.writes == []


def shelter(*, confidential: bool) -> dict[str, Any]:
    record = kitchen()
    record["name"], record["description"] = "Haven", "A quiet house."
    place: dict[str, Any] = {"address": {"city": "Oakland"}, "confidential": True, "county": "alameda"}
    if not confidential:
        place = {"address": {"address_1": STREET, "city": "Oakland", "postal_code": "94607"}}
    record["locations"] = {"house": place}
    record["services"]["hot-lunch"]["at"] = {"house": {}}
    return record


def test_a_planted_street_number_or_mailbox_stops_it(make_world: Callable[..., World], proxy: Proxy) -> None:
    world = make_world(records={"food": kitchen(), "haven": shelter(confidential=False)})
    world.published()
    world.write("haven", shelter(confidential=True))
    world.commit()
    meals = "Volunteers serve hot meals in West Oakland."
    for file, planted, word in (
        ("services.csv", f"{meals} Near 77 hidden oak LN.", "must stay hidden"),
        ("services.csv", f"{meals} SSN 123-45-6789", "Social Security"),
        ("services.csv", f"{meals} Mail jane.doe@gmail.com", "personal mailbox"),
    ):
        world.build()
        world.tamper(file, meals, planted)
        err = nothing_written(world, proxy, word)
        assert planted not in err
        assert "6789" not in err
        assert "jane" not in err
        assert "idden oak" not in err.lower()
        assert world.run("--plan")[0] == 1
    world.build()
    world.tamper("locations.geojson", '"Harbor Street Community Kitchen"', f'"{STREET}"')
    nothing_written(world, proxy, "must stay hidden")
    world.build()
    world.published()
    rows = [row for row in world.rows().values() if row["organization_name"] == "Haven"]
    assert [(row["Address"], row["ZIP"], row["City"]) for row in rows] == [(None, None, "Oakland")]


def test_a_confidential_row_with_an_address_stops_it(make_world: Callable[..., World], proxy: Proxy) -> None:
    world = make_world(records={"food": kitchen(), "haven": shelter(confidential=True)})
    world.tamper("services.csv", ",true,,,Oakland,CA,", ",true,9 Other Road,,Oakland,CA,")
    nothing_written(world, proxy, "of a hidden place and has Address")


def test_withheld_places_do_not_go_out(make_world: Callable[..., World], proxy: Proxy) -> None:
    world = make_world(records={"food": kitchen(), "more": other("Second Kitchen", 5)})
    world.published()
    reviews = world.root / ".bluepages" / "reviews.json"
    reviews.write_text(json.dumps({"withheld": [{"slug": "food", "location": "kitchen", "since": "2026-11-01"}]}))
    nothing_written(world, proxy, "hidden")
    world.build()
    world.published()
    row = next(row for row in world.rows().values() if row["organization_slug"] == "food")
    assert (row["Address"], row["Latitude"], row["City"]) == (None, None, "Oakland")


def approve(world: World, version: str, **more: str) -> None:
    fields = {"level": "1", "schema_version": version, **more}
    text = "".join(f'{name}: "{value}"\n' for name, value in fields.items())
    path = world.root / "approvals" / "ckan.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'{text}steward: {{name: A. Steward, date: "2026-01-05"}}\n', encoding="utf-8")
    world.commit()


def test_an_approval_is_standing_and_the_release_a_word_of_its_own(
    make_world: Callable[..., World], proxy: Proxy
) -> None:
    world = make_world(settings="    approval: required\n")
    nothing_written(world, proxy, "no approval")
    version = world.data("--plan")["schema_version"]
    approve(world, "s-000000000000")
    nothing_written(world, proxy, "those of today are")
    approve(world, version, level="3")
    nothing_written(world, proxy, "Level Three")
    approve(world, version)
    assert world.published()["seen"] == "private"
    assert world.portal.answer("package_show", {"id": world.dataset}).status_code == 403
    assert world.run("--plan")[0] == 0
    assert world.published("--release")["seen"] == "public"
    world.write("more", other("Second Kitchen", 9))
    world.commit()
    assert world.published()["seen"] == "public", "an ordinary merge publishes by itself"


def receipts(world: World) -> list[Path]:
    return sorted((world.root / ".bluepages" / "receipts").glob("*.json"), key=lambda path: path.stat().st_mtime_ns)


def test_a_rollback_undoes_the_newest_run_or_goes_back_to_an_older_one(world: World) -> None:
    world.published()
    first = world.rows()
    world.write("more", other("Wrong Kitchen", 66))
    world.commit()
    world.published()
    assert world.rows() != first
    newest = receipts(world)[-1]
    code, out, err = world.run("--rollback", str(newest))
    assert code == 0, out + err
    assert _said(world.rows()) == _said(first)
    assert json.loads(receipts(world)[-1].read_text(encoding="utf-8"))["kind"] == "rollback"
    world.published()
    world.write("more", other("Third Kitchen", 67))
    world.commit()
    world.published()
    code, out, err = world.run("--rollback", str(receipts(world)[0]))
    assert code == 0, out + err
    assert _said(world.rows()) == _said(first)
    assert world.run("--rollback", str(world.root / "nothing.json"))[0] == 2


def _said(rows: dict[str, Any]) -> dict[str, Any]:
    return {key: {name: cell for name, cell in row.items() if name != "_id"} for key, row in rows.items()}


@pytest.mark.parametrize("how", ["confidential", "withheld", "gone"])
def test_a_rollback_never_brings_back_a_hidden_address(make_world: Callable[..., World], how: str) -> None:
    world = make_world(records={"food": kitchen(), "haven": shelter(confidential=False)})
    world.published()
    if how == "withheld":
        reviews = world.root / ".bluepages" / "reviews.json"
        reviews.write_text(json.dumps({"withheld": [{"slug": "haven", "location": "house", "since": ""}]}))
    elif how == "confidential":
        world.write("haven", shelter(confidential=True))
    else:
        record = shelter(confidential=True)
        record["locations"] = {"other": record["locations"]["house"]}
        record["services"]["hot-lunch"]["at"] = {"other": {}}
        world.write("haven", record)
    world.commit()
    world.published("--allow-loss", "1")
    code, out, err = world.run("--rollback", str(receipts(world)[0]))
    assert code == 0, out + err
    everything = json.dumps(list(world.rows().values())) + json.dumps(world.package())
    assert "Hidden Oak" not in everything
    assert {row["organization_slug"] for row in world.rows().values()} == {"food", "haven"}


def test_every_form_of_the_plan_tells_the_same(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    world.published()
    world.write("more", other("Second Kitchen", 8))
    world.commit()
    code, text, _ = world.run("--plan")
    data = world.data("--plan")
    _, markdown, _ = world.run("--plan", "--format", "markdown")
    (key,) = data["rows"]["changed"]
    assert code == 4
    assert data["pending"] is True
    assert key in text
    assert key in markdown
    assert markdown.startswith("### Publishing")
    assert "0 to add, 1 to change, 0 to delete" in text
    assert "1 to change" in summary.read_text(encoding="utf-8")


def test_the_drift_watch_tells_what_was_changed_by_hand(make_world: Callable[..., World], portal: Any) -> None:
    from bluepages.cli import main

    world = make_world(settings=f"    url: {portal.url}\n")
    world.published()

    def swept() -> str:
        assert main(["sweep", "drift", "--forge", "local", "--root", str(world.root)]) == 0
        path = world.root / ".bluepages" / "sweeps" / "portal.md"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    assert swept() == "", "nothing changed, nothing to tell"
    editor = world.portal.editor
    table = world.resource("table")["id"]
    row = {"id": next(iter(world.rows())), "phone": "+15105550000"}
    world.portal.ask("datastore_upsert", {"resource_id": table, "records": [row], "force": True}, editor)
    world.portal.ask("package_patch", {"id": world.dataset, "title": "Another"}, editor)
    world.portal.ask("resource_delete", {"id": world.resource("readme")["id"]}, editor)
    text = swept()
    for word in ("Rows or columns", "Title, description", "resource readme is gone"):
        assert word in text
    assert "5550000" not in text
    world.published()
    assert "Everything on the portal is as it was published" in swept()
