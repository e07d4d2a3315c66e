"""The values of columns that take more than a look at one field, in words for people."""

from __future__ import annotations

from typing import Final

from bluepages.enrich.offers import hours_checked
from bluepages.export.row import (
    Row,
    called,
    dialled,
    displayed,
    hours_words,
    joined,
    truth,
)
from bluepages.hsds.text import date, email, moment, number, uri
from bluepages.model import Alert, CostOption, ReportedCorrect, Verified

__all__ = ["called", "date", "dialled", "displayed", "hours_words", "joined", "truth"]

_NO_ALERT: Final = Alert("")

CONTRIBUTED: Final = "CC0-1.0"
"""What people tell us by an issue or a pull request is given under the licence of the data (LICENSE-DATA)."""


def website(row: Row) -> str:
    return uri(row.provider.website) if row.provider.website else ""


def page(row: Row) -> str:
    base = row.edition.config.site_url
    return f"{base}p/{row.offer.slug}" if base else ""


def last_modified(row: Row) -> str:
    return moment(row.edition.last_modified(row.offer.slug))


def status(row: Row) -> str:
    """A provider that has ended gives nothing any more, whatever its services say."""
    return "defunct" if row.provider.closed or row.service.closed else row.service.status


def cost(row: Row) -> str:
    service = row.service
    said = "Free" if service.cost == "free" else service.cost
    return joined(part for part in (said, *map(_price, service.cost_options)) if part)


def _price(option: CostOption) -> str:
    amount = ""
    if option.amount is not None:
        amount = f"${option.amount:,.2f}".removesuffix(".00")
    text = " ".join(part for part in (amount, option.amount_description) if part)
    return ": ".join(part for part in (option.option, text) if part)


def mail(row: Row) -> str:
    return email(row.service.email) or email(row.provider.email)


def url(row: Row) -> str:
    return uri(row.service.url) if row.service.url else ""


def serves_counties(row: Row) -> str:
    return called(row.service.serves.counties, row.words.counties) if row.service.serves else ""


def alert(row: Row) -> Alert:
    """The notice, if its last day is not over."""
    said = row.service.alert
    if said is None or (said.until and said.until < row.edition.today.isoformat()):
        return _NO_ALERT
    return said


def day(check: Verified | ReportedCorrect | None) -> str:
    return date(check.date) if check else ""


def closed_date(row: Row) -> str:
    closed = row.service.closed or row.provider.closed
    return date(closed.date) if closed else ""


def place_note(row: Row) -> str:
    """Words about how to find a confidential place are as good as its address."""
    if row.place is None:
        return ""
    at = row.service.at[row.offer.location_key]
    return " ".join(text for text in (at.description, row.place.description) if text)


def years(age: float | None) -> str:
    """An age as people write it: 18, not 18.0."""
    shown = number(age)
    return "" if shown is None else str(shown)


def hours_checked_date(row: Row) -> str:
    return date(hours_checked(row.service))


def confidential(row: Row) -> str:
    return truth(row.confidential) if row.offer.location else ""


def state(row: Row) -> str:
    if row.offer.location is None:
        return ""
    return row.address.state_province or row.edition.config.state


def country(row: Row) -> str:
    if row.offer.location is None:
        return ""
    return row.address.country or row.edition.config.country


def spoken(row: Row) -> tuple[str, ...]:
    """The languages of the service, or else of the place."""
    return row.service.languages or (row.place.languages if row.place else ())


def accessibility(row: Row) -> str:
    place = row.place
    if place is None:
        return ""
    known = called(place.accessibility, row.words.accessibility)
    return joined(part for part in (known, place.accessibility_details) if part)


def source(row: Row) -> str:
    return joined(dict.fromkeys(source.ref for source in row.offer.sources))


def source_title(row: Row) -> str:
    titles = row.words.sources
    return joined(dict.fromkeys(titles.get(source.ref, source.ref) for source in row.offer.sources))


def source_licence(row: Row) -> str:
    return joined(dict.fromkeys(licence(source.ref, row.words.licences) for source in row.offer.sources))


def licence(ref: str, known: dict[str, str]) -> str:
    """The licence of one source, in the short names of `data/sources.yaml`."""
    if ref in known:
        return known[ref]
    return CONTRIBUTED if ref.startswith(("issue:", "pull:")) else "facts-only"
