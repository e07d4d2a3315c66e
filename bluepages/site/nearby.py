"""What lies near a provider and meets the same needs: siblings on its page, and where to go instead of a closed one.

A confidential place has no point, neither as the place that is left nor as one that is named, so no distance is ever
derived of it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import msgspec

from bluepages.enrich import Edition, Offer
from bluepages.site.shelves import Shelves, city_of

CELL: Final = 0.2
"""The side of a cell in degrees, about 11 to 14 miles here."""
FAR: Final = 50.0
"""Miles beyond which nothing is near."""
MANY: Final = 5
"""A provider with more places than this is near everything, so nothing is said to be near it."""
_EARTH: Final = 3958.8

Point = tuple[float, float]


class Near(msgspec.Struct, frozen=True):
    """A provider near by: the need it shares, its town, and the miles to it (`None` where no distance may be told)."""

    slug: str
    need: str
    city: str
    miles: float | None = None


class Nearby:
    """Finds what is near. Made once a process, since every page asks."""

    def __init__(self, edition: Edition, shelves: Shelves) -> None:
        self._edition = edition
        self._shelves = shelves
        self._cells: dict[tuple[str, int, int], list[tuple[Point, Offer]]] = defaultdict(list)
        self._known: dict[tuple[str, int], list[Near]] = {}
        for found in edition.offers.values():
            for offer in found:
                point = _point(offer)
                if point and offer.active:
                    for need in offer.service.needs:
                        self._cells[need, *_cell(point)].append((point, offer))

    def of(self, slug: str, count: int) -> list[Near]:
        """The nearest `count` others with a need in common, nearest first; without a point, others of the county."""
        key = slug, count
        if key not in self._known:
            self._known[key] = self._find(slug, count)
        return self._known[key]

    def _find(self, slug: str, count: int) -> list[Near]:
        offers = self._edition.offers[slug]
        needs = list(dict.fromkeys(need for offer in offers for need in offer.service.needs))
        points = list(dict.fromkeys(point for offer in offers if (point := _point(offer))))
        if len(points) > MANY or not needs:
            return []
        found: dict[str, Near] = {}
        for need in needs:
            for point in points:
                for miles, offer in self._around(need, point):
                    known = found.get(offer.slug)
                    if offer.slug != slug and (known is None or miles < (known.miles or 0)):
                        found[offer.slug] = Near(offer.slug, need, city_of(offer), miles)
        if not points:
            found = self._in_county(slug, needs)
        return sorted(found.values(), key=lambda near: (near.miles or 0, near.slug))[:count]

    def _around(self, need: str, point: Point) -> Iterator[tuple[float, Offer]]:
        """Offers of a need around a point: of the cells beside it, and of those beyond if these hold too few."""
        row, column = _cell(point)
        for reach in (1, 4):
            found = [
                (miles, offer)
                for down in range(row - reach, row + reach + 1)
                for across in range(column - reach, column + reach + 1)
                for at, offer in self._cells.get((need, down, across), ())
                if (miles := distance(point, at)) <= FAR
            ]
            if len({offer.slug for _, offer in found}) > MANY:
                break
        yield from found

    def _in_county(self, slug: str, needs: list[str]) -> dict[str, Near]:
        folder = self._edition.folder(slug)
        found: dict[str, Near] = {}
        for need in needs:
            shelf = self._shelves.shelf(folder, need)
            for offer in (*shelf.here, *shelf.area):
                if offer.slug != slug and need in offer.service.needs:
                    found.setdefault(offer.slug, Near(offer.slug, need, city_of(offer)))
        return found


def distance(one: Point, other: Point) -> float:
    """Miles between two points (great circle)."""
    (a, b), (c, d) = (map(math.radians, point) for point in (one, other))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(half))


def _point(offer: Offer) -> Point | None:
    place, spot = offer.location, offer.spot
    if place is None or place.confidential or place.location_type != "physical" or spot is None:
        return None
    return (spot.latitude, spot.longitude) if spot.latitude is not None and spot.longitude is not None else None


def _cell(point: Point) -> tuple[int, int]:
    return math.floor(point[0] / CELL), math.floor(point[1] / CELL)
