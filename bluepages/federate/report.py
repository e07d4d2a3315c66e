"""What an import did: every row with its end, every file with its text, and counts that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from bluepages.federate.journal import Doubt
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
    """How one row ended: `line` in the table (`table` where there are several), the provider (a slug) it went to, and
    why where it was left out.
    """

    line: int
    name: str
    ending: Ending
    provider: str = ""
    reason: str = ""
    table: str = ""


class ImportReport(msgspec.Struct, frozen=True):
    """The result of an import. `files` maps paths below the root to the texts of new and changed files.

    `look_alikes` are pairs of providers with what they share; `notes` what the author of the mapping should know.
    `mended` counts what was surely put right, `private` what was left out as somebody's own, `unmapped` categories
    without a need; `doubts` are values that were left out of their field. `followed` facts came from the source,
    `conflicts` were changed on both sides, `missing` providers are no longer listed.
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
    mended: dict[str, int] = {}
    private: dict[str, int] = {}
    unmapped: dict[str, int] = {}
    doubts: tuple[Doubt, ...] = ()
    followed: int = 0
    conflicts: int = 0
    missing: int = 0

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
        if self.followed or self.conflicts or self.missing:
            lines.append(
                f"Kept in step: {_count(self.followed, 'fact')} followed the source, {self.conflicts} changed on both "
                f"sides and are asked, {_count(self.missing, 'provider')} no longer listed."
            )
        lines += _table("Put right:", self.mended)
        lines += _table("Private, left out or held back:", self.private)
        lines += _table("Left out of a field, since it is not sure:", Counter(doubt.words() for doubt in self.doubts))
        lines += _table("Categories without a need of ours (the mapping's needs: can say it):", self.unmapped)
        if every_row:
            lines += [f"  {doubt}" for doubt in self.doubts]
            lines.append("Rows:")
            lines += [
                f"  {row.table}{':' if row.table else ''}{row.line}: {row.name}: {row.ending} "
                f"{row.provider or row.reason}".rstrip()
                for row in self.rows
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
            "mended": self.mended,
            "private": self.private,
            "unmapped": self.unmapped,
            "doubts": [msgspec.to_builtins(doubt) for doubt in self.doubts],
            "step": {"followed": self.followed, "conflicts": self.conflicts, "missing": self.missing},
        }


def _table(title: str, counts: Mapping[str, int], most: int = 40) -> list[str]:
    """Counts under a title, the largest first."""
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    more = [f"        and {len(rows) - most} more kinds"] if len(rows) > most else []
    return [title, *(f"  {number:5} {what}" for what, number in rows[:most]), *more] if rows else []


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
