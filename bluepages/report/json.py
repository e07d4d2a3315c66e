"""Problems for programs: a list of `{rule, level, file, line, field, message, hint}`."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from bluepages.problems import Problem


def report(problems: Sequence[Problem], notes: Sequence[str] = (), older: Sequence[Problem] = ()) -> str:
    """The list as JSON, those of the change first and older ones after them; ends with a line feed."""
    rows = [row(problem) for problem in (*problems, *older)]
    return orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode() + "\n"


def row(problem: Problem) -> dict[str, str | int]:
    """One problem; its edits are not part of what is shown."""
    return {
        "rule": problem.rule,
        "level": problem.level,
        "file": problem.file,
        "line": problem.line,
        "field": problem.field,
        "message": problem.message,
        "hint": problem.hint,
    }
