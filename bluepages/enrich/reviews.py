"""`.bluepages/reviews.json`: records under review, and places whose address is withheld for now (docs/reviews.md).

The build stays pure: the file is one of its inputs, written beforehand by `bluepages reviews pull`. No file means that
nothing is under review; a file that cannot be read stops the build, since it may name a place that must not be shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from bluepages.checks.streets import is_map_link, street_key, streets_in, without_streets
from bluepages.dates import calendar_day
from bluepages.errors import Complaint
from bluepages.model import Location, Provider
from bluepages.records.book import Book, Entry, redact
from bluepages.records.ids import is_slug

FILE: Final = ".bluepages/reviews.json"
LARGEST: Final = 4_000_000
_REASON = re.compile(r"[a-z][a-z_-]{0,39}\Z")
_URL = re.compile(r"https?://[^\s\"<>]{1,1000}\Z")
_TELLS_STREET = re.compile(r"\d+-[a-z]")
_HINT: Final = "Run bluepages reviews pull again; without the file, nothing is under review."


class Review(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An open review of a record, or of one service or place of it. `reason` is an option's id of the report form;
    `url` leads to the discussion (`""`: there is none to show), `opened` is a day.
    """

    slug: str
    reason: str
    url: str = ""
    opened: str = ""
    service: str = ""
    location: str = ""


