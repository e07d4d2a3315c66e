"""The syntax: the table of hours as people write them, one spelling, hostile input, and the documentation."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from bluepages.hours import Hours, HoursError, expand, parse
from tests.hours.samples import hours_values

TABLE = [
    line.split("\t")
    for line in (Path(__file__).parent / "table.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def test_the_table_is_large_enough() -> None:
    assert len(TABLE) >= 150
    assert len({row[0] for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_table(row: list[str]) -> None:
    text, wanted = row[0], row[1]
    if wanted.startswith("! "):
        with pytest.raises(HoursError) as caught:
            expand(text)
        assert caught.value.message == wanted[2:]
        with pytest.raises(HoursError) as caught:
            parse(text)
        assert caught.value.hint
        assert caught.value.fixed == ""
        return
    assert expand(text) == wanted
    assert parse(wanted).canonical == wanted
    OpeningHours(wanted)
    if row[2] == "strict":
        assert parse(text).canonical == wanted
    else:
        with pytest.raises(HoursError) as caught:
            parse(text)
        assert caught.value.fixed == wanted
        assert caught.value.message
        assert caught.value.hint


@given(hours_values())
@settings(max_examples=200, deadline=None)
def test_canonical_is_a_fixed_point_and_valid_openstreetmap(hours: Hours) -> None:
    canonical = hours.canonical
    assert parse(canonical) == hours
    assert parse(canonical).canonical == canonical == expand(canonical)
    OpeningHours(canonical)


def test_nothing_is_unknown() -> None:
    assert parse("") == parse("   ") == Hours()
    assert parse("").canonical == ""


@given(st.text(max_size=600) | st.text(alphabet='MoFrSaPH0123456789:-,;[]" unkwoJDec/apm', max_size=600))
@settings(max_examples=250, deadline=None)
def test_any_text_is_read_or_refused_with_a_hint(text: str) -> None:
    for read in (parse, expand):
        try:
            read(text)
        except HoursError as error:
            assert error.message
            assert error.hint


HOSTILE = ["a", "Mo ", "Mo,", "Mo-", "9-", "1", "[", '"', "24", "-", "by ", "first ", "hours may ", "PH,", "Dec ", " "]
HOSTILE += [
    "09:00-17:00,",
    "Mo 09:00-10:00;",
    "Dec 1,",
    "Sa[1,",
    "\u0130",
    "on all public ",
    "\x00",
    "Mo 09:00-10:00, ",
]


@pytest.mark.parametrize("part", HOSTILE)
@pytest.mark.parametrize("length", [499, 10_000])
def test_hostile_text_is_quick(part: str, length: int) -> None:
    text = (part * length)[:length]
    begin = time.process_time()
    for read in (parse, expand):
        try:
            read(text)
        except HoursError as error:
            assert len(error.message) < 1200
    assert time.process_time() - begin < 0.2


def test_every_example_of_the_documentation_reads_as_it_says() -> None:
    document = (Path(__file__).parents[2] / "docs" / "hours.md").read_text(encoding="utf-8")
    strict = re.findall(r"^\| `([^`|]+)` \| [^`|]+ \|$", document, re.MULTILINE)
    shorthand = re.findall(r"^\| ([^`|]+) \| `([^`|]+)` \|$", document, re.MULTILINE)
    assert len(strict) >= 15
    assert len(shorthand) >= 10
    for text in strict:
        assert parse(text).canonical == text
    for text, wanted in shorthand:
        assert expand(text.strip()) == wanted
