"""Which source a line of a facts file cites: free text on one side, an id of `data/sources.yaml` on the other.

The table is CSV with the columns `match,pattern,source`. `whole` wants the text to be the pattern, `contains` to hold
it, both without regard to case. A text that cites several is the first's: what stands foremost in it gave the name.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

import msgspec


class SourcePattern(msgspec.Struct, frozen=True):
    """One row of the table; `whole` where the text must be the pattern and nothing else."""

    pattern: str
    source: str
    whole: bool = False


def read_patterns(lines: Iterable[str]) -> tuple[SourcePattern, ...]:
    """The rows of the table, in order; rows that lack a cell are left out."""
    rows = csv.DictReader(lines)
    return tuple(
        SourcePattern(row["pattern"].casefold(), row["source"], row.get("match") == "whole")
        for row in rows
        if row.get("pattern") and row.get("source")
    )


def cited_source(text: str, patterns: Sequence[SourcePattern]) -> str | None:
    """The id of the source that `text` cites foremost, or None when no pattern knows it.

    Patterns are compared by the word they stand in, so that a host name and the `https://` before it are one place;
    at the same word the earlier row wins.
    """
    wanted = text.strip().casefold()
    best: tuple[int, int, str] | None = None
    for order, row in enumerate(patterns):
        position = wanted.find(row.pattern) if not row.whole else 0 if wanted == row.pattern else -1
        if position >= 0:
            found = (wanted.rfind(" ", 0, position) + 1, order, row.source)
            best = min(best, found) if best else found
    return best[2] if best else None
