"""Which problems a change is to blame for: those of the files it touches, and those it causes elsewhere (DESIGN 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from bluepages.problems import Problem


class Blame(NamedTuple):
    """Problems of the change itself, and older ones; both in the order in which they were given."""

    fails: list[Problem]
    older: list[Problem]


def split(problems: Iterable[Problem], touched: Collection[str], base: Iterable[Problem] | None = None) -> Blame:
    """Tell the problems of a change from older debt.

    `touched` are the files that the change writes, moves or deletes, relative to the root; `base` are the problems of
    the book before it. A problem of an untouched file that was not there before is the change's: a new look-alike, a
    reference left dangling, a need taken out of the list. Without `base` only the touched files count.
    """
    files = frozenset(touched)
    before = Counter(_mark(problem) for problem in base) if base is not None else None
    blame = Blame([], [])
    for problem in problems:
        mark = _mark(problem)
        if problem.file in files or (before is not None and before[mark] <= 0):
            blame.fails.append(problem)
        else:
            blame.older.append(problem)
            if before is not None:
                before[mark] -= 1
    return blame


def _mark(problem: Problem) -> tuple[str, str, str, str]:
    """What makes a problem the same one before and after; lines move, and hints may name other words."""
    return (problem.rule, problem.file, problem.field, problem.message)
