"""One row as a provider record of its own, before it meets the others (DESIGN 3: the record)."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from bluepages.federate import clean, contact, prosetext
from bluepages.federate.addresses import settle
from bluepages.federate.fields import Facts, empty_fields, render, rendered
from bluepages.federate.journal import Journal
from bluepages.federate.spots import NOWHERE
from bluepages.records.ids import slugify
from bluepages.vocabulary import Places

Data = dict[str, Any]

NOTHING_LISTED: Final = "nothing that it offers is among the needs of this directory (a mapping file can name more)"


class Draft(msgspec.Struct, frozen=True):
    """What one row says. `into` is the slug of the provider it is known to be part of, `""` where rules must find it.

    `own` says that the row's words for name and description are the provider's, not those of a part of it.
    """

    line: int
    name: str
    into: str
    slug: str
    folder: str
    counties: tuple[str, ...]
    data: Data
    order: tuple[int, str, int]
    own: bool = True
    family: str = ""
    many: bool = False
    left_out: tuple[str, ...] = ()
    home: str = ""
    """The provider that this very row went to last time, where that is known."""


def make_draft(facts: Facts, places: Places, journal: Journal | None = None) -> Draft:
    """The row's record: only what the row and its instructions say, nothing that is empty."""
    how, journal = facts.recipe, journal or Journal()
    place_key, place, left_out = _place(facts, places)
    facts = _with_city(facts, place)
    fields = facts.fields
    name = render(how.name, fields)
    into = render(how.into, fields)
    phones = _phones(facts, journal)
    counties = facts.counties or ((place["county"],) if place.get("county") else ())
    services = _services(facts, counties, place_key if place else "")
    site = contact.url(fields.get("url", ""), ("", facts.line), journal)
    data: Data = {
        "name": name,
        "alternate_name": render(how.alternate_name, fields),
        "description": _said_of(how.description, facts, journal),
        "website": site if how.url == "provider" else "",
        "legal_status": how.legal_status,
        "identifiers": rendered(how.identifiers, fields),
        "phones": phones if how.phone == "provider" else [],
        "locations": {place_key: place} if place else {},
        "services": services,
        "not_duplicate_of": list(how.not_duplicate_of),
        "questions": [_question(question, fields) for question in how.questions],
        "sources": [dict(source) for source in facts.sources],
    }
    if how.phone == "service":
        _give(services, "phones", phones)
    if how.url == "service":
        _give(services, "url", site)
    if place and how.phone == "place" and phones:
        place["phones"] = phones
    if place and how.url == "place" and site and not how.confidential:
        place["url"] = site
    slug = render(how.slug, fields) or into or slugify(name)
    home = place.get("county", "")
    folder = render(how.folder, fields) or home or (facts.counties[0] if facts.counties else "statewide")
    age = clean.date(fields.get("date", ""))
    newest_first = "".join(chr(0x10000 - ord(c)) for c in age.ljust(10, "0")) if age else "\U0010ffff"
    order = (facts.rank, newest_first, facts.line)
    own = how.speaks
    if not own:  # the row's own name and words are a part's: the provider has others
        for word in ("alternate_name", "description", "legal_status"):
            data.pop(word)
    many = how.places == "many"
    return Draft(facts.line, name, into, slug, folder, counties, filled(data), order, own, facts.family, many,
                 left_out)  # fmt: skip


def _with_city(facts: Facts, place: Data) -> Facts:
    """The row with the city that its place turned out to have, or its county, for the texts that speak of it."""
    city = place.get("address", {}).get("city", "") or facts.fields["county_name"]
    if facts.fields.get("city") or not city:
        return facts
    return msgspec.structs.replace(facts, fields={**facts.fields, "city": city})


