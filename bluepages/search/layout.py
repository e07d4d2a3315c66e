"""Which entry stands where: shards of places by the fixed grid, then shards of each area.

A *document* is an entry at a position of a shard. An entry without a place stands in a shard of every county it serves,
so it may be several documents; one at a place stands in the grid, and also in the areas that it serves from afar.
A shard is cut into blocks, so that what only a shown result needs is fetched for few.

A position is a slot of a table that is only half full, chosen by the hash of the offer's name. So a new offer takes a
free one, and the postings of the others stay as they are; once in a while it pushes one of lower rank to another slot.
In a shard of places the first bits of a slot are those of the provider's name, so that what one provider gives there
is in one block. The lowest bit says whether the offer is *young*, so that postings alone tell where fresh ones may be.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from bluepages.search.entries import Entry
from bluepages.search.grid import BITS, Cell, cells, hash_key, point_key

MOST: Final = 400
"""Entries in a shard of places at most: measured in bench/search.py; larger ones cost bytes, smaller ones requests."""

AREA_MOST: Final = 96
"""Entries in a shard of an area at most: it holds what results show as well, since few of them show any."""

BLOCK: Final = 36
"""Entries in a block, about: what is shown of a part of a shard of places, or of two or four parts."""

PARTS: Final = 16
"""Parts of the slots of a shard of places; a provider's stand in one. A block is one of them, or some."""

AREA_BITS: Final = 32

SLOTS: Final = 512
"""Positions in a shard of places; twice as many for as long as more than four of five would be taken."""

AREA_SLOTS: Final = 128
"""The same for a shard of an area."""


Keyed = tuple[int, tuple[str, str, str], Entry]
"""An entry behind its key on the curve and its name, which no other has."""


class Shard(msgspec.Struct, frozen=True):
    """`area` is `""` for a shard of the grid, else a county or `*`.

    `entries` are in the order of positions (in an area in that of the curve), `positions` say where postings find them,
    `blocks` are counts of entries that follow (none in an area, which has no blocks).
    """

    area: str
    cell: Cell
    entries: tuple[Entry, ...]
    positions: tuple[int, ...]
    blocks: tuple[int, ...]


class Layout(msgspec.Struct, frozen=True):
    """All shards in the order of their numbers: the grid's, then each area's.

    `tree` is the grid's, `areas` counts the shards of each area, `several` numbers the services with more than one
    document, by which two are known as one. `since` is the month from which on what was last known is young.
    """

    tree: str
    shards: tuple[Shard, ...]
    areas: dict[str, int]
    several: dict[tuple[str, str], int]
    since: int

    @property
    def places(self) -> list[int]:
        """Where each document is, in the order of shards and entries: the shard's number and 16 bits of position."""
        return [number << 16 | at for number, shard in enumerate(self.shards) for at in shard.positions]

    @property
    def owners(self) -> list[int]:
        """The numbers of their entries."""
        return [entry.number for shard in self.shards for entry in shard.entries]

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return sum(len(shard.entries) for shard in self.shards)


def layout(found: Iterable[Entry], months: int = 12) -> Layout:
    """The shards of all entries; a check, or a source, is fresh for `months`."""
    found = list(found)
    since = _half(max((entry.newest for entry in found), default=1) - months)
    placed: list[Keyed] = []
    areas: dict[str, list[Keyed]] = {}
    for entry in found:
        name = entry.key
        if entry.point is not None:
            placed.append((point_key(*entry.point, "/".join(name)), name, entry))
        if entry.areas:
            keyed = _area_key(entry), name, entry
            for area in entry.areas:
                areas.setdefault(area, []).append(keyed)
    tree, shards = _cut(placed, "", since)
    counts = {}
    for area in sorted(areas):
        _, more = _cut(areas[area], area, since)
        counts[area] = len(more)
        shards += more
    times = Counter(entry.key[:2] for shard in shards for entry in shard.entries)
    several = sorted(service for service, many in times.items() if many > 1)
    numbers = slots(["/".join(service) for service in several], 1 << 20)
    ids = {key: number + 1 for key, number in zip(several, numbers, strict=True)}
    return Layout(tree, tuple(shards), counts, ids, since)


