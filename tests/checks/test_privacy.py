"""Who must say that a place is confidential, and whose data is stopped at the door."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepages.checks import run
from bluepages.checks.personal import is_card
from bluepages.problems import Problem
from tests.support import kitchen, make_book

TODAY = datetime.date(2026, 11, 21)
STREET = {"address_1": "40 Lake Ave", "city": "Oakland", "postal_code": "94606"}


def found(record: dict[str, Any], *rules: str) -> list[Problem]:
    return [p for p in run(make_book({"harbor-street": record}), today=TODAY) if p.rule in rules]


def record(services: dict[str, Any], locations: dict[str, Any]) -> dict[str, Any]:
    return kitchen() | {"services": services, "locations": locations}


SAFE = {"name": "Beds", "needs": ["housing.safe"]}
LUNCH = {"name": "Lunch", "needs": ["food.meals"]}


def test_only_the_places_of_the_sensitive_service_must_say_so() -> None:
    both = record({"beds": SAFE | {"at": {"house": {}}}, "lunch": LUNCH | {"at": {"hall": {}}}},
                  {"house": {"county": "alameda"}, "hall": {"address": STREET}})  # fmt: skip
    assert [p.field for p in found(both, "P402")] == ["locations.*"]
    both["locations"]["house"]["confidential"] = True
    assert not found(both, "P402", "P403")


def test_a_service_that_names_no_place_means_all_that_no_other_uses() -> None:
    loose = record({"beds": SAFE, "lunch": LUNCH | {"at": {"hall": {}}}},
                   {"house": {"county": "alameda"}, "annex": {"county": "alameda"},
                    "hall": {"address": STREET}},
                   )  # fmt: skip
    assert len(found(loose, "P402")) == 2


def test_a_phone_line_has_no_place_to_hide() -> None:
    line = record({"line": SAFE | {"name": "Line", "at": {"line": {}}}}, {"line": {"location_type": "virtual"}})
    assert not found(line, "P402", "P403")


def test_false_needs_somebody_who_allowed_it() -> None:
    place: dict[str, Any] = {"address": STREET, "confidential": False}
    office = record({"beds": SAFE | {"at": {"office": {}}}}, {"office": place})
    assert found(office, "P403") and not found(office, "P402")
    place["public_address"] = {"by": "The director's office", "date": "2026-09-01", "how": "by phone"}
    assert not found(office, "P402", "P403", "P411")


@pytest.mark.parametrize(
    "words",
    [
        {"name": "Shelter for survivors of domestic violence"},
        {"name": "Refugio", "description": "Albergue para víctimas de violencia doméstica."},
        {"name": "Safe house"},
        {"name": "Beds", "eligibility_description": "Women leaving human trafficking who need emergency housing."},
        {"name": "Transitional housing", "description": "For people who left an abusive relationship."},
    ],
)
def test_words_make_the_same_demand(words: dict[str, str]) -> None:
    service = words | {"needs": ["housing.shelter"], "at": {"house": {}}}
    assert found(record({"beds": service}, {"house": {"address": STREET}}), "P402")


@pytest.mark.parametrize(
    "words",
    [
        {"name": "Animal shelter"},
        {"name": "Winter shelter", "description": "Beds for anyone without a home."},
        {"name": "Legal help", "description": "Restraining orders, family law, domestic violence."},
        {"name": "Safety classes", "description": "How to be safe at home and in the street."},
        {"name": "Substance abuse treatment", "description": "Residential treatment for adults."},
    ],
)
def test_ordinary_words_do_not(words: dict[str, str]) -> None:
    service = words | {"needs": ["housing.shelter"], "at": {"house": {}}}
    assert not found(record({"beds": service}, {"house": {"address": STREET}}), "P402")


def test_a_street_in_the_words_of_a_sensitive_service() -> None:
    told = record({"beds": SAFE | {"description": "Come to 12 Elm Street."}}, {})
    del told["locations"]
    assert found(told, "P411")


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("P404", "Her number is 212-45-6789."), ("P404", "SSN: 212456789"),
        ("P404", "social security number 212 45 6789"),
        ("P405", "Pay to 4111-1111-1111-1111."), ("P405", "378282246310005"), ("P406", "Write to rosa.m@gmail.com."),
        ("P408", "Born 3/14/1961 in Fresno."), ("P408", "DOB: 03-14-61"), ("P408", "nacida el 14 de marzo de 1961"),
        ("P409", "Use AKIAIOSFODNN7EXAMPLE."), ("P409", "Password: letmein99"),
        ("P409", "-----BEGIN RSA PRIVATE KEY-----"),
        ("P409", "ghp_" + "a1B2" * 9), ("P410", "Food.<!-- more -->"), ("P410", "Fo\u00adod for all"),
        ("P410", '<p style="display:none">x</p>'), ("P410", "pay\u200dpal help"), ("P410", "Food\u3164 here"),
    ],
)  # fmt: skip
def test_seen_in_texts(rule: str, text: str) -> None:
    problems = found(kitchen() | {"description": text}, rule)
    assert problems and problems[0].field == "description"
    assert text not in problems[0].message and text not in problems[0].hint


@pytest.mark.parametrize(
    "text",
    [
        "Call 510-555-0142 or 800-799-7233.", "Open 2019-2026, ZIP 94607-1234.", "Bring proof of date of birth.",
        "Write to info@example.org.", "Case numbers such as 123-45 are fine.", "EIN 94-1234567.",
        "Passwords are reset here.",
        "Children born after 2020.", "A token of thanks.", "The key is kindness.", "Family 👨‍👩‍👧 day", "می‌خواهم",
        "Bus 14, 88, 62 and 1005 2200 3300.", "Social Security office: ask for form 1234.",
    ],
)  # fmt: skip
def test_not_seen_in_ordinary_texts(text: str) -> None:
    assert not found(kitchen() | {"description": text}, *(f"P40{n}" for n in range(4, 10)), "P410")


@pytest.mark.parametrize("said", ["Ask for Maria", "Rosa's cell", "Ms. Lopez", "personal phone", "her cell phone"])
def test_people_at_the_phone(said: str) -> None:
    assert found(kitchen() | {"phones": [{"number": "510-555-0142", "description": said}]}, "P407")


@pytest.mark.parametrize(
    "said", ["Ask for the front desk", "24-hour line", "Intake", "Excellent service", "TTY", "Español"]
)
def test_desks_at_the_phone(said: str) -> None:
    assert not found(kitchen() | {"phones": [{"number": "510-555-0142", "description": said}]}, "P407")


@given(st.text("0123456789", min_size=12, max_size=18))
def test_one_check_digit_in_ten_fits(digits: str) -> None:
    fits = [last for last in "0123456789" if is_card(digits + last)]
    assert len(fits) == (1 if len(set(digits)) > 2 else len(fits))
