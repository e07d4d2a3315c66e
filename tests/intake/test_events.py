"""Events as files: only what is ours, and no fault of ours whatever they hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bluepages.errors import Complaint
from bluepages.intake.event import IssueEvent, ReviewEvent, read_event
from tests.intake.support import CORRECT, event_data, event_file, issue_body

ZONE = "America/Los_Angeles"
BODY = issue_body("correct", CORRECT)


def read(folder: Path, data: object) -> IssueEvent | ReviewEvent | None:
    return read_event(event_file(folder, data), ZONE)


def test_an_issue_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, event_data(BODY))
    assert isinstance(found, IssueEvent)
    assert (found.number, found.reporter, found.day.isoformat()) == (12, "rosa-example", "2026-11-20")
    late = read(tmp_path, event_data(BODY, updated_at="2026-11-21T03:00:00Z"))
    assert isinstance(late, IssueEvent) and late.day.isoformat() == "2026-11-20", "the day it is there"


NOT_OURS: list[dict[str, Any]] = [
    {},
    {"zen": "Keep it logically awesome."},
    {**event_data(BODY), "action": "labeled"},
    {**event_data(BODY), "sender": {"login": "github-actions[bot]", "type": "Bot"}},
    event_data(BODY, state="closed"),
    event_data(BODY, pull_request={"url": "x"}),
    event_data(BODY, user=None),
    event_data(BODY, login="--help"),
    event_data(BODY, login="a/b"),
    event_data(BODY, login="a\nCloses #1"),
    event_data(BODY, login="@team"),
    event_data(BODY, login=""),
    event_data(BODY, login="x" * 41),
    event_data(BODY, number=0),
    event_data(BODY, number=-3),
    event_data(BODY, updated_at="soon"),
    event_data(BODY, updated_at=""),
    {"action": "submitted", "review": {}, "pull_request": {"number": 1, "head": {"ref": "intake/12;x", "sha": "0"}}},
    {"action": "submitted", "review": {}, "pull_request": {"number": 1, "head": {"ref": "intake/../main", "sha": "0"}}},
    {"action": "submitted", "review": {}, "pull_request": {"number": 1, "head": {"ref": "feature", "sha": "0"}}},
    {"action": "submitted", "review": {}, "pull_request": {"number": 1, "head": {"ref": "intake/１２", "sha": "0"}}},
]


@pytest.mark.parametrize("data", NOT_OURS)
def test_what_is_not_ours_is_left_alone(tmp_path: Path, data: dict[str, Any]) -> None:
    assert read(tmp_path, data) is None


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"issue": {"number": "12"}}', b'{"issue": {"number": 1e400}}',
     b'{"issue": []}', b"[" * 100_000, b'{"issue": {"number": 12, "body": 5}}', b" " * 4_000_001],
)  # fmt: skip
def test_what_is_no_event_is_said_in_a_sentence(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "event.json"
    path.write_bytes(raw)
    with pytest.raises(Complaint):
        read_event(path, ZONE)


def test_a_missing_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Complaint):
        read_event(tmp_path / "none.json", ZONE)


def test_lone_surrogates_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "event.json"
    path.write_text(json.dumps(event_data(BODY + "\ud800")), encoding="utf-8")
    try:
        found = read_event(path, ZONE)
    except Complaint:
        return
    assert isinstance(found, IssueEvent)


def test_a_review_of_our_branch_is_read(tmp_path: Path) -> None:
    pull = {"number": 7, "head": {"ref": "intake/12", "sha": "a" * 40}}
    found = read(tmp_path, {"action": "submitted", "review": {"state": "approved"}, "pull_request": pull})
    assert found == ReviewEvent(7, "intake/12", "a" * 40)
