"""Problems as text: for a terminal, for GitHub's annotations, as JSON, and as Markdown. Pure strings; the CLI prints.

All reporters share one shape: `report(problems, notes, older)`. `notes` are lines to add, such as "HSDS: 12 objects
valid"; `older` are problems that a change is not to blame for, shown apart. The text ends with a line feed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bluepages.report import github, json, markdown, text

Reporter = Callable[..., str]
"""`(problems: Sequence[Problem], notes: Sequence[str] = (), older: Sequence[Problem] = ()) -> str`"""

REPORTERS: Final[dict[str, Reporter]] = {
    "text": text.report,
    "github": github.report,
    "json": json.report,
    "markdown": markdown.report,
}
"""Formats of `bluepages check --format`."""

summary = github.job_summary
"""Markdown for `$GITHUB_STEP_SUMMARY`, of the same shape."""

__all__ = ["REPORTERS", "Reporter", "summary"]
