"""Addresses in one cell, cities with their state and ZIP code, and what is only a street."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepages.federate.oneline import Address, apart, city_apart, city_name
from tests.support import vocabulary

PLACES = vocabulary().places


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("55 Pier St, Oakland, CA 94607", ("55 Pier St", "Oakland", "CA", "94607")),
        ("55 Pier St, Suite 4, Oakland, CA 94607-1234", ("55 Pier St, Suite 4", "Oakland", "CA", "94607-1234")),
        ("55 Pier St\nOakland, CA 94607", ("55 Pier St", "Oakland", "CA", "94607")),
        ("55 Pier St, Oakland CA", ("55 Pier St", "Oakland", "CA", "")),
        ("55 Pier St, Oakland, California 94607, USA", ("55 Pier St", "Oakland", "California", "94607")),
        ("55 Pier St, Oakland 94607", ("55 Pier St", "Oakland", "", "94607")),
        ("55 Pier St Oakland CA 94607", ("55 Pier St", "Oakland", "CA", "94607")),
        ("840 W Orange Ave South San Francisco CA 94080", ("840 W Orange Ave", "South San Francisco", "CA", "94080")),
        ("1 Elm St, Atlantis, NV 89000", ("1 Elm St", "Atlantis", "NV", "89000")),
        ('{"address": "55 Pier St", "city": "Oakland", "state": "CA", "zip": "94607"}',
         ("55 Pier St", "Oakland", "CA", "94607")),
    ],
)  # fmt: skip
def test_taken_apart(cell: str, wanted: tuple[str, str, str, str]) -> None:
    assert apart(cell, PLACES) == Address(*wanted)


@pytest.mark.parametrize(
    "cell",
    ["55 Pier St", "12 Oak CT", "12 Oakland CT", "9 Fair Oaks Ave, 94607", "1 Elm St, Suite 94607", "12, CA 94607", "",
     "{not json", '{"name": "no address"}'],
)  # fmt: skip
def test_what_is_not_sure_stays_whole(cell: str) -> None:
    assert apart(cell, PLACES) is None


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("Oakland, CA 94607", ("", "Oakland", "CA", "94607")),
        ("Oakland CA", ("", "Oakland", "CA", "")),
        ("Oakland 94607-1234", ("", "Oakland", "", "94607-1234")),
        ("South San Francisco, Calif. 94080", ("", "South San Francisco", "Calif", "94080")),
    ],
)
def test_city_state_and_zip_in_the_column_of_cities(cell: str, wanted: tuple[str, str, str, str]) -> None:
    assert city_apart(cell, PLACES) == Address(*wanted)


def test_a_city_is_only_a_city() -> None:
    assert city_apart("Oakland", PLACES) is None
    assert city_apart("", PLACES) is None


def test_cities_do_not_shout() -> None:
    assert city_name("SOUTH SAN FRANCISCO", PLACES) == "South San Francisco"
    assert city_name("oakland", PLACES) == "Oakland"
    assert city_name("SOMEWHERE ELSE", PLACES) == "Somewhere Else"
    assert city_name("McKinleyville", PLACES) == "McKinleyville"


@given(st.text(max_size=120))
def test_no_cell_raises_and_nothing_is_added(cell: str) -> None:
    for found in (apart(cell, PLACES), city_apart(cell, PLACES)):
        if found and not cell.lstrip().startswith("{"):
            assert all(part in " ".join(cell.splitlines()) or part in cell or "," in part
                       for part in (found.street, found.city, found.state, found.code))  # fmt: skip
