"""Days of the calendar, parts of them, and ages, held against the standard library's own arithmetic."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from bluepages.dates import calendar_day, first_day, whole_months, within

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-10", "20261002", "2026-W40-5", "2026-02-30", "2026-13-01", "2026-10-02 ", "٢٠٢٦-١٠-٠٢"],
)  # fmt: skip
def test_other_spellings_are_no_day(text: str) -> None:
    assert calendar_day(text) is None


@given(DAYS)
def test_a_day_is_read_back(day: date) -> None:
    assert calendar_day(day.isoformat()) == first_day(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "day"), [("2026", date(2026, 1, 1)), ("2026-10", date(2026, 10, 1)), ("2026-13", None), ("202", None)]
)
def test_a_part_begins_on_its_first_day(text: str, day: date | None) -> None:
    assert first_day(text) == day


@given(DAYS, DAYS)
def test_months_are_those_of_the_calendar(start: date, end: date) -> None:
    """The last month counts when its day has come: the 31st of January is no month old on the 28th of February."""
    start, end = min(start, end), max(start, end)
    months = whole_months(start, end)
    found = relativedelta(end, start)
    most = found.years * 12 + found.months
    assert months == most or (months == most - 1 and start.day > 28 and end.day < start.day)


@given(DAYS, st.integers(1, 60))
def test_fresh_ends_on_the_day_itself(day: date, months: int) -> None:
    last = day + relativedelta(months=months)
    if last.day == day.day:
        assert not within(day.isoformat(), last, months)
        assert within(day.isoformat(), last - timedelta(days=1), months)
    assert not within("", day, months) and not within("soon", day, months)
