"""A relay for tests: a small directory, a clock that is set by hand, requests without a network."""

from __future__ import annotations

import asyncio
import functools
import io
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import msgspec
import orjson

from bluepages.config import Config
from bluepages.intake.gitbranch import GitBranch
from bluepages.intake.githubforge import GitHubForge, token_environment
from bluepages.records.load import load_config
from bluepages.relay import store
from bluepages.relay.alerts import Alerts
from bluepages.relay.app import create_app
from bluepages.relay.buckets import Rates
from bluepages.relay.core import Relay, Setup, setup_of
from bluepages.relay.door import Forms
from bluepages.relay.githubtarget import GitHubTarget
from bluepages.relay.items import Item, Reply
from bluepages.relay.logs import Log
from bluepages.relay.run import assemble, forms_of
from bluepages.relay.secrets import ident_of, new_pair
from bluepages.relay.sender import Sender
from bluepages.relay.targets import Delivered, News, Parcel
from tests.github.standin import Standin
from tests.support import SETTINGS, kitchen, make_directory

TOKEN = "a-token-of-the-stewards-1234"
BASE = "https://relay.example.org/"
SITE = "https://test.example.org"
KITCHEN = "harbor-street-community-kitchen"
SHELTER = "lantern-house"
MOMENT = 1_795_000_000.0
OPEN = Rates(burst=1e9, most=1e9, a_minute=1e9, all_a_minute=1e9)
"""No limits, where a test is about something else."""

PUBLIC_KEY, PRIVATE_KEY = new_pair()


def shelter() -> dict[str, Any]:
    """A record of the kind that hides its place."""
    return {
        "name": "Lantern House",
        "description": "A place to stay for people who flee abuse.",
        "phones": [{"number": "510-555-0143"}],
        "locations": {"house": {"confidential": True, "county": "alameda", "address": {"city": "Oakland"}}},
        "services": {
            "shelter": {"name": "Emergency shelter", "needs": ["housing.safe"], "at": {"house": {}}},
        },
        "sources": [{"ref": "issue:215", "date": "2026-10-01"}],
    }


def make_root(folder: Path, settings: str = "") -> Path:
    """A directory of two records in a Git repository of its own."""
    records = {f"alameda/{KITCHEN}": kitchen(), f"alameda/{SHELTER}": shelter()}
    make_directory(folder, records, SETTINGS + settings)
    git = ["git", "-C", str(folder), "-c", "user.name=Someone", "-c", "user.email=someone@example.org"]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True, capture_output=True)
    (folder / ".gitignore").write_text(".bluepages/\n", encoding="utf-8")
    subprocess.run([*git, "add", "-A"], check=True, capture_output=True)
    subprocess.run([*git, "commit", "-q", "-m", "First"], check=True, capture_output=True)
    return folder


@functools.cache
def door_of(root: Path) -> Forms:
    """The forms of a directory, read once: reading takes longer than most tests."""
    return forms_of(root, with_relay(root), BASE)


def with_relay(root: Path, **more: Any) -> Config:
    """The settings of a directory, with a relay."""
    config = load_config(root)
    wanted = {"url": BASE, "alert_to": ("a@example.org", "b@example.org"), "alert_command": ("true",)}
    return msgspec.structs.replace(config, relay=msgspec.structs.replace(config.relay, **{**wanted, **more}))


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = MOMENT

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Heap:
    """A target that keeps what it is given; `fail` is raised instead, as often as it is there."""

    every = 300.0

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []
        self.posted: list[Reply] = []
        self.fail: list[Exception] = []
        self.told: list[News] = []
        self.published = 0

    def deliver(self, parcel: Parcel) -> Delivered:
        if self.fail:
            raise self.fail.pop(0)
        self.parcels.append(parcel)
        number = len(self.parcels)
        return Delivered("issue", number, f"https://github.example/issues/{number}")

    def news(self, items: Sequence[Item], since: float) -> Iterator[News]:
        known = {item.ident for item in items}
        yield from (news for news in self.told if news.ident in known)

    def post(self, item: Item, reply: Reply) -> None:
        if self.fail:
            raise self.fail.pop(0)
        self.posted.append(reply)

    def publish(self) -> None:
        if self.fail:
            raise self.fail.pop(0)
        self.published += 1


