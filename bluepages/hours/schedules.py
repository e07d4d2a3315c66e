"""Hours as HSDS 3.1 `schedule` objects (without `id`, which depends on the parent).

HSDS borrows from calendar software: weekly or monthly recurrences, no closed days, no holidays, no seasons of every
year. How each is put:

- Times are `HH:MM:SS` local time; no offset and no `timezone` (the field is a fixed number of hours, wrong for half
  the year). Midnight as a closing time is 23:59:00, so 24 hours are 00:00:00-23:59:00.
- A span past midnight is two rows: to 23:59:00, and from 00:00:00 on the next day(s).
- Plain weeks are WEEKLY with `byday`; counted weekdays are MONTHLY with `1SA,3SA`, past midnight one row (a second
  one "on the day after the first Saturday" cannot be said), whose closing time is then before its opening time.
- Dates of one year use `valid_from` and `valid_to`. A closure has no times and the note "Closed".
- What cannot be said (public holidays, seasons of every year) is a row of `notes` alone, in English words, so that
  no reader takes it for ordinary hours. "Call first" and comments are `notes` too.
- Exactly one row has a `description`: the canonical text of the whole hours, from which they can be read back.

No value is ever null; unknown hours give no rows.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from bluepages.hours.blocks import Block, blocks
from bluepages.hours.evaluate import Piece
from bluepages.hours.value import DAY, DAYS, DateRange, Hours
from bluepages.hours.words import block_sentence, piece_note

_LAST: Final = "23:59:00"
_CODES: Final = tuple(day.upper() for day in DAYS)


def schedules(hours: Hours | None) -> tuple[dict[str, Any], ...]:
    """One dict for each schedule row, keys in the order of the standard."""
    if hours is None or not hours.rules:
        return ()
    rows: list[dict[str, Any]] = []
    for block in blocks(hours):
        rows += _rows(block)
    first, *rest = rows or [{"notes": "Closed"}]
    return {"description": hours.canonical, **first}, *rest


def _rows(block: Block) -> list[dict[str, Any]]:
    if block.holidays or any(not dates.start[0] for dates in block.dates):
        return [{"notes": block_sentence(block)}]
    rows = [
        {**_when(block, dates, weekdays, shift, "opens_at" in row), **row}
        for dates in block.dates or (None,)
        for weekdays, told in block.days
        for shift, row in _told(block, told)
    ]
    merged: dict[tuple[tuple[str, str], ...], dict[str, Any]] = {}
    for row in rows:
        same = merged.setdefault(tuple((name, value) for name, value in row.items() if name != "byday"), row)
        if "byday" in row and not block.nth:
            same["byday"] = _byday({*same["byday"].split(","), *row["byday"].split(",")})
    return list(merged.values())


def _told(block: Block, told: tuple[Piece, ...]) -> list[tuple[int, dict[str, str]]]:
    """(days later, times and notes). Days of the ordinary week that are closed need no row."""
    if all(piece.kind == "closed" and not piece.end for piece in told):
        reason = next((f"Closed: {piece.note}" for piece in told if piece.note), "Closed")
        return [] if block.ordinary and reason == "Closed" else [(0, {"notes": reason})]
    rows: list[tuple[int, dict[str, str]]] = []
    for piece in told:
        note = {"notes": text} if (text := piece_note(piece, block.adds)) else {}
        if piece.kind == "closed" or (piece.kind != "open" and (piece.start, piece.end) == (0, DAY)):
            rows.append((0, note))
            continue
        for shift, opens, closes in _split(piece, bool(block.nth)):
            rows.append((shift, {"opens_at": opens, "closes_at": closes, **note}))
    return rows


def _when(block: Block, dates: DateRange | None, weekdays: tuple[int, ...], shift: int, timed: bool) -> dict[str, str]:
    """Validity and recurrence, `shift` days later for what lies past midnight."""
    found: dict[str, str] = {}
    for name, day in (("valid_from", dates.start), ("valid_to", dates.end)) if dates else ():
        found[name] = (date(*day) + timedelta(days=shift)).isoformat()
    if block.nth:
        weekday, places = block.nth[0]
        return {**found, "freq": "MONTHLY", "byday": ",".join(f"{place}{_CODES[weekday]}" for place in places)}
    if len(weekdays) == 7 and (dates or not timed):
        return found
    return {**found, "freq": "WEEKLY", "byday": _byday({_CODES[(day + shift) % 7] for day in weekdays})}


def _byday(codes: set[str]) -> str:
    return ",".join(sorted(codes, key=_CODES.index))


def _split(piece: Piece, whole: bool) -> list[tuple[int, str, str]]:
    """(days later, opens_at, closes_at), cut at midnight unless it must stay whole."""
    if piece.end <= DAY or whole:
        return [(0, _time(piece.start), _LAST if piece.end == DAY else _time(piece.end % DAY))]
    if piece.start >= DAY:
        return [(1, _time(piece.start - DAY), _LAST if piece.end == 2 * DAY else _time(piece.end - DAY))]
    return [(0, _time(piece.start), _LAST), (1, "00:00:00", _time(piece.end - DAY))]


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}:00"
