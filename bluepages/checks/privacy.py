"""Places that must stay hidden (DESIGN 3, rule 3; P401 to P403, P411). No message repeats a value, ever.

The record's values never hold the address of a confidential place, so what the file wrongly says of one is looked for
in its own data and comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from bluepages.checks.context import Context
from bluepages.checks.streets import is_map_link, street_key, streets_in, streets_in_name
from bluepages.checks.walk import emails, urls
from bluepages.model import Provider, Service
from bluepages.problems import Path, Problem
from bluepages.records.book import Entry
from bluepages.rules import RULES

PRIVACY: Final = frozenset({"P401", "P402", "P403", "P411"})
"""Rules whose breach means that nothing the file says may be repeated."""

_FORBIDDEN: Final = (
    "mailing_address",
    "latitude",
    "longitude",
    "url",
    "transportation",
    "identifiers",
    "public_address",
)
_EXACT: Final = frozenset({"number", "date", "until", "needs", "languages", "audiences"})
_FINE: Final = frozenset({"city", "region", "state_province", "country"})
_KEY = re.compile(r"\d+-[a-z]")

_ABUSE = re.compile(
    r"domestic[- ](?:violence|abuse)|intimate[- ]partner|family violence|dating violence|battered|sexual(?:ly)? assault"
    r"|human trafficking|traffick(?:ing|ed)|stalking|fleeing (?:abuse|violence)|abusive (?:relationship|partner)"
    r"|violencia (?:dom[eé]stica|familiar)|trata de personas|agresi[oó]n sexual|\bDV\b",
    re.IGNORECASE,
)
_SHELTER = re.compile(
    r"shelter|safe[- ]?(?:house|home)|refuge\b|emergency housing|transitional housing|crisis housing|residential"
    r"|albergue|refugio|casa segura",
    re.IGNORECASE,
)
_STEMS = ("violen", "abus", "intimate", "batter", "sexual", "traffick", "stalk", "trata de", "agresi", "dv", "safe",
          "casa segura")  # fmt: skip
_SAFE_HOUSE = re.compile(r"\bsafe[- ]?houses?\b|battered (?:women|wom[ae]n'?s)|casa segura", re.IGNORECASE)


def check(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    """Everything a record says, or fails to say, about its hidden places."""
    sensitive = {key for key, service in provider.services.items() if is_sensitive(service, provider, context)}
    hidden = {key for key, place in provider.locations.items() if place.confidential}
    undeclared: set[str] = set()
    for key in sorted(_places_of(provider, sensitive)):
        place = provider.locations[key]
        if place.confidential is None:
            undeclared.add(key)
            yield _found(entry, "P402", ("locations", key))
        elif place.confidential is False and place.public_address is None:
            yield _found(entry, "P403", ("locations", key, "confidential"))
    if hidden or sensitive:
        data = entry.document.data
        if isinstance(data, dict):
            for key in sorted(hidden):
                yield from _hidden(entry, key, data.get("locations", {}).get(key))
            yield from _told(entry, provider, hidden, sensitive, undeclared, context)


def is_sensitive(service: Service, provider: Provider, context: Context) -> bool:
    """Whether a service is for people fleeing abuse: by its needs, or by its words."""
    if any(need in context.sensitive for need in service.needs):
        return True
    return speaks_of_shelter(f"{service.name} {service.description} {service.eligibility_description} {provider.name}")


def speaks_of_shelter(said: str) -> bool:
    """Whether words are of a place for people fleeing abuse."""
    lower = said.lower()
    if not any(stem in lower for stem in _STEMS):
        return False
    return bool(_SAFE_HOUSE.search(said)) or bool(_ABUSE.search(said) and _SHELTER.search(said))


def speaks_of_abuse(said: str) -> bool:
    """Whether words are of people who flee abuse, wherever they are helped."""
    return bool(_ABUSE.search(said))


def _places_of(provider: Provider, sensitive: set[str]) -> set[str]:
    """Physical places where the services named are given; of one that names none, those that no other one uses."""
    taken = {key for name, service in provider.services.items() if name not in sensitive for key in service.at}
    found: set[str] = set()
    for name in sensitive:
        at = provider.services[name].at
        found |= set(at) if at else provider.locations.keys() - taken
    return {key for key in found if key in provider.locations
            and provider.locations[key].location_type == "physical"}  # fmt: skip


def _hidden(entry: Entry, key: str, place: Any) -> Iterator[Problem]:
    """What stands under a confidential place and must not."""
    path: Path = ("locations", key)
    if not isinstance(place, dict):
        return
    if _KEY.match(key) or streets_in_name(key):
        yield _found(entry, "P401", path, key=True)
    for name in _FORBIDDEN:
        if name in place:
            yield _found(entry, "P401", (*path, name), key=True)
    address = place.get("address")
    address = address if isinstance(address, dict) else {}
    for name in address:
        if name not in _FINE or streets_in(str(address[name])) or streets_in_name(str(address[name])):
            yield _found(entry, "P401", (*path, "address", name))
    for name in ("formerly", "merged"):  # its first name seeds its id, which whoever guesses the street could tell
        for at, old in enumerate(place.get(name) or ()):
            if _KEY.search(str(old)) or streets_in_name(str(old)):
                yield _found(entry, "P401", (*path, name, at))
    for inner, text in _strings({k: v for k, v in place.items() if k not in ("address", *_FORBIDDEN)}):
        if inner[-1] not in _EXACT and (streets_in(text) or streets_in_name(text)):
            yield _found(entry, "P401", (*path, *inner))


def _told(
    entry: Entry, provider: Provider, hidden: set[str], sensitive: set[str], undeclared: set[str], context: Context
) -> Iterator[Problem]:
    """Texts and comments that may give a hidden place away; streets of places that are open to all are fine."""
    public = {
        street_key(address.address_1)
        for key, place in provider.locations.items() if key not in undeclared
        for address in (place.address, place.mailing_address) if address
    }  # fmt: skip
    said = _everything(entry.document.data) if hidden else _sensitive_texts(provider, sensitive, context)
    for path, text in said:
        found = streets_in_name(text)
        if path[0] != "locations":  # an open place may say "near Main St and 4th Ave", a hidden one is looked at above
            found += streets_in(text)
        elif path[1] in hidden:
            continue
        if any(street not in public for street in found) or (is_map_link(text) and path[0] != "locations"):
            yield _found(entry, "P411", path)
    keys = [key for key in provider.services if hidden or key in sensitive]
    for path, name in [((), entry.slug), *((("services", key), key) for key in keys)]:
        if any(street not in public for street in streets_in_name(name)):
            yield _found(entry, "P411", path, key=bool(path))
    for path, comment in entry.document.comments.items():
        text = " ".join((*comment.before, comment.behind))
        if any(street not in public for street in streets_in(text)):
            yield _found(entry, "P411", path, key=True)


def _everything(data: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Every text of a file: where one place is hidden, no field is too unlikely to tell of it."""
    for path, text in _strings(data):
        if path[-1] not in _EXACT:
            yield path, text


def _sensitive_texts(provider: Provider, sensitive: set[str], context: Context) -> Iterator[tuple[Path, str]]:
    for path, text in (*context.texts_of(provider), *urls(provider), *emails(provider)):
        if path[0] != "locations" and (path[0] != "services" or path[1] in sensitive):
            yield path, text


def _strings(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _strings(inner, (*path, at))


def _found(entry: Entry, rule: str, path: Path, *, key: bool = False) -> Problem:
    return entry.problem(rule, path, f"{RULES[rule].title}.", RULES[rule].advice, key=key)
