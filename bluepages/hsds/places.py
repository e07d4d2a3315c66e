"""Locations as HSDS sees them. A confidential one is published without anything that could lead to its door."""

from __future__ import annotations

from typing import Any

from bluepages.hsds.context import Context, LocationFacts, ProviderFacts
from bluepages.hsds.parts import language_objects, phone_objects, schedule_objects
from bluepages.hsds.taxonomy import attribute
from bluepages.hsds.text import number, uri
from bluepages.model import Address, Location, Provider

Object = dict[str, Any]

_NO_FACTS = LocationFacts()


def location_objects(slug: str, provider: Provider, facts: ProviderFacts, context: Context) -> dict[str, Object]:
    """Local key -> full HSDS location, in the file's order. The objects are shared, not copied, where they recur."""
    found = {}
    for key, location in provider.locations.items():
        location_id = context.ids.location(slug, provider, key)
        derived = facts.locations.get(key, _NO_FACTS)
        make = confidential_location if location.confidential else public_location
        found[key] = make(location_id, location, derived, context)
    return found


def confidential_location(location_id: str, location: Location, facts: LocationFacts, context: Context) -> Object:
    """A place whose address is not public: its county, and nothing else of what the record says.

    No name, phone, link, transit line or foreign number either: each can lead to the door (DESIGN rule 3).
    """
    county = context.vocabulary.counties.get(location.county or facts.county)
    where = f", {county.name} County" if county else ""
    return {
        "id": location_id,
        "location_type": location.location_type,
        "name": f"Address on request{where}",
        "description": f"Address on request{where}. Ask the service where to go.",
    }


def public_location(location_id: str, location: Location, facts: LocationFacts, context: Context) -> Object:
    """A place as the record says it, with the county it lies in and a point, where one is known."""
    county = context.vocabulary.counties.get(facts.county or location.county)
    point = _point(location, facts)
    scheme, identifier = next(iter(location.identifiers.items()), ("", ""))
    made: Object = {
        "id": location_id,
        "location_type": location.location_type,
        "url": uri(location.url) if location.url else "",
        "name": location.name,
        "alternate_name": location.alternate_name,
        "description": location.description,
        "transportation": location.transportation,
        **(point or {}),
        "external_identifier": identifier,
        "external_identifier_type": scheme,
        "languages": language_objects(location.languages, location_id, context),
        "addresses": _addresses(location_id, location, f"{county.name} County" if county else "", context),
        "accessibility": _accessibility(location_id, location, context),
        "phones": phone_objects(location.phones, location_id, context),
        "schedules": schedule_objects(location.hours, location_id, context),
    }
    if point and facts.approximate and location.latitude is None:
        term = context.terms.approximate
        made["attributes"] = [attribute(context.ids, location_id, "location", "position", term)]
    return {name: value for name, value in made.items() if value or value == 0}


def _point(location: Location, facts: LocationFacts) -> Object | None:
    own = location.latitude is not None and location.longitude is not None
    latitude = number(location.latitude if own else facts.latitude)
    longitude = number(location.longitude if own else facts.longitude)
    return None if latitude is None or longitude is None else {"latitude": latitude, "longitude": longitude}


def _addresses(location_id: str, location: Location, region: str, context: Context) -> list[Object]:
    made = []
    if location.address:
        made.append(_address(location_id, location.address, location.location_type, region, context))
    if location.mailing_address:
        made.append(_address(location_id, location.mailing_address, "postal", "", context))
    return list({obj["id"]: obj for obj in made}.values())


def _address(location_id: str, address: Address, address_type: str, region: str, context: Context) -> Object:
    """HSDS requires street, city and ZIP; what nobody told us is the empty text and not a guess."""
    value = "\n".join((address_type, address.address_1, address.address_2, address.city, address.postal_code))
    made: Object = {"id": context.ids.child("address", location_id, value)}
    if address.attention:
        made["attention"] = address.attention
    made["address_1"] = address.address_1
    if address.address_2:
        made["address_2"] = address.address_2
    made["city"] = address.city
    if address.region or region:
        made["region"] = address.region or region
    made["state_province"] = address.state_province or context.settings.state
    made["postal_code"] = address.postal_code
    made["country"] = address.country or context.settings.country
    made["address_type"] = address_type
    return made


def _accessibility(location_id: str, location: Location, context: Context) -> list[Object]:
    known = context.vocabulary.accessibility
    found: dict[str, Object] = {}
    for key in location.accessibility:
        words = known[key].label.get("en", key) if key in known else key
        made = {"id": context.ids.child("accessibility", location_id, key), "description": words}
        found.setdefault(made["id"], made)
    if location.accessibility_details:
        text = location.accessibility_details
        made = {"id": context.ids.child("accessibility", location_id, f"details {text}"), "details": text}
        found.setdefault(made["id"], made)
    return list(found.values())
