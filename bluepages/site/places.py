"""The places of a provider as its page shows them. A confidential one is a county and at most a city (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from bluepages.enrich import Edition, Offer
from bluepages.hsds.context import LocationFacts
from bluepages.model import Address, Location
from bluepages.site.catalogue import Catalogue
from bluepages.site.links import directions, web_link
from bluepages.site.openings import UNKNOWN, Opening, hours_checked, opening
from bluepages.site.phones import PhoneView, phone_view
from bluepages.site.said import Said, Voice, label
from bluepages.vocabulary import Vocabulary


class PlaceView(msgspec.Struct):
    """One place. `point` is latitude, longitude in degrees and whether it only stands for the ZIP code.

    `checked` and `dated` are the dates that say how far its hours may be trusted; `shared` that all services given
    there keep them, `used` that any service runs there.
    """

    key: str
    kind: str
    name: Said
    address: tuple[str, ...] = ()
    city: str = ""
    county: str = ""
    county_slug: str = ""
    description: Said = Said("")
    url: str = ""
    phones: tuple[PhoneView, ...] = ()
    opening: Opening = UNKNOWN
    used: bool = False
    shared: bool = False
    checked: str = ""
    dated: str = ""
    directions: str = ""
    point: tuple[float, float, bool] | None = None
    zip: str = ""
    access: tuple[str, ...] = ()
    access_details: Said = Said("")
    transport: Said = Said("")
    languages: tuple[str, ...] = ()
    mailing: tuple[str, ...] = ()
    old: tuple[str, ...] = ()

    @property
    def worth(self) -> bool:
        """Whether there is anything to show beyond that it is reached by phone or online."""
        return self.kind != "virtual" or bool(self.used or self.opening.known or self.phones or self.description)

    @property
    def way_in(self) -> bool:
        """Whether anything is known of getting there and in."""
        return bool(self.access or self.access_details or self.transport)


def place_view(
    key: str, place: Location, spot: LocationFacts | None, here: Sequence[Offer],
    voice: Voice, t: Catalogue, edition: Edition,
) -> PlaceView:  # fmt: skip
    """One place of a provider; `here` are the offers given at it."""
    vocabulary = edition.vocabulary
    county = vocabulary.counties.get(spot.county if spot else place.county)
    hours, shared = _hours(place, here)
    view = PlaceView(
        key=key,
        kind="private" if place.confidential else place.location_type,
        name=voice.location(key, place.name, "name"),
        city=place.address.city if place.address else "",
        county=county.name if county else "",
        county_slug=county.slug if county else "",
        phones=tuple(phone_view(phone, voice) for phone in place.phones),
        opening=opening(hours, t.language),
        used=bool(here),
        shared=shared,
        checked=_oldest(hours_checked(offer.service) for offer in here),
        dated=_oldest(offer.source_date for offer in here),
        access=access_words(place.accessibility, t.language, vocabulary),
        languages=place.languages,
        old=place.formerly,
    )
    if place.confidential:
        return view
    view.description = voice.location(key, place.description, "description")
    view.url = web_link(place.url)
    view.access_details = voice.location(key, place.accessibility_details, "accessibility_details")
    view.transport = voice.location(key, place.transportation, "transportation")
    view.mailing = address_lines(place.mailing_address)
    if place.address:
        view.address = address_lines(place.address)
        view.zip = place.address.postal_code
    if place.location_type == "physical":
        view.directions = _way(place, edition.config.state)
        if spot and spot.latitude is not None and spot.longitude is not None:
            view.point = (round(spot.latitude, 5), round(spot.longitude, 5), spot.approximate)
    return view


def address_lines(address: Address | None) -> tuple[str, ...]:
    """An address as it stands on an envelope; what is not known is left out."""
    if address is None:
        return ()
    town = " ".join(part for part in (address.city, address.postal_code) if part)
    street = ", ".join(part for part in (address.address_1, address.address_2) if part)
    return tuple(part for part in (address.attention, street, town) if part)


def access_words(names: Iterable[str], language: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What makes a place usable, in words."""
    known = (vocabulary.accessibility[name] for name in names if name in vocabulary.accessibility)
    return tuple(label(entry.label, language) for entry in known)


def _way(place: Location, state: str) -> str:
    """The way there, if there is a street or an exact point to go to."""
    address = place.address
    if address and address.address_1:
        region = f"{address.state_province or state} {address.postal_code}".strip()
        return directions(address.address_1, address.city, region)
    if place.latitude is not None and place.longitude is not None:
        return directions(f"{place.latitude},{place.longitude}")
    return ""


def _hours(place: Location, here: Sequence[Offer]) -> tuple[str, bool]:
    """The hours of a place, and whether every service there keeps them."""
    kept = {offer.hours for offer in here}
    if len(kept) == 1:
        return kept.pop(), True
    return place.hours, False


def _oldest(dates: Iterable[str]) -> str:
    """The oldest of some dates, `""` if one of them is not known."""
    found = list(dates)
    return min(found) if found and all(found) else ""
