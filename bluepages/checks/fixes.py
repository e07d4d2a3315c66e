"""`--fix`: everything that a machine can mend, mended, and the file rewritten in canonical form.

Files whose YAML cannot be read are left alone, and so is every value of a confidential record: its problems carry no
edits (`bluepages.checks.redaction`), only its form is mended.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from bluepages.checks.context import Context
from bluepages.checks.redaction import redact_problems
from bluepages.checks.run import record_problems
from bluepages.problems import ABSENT, Edit, Path, Problem
from bluepages.records.book import Book, Entry
from bluepages.records.edit import apply_edits
from bluepages.records.load import read_entry
from bluepages.records.schema import provider_schema

ROUNDS: Final = 5
"""One mend can uncover another; more rounds than this mean that two of them quarrel."""

_ANY_DAY: Final = datetime.date(2000, 1, 1)
"""No edit depends on the day."""


def fix(book: Book, problems: Iterable[Problem]) -> dict[str, str]:
    """The new text of every file that can be mended, by file name; nothing is written.

    `problems` are those that `run` found. The new text loads again, and mending it once more changes nothing.
    """
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_file[problem.file].append(problem)
    context = Context(book, _ANY_DAY)
    mended: dict[str, str] = {}
    for entry in book:
        found = by_file.get(entry.file)
        text = _fix_entry(entry, found, context) if found else None
        if text is not None:
            mended[entry.file] = text
    return mended


def _fix_entry(entry: Entry, problems: list[Problem], context: Context) -> str | None:
    """The mended text of one file, or None where nothing changes or nothing can be done."""
    if not entry.readable or not isinstance(entry.document.data, dict):
        return None
    source = first = entry.document.source
    fits = entry.provider is not None
    for _ in range(ROUNDS):
        text = _apply(source, problems, entry.file, fits)
        if text is None or text.encode() == source:
            break
        following = read_entry(entry.root, entry.file, text.encode())
        if following.provider is None and fits:
            break  # an edit spoiled the record: keep what was good
        fits = following.provider is not None
        source, problems = text.encode(), redact_problems(record_problems(following, context), [following])
    return source.decode() if source != first else None


def _apply(source: bytes, problems: Iterable[Problem], file: str, fits: bool) -> str | None:
    """The canonical text after all edits that do not meet; None where the file cannot be edited."""
    schema, taken = provider_schema(), list[Edit]()
    for problem in problems:
        if problem.fix and not any(_meet(edit, other) for edit in problem.fix for other in taken):
            try:
                apply_edits(source, schema, [*taken, *problem.fix], file)
            except ValueError:
                continue
            taken += problem.fix
    if not taken and not fits:
        return None  # a file that does not fit the schema is not rewritten for its looks alone
    try:
        return apply_edits(source, schema, taken, file)
    except ValueError:
        return None


def _meet(edit: Edit, other: Edit) -> bool:
    """Whether two edits touch the same value, one within the other, or move each other's place in a list."""
    one, two = _reach(edit), _reach(other)
    size = min(len(one), len(two))
    return one[:size] == two[:size]


def _reach(edit: Edit) -> Path:
    """What an edit may move: its value; and where it takes away an item of a list, the whole list."""
    takes_item = edit.value is ABSENT and edit.rename is None and isinstance(edit.path[-1], int)
    return edit.path[:-1] if takes_item else edit.path
