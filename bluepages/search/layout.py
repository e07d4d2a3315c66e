"""Which entry stands where: shards of places by the fixed grid, then shards of each area.

A *document* is an entry at a position of a shard. An entry without a place stands in a shard of every county it serves,
so it may be several documents; one at a place stands in the grid, and also in the areas that it serves from afar.
A shard is cut by the same tree into blocks, so that what only a shown result needs is fetched for few.

A position is a slot of a table that is only half full, chosen by the hash of the offer's name. So a new offer takes a
free one, and the postings of the others stay as they are; once in a while it pushes one of lower rank to another slot.
Its lowest bit says whether the offer is *young*, so that postings alone tell where fresh ones may be.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from bluepages.search.entries import Entry
from bluepages.search.grid import BITS, Cell, cells, hash_key, point_key
from bluepages.search.pack import letters

MOST: Final = 400
"""Entries in a shard at most: measured in bench/search.py; larger ones cost bytes and smaller ones requests."""

BLOCK: Final = 56
"""Entries in a block at most."""

AREA_BITS: Final = 32

SLOTS: Final = 512
"""Positions in a shard; twice as many for as long as more than four of five would be taken."""


class Shard(msgspec.Struct, frozen=True):
    """`area` is `""` for a shard of the grid, else a county or `*`.

    `entries` are in the order of the curve, `positions` say where postings find them, `blocks` are counts of
    entries that follow.
    """

    area: str
    cell: Cell
    entries: tuple[Entry, ...]
    positions: tuple[int, ...]
    blocks: tuple[int, ...]


class Layout(msgspec.Struct, frozen=True):
    """All shards in the order of their numbers: the grid's, then each area's.

    `tree` is the grid's, `areas` counts the shards of each area, `several` names the services with more than one
    document, by which two are known as one. `since` is the month from which on what was last known is young.
    """

    tree: str
    shards: tuple[Shard, ...]
    areas: dict[str, int]
    several: dict[tuple[str, str], str]
    since: int

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(len(shard.entries) for shard in self.shards)


def layout(found: Iterable[Entry], most: int = MOST, block: int = BLOCK, months: int = 12) -> Layout:
    """The shards of all entries; a check, or a source, is fresh for `months`."""
    found = list(found)
    since = _half(max((entry.newest for entry in found), default=1) - months)
    placed: list[tuple[int, Entry]] = []
    areas: dict[str, list[tuple[int, Entry]]] = {}
    for entry in found:
        if entry.point is not None:
            placed.append((point_key(*entry.point, "/".join(entry.key)), entry))
        for area in entry.areas:
            areas.setdefault(area, []).append((_area_key(entry), entry))
    tree, shards = _cut(placed, "", since, most, block)
    counts = {}
    for area in sorted(areas):
        _, more = _cut(areas[area], area, since, most, block)
        counts[area] = len(more)
        shards += more
    times = Counter(entry.key[:2] for shard in shards for entry in shard.entries)
    several = sorted(service for service, many in times.items() if many > 1)
    numbers = slots(["/".join(service) for service in several], 1 << 20)
    ids = {key: letters(number) for key, number in zip(several, numbers, strict=True)}
    return Layout(tree, tuple(shards), counts, ids, since)


def _half(month: int) -> int:
    """The first month of its half-year, at least 1: so what counts as young changes twice a year and not each month."""
    return max(1, (month - 1) // 6 * 6 + 1)


def _area_key(entry: Entry) -> int:
    """Services of one need stand together, so that who asks for it opens one shard; the newest known come first."""
    need = hash_key(entry.offer.service.needs[0] if entry.offer.service.needs else "") >> 8
    quarter = min(255, entry.newest // 3)
    return (need << 8 | 255 - quarter) << 16 | hash_key(entry.offer.slug)


def _cut(keyed: list[tuple[int, Entry]], area: str, since: int, most: int, block: int) -> tuple[str, list[Shard]]:
    keyed = sorted(keyed, key=lambda pair: (pair[0], pair[1].key))
    keys = [key for key, _ in keyed]
    tree, leaves = cells(keys, most, BITS - AREA_BITS if area else 0)
    shards = []
    for leaf in leaves:
        inside = tuple(entry for _, entry in keyed[leaf.first : leaf.last])
        _, blocks = cells(keys[leaf.first : leaf.last], block, leaf.depth)
        taken = slots(["/".join(entry.key) for entry in inside])
        positions = tuple(slot * 2 + (entry.newest >= since) for slot, entry in zip(taken, inside, strict=True))
        shards.append(Shard(area, leaf, inside, positions, tuple(each.last - each.first for each in blocks)))
    return tree, shards


def slots(names: Sequence[str], size: int = SLOTS) -> list[int]:
    """A slot of `size` (or twice as many, and so on) for each name; it depends on the set of names, not their order.

    Names choose in the order of their hash, each the first free one in a row of its own, so a further name moves only
    those behind it in that order whose slot it takes.
    """
    while len(names) * 5 > size * 4:
        size *= 2
    hashes = sorted((hashlib.sha256(name.encode()).digest(), at) for at, name in enumerate(names))
    free = bytearray(b"\1") * size
    found = [0] * len(names)
    for digest, at in hashes:
        slot, step = int.from_bytes(digest[8:12], "big") % size, int.from_bytes(digest[12:16], "big") | 1
        while not free[slot]:
            slot = (slot + step) % size
        free[slot] = 0
        found[at] = slot
    return found
