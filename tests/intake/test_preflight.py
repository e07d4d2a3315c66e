"""The preflight says in words which settings are missing, and falls over nothing that GitHub may answer."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bluepages.cli import main
from bluepages.config import Config, RelaySettings, Reviewer
from bluepages.intake import preflight
from tests.github.contract import operations
from tests.support import ROOT, SETTINGS, make_directory, settings, vocabulary

Answers = dict[str, Any]
Look = Callable[..., int]

READY: Answers = {
    "": {"has_issues": True, "default_branch": "main"},
    "/pages": {"build_type": "workflow", "https_enforced": True},
    **{f"/labels/{name}": {"name": name} for name in ("review", "intake", "county", "held", "sweep", "import")},
    "/rules/branches/main": [
        {"type": "pull_request", "parameters": {"required_approving_review_count": 1}},
        {"type": "required_status_checks", "parameters": {}},
        {"type": "non_fast_forward"},
    ],
    "/branches/main": {"protected": True},
    "/environments/github-pages": {"deployment_branch_policy": {"custom_branch_policies": True}},
    "/environments/records": {"deployment_branch_policy": {"custom_branch_policies": True}},
    "/private-vulnerability-reporting": {"enabled": True},
    "/actions/permissions/workflow": {
        "default_workflow_permissions": "read",
        "can_approve_pull_request_reviews": True,
    },
    "/actions/permissions": {"allowed_actions": "selected"},
}
TWO = "reviewers: [{name: A, github: a, write_access: true}, {name: B, github: b, write_access: true}]\n"
FILLED = f"{SETTINGS}repository: a/b\nsafety_contact: 'safe@example.org'\n{TWO}"


class FakeGitHub:
    """GitHub's API on loopback: what `answers` holds, an HTTP status where that is an int, raw text where bytes."""

    def __init__(self) -> None:
        self.answers: Answers = dict(READY)
        self.tokens: set[str] = set()
        self.paths: set[str] = set()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fake.paths.add(self.path)
                fake.tokens.add(self.headers.get("Authorization", ""))
                answer = fake.answers.get(self.path.removeprefix("/repos/owner/name"), 404)
                body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(answer if isinstance(answer, int) else 200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitHub]:
    monkeypatch.setenv("no_proxy", "*")
    fake = FakeGitHub()
    thread = threading.Thread(target=fake.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield fake
    fake.server.shutdown()
    fake.server.server_close()


@pytest.fixture
def look(hub: FakeGitHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Look:
    """The command as it is run, in a directory that has everything."""
    make_directory(tmp_path, settings=FILLED)
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)

    def run(**more: str) -> int:
        environment = {"GITHUB_REPOSITORY": "owner/name", "GITHUB_TOKEN": "t0ken", "GITHUB_API_URL": hub.url, **more}
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return main(["preflight", "--root", str(tmp_path)])

    return run


def test_all_is_ready(hub: FakeGitHub, look: Look, capsys: pytest.CaptureFixture[str]) -> None:
    assert look() == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(preflight.CHECKS) + 2
    assert all(line.split()[0] == "ok" for line in lines)
    assert hub.tokens == {"Bearer t0ken"}


@pytest.mark.parametrize(
    ("path", "answer", "code", "said"),
    [
        ("/pages", 404, 1, "MISSING  Pages from Actions: GitHub Pages is off."),
        ("/pages", {"build_type": "legacy"}, 1, "Pages publishes a branch"),
        ("/pages", {"build_type": "workflow", "https_enforced": False}, 0, "Enforce HTTPS"),
        ("/pages", 403, 0, "look yourself  Pages from Actions"),
        ("", {"has_issues": False, "default_branch": "main"}, 0, "Issues are off"),
        ("", {"has_issues": True, "default_branch": "master"}, 1, "The default branch is not main"),
        ("/labels/review", 404, 0, "Not there yet: review"),
        ("/rules/branches/main", [{"type": "pull_request"}], 0, "an approval by somebody else, passed checks, blocked"),
        ("/rules/branches/main", [], 0, "main has classic protection"),
        ("/environments/github-pages", 404, 0, "does not exist yet"),
        ("/environments/records", 404, 0, "the first run of intake"),
        ("/environments/records", {"deployment_branch_policy": None}, 0, "see the secrets"),
        ("/environments/github-pages", {"deployment_branch_policy": None}, 0, "Any branch can be published"),
        ("/private-vulnerability-reporting", {"enabled": False}, 0, "An unsafe address can't be told in private"),
        ("/private-vulnerability-reporting", 403, 0, "look yourself  Private reporting"),
        ("/actions/permissions/workflow", 403, 0, "look yourself  Actions permissions"),
        ("/actions/permissions", {"allowed_actions": "all"}, 0, "Any action of anybody may run"),
        ("/actions/permissions/workflow", {"default_workflow_permissions": "write"}, 0, "a token that can write"),
        ("/pages", [], 0, "a form we don't know"),
        ("/rules/branches/main", [1], 0, "a form we don't know"),
    ],
)
def test_what_is_missing_is_said(
    hub: FakeGitHub, look: Look, capsys: pytest.CaptureFixture[str], path: str, answer: Any, code: int, said: str
) -> None:
    hub.answers[path] = answer
    assert look() == code
    assert said.lower() in capsys.readouterr().out.lower()


def test_every_question_is_one_that_github_describes(hub: FakeGitHub, look: Look) -> None:
    hub.answers["/rules/branches/main"] = []  # so that the older protection is asked for as well
    assert look() == 0
    described = [path for method, path in operations() if method == "GET"]
    known = [re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))) for path in described]
    assert hub.paths >= {f"/repos/owner/name{path}" for path in READY}
    assert not [path for path in hub.paths if not any(each.fullmatch(path) for each in known)]


