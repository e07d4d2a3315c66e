"""The words of hours in each language: names of days and months, and how dates, times and lists are said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from bluepages.hours.value import DAY, DateRange, Span, month_length

Language = Literal["en", "es"]


class Phrases(msgspec.Struct, frozen=True):
    days: tuple[str, ...]
    months: tuple[str, ...]
    places: dict[int, str]
    """Places in the month; keys 1..5 and -1..-5."""
    nth: str
    conjunction: str
    to: str
    """Between the ends of a range of days, months or times."""
    meridiem: tuple[str, str]
    noon: str
    midnight: str
    next_day: str
    every_day: str
    holidays: str
    closed: str
    open_24: str
    call_first: str
    not_known: str
    also: str
    comments: dict[str, str]
    """Translations of the comments that people write most."""


ENGLISH = Phrases(
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    places={1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}
    | {-1: "last", -2: "second to last", -3: "third to last", -4: "fourth to last", -5: "fifth to last"},
    nth="{places} {day} of the month",
    conjunction="and",
    to="to",
    meridiem=("AM", "PM"),
    noon="noon",
    midnight="midnight",
    next_day="the next day",
    every_day="every day",
    holidays="public holidays",
    closed="Closed",
    open_24="Open 24 hours",
    call_first="Call first",
    not_known="Hours not known",
    also="also",
    comments={},
)

SPANISH = Phrases(
    days=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    places={1: "primer", 2: "segundo", 3: "tercer", 4: "cuarto", 5: "quinto"}
    | {-1: "último", -2: "penúltimo", -3: "antepenúltimo", -4: "cuarto por el final", -5: "quinto por el final"},
    nth="{places} {day} del mes",
    conjunction="y",
    to="a",
    meridiem=("a. m.", "p. m."),
    noon="mediodía",
    midnight="medianoche",
    next_day="del día siguiente",
    every_day="todos los días",
    holidays="días festivos",
    closed="Cerrado",
    open_24="Abierto las 24 horas",
    call_first="Llame antes",
    not_known="Horario desconocido",
    also="además",
    comments={
        "by appointment": "con cita",
        "by appointment only": "solo con cita",
        "call first": "llame antes",
        "call for hours": "llame para conocer el horario",
        "hours vary": "el horario varía",
        "hours may vary": "el horario puede variar",
        "call ahead": "llame antes",
        "drop-in": "sin cita",
        "walk-in": "sin cita",
        "while supplies last": "hasta agotar existencias",
        "last friday": "último viernes",
    },
)

LANGUAGES: dict[Language, Phrases] = {"en": ENGLISH, "es": SPANISH}


def join(items: Sequence[str], phrases: Phrases) -> str:
    """`a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {phrases.conjunction} {items[-1]}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def clock(minute: int, phrases: Phrases) -> str:
    """`11:30 AM`; noon and midnight in words, since nobody is sure which of them 12 PM is."""
    minute %= DAY
    if minute in (0, DAY // 2):
        return phrases.noon if minute else phrases.midnight
    hour = minute // 60
    return f"{hour % 12 or 12}:{minute % 60:02} {phrases.meridiem[hour >= 12]}"


def span_words(span: Span, phrases: Phrases) -> str:
    start, end = span
    text = f"{clock(start, phrases)} {phrases.to} {clock(end, phrases)}"
    return f"{text} {phrases.next_day}" if end > DAY else text


def range_words(dates: DateRange, phrases: Phrases) -> str:
    """`December 24 to 26, 2026`; `June to August`; `del 24 al 26 de diciembre de 2026`."""
    return _spanish(dates) if phrases is SPANISH else _english(dates)


def _english(dates: DateRange) -> str:
    (year, month, day), (last_year, last_month, last_day) = dates.start, dates.end
    name, last_name = ENGLISH.months[month - 1], ENGLISH.months[last_month - 1]
    if _months(dates):
        return name if month == last_month else f"{name} to {last_name}"
    tail = f", {last_year}" if last_year else ""
    if dates.start == dates.end:
        return f"{name} {day}{tail}"
    if year != last_year:
        return f"{name} {day}, {year} to {last_name} {last_day}{tail}"
    if month == last_month and day < last_day:
        return f"{name} {day} to {last_day}{tail}"
    return f"{name} {day} to {last_name} {last_day}{tail}"


def _spanish(dates: DateRange) -> str:
    (year, month, day), (last_year, last_month, last_day) = dates.start, dates.end
    name, last_name = SPANISH.months[month - 1], SPANISH.months[last_month - 1]
    if _months(dates):
        return name if month == last_month else f"de {name} a {last_name}"
    tail = f" de {last_year}" if last_year else ""
    if dates.start == dates.end:
        return f"{_ordinal(day)} de {name}{tail}"
    if year != last_year:
        return f"del {_ordinal(day)} de {name} de {year} al {_ordinal(last_day)} de {last_name}{tail}"
    if month == last_month and day < last_day:
        return f"del {_ordinal(day)} al {_ordinal(last_day)} de {name}{tail}"
    return f"del {_ordinal(day)} de {name} al {_ordinal(last_day)} de {last_name}{tail}"


def _ordinal(day: int) -> str:
    return "1.º" if day == 1 else str(day)


def _months(dates: DateRange) -> bool:
    """Whole months of every year."""
    return not dates.start[0] and dates.start[2] == 1 and dates.end[2] == month_length(dates.end[1])
