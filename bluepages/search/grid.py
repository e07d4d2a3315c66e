"""The fixed grid: the earth cut in halves, again and again, along a Z-order curve; a cell splits when it is full.

The key of a point has 32 bits, longitude and latitude in turn from the highest (Morton order over the whole earth),
and 16 bits of a hash behind them, which only part what stands at the same point. Cells are prefixes of keys, so where
they lie depends on nothing but how many things are in them: a new thing touches its own cell, and splits it at most.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec

POINT_BITS: Final = 32
HASH_BITS: Final = 16
BITS: Final = POINT_BITS + HASH_BITS
UNITS: Final = 10_000
"""Coordinates are whole numbers of this part of a degree: 11 m."""


def units(degrees: float) -> int:
    """Degrees as the whole number in which the index holds them."""
    return round(degrees * UNITS)


@lru_cache(maxsize=1 << 16)
def hash_key(name: str) -> int:
    """The lower bits of a key: which of two things at one point comes first, and the whole order of things without."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[: HASH_BITS // 8], "big")


def point_key(latitude: int, longitude: int, name: str) -> int:
    """The key of a point in units; `name` parts things at the same point."""
    row = min(65535, (latitude + 90 * UNITS) * 65536 // (180 * UNITS))
    column = min(65535, (longitude + 180 * UNITS) * 65536 // (360 * UNITS))
    return (_spread(column) << 1 | _spread(row)) << HASH_BITS | hash_key(name)


_SPREAD: Final = tuple(int(f"{number:b}", 4) for number in range(256))
"""The bits of a byte, a zero before each."""


def _spread(number: int) -> int:
    return _SPREAD[number >> 8] << 16 | _SPREAD[number & 255]


class Cell(msgspec.Struct, frozen=True):
    """A leaf of the tree: keys `first` up to, not with, `last` of the sorted list, and its prefix of `depth` bits."""

    prefix: int
    depth: int
    first: int
    last: int


def cells(keys: Sequence[int], most: int, skip: int = 0) -> tuple[str, list[Cell]]:
    """The tree over sorted `keys`, with at most `most` in a leaf (more only where whole keys are equal).

    The tree is text in preorder: `1` a cell cut in two, lower half first; `0` a leaf; `-` a leaf with nothing in it.
    `skip` bits of the key are not looked at.
    """
    tree: list[str] = []
    leaves: list[Cell] = []
    todo = [(0, skip, 0, len(keys))]
    while todo:
        prefix, depth, first, last = todo.pop()
        if last - first > most and depth < BITS:
            tree.append("1")
            middle = _boundary(keys, first, last, BITS - depth - 1)
            todo.append((prefix << 1 | 1, depth + 1, middle, last))
            todo.append((prefix << 1, depth + 1, first, middle))
        elif last > first:
            tree.append("0")
            leaves.append(Cell(prefix, depth, first, last))
        else:
            tree.append("-")
    return "".join(tree), leaves


def _boundary(keys: Sequence[int], first: int, last: int, bit: int) -> int:
    """The first of sorted keys, which agree above `bit`, that has the bit."""
    while first < last:
        middle = (first + last) // 2
        if keys[middle] >> bit & 1:
            last = middle
        else:
            first = middle + 1
    return first


def box(cell: Cell) -> tuple[int, int, int, int]:
    """South, west, north and east of a cell in units; bits of the hash do not narrow it.

    Rows of 180 and columns of 360 degrees over 65,536 do not fall on whole units, so the box is rounded outwards.
    """
    row = column = 0
    depth = min(cell.depth, POINT_BITS)
    prefix = cell.prefix >> (cell.depth - depth)
    for at in range(depth - 1, -1, -1):
        bit = prefix >> at & 1
        if (depth - 1 - at) % 2:
            row = row << 1 | bit
        else:
            column = column << 1 | bit
    rows, columns = depth // 2, depth - depth // 2
    height, width = 180 * UNITS, 360 * UNITS
    return (
        (row * height >> rows) - 90 * UNITS,
        (column * width >> columns) - 180 * UNITS,
        -(-(row + 1) * height >> rows) - 90 * UNITS,
        -(-(column + 1) * width >> columns) - 180 * UNITS,
    )
