"""`Row`: one offer as the columns see it, with the words of the directory at hand.

Whatever a confidential place must not give away is not in here: `address` is its city alone, `place` is `None`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Final

from bluepages.enrich import Edition, Offer
from bluepages.hours import HoursError, parse, sentence
from bluepages.hsds.parts import phone_number
from bluepages.model import Address, Phone

BETWEEN: Final = "; "
"""What stands between the items of a list in one cell."""

_CALLABLE: Final = re.compile(r"\+[0-9]{7,15}|[0-9]{3,6}", re.ASCII)
_SPOKEN: Final = ("voice", "cell")
_SILENT: Final = ("fax", "pager")
_NOWHERE: Final = Address()


class Words:
    """What the vocabularies of one directory call things, in English; an id that none of them knows stays as it is."""

    def __init__(self, edition: Edition) -> None:
        known = edition.vocabulary
        self.needs = {key: need.label.get("en", key) for key, need in known.needs.items()}
        self.audiences = {key: audience.label.get("en", key) for key, audience in known.audiences.items()}
        self.languages = {code: language.name_en for code, language in known.languages.items()}
        self.accessibility = {key: item.label.get("en", key) for key, item in known.accessibility.items()}
        self.counties = {slug: county.name for slug, county in known.counties.items()}
        self.fips = {slug: county.fips for slug, county in known.counties.items()}
        self.sources = {key: source.title for key, source in known.sources.items()}
        self.licences = {key: source.licence for key, source in known.sources.items()}


class Row:
    """One offer. `place` is `None`, and `point` empty, for a service without a place and for a confidential one."""

    __slots__ = (
        *("edition", "words", "offer", "provider", "service", "place", "address", "county", "confidential", "point"),
        *("approximate", "organization_id", "service_id", "location_id", "phone"),
    )

    def __init__(self, edition: Edition, words: Words, offer: Offer, like: Row | None = None) -> None:
        """`like` is the row before, whose ids are taken over where they are the same."""
        self.edition, self.words, self.offer = edition, words, offer
        self.provider, self.service = offer.provider, offer.service
        slug, provider, spot = offer.slug, offer.provider, offer.spot
        same = like is not None and like.offer.slug == slug
        self.organization_id: str = like.organization_id if same and like else edition.ids.organization(slug, provider)
        same = same and like is not None and like.offer.service_key == offer.service_key
        self.service_id: str = (
            like.service_id if same and like else edition.ids.service(slug, provider, offer.service_key)
        )
        place = offer.location
        self.location_id = edition.ids.location(slug, provider, offer.location_key) if place else ""
        self.confidential = bool(place and place.confidential)
        self.county = (spot.county if spot else "") or (place.county if place else "")
        address = place.address if place and place.address else _NOWHERE
        self.address = Address(city=address.city) if self.confidential else address
        self.place = None if self.confidential else place
        self.point, self.approximate = ("", ""), ""
        if spot and not self.confidential and spot.latitude is not None and spot.longitude is not None:
            self.point = str(degrees(spot.latitude)), str(degrees(spot.longitude))
            self.approximate = truth(spot.approximate)
        self.phone = first_phone(offer.phones)

    @property
    def id(self) -> str:
        """The id of the row: of the service at this place, or of the service where there is no place."""
        if not self.offer.location_key:
            return self.service_id
        return self.edition.ids.child("service_at_location", self.service_id, self.location_id)

    def other_phones(self) -> Iterator[str]:
        """All telephones but the first, in words."""
        for phone in self.offer.phones:
            if phone is not self.phone:
                yield phone_words(phone)


def rows(edition: Edition, words: Words, offers: Iterable[Offer]) -> Iterator[Row]:
    """The rows of some offers."""
    before: Row | None = None
    for offer in offers:
        before = Row(edition, words, offer, before)
        yield before


def first_phone(phones: Iterable[Phone]) -> Phone | None:
    """The telephone to give first: one to speak on, or else one to write to; never a fax or a pager."""
    usable = [phone for phone in phones if phone.type not in _SILENT]
    return next((phone for phone in usable if phone.type in _SPOKEN), usable[0] if usable else None)


def degrees(value: float) -> float:
    """A coordinate with six decimals, a tenth of a metre, and never `-0.0`."""
    return round(value, 6) + 0.0


def truth(value: bool) -> str:
    """How a yes or no stands in a cell."""
    return "true" if value else "false"


def joined(items: Iterable[str]) -> str:
    """The items of a list in one cell."""
    return BETWEEN.join(items)


def called(ids: Iterable[str], words: dict[str, str]) -> str:
    """The words for a list of ids in one cell."""
    return BETWEEN.join([words.get(key, key) for key in ids])


def dialled(phone: Phone | None) -> str:
    """The number as a telephone takes it: E.164, or a short number such as 211; `""` for what cannot be dialled."""
    if phone is None:
        return ""
    made = phone_number(phone.number)
    made = "+" + re.sub(r"[^0-9]", "", made) if made[:1] == "+" else made
    return made if _CALLABLE.fullmatch(made) else ""


def displayed(phone: Phone | None) -> str:
    """The number as people read it: `510-555-0142`."""
    return phone_number(phone.number).removeprefix("+1 ") if phone else ""


def phone_words(phone: Phone) -> str:
    """A telephone on one line: `510-555-0143 x12 (fax, Kitchen desk)`."""
    text = displayed(phone) + (f" x{phone.extension}" if phone.extension else "")
    more = ", ".join(part for part in ("" if phone.type == "voice" else phone.type, phone.description) if part)
    return f"{text} ({more})" if more else text


@functools.lru_cache(maxsize=8192)
def hours_words(text: str) -> str:
    """Hours as an English sentence; `""` where they are not known or cannot be read."""
    try:
        return sentence(parse(text), "en") if text else ""
    except HoursError:
        return ""
