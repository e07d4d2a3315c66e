"""ZIP codes, cities and county shapes, each read only when first asked for.

Three tables in `data/places/`: `zips.csv`, `cities.csv` and `counties.geojson` (WGS 84, degrees). A missing table
is an empty one, and a row that cannot be read is passed over: `bluepages.records.placesfiles` is what complains.

Finding the county of a point is a plain even-odd test, since nearly every point lies inside a county and shapely
takes longer to import than the whole check of a file may take; shapely measures the distance when a point lies
outside, and is the referee in the tests.
"""

from __future__ import annotations

import csv
import itertools
import math
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from bluepages.vocabulary.suggest import fold

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

EARTH_KM: Final = 6371.0088
"""Mean radius of the Earth (IUGG)."""

_PER_DEGREE: Final = 4
"""Cells of the grid in a degree."""

COAST_KM: Final = 4.0
"""How far outside all shapes a point may lie and still be the nearest county's: piers, islets, simplified lines."""

Ring = list[list[float]]


class Zip(msgspec.Struct, frozen=True):
    """A ZIP code and the point that stands for it, in degrees; `county` is a slug, `city` its postal name."""

    code: str
    latitude: float
    longitude: float
    county: str
    city: str


class City(msgspec.Struct, frozen=True):
    """A city, town or postal place, in degrees; `county` is a slug, `population` 0 where not known."""

    name: str
    county: str
    latitude: float
    longitude: float
    population: int = 0


class _Shape(msgspec.Struct, frozen=True):
    """A county's outline: polygons of rings of `[longitude, latitude]`, with the box around them."""

    slug: str
    west: float
    south: float
    east: float
    north: float
    polygons: list[list[Ring]]


def distance_km(latitude: float, longitude: float, latitude_2: float, longitude_2: float) -> float:
    """The great-circle distance between two points (haversine)."""
    phi, phi_2 = math.radians(latitude), math.radians(latitude_2)
    half_chord = (
        math.sin((phi_2 - phi) / 2) ** 2
        + math.cos(phi) * math.cos(phi_2) * math.sin(math.radians(longitude_2 - longitude) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half_chord)))


