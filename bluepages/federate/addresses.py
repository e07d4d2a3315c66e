"""An address as a source has it, settled: city out of the street line, county by what most of it says, no stray point.

What is sure is mended; a point that contradicts its ZIP code is left out; a city that nobody knows stays for a steward.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from bluepages.federate import clean
from bluepages.vocabulary import Places

FAR_KM: Final = 30.0
"""A point farther than this from the middle of its ZIP code is of another place."""
BORDER_KM: Final = 3.0
"""Outlines of counties are coarse: a point may lie this far outside its county."""
_BOX: Final = re.compile(r",?\s*\bP\.?\s?O\.? Box \w+\s*\Z", re.IGNORECASE)


class Settled(msgspec.Struct, frozen=True):
    """Street line, city and ZIP code (`""` for unknown), the point in degrees or `None`, the county's slug or `""`."""

    line: str
    city: str
    code: str
    point: tuple[float, float] | None
    county: str
    notes: tuple[str, ...] = ()


def settle(
    line: str, city: str, code: str, point: tuple[float, float] | None, counties: tuple[str, ...], places: Places
) -> Settled:
    """The address with what is sure mended; `notes` say what was left out and why."""
    home = counties[0] if len(counties) == 1 else None
    if not clean.is_box(line):
        line = _BOX.sub("", line)
    there = places.county_at(*point) if point else None
    line, city = _city_of(line, city, [county for county in (there, home) if county], places)
    notes = []
    far = places.near_zip_km(*point, code) if point and code else None
    if far is not None and far > FAR_KM:
        notes.append(f"the point lies {far:.0f} km from the ZIP code {code[:5]} and was left out")
        point = None
    county = _county(counties, city, code, places)
    there = there if point else None
    if there and county != there and (not county or _speaks_for(there, county, city, code, point, places)):
        if county:
            notes.append(f"the county {county} became {there}, where the point and the address lie")
        county = there
    away = places.distance_to_county_km(*point, county) if point and county and there != county else None
    if away is not None and away > BORDER_KM:
        notes.append(f"the point lies {away:.0f} km outside {county} and was left out")
        point = None
    return Settled(line, city, code, point, county, tuple(notes))


def _city_of(line: str, city: str, counties: list[str], places: Places) -> tuple[str, str]:
    """Street line and city, parted where a source ran them together or cut them in the wrong place.

    `counties` are those that the point and the source name; only their cities count.
    """

    def known(name: str) -> bool:
        return any(places.city(name, county) for county in counties)

    if city and (known(city) or (not counties and places.city(city))):
        return line, city
    words, before = city.split(), line.split()
    for start in range(1, len(words)):
        if known(" ".join(words[start:])):
            return f"{line} {' '.join(words[:start])}".strip(), " ".join(words[start:])
    for count in (4, 3, 2, 1):
        said = " ".join([*before[-count:], *words])
        if len(before) > count + 1 and not before[-count][0].isdigit() and known(said):
            return " ".join(before[:-count]).rstrip(" ,"), said
    return line, city


def _county(counties: tuple[str, ...], city: str, code: str, places: Places) -> str:
    """The county of a place: of those the row serves, the one that has the city; else that of the ZIP or the city."""
    for county in counties:
        if city and places.city(city, county):
            return county
    by_zip, by_city = places.zip(code) if code else None, places.city(city) if city else None
    if by_zip and (len(counties) != 1 or by_city):
        return by_zip.county
    return by_city.county if by_city else counties[0] if len(counties) == 1 else ""


def _speaks_for(
    there: str, county: str, city: str, code: str, point: tuple[float, float] | None, places: Places
) -> bool:
    """Whether the county of the point is right and the other one a slip."""
    by_zip = places.zip(code) if code else None
    if by_zip and by_zip.county == there:
        return True
    away = places.distance_to_county_km(*point, county) if point else None
    if away is None or away <= BORDER_KM:
        return False
    return bool(places.city(city, there)) if city and places.city(city) else not by_zip
