"""What changed between two Books, by record and field, with the risks a steward should see.

A record with a confidential location on either side is told by the names of its fields alone: no value of it, old or
new, is ever repeated (DESIGN 3, rule 3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from bluepages.problems import Path, field_name
from bluepages.records.book import Book, Entry
from bluepages.review.words import label, shown
from bluepages.vocabulary.places import distance_km

Kind = Literal["added", "removed", "renamed", "changed", "unreadable"]
BULK = 20
"""More changed records than this at once are worth a remark of their own."""


class FieldChange(msgspec.Struct, frozen=True):
    """One field: its path, its name for people, and its value before and after (`""`: there was none)."""

    field: str
    label: str
    old: str
    new: str


class RecordChange(msgspec.Struct, frozen=True):
    """What happened to one record; `risks` are sentences about what deserves a second look."""

    slug: str
    name: str
    file: str
    kind: Kind
    fields: tuple[FieldChange, ...] = ()
    risks: tuple[str, ...] = ()
    was: str = ""


class BookDiff(msgspec.Struct, frozen=True):
    """All changes, in the order of the names, and risks of the change as a whole."""

    records: tuple[RecordChange, ...]
    risks: tuple[str, ...] = ()


def diff_books(base: Book, head: Book) -> BookDiff:
    """Everything that differs from `base` to `head`."""
    changes = sorted(_changes(base, head), key=lambda change: change.slug)
    risks = [f"This changes {len(changes)} records at once."] if len(changes) > BULK else []
    return BookDiff(tuple(changes), tuple(risks))


def _changes(base: Book, head: Book) -> Iterator[RecordChange]:
    renamed = {old: new for old, new in head.redirects.items() if old in base.by_slug}
    taken = {new: old for old, new in renamed.items() if new not in base.by_slug}
    for slug, new in head.by_slug.items():
        old = base.by_slug.get(slug) or base.by_slug.get(taken.get(slug, ""))
        if old is None:
            yield _whole(new, "added")
        elif old.document.data != new.document.data or old.slug != new.slug:
            yield _record(old, new)
    for slug, old in base.by_slug.items():
        if slug not in head.by_slug and slug not in taken.values():
            yield _whole(old, "removed", ("A record should be closed, not deleted: its page would be gone.",))


def _whole(entry: Entry, kind: Kind, risks: tuple[str, ...] = ()) -> RecordChange:
    if entry.confidential:
        risks = (*risks, "It has a confidential place.")
    return RecordChange(entry.slug, _name(entry), entry.file, kind, risks=risks)


def _name(entry: Entry) -> str:
    return entry.provider.name if entry.provider else entry.slug


def _record(old: Entry, new: Entry) -> RecordChange:
    if old.provider is None or new.provider is None:
        return RecordChange(new.slug, _name(new), new.file, "unreadable")
    hidden = old.confidential or new.confidential
    before, after = msgspec.to_builtins(old.provider), msgspec.to_builtins(new.provider)
    if hidden:  # the redacted values may be equal where the files differ
        before, after = old.document.data, new.document.data
    pairs = list(_leaves(before, after, ()))
    fields = tuple(
        FieldChange(field_name(_public(path) if hidden else path), label(_public(path) if hidden else path, after),
                    "" if hidden else shown(path, was), "" if hidden else shown(path, now))
        for path, was, now in pairs
    )  # fmt: skip
    kind: Kind = "renamed" if old.slug != new.slug else "changed"
    was_name = old.slug if kind == "renamed" else ""
    return RecordChange(new.slug, _name(new), new.file, kind, _unique(fields), tuple(_risks(old, new, pairs)), was_name)


def _unique(fields: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    return tuple(dict.fromkeys(fields))


def _public(path: Path) -> Path:
    """The path without names that people chose: a key of one's own may be the very street."""
    own = {"locations", "services", "at"}
    return tuple("..." if at and path[at - 1] in own else step for at, step in enumerate(path))


def _leaves(before: Any, after: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    """The values that differ; lists count as one value, phones and the like are compared item by item."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            yield from _leaves(before.get(key), after.get(key), (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and _objects(before) and _objects(after):
        gone = [item for item in before if item not in after]
        fresh = [item for item in after if item not in before]
        for position in range(max(len(gone), len(fresh))):
            was = gone[position] if position < len(gone) else None
            now = fresh[position] if position < len(fresh) else None
            yield path, was, now
    else:
        yield path, before, after


def _objects(items: list[Any]) -> bool:
    return all(isinstance(item, dict) for item in items)


_RISKY = {
    "phones": "A telephone number changes.",
    "address": "An address changes.",
    "website": "A web address changes.",
    "url": "A web address changes.",
    "email": "An e-mail address changes.",
    "eligibility_description": "Who can get it changes.",
    "cost": "The cost changes.",
    "closed": "Something is marked as closed.",
    "status": "The status of a service changes.",
    "verified": "A check by a person is recorded or changed.",
}


def _risks(old: Entry, new: Entry, pairs: list[tuple[Path, Any, Any]]) -> Iterator[str]:
    found = dict.fromkeys(_RISKY[str(step)] for path, _, _ in pairs for step in path if step in _RISKY)
    yield from found
    assert old.provider is not None and new.provider is not None
    for key, place in new.provider.locations.items():
        was = old.provider.locations.get(key)
        if was is None:
            continue
        if was.confidential and not place.confidential:
            yield "A place that was confidential would be shown."
        if None not in (was.latitude, was.longitude, place.latitude, place.longitude):
            km = distance_km(was.latitude, was.longitude, place.latitude, place.longitude)  # type: ignore[arg-type]
            if km > 1:
                yield f"A place moves by {km:.0f} km."
    if any(place.confidential for place in old.provider.locations.values()) and not new.confidential:
        yield "The record no longer has a confidential place."
