"""Which places are withheld: what a steward said counts, and without their word only what is most at risk.

A report that an address is unsafe to show takes it off the pages at once where the place is of a kind that people in
danger go to. Anything else waits for a person, and so does more than a few in one day: otherwise anybody could empty
the directory by reporting it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import msgspec

from bluepages.checks.context import Context
from bluepages.checks.privacy import is_sensitive
from bluepages.dates import calendar_day
from bluepages.enrich.reviews import Withheld
from bluepages.model import Provider
from bluepages.records.book import Book
from bluepages.records.ids import is_slug

MOST_A_DAY: Final = 5
_PAGE = re.compile(r"/p/([a-z0-9-]{1,80})(?:\.html)?(?:#at-([a-z0-9-]{1,80}))?")
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


class Told(msgspec.Struct, frozen=True):
    """Somebody said that a place is unsafe to show (`location` blank: any of them), on a day; a steward agrees, or
    nobody has looked yet. `slug` is blank where it was not understood which record is meant.
    """

    slug: str
    location: str = ""
    since: str = ""
    confirmed: bool = False


class Decision(msgspec.Struct, frozen=True):
    """The places to withhold, and how many reports wait for a person."""

    withheld: tuple[Withheld, ...] = ()
    waiting: int = 0


def decide(told: Iterable[Told], book: Book) -> Decision:
    """What follows from everything that was told, each report once, the oldest first."""
    kept: list[Withheld] = []
    waiting = 0
    today: dict[str, int] = defaultdict(int)
    context = Context(book, date.min)
    for each in sorted(set(told), key=lambda one: (not one.confirmed, one.since, one.slug, one.location)):
        slug = each.slug if each.slug in book.by_slug else book.redirects.get(each.slug, each.slug)
        provider = book.providers.get(slug)
        if not is_slug(slug):
            waiting += 1
        elif each.confirmed:
            kept.append(Withheld(slug, each.location, each.since))
        elif provider is None or not _at_risk(provider, each.location, context) or today[each.since] >= MOST_A_DAY:
            waiting += 1
        else:
            today[each.since] += 1
            kept.append(Withheld(slug, each.location, each.since))
    return Decision(tuple(dict.fromkeys(kept)), waiting)


def _at_risk(provider: Provider, location: str, context: Context) -> bool:
    """Whether a service for people in danger is given at that place (or at any, where none or an unknown is named)."""
    place = provider.locations.get(location)
    if place is not None and place.confidential:
        return True
    risky = [service for service in provider.services.values() if is_sensitive(service, provider, context)]
    return any(place is None or not service.at or location in service.at for service in risky)


def read_lines(text: str) -> list[Told]:
    """A steward's own list: a line `slug/location`, or `slug` for all its places, with a day behind it if they like.

    A line that cannot be read raises `ValueError` with its number, never its text.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        slug, _, location = words[0].partition("/")
        day = words[1] if len(words) > 1 else ""
        if not is_slug(slug) or (location and not is_slug(location)) or len(words) > 2 or not _is_day(day):
            raise ValueError(number)
        found.append(Told(slug, location, day, confirmed=True))
    return found


def _is_day(text: str) -> bool:
    return not text or calendar_day(text) is not None


def read_rows(rows: Iterable[Any]) -> list[Told]:
    """What the relay answers, `{slug, location, since, confirmed}`. Raises `ValueError` where it is anything else."""
    try:
        found = msgspec.convert(list(rows), list[Told])
    except (msgspec.ValidationError, TypeError):
        raise ValueError("rows") from None
    sound = all(is_slug(each.slug) and (not each.location or is_slug(each.location)) for each in found)
    if not sound or not all(_is_day(each.since) for each in found):
        raise ValueError("rows")
    return found


def about(text: str, book: Book) -> tuple[str, str]:
    """The record and place that a private report in free words is about: by the address of its page, or its name."""
    for slug, location in _PAGE.findall(text):
        if slug in book.by_slug or slug in book.redirects:
            return slug, location
    known = {word for word in _WORD.findall(text.lower()) if word in book.by_slug or word in book.redirects}
    return (known.pop(), "") if len(known) == 1 else ("", "")
