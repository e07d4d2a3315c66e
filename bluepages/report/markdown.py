"""Problems as Markdown tables: for comments and job summaries, where a record's words must not ping or link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bluepages.problems import LEVELS, Problem
from bluepages.report.parts import closing, place, sentence, tally
from bluepages.report.text import plain

_TITLES: Final = {"error": "To mend", "warning": "Please look", "notice": "For stewards"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()!|~$])")
_LINKS = re.compile(r"(@|#(?=\d)|://|www\.|(?<=[Gg][Hh])-(?=\d))")
_SLACK: Final = 400


def report(
    problems: Sequence[Problem], notes: Sequence[str] = (), older: Sequence[Problem] = (), *, limit: int = 0
) -> str:
    """The whole report; with a `limit` in bytes, as many rows as fit and a line that says how many do not."""
    head = [f"**{closing(problems)}**", "", *(escape(line) for line in notes)]
    lines = [*head, "" if notes else None]
    rows = [*_tables(problems), *_older(older)]
    kept = [line for line in lines if line is not None]
    room = limit - _SLACK - sum(len(line.encode()) + 1 for line in kept)
    for at, line in enumerate(rows):
        room -= len(line.encode()) + 1
        if limit and room < 0:
            left = sum(1 for row in rows[at:] if row.startswith("| `"))
            kept += ["", f"{left} more do not fit here; `bluepages check` shows them all."]
            break
        kept.append(line)
    return "\n".join(kept).rstrip("\n") + "\n"


def _tables(problems: Sequence[Problem]) -> Iterator[str]:
    for level in LEVELS:
        group = [problem for problem in problems if problem.level == level]
        if group:
            yield f"### {_TITLES[level]}: {tally(group)}"
            yield ""
            yield from _table(group)


def _older(problems: Sequence[Problem]) -> Iterator[str]:
    if problems:
        yield "<details>"
        yield f"<summary>Older problems, not from this change: {tally(problems)}</summary>"
        yield ""
        told = [problem for problem in problems if problem.level != "notice"]
        yield from _table(told) if told else ("`bluepages check` names them.", "")
        yield "</details>"


def _table(problems: Sequence[Problem]) -> Iterator[str]:
    yield "| where | rule | what, and how to mend it |"
    yield "| --- | --- | --- |"
    for problem in problems:
        yield f"| {code(place(problem))} | {problem.rule} | {escape(sentence(problem))} |"
    yield ""


def code(text: str) -> str:
    """A code span that nothing within can end; a bar is escaped for the table around it."""
    clean = plain(text).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", clean)), default=0) + 1)
    pad = " " if "`" in clean else ""
    return f"{fence}{pad}{clean}{pad}{fence}"


def escape(text: str) -> str:
    """Words as they are: no markup, no HTML, no mention, no link.

    What GitHub would make a mention or a link of is cut by an empty-looking tag, which leaves the words fit to be
    copied; a zero-width character would not.
    """
    clean = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LINKS.sub(r"<span>\1</span>", _SPECIAL.sub(r"\\\1", clean))
