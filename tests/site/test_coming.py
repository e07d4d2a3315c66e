"""What is soon to come: days on which hours differ, told once, with the places they differ at."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from bluepages.config import Holiday
from bluepages.enrich import gather
from bluepages.site.catalogue import load_catalogue
from bluepages.site.coming import Coming, coming
from tests.site.samples import TODAY
from tests.support import ROOT, make_book

WORDS = {code: load_catalogue(ROOT / "site" / "locales", code, "California") for code in ("en", "es")}
THANKSGIVING = Holiday("Thanksgiving Day", "Nov Th[4]")  # November 26, 2026


def told(*hours: str, language: str = "en") -> list[Coming]:
    """What is told of a provider with a place for each of these hours."""
    keys = [f"place-{n}" for n in range(len(hours))]
    record: dict[str, Any] = {
        "name": "Pantry",
        "description": "Food.",
        "locations": {key: {"name": key.title(), "address": {"city": "Fresno"}} for key in keys},
        "services": {"food": {"name": "Food", "needs": ["food.pantry"],
                              "at": {key: {"hours": text} for key, text in zip(keys, hours, strict=True)}}},
        "sources": [{"ref": "web:pantry.example.org", "date": "2026"}],
    }  # fmt: skip
    book = make_book({"fresno/pantry": record})
    book.config = replace(book.config, holidays=(THANKSGIVING,))
    edition = gather(book, TODAY)
    return coming(edition.offers["pantry"], {key: key.title() for key in keys}, WORDS[language], edition)


def test_closed_on_a_holiday() -> None:
    (day,) = told("Mo-Fr 09:00-17:00; PH off")
    assert (day.day, day.words, str(day.holiday)) == ("2026-11-26", "Thursday, November 26, 2026", "Thanksgiving Day")
    assert day.told == (("Closed", (), 0),)


def test_in_spanish_the_name_of_the_holiday_is_marked() -> None:
    (day,) = told("Mo-Fr 09:00-17:00; PH off", language="es")
    assert day.words == "Jueves, 26 de noviembre de 2026" and day.holiday.lang == "en"
    assert day.told == (("Cerrado", (), 0),)


def test_hours_that_do_not_speak_of_the_holiday() -> None:
    (day,) = told("Mo-Fr 09:00-17:00")
    assert day.told == (("Hours may be different on this day. Call first.", (), 0),)
    assert told("24/7") == [] and told("Mo,Tu 09:00-17:00") == [] and told("unknown") == []


def test_a_day_that_is_closed_anyway_needs_no_word() -> None:
    assert told("Sa 09:00-13:00; PH off") == []


def test_a_dated_exception_and_its_reason() -> None:
    days = told('Mo-Fr 09:00-17:00; PH off; 2026 Nov 23 off "moving"; 2026 Nov 24 10:00-12:00; 2026 Dec 24 off')
    assert [(day.day, day.told[0][0]) for day in days] == [
        ("2026-11-23", "Closed (moving)"), ("2026-11-24", "10:00 AM to noon"), ("2026-11-26", "Closed"),
    ]  # fmt: skip


def test_places_that_differ_are_named() -> None:
    (day,) = told("Mo-Fr 09:00-17:00; PH off", "Th 08:00-12:00; PH 08:00-12:00", *["Fr 09:00-17:00"] * 2)
    assert day.told == (("Closed", ("Place-0",), 0),)
    (day,) = told(*[f"Mo-Fr 0{n}:00-17:00; PH off" for n in range(6)], "Sa 09:00-13:00")
    assert day.told == (("Closed", ("Place-0", "Place-1", "Place-2"), 3),)
