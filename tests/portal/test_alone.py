"""A portal without DataStore keeps no tables: the files are published all the same, and everybody is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from bluepages.cli import main
from tests.portal.proxy import Proxy, refused
from tests.portal.test_rules import many
from tests.portal.world import Portal, World, other

pytestmark = [pytest.mark.portal, pytest.mark.slow]

SAID = "This portal keeps no tables"


def without_datastore(action: str, count: int) -> Any:
    """What a CKAN answers whose `ckan.plugins` lacks `datastore`: so said one that was booted without it."""
    if action.startswith("datastore_"):
        error = json.dumps(f"Bad request: Action name not known: {action}")
        return refused(400, error)
    return _without if action == "status_show" else None


def _without(true: tuple[int, dict[str, str], bytes]) -> tuple[int, dict[str, str], bytes]:
    status, headers, content = true
    answer = json.loads(content)
    answer["result"]["extensions"] = [each for each in answer["result"]["extensions"] if each != "datastore"]
    return status, headers, json.dumps(answer).encode()


@pytest.fixture
def alone(make_world: Callable[..., World], portal: Portal, proxy: Proxy) -> World:
    if "xloader" in portal.ask("status_show")["extensions"]:
        pytest.skip("XLoader is at work there, which no portal without DataStore has")
    proxy.fault = without_datastore
    world = make_world(records=many(12), settings=f"    url: {proxy.url}\n    cors: false\n")
    world.connect(proxy.url, world.portal.editor)
    return world


def test_the_files_go_out_and_everybody_is_told(alone: World, proxy: Proxy) -> None:
    code, out, _ = alone.run("--plan")
    assert code == 4
    assert SAID in out
    assert alone.published()["seen"] == "public"
    roles = {each["bluepages_role"] for each in alone.package()["resources"]}
    assert roles == {"csv", "dictionary", "geojson", "hsds", "package", "readme"}
    file = httpx.get(alone.resource("csv")["url"].replace(proxy.url, alone.portal.url), trust_env=False)
    assert file.text.count("\n") == 13
    code, out, _ = alone.run("--verify")
    assert code == 0
    assert "this portal has no DataStore" in out
    assert not [action for action in proxy.calls if action.startswith("datastore_")]


def test_nothing_changed_means_no_write_and_a_changed_row_is_named(alone: World, proxy: Proxy) -> None:
    alone.published()
    before = len(proxy.writes)
    assert alone.run("--plan")[0] == 0
    assert alone.published()["writes"] == 0
    assert len(proxy.writes) == before
    alone.write("k3", other("Kitchen Renamed", 99))
    alone.commit()
    plan = alone.data("--plan")
    assert len(plan["rows"]["changed"]) == 1 or (len(plan["rows"]["added"]), len(plan["rows"]["removed"])) == (1, 1)
    receipt = Path(alone.published()["receipt"])
    assert json.loads(receipt.read_text())["after"]["rows"] == "12"
    assert alone.run("--plan")[0] == 0


def test_the_brakes_hold_by_the_rows_of_the_file(alone: World) -> None:
    alone.published()
    for number in range(5):
        alone.write(f"k{number}", None)
    alone.commit()
    code, _, err = alone.run("--apply")
    assert code == 1
    assert "5 of 12 rows would vanish" in err
    alone.published("--allow-loss", "5")


def test_the_drift_watch_misses_no_table(alone: World) -> None:
    alone.published()

    def swept() -> str:
        assert main(["sweep", "drift", "--forge", "local", "--root", str(alone.root)]) == 0
        path = alone.root / ".bluepages" / "sweeps" / "portal.md"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    assert swept() == ""
    alone.portal.ask("resource_delete", {"id": alone.resource("readme")["id"]}, alone.portal.editor)
    assert "resource readme is gone" in swept()
