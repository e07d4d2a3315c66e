"""Places that must stay hidden (DESIGN 3, rule 3; P401 to P403, P411). No message repeats a value, ever.

The record's values never hold the address of a confidential place, so what the file wrongly says of one is looked for
in its own data and comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from bluepages.checks.context import Context
from bluepages.checks.streets import is_map_link, street_key, streets_in
from bluepages.checks.walk import urls
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
    if _KEY.match(key):
        yield _found(entry, "P401", path, key=True)
    for name in _FORBIDDEN:
        if name in place:
            yield _found(entry, "P401", (*path, name), key=True)
    address = place.get("address")
    for name in address if isinstance(address, dict) else ():
        if name not in _FINE:
            yield _found(entry, "P401", (*path, "address", name))
    for inner, text in _strings({k: v for k, v in place.items() if k not in ("phones", "address", *_FORBIDDEN)}):
        if streets_in(text):
            yield _found(entry, "P401", (*path, *inner))


def _told(
    entry: Entry, provider: Provider, hidden: set[str], sensitive: set[str], undeclared: set[str], context: Context
) -> Iterator[Problem]:
    """Texts and comments that may give a hidden place away; streets of places that are open to all are fine."""
    public = {
        street_key(place.address.address_1)
        for key, place in provider.locations.items() if place.address and key not in undeclared
    }  # fmt: skip
    for path, text in (*context.texts_of(provider), *urls(provider)):
        if path[0] == "locations" or (not hidden and path[0] == "services" and path[1] not in sensitive):
            continue
        if any(street not in public for street in streets_in(text)) or is_map_link(text):
            yield _found(entry, "P411", path)
    for path, comment in entry.document.comments.items():
        text = " ".join((*comment.before, comment.behind))
        if any(street not in public for street in streets_in(text)):
            yield _found(entry, "P411", path, key=True)


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
