"""Postings: which documents hold a word or a term.

A posting list names shards and positions: for each shard with a hit, the step from the shard before, then positions as
the step over those between, doubled, and one more where another follows in this shard. Strong postings are names,
cities and terms; weak ones everything else.

There are millions of them, so they are sorted and packed as columns: a *pair* is the number of a key, of a shard and of
a position in one number, 32, 16 and 16 bits from the highest.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from bluepages.enrich import Edition
from bluepages.search.pack import pack_parts
from bluepages.search.said import said

COMMON: Final = 12
"""A word that more than one in so many documents hold in passing says nothing there: its weak postings are left out."""

FEW: Final = 100
"""Documents up to which no word is too common."""

_SHARD: Final = 16
_KEY: Final = 32
_POSITION: Final = (1 << _SHARD) - 1

Numbers = NDArray[np.int64]


class Key(msgspec.Struct, frozen=True):
    """A stem or a term with its packed postings, how many documents hold it, and whether the weak ones are left out."""

    key: str
    strong: str
    weak: str
    documents: int
    common: bool = False


class Rows:
    """Rows of numbers of keys, as long as they come, one behind the other."""

    def __init__(self) -> None:
        self.numbers, self.lengths = array("q"), array("q")

    def add(self, row: Iterable[int]) -> None:
        """One more row."""
        before = len(self.numbers)
        self.numbers.extend(row)
        self.lengths.append(len(self.numbers) - before)

    def pairs(self, owners: Numbers, places: Numbers) -> Numbers:
        """The pairs of places, each with the row that its owner has: not in order."""
        numbers, lengths = np.frombuffer(self.numbers, np.int64), np.frombuffer(self.lengths, np.int64)
        starts, many = (np.cumsum(lengths) - lengths)[owners], lengths[owners]
        at = np.arange(many.sum()) + np.repeat(starts - (np.cumsum(many) - many), many)
        found: Numbers = numbers[at] << _KEY | np.repeat(places, many)
        return found


class Words:
    """What every entry of an edition is found by, read once: `postings` then asks where the entries stand."""

    def __init__(self, edition: Edition) -> None:
        self._number: defaultdict[str, int] = defaultdict(count().__next__)
        self._strong, self._weak = Rows(), Rows()
        number = self._number.__getitem__
        for each in said(edition):
            self._strong.add(map(number, each.strong + each.terms))
            self._weak.add(map(number, each.weak))

    def postings(self, owners: Sequence[int], places: Sequence[int]) -> list[Key]:
        """All stems and terms with their postings, by key. What is strong in a document is not weak there as well.

        A document is an owner, the number of an entry, and a place: `layout.places`.
        """
        strong, weak = self._pairs(np.array(owners, np.int64), np.array(places, np.int64))
        keys = len(self._number)
        in_names, passing = (np.bincount(each >> _KEY, minlength=keys) for each in (strong, weak))
        common = passing > max(len(owners) // COMMON, FEW)
        weak = weak[~common[weak >> _KEY]]
        rows = zip(
            self._number, _packed(strong, keys), _packed(weak, keys), (in_names + passing).tolist(), common.tolist(),
            strict=True,
        )  # fmt: skip
        return sorted((Key(*row) for row in rows), key=lambda each: each.key)

    def _pairs(self, owners: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
        """The strong and the weak pairs, sorted, each once."""
        strong, weak = (rows.pairs(owners, places) << 1 for rows in (self._strong, self._weak))
        # The lowest bit says weak, so that of one pair the strong comes first and is the one that stays.
        found = np.sort(np.concatenate((strong, weak | 1)))
        found = found[_changes(found >> 1)]
        strong, weak = (found[found & 1 == bit] >> 1 for bit in (0, 1))
        return strong, weak


def _changes(numbers: Numbers) -> NDArray[np.bool_]:
    """Where a number is not the one before it; true of the first."""
    found = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=found[1:])
    return found


def _packed(pairs: Numbers, keys: int) -> list[str]:
    """The posting list of each key as text, by its number."""
    first = _changes(pairs >> _SHARD)
    steps = pairs & _POSITION
    steps[1:] -= np.where(first[1:], 0, steps[:-1] + 1)
    steps <<= 1
    steps[:-1] |= ~first[1:]
    opening = pairs[first] >> _SHARD
    jumps, owner = opening & _POSITION, opening >> _KEY - _SHARD
    jumps[1:] -= np.where(_changes(owner)[1:], 0, jumps[:-1])
    counts = np.bincount(pairs >> _KEY, minlength=keys) + np.bincount(owner, minlength=keys)
    return pack_parts(np.insert(steps, np.flatnonzero(first), jumps), counts)
