"""Hours in prose: what is certain is read, what is not stays unsure, and nothing is ever read wrong."""

from __future__ import annotations

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


def said(text: str) -> str:
    try:
        return read_prose(text)
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
