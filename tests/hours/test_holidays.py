"""Public holidays from the list in `directory.yaml`."""

from __future__ import annotations

from datetime import date

import pytest

from bluepages.hours import Calendar, HoursError


def test_california_in_2026_and_2027(california: Calendar) -> None:
    assert [day.isoformat() for day in california.dates(2026)] == [
        *("2026-01-01", "2026-01-19", "2026-02-16", "2026-03-31", "2026-05-25", "2026-06-19", "2026-07-04"),
        *("2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-11-27", "2026-12-25"),
    ]
    # Independence Day falls on a Sunday in 2027: the Monday after is kept too.
    assert [day.isoformat() for day in california.dates(2027) if day.month == 7] == ["2027-07-04", "2027-07-05"]
    assert california.is_holiday(date(2026, 11, 27))
    assert not california.is_holiday(date(2026, 11, 28))
    assert california.name(date(2026, 5, 25)) == "Memorial Day"
    assert california.name(date(2026, 5, 26)) == ""


def test_observed_days_cross_new_year() -> None:
    calendar = Calendar.of([{"name": "New Year's Day", "rule": "Jan 1", "observed": "weekday"}])
    assert calendar.is_holiday(date(2027, 12, 31))  # January 1, 2028 is a Saturday
    assert calendar.dates(2028) == (date(2028, 1, 1),)


def test_rules() -> None:
    calendar = Calendar.of(
        [
            {"name": "Leap Day", "rule": "Feb 29"},
            {"name": "Fifth Monday", "rule": "Mar Mo[5]"},
            {"name": "Election Day", "rule": "2026 Nov 3"},
            {"name": "Eve", "rule": "May Mo[-1] -2 days"},
        ]
    )
    assert calendar.dates(2026) == (date(2026, 3, 30), date(2026, 5, 23), date(2026, 11, 3))
    assert calendar.dates(2027) == (date(2027, 3, 29), date(2027, 5, 29))
    assert calendar.dates(2028) == (date(2028, 2, 29), date(2028, 5, 27))
    assert Calendar().dates(2026) == ()


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "X", "rule": "Janu 1"},
        {"name": "X", "rule": "Feb 30"},
        {"name": "X", "rule": "Jan Mo[6]"},
        {"name": "", "rule": "Jan 1"},
        {"name": "X"},
        {"name": "X", "rule": "Jan 1", "observed": "tuesday"},
        {"name": "X", "rule": "Jan 1", "date": "2026-01-01"},
    ],
    ids=str,
)
def test_a_bad_entry_is_refused_with_a_hint(entry: dict[str, str]) -> None:
    with pytest.raises(HoursError) as caught:
        Calendar.of([entry])
    assert caught.value.hint
