"""A publication that is killed, disturbed or doubled: what comes after ends right, and readers never see less."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.portal.proxy import Proxy
from tests.portal.world import World, other
from tests.support import ROOT

pytestmark = [pytest.mark.portal, pytest.mark.slow]

DRIVER = """
import sys
import bluepages.publish.ckan.lease as lease
from bluepages.cli import main
lease.SETTLE, lease.POLL = 0.4, 0.1
sys.exit(main())
"""


def start(world: World, *arguments: str) -> subprocess.Popen[str]:
    """`bluepages publish ckan ...` as a process of its own."""
    command = [sys.executable, "-c", DRIVER, "publish", "ckan", "--root", str(world.root), *arguments]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def killed_at(world: World, proxy: Proxy, number: int, *, after: bool) -> bool:
    """Publish, and kill -9 at the `number`th write, before or after the portal does it; whether it died."""
    run: list[subprocess.Popen[str]] = []
    seen: list[str] = []
    ready = threading.Event()
    lock = threading.Lock()

    def fault(action: str, count: int) -> Any:
        from tests.portal.proxy import READS

        if not action or action in READS:
            return None
        with lock:
            seen.append(action)
            if len(seen) != number:
                return None
        ready.wait(30)
        if not after:
            os.kill(run[0].pid, signal.SIGKILL)
            return 0.2

        def late(answer: Any) -> Any:
            os.kill(run[0].pid, signal.SIGKILL)
            return answer

        return late

    proxy.fault = fault
    run.append(start(world, "--apply"))
    ready.set()
    run[0].communicate(timeout=120)
    proxy.fault = None
    return run[0].returncode == -signal.SIGKILL


def ends_right(world: World) -> None:
    """A run after the crash does the rest: everything is there once, public, and nothing is left to do."""
    done = world.published()
    assert all(check["passed"] for check in done["checks"])
    package = world.package()
    roles = [each["bluepages_role"] for each in package["resources"]]
    assert len(roles) == len(set(roles)) == 7
    assert package["private"] is False
    assert world.extra("bluepages_run") == ""
    assert world.run("--plan")[0] == 0


@pytest.mark.parametrize("number", range(1, 13))
def test_a_first_publication_killed_anywhere_is_finished_by_the_next(world: World, proxy: Proxy, number: int) -> None:
    world.connect(proxy.url, world.portal.editor)
    assert killed_at(world, proxy, number, after=number % 2 == 0), "it never came so far"
    if number > 3:
        code, out, _ = world.run("--plan")
        assert code == 4
        assert "not finished" in out
    ends_right(world)


def test_an_update_killed_anywhere_is_finished_by_the_next(world: World, proxy: Proxy) -> None:
    world.connect(proxy.url, world.portal.editor)
    world.published()
    before = world.rows()
    for number in range(1, 9):
        world.write("more", other("Second Kitchen", 10 + number))
        world.commit()
        assert killed_at(world, proxy, number, after=number % 2 == 1), "it never came so far"
        assert world.rows().keys() == before.keys(), "readers have every row, whatever died"
        ends_right(world)
        assert f"+151055501{10 + number}" in {row["phone"] for row in world.rows().values()}


def test_two_publishers_at_once_do_not_meet(world: World) -> None:
    world.published()
    world.write("more", other("Second Kitchen", 42))
    world.commit()
    both = [start(world, "--apply", "--receipts", str(world.root / ".bluepages" / name)) for name in ("a", "b")]
    said = [run.communicate(timeout=120)[0] for run in both]
    assert [run.returncode for run in both] == [0, 0], said
    ends_right(world)
    assert "+15105550142" in {row["phone"] for row in world.rows().values()}


def test_two_first_publications_at_once_make_one_data_set(world: World) -> None:
    both = [start(world, "--apply", "--receipts", str(world.root / ".bluepages" / name)) for name in ("a", "b")]
    said = [run.communicate(timeout=120)[0] for run in both]
    assert [run.returncode for run in both] == [0, 0], said
    ends_right(world)


class Reader(threading.Thread):
    """Asks the table and the file again and again, as an app would, and keeps what it did not like."""

    def __init__(self, world: World, zips: set[str], least: int) -> None:
        super().__init__(daemon=True)
        self.world, self.zips, self.least = world, zips, least
        self.table, self.csv = world.resource("table")["id"], world.resource("csv")["url"]
        self.polls, self.odd, self.stop = 0, list[str](), threading.Event()

    def run(self) -> None:
        with httpx.Client(timeout=60, trust_env=False) as client:
            while not self.stop.is_set():
                self._look(client)
                time.sleep(0.01)

    def _look(self, client: httpx.Client) -> None:
        self.polls += 1
        question = {"resource_id": self.table, "limit": 1000}
        answer = client.post(f"{self.world.portal.url}/api/3/action/datastore_search", json=question)
        if answer.status_code != 200:
            self.odd.append(f"the table answered {answer.status_code}")
            return
        rows = answer.json()["result"]["records"]
        if len(rows) < self.least:
            self.odd.append(f"only {len(rows)} rows")
        wrong = {row["ZIP"] for row in rows} - self.zips
        if wrong:
            self.odd.append(f"ZIP codes {wrong}")
        file = client.get(self.csv)
        if file.status_code != 200 or len(file.text.splitlines()) <= self.least:
            self.odd.append(f"the file answered {file.status_code} with {len(file.text)} characters")


def test_a_reader_never_sees_a_missing_or_half_filled_table(make_world: Callable[..., World]) -> None:
    records = {f"k{number}": _zipped(number, "09000" if number % 2 else "00501") for number in range(30)}
    world = make_world(records=records)
    world.published()
    reader = Reader(world, {"09000", "00501"}, least=27)
    reader.start()
    for number in range(30):
        world.write(f"k{number}", _zipped(number, "00501" if number % 2 else "09000"))
    world.commit()
    world.published()
    for number in range(3):
        world.write(f"k{number}", None)
    world.commit()
    world.published("--allow-loss", "3")
    reader.stop.set()
    reader.join(60)
    assert reader.odd == []
    assert reader.polls > 20


def _zipped(number: int, code: str) -> dict[str, Any]:
    record = other(f"Kitchen {number}", number)
    record["locations"]["kitchen"]["address"]["postal_code"] = code
    return record
