"""Problems for people at a terminal: one line each, grouped by how bad they are (DESIGN 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bluepages.problems import LEVELS, Problem
from bluepages.report.parts import closing, place, sentence, tally

_TITLES: Final = {"error": "Errors", "warning": "Warnings", "notice": "Notices for stewards"}
HIDDEN: Final = re.compile("[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Signs that nobody sees, or that turn what follows around; no language is written with them."""
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def report(problems: Sequence[Problem], notes: Sequence[str] = (), older: Sequence[Problem] = ()) -> str:
    """The whole report; ends with a line feed."""
    lines = list(_groups(problems))
    if older:
        lines += [f"Older problems, not from this change: {tally(older)}"]
        lines += [f"  {line(problem)}" for problem in older if problem.level != "notice"]
        lines.append("")
    lines += notes
    lines.append(closing(problems))
    return "\n".join(lines) + "\n"


def _groups(problems: Sequence[Problem]) -> Iterator[str]:
    for level in LEVELS:
        group = [problem for problem in problems if problem.level == level]
        if group:
            yield f"{_TITLES[level]} ({len(group)})"
            yield from (line(problem) for problem in group)
            yield ""


def line(problem: Problem) -> str:
    """`data/providers/alameda/food-bank.yaml:14 P204 phone: "510 555 01" is not a US phone number ...`"""
    return plain(f"{place(problem)} {problem.rule} {sentence(problem)}")


def plain(text: str) -> str:
    """One line that no terminal and no build log takes for a command."""
    return _CONTROL.sub(" ", HIDDEN.sub(" ", text)).replace("##[", "## [")
