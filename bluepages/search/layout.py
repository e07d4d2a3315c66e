"""Which entry stands where: shards of places by the fixed grid, then shards of each area.

A *document* is an entry at a position of a shard. An entry without a place stands in a shard of every county it serves,
so it may be several documents; one at a place stands in the grid, and also in the areas that it serves from afar.
A shard is cut by the same tree into blocks, so that what only a shown result needs is fetched for few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

import msgspec

from bluepages.search.entries import Entry
from bluepages.search.grid import BITS, Cell, cells, hash_key, point_key

MOST: Final = 400
"""Entries in a shard at most: measured in bench/search.py; larger ones cost bytes and smaller ones requests."""

BLOCK: Final = 56
"""Entries in a block at most."""

AREA_BITS: Final = 32


class Shard(msgspec.Struct, frozen=True):
    """`area` is `""` for a shard of the grid, else a county or `*`. `blocks` are counts of entries that follow."""

    area: str
    cell: Cell
    entries: tuple[Entry, ...]
    blocks: tuple[int, ...]


class Layout(msgspec.Struct, frozen=True):
    """All shards in the order of their numbers: the grid's, then each area's.

    `tree` is the grid's, `areas` counts the shards of each area, `several` are services with more than one document.
    """

    tree: str
    shards: tuple[Shard, ...]
    areas: dict[str, int]
    several: frozenset[tuple[str, str]]

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(len(shard.entries) for shard in self.shards)


def layout(found: Iterable[Entry], most: int = MOST, block: int = BLOCK) -> Layout:
    """The shards of all entries."""
    placed: list[tuple[int, Entry]] = []
    areas: dict[str, list[tuple[int, Entry]]] = {}
    for entry in found:
        if entry.point is not None:
            placed.append((point_key(*entry.point, "/".join(entry.key)), entry))
        for area in entry.areas:
            areas.setdefault(area, []).append((_area_key(entry), entry))
    tree, shards = _cut(placed, "", most, block)
    counts = {}
    for area in sorted(areas):
        _, more = _cut(areas[area], area, most, block)
        counts[area] = len(more)
        shards += more
    times = Counter(entry.key[:2] for shard in shards for entry in shard.entries)
    return Layout(tree, tuple(shards), counts, frozenset(service for service, many in times.items() if many > 1))


def _area_key(entry: Entry) -> int:
    """Services of one need stand together, so that who asks for it opens one shard; the newest known come first."""
    need = hash_key(entry.offer.service.needs[0] if entry.offer.service.needs else "") >> 8
    quarter = min(255, entry.newest // 3)
    return (need << 8 | 255 - quarter) << 16 | hash_key(entry.offer.slug)


def _cut(keyed: list[tuple[int, Entry]], area: str, most: int, block: int) -> tuple[str, list[Shard]]:
    keyed = sorted(keyed, key=lambda pair: (pair[0], pair[1].key))
    keys = [key for key, _ in keyed]
    tree, leaves = cells(keys, most, BITS - AREA_BITS if area else 0)
    shards = []
    for leaf in leaves:
        inside = tuple(entry for _, entry in keyed[leaf.first : leaf.last])
        _, blocks = cells(keys[leaf.first : leaf.last], block, leaf.depth)
        shards.append(Shard(area, leaf, inside, tuple(each.last - each.first for each in blocks)))
    return tree, shards
