"""A GitHub event, as the file that `GITHUB_EVENT_PATH` names holds it: only what is needed, and only if it is sound.

Every text in it is a stranger's. Nothing but the number, the login and the day ever becomes part of a name.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from bluepages.errors import Complaint
from bluepages.intake.proposal import LOGIN

_NEW_HERE = ("NONE", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR")
_OF_THE_HOUSE = ("OWNER", "MEMBER", "COLLABORATOR")
LARGEST = 4_000_000
"""Bytes; GitHub's own events are far smaller."""


class _User(msgspec.Struct):
    login: str = ""
    type: str = "User"


class _Label(msgspec.Struct):
    name: str = ""


class _Issue(msgspec.Struct):
    number: int
    title: str = ""
    body: str | None = None
    state: str = "open"
    user: _User | None = None
    labels: list[_Label] = []
    updated_at: str = ""
    author_association: str = ""
    pull_request: Any = None


class _Head(msgspec.Struct):
    ref: str = ""
    sha: str = ""


class _Pull(msgspec.Struct):
    number: int
    head: _Head


class _Payload(msgspec.Struct):
    action: str = ""
    issue: _Issue | None = None
    sender: _User | None = None
    review: Any = None
    pull_request: _Pull | None = None


class IssueEvent(msgspec.Struct, frozen=True):
    """An issue was opened or edited by a person; `day` is when, in the directory's time zone.

    `newcomer`: nothing of theirs was ever merged here; `member`: they take part in running the repository.
    """

    number: int
    title: str
    body: str
    reporter: str
    day: date
    labels: frozenset[str] = frozenset()
    newcomer: bool = False
    member: bool = False


class ReviewEvent(msgspec.Struct, frozen=True):
    """Somebody reviewed the pull request of one of our branches."""

    pull: int
    branch: str
    sha: str


def read_event(path: Path, time_zone: str) -> IssueEvent | ReviewEvent | None:
    """What happened, or `None` where it is none of our business. Raises `Complaint` for a file that is no event."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Complaint(f"{path} cannot be read: {error.strerror}.", "Name the file of a GitHub event.") from None
    if len(raw) > LARGEST:
        raise Complaint(f"{path} is too large for a GitHub event.")
    try:
        payload = msgspec.json.decode(raw, type=_Payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Complaint(f"{path} is not a GitHub event.", "It should be the JSON of an issues event.") from None
    if payload.review is not None and payload.pull_request is not None:
        return _review(payload.pull_request)
    return _issue(payload, time_zone)


class _Asked(msgspec.Struct):
    author_association: str = ""


class _PullPayload(msgspec.Struct):
    pull_request: _Asked | None = None


def is_first_time(path: str) -> bool:
    """Whether the event at `path` is a pull request by somebody of whom nothing has been merged here yet."""
    try:
        payload = msgspec.json.decode(Path(path).read_bytes(), type=_PullPayload) if path else _PullPayload()
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return payload.pull_request is not None and payload.pull_request.author_association in _NEW_HERE


def read_issue(raw: bytes, time_zone: str) -> IssueEvent | None:
    """An open issue as GitHub's API tells of it, as if it had just been opened."""
    try:
        return _issue(_Payload("opened", msgspec.json.decode(raw, type=_Issue)), time_zone)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _review(pull: _Pull) -> ReviewEvent | None:
    kind, _, number = pull.head.ref.partition("/")
    if kind != "intake" or not (number.isascii() and number.isdecimal()) or len(number) > 12:
        return None
    return ReviewEvent(pull.number, pull.head.ref, pull.head.sha)


def _issue(payload: _Payload, time_zone: str) -> IssueEvent | None:
    issue = payload.issue
    wanted = payload.action in ("opened", "edited", "reopened")
    if issue is None or not wanted or issue.pull_request is not None or issue.state != "open":
        return None
    if issue.user is None or not LOGIN.match(issue.user.login) or not 0 < issue.number < 10**12:
        return None
    if payload.sender is not None and payload.sender.type == "Bot":
        return None  # an answer to ourselves would never end
    day = _day(issue.updated_at, time_zone)
    if day is None:
        return None
    labels = frozenset(label.name for label in issue.labels)
    newcomer, member = (issue.author_association in known for known in (_NEW_HERE, _OF_THE_HOUSE))
    return IssueEvent(issue.number, issue.title, issue.body or "", issue.user.login, day, labels, newcomer, member)


def _day(moment: str, time_zone: str) -> date | None:
    try:
        return datetime.fromisoformat(moment).astimezone(ZoneInfo(time_zone)).date()
    except (ValueError, OverflowError):
        return None
