"""What a report says beside its problems, and the counting of them in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bluepages.problems import LEVELS, Problem


def tally(problems: Iterable[Problem]) -> str:
    """`"2 errors, 1 warning"`; `"no problems"` where there are none."""
    counts = Counter(problem.level for problem in problems)
    said = [f"{counts[level]} {level}{'s' if counts[level] != 1 else ''}" for level in LEVELS if counts[level]]
    return ", ".join(said) or "no problems"


def closing(problems: Iterable[Problem]) -> str:
    """The last line of a report."""
    return f"{tally(problems)}.".capitalize()


def sentence(problem: Problem) -> str:
    """Message and hint as one text; the field stands before it unless the message begins with it."""
    words = f"{problem.message} {problem.hint}".strip()
    if not problem.field or problem.message.startswith((f"{problem.field} ", f"{problem.field}:")):
        return words
    return f"{problem.field}: {words}"


def place(problem: Problem) -> str:
    """`data/providers/alameda/food-bank.yaml:14`; without a line where the whole file is meant."""
    return f"{problem.file}:{problem.line}" if problem.line else problem.file
