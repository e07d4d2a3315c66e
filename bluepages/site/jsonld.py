"""What search engines read of a provider (schema.org, JSON-LD in a data block, which nothing executes).

Hours are stated only where the page itself would say "open": checked by a person, or from a fresh source, on the
day of the build. A confidential place is an area, never a place with an address.
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Any, Final

from markupsafe import Markup

from bluepages.config import Limits
from bluepages.dates import within
from bluepages.enrich import Edition, Offer
from bluepages.hours import Hours, HoursError, parse
from bluepages.model import Location, Provider
from bluepages.site.catalogue import script_safe
from bluepages.site.openings import hours_checked
from bluepages.site.phones import callable_first, dial

PLACES: Final = 10
"""How many places are told: a page of eighty branches must stay small."""
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PUBLIC: Final = ("agency", "county", "city", "state", "federal", "government", "public", "tribal", "district")


def provider_data(slug: str, provider: Provider, page: str, edition: Edition) -> Markup:
    """The JSON-LD of a provider's page at the address `page`, safe to stand in a `<script>`."""
    kind = _kind(provider)
    node: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": page,
        "url": provider.website or page,
        "name": provider.name,
        "alternateName": provider.alternate_name,
        "description": provider.description,
        "email": provider.email,
        "telephone": _telephone(provider.phones),
        "foundingDate": str(provider.year_incorporated or ""),
        "dissolutionDate": provider.closed.date if provider.closed else "",
        "location": [
            data
            for key, place in islice(provider.locations.items(), PLACES)
            if (data := _place(slug, key, place, edition))
        ],
        "makesOffer": [
            {"@type": "Offer", "itemOffered": _service(key, provider, page, edition)}
            for key, service in provider.services.items()
            if service.status == "active" and not service.closed and not provider.closed
        ],
    }
    return script_safe(_pruned(node))


def _kind(provider: Provider) -> str:
    status = provider.legal_status.casefold()
    if "nonprofit" in status or "non-profit" in status or "charity" in status:
        return "NGO"
    if any(word in status for word in _PUBLIC):
        return "GovernmentOrganization"
    return "Organization"


def _place(slug: str, key: str, place: Location, edition: Edition) -> dict[str, Any]:
    if place.location_type != "physical":
        return {}
    spot = edition.spots[slug].get(key)
    county = edition.vocabulary.counties.get(spot.county if spot else "")
    address = place.address
    post: dict[str, Any] = {
        "@type": "PostalAddress",
        "addressLocality": address.city if address else "",
        "addressRegion": edition.config.state,
        "addressCountry": edition.config.country,
    }
    if place.confidential:
        area = {"@type": "AdministrativeArea", "name": f"{county.name} County"} if county else {}
        return {"@type": "Place", "containedInPlace": area} if area else {}
    if address:
        post |= {"streetAddress": address.address_1, "postalCode": address.postal_code}
    exact = spot is not None and spot.latitude is not None and not spot.approximate
    return {
        "@type": "Place",
        "name": place.name,
        "address": post,
        "telephone": _telephone(place.phones),
        "geo": {"@type": "GeoCoordinates", "latitude": spot.latitude, "longitude": spot.longitude}
        if exact and spot
        else {},
        "openingHoursSpecification": _place_hours(slug, key, edition),
    }


def _place_hours(slug: str, key: str, edition: Edition) -> list[dict[str, Any]]:
    """The hours that all offers at a place share, if they may be called open."""
    here = [offer for offer in edition.offers[slug] if offer.location_key == key]
    if not here or len({offer.hours for offer in here}) > 1:
        return []
    if not all(_trusted(offer, edition.today, edition.config.limits) for offer in here):
        return []
    return _hours(here[0].hours)


def _trusted(offer: Offer, today: date, limits: Limits) -> bool:
    checked = hours_checked(offer.service)
    return within(checked, today, limits.verified_fresh_months) or within(
        offer.source_date, today, limits.source_fresh_months
    )


def _hours(text: str) -> list[dict[str, Any]]:
    """OpeningHoursSpecification of plain weekly hours; nothing for what it cannot say (counted weekdays, seasons)."""
    try:
        hours = parse(text)
    except HoursError:
        return []
    if not _plain(hours):
        return []
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [_DAYS[day] for day in (rule.weekdays or range(7))],
            "opens": _clock(start),
            "closes": "23:59" if end == 1440 else _clock(end % 1440),
        }
        for rule in hours.rules
        if rule.kind == "open"
        for start, end in rule.spans or ((0, 1440),)
    ]


def _plain(hours: Hours) -> bool:
    seen: set[int] = set()
    for rule in hours.rules:
        if rule.kind == "off" and rule.holidays and not rule.weekdays:
            continue
        days = set(rule.weekdays or range(7))
        if rule.kind != "open" or rule.comment or rule.dates or rule.nth or rule.holidays or days & seen:
            return False
        seen |= days
    return bool(seen)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _telephone(phones: Any) -> str:
    phone = callable_first(phones)
    return dial(phone).partition(":")[2].partition(",")[0] if phone else ""


def _service(key: str, provider: Provider, page: str, edition: Edition) -> dict[str, Any]:
    service = provider.services[key]
    needs = edition.vocabulary.needs
    serves = service.serves
    state = {"@type": "State", "name": edition.config.state_name}
    counties = edition.vocabulary.counties
    areas: list[dict[str, Any]] = [state] if serves and serves.statewide else []
    areas += [
        {"@type": "AdministrativeArea", "name": f"{counties[slug].name} County"}
        for slug in (serves.counties if serves else ())
        if slug in counties
    ]
    phones = service.phones or provider.phones
    return {
        "@type": "Service",
        "@id": f"{page}#s-{key}",
        "name": service.name,
        "description": service.description,
        "serviceType": [needs[need].label.get("en", need) for need in service.needs if need in needs],
        "provider": {"@id": page},
        "areaServed": areas,
        "isAccessibleForFree": True if service.cost == "free" else None,
        "availableChannel": {
            "@type": "ServiceChannel",
            "servicePhone": {"@type": "ContactPoint", "telephone": _telephone(phones)} if _telephone(phones) else {},
            "availableLanguage": list(service.languages),
        },
    }


def _pruned(value: Any) -> Any:
    """Without what is empty: an object of nothing but its type says nothing."""
    if isinstance(value, dict):
        kept = {key: pruned for key, inner in value.items() if (pruned := _pruned(inner)) not in ("", None, [], {})}
        return {} if set(kept) == {"@type"} else kept
    if isinstance(value, list):
        return [pruned for inner in value if (pruned := _pruned(inner)) not in ("", None, [], {})]
    return value
