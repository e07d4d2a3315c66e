"""Maps of county outlines, drawn by the build as SVG: no script, no tiles, no request.

The shapes are those of `data/places/counties.geojson`; a directory without them has no maps, only the tables.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import msgspec
import orjson

WIDTH: Final = 420
"""The width of the state in units of the drawing: fine enough to know one's county, and few bytes."""
OWN_WIDTH: Final = 300
TOWNS: Final = 4

Ring = list[tuple[float, float]]
"""Longitude and latitude in degrees."""


class Outline(msgspec.Struct, frozen=True):
    """The shape of one county as a path."""

    slug: str
    name: str
    path: str


class StateMap(msgspec.Struct, frozen=True):
    """All counties in one drawing of `width` by `height`."""

    width: int
    height: int
    counties: tuple[Outline, ...]


class OwnMap(msgspec.Struct, frozen=True):
    """One county: its path, and towns as name, x, y and the side on which the name stands."""

    width: int
    height: int
    path: str
    towns: tuple[tuple[str, int, int, str], ...]


def shapes(places: Path) -> dict[str, tuple[str, list[Ring]]]:
    """Name and rings of every county by slug; none where the directory has no shapes."""
    path = places / "counties.geojson"
    features: list[Any] = orjson.loads(path.read_bytes())["features"] if path.is_file() else []
    found = {}
    for feature in features:
        geometry = feature["geometry"]
        parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        rings = [[(float(x), float(y)) for x, y in ring] for rings in parts for ring in rings]
        found[str(feature["properties"]["slug"])] = (str(feature["properties"]["name"]), rings)
    return found


def state_map(counties: dict[str, tuple[str, list[Ring]]]) -> StateMap | None:
    """The whole state, or `None` where there are no shapes."""
    if not counties:
        return None
    frame = _Frame((ring for _, rings in counties.values() for ring in rings), WIDTH)
    return StateMap(
        WIDTH,
        frame.height,
        tuple(Outline(slug, name, frame.path(rings)) for slug, (name, rings) in sorted(counties.items())),
    )


def own_map(rings: list[Ring], towns: Iterable[tuple[str, float, float]]) -> OwnMap:
    """One county with its largest towns, given as name, latitude and longitude; names that would collide stay out."""
    frame = _Frame(rings, OWN_WIDTH, OWN_WIDTH)
    kept: list[tuple[str, int, int, str]] = []
    for name, latitude, longitude in towns:
        x, y = frame.point(longitude, latitude)
        if all(abs(y - other) > 16 for _, _, other, _ in kept) and len(kept) < TOWNS:
            kept.append((name, x, y, "end" if x > frame.width * 0.55 else "start"))
    return OwnMap(frame.width, frame.height, frame.path(rings), tuple(kept))


class _Frame:
    """Degrees to units of a drawing: equirectangular, true in the middle, which is enough for one state."""

    def __init__(self, rings: Iterable[Ring], width: int, height: int = 10_000) -> None:
        """At most `width` by `height`."""
        points = [point for ring in rings for point in ring]
        self._left = min(x for x, _ in points)
        self._top = max(y for _, y in points)
        right, bottom = max(x for x, _ in points), min(y for _, y in points)
        self._narrow = math.cos(math.radians((self._top + bottom) / 2))
        across, down = (right - self._left) * self._narrow or 1, self._top - bottom or 1
        self._scale = min((width - 4) / across, (height - 4) / down)
        self.width, self.height = round(across * self._scale) + 4, round(down * self._scale) + 4

    def point(self, x: float, y: float) -> tuple[int, int]:
        across = (x - self._left) * self._narrow * self._scale
        return round(across) + 2, round((self._top - y) * self._scale) + 2

    def path(self, rings: Iterable[Ring]) -> str:
        """Rings as an SVG path with relative steps."""
        return "".join(self._ring(ring) for ring in rings)

    def _ring(self, ring: Ring) -> str:
        points = [self.point(x, y) for x, y in ring]
        steps = []
        for (x, y), (to_x, to_y) in pairwise(points):
            if (x, y) != (to_x, to_y):
                steps.append(f"{to_x - x}{'' if to_y < y else ' '}{to_y - y}")
        return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z" if steps else ""
