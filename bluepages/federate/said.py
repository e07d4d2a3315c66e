"""What rows say of telephones, hours and areas, as fields of a record; what is not sure becomes a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from bluepages.federate import clean, contact, prosetext
from bluepages.federate.graph import Node, Ref, Said
from bluepages.federate.journal import Journal
from bluepages.federate.timetable import hours_of
from bluepages.hours import HoursError
from bluepages.hours.prose import read_prose
from bluepages.records.book import Book

Data = dict[str, Any]

OVER: Final = "hours of days that are over left out"
_EVERYWHERE: Final = re.compile(
    r"(?:state ?wide|nation ?wide|national|united states|usa?|international)\.?", re.IGNORECASE
)


def phone_list(rows: Iterable[Said], journal: Journal) -> list[Data]:
    """The telephones of some rows, kinds and desks with them; private ones are left out."""
    found: list[Data] = []
    for row in rows:
        kind = contact.kind_of(row.what.get("type", ""))
        if kind == "cell":
            journal.hide("mobile telephones")
            continue
        desk = " ".join(row.what.get(name, "") for name in ("department", "description") if row.what.get(name))
        for phone in contact.phones(row.what.get("number", ""), row.ref, journal):
            extension = re.sub(r"\D", "", row.what.get("extension", ""))[:10]
            if extension and "extension" not in phone:
                phone["extension"] = extension
            kind = kind or contact.kind_of(desk)
            if kind:
                phone.setdefault("type", kind)
            desk = re.sub(
                r"\A(?:phone|tel(?:ephone)?|main|toll[ -]?free|fax|tty|tdd)? ?\d{0,2}\Z",
                "",
                clean.text(desk),
                flags=re.IGNORECASE,
            )
            if desk and journal.persons.may_be_named(desk):
                journal.hide("telephones that stand beside a person's name or other words")
                continue
            if re.search(r"[^\W\d_]", desk) and "@" not in desk:
                phone.setdefault("description", desk[:200])
            same = next((one for one in found if one["number"] == phone["number"]), None)
            if same is None:
                found.append(phone)
            elif same.get("type", "voice") != phone.get("type", "voice"):
                journal.mend("one number under two kinds: kept as a plain telephone")
                same.pop("type", None)
    return found


def hours_text(node: Node, field: str, asked: list[Data], when: tuple[str, str], journal: Journal) -> str:
    """The hours of a service or place; where they are not certain, a question is asked and they stay unknown.

    `when` is the day on which the source wrote them, as far as known, and the day of the import.
    """
    hours, unsure = hours_of([row.what for row in node.schedules], when[1])
    said = prosetext.text(node.text.get("hours", ""), "hours", journal, 2000)
    if not hours and not unsure and said:
        try:
            hours = read_prose(said, *when)
            journal.mend("hours in words read as hours" if hours else OVER)
        except HoursError as error:
            unsure, reason = said, error.message
            journal.doubt(
                node.ref, field, f"hours that are not certain: {plainly(reason)}", journal.persons.shown(said)
            )
    elif unsure:
        journal.doubt(node.ref, field, "hours that are not certain", journal.persons.shown(unsure))
    if unsure:
        asked.append(
            question(
                field,
                f"The source gives the hours as “{_short(journal.persons.shown(unsure))}”. What are they?",
            )
        )
    return hours if len(hours) <= 500 else ""


def plainly(reason: str) -> str:
    """The kind of doubt without the words of the row, so that the report can count it."""
    return re.sub(r"“[^”]*”", "…", reason).rstrip(".")


def _short(said: str) -> str:
    return prosetext.shorten(said, 300) if len(said) > 300 else said


def question(field: str, text: str) -> Data:
    """A question for a steward."""
    return {"field": field[:200], "text": text[:500]}


def serves_of(
    areas: Iterable[str], book: Book, own: Mapping[str, tuple[str, ...]], where: Ref, journal: Journal
) -> Data:
    """The area served: counties, cities, or all of the state. What is neither goes to the journal."""
    words, config = book.vocabulary, book.config
    names = {county.name.casefold(): slug for slug, county in words.counties.items()}
    counties: list[str] = []
    cities: list[str] = []
    for area in areas:
        plain = clean.text(area)
        key = plain.casefold()
        short = re.sub(r"\s+(?:county|co\.)\Z", "", key)
        if _EVERYWHERE.fullmatch(plain) or key == config.state_name.casefold():
            return {"statewide": True}
        if key in own or plain in own:
            counties += own.get(plain, own.get(key, ()))
        elif short in names and (short != key or not words.places.city(plain)):
            counties.append(names[short])
        elif plain in words.counties:
            counties.append(plain)
        elif (city := words.places.city(plain)) is not None:
            cities.append(city.name)
        elif plain:
            journal.doubt(where, "serves", "not an area that is known", plain)
    found: Data = {}
    if counties:
        found["counties"] = list(dict.fromkeys(counties))
    if cities:
        found["cities"] = list(dict.fromkeys(cities))
    return found