def test_no_protection_at_all(hub: FakeGitHub, look: Look, capsys: pytest.CaptureFixture[str]) -> None:
    hub.answers |= {"/rules/branches/main": [], "/branches/main": {"protected": False}}
    assert look() == 0
    assert "nobody looked at" in capsys.readouterr().out


@pytest.mark.parametrize("answer", [b"", b"<html>", b"\xff"])
def test_an_answer_that_is_no_json(
    hub: FakeGitHub, look: Look, capsys: pytest.CaptureFixture[str], answer: bytes
) -> None:
    hub.answers["/pages"] = answer
    assert look() == 1
    assert "could not be asked" in capsys.readouterr().err


def test_a_wrong_token(hub: FakeGitHub, look: Look, capsys: pytest.CaptureFixture[str]) -> None:
    hub.answers["/pages"] = 401
    assert look() == 1
    assert "GITHUB_TOKEN" in capsys.readouterr().err


def test_github_is_away(look: Look, capsys: pytest.CaptureFixture[str]) -> None:
    assert look(GITHUB_API_URL="http://127.0.0.1:1") == 1
    assert "Try again" in capsys.readouterr().err


@pytest.mark.parametrize("repository", ["", "name", "a/b/c", "a b/c"])
def test_which_repository(look: Look, tmp_path: Path, repository: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "directory.yaml").write_text(SETTINGS, encoding="utf-8")
    assert look(GITHUB_REPOSITORY=repository) == 2
    assert "GITHUB_REPOSITORY=owner/name" in capsys.readouterr().err


def test_a_workflow_gets_annotations_and_a_summary(
    hub: FakeGitHub, look: Look, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hub.answers |= {"/pages": 404, "/labels/review": 404}
    summary = tmp_path / "summary.md"
    assert look(GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary)) == 1
    out = capsys.readouterr().out
    assert "::error title=Pages from Actions::GitHub Pages is off." in out
    assert "::warning title=Labels::" in out
    assert "| MISSING | Pages from Actions |" in summary.read_text(encoding="utf-8")


def test_a_directory_that_is_not_filled_in() -> None:
    assert preflight.check_directory(config(contact_email="")).text.endswith(
        "repository, contact_email, safety_contact."
    )
    full = config(repository="a/b", safety_contact="safe@example.org")
    assert preflight.check_directory(full).state == "ok"


def config(**more: Any) -> Config:
    return msgspec.structs.replace(settings(), **more)


A, B = (Reviewer(name, github=name, write_access=True) for name in "ab")


@pytest.mark.parametrize(
    ("people", "relay", "state"),
    [
        ((), RelaySettings(), "advised"),
        ((A,), RelaySettings(), "advised"),
        ((A, A), RelaySettings(), "advised"),
        ((A, Reviewer("c", github="c")), RelaySettings(), "advised"),
        ((A, B), RelaySettings(), "ok"),
        ((A, B), RelaySettings(url="https://x.example/"), "advised"),
        ((A, B), RelaySettings(url="https://x.example/", alert_to=("a@x.example", "a@x.example")), "advised"),
        ((), RelaySettings(url="https://x.example/", alert_to=("a@x.example", "b@x.example")), "ok"),
    ],
)
def test_a_place_in_danger_must_reach_two_people(
    people: tuple[Reviewer, ...], relay: RelaySettings, state: str
) -> None:
    assert preflight.check_people(config(reviewers=people, relay=relay), vocabulary()).state == state


def test_annotations_are_escaped() -> None:
    finding = preflight.Finding("Labels", "advised", "100 %\n::error::x")
    said = preflight.report([finding], {"GITHUB_ACTIONS": "true"})
    assert said[-1] == "::warning title=Labels::100 %25%0A::error::x"


def test_the_guide_has_a_chapter_for_every_setting() -> None:
    guide = (ROOT / "docs" / "setup.md").read_text(encoding="utf-8")
    for setting in (*preflight.CHECKS, "directory.yaml", "Two people"):
        assert f"\n## {setting}\n" in guide
    for label in preflight.LABELS:
        assert f"| `{label}` |" in guide