class Withheld(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place whose street, ZIP code and point are shown to nobody until a steward has looked; `""` is every place."""

    slug: str
    location: str = ""
    since: str = ""


class Proposal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A proposal that waits for somebody's answer; `county` is a folder of records, `""` where it is about several."""

    number: int
    title: str
    url: str = ""
    opened: str = ""
    county: str = ""


class Reviews(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file says."""

    reviews: tuple[Review, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    proposals: tuple[Proposal, ...] = ()


NONE: Final = Reviews()


def read_reviews(root: FilePath) -> Reviews:
    """The open reviews and withheld places of the directory at `root`. Raises `Complaint` for a file that is broken."""
    path = root / FILE
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return NONE
    except OSError as error:
        raise Complaint(f"{FILE} cannot be read: {error.strerror}.", _HINT) from None
    return decode(raw)


def decode(raw: bytes) -> Reviews:
    """The file's bytes as values; `Complaint` for anything that is not exactly what it should be."""
    if len(raw) > LARGEST:
        raise Complaint(f"{FILE} is too large to be a list of reviews.", _HINT)
    try:
        found = msgspec.json.decode(raw, type=Reviews)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Complaint(f"{FILE} is not a list of reviews and withheld places.", _HINT) from None
    sound = all(map(_is_review, found.reviews)) and all(map(_is_withheld, found.withheld))
    sound = sound and all(map(_is_proposal, found.proposals))
    if not sound:
        raise Complaint(f"{FILE} names a record, a reason, a day or an address that cannot be one.", _HINT)
    return found


def encode(reviews: Reviews) -> bytes:
    """The bytes of the file, in one order whatever the order they came in."""
    whole = Reviews(
        tuple(sorted(set(reviews.reviews), key=lambda each: (each.slug, each.service, each.location, each.reason,
                                                             each.opened, each.url))),
        tuple(sorted(set(reviews.withheld), key=lambda each: (each.slug, each.location, each.since))),
        tuple(sorted(set(reviews.proposals), key=lambda each: (each.opened, each.number, each.title, each.url))),
    )  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(whole)) + b"\n"


def _is_proposal(each: Proposal) -> bool:
    url = not each.url or bool(_URL.match(each.url))
    return each.number > 0 and url and _is_day(each.opened) and _are_keys(each.county)


def _is_review(each: Review) -> bool:
    url = not each.url or bool(_URL.match(each.url))
    keys = _are_keys(each.service, each.location)
    return is_slug(each.slug) and bool(_REASON.match(each.reason)) and url and keys and _is_day(each.opened)


def _is_withheld(each: Withheld) -> bool:
    return is_slug(each.slug) and _are_keys(each.location) and _is_day(each.since)


def _is_day(text: str) -> bool:
    return not text or calendar_day(text) is not None


def _are_keys(*keys: str) -> bool:
    return all(not key or is_slug(key) for key in keys)


def hide_withheld(book: Book, reviews: Reviews) -> Book:
    """The book with the places that are withheld as if they were confidential: what is not in it cannot be shown."""
    wanted: dict[str, set[str]] = {}
    for each in reviews.withheld:
        slug = each.slug if each.slug in book.by_slug else book.redirects.get(each.slug, each.slug)
        wanted.setdefault(slug, set()).add(each.location)
    if not wanted.keys() & book.by_slug.keys():
        return book
    entries = [_hidden(entry, wanted[entry.slug]) if entry.slug in wanted else entry for entry in book]
    return Book(book.root, book.config, book.vocabulary, entries, book.problems, book.leads)


def _hidden(entry: Entry, names: set[str]) -> Entry:
    """A record without the streets of some places. A name that it does not know hides all of them: better too many."""
    provider = entry.provider
    return Entry(
        entry.root, entry.file, _without(provider, names) if provider else None, readable=entry.readable,
        canonical=entry.canonical, confidential=True,
    )  # fmt: skip


def _without(provider: Provider, names: set[str]) -> Provider:
    places = provider.locations
    known = {name: key for key, place in places.items() for name in (*place.formerly, *place.merged, key)}
    keys = {known[name] for name in names if name in known}
    if not names <= known.keys():
        keys = set(places)
    same = {_door(places[key]) for key in keys} - {("", None, None)}
    keys |= {key for key, place in places.items() if _door(place) in same}
    codes = {place.address.postal_code for key, place in places.items() if key in keys and place.address} - {""}
    public = {
        street_key(place.address.address_1)
        for key, place in places.items() if place.address and key not in keys and not place.confidential
    }  # fmt: skip
    hidden = {key: replace(place, confidential=True) if key in keys else place for key, place in places.items()}
    services = {
        name: replace(service, at={key: replace(at, description="") if key in keys else at
                                   for key, at in service.at.items()})
        for name, service in provider.services.items()
    }  # fmt: skip
    plain = msgspec.to_builtins(redact(replace(provider, locations=hidden, services=services)))
    cleaned = _cleaned(plain, public, codes)
    return msgspec.convert(_renamed(cleaned, keys), Provider)


def _door(place: Location) -> tuple[str, float | None, float | None]:
    street = street_key(place.address.address_1) if place.address and place.address.address_1 else ""
    return (street, None, None) if street else ("", place.latitude, place.longitude)


def _cleaned(value: Any, public: set[str], codes: set[str]) -> Any:
    """Texts elsewhere in the record without streets, points and map links, but for the streets of open places."""
    if isinstance(value, dict):
        return {key: inner if _is_exact(key, inner) else _cleaned(inner, public, codes) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(inner, public, codes) for inner in value]
    if not isinstance(value, str):
        return value
    if is_map_link(value):
        return ""
    if any(street not in public for street in streets_in(value)):
        value = without_streets(value)
    return re.sub(rf"\b(?:{'|'.join(sorted(codes))})(?:-\d{{4}})?\b", "…", value) if codes else value


def _is_exact(key: str, inner: Any) -> bool:
    """Whether a value is no text that could tell a street: a number, a day, a reference, or the area served."""
    return key in ("number", "date", "ref") or (key == "serves" and isinstance(inner, dict) and "name" not in inner)


def _renamed(data: Any, keys: set[str]) -> Any:
    """The record with another key for a hidden place whose key is made of its street, as `1200-harbor-st`."""
    names: dict[str, str] = {}
    for key in sorted(keys):
        if _tells_street(key):
            taken = {*data["locations"], *names.values()}
            names[key] = next(name for name in (f"place-{n}" for n in range(1, 10_000)) if name not in taken)
    for key in keys:
        place = data["locations"][key]
        place["formerly"] = [old for old in place.get("formerly", ()) if not _tells_street(old)]
        place["merged"] = [old for old in place.get("merged", ()) if not _tells_street(old)]
    if not names:
        return data
    words = {
        language: {**said, "locations": _rekeyed(said.get("locations", {}), names)}
        for language, said in data.get("translations", {}).items()
    }
    services = {name: {**service, "at": _rekeyed(service.get("at", {}), names)}
                for name, service in data["services"].items()}  # fmt: skip
    return {**data, "locations": _rekeyed(data["locations"], names), "services": services, "translations": words}


def _tells_street(key: str) -> bool:
    return bool(_TELLS_STREET.search(key)) or bool(streets_in(key.replace("-", " ")))


def _rekeyed(found: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in found.items()}
