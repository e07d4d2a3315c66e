"""What every kind of portal offers, `plan`, `apply`, `verify`, `rollback`, and the values that pass between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

import msgspec

from bluepages.publish.wanted import Wanted

Seen = Literal["absent", "private", "public"]
"""How the data set stands on the portal; what nobody may see without a token looks absent without one."""

Tell = Callable[[str], None]
"""Takes the name of each step as it begins."""


class Stop(msgspec.Struct, frozen=True):
    """Something that keeps a publication from happening; `code` is the name of the gate or brake, for programs."""

    code: str
    message: str
    hint: str = ""


class Check(msgspec.Struct, frozen=True):
    """One thing that was read back. `detail` says what was found, never with a value of a cell."""

    name: str
    passed: bool
    detail: str = ""


class Rows(msgspec.Struct, frozen=True):
    """The difference of the rows, by key. `changed` has the names of the columns that differ."""

    before: int = 0
    after: int = 0
    added: tuple[str, ...] = ()
    changed: dict[str, tuple[str, ...]] = {}
    removed: tuple[str, ...] = ()


class Columns(msgspec.Struct, frozen=True):
    """The difference of the columns; `retyped` has the type before and after, `described` those whose words differ."""

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    retyped: dict[str, tuple[str, str]] = {}
    described: tuple[str, ...] = ()


class Plan(msgspec.Struct, frozen=True):
    """What a publication would do. `files` are names of files that are new or differ, `metadata` of fields."""

    target: str
    url: str
    dataset: str
    seen: Seen
    rows: Rows = Rows()
    columns: Columns = Columns()
    files: tuple[str, ...] = ()
    metadata: tuple[str, ...] = ()
    release: bool = False
    unfinished: str = ""
    schema_version: str = ""
    stops: tuple[Stop, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def pending(self) -> bool:
        """Whether there is anything to write."""
        rows, columns = self.rows, self.columns
        return bool(
            rows.added or rows.changed or rows.removed or columns.added or columns.gone or columns.retyped
            or columns.described or self.files or self.metadata or self.release or self.unfinished
        )  # fmt: skip


class Outcome(msgspec.Struct, frozen=True):
    """What a run did: the plan it followed, what it sent, and what was read back afterwards."""

    plan: Plan
    checks: tuple[Check, ...]
    writes: int = 0
    rows_sent: int = 0
    ids: dict[str, str] = {}
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    seen: Seen = "absent"
    version: str = ""
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything that was read back is as it should be."""
        return all(check.passed for check in self.checks)


class Allowed(msgspec.Struct, frozen=True):
    """What the person at the keyboard lets through, each by naming it: rows, columns, a data set that is not ours."""

    loss: int = -1
    columns: int = -1
    adopt: str = ""
    release: bool = False


class Target(Protocol):
    """One portal. Nothing here is published unless `gate` found nothing against it: `run` sees to that."""

    def begin(self) -> None:
        """Start reading what is live, if that can go on beside other work: a plan of the same portal follows."""

    def plan(self, wanted: Wanted, allowed: Allowed) -> Plan:
        """The differences between what is wanted and what is live, with what the brakes say; writes nothing."""

    def apply(self, wanted: Wanted, allowed: Allowed, tell: Tell) -> Outcome:
        """Make the portal show what is wanted, in an order in which readers never see less, and read it back."""

    def verify(self, wanted: Wanted) -> tuple[Check, ...]:
        """Read back, as the public where the data set is public, and compare everything."""

    def rollback(self, earlier: Wanted, allowed: Allowed, tell: Tell) -> Outcome:
        """Make the portal show an earlier state, by the same path; what vanishes thereby is meant to."""
