"""Problems as annotations of a GitHub workflow run, and the whole list for its job summary.

GitHub shows at most ten annotations a step and drops the rest without a word, so only the ten worst are written.
Everything that comes from a record is escaped as the runner's own toolkit does it, or it could give the runner
commands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bluepages.problems import Problem, sort_key
from bluepages.report import markdown
from bluepages.report.parts import closing, sentence
from bluepages.report.text import HIDDEN, plain
from bluepages.rules import RULES

MOST: Final = 10
"""Annotations a step."""

SUMMARY_BYTES: Final = 1_000_000
"""A job summary over 1 MiB is refused as a whole."""

_SLACK: Final = 1_000


def report(problems: Sequence[Problem], notes: Sequence[str] = (), older: Sequence[Problem] = ()) -> str:
    """Workflow commands for the worst problems, then the closing lines; ends with a line feed."""
    worst = sorted(problems, key=sort_key)
    lines = [annotation(problem) for problem in worst[:MOST]]
    if len(worst) > MOST:
        lines.append(f"{len(worst) - MOST} more stand in the summary of this job.")
    if older:
        lines.append(f"{len(older)} older problems, not from this change, stand there as well.")
    lines += [plain(line) for line in (*notes, closing(problems))]
    return "\n".join(lines) + "\n"


def job_summary(
    problems: Sequence[Problem], notes: Sequence[str] = (), older: Sequence[Problem] = (), limit: int = SUMMARY_BYTES
) -> str:
    """Markdown for `$GITHUB_STEP_SUMMARY`: all problems, as far as they fit."""
    return markdown.report(problems, notes, older, limit=limit)


def room_beside(text: str) -> int:
    """How many bytes of a summary are left for what else it says: never less than a good part of it."""
    return max(SUMMARY_BYTES - len(text.encode()) - _SLACK, SUMMARY_BYTES // 3)


def fitting(text: str) -> str:
    """A summary that GitHub takes: cut at a line where it is too long."""
    raw = text.encode()
    if len(raw) <= SUMMARY_BYTES:
        return text
    return (
        raw[: SUMMARY_BYTES - 200].decode("utf-8", "ignore").rpartition("\n")[0]
        + f"\n\n{len(raw) - SUMMARY_BYTES + 200} bytes more do not fit here; `bluepages check` shows them all.\n"
    )


def remark(level: str, title: str, text: str) -> str:
    """`::warning title=...::text`: an `error`, `warning` or `notice` about the run as a whole."""
    return f"::{level} title={_property(title)}::{_data(text)}"


def annotation(problem: Problem) -> str:
    """`::error file=...,line=...,title=P204 Not a phone number::message`."""
    rule = RULES.get(problem.rule)
    title = f"{problem.rule} {rule.title}" if rule else problem.rule
    parts = [f"file={_property(problem.file)}"]
    if problem.line:
        parts.append(f"line={problem.line}")
    if problem.line and problem.column:
        parts.append(f"col={problem.column}")
    parts.append(f"title={_property(title)}")
    return f"::{problem.level} {','.join(parts)}::{_data(sentence(problem))}"


def _data(text: str) -> str:
    return HIDDEN.sub(" ", text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