def city_key(name: str) -> str:
    """The form in which city names are compared: no accents, case, spaces or points; `St.` is `Saint`.

    `"La Cañada Flintridge"`, `"LA CANADA-FLINTRIDGE"` -> `"lacanadaflintridge"`; `"City of Industry"` -> `"industry"`.
    """
    plain = fold(name).replace("'", "").replace("’", "")
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    if words[:2] == ["city", "of"]:
        words = words[2:]
    return "".join({"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}.get(word, word) for word in words)


class Places:
    """The places tables below `folder` (`data/places`). Points are given as latitude, longitude in degrees."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getstate__(self) -> dict[str, Any]:
        """Sent to another process without what was read: it reads again only what it needs."""
        return {"folder": self.folder}

    # ZIP codes and cities

    @cached_property
    def zips(self) -> dict[str, Zip]:
        """All ZIP codes by code."""
        found: dict[str, Zip] = {}
        for row in _rows(self.folder / "zips.csv", 5):
            point = _point(row[1], row[2])
            if point:
                found[row[0]] = Zip(row[0], *point, row[3], row[4])
        return found

    @cached_property
    def cities(self) -> dict[str, tuple[City, ...]]:
        """Cities by `city_key`, the most populous first."""
        found: dict[str, list[City]] = {}
        for row, point in self._city_rows:
            people = int(row[4]) if row[4].isdecimal() else 0
            found.setdefault(city_key(row[0]), []).append(City(row[0], row[1], *point, people))
        return {key: tuple(sorted(cities, key=lambda c: (-c.population, c.county))) for key, cities in found.items()}

    @cached_property
    def city_names(self) -> frozenset[str]:
        """The names of all cities, as the table writes them."""
        return frozenset(row[0] for row, _ in self._city_rows)

    @cached_property
    def _city_rows(self) -> list[tuple[list[str], tuple[float, float]]]:
        rows = ((row, _point(row[2], row[3])) for row in _rows(self.folder / "cities.csv", 5))
        return [(row, point) for row, point in rows if point]

    def zip(self, code: str) -> Zip | None:
        """The ZIP code, or None when the table does not know it; a ZIP+4 counts by its first five digits."""
        return self.zips.get(code[:5]) if len(code) == 5 or code[5:6] == "-" else None

    def city(self, name: str, county: str | None = None) -> City | None:
        """The city of that name, in that county when one is named; else the most populous of the name."""
        for city in self.cities.get(city_key(name), ()):
            if county in (None, city.county):
                return city
        return None

    def near_zip_km(self, latitude: float, longitude: float, code: str) -> float | None:
        """How far the point lies from the middle of the ZIP code; None for a ZIP code the table does not know."""
        place = self.zip(code)
        return distance_km(latitude, longitude, place.latitude, place.longitude) if place else None

    # Counties

    @cached_property
    def _shapes(self) -> list[_Shape]:
        return _shapes_of(self.folder / "counties.geojson")

    @cached_property
    def _cells(self) -> dict[tuple[int, int], list[_Shape]]:
        """The shapes by the cells of a grid that their boxes touch, so that a point meets only a few of them."""
        cells: dict[tuple[int, int], list[_Shape]] = {}
        for shape in self._shapes:
            rows = range(_cell(shape.south, 90), _cell(shape.north, 90) + 1)
            columns = range(_cell(shape.west, 180), _cell(shape.east, 180) + 1)
            for cell in itertools.product(rows, columns):
                cells.setdefault(cell, []).append(shape)
        return cells

    @property
    def has_shapes(self) -> bool:
        """Whether the directory has county shapes at all: without them no point can be judged."""
        return bool(self._shapes)

    def county_at(self, latitude: float, longitude: float, tolerance_km: float = COAST_KM) -> str | None:
        """The slug of the county that holds the point, or of the nearest one within `tolerance_km`; else None."""
        for shape in self._cells.get((_cell(latitude, 90), _cell(longitude, 180)), ()):
            if _inside(shape, latitude, longitude):
                return shape.slug
        reach = tolerance_km / 80.0  # degrees; a degree of longitude is over 80 km south of latitude 44
        near = [s for s in self._shapes if _in_box(s, latitude, longitude, reach)]
        found = sorted((self._distance_km(s.slug, latitude, longitude), s.slug) for s in near)
        return found[0][1] if found and found[0][0] <= tolerance_km else None

    def in_state(self, latitude: float, longitude: float) -> bool:
        """Whether the point lies in one of the directory's counties, or just off its coast."""
        return self.county_at(latitude, longitude) is not None

    def distance_to_county_km(self, latitude: float, longitude: float, county: str) -> float | None:
        """How far the point lies outside the county: 0.0 within it; None for a county without a shape.

        The outlines are simplified, by up to some 2 km: who compares with a stated county should allow for 3.
        """
        for shape in self._shapes:
            if shape.slug == county:
                inside = _inside(shape, latitude, longitude)
                return 0.0 if inside else self._distance_km(county, latitude, longitude)
        return None

    @cached_property
    def _scale(self) -> float:
        """How much a degree of longitude is shorter than one of latitude, in the middle of the state."""
        south = min(shape.south for shape in self._shapes)
        north = max(shape.north for shape in self._shapes)
        return math.cos(math.radians((south + north) / 2))

    @cached_property
    def _outlines(self) -> dict[str, BaseGeometry]:
        """The shapes for shapely, longitudes scaled so that plane distance is about true."""
        from shapely.geometry import MultiPolygon

        k = self._scale
        return {
            shape.slug: MultiPolygon(
                [
                    ([(x * k, y) for x, y in rings[0]], [[(x * k, y) for x, y in hole] for hole in rings[1:]])
                    for rings in shape.polygons
                ]
            )
            for shape in self._shapes
        }

    def _distance_km(self, county: str, latitude: float, longitude: float) -> float:
        from shapely.geometry import Point
        from shapely.ops import nearest_points

        shore = nearest_points(self._outlines[county], Point(longitude * self._scale, latitude))[0]
        return distance_km(latitude, longitude, shore.y, shore.x / self._scale)


def _cell(degrees: float, most: int) -> int:
    """The row or column of the grid that a latitude or longitude is in."""
    return math.floor(max(-most, min(most, degrees)) * _PER_DEGREE)


def _rows(path: Path, columns: int) -> list[list[str]]:
    """The rows of a CSV table below its header; none when there is no such file."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return [row for row in csv.reader(lines) if len(row) == columns][1:]
    except (OSError, UnicodeDecodeError, csv.Error):
        return []


def _point(latitude: str, longitude: str) -> tuple[float, float] | None:
    try:
        point = float(latitude), float(longitude)
    except ValueError:
        return None
    return point if all(map(math.isfinite, point)) else None


def _shapes_of(path: Path) -> list[_Shape]:
    """The shapes of a GeoJSON file; none when it is missing or is not what it should be."""
    try:
        return [_shape(feature) for feature in msgspec.json.decode(path.read_bytes())["features"]]
    except (OSError, msgspec.DecodeError, KeyError, TypeError, ValueError, IndexError):
        return []


def _shape(feature: dict[str, Any]) -> _Shape:
    geometry = feature["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    xs = [x for rings in polygons for x, _ in rings[0]]
    ys = [y for rings in polygons for _, y in rings[0]]
    return _Shape(feature["properties"]["slug"], min(xs), min(ys), max(xs), max(ys), polygons)


def _in_box(shape: _Shape, latitude: float, longitude: float, margin: float = 0.0) -> bool:
    return (
        shape.west - margin <= longitude <= shape.east + margin
        and shape.south - margin <= latitude <= shape.north + margin
    )


def _inside(shape: _Shape, latitude: float, longitude: float) -> bool:
    """Even-odd rule over all rings, so that holes and islands need no special case."""
    if not _in_box(shape, latitude, longitude):
        return False
    odd = False
    for rings in shape.polygons:
        for ring in rings:
            x_1, y_1 = ring[-1]
            for x_2, y_2 in ring:
                if (y_1 > latitude) != (y_2 > latitude):
                    crossing = x_1 + (latitude - y_1) / (y_2 - y_1) * (x_2 - x_1)
                    if longitude < crossing:
                        odd = not odd
                x_1, y_1 = x_2, y_2
    return odd
