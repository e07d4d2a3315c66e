"""Places that are withheld for now, taken out of the book before anything is made of it (DESIGN 3, rule 3).

The file still says where they are; nothing that is built, told or compared from here on does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import unquote_plus

import msgspec
from msgspec.structs import replace

from bluepages.checks.streets import (
    is_map_link,
    matcher,
    street_key,
    streets_in,
    streets_in_name,
    without_streets,
)
from bluepages.enrich.reviews import Reviews, read_reviews
from bluepages.model import Location, Provider
from bluepages.records.book import Book, Entry, redact

_URL: Final = re.compile(r"https?://\S+\Z")
_TELLS_STREET: Final = re.compile(r"\d+-[a-z]")
_NAMES: Final = frozenset({"formerly", "merged"})


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


def hidden_now(book: Book) -> Book:
    """The book with everything hidden that `.bluepages/reviews.json` says."""
    return hide_withheld(book, read_reviews(book.root))


def is_withheld(book: Book, slug: str) -> bool:
    """Whether a place of that record is withheld for now."""
    return any(book.redirects.get(each.slug, each.slug) == slug for each in read_reviews(book.root).withheld)


def _hidden(entry: Entry, names: set[str]) -> Entry:
    """A record without the streets of some places. A name that it does not know hides all of them: better too many.

    One whose own name, or a service's, is made of a street cannot be shown at all.
    """
    provider = entry.provider
    if provider is None or any(streets_in_name(name) for name in (entry.slug, *provider.services)):
        return entry.hiding(None)
    return entry.hiding(_without(provider, names))


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
    lines = (line.address_1 for key in keys for line in (places[key].address, places[key].mailing_address) if line)
    secret = matcher(told for line in lines for told in _tellings(line) if told not in public)
    cleaned = _cleaned(plain, _Telling(public, codes, secret))
    return msgspec.convert(_renamed(cleaned, keys), Provider)


def _door(place: Location) -> tuple[str, float | None, float | None]:
    street = street_key(place.address.address_1) if place.address and place.address.address_1 else ""
    return (street, None, None) if street else ("", place.latitude, place.longitude)


class _Telling(NamedTuple):
    """What tells where a hidden place is: its ZIP code and street; and the streets of open places, which do not."""

    public: set[str]
    codes: set[str]
    secret: re.Pattern[str] | None


def _tellings(line: str) -> Iterator[str]:
    """A street with its number and, where it has a name of more than a word, without."""
    key = street_key(line)
    yield key
    name = re.sub(r"\A[0-9]+[a-z]? ", "", key)
    if name != key and len(name.split()) > 1:
        yield name


def _cleaned(value: Any, telling: _Telling) -> Any:
    """Texts elsewhere in the record without streets, points and map links, but for the streets of open places."""
    if isinstance(value, dict):
        return {key: inner if _is_exact(key, inner) else _names(inner) if key in _NAMES else _cleaned(inner, telling)
                for key, inner in value.items()}  # fmt: skip
    if isinstance(value, list | tuple):
        return [_cleaned(inner, telling) for inner in value]
    if not isinstance(value, str):
        return value
    if is_map_link(value):
        return ""
    if _is_address(value):
        told = streets_in_name(value)
        secret = any(street not in telling.public for street in told) or _tells(value, telling.secret)
        return "" if secret else value
    if any(street not in telling.public for street in streets_in(value)):
        value = without_streets(value)
    if telling.secret is not None:
        value = telling.secret.sub("…", value)
    codes = "|".join(sorted(telling.codes))
    return re.sub(rf"\b(?:{codes})(?:-\d{{4}})?\b", "…", value) if codes else value


def _is_address(text: str) -> bool:
    """Whether a text is a web address and nothing else: one that is cut would lead elsewhere."""
    return bool(_URL.match(text))


def _tells(text: str, secret: re.Pattern[str] | None) -> bool:
    return secret is not None and bool(secret.search(re.sub(r"[^\w]|_", " ", unquote_plus(text))))


def _names(said: list[str]) -> list[str]:
    """Earlier names without those that are made of a street."""
    return [name for name in said if not streets_in_name(name)]


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
        for field in _NAMES & place.keys():
            place[field] = [old for old in place[field] if not _tells_street(old)]
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
    return bool(_TELLS_STREET.search(key)) or bool(streets_in_name(key))


def _rekeyed(found: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(key, key): value for key, value in found.items()}