def _half(month: int) -> int:
    """The first month of its half-year, at least 1: so what counts as young changes twice a year and not each month."""
    return max(1, (month - 1) // 6 * 6 + 1)


def _area_key(entry: Entry) -> int:
    """Services of one need stand together, so that who asks for it opens one shard; the newest known come first."""
    need = hash_key(entry.offer.service.needs[0] if entry.offer.service.needs else "") >> 8
    quarter = min(255, entry.newest // 3)
    return (need << 8 | 255 - quarter) << 16 | hash_key(entry.offer.slug)


def _cut(keyed: list[Keyed], area: str, since: int) -> tuple[str, list[Shard]]:
    keyed.sort()
    keys = [key for key, _, _ in keyed]
    tree, leaves = cells(keys, AREA_MOST, BITS - AREA_BITS) if area else cells(keys, MOST)
    shards = []
    for leaf in leaves:
        inside = tuple(entry for _, _, entry in keyed[leaf.first : leaf.last])
        counts: tuple[int, ...] = ()
        if area:
            taken = slots(["/".join(entry.key) for entry in inside], AREA_SLOTS)
        else:
            inside, taken, counts = _by_provider(inside)
        positions = tuple(slot * 2 + (entry.newest >= since) for slot, entry in zip(taken, inside, strict=True))
        shards.append(Shard(area, leaf, inside, positions, counts))
    return tree, shards


def _by_provider(inside: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], list[int], tuple[int, ...]]:
    """Entries in the order of their slots, the slots, and how many stand in each block that has any.

    A shard has one block, two, four, eight or sixteen, each of as many parts of the slots: so a new entry moves none.
    """
    parts = [hash_key(entry.offer.slug) % PARTS for entry in inside]
    size, taken = slots_by_part(["/".join(entry.key) for entry in inside], parts)
    rows = sorted(zip(taken, inside, strict=True), key=lambda row: row[0])
    many = 1
    while many < PARTS and len(inside) > BLOCK * many:
        many *= 2
    counts = Counter(slot * many // size for slot, _ in rows)
    return tuple(entry for _, entry in rows), [slot for slot, _ in rows], tuple(counts[at] for at in sorted(counts))


def slots(names: Sequence[str], size: int = SLOTS) -> list[int]:
    """A slot of `size` (or twice as many, and so on) for each name; it depends on the set of names, not their order.

    Names choose in the order of their hash, each the first free one in a row of its own, so a further name moves only
    those behind it in that order whose slot it takes.
    """
    return _slots(names, [0] * len(names), _room(names, size), 1)


def slots_by_part(names: Sequence[str], parts: Sequence[int]) -> tuple[int, list[int]]:
    """The same in `PARTS` parts: each name looks in its own first, then in those behind it. Gives the size as well."""
    size = _room(names, SLOTS)
    return size, _slots(names, parts, size, PARTS)


def _room(names: Sequence[str], size: int) -> int:
    while len(names) * 5 > size * 4:
        size *= 2
    return size


def _slots(names: Sequence[str], parts: Sequence[int], size: int, many: int) -> list[int]:
    width = size // many
    hashes = sorted((hashlib.sha256(name.encode()).digest(), at) for at, name in enumerate(names))
    free, left = bytearray(b"\1") * size, [width] * many
    found = [0] * len(names)
    for digest, at in hashes:
        part = parts[at]
        while not left[part]:
            part = (part + 1) % many
        slot, step = int.from_bytes(digest[8:12], "big") % width, int.from_bytes(digest[12:16], "big") | 1
        while not free[part * width + slot]:
            slot = (slot + step) % width
        found[at] = part * width + slot
        free[found[at]] = 0
        left[part] -= 1
    return found
