"""What holds at an instant: open, closed, call first or unknown; until when; and when it opens next.

Semantics are OpenStreetMap's, with two differences, both for the sake of the person at the door: a comment makes its
span "call-first", never open; and a span past midnight belongs to the day on which it began, so a holiday neither cuts
the night before it short nor leaves an orphan morning after it. `site/assets/hours.mjs` is the same in the browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal
from zoneinfo import ZoneInfo

import msgspec

from bluepages.hours.holidays import Calendar
from bluepages.hours.value import DAY, Hours, Rule, month_length

StateKind = Literal["open", "closed", "call-first", "unknown"]

HORIZON: Final = 370
"""Days looked ahead, so that a season that comes once a year is found. Beyond it, `until` and `next_open` are None."""


class State(msgspec.Struct, frozen=True):
    """`until` ends this state; `next_open` is the next opening when not open now. `note` is the comment or reason."""

    kind: StateKind
    until: datetime | None = None
    next_open: datetime | None = None
    note: str = ""


class Piece(msgspec.Struct, frozen=True):
    """Minutes of a day, perhaps beyond 1440, and what holds in them."""

    start: int
    end: int
    kind: StateKind
    note: str = ""


def rule_state(rule: Rule) -> StateKind:
    if rule.kind == "off":
        return "closed"
    if rule.comment:
        return "call-first"
    return "open" if rule.kind == "open" else "unknown"


def status(hours: Hours | None, at: datetime, calendar: Calendar, zone: str = "America/Los_Angeles") -> State:
    """The state at an aware instant. The wall clock of the zone decides, through changes of daylight saving time.

    Raises ValueError for a naive `at`.
    """
    if at.tzinfo is None:
        raise ValueError("status() needs an instant with a time zone")
    if hours is None or not hours.rules:
        return State("unknown")
    local = at.astimezone(ZoneInfo(zone))
    found = _walk(hours, local.replace(tzinfo=None, fold=0), calendar)
    state = State(found.kind, _instant(found.until, local), _instant(found.next_open, local), found.note)
    jump = _clock_goes_back(local)
    if jump is None:
        return state
    # In the first pass of the hour that comes twice: what the clock shows after it has gone back may come sooner.
    again = status(hours, jump, calendar, zone)
    until, opens = state.until, state.next_open
    if until is None or until > jump:
        until = jump if again.kind != state.kind else again.until
    if state.kind != "open" and (opens is None or opens > jump):
        opens = jump if again.kind == "open" else again.next_open
    return State(state.kind, until, opens, state.note)


def pieces(rules: tuple[Rule, ...], day: date, calendar: Calendar) -> tuple[Piece, ...]:
    """What the rules say of the spans that begin on a day, later pieces lying over earlier ones. () is closed."""
    return stack(tuple(rule for rule in rules if matches(rule, day, calendar)))


def stack(rules: tuple[Rule, ...]) -> tuple[Piece, ...]:
    """The pieces of rules that all match a day: `;` replaces what stood before, `,` and hours that are off join it."""
    found: list[Piece] = []
    for rule in rules:
        kind = rule_state(rule)
        if not rule.adds and (rule.kind != "off" or not rule.spans):
            found = []
        if rule.kind == "off" and not rule.spans:
            found = [Piece(0, 0, kind, rule.comment)]
        else:
            found += [Piece(start, end, kind, rule.comment) for start, end in rule.spans or ((0, DAY),)]
    return tuple(found)


def matches(rule: Rule, day: date, calendar: Calendar) -> bool:
    """Whether a rule speaks of the spans that begin on this day."""
    if rule.dates and not any(dates.holds((day.year, day.month, day.day)) for dates in rule.dates):
        return False
    if rule.every_day or day.weekday() in rule.weekdays:
        return True
    if rule.nth:
        front = (day.day + 6) // 7
        back = -((month_length(day.month, day.year) - day.day) // 7 + 1)
        if any(weekday == day.weekday() and (front in at or back in at) for weekday, at in rule.nth):
            return True
    return rule.holidays and calendar.is_holiday(day)


def timeline(layers: tuple[Piece, ...], end: int = DAY) -> list[Piece]:
    """From minute 0 to `end` without gaps or overlaps: the last piece that covers a minute decides; none is closed."""
    cuts = sorted({0, end, *(cut for piece in layers for cut in (piece.start, piece.end) if 0 < cut < end)})
    found: list[Piece] = []
    for start, stop in pairwise(cuts):
        top = next((piece for piece in reversed(layers) if piece.start <= start < piece.end), None)
        this = Piece(start, stop, top.kind, top.note) if top else Piece(start, stop, "closed")
        if found and (found[-1].kind, found[-1].note) == (this.kind, this.note):
            this = msgspec.structs.replace(found.pop(), end=stop)
        found.append(this)
    return found


def _day(hours: Hours, day: date, calendar: Calendar) -> list[Piece]:
    """The 24 hours of a day: what spills over from the day before lies under the day's own spans."""
    before = pieces(hours.rules, day - timedelta(days=1), calendar)
    spill = tuple(Piece(piece.start - DAY, piece.end - DAY, piece.kind, piece.note) for piece in before)
    own = pieces(hours.rules, day, calendar)
    reason = next((piece.note for piece in own if not piece.end), "")
    found = timeline(spill + own)
    if reason:
        return [msgspec.structs.replace(piece, note=reason) if piece.kind == "closed" else piece for piece in found]
    return found


