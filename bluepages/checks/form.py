"""The canonical form: one spelling of every file, so that a diff shows only what changed (P117)."""

from __future__ import annotations

from collections.abc import Iterator

from bluepages.checks.context import Context
from bluepages.model import Provider
from bluepages.problems import Problem
from bluepages.records.book import Entry


def check(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    """Whether the file's bytes are its canonical text; a wrong encoding (P107) says it already."""
    if not entry.canonical and not any(problem.rule == "P107" for problem in entry.problems):
        message = "The file is not in canonical form (order of keys, quotes, line width)."
        yield entry.problem("P117", (), message, "Run bluepages check --fix; nothing that it says changes.")
