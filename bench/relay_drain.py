"""Many submissions spooled while GitHub is down, then handed on: in order, none twice, within GitHub's limits (a second
between two writes, 500 in an hour, whose hours pass on a clock that is moved by hand).
"""

from __future__ import annotations

import bisect
import itertools
import time
from pathlib import Path
from typing import Any

from bluepages.relay import store
from bluepages.relay.items import New
from bluepages.relay.pace import HOUR, Pace
from bluepages.relay.secrets import ident_of
from tests.github.standin import Standin
from tests.relay.support import KITCHEN, Desk, github_desk, github_target, make_root, traces_by_ident


def fill(desk: Desk, count: int) -> list[str]:
    """Put that many reports into the spool, as the web side does; returns their names in order."""
    idents = []
    for number in range(count):
        ident = ident_of(f"receipt {number}")
        values = f'{{"record":"{KITCHEN}","reason":"other","details":"Thing {number}"}}'.encode()
        if number % 2:
            values = f'{{"name":"Pantry {number}","needs":["food.pantry"],"phone":"510-555-0177"}}'.encode()
        form = "suggest" if number % 2 else "report"
        new = New(ident, f"key {number}", f"body {number}", form, "en", values, int(desk.clock()))
        desk.relay.spool.do(store.take(new))
        idents.append(ident)
    desk.relay.spool.now(lambda db: None)
    return idents


def drained(work: Path, count: int) -> dict[str, Any]:
    """What the test and the bench look at."""
    root = make_root(work / "drain")
    with Standin(work) as github:
        desk = github_desk(root, github)
        github.hub.clock = desk.clock
        pace, moments, order = Pace(1.0, desk.clock, desk.clock.sleep), list[float](), list[str]()

        def noted() -> None:
            pace()
            moments.append(desk.clock())

        desk.sender.target = github_target(root, github, noted)
        idents = fill(desk, count)
        outage = github.fault("down", "", "/repos/", times=10**9)
        for _ in range(40):
            desk.sender.drain()
            desk.clock.sleep(2400)
        while_down = len(github.hub.things)
        outage.times = 0
        began, real, asked = desk.clock(), time.perf_counter(), len(github.hub.log)
        while store.figures(desk.relay.spool, desk.clock()).received:
            desk.sender.drain()
            desk.clock.sleep(60)
        hours, asked = (desk.clock() - began) / 3600, len(github.hub.log) - asked
        order += [line["ident"] for line in desk.lines() if line["event"] == "deliver"]
        found = traces_by_ident(github)
        desk.close()
    gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    return {
        "spooled": count,
        "made while down": while_down,
        "arrived": len(found),
        "twice": sum(1 for times in found.values() if times > 1),
        "in order": order == idents,
        "writes": len(moments),
        "least seconds between": min(gaps, default=0),
        "most writes in an hour": _most(moments),
        "requests": asked,
        "refused by GitHub's description": len(github.hub.refused),
        "hours on the relay's clock": round(hours, 2),
        "seconds": round(time.perf_counter() - real),
    }


def _most(moments: list[float]) -> int:
    """Writes in the busiest hour."""
    return max((at - bisect.bisect_right(moments, moment - HOUR) + 1 for at, moment in enumerate(moments)), default=0)