class _Walk(msgspec.Struct, frozen=True):
    kind: StateKind
    until: datetime | None
    next_open: datetime | None
    note: str


@lru_cache(maxsize=1024)
def _walk(hours: Hours, at: datetime, calendar: Calendar) -> _Walk:
    """The same on a wall clock that never jumps; `at` and the answers are naive."""
    now: Piece | None = None
    until: datetime | None = None
    opens = any(rule_state(rule) == "open" for rule in hours.rules)
    for when, piece in _pieces_from(hours, at, calendar):
        if now is None:
            now = piece
            continue
        if until is None and piece.kind != now.kind:
            until = when
        if until is not None and (now.kind == "open" or piece.kind == "open" or not opens):
            return _Walk(now.kind, until, when if piece.kind == "open" and now.kind != "open" else None, now.note)
    assert now is not None
    return _Walk(now.kind, until, None, now.note)


def _pieces_from(hours: Hours, at: datetime, calendar: Calendar) -> Iterator[tuple[datetime, Piece]]:
    for ahead in range(HORIZON + 1):
        day = at.date() + timedelta(days=ahead)
        midnight = datetime.combine(day, time())
        for piece in _day(hours, day, calendar):
            if midnight + timedelta(minutes=piece.end) > at:
                yield midnight + timedelta(minutes=piece.start), piece


def _instant(wall: datetime | None, after: datetime) -> datetime | None:
    """The first instant after `after` at which the clock shows `wall`, or has jumped over it."""
    if wall is None:
        return None
    zone = after.tzinfo
    aware = wall.replace(tzinfo=zone)
    if aware.astimezone(UTC) <= after.astimezone(UTC):
        aware = wall.replace(tzinfo=zone, fold=1)
    back = aware.astimezone(UTC).astimezone(zone)
    if back.replace(tzinfo=None, fold=0) == wall:
        return aware
    # The clock never shows it: the change itself is the first instant at or after it.
    while (earlier := (back.astimezone(UTC) - timedelta(minutes=1)).astimezone(zone)).replace(tzinfo=None) > wall:
        back = earlier
    return back


def _clock_goes_back(local: datetime) -> datetime | None:
    """In the first pass of an hour that comes twice: the instant at which the second pass begins."""
    if local.fold or local.utcoffset() == local.replace(fold=1).utcoffset():
        return None
    second = local.replace(fold=1, second=0, microsecond=0)
    while (earlier := (second.astimezone(UTC) - timedelta(minutes=1)).astimezone(local.tzinfo)).fold:
        second = earlier
    return second
