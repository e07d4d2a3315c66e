"""Hours in words, English and Spanish: lines for a page, one sentence for a table cell, and the ordinary week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from bluepages.hours.blocks import Block, blocks
from bluepages.hours.evaluate import Piece, pieces
from bluepages.hours.holidays import Calendar
from bluepages.hours.phrases import LANGUAGES, Language, Phrases, capital, join, range_words, span_words
from bluepages.hours.value import DAY, Hours, run_parts


class HoursLine(msgspec.Struct, frozen=True):
    """One line: which days, which times (or "Closed", "Call first"), and what to know.

    `days` is "" when no days are named (`"by appointment"`, `unknown`), and `note` is "" when there is nothing to add.
    """

    days: str
    times: str
    note: str = ""


class WeekRow(msgspec.Struct, frozen=True):
    """One row of the table of the ordinary week. `note` holds comments and counted weekdays (first Saturday ...)."""

    day: str
    times: str
    note: str = ""


def words(hours: Hours | None, language: Language) -> tuple[HoursLine, ...]:
    """The ordinary week, then exceptions. () when nobody knows the hours."""
    phrases = LANGUAGES[language]
    return tuple(line for block in blocks(hours or Hours()) for line in _lines(block, phrases))


def _lines(block: Block, phrases: Phrases) -> Iterator[HoursLine]:
    for weekdays, told in block.days:
        always = block.ordinary and len(weekdays) == 7 and [(piece.start, piece.end) for piece in told] == [(0, DAY)]
        # "By appointment" alone names no days: it does not promise that someone is there every day.
        days = "" if always and told[0].kind != "open" else capital(_days(block, weekdays, phrases))
        for times, note in _times(told, phrases, block.adds):
            yield HoursLine(days, times, note)


def sentence(hours: Hours | None, language: Language) -> str:
    """The same on one line: `Monday to Friday 9:00 AM to 5:00 PM; Public holidays: Closed`. "" when not known."""
    return "; ".join(_line(line) for line in words(hours, language))


def on_day(hours: Hours, day: date, calendar: Calendar, language: Language) -> str:
    """What holds on one day: `9:00 AM to 1:00 PM`, `Closed (moving)`."""
    told = pieces(hours.rules, day, calendar)
    return "; ".join(_line(HoursLine("", *pair)) for pair in _times(told, LANGUAGES[language]))


def block_sentence(block: Block) -> str:
    """One block in English: `Public holidays: Closed`."""
    return "; ".join(_line(line) for line in _lines(block, LANGUAGES["en"]))


def piece_note(piece: Piece, adds: bool) -> str:
    """What a row of times cannot say of a piece, in English: that it is closed, to call first, not known, a comment."""
    ((times, note),) = _times((piece,), LANGUAGES["en"], adds)
    says = piece.kind == "closed" or ((piece.start, piece.end) == (0, DAY) and piece.kind != "open")
    return capital(": ".join(part for part in (times if says else "", note) if part))


def week(hours: Hours | None, language: Language) -> tuple[WeekRow, ...] | None:
    """Seven rows, Monday to Sunday, of the ordinary week; None when the hours have none (only seasons, say).

    Seasons, holidays and dates are left out: show `words` beside it. Counted weekdays are told in their day's row.
    """
    phrases = LANGUAGES[language]
    parts = blocks(hours or Hours())
    ordinary = next((block for block in parts if block.ordinary), None)
    counted = [block for block in parts if block.nth and not block.dates]
    if ordinary is None and not counted:
        return None
    return tuple(_row(day, ordinary, counted, phrases) for day in range(7))


def _row(day: int, ordinary: Block | None, counted: list[Block], phrases: Phrases) -> WeekRow:
    name = capital(phrases.days[day])
    told = next((told for days, told in ordinary.days if day in days), None) if ordinary else None
    pairs = list(_times(told, phrases)) if told is not None else []
    notes = [note for _, note in pairs if note]
    for block in counted:
        if block.nth[0][0] == day:
            notes += [_line(HoursLine(_nth(block, phrases), *pair)) for pair in _times(block.days[0][1], phrases)]
    if pairs:
        return WeekRow(name, join([times for times, _ in pairs], phrases), capital("; ".join(notes)))
    return WeekRow(name, capital("; ".join(notes)) or phrases.closed)


def _line(line: HoursLine) -> str:
    colon = "" if line.times[:1].isdigit() else ":"
    days = f"{line.days}{colon} " if line.days else ""
    return f"{days}{line.times}{f' ({line.note})' if line.note else ''}"


def _days(block: Block, weekdays: tuple[int, ...], phrases: Phrases) -> str:
    parts = [join([range_words(dates, phrases) for dates in block.dates], phrases)] if block.dates else []
    if block.nth:
        parts.append(_nth(block, phrases))
    elif block.holidays:
        parts.append(phrases.holidays)
    elif len(weekdays) == 7:
        parts += [] if block.dates else [phrases.every_day]
    else:
        parts.append(join(list(_runs(weekdays, phrases)), phrases))
    return ", ".join(parts)


def _runs(weekdays: tuple[int, ...], phrases: Phrases) -> Iterator[str]:
    for first, last in run_parts(weekdays):
        name = phrases.days[first]
        yield name if first == last else f"{name} {phrases.to} {phrases.days[last]}"


def _nth(block: Block, phrases: Phrases) -> str:
    day, places = block.nth[0]
    named = join([phrases.places[place] for place in places], phrases)
    return phrases.nth.format(places=named, day=phrases.days[day])


def _times(told: tuple[Piece, ...], phrases: Phrases, adds: bool = False) -> Iterator[tuple[str, str]]:
    """Pairs of times and note, one for each kind of piece and comment."""
    if not told:
        yield phrases.closed, ""
    for kind, comment in dict.fromkeys((piece.kind, piece.note) for piece in told):
        spans = [(piece.start, piece.end) for piece in told if (piece.kind, piece.note) == (kind, comment)]
        clock = "" if spans[0] in ((0, DAY), (0, 0)) else join([span_words(span, phrases) for span in spans], phrases)
        note = phrases.comments.get(comment.lower(), comment)
        if kind == "call-first":
            note = note if not clock or "call" in comment.lower() else f"{phrases.call_first.lower()}: {note}"
            times = clock or phrases.call_first
        elif kind == "unknown":
            times, note = clock or phrases.not_known, phrases.not_known.lower() if clock else note
        elif kind == "closed":
            times = f"{phrases.closed} {clock}".strip()
        else:
            times = clock or phrases.open_24
        yield times, "; ".join(part for part in (phrases.also if adds else "", note) if part)
