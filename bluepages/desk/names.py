"""Names of what comes over from another record: free here, and remembering where each was first published."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from bluepages.records.ids import seed


class Origin:
    """The record that is taken in; `first` is the name that seeds its ids."""

    def __init__(self, slug: str, formerly: Iterable[str]) -> None:
        self.slug = slug
        self.first = seed(slug, tuple(formerly))

    def past(self, key: str, thing: dict[str, Any]) -> list[str]:
        """All names a place or service of it had, the oldest first, each with the record it stood in."""
        return list(dict.fromkeys(self._whole(name) for name in (*thing.get("formerly", ()), key)))

    def _whole(self, name: str) -> str:
        return name if "/" in name else f"{self.first}/{name}"


def free_key(key: str, taken: Collection[str]) -> str:
    """A key that is not taken: the same, or with a number."""
    if key not in taken:
        return key
    return next(name for number in range(2, 10_000) if (name := f"{key[:74]}-{number}") not in taken)


def taken_keys(things: dict[str, dict[str, Any]]) -> set[str]:
    """Keys of a map, present and former: none is given to another thing."""
    found = set(things)
    for thing in things.values():
        found |= {name for field in ("formerly", "merged") for name in thing.get(field, ())}
    return found
