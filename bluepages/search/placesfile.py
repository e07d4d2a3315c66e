"""The place box: ZIP codes and cities by prefix, and one file of points for a device's position."""

from __future__ import annotations

from typing import Any, Final

from bluepages.search.fold import tokens
from bluepages.search.grid import UNITS, units
from bluepages.search.lexicon import cut
from bluepages.search.pack import pack
from bluepages.vocabulary import Vocabulary

CHUNK: Final = 4000


def place_key(name: str) -> str:
    """`"St. Helena"` -> `saint helena`: how a place's name is looked up."""
    return " ".join(
        {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}.get(word, word) for word in tokens(name)
    )


def place_chunks(vocabulary: Vocabulary) -> list[tuple[str, dict[str, Any]]]:
    """Chunks as pairs of their first prefix and content.

    Rows are `[key, name, county, latitude, longitude]` in units of the grid, the county a number in the order of
    `data/counties.yaml`; a ZIP code's name is its city. Of cities with one name the largest comes first.
    """
    counties = {slug: number for number, slug in enumerate(vocabulary.counties)}
    rows: dict[str, list[list[Any]]] = {}
    for code, place in vocabulary.places.zips.items():
        county = counties.get(place.county, -1)
        rows[code] = [[code, place.city, county, units(place.latitude), units(place.longitude)]]
    for cities in vocabulary.places.cities.values():
        for city in cities:
            key = place_key(city.name)
            row = [key, city.name, counties.get(city.county, -1), units(city.latitude), units(city.longitude)]
            rows.setdefault(key, []).append(row)
    sizes = {key: sum(len(row[1]) + len(key) + 22 for row in group) for key, group in rows.items()}
    return [(first, {"rows": [row for key in keys for row in rows[key]]}) for first, keys in cut(sizes, CHUNK)]


def points(vocabulary: Vocabulary) -> dict[str, Any]:
    """Every ZIP code's point with its county: what tells a device's position its county, on the device."""
    counties = {slug: number for number, slug in enumerate(vocabulary.counties)}
    zips = [place for place in vocabulary.places.zips.values() if place.county in counties]
    south = min((units(place.latitude) for place in zips), default=0)
    west = min((units(place.longitude) for place in zips), default=0)
    return {
        "o": [south, west],
        "y": pack(units(place.latitude) - south for place in zips),
        "x": pack(units(place.longitude) - west for place in zips),
        "c": pack(counties[place.county] for place in zips),
    }


def county_places(vocabulary: Vocabulary) -> str:
    """Where each county is searched from: its largest city, packed as units from the south pole and from the date line
    eastward, plus one; 0 and 0 where it has none."""
    largest: dict[str, tuple[int, str, int, int]] = {}
    for cities in vocabulary.places.cities.values():
        for city in cities:
            found = (city.population, city.name, units(city.latitude), units(city.longitude))
            largest[city.county] = max(largest.get(city.county, found), found)
    points = [largest[slug][2:] if slug in largest else None for slug in vocabulary.counties]
    return pack(
        number
        for point in points
        for number in ((point[0] + 90 * UNITS + 1, point[1] + 180 * UNITS + 1) if point else (0, 0))
    )