class Desk:
    """One relay in this process, without a server: `get` and `post` ask the application itself."""

    def __init__(self, root: Path, rates: Rates = OPEN, target: Any = None, **more: Any) -> None:
        config = with_relay(root, **more)
        environment = {"BLUEPAGES_STEWARD_TOKEN": TOKEN}
        setup: Setup = setup_of(config, root / ".bluepages" / "relay.sqlite", BASE, "", environment)
        self.clock, self.said, self.mails = Clock(), io.StringIO(), list[tuple[str, str]]()
        door = door_of(root)
        setup = msgspec.structs.replace(setup, rates=rates)
        self.relay: Relay = assemble(root, config, setup, door, self.clock, Log(self.said))
        self.app = create_app(self.relay)
        self.target: Any = target if target is not None else Heap()
        alerts = Alerts(self.relay.spool, config.relay, f"{BASE}held", self.relay.log, self._mail)
        self.sender = Sender(self.relay, self.target, alerts)
        self.address = "203.0.113.7"

    def _mail(self, target: str, message: str) -> bool:
        self.mails.append((target, message))
        return True

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def one() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(self.address, 4711), raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
                return await client.request(method, path, **more)

        with ThreadPoolExecutor(1) as pool:  # a browser's tests keep a loop of their own in this thread
            return pool.submit(asyncio.run, one()).result()

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)

    def post(self, path: str, data: Any = None, **more: Any) -> httpx.Response:
        return self.ask("POST", path, data=data, **more)

    def token(self, age: float = 10) -> str:
        """A token as it was given some seconds ago."""
        return self.relay.keys.token(self.clock() - age, "f")[0]

    def filled(self, **more: str | list[str]) -> dict[str, Any]:
        """A report as scripts send it, with a key of its own."""
        given = {"form": "report", "lang": "en", "token": self.token(), "record": KITCHEN, "reason": "closed",
                 "details": "A sign at the door says so."}  # fmt: skip
        return {name: value for name, value in {**given, **more}.items() if value != ""}

    def send(self, **more: Any) -> httpx.Response:
        """Send a report, and have JSON back."""
        return self.post("submit", self.filled(**more), headers={"Accept": "application/json"})

    def item(self, answer: httpx.Response) -> Item:
        """What the spool has of a submission that was taken in."""
        found = store.find(self.relay.spool, ident_of(answer.json()["receipt"]))
        assert found is not None, answer.text
        return found

    def status(self, answer: httpx.Response) -> dict[str, Any]:
        """What its sender sees."""
        found = self.get(f"r/{answer.json()['receipt']}", headers={"Accept": "application/json"})
        assert found.status_code == 200
        return dict(found.json())

    def held(self, ident: str, **fields: str) -> httpx.Response:
        """One decision of a steward."""
        return self.post(f"held/{ident}", {"steward_token": TOKEN, **fields}, headers={"Accept": "application/json"})

    def lines(self) -> list[dict[str, Any]]:
        """What the log says."""
        return [orjson.loads(line) for line in self.said.getvalue().splitlines()]

    def close(self) -> None:
        self.relay.spool.close()


def github_desk(root: Path, github: Standin, **more: Any) -> Desk:
    """A relay that hands on to the stand-in of GitHub, whose repository has what `root` has."""
    subprocess.run(
        ["git", "-C", str(root), "push", "-q", str(github.hub.git.path), "main:main"], check=True, capture_output=True
    )
    return Desk(root, target=github_target(root, github, more.pop("pace", lambda: None)), **more)


def github_target(root: Path, github: Standin, pace: Any) -> GitHubTarget:
    """The target as the program makes it, without pauses."""
    git = GitBranch(root, "intake@test.example.org", token_environment("token", f"{github.url}/"))
    forge = GitHubForge(github.repo(), git, f"{github.url}/{github.hub.name}.git", "main", pace)
    return GitHubTarget(forge)


def traces(github: Standin, ident: str) -> list[str]:
    """Every place on the stand-in where a submission can be seen: issues, pull requests, comments."""
    mark, hub = f"proposal:{ident} ", github.hub
    found = [f"#{number}" for number, thing in hub.things.items() for _ in range(thing.body.count(mark))]
    return found + [f"#{each.issue}+" for each in hub.comments.values() for _ in range(each.body.count(mark))]


def traces_by_ident(github: Standin) -> dict[str, int]:
    """How often each submission can be seen on the stand-in."""
    texts = [thing.body for thing in github.hub.things.values()] + [each.body for each in github.hub.comments.values()]
    return dict(Counter(ident for text in texts for ident in re.findall(r"<!-- proposal:([0-9a-f]{20}) -->", text)))
