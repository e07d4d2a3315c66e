"""Where a location is, as far as it is known: its county and a point, which may only stand for its ZIP code."""

from __future__ import annotations

from bluepages.hsds.context import LocationFacts
from bluepages.model import Location, Provider
from bluepages.vocabulary import Vocabulary


def location_facts(provider: Provider, folder: str, vocabulary: Vocabulary) -> dict[str, LocationFacts]:
    """The facts of each location of a provider by its key; `folder` is the county its file stands in."""
    return {key: locate(place, folder, vocabulary) for key, place in provider.locations.items()}


def locate(place: Location, folder: str, vocabulary: Vocabulary) -> LocationFacts:
    """County and point of one location.

    The point is the record's own, or else the middle of its ZIP code, marked approximate; a confidential or virtual
    location has none. The county is what the record says, or follows from the point, the ZIP code or the city; a
    place of which nothing is known lies in the county of its folder.
    """
    home = folder if folder in vocabulary.counties else ""
    address = place.address
    if place.confidential:
        city = vocabulary.places.city(address.city) if address and address.city and not place.county else None
        return LocationFacts(place.county or (city.county if city else home))
    if place.location_type == "virtual":
        return LocationFacts(place.county or home)
    code = vocabulary.places.zip(address.postal_code) if address and address.postal_code else None
    if place.latitude is not None and place.longitude is not None:
        county = place.county or vocabulary.places.county_at(place.latitude, place.longitude)
        return LocationFacts(county or (code.county if code else home), place.latitude, place.longitude)
    if code is not None:
        return LocationFacts(place.county or code.county, code.latitude, code.longitude, True)
    town = vocabulary.places.city(address.city, home or None) if address and address.city else None
    town = town or (vocabulary.places.city(address.city) if address and address.city else None)
    return LocationFacts(place.county or (town.county if town else home))
