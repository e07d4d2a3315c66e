"""What the spool keeps of one submission, and the states it goes through."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

State = Literal["received", "held", "review", "published", "declined", "dead"]
"""`received`: to be handed on. `held`: a steward looks first. `dead`: could not be handed on for a week."""

CLOSED: Final = frozenset({"published", "declined"})
PUBLIC_STATES: Final[dict[str, str]] = {
    "received": "received", "held": "waiting", "dead": "waiting", "review": "review", "published": "published",
    "declined": "declined",
}  # fmt: skip
"""What the person who wrote it is told."""

LONGEST_IDENT: Final = 40
"""Characters of the public name of a submission, at most."""

ACTIONS: Final = ("release", "withhold", "redact", "discard", "done", "ask", "retry")
"""What a steward may do with a submission."""

REASONS: Final = ("spam", "duplicate", "not-a-service", "not-confirmed", "private", "other")
"""Why something was declined, as its sender is told."""


class New(msgspec.Struct, frozen=True):
    """A submission as it came in. `why` holds codes of what makes a steward look first; blank, it goes on by itself."""

    ident: str
    key: str
    body: str
    form: str
    language: str
    values: bytes
    created: int
    why: tuple[str, ...] = ()
    slug: str = ""
    location: str = ""
    sealed: bytes = b""
    proof: str = ""
    """The name of the proof of work it came with, which counts once."""


class Item(msgspec.Struct, frozen=True):
    """A submission in the spool; `number` is the order in which it came, `ident` its public name."""

    number: int
    ident: str
    form: str
    language: str
    values: bytes
    created: int
    state: State
    why: str
    slug: str
    location: str
    released: int
    due: float
    attempts: int
    first_attempt: float
    kind: str
    link: str
    thread: int
    page: str
    reason: str
    said: str
    question: str
    asked: str
    closed: int

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is held."""
        return tuple(filter(None, self.why.split(",")))


class Reply(msgspec.Struct, frozen=True):
    """An answer to a steward's question; `state` is `waiting`, `held`, `posted` or `discarded`."""

    number: int
    ident: str
    text: str
    state: str
    why: str
    created: int
    asked: str
