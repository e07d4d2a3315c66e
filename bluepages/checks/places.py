"""Places: points, ZIP codes, cities and counties that agree with one another (P300 to P309, P327)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bluepages.checks.context import Context
from bluepages.checks.streets import is_po_box
from bluepages.model import Address, Location, Provider
from bluepages.problems import Edit, Path, Problem
from bluepages.records.book import Entry
from bluepages.vocabulary import nearest

FAR_KM: Final = 50.0
"""A point farther than this from the middle of its ZIP code is in the wrong place; desert ZIP codes are this large."""

BORDER_KM: Final = 2.0
"""How far outside its county a point may lie: shapes are simplified, and roads run along borders."""

ZIP_BORDER_KM: Final = 25.0
"""ZIP codes cross county lines: the middle of one may lie this far outside a county it serves."""

_CITY_STATE_ZIP = re.compile(r",\s*[A-Za-z .'-]+,?\s+[A-Z]{2}\.?\s+\d{5}(?:-\d{4})?\s*$|\b\d{5}-\d{4}\s*$")


def check(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    """All places of one record."""
    for key, place in provider.locations.items():
        path: Path = ("locations", key)
        yield from _point(entry, path, place, context)
        for name, address in (("address", place.address), ("mailing_address", place.mailing_address)):
            if address:
                yield from _address(entry, (*path, name), address, place, context)
        if _is_nowhere(place):
            hint = "Write its address, or at least its county; a phone line or web site is location_type: virtual."
            yield entry.problem("P300", path, f"{key} has neither an address nor a point nor a county.", hint)
    yield from _served(entry, provider, context)


def _is_nowhere(place: Location) -> bool:
    known = place.county or place.latitude is not None or place.confidential
    address = place.address
    return place.location_type == "physical" and not known and not (
        address and (address.address_1 or address.city or address.postal_code)
    )  # fmt: skip


def _point(entry: Entry, path: Path, place: Location, context: Context) -> Iterator[Problem]:
    latitude, longitude = _as_written(entry, path, place)
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None:
        there, lacking = ("longitude", "latitude") if latitude is None else ("latitude", "longitude")
        hint = f"Write {lacking} as well, or leave both out."
        yield entry.problem("P303", (*path, there), f"{there} stands here without {lacking}.", hint)
        return
    places = context.vocabulary.places
    if not places.has_shapes:
        return
    county = places.county_at(latitude, longitude)
    if county is None:
        yield _outside(entry, path, latitude, longitude, context)
        return
    stated = place.county if place.county in context.vocabulary.counties else ""
    away = places.distance_to_county_km(latitude, longitude, stated) if stated and stated != county else None
    if away is not None and away > BORDER_KM:
        message = f"The point lies in {county}, {away:.0f} km outside {stated}, which stands here as its county."
        hint = f"Correct the point, or write county: {county}."
        yield entry.problem("P304", (*path, "latitude"), message, hint)
    code = place.address.postal_code if place.address else ""
    far = places.near_zip_km(latitude, longitude, code) if code else None
    if far is not None and far > FAR_KM:
        message = f"The point lies {far:.0f} km from the ZIP code {code}."
        yield entry.problem("P305", (*path, "latitude"), message, "Correct the point or the ZIP code.")


def _as_written(entry: Entry, path: Path, place: Location) -> tuple[float | None, float | None]:
    """The point, also where the schema refuses it: a longitude written as latitude is out of range."""
    point = place.latitude, place.longitude
    if entry.provider is not None or place.confidential or None not in point:
        return point
    try:
        raw = entry.document.data["locations"][path[-1]]
        written = raw.get("latitude"), raw.get("longitude")
    except (KeyError, TypeError, AttributeError):
        return point
    return written if all(isinstance(value, int | float) and abs(value) <= 180 for value in written) else point


def _outside(entry: Entry, path: Path, latitude: float, longitude: float, context: Context) -> Problem:
    """A point outside the state: swapped, without its minus sign, or simply wrong."""
    places, at = context.vocabulary.places, (*path, "latitude")
    swaps = ((latitude, -longitude), (longitude, latitude), (longitude, -latitude), (-longitude, latitude))
    for lat, lon in swaps:
        if abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (latitude, longitude) and places.in_state(lat, lon):
            hint = f"Write latitude: {lat}, longitude: {lon}."
            what = "The minus sign of the longitude is missing." if lat == latitude else "The two are swapped."
            fix = (Edit((*path, "latitude"), lat), Edit((*path, "longitude"), lon))
            return entry.problem("P302", at, what, hint, fix)
    state = context.config.state_name
    zero = latitude == 0 and longitude == 0
    what = "The point 0, 0 lies in the sea off Africa." if zero else f"{latitude}, {longitude} is not in {state}."
    return entry.problem("P301", at, what, "Look the point up again, or leave both lines out.")


def _address(entry: Entry, path: Path, address: Address, place: Location, context: Context) -> Iterator[Problem]:
    mailing, state = path[-1] == "mailing_address", context.config.state
    line = address.address_1
    if line and _CITY_STATE_ZIP.search(line):
        hint = "Write only the house number and street here; city and postal_code have lines of their own."
        yield entry.problem("P309", (*path, "address_1"), "The street line holds the city or ZIP code as well.", hint)
    elif line and not mailing and place.location_type == "physical" and is_po_box(line):
        hint = "Move it to mailing_address; nobody can go there."
        yield entry.problem("P309", (*path, "address_1"), "A post office box is not a place to go to.", hint)
    if address.state_province and address.state_province != state:
        if not mailing and place.location_type == "physical":
            message = f"The address is in {address.state_province}, not in {state}."
            hint = "A place out of state is only listed where people from here are served; else take it out."
            yield entry.problem("P306", (*path, "state_province"), message, hint)
        return
    if address.country and address.country != context.config.country:
        return
    if address.postal_code:
        yield from _zip(entry, path, address, place, context)
    elif address.city and not mailing:
        yield from _city(entry, path, address, place.county, context)


def _zip(entry: Entry, path: Path, address: Address, place: Location, context: Context) -> Iterator[Problem]:
    places, code, here = context.vocabulary.places, address.postal_code, (*path, "postal_code")
    if not places.zips:
        return
    known = places.zip(code)
    if known is None:
        if code[:3] not in context.zip_areas:
            message = f"{code} is not a ZIP code of {context.config.state_name}."
            yield entry.problem("P306", here, message, "Correct it; for an address elsewhere add state_province.")
        return
    stated = place.county if place.county in context.vocabulary.counties else ""
    if stated and stated != known.county and path[-1] == "address":
        away = places.distance_to_county_km(known.latitude, known.longitude, stated)
        if away is not None and away > ZIP_BORDER_KM:
            message = f"{code} is in {known.county}, and {stated} stands here as the county."
            yield entry.problem("P307", here, message, "Correct the one that is wrong.")
    if address.city and path[-1] == "address":
        yield from _city(entry, path, address, stated or known.county, context)


def _city(entry: Entry, path: Path, address: Address, county: str, context: Context) -> Iterator[Problem]:
    """A city that the tables know nowhere, or only in counties that are not this one."""
    places = context.vocabulary.places
    if not places.cities or places.city(address.city):
        return
    code = places.zip(address.postal_code)
    if code and code.city.lower() == address.city.lower():
        return
    names = [city.name for cities in places.cities.values() for city in cities if county in ("", city.county)]
    near = nearest(address.city, names)
    where = f" in {county}" if county else ""
    hint = f"Did you mean {near}?" if near else "Check the spelling; a neighbourhood goes into the description."
    yield entry.problem("P308", (*path, "city"), f'"{address.city}" is not a city known{where}.', hint)


def _served(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    """ZIP codes that a service says it serves."""
    places, state = context.vocabulary.places, context.config.state_name
    for key, service in provider.services.items():
        for at, code in enumerate(service.serves.zips if service.serves else ()):
            if code and places.zips and places.zip(code) is None and code[:3] not in context.zip_areas:
                path: Path = ("services", key, "serves", "zips", at)
                yield entry.problem("P327", path, f"{code} is not a ZIP code of {state}.", "Correct it or delete it.")