def _said_of(text: str, facts: Facts, journal: Journal) -> str:
    """A text about the row; where it speaks of what the row leaves empty ("A pantry in  that ..."), that is told."""
    missing = empty_fields(text, facts.fields)
    if missing:
        journal.doubt(("", facts.line), "description", f"the text of the mapping speaks of {missing}, which is empty")
    said = render(text, facts.fields)
    return said if said == text else prosetext.text(said, "description", journal)


def filled(value: Data) -> Data:
    """Without what is empty, at any depth; `False` and `0` stay."""
    kept: Data = {}
    for key, inner in value.items():
        inner = filled(inner) if isinstance(inner, dict) and key != "at" else inner
        if inner not in ("", None) and inner != [] and inner != {}:
            kept[key] = inner
    return kept


def _phones(facts: Facts, journal: Journal) -> list[Data]:
    how = facts.recipe
    if how.phone == "none":
        return []
    found = contact.phones(facts.fields.get("phone", ""), ("", facts.line), journal)
    said = render(how.phone_description, facts.fields)
    for phone in found:
        if not how.extension:
            phone.pop("extension", None)
        if said:
            phone["description"] = said
    more = [rendered(phone, facts.fields) for phone in how.phones]
    return [*found, *(phone for phone in more if phone not in found)]


def _place(facts: Facts, places: Places) -> tuple[str, Data, tuple[str, ...]]:
    """The row's place: nothing finer than the city where it is confidential, nothing at all where nothing is known."""
    fields, how = facts.fields, facts.recipe
    key = slugify(render(how.place, fields))
    street = clean.text(fields.get("street", ""))
    street = "" if NOWHERE.fullmatch(street) else street
    at = settle(
        street, clean.text(fields.get("city", "")), clean.zip_code(fields.get("zip", "")),
        clean.point(fields.get("latitude", ""), fields.get("longitude", "")), facts.counties, places,
    )  # fmt: skip
    if not key or not (at.line or at.city or at.code or at.point):
        return "", {}, at.notes
    if how.confidential:
        hidden = filled({"address": {"city": at.city}, "county": at.county, "confidential": True})
        return key, hidden, ()
    first, second = clean.street_lines(at.line)
    away = fields.get("away", "")  # another state: no county of this one has it
    address = {"address_1": first, "address_2": second, "city": at.city, "state_province": away, "postal_code": at.code}
    box = clean.is_box(at.line)  # mail goes there, people cannot
    place = {
        "name": render(how.place_name, fields),
        "address": {"city": at.city, "state_province": away} if box else address,
        "mailing_address": address if box else {},
        "county": "" if away else at.county,
        "latitude": at.point[0] if at.point else None,
        "longitude": at.point[1] if at.point else None,
        "identifiers": rendered(how.place_identifiers, fields),
        "sources": [dict(source) for source in facts.sources],
    }
    return key, filled(place), at.notes


def _services(facts: Facts, counties: tuple[str, ...], place: str) -> Data:
    serves = _serves(facts, counties)
    services: Data = {}
    for key, said in facts.recipe.services.items():
        body = rendered(said, facts.fields)
        body["serves"] = dict(serves)
        if place:
            body["at"] = {place: {}}
        body["sources"] = [dict(source) for source in facts.sources]
        services[key] = {name: value for name, value in body.items() if value not in ("", None, [], {})}
    return services


def _serves(facts: Facts, counties: tuple[str, ...]) -> Data:
    how = facts.recipe.serves
    if how == "statewide":
        return {"statewide": True}
    city = clean.text(facts.fields.get("of_city", "")) or facts.fields.get("city", "")
    if how == "city" and city:
        return {"cities": [city]}
    if how in ("counties", "city") and counties:
        return {"counties": list(counties)}
    return {}


def _question(question: Data, fields: dict[str, str]) -> Data:
    return {"field": question["field"], "text": render(question["text"], fields)}


def _give(services: Data, name: str, value: Any) -> None:
    """Put `value` into every service of the row that has none of its own."""
    if value:
        for body in services.values():
            body.setdefault(name, [dict(item) for item in value] if isinstance(value, list) else value)
