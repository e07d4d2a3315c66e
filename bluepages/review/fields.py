"""Which values differ between two records, each by its path; and what may be named of a record with a secret."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from bluepages.problems import Path
from bluepages.records.schema import provider_schema

WHOLE: Final = frozenset({"verified", "reported_correct", "closed", "public_address", "alert", "serves", "identifiers"})
"""Maps that are one thing to people, told in one sentence."""

OWN_KEYS: Final = frozenset({"locations", "services", "at"})
"""Maps whose keys people choose; a key of one's own may be the very street."""

Difference = tuple[Path, Any, Any]


def differences(before: Any, after: Any, path: Path = ()) -> Iterator[Difference]:
    """The values that differ, with what they were and are (`None`: nothing). Lists of plain values count as one value;
    phones and the like are compared item by item, and what is new or gone as a whole is told part by part.
    """
    if before == after:
        return
    if path and path[-1] in WHOLE:
        yield path, before, after
    elif isinstance(before, dict | None) and isinstance(after, dict | None):
        old, new = before or {}, after or {}
        keys = dict.fromkeys((*old, *new))
        if not keys or (path and path[-1] == "address" and not (old and new)):
            yield path, before, after
            return
        for key in keys:
            yield from differences(old.get(key), new.get(key), (*path, key))
    elif _objects(before) and _objects(after):
        old_items, new_items = before or [], after or []
        gone = [item for item in old_items if item not in new_items]
        fresh = [item for item in new_items if item not in old_items]
        if not gone and not fresh:  # only their order, or how often they stand there
            yield path, before, after
        for position in range(max(len(gone), len(fresh))):
            was = gone[position] if position < len(gone) else None
            now = fresh[position] if position < len(fresh) else None
            yield path, was, now
    else:
        yield path, before, after


def _objects(items: Any) -> bool:
    return items is None or (isinstance(items, list | tuple) and all(isinstance(item, dict) for item in items))


def public(path: Path) -> Path:
    """The path without the names that people chose, as far as the schema knows its keys."""
    schema = provider_schema()
    node, shown = schema.resolve(schema.raw), list[str | int]()
    for at, step in enumerate(path):
        own = bool(at) and path[at - 1] in OWN_KEYS
        if isinstance(step, str) and not own and step not in node.get("properties", {}):
            break
        node = schema.child(node, step)
        shown.append("..." if own else step)
    return tuple(shown)
