"""What a portal's answer means: a result, a refusal with its kind, or something that will pass."""

from __future__ import annotations

import re
from typing import Any, Final, Literal

import httpx
import orjson

Kind = Literal[
    "denied", "missing", "taken", "too-large", "invalid", "busy", "deadlock", "broken", "moved", "unreachable"
]

PASSING: Final[frozenset[Kind]] = frozenset(("busy", "deadlock", "unreachable"))
"""Kinds that may be gone in a moment."""

_BUSY: Final = frozenset((408, 425, 429, 500, 502, 503, 504))
_TAG: Final = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_LONGEST: Final = 300


class Refusal(Exception):  # noqa: N818 - an answer, not an error of the program
    """The portal did not do what it was asked. `said` is its reason, short, on one line and without the token."""

    def __init__(self, kind: Kind, action: str, status: int, said: str, after: float | None = None) -> None:
        super().__init__(f"{action}: {status or 'no answer'}: {said}")
        self.kind, self.action, self.status, self.said, self.after = kind, action, status, said, after


def result_of(action: str, response: httpx.Response) -> Any:
    """The result of an API call; raises `Refusal` for everything else, a page of HTML too."""
    try:
        answer = orjson.loads(response.content)
    except ValueError:
        answer = None
    if response.status_code == 200 and isinstance(answer, dict) and answer.get("success") is True:
        return answer.get("result")
    raise refusal(action, response, answer)


def refusal(action: str, response: httpx.Response, answer: Any = None) -> Refusal:
    """What a bad answer means."""
    error = answer.get("error") if isinstance(answer, dict) else None
    said = _words(error) if error else _page(response)
    return Refusal(_kind(response.status_code, said), action, response.status_code, said, retry_after(response))


def _kind(status: int, said: str) -> Kind:
    lower = said.lower()
    if "deadlock" in lower or "could not serialize" in lower:
        return "deadlock"
    if status in (401, 403):
        return "denied"
    if status == 413 or "too large" in lower:
        return "too-large"
    if status == 404:
        return "missing"
    if "already in use" in lower or "already exists" in lower:
        return "taken"
    if 300 <= status < 400:
        return "moved"
    if status in _BUSY:
        return "busy"
    if 400 <= status < 500:
        return "invalid"
    return "broken"


def _words(error: Any) -> str:
    """A portal's error object as a line: its messages by field."""
    if isinstance(error, dict):
        parts = [
            f"{name}: {_words(value)}" for name, value in error.items() if not name.startswith("__") and name != "help"
        ]
        return short("; ".join(parts)) or "no reason given"
    if isinstance(error, list):
        return short(" ".join(_words(item) for item in error))
    return short(str(error))


def _page(response: httpx.Response) -> str:
    """An answer that is not the API's: the title of its page, or that it was none."""
    found = _TAG.search(response.text[:20_000]) if "html" in response.headers.get("content-type", "") else None
    if found:
        return short(f"a web page instead of an answer: {found[1]}")
    return short(f"HTTP {response.status_code}, and not in the form of an answer")


def short(text: str) -> str:
    """One line, not too long."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:_LONGEST]


def retry_after(response: httpx.Response) -> float | None:
    """How long the portal asks us to wait, in seconds; dates are not worth a clock."""
    said = response.headers.get("retry-after", "").strip()
    return min(float(said), 120.0) if said.isdecimal() else None
