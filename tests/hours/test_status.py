"""What holds at an instant, against the library and against a second, plainer evaluation."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from bluepages.hours import Calendar, Hours, Rule, parse, status
from tests.hours.samples import CALIFORNIA, hours_values

ZONE = ZoneInfo("America/Los_Angeles")


def at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE, fold=fold)


ROWS = [
    # hours, instant, kind, until, next opening
    ("Mo-Fr 09:00-17:00", "2026-10-05 10:00", "open", "2026-10-05 17:00", None),
    ("Mo-Fr 09:00-17:00", "2026-10-05 08:59", "closed", "2026-10-05 09:00", "2026-10-05 09:00"),
    ("Mo-Fr 09:00-17:00", "2026-10-05 17:00", "closed", "2026-10-06 09:00", "2026-10-06 09:00"),
    ("Mo-Fr 09:00-17:00; PH off", "2026-11-25 18:00", "closed", "2026-11-30 09:00", "2026-11-30 09:00"),
    ("Fr-Sa 22:00-06:00", "2026-10-03 02:00", "open", "2026-10-03 06:00", None),
    ("Mo-Su 22:00-06:00; PH off", "2026-11-26 02:00", "open", "2026-11-26 06:00", None),
    ("Mo-Su 22:00-06:00; PH off", "2026-11-27 02:00", "closed", "2026-11-28 22:00", "2026-11-28 22:00"),
    ("Mo-Su 22:00-24:00, Mo-Su 00:00-06:00", "2026-10-03 23:00", "open", "2026-10-04 06:00", None),
    ("24/7", "2026-10-03 02:00", "open", None, None),
    ("24/7; 2026 Dec 25 off", "2026-12-24 12:00", "open", "2026-12-25 00:00", None),
    ('"by appointment"', "2026-10-05 10:00", "call-first", None, None),
    ('Mo-Fr 09:00-17:00 "by appointment"', "2026-10-05 10:00", "call-first", "2026-10-05 17:00", None),
    ('Mo-Fr 09:00-17:00 "by appointment"', "2026-10-05 18:00", "closed", "2026-10-06 09:00", None),
    ('Mo-Fr 09:00-17:00; Sa "call first"', "2026-10-03 10:00", "call-first", "2026-10-04 00:00", "2026-10-05 09:00"),
    ("Mo-Fr 09:00-17:00; Sa unknown", "2026-10-03 10:00", "unknown", "2026-10-04 00:00", "2026-10-05 09:00"),
    ("unknown; PH off", "2026-11-26 10:00", "closed", "2026-11-28 00:00", None),
    ("Sa[1,3] 10:00-12:00", "2026-10-03 11:00", "open", "2026-10-03 12:00", None),
    ("Sa[1,3] 10:00-12:00", "2026-10-10 11:00", "closed", "2026-10-17 10:00", "2026-10-17 10:00"),
    ("Sa[-1] 10:00-12:00", "2026-10-31 11:00", "open", "2026-10-31 12:00", None),
    ("Jun-Aug Mo 10:00-12:00", "2026-09-01 11:00", "closed", "2027-06-07 10:00", "2027-06-07 10:00"),
    ("off", "2026-10-05 10:00", "closed", None, None),
    # Clocks go forward on 2027-03-14 at 2:00 and back on 2026-11-01 at 2:00.
    ("Mo-Su 22:00-06:00", "2027-03-14 01:30", "open", "2027-03-14 06:00", None),
    ("Mo-Su 02:30-05:00", "2027-03-14 01:30", "closed", "2027-03-14 03:00", "2027-03-14 03:00"),
    ("Mo-Su 22:00-06:00", "2026-11-01 01:30", "open", "2026-11-01 06:00", None),
    ("Mo-Su 22:00-01:30", "2026-11-01 00:30", "open", "2026-11-01 01:30", None),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} at {row[1]}")
def test_table(row: tuple[str, str, str, str | None, str | None], california: Calendar) -> None:
    hours, instant, kind, until, opens = row
    found = status(parse(hours), at(instant), california)
    assert (found.kind, found.until, found.next_open) == (kind, until and at(until), opens and at(opens))


def test_the_hour_that_comes_twice(california: Calendar) -> None:
    hours = parse("Mo-Su 01:15-01:45")
    first = status(hours, at("2026-11-01 01:50"), california)
    assert first.kind == "closed"
    assert first.until == at("2026-11-01 01:15", fold=1)
    second = status(hours, at("2026-11-01 01:20", fold=1), california)
    assert (second.kind, second.until) == ("open", at("2026-11-01 01:45", fold=1))


def test_unknown_is_never_closed(california: Calendar) -> None:
    for hours in (None, Hours(), parse("unknown")):
        assert status(hours, at("2026-10-05 10:00"), california).kind == "unknown"
    with pytest.raises(ValueError, match="time zone"):
        status(None, datetime(2026, 10, 5), california)


def test_the_note_says_why(california: Calendar) -> None:
    hours = parse('Mo-Fr 09:00-17:00 "by appointment"; 2026 Dec 24 off "winter break"')
    assert status(hours, at("2026-10-05 10:00"), california).note == "by appointment"
    assert status(hours, at("2026-12-24 10:00"), california).note == "winter break"
    assert status(hours, at("2026-12-24 10:00"), california).kind == "closed"


instants = st.datetimes(datetime(2026, 6, 1), datetime(2027, 6, 1)).map(
    lambda wall: wall.replace(second=0, microsecond=0)
)
near_changes = st.integers(0, 3000).flatmap(
    lambda minute: st.sampled_from([datetime(2026, 10, 31), datetime(2027, 3, 13)]).map(
        lambda day: day + timedelta(minutes=minute)
    )
)


@given(hours_values(overnight=False, comments=False, holidays=False), instants | near_changes)
@settings(max_examples=200, deadline=None)
def test_agrees_with_the_library(hours: Hours, wall: datetime) -> None:
    """Where ours means to differ (comments, nights cut by the next day's rules), the second test is the referee."""
    instant = wall.replace(tzinfo=ZONE).astimezone(UTC).astimezone(ZONE)
    oracle = OpeningHours(hours.canonical, timezone=ZONE)
    found = status(hours, instant, Calendar())
    assert found.kind == str(oracle.state(instant)[0]).rpartition(".")[2].lower()
    change = oracle.next_change(instant)
    repeated = date(2026, 11, 1), date(2027, 3, 14)  # between 1:00 and 3:00 see the table above
    for each in (instant, change, found.until):
        assume(each is None or not (each.date() in repeated and each.hour < 4))
    while change is not None and change - instant < timedelta(days=369):
        if oracle.state(change)[0] != oracle.state(instant)[0]:
            assert found.until == change
            return
        change = oracle.next_change(change)
    assert found.until is None or found.until - instant > timedelta(days=368)


def plainly(hours: Hours, wall: datetime, calendar: Calendar) -> str:
    """A second evaluation: from the last rule back, at one minute."""

    def holds(rule: Rule, day: date) -> bool:
        if rule.dates and not any(
            (each.start <= (day.year, day.month, day.day) <= each.end)
            if each.start[0]
            else any(
                date(year, each.start[1], each.start[2])
                <= day
                <= date(
                    year + (each.end[1:] < each.start[1:]),
                    each.end[1],
                    min(each.end[2], 28 if each.end[1] == 2 else 31),
                )
                + timedelta(days=int(each.end[1:] == (2, 29) and day.year % 4 == 0))
                for year in (day.year - 1, day.year)
            )
            for each in rule.dates
        ):
            return False
        same = [other for n in range(1, 32) if (other := day.replace(day=1) + timedelta(n - 1)).month == day.month]
        same = [other for other in same if other.weekday() == day.weekday()]
        counted = {same.index(day) + 1, same.index(day) - len(same)}
        return (
            not (rule.weekdays or rule.nth or rule.holidays)
            or day.weekday() in rule.weekdays
            or any(weekday == day.weekday() and counted & set(places) for weekday, places in rule.nth)
            or (rule.holidays and day in calendar.dates(day.year))
        )

    def look(day: date, minute: int) -> str | None:
        for rule in reversed([rule for rule in hours.rules if holds(rule, day)]):
            off = rule.kind == "off"
            if off and not rule.spans:
                return None
            if any(start <= minute < end for start, end in rule.spans or ((0, 1440),)):
                return "closed" if off else "call-first" if rule.comment else rule.kind
            if not off and not rule.adds:
                return None
        return None

    minute = wall.hour * 60 + wall.minute
    return look(wall.date(), minute) or look(wall.date() - timedelta(days=1), minute + 1440) or "closed"


@given(hours_values(), instants)
@settings(max_examples=250, deadline=None)
def test_agrees_with_a_plainer_evaluation(hours: Hours, wall: datetime) -> None:
    calendar = Calendar.of(CALIFORNIA)
    found = status(hours, wall.replace(tzinfo=ZONE), calendar)
    assume(wall.date() not in (date(2026, 11, 1), date(2027, 3, 14)))
    assert found.kind == plainly(hours, wall, calendar)
    if found.until:
        change = found.until.astimezone(ZONE).replace(tzinfo=None)
        assert plainly(hours, change, calendar) != found.kind
        assert plainly(hours, change - timedelta(minutes=1), calendar) == found.kind
    if found.next_open:
        opens = found.next_open.astimezone(ZONE).replace(tzinfo=None)
        assert plainly(hours, opens, calendar) == "open"
        assert plainly(hours, opens - timedelta(minutes=1), calendar) != "open"
