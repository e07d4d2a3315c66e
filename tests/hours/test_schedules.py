"""HSDS schedules."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings

from bluepages.hours import Hours, parse, schedules
from tests.hours.samples import hours_values

WEEKDAYS = "MO,TU,WE,TH,FR"
ROWS: list[tuple[str, list[dict[str, Any]]]] = [
    (
        "Mo-Fr 11:30-13:30; Sa[1,3] 12:00-14:00; PH off",
        [
            {"freq": "WEEKLY", "byday": WEEKDAYS, "opens_at": "11:30:00", "closes_at": "13:30:00"},
            {"freq": "MONTHLY", "byday": "1SA,3SA", "opens_at": "12:00:00", "closes_at": "14:00:00"},
            {"notes": "Public holidays: Closed"},
        ],
    ),
    (
        "Su 22:00-06:00",
        [
            {"freq": "WEEKLY", "byday": "SU", "opens_at": "22:00:00", "closes_at": "23:59:00"},
            {"freq": "WEEKLY", "byday": "MO", "opens_at": "00:00:00", "closes_at": "06:00:00"},
        ],
    ),
    (
        "24/7",
        [{"freq": "WEEKLY", "byday": f"{WEEKDAYS},SA,SU", "opens_at": "00:00:00", "closes_at": "23:59:00"}],
    ),
    ('"by appointment"', [{"notes": "Call first: by appointment"}]),
    ("unknown", [{"notes": "Hours not known"}]),
    ("off", [{"notes": "Closed"}]),
    (
        'Sa 09:00-12:00 "by appointment"; 2026 Dec 26 off "winter break"; Jul 4 10:00-12:00',
        [
            {
                "freq": "WEEKLY",
                "byday": "SA",
                "opens_at": "09:00:00",
                "closes_at": "12:00:00",
                "notes": "Call first: by appointment",
            },
            {"valid_from": "2026-12-26", "valid_to": "2026-12-26", "notes": "Closed: winter break"},
            {"notes": "July 4 10:00 AM to noon"},
        ],
    ),
    (
        "2026 Jun 1-2026 Aug 31 Mo,We 09:00-12:00; 2026 Dec 31 22:00-03:00",
        [
            {
                "valid_from": "2026-06-01",
                "valid_to": "2026-08-31",
                "freq": "WEEKLY",
                "byday": "MO,WE",
                "opens_at": "09:00:00",
                "closes_at": "12:00:00",
            },
            {"valid_from": "2026-12-31", "valid_to": "2026-12-31", "opens_at": "22:00:00", "closes_at": "23:59:00"},
            {"valid_from": "2027-01-01", "valid_to": "2027-01-01", "opens_at": "00:00:00", "closes_at": "03:00:00"},
        ],
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_rows(row: tuple[str, list[dict[str, Any]]]) -> None:
    text, wanted = row
    found = list(schedules(parse(text)))
    assert found[0].pop("description") == text
    assert found == wanted


def test_unknown_hours_have_no_schedule() -> None:
    assert schedules(None) == schedules(Hours()) == ()


@given(hours_values())
@settings(max_examples=150, deadline=None)
def test_shape(hours: Hours) -> None:
    rows = schedules(hours)
    assert parse(rows[0]["description"]) == hours
    assert [row for row in rows[1:] if "description" in row] == []
    for row in rows:
        assert all(isinstance(value, str) and value for value in row.values())
        assert row.get("freq") in (None, "WEEKLY", "MONTHLY")
        assert ("freq" in row) == ("byday" in row)
        assert ("opens_at" in row) == ("closes_at" in row)
        assert "opens_at" in row or "notes" in row
        for time in (row.get("opens_at"), row.get("closes_at")):
            assert time is None or re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d:00", time)
        if "opens_at" in row and row.get("freq") != "MONTHLY":
            assert row["opens_at"] < row["closes_at"]
        for code in row["byday"].split(",") if "byday" in row else ():
            assert re.fullmatch(r"(MO|TU|WE|TH|FR|SA|SU)" if row["freq"] == "WEEKLY" else r"-?[1-5][A-Z]{2}", code)
    bare = [tuple(sorted((key, value) for key, value in row.items() if key != "description")) for row in rows]
    assert len(set(bare)) == len(bare)
