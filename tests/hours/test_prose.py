"""Hours in prose: what is certain is read, what is not stays unsure, and nothing is ever read wrong."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepages.hours import HoursError, parse
from bluepages.hours.prose import interval, read_prose

TABLE = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "prose.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
UNSURE = "unsure"


def said(text: str, written: str = "", today: str = "") -> str:
    try:
        return read_prose(text, written, today)
    except HoursError:
        return UNSURE


def test_the_table_is_large_enough() -> None:
    assert len(TABLE) >= 500
    assert sum(1 for _, wanted in TABLE if wanted == UNSURE) >= 100


@pytest.mark.parametrize(("text", "wanted"), TABLE, ids=[text for text, _ in TABLE])
def test_the_table(text: str, wanted: str) -> None:
    assert said(text) == wanted
    assert said(f"  {text.replace(' ', chr(0xA0))} ") == wanted
    if wanted not in (UNSURE, ""):
        assert parse(wanted).canonical == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Monday-Friday, 9-5", "Mo-Fr 09:00-17:00"),
        ("Sat3rd 0900-1100", "Sa[3] 09:00-11:00"),
        ("FriLast 1000-130", "Fr[-1] 10:00-13:30"),
        ("2nd and 4th Tuesdays 10am - 2 pm", "Tu[2,4] 10:00-14:00"),
        ("Saturday 8-noon", "Sa 08:00-12:00"),
        ("Mon-Fri 9am-5pm; Tue 6pm-8pm", "Mo-Fr 09:00-17:00, Tu 18:00-20:00"),
        ("Mon-Fri 8-9", UNSURE),
        ("Mon 8-11, 1-4", "Mo 08:00-11:00,13:00-16:00"),
        ("Mon-Fri 9am-5pm; Tue 10am-2pm", UNSURE),
        ("Tuesday 2100-1300", UNSURE),
        ("Tuesday 1215-1230", UNSURE),
        ("Frequency: 2x per Month", UNSURE),
        ("call 510-555-0142", UNSURE),
        ("", ""),
        ("x" * 500, UNSURE),
    ],
)
def test_hard_ones(text: str, wanted: str) -> None:
    assert said(text) == wanted


NEXT_SPRING = ("2025-10-02", "2026-01-15")
LONG_AGO = ("2020-02", "2026-11-26")


@pytest.mark.parametrize(
    ("text", "when", "wanted"),
    [
        ("Sat, March 14, 9am-noon", NEXT_SPRING, "2026 Mar 14 09:00-12:00"),
        ("Sat, March 14, 9am-noon", ("2026", "2026-03-14"), "2026 Mar 14 09:00-12:00"),
        ("Sat, March 14, 9am-noon", ("2026", "2026-03-15"), ""),
        ("Sat, March 14, 9am-noon", ("2019-11-02", "2020-01-02"), "2020 Mar 14 09:00-12:00"),
        ("Sat, March 14, 9am-noon", LONG_AGO, ""),
        ("Sat, March 14, 9am-noon", ("", "2026-01-15"), UNSURE),  # of which year, nobody knows
        ("Sat, March 14, 9am-noon", ("2023-01-01", "2026-01-15"), UNSURE),  # no Saturday in any year near it
        ("Sunday, March 14, 9am-noon", NEXT_SPRING, UNSURE),
        ("Saturday, March 14, 2026, 9am-noon", NEXT_SPRING, "2026 Mar 14 09:00-12:00"),
        ("Sunday, March 14, 2026, 9am-noon", NEXT_SPRING, UNSURE),  # it is a Saturday
        ("Saturday, March 14, 2020, 9am-noon", NEXT_SPRING, ""),
        ("March 14, 2020, 9am-noon", NEXT_SPRING, ""),
        ("2020-03-14 9am-noon", NEXT_SPRING, ""),
        ("6/12/17 9am-noon", NEXT_SPRING, ""),
        ("March 14, 9am-noon", NEXT_SPRING, UNSURE),
        ("Sat Feb 29 9am-noon", ("2020", "2020-01-05"), "2020 Feb 29 09:00-12:00"),
        ("Sat, March 14 and Sat, April 11, 9am-noon", NEXT_SPRING, "2026 Mar 14,2026 Apr 11 09:00-12:00"),
        ("Sat, March 14 and Sun, March 15, 9am-noon", NEXT_SPRING, UNSURE),
        ("Mon-Fri 9-5, closed Friday, July 3", NEXT_SPRING, "Mo-Fr 09:00-17:00; 2026 Jul 3 off"),
        ("Mon-Fri 9-5, closed Friday, July 3", LONG_AGO, "Mo-Fr 09:00-17:00"),
        ("Mon-Fri 9-5; closed 7/4/2017", NEXT_SPRING, "Mo-Fr 09:00-17:00"),
        ("closed 7/4/2017", NEXT_SPRING, ""),
        ("Sat 9am-noon, Feb 1-Apr 11, 2008", NEXT_SPRING, UNSURE),
        ("Feb 1-Apr 11, 2008, Sat 9am-noon", NEXT_SPRING, ""),
        ("Nov 1-Apr 11, 2026, Sat 9am-noon", NEXT_SPRING, "2025 Nov 1-2026 Apr 11 Sa 09:00-12:00"),
        ("Monday, June 1 through Friday, August 28, 9am-noon", NEXT_SPRING, UNSURE),
        ("Sábado 14 de marzo, 9am-12pm", NEXT_SPRING, "2026 Mar 14 09:00-12:00"),
        ("Mon-Fri 9-5", NEXT_SPRING, "Mo-Fr 09:00-17:00"),
    ],
)  # fmt: skip
def test_a_day_is_of_one_year_and_over_when_it_is_over(text: str, when: tuple[str, str], wanted: str) -> None:
    assert said(text, *when) == wanted


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2090, 12, 31)), st.integers(-360, 360), st.integers(-900, 900))
def test_a_named_day_is_never_read_as_another(day: datetime.date, written: int, today: int) -> None:
    """Whenever it was written, within a year, and whenever it is read: that day, nothing, or a question."""
    text = f"{day:%A}, {day:%B} {day.day}, 9am-noon"
    now = day + datetime.timedelta(today)
    found = said(text, (day + datetime.timedelta(written)).isoformat(), now.isoformat())
    assert found == (f"{day.year} {day:%b} {day.day} 09:00-12:00" if now <= day else "")
    assert said(text, "", now.isoformat()) == said(text) == UNSURE


@pytest.mark.parametrize(
    ("opens", "closes", "wanted"),
    [
        ("0900", "130", "09:00-13:30"), ("9:00 AM", "12:00 PM", "09:00-12:00"), ("08:00:00", "17:00:00", "08:00-17:00"),
        ("9", "5", "09:00-17:00"), ("1000", "1100", "10:00-11:00"), ("9:00", "9:00", UNSURE), ("", "1700", UNSURE),
        ("soon", "later", UNSURE), ("8", "9", UNSURE), ("25:00", "26:00", UNSURE),
    ],
)  # fmt: skip
def test_two_cells(opens: str, closes: str, wanted: str) -> None:
    try:
        found = interval(opens, closes)
    except HoursError:
        found = UNSURE
    assert found == wanted


@given(st.text(alphabet="MonTueFrisat 0123456789-,;:apm.()/", max_size=60) | st.text(max_size=60))
def test_no_text_raises_anything_else_and_what_is_read_is_canonical(text: str) -> None:
    found = said(text)
    if found not in (UNSURE, ""):
        assert parse(found).canonical == found
