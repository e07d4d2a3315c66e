"""Cells as people fill them: tables of what comes in and what a record holds, and no cell that raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepages.federate import clean


@pytest.mark.parametrize(
    ("cell", "numbers", "rest"),
    [
        ("(510) 555-0142", [("510-555-0142", "")], []),
        ("510.555.0142 x12", [("510-555-0142", "12")], []),
        ("(415) 555-0176 ext. 3276", [("415-555-0176", "3276")], []),
        ("+1 510 555 0142", [("510-555-0142", "")], []),
        ("1-800-555-0142; 211", [("800-555-0142", ""), ("211", "")], []),
        ("(510) 555-0142 / (510) 555-0143", [("510-555-0142", ""), ("510-555-0143", "")], []),
        ("510-555-0142 or 510-555-0143", [("510-555-0142", ""), ("510-555-0143", "")], []),
        ("510-555-0142, 510-555-0142", [("510-555-0142", "")], []),
        ("988", [("988", "")], []),
        ("555-0142", [], ["555-0142"]),
        ("call us", [], ["call us"]),
        ("+44 20 7946 0958", [], ["+44 20 7946 0958"]),
        ("N/A", [], []),
        ("", [], []),
    ],
)
def test_phones(cell: str, numbers: list[tuple[str, str]], rest: list[str]) -> None:
    found, left = clean.phones(cell)
    assert [(phone["number"], phone.get("extension", "")) for phone in found] == numbers
    assert left == rest


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [("94607", "94607"), ("94607-1234", "94607-1234"), ("946071234", "94607-1234"), ("94607.0", "94607"),
     ("94607-0000", "94607"), ("2134", "02134"), ("9460A", ""), ("", ""), ("94607-12", "")],
)  # fmt: skip
def test_zip_codes(cell: str, wanted: str) -> None:
    assert clean.zip_code(cell) == wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("example.org", "https://example.org"),
        ("HTTP://WWW.Example.ORG/Path?q=1", "http://www.example.org/Path?q=1"),
        ("https://someone@example.org", ""),
        ("javascript:alert(1)", ""),
        ("ftp://example.org", ""),
        ("no site", ""),
        ("n/a", ""),
        ("https://[bad", ""),
    ],
)
def test_web_addresses(cell: str, wanted: str) -> None:
    assert clean.url(cell) == wanted


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("1105 Sixth Street, Suite F", ("1105 Sixth Street", "Suite F")),
        ("264 HARBOR Boulevard", ("264 Harbor Boulevard", "")),
        ("901 30Th St", ("901 30th St", "")),
        ("735 W EVERDING Street", ("735 W Everding Street", "")),
        ("510 S. Vermont Ave., 11th Floor", ("510 S. Vermont Ave.", "11th Floor")),
        ("271 - 92nd Street", ("271 92nd Street", "")),
        ("Suite 5", ("Suite 5", "")),
        ("", ("", "")),
    ],
)
def test_streets(cell: str, lines: tuple[str, str]) -> None:
    assert clean.street_lines(cell) == lines


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("FOOD BANK OF NAPA", "Food Bank of Napa"),
        ("CRLA", "CRLA"),
        ("St. Mary\u2019s \u201cTable\u201d", 'St. Mary\'s "Table"'),
        ("  Two\u00a0 spaces ", "Two spaces"),
        ("hidden\u200btext", "hiddentext"),
        ("n/a", ""),
    ],
)
def test_names(cell: str, wanted: str) -> None:
    assert clean.name(cell) == wanted


@pytest.mark.parametrize(
    ("latitude", "longitude", "wanted"),
    [("37.8044", "-122.2712", (37.8044, -122.2712)), ("0", "0", None), ("", "1", None), ("91", "0", None),
     ("nan", "nan", None), ("x", "y", None)],
)  # fmt: skip
def test_points(latitude: str, longitude: str, wanted: tuple[float, float] | None) -> None:
    assert clean.point(latitude, longitude) == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [("The Harbor Kitchen, Inc.", "Harbor Kitchen"), ("Food & Friends", "Food and Friends"), ("CAFÉ (new)", "Cafe")],
)
def test_names_that_are_one(one: str, other: str) -> None:
    assert clean.name_key(one) == clean.name_key(other)


def test_states() -> None:
    names = {"california": "CA"}
    assert [clean.state(cell, names) for cell in ("ca", "California", "Calif", "")] == ["CA", "CA", "", ""]


@given(st.text(max_size=60))
def test_no_cell_raises(cell: str) -> None:
    for function in (clean.text, clean.name, clean.street, clean.street_lines, clean.zip_code, clean.phones, clean.url,
                     clean.host, clean.date, clean.name_key, clean.street_key, clean.is_box):  # fmt: skip
        function(cell)
    assert clean.text(clean.text(cell)) == clean.text(cell)
    assert clean.zip_code(clean.zip_code(cell)) == clean.zip_code(cell)
    for phone in clean.phones(cell)[0]:
        again = clean.phones(phone["number"])[0]
        assert [found["number"] for found in again] == [phone["number"]]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("2026", "2026"), ("2026-10", "2026-10"), ("2026-10-02", "2026-10-02"), ("2026-1-5", "2026-01-05"),
        ("3/4/2026", "2026-03-04"), ("03/04/26", "2026-03-04"), ("3/4/2026 12:30 PM", "2026-03-04"),
        ("Oct 2, 2026", "2026-10-02"), ("2 October 2026", "2026-10-02"), ("2026-10-02T08:00:00Z", "2026-10-02"),
        ("1764547200000", "2025-12-01"), ("25/12/2026", "2026-12-25"),
        ("2/30/2026", ""), ("2026-02-30", ""), ("March 4", ""), ("10:30", ""), ("October 2026 or so", ""), ("12", ""),
        ("0001-01-01", ""), ("3/4", ""), ("May 2026", ""),
    ],
)  # fmt: skip
def test_dates_as_people_and_systems_write_them(cell: str, wanted: str) -> None:
    assert clean.date(cell) == wanted
