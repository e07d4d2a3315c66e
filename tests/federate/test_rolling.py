"""A configured feed, as the weekly run reads it: one rolling pull request a source, checked before it is opened."""

from __future__ import annotations

import datetime
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bluepages.checks.run import run as check
from bluepages.cli import main
from bluepages.errors import DONE, PENDING
from bluepages.records.load import load_book
from tests.federate.places import directory
from tests.github.standin import Standin

HEAD = "Name,County,Street,City,Phone,Hours,About\n"
HARBOR = "Harbor Kitchen,Alameda,1200 Harbor St,Oakland,510-555-0142,Mon-Fri 9-5,Soup\n"
BAY = "Bay Kitchen,Alameda,45 Bay St,Berkeley,510-555-0188,2x per month,Bread\n"
MAPPING = """\
title: Kitchens
as_of: 2026-11-21
columns: {{name: Name, county: County, street: Street, city: City, phone: Phone, hours: Hours, about: About}}
source: {{id: sample}}
default_need: food.meals
kinds: {{"": {{description: A kitchen., services: {{meals: {{name: Hot meals}}}}}}}}
feed: {{format: csv, url: "{url}"}}
"""
BRANCH = "import/sample"
FILE = "data/providers/alameda/harbor-kitchen.yaml"


class Feed:
    """A county's web server with one table."""

    def __init__(self) -> None:
        self.table, self.url = HEAD + HARBOR, ""

    def __enter__(self) -> Feed:
        feed = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = feed.table.encode()
                self.send_response(200 if body else 503)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/kitchens.csv"
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def feed() -> Iterator[Feed]:
    with Feed() as made:
        yield made


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    with Standin(tmp_path) as started:
        for name, value in started.environment().items():
            monkeypatch.setenv(name, value)
        yield started
        assert not started.hub.refused


@pytest.fixture
def root(tmp_path: Path, feed: Feed, github: Standin) -> Path:
    """A clone of a repository whose only mapping file has a feed."""
    made = directory(tmp_path / "made")
    mapping = made / "data" / "sources" / "sample.yaml"
    mapping.parent.mkdir(exist_ok=True)
    mapping.write_text(MAPPING.format(url=feed.url), encoding="utf-8")
    files = {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}
    github.hub.git.seed({**files, ".gitignore": b".bluepages/\n"})
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(tmp_path / "github.git"), str(clone)], check=True)
    return clone


def run(root: Path) -> int:
    return main(["import", "run", "--root", str(root), "--forge", "github", "--today", "2026-11-25"])


def git(root: Path, *words: str) -> str:
    names = ["-c", "user.name=Rosa", "-c", "user.email=rosa@example.org"]
    return subprocess.run(["git", "-C", str(root), *names, *words], capture_output=True, text=True, check=True).stdout


def shown(github: Standin, file: str = FILE) -> str:
    return github.hub.git.files(github.hub.git.find(BRANCH))[file].decode()


def test_one_request_a_source_brought_up_to_date(root: Path, feed: Feed, github: Standin) -> None:
    assert run(root) == DONE
    (pull,) = github.hub.things.values()
    assert (pull.head, pull.labels, pull.state) == (BRANCH, ["import"], "open")
    assert "A sample list" in pull.title
    for said in ("Nobody in particular", "CC0-1.0", "1 row: 1 imported", "Harbor Kitchen", "Nothing here is marked"):
        assert said in pull.body
    assert "Mo-Fr 09:00-17:00" in shown(github)
    tree = git(root, "ls-remote", "origin", BRANCH)
    writes = github.hub.writes
    assert run(root) == DONE
    assert git(root, "ls-remote", "origin", BRANCH) == tree
    assert github.hub.writes == writes, "nothing new, nothing written"
    feed.table = HEAD + HARBOR.replace("0142", "0177") + BAY
    assert run(root) == DONE
    assert list(github.hub.things.values()) == [pull]
    assert "Bay Kitchen" in pull.body
    assert "510-555-0177" in shown(github)
    assert "2x per month" in pull.body, "what is not certain is asked where it is read"


def test_merged_it_is_followed_and_both_changed_is_asked_in_the_request(
    root: Path, feed: Feed, github: Standin
) -> None:
    run(root)
    rosa = github.person("rosa", "write")
    rosa.merges(1)
    git(root, "pull", "-q")
    assert run(root) == DONE
    assert len(github.hub.things) == 1, "in step: nothing to propose"
    path = root / FILE
    path.write_text(path.read_text().replace("description: Soup", "description: Soup at noon."), encoding="utf-8")
    git(root, "commit", "-qam", "What Rosa knows")
    git(root, "push", "-q")
    feed.table = HEAD + HARBOR.replace("Soup", "Bread and soup").replace("9-5", "10-4")
    assert run(root) == DONE
    pull = github.hub.things[2]
    assert pull.head == BRANCH
    assert "Bread and soup" in pull.body
    assert "Which is right?" in pull.body
    text = shown(github)
    assert "description: Soup at noon." in text
    assert "Mo-Fr 10:00-16:00" in text, "what nobody touched follows"


def test_what_is_proposed_has_passed_the_checks(root: Path, feed: Feed, github: Standin) -> None:
    secret = "Odd Kitchen,Alameda,9 Odd St,Oakland,510-555-0199,Mon 9-5,My SSN is 219-09-9999\n"
    feed.table = HEAD + HARBOR + secret
    assert run(root) == DONE
    files = github.hub.git.files(github.hub.git.find(BRANCH))
    for name, content in files.items():
        if name.startswith("data/providers/"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
    problems = check(load_book(root), today=datetime.date(2026, 11, 25))
    assert not [problem for problem in problems if problem.level == "error"]
    everything = b"".join(files.values()).decode() + github.hub.things[1].body
    assert "219-09-9999" not in everything


def test_a_branch_on_which_a_person_works_is_left_to_them(root: Path, feed: Feed, github: Standin) -> None:
    run(root)
    git(root, "fetch", "-q", "origin", BRANCH)
    git(root, "checkout", "-q", "-b", "mine", "FETCH_HEAD")
    (root / FILE).write_text((root / FILE).read_text().replace("Soup", "Stew"), encoding="utf-8")
    git(root, "commit", "-qam", "Rosa's own words")
    git(root, "push", "-q", "origin", f"mine:{BRANCH}")
    git(root, "checkout", "-q", "main")
    feed.table = HEAD + HARBOR.replace("0142", "0177")
    assert run(root) == PENDING
    assert "Stew" in shown(github)
    assert "0177" not in shown(github)


def test_a_feed_that_is_down_proposes_nothing_and_takes_nothing_away(
    root: Path, feed: Feed, github: Standin, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    feed.table = ""
    assert run(root) not in (DONE, PENDING)
    assert not github.hub.things
    told = capsys.readouterr()
    assert "too busy" in told.out + told.err
    assert "Traceback" not in told.err
