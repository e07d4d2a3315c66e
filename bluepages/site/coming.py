"""What is soon to come: days within the next fortnight on which hours differ from the ordinary week.

These depend on the day of the build. The browser takes a notice away when its day is over; without JavaScript the
date in it says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, Literal, cast

import msgspec
from babel.dates import format_date

from bluepages.enrich import Edition, Offer
from bluepages.hours import Hours, HoursError, on_day, parse, pieces
from bluepages.hours.evaluate import Piece
from bluepages.hours.value import DAY
from bluepages.site.catalogue import Catalogue
from bluepages.site.openings import ordinary
from bluepages.site.said import Said

NAMED: Final = 3
"""How many places a notice names before it counts the rest."""


class Coming(msgspec.Struct, frozen=True):
    """One day: `day` as ISO text and in words, its holiday, and what holds at which places (none named: at all)."""

    day: str
    words: str
    holiday: Said
    told: tuple[tuple[str, tuple[str, ...], int], ...]


def coming(offers: Sequence[Offer], labels: dict[str, str], t: Catalogue, edition: Edition) -> list[Coming]:
    """The days soon to come on which some of the hours of `offers` are not the ordinary ones.

    `labels` are the names of places by key; hours of a service without a place go under the service's name.
    """
    running = [offer for offer in offers if offer.active]
    kept: dict[str, dict[str, None]] = {}
    for offer in running:
        kept.setdefault(offer.hours, {})[labels.get(offer.location_key) or offer.service.name] = None
    everywhere = {name for names in kept.values() for name in names}
    found = []
    for ahead in range(edition.config.limits.coming_days + 1):
        day = edition.today + timedelta(days=ahead)
        told: dict[str, dict[str, None]] = {}
        for text, names in kept.items():
            if said := _said(text, day, t, edition):
                told.setdefault(said, {}).update(names)
        if told:
            found.append(_coming(day, told, everywhere, t, edition))
    return found


def _coming(
    day: date, told: dict[str, dict[str, None]], everywhere: set[str], t: Catalogue, edition: Edition
) -> Coming:
    name = edition.calendar.name(day)
    foreign = "" if t.language == edition.config.languages[0] else edition.config.languages[0]
    words = format_date(day, "full", locale=t.language)
    return Coming(
        day.isoformat(), words[:1].upper() + words[1:], Said(name, foreign), tuple(_rows(told.items(), everywhere))
    )


def _rows(
    told: Iterable[tuple[str, dict[str, None]]], everywhere: set[str]
) -> Iterable[tuple[str, tuple[str, ...], int]]:
    for said, names in told:
        shown = () if set(names) == everywhere else tuple(names)[:NAMED]
        yield said, shown, len(names) - len(shown) if shown else 0


def _said(text: str, day: date, t: Catalogue, edition: Edition) -> str:
    """What to say of the hours `text` on a day, `""` where the ordinary week says it."""
    try:
        hours = parse(text)
    except HoursError:
        return ""
    if not hours.rules:
        return ""
    plain = ordinary(hours)
    usual = _told(plain, day, edition)
    if plain.rules and _told(hours, day, edition) != usual:
        return on_day(
            hours, day, edition.calendar, cast(Literal["en", "es"], t.language if t.language == "es" else "en")
        )
    silent = not any(rule.holidays for rule in hours.rules) and not _always(hours)
    open_then = any(piece.kind == "open" for piece in usual)
    return t("coming.perhaps") if silent and open_then and edition.calendar.is_holiday(day) else ""


def _told(hours: Hours, day: date, edition: Edition) -> list[Piece]:
    """What a day holds; that a day without hours is closed needs no word."""
    return [piece for piece in pieces(hours.rules, day, edition.calendar) if piece.kind != "closed" or piece.note]


def _always(hours: Hours) -> bool:
    """Day and night, as `24/7` says, holidays among them."""
    return all(rule.every_day and not rule.dates and rule.spans in ((), ((0, DAY),)) for rule in hours.rules)
