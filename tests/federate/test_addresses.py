"""Addresses as sources have them: the city out of the street, the county by what most of it says, no stray point."""

from __future__ import annotations

import pytest

from bluepages.federate.addresses import settle
from tests.support import vocabulary

HAYWARD = (37.6688, -122.0808)
BERKELEY = (37.8855, -122.2754)
SOUTH_CITY = (37.6547, -122.4077)


@pytest.mark.parametrize(
    ("line", "city", "point", "county", "wanted"),
    [
        ("3600 Norbridge Ave Castro Valley", "", None, "alameda", ("3600 Norbridge Ave", "Castro Valley")),
        ("1170 the", "Alameda Berkeley", BERKELEY, "alameda", ("1170 the Alameda", "Berkeley")),
        ("34007 Alvarado-Niles Road Union", "City", None, "alameda", ("34007 Alvarado-Niles Road", "Union City")),
        ("840 W Orange Ave South San Francisco", "", SOUTH_CITY, "san-francisco",
         ("840 W Orange Ave", "South San Francisco")),
        ("12 Nowhere Road", "Atlantis", None, "alameda", ("12 Nowhere Road", "Atlantis")),
        ("100 Main St", "Hayward", HAYWARD, "alameda", ("100 Main St", "Hayward")),
        ("Berkeley", "", None, "alameda", ("Berkeley", "")),
        ("1000 W Carson Street, P.O. Box 459", "Torrance", None, "los-angeles", ("1000 W Carson Street", "Torrance")),
        ("P.O. Box 459", "Torrance", None, "los-angeles", ("P.O. Box 459", "Torrance")),
    ],
)  # fmt: skip
def test_the_city_is_parted_from_the_street(
    line: str, city: str, point: tuple[float, float] | None, county: str, wanted: tuple[str, str]
) -> None:
    found = settle(line, city, "", point, (county,), vocabulary().places)
    assert (found.line, found.city) == wanted


def test_a_point_far_from_its_zip_code_is_left_out_and_said() -> None:
    found = settle("100 Main St", "Hayward", "94541", (34.05, -118.24), ("alameda",), vocabulary().places)
    assert found.point is None
    assert found.county == "alameda"
    assert "ZIP code 94541" in found.notes[0]


def test_the_county_follows_the_point_and_the_address_where_they_agree() -> None:
    found = settle("100 Main St", "South San Francisco", "94080", SOUTH_CITY, ("san-francisco",), vocabulary().places)
    assert found.county == "san-mateo"
    assert found.point == SOUTH_CITY


def test_a_point_that_nothing_else_speaks_for_is_left_out() -> None:
    found = settle("100 Main St", "Hayward", "", (38.58, -121.49), ("alameda",), vocabulary().places)
    assert (found.county, found.point) == ("alameda", None)
    assert "outside alameda" in found.notes[0]


def test_a_row_without_county_gets_that_of_its_point() -> None:
    assert settle("100 Main St", "", "", HAYWARD, (), vocabulary().places).county == "alameda"
