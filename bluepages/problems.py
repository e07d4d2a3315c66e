"""`Problem`: the one shape in which anything wrong is said, whoever finds it and wherever it is shown.

A problem names the rule, the place and the cure in the author's own terms. Finding problems never raises; code
that finds them returns or yields values of this type, and `bluepages.report` turns them into text.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, Final, Literal

import msgspec

Level = Literal["error", "warning", "notice"]
LEVELS: Final[tuple[Level, ...]] = ("error", "warning", "notice")

Path = tuple[str | int, ...]
"""Where a value stands in a record: keys and list positions from the top, e.g. `("phones", 0, "number")`."""


class _Absent(Enum):
    """The value of an `Edit` that takes a field away."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent.ABSENT


class Edit(msgspec.Struct, frozen=True):
    """One mechanical change of one field: set `path` to `value`, or take it away when `value` is `ABSENT`.

    With `rename` the key at `path` gets that new name and keeps its value and comments (`value` is then not looked at).
    """

    path: Path
    value: Any = ABSENT
    rename: str | None = None


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong, or needs a look, at one place of one file.

    `rule` is a code of `docs/rules.md` (`P204`); `file` is relative to the root, with `/`; `line` and `column` count
    from 1, 0 meaning the file as a whole; `field` is the path as people write it (`phones[0].number`); `message` says
    what was found and what is wanted, `hint` how to write it. `fix` holds the edits a machine may apply, in order.
    """

    rule: str
    level: Level
    file: str
    line: int
    field: str
    message: str
    hint: str = ""
    fix: tuple[Edit, ...] = ()
    column: int = 0


def sort_key(problem: Problem) -> tuple[int, str, int, int, str, str]:
    """Worst first, then by file and place: the order in which every report shows problems."""
    return (
        LEVELS.index(problem.level),
        problem.file,
        problem.line,
        problem.column,
        problem.rule,
        problem.field,
    )


def field_name(path: Path) -> str:
    """`("services", "lunch", "phones", 0)` as people write it: `services.lunch.phones[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text
