"""What an import did: every row with its end, every file with its text, and counts that add up."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final, Literal

import msgspec

from bluepages.records.leads import Lead

Ending = Literal["imported", "merged", "skipped", "questioned"]
ENDINGS: Final[tuple[Ending, ...]] = ("imported", "merged", "skipped", "questioned")
_WORDS: Final = {
    "imported": "a provider of its own",
    "merged": "part of a provider that another row or file began",
    "skipped": "left out",
    "questioned": "a question for a steward",
}


class RowEnd(msgspec.Struct, frozen=True):
    """How one row ended: `line` in the table, the provider (a slug) it went to, and why where it was left out."""

    line: int
    name: str
    ending: Ending
    provider: str = ""
    reason: str = ""


class ImportReport(msgspec.Struct, frozen=True):
    """The result of an import. `files` maps paths below the root to the texts of new and changed files.

    `look_alikes` are pairs of providers with what they share; `notes` what the author of the mapping should know.
    """

    source: str
    rows: tuple[RowEnd, ...]
    files: dict[str, str]
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    questions: int = 0
    look_alikes: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()
    leads: tuple[Lead, ...] = ()

    def counts(self) -> dict[str, int]:
        """Rows by ending; the values add up to all rows."""
        found = Counter(row.ending for row in self.rows)
        return {ending: found[ending] for ending in ENDINGS}

    def text(self, *, every_row: bool = False) -> str:
        """The report for a person; with `every_row` also the rows that went in."""
        lines = [f"{self.source}: {_count(len(self.rows), 'row')}"]
        lines += [f"  {number:5} {ending:10} {_WORDS[ending]}" for ending, number in self.counts().items()]
        lines.append(
            f"Files: {self.new} new, {self.changed} changed, {self.unchanged} as they were. "
            f"{_count(self.questions, 'question')} for stewards added."
        )
        if self.leads:
            lines.append(f"Of those left out, {_count(len(self.leads), 'row')} wait as leads for stewards.")
        reasons = Counter(row.reason for row in self.rows if row.ending == "skipped")
        if reasons:
            lines.append("Left out:")
            lines += [f"  {number:5} {reason}" for reason, number in reasons.most_common()]
        if every_row:
            lines.append("Rows:")
            lines += [
                f"  {row.line}: {row.name}: {row.ending} {row.provider or row.reason}".rstrip() for row in self.rows
            ]
        if self.look_alikes:
            lines.append("Perhaps one provider twice (settle with into or apart in the mapping):")
            lines += [f"  {a} and {b}: {mark}" for a, b, mark in self.look_alikes]
        lines += [f"Note: {note}" for note in self.notes]
        return "\n".join(lines) + "\n"

    def as_json(self) -> dict[str, Any]:
        """The same for programs; texts of files are left out, their paths are there."""
        return {
            "source": self.source,
            "counts": {"rows": len(self.rows), **self.counts()},
            "files": {
                "new": self.new,
                "changed": self.changed,
                "unchanged": self.unchanged,
                "paths": sorted(self.files),
            },
            "questions": self.questions,
            "rows": [msgspec.to_builtins(row) for row in self.rows],
            "look_alikes": [list(pair) for pair in self.look_alikes],
            "notes": list(self.notes),
            "leads": len(self.leads),
        }


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
