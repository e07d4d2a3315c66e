"""Cells: nothing in them starts a formula or breaks a line, and what was guarded can be had back."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bluepages.export.cells import clean, guard, lines, safe, unguard
from tests.strategies import UGLY

TEXTS = st.one_of(st.text(max_size=40), st.sampled_from(UGLY), st.text("=+-@'＝ \t\r\n`0 1.a", max_size=8))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("+1 510", "+1 510"),
        ("+15105550142", "+15105550142"),
        ("+1 510-555-0142", "+1 510-555-0142"),
        ("+1 510-555-0142+A1", "'+1 510-555-0142+A1"),
        ("-122.2712", "-122.2712"),
        ("-5", "-5"),
        ("- a list", "'- a list"),
        ("\t=1", "'=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'twas", "'twas"),
        ("a\nb\r\n\r\n c\u2028d", "a b c d"),
        ("  padded  ", "padded"),
        ("two  spaces", "two  spaces"),
        ("nul\0byte", "nul byte"),
        ("", ""),
    ],
)
def test_table(text: str, cell: str) -> None:
    assert safe(text) == cell


def test_numbers_are_left_alone() -> None:
    assert (safe(-122.2712), safe(0)) == (-122.2712, 0)
    assert lines([(-122.2712, 0, "x")]) == b"-122.2712,0,x\n"


@given(TEXTS)
def test_a_cell_is_one_line_and_no_formula(text: str) -> None:
    cell = str(safe(text))
    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in cell)
    assert cell == cell.strip()
    if cell[:1] in tuple("=+-@＝＋－＠"):
        assert re.fullmatch(r"[+-][0-9]+(\.[0-9]+)?|\+[0-9]+ [0-9-]+", cell)


@given(TEXTS)
def test_the_guard_can_be_taken_off(text: str) -> None:
    assert unguard(guard(clean(text))) == clean(text)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=5), min_size=1, max_size=4))
@example([["a`=1", "b"]])
@example([["a ", "`"]])
@example([["a\0b", "c"]])
@example([["+15105550142", "-1"]])
def test_rows_come_back_as_their_safe_cells(rows: list[list[str]]) -> None:
    back = list(csv.reader(io.StringIO(lines(rows).decode(), newline="")))
    assert back == [[safe(cell) for cell in row] for row in rows]


def test_quotes_and_commas_follow_rfc_4180() -> None:
    assert lines([('say "hi", twice', "b")]) == b'"say ""hi"", twice",b\n'
