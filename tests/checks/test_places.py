"""Points, ZIP codes and counties that agree, and the mends of those that do not."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from bluepages.checks import fix, run
from bluepages.problems import Problem
from tests.support import file_of, kitchen, make_book

TODAY = datetime.date(2026, 11, 21)


def place(**changes: Any) -> dict[str, Any]:
    record = kitchen()
    spot = record["locations"]["kitchen"] | changes
    record["locations"]["kitchen"] = {key: value for key, value in spot.items() if value is not None}
    return record


def told(**changes: Any) -> list[Problem]:
    return [p for p in run(make_book({"harbor-kitchen": place(**changes)}), today=TODAY) if p.rule[:3] == "P30"]


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(37.8044, 122.2712), (-122.2712, 37.8044), (122.2712, 37.8044)],
)
def test_mixed_up_points_are_put_right(latitude: float, longitude: float) -> None:
    book = make_book({"harbor-kitchen": place(latitude=latitude, longitude=longitude)})
    problems = run(book, today=TODAY)
    assert [p.rule for p in problems if p.rule[:3] == "P30"] == ["P302"]
    text = fix(book, problems)[file_of("harbor-kitchen")]
    assert "latitude: 37.8044\n" in text and "longitude: -122.2712\n" in text


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({}, []),
        ({"latitude": 0.0, "longitude": 0.0}, ["P301"]),
        ({"latitude": 40.7, "longitude": -74.0}, ["P301"]),
        ({"latitude": None}, ["P303"]),
        ({"county": "alameda"}, []),
        ({"county": "contra-costa"}, ["P304"]),
        ({"county": "nowhere"}, []),
        ({"latitude": 34.0522, "longitude": -118.2437}, ["P305"]),
        ({"address": {"address_1": "1 A St", "city": "Reno", "state_province": "NV"}}, ["P306"]),
        ({"mailing_address": {"address_1": "PO Box 1", "city": "Reno", "state_province": "NV"}}, []),
        ({"address": {"address_1": "1200 Harbor St, Oakland, CA 94607", "city": "Oakland"}}, ["P309"]),
        ({"address": {"address_1": "P.O. Box 12", "city": "Oakland", "postal_code": "94607"}}, ["P309"]),
        ({"address": {"address_1": "1 A St", "city": "OAKLAND", "postal_code": "94607"}}, []),
        ({"address": {"address_1": "1 A St", "city": "La Canada Flintridge"}, "latitude": None, "longitude": None}, []),
        ({"address": {"city": "Gotham"}}, ["P308"]),
        ({"address": None}, []),
        ({"address": None, "latitude": None, "longitude": None}, ["P300"]),
        ({"address": None, "latitude": None, "longitude": None, "location_type": "virtual"}, []),
        ({"address": None, "latitude": None, "longitude": None, "confidential": True, "county": "alameda"}, []),
    ],
)  # fmt: skip
def test_places(changes: dict[str, Any], rules: list[str]) -> None:
    assert [p.rule for p in told(**changes)] == rules


def test_a_city_is_suggested() -> None:
    (problem,) = told(address={"city": "Oaklnad", "postal_code": "94607"})
    assert problem.rule == "P308" and problem.hint == "Did you mean Oakland?"


def test_every_zip_code_of_the_table_is_at_peace_with_itself() -> None:
    """No ZIP code, with its own city, county and point, is told anything worse than a notice."""
    from tests.support import vocabulary

    zips = sorted(vocabulary().places.zips.values(), key=lambda z: z.code)[::25]
    records = {
        f"kitchen-{z.code}": place(
            address={"address_1": "1 A St", "city": z.city, "postal_code": z.code},
            county=z.county, latitude=z.latitude, longitude=z.longitude,
        )
        for z in zips
    }  # fmt: skip
    found = [p for p in run(make_book(records), today=TODAY) if p.rule[:3] == "P30" and p.level != "notice"]
    assert not found, [(p.rule, p.message) for p in found]
