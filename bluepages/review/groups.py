"""A change that touches many records, told so that a person can read it: those that change alike stand together."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from bluepages.review.diff import BookDiff, RecordChange
from bluepages.review.risks import BULK
from bluepages.review.sentences import sentences

ALIKE = 3
"""So many records with the very same change are told in one go, however few there are in all."""


class Group(msgspec.Struct, frozen=True):
    """Records that change in the same fields (`what`), or to the letter alike (then `said` tells it once for all)."""

    what: str
    records: tuple[RecordChange, ...]
    said: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()


def groups(diff: BookDiff) -> list[Group]:
    """Groups for a change of many records, the largest first; none where each can be read on its own."""
    same: dict[tuple[str, ...], list[RecordChange]] = {}
    alike: dict[str, list[RecordChange]] = {}
    for record in diff.records:
        same.setdefault((record.kind, *sentences(record)), []).append(record)
    found: list[Group] = []
    rest: list[RecordChange] = []
    for (_, *said), records in same.items():
        if said and len(records) >= ALIKE:
            found.append(_group(records, tuple(said)))
        else:
            rest += records
    if len(diff.records) <= BULK and not found:
        return []
    for record in rest:
        alike.setdefault(what(record), []).append(record)
    found += (_group(records) for records in alike.values())
    return sorted(found, key=lambda group: (-len(group.records), group.what))


def _group(records: list[RecordChange], said: tuple[str, ...] = ()) -> Group:
    risks = dict.fromkeys(risk for record in records for risk in record.risks)
    counted = tuple(f"{risk} ({_in(risk, records)} of {len(records)})" for risk in risks)
    first = sorted(records, key=lambda record: (-len(record.risks), record.slug))
    return Group(what(records[0]), tuple(first), said, counted)


def _in(risk: str, records: Iterable[RecordChange]) -> int:
    return sum(risk in record.risks for record in records)


def what(record: RecordChange) -> str:
    """What kind of change it is: `New`, or the fields it touches, `Hours, Phone`."""
    heads = {"added": "New", "removed": "Removed", "renamed": "Renamed", "merged": "Merged", "unreadable": "Unreadable"}
    if record.kind in heads:
        return heads[record.kind]
    return ", ".join(sorted({change.about or change.label for change in record.fields})) or "Spelling only"
