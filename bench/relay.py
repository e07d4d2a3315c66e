"""What the relay bears: `python -m bench.relay load|durability|drain --work DIR`.

`load`: posts at a steady rate (each measured from when it was due, so that a slow answer delays no other), fsync on,
beside the floor: how often this disk can sync at all. `durability`: kill -9 at random moments under load, start again,
and count in the stand-in of GitHub that each acknowledged submission arrived exactly once. `drain`: submissions spooled
while GitHub is down, then handed on in order with a second between writes (on a clock that is moved by hand).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx

from bench.relay_server import wait_until_up
from bluepages.relay.secrets import ident_of
from tests.github.standin import Standin
from tests.relay.support import KITCHEN, make_root, traces_by_ident


def _free() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


PORT = _free()
"""Of this process alone, so that two of these, a test among them, do not meet."""
JSON = {"Accept": "application/json"}


def report(number: int, run: str) -> dict[str, str]:
    """One of three kinds: a report that joins a review, a correction, a new service."""
    key = f"bench-{run}-{number:08d}"
    if number % 10 == 0:
        where = {"street": f"{number % 9000 + 100} Grand Ave", "city": "Oakland", "zip": "94610"}
        what = {"name": f"Pantry {run} {number}", "needs": "food.pantry", "phone": "510-555-0177"}
        return {"form": "suggest", "lang": "es", "key": key, **what, **where}
    told = {"reason": ("closed", "moved", "other")[number % 3], "details": f"A sign at the door says so ({run})."}
    hours = {"reason": "hours", "hours": f"Mo-Fr 09:{number % 60:02d}-17:00"}
    kind = hours if number % 10 == 1 else told
    return {"form": "report", "lang": "en", "key": key, "record": KITCHEN, **kind}


def start(root: Path, forge: str, *more: str) -> subprocess.Popen[bytes]:
    """The relay as a process of its own."""
    command = [sys.executable, "-m", "bench.relay_server", "--root", str(root), "--port", str(PORT), "--forge", forge]
    return subprocess.Popen([*command, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def memory_of(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def syncs(folder: Path, seconds: float = 3) -> float:
    """The floor: commits of one small row a second, each on the disk, by one writer alone."""
    db = sqlite3.connect(folder / "floor.sqlite", isolation_level=None)
    db.executescript("pragma journal_mode=wal; pragma synchronous=full; create table t (v blob);")
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        db.execute("insert into t values (randomblob(400))")
        count += 1
    db.close()
    return count / seconds


async def posts(rate: float, seconds: float, run: str, pid: int) -> dict[str, Any]:
    """Post at a steady rate; times in milliseconds."""
    took: list[float] = []
    wrong: list[int] = []
    memory: list[int] = []
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{PORT}", limits=limits, timeout=30) as client:
        token = (await client.get("/token")).json()["token"]
        await asyncio.sleep(2.2)
        began = time.perf_counter() + 0.1

        async def one(number: int) -> None:
            due = began + number / rate
            await asyncio.sleep(max(0, due - time.perf_counter()))
            address = {"X-Forwarded-For": f"10.{number % 250}.{number // 250 % 250}.7"}
            answer = await client.post("/submit", data={**report(number, run), "token": token}, headers=JSON | address)
            took.append((time.perf_counter() - due) * 1000)
            if answer.status_code != 201:
                wrong.append(answer.status_code)

        async def watch() -> None:
            while True:
                memory.append(memory_of(pid))
                await asyncio.sleep(1)

        watching = asyncio.create_task(watch())
        await asyncio.gather(*(one(number) for number in range(int(rate * seconds))))
        watching.cancel()
    took.sort()
    tenth = max(1, len(memory) // 10)
    return {
        "posts": len(took), "not taken": len(wrong), "p50 ms": round(took[len(took) // 2], 1),
        "p99 ms": round(took[int(len(took) * 0.99)], 1), "worst ms": round(took[-1], 1),
        "memory MB, first and last tenth": [round(sum(part) / len(part) / 1024, 1)
                                            for part in (memory[tenth : 2 * tenth] or memory, memory[-tenth:])],
    }  # fmt: skip


def load(options: argparse.Namespace) -> None:
    root = make_root(options.work / "load")
    process = start(root, "down", "--open")
    try:
        wait_until_up(PORT)
        found = asyncio.run(posts(options.rate, options.seconds, "load", process.pid))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)
    print(json.dumps({"rate": options.rate, **found, "syncs a second, alone": round(syncs(options.work))}, indent=2))
    print(f"{'within' if found['p99 ms'] < 250 and not found['not taken'] else 'NOT within'} the budget (p99 250 ms)")


class Crowd:
    """People who send until they are stopped, and remember what they were promised."""

    def __init__(self, run: str, dice: random.Random) -> None:
        self.run, self.dice = run, dice
        self.promised: set[str] = set()
        self.asked: list[dict[str, str]] = []
        self._number, self._lock = 0, threading.Lock()
        self.over = threading.Event()

    def person(self) -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=5) as client:
            while not self.over.is_set():
                with self._lock:
                    self._number += 1
                    form = {**report(self._number, self.run), "token": self.token}
                try:
                    answer = client.post("/submit", data=form, headers=JSON)
                except httpx.HTTPError:
                    self.asked.append(form)
                    return
                if answer.status_code in (200, 201):
                    self.promised.add(ident_of(answer.json()["receipt"]))
                time.sleep(self.dice.uniform(0.0, 0.08))

    def send(self, seconds: float, people: int = 6) -> None:
        """A crowd for some time."""
        self.over.clear()
        crowd = [threading.Thread(target=self.person, daemon=True) for _ in range(people)]
        for each in crowd:
            each.start()
        time.sleep(seconds)

    def token_of(self, root: Path) -> None:
        """A signed form age that is old enough."""
        from bluepages.relay.secrets import Keys

        with sqlite3.connect(root / ".bluepages" / "relay.sqlite") as db:
            secret = db.execute("select value from meta where name = 'secret'").fetchone()[0]
        self.token = Keys(bytes(secret)).token(time.time() - 60, "f")[0]


def durability(options: argparse.Namespace) -> int:
    """Returns how many were lost or arrived twice."""
    root, dice = make_root(options.work / "durability"), random.Random(options.seed)
    crowd = Crowd("loop", dice)
    with Standin(options.work) as github:
        subprocess.run(["git", "-C", str(root), "push", "-q", str(github.hub.git.path), "main:main"], check=True)
        os.environ |= github.environment()
        began = time.perf_counter()
        for loop in range(options.loops):
            process = start(root, "github", "--open")
            try:
                wait_until_up(PORT)
                crowd.token_of(root)
                if dice.random() < 0.3:
                    github.fault(dice.choice(["lost", "cut", "down"]), "write", after=dice.randrange(4))
                crowd.send(dice.uniform(0.05, 2.0))
            finally:
                process.kill()
                process.wait()
                crowd.over.set()
            if loop % 20 == 19:
                print(
                    f"{loop + 1} loops, {len(crowd.promised)} promised, {time.perf_counter() - began:.0f} s", flush=True
                )
        github.faults.clear()
        process = start(root, "github", "--open")
        try:
            wait_until_up(PORT)
            _again(crowd, root)
            while httpx.get(f"http://127.0.0.1:{PORT}/healthz").json()["queue"]["received"]:
                time.sleep(0.5)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(40)
        found = traces_by_ident(github)
    kept = {row[0] for row in sqlite3.connect(root / ".bluepages" / "relay.sqlite").execute("select ident from items")}
    lost = {ident for ident in crowd.promised if ident not in found}
    twice = {ident for ident, count in found.items() if count > 1}
    said = {
        "loops": options.loops, "promised": len(crowd.promised), "kept": len(kept), "arrived": len(found),
        "lost": len(lost), "twice": len(twice), "invented": len(found.keys() - kept),
    }  # fmt: skip
    print(json.dumps(said, indent=2))
    return len(lost) + len(twice) + said["invented"]


def _again(crowd: Crowd, root: Path) -> None:
    """People whose browser had no answer press the button again: the same key, so the same submission."""
    crowd.token_of(root)
    with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=30) as client:
        for form in crowd.asked:
            answer = client.post("/submit", data={**form, "token": crowd.token}, headers=JSON)
            assert answer.status_code in (200, 201), answer.text
            crowd.promised.add(ident_of(answer.json()["receipt"]))


def drain(options: argparse.Namespace) -> None:
    from bench.relay_drain import drained

    print(json.dumps(drained(options.work, options.count), indent=2))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["load", "durability", "drain"])
    parser.add_argument("--work", type=Path, required=True, help="an empty folder on the disk that is to be measured")
    parser.add_argument("--rate", type=float, default=50, help="posts a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--loops", type=int, default=200)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    made = {"load": load, "durability": durability, "drain": drain}[options.what](options)
    return 1 if made else 0


if __name__ == "__main__":
    raise SystemExit(main())
