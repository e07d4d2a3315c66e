"""Nothing that a confidential record says comes out of a run, in whatever way the record is wrong."""

from __future__ import annotations

import datetime

import pytest

from bluepages.checks import fix, run
from bluepages.checks.redaction import known_field
from bluepages.problems import Edit, Problem
from bluepages.report import REPORTERS, summary
from tests.support import make_book

TODAY = datetime.date(2026, 11, 21)

HOUSE = """\
name: Lantern House
description: Beds for people who leave a violent home.
phones: [{number: 510-555-0177}]
locations:
  house:
    address: {city: Oakland}
    county: alameda
    confidential: true
services:
  safe-beds:
    name: Safe beds
    needs: [housing.safe]
    at: {house: {}}
sources: [{ref: "issue:215", date: 2026-10-01}]
"""

SECRET = "12 Hidden Elm Street"
PLANTS = {
    "street": ("address: {city: Oakland}", f"address: {{address_1: {SECRET}, city: Oakland}}"),
    "zip": ("address: {city: Oakland}", 'address: {city: Oakland, postal_code: "94611-7342"}'),
    "point": ("    county: alameda", "    county: alameda\n    latitude: 37.83129\n    longitude: -122.19"),
    "outside": ("    county: alameda", "    county: alameda\n    latitude: 12.83129\n    longitude: 122.19"),
    "mailing": ("    county: alameda", f"    county: alameda\n    mailing_address: {{address_1: {SECRET}}}"),
    "bus": ("    county: alameda", f"    county: alameda\n    transportation: Bus 14 to {SECRET}"),
    "description": ("    county: alameda", f"    county: alameda\n    description: The yellow house, {SECRET}"),
    "map": ("    county: alameda", "    county: alameda\n    url: https://maps.google.com/?q=HiddenElm"),
    "key": ("house:", "12-hidden-elm:"),
    "provider text": ("a violent home.", f"a violent home. Come to {SECRET}."),
    "service text": ("    name: Safe beds", f"    name: Safe beds\n    description: At {SECRET}, back door."),
    "at": ("at: {house: {}}", f"at: {{house: {{description: Ring at {SECRET}}}}}"),
    "comment": ("services:", f"services:  # at {SECRET}"),
    "source note": ("2026-10-01}", f"2026-10-01, note: they live at {SECRET}}}"),
    "translation": ("sources:", f"translations: {{es: {{description: Venga a {SECRET}.}}}}\nsources:"),
    "unknown key": ("    county: alameda", f"    county: alameda\n    {SECRET}: here"),
    "misspelt": ("confidential: true", f"confidental: true\n    address_1: {SECRET}"),
    "yes": ("address: {city: Oakland}\n    county: alameda\n    confidential: true",
            f"address: {{address_1: {SECRET}, city: Oaklnad, postal_code: 9461}}\n    confidential: yes"),
    "undeclared": ("    confidential: true", f"    description: '{SECRET}'\n    hours: '{SECRET}'"),
    "bad hours": ("    county: alameda", f"    county: alameda\n    hours: '{SECRET}'"),
    "phone": ("number: 510-555-0177", f"number: {SECRET}"),
    "twice": ("name: Lantern", f"name: {SECRET}\nname: Lantern"),
    "list": ("name: Lantern House", f"name: [{SECRET}]"),
    "broken": ("name: Lantern House", f'name: "{SECRET}'),
}  # fmt: skip
PIECES = ("Hidden", "hidden", "94611", "7342", "37.83", "12.83", "122.19", "9461", "Oaklnad", "yellow")


@pytest.mark.parametrize("plant", PLANTS)
def test_no_report_repeats_what_was_planted(plant: str) -> None:
    wanted, planted = PLANTS[plant]
    assert wanted in HOUSE
    problems = run(make_book({"lantern-house": HOUSE.replace(wanted, planted)}), today=TODAY)
    assert any(problem.level == "error" for problem in problems)
    assert not any(problem.fix for problem in problems)
    said = "".join(report(problems, [], []) for report in REPORTERS.values()) + summary(problems) + repr(problems)
    for piece in PIECES:
        assert piece not in said, said


OTHERWISE_WRONG = ("misspelt", "yes", "undeclared", "unknown key", "twice", "list", "broken", "phone", "bad hours")


@pytest.mark.parametrize("plant", [plant for plant in PLANTS if plant not in OTHERWISE_WRONG])
def test_what_was_planted_is_found(plant: str) -> None:
    problems = run(make_book({"lantern-house": HOUSE.replace(*PLANTS[plant])}), today=TODAY)
    assert {problem.rule for problem in problems if problem.level == "error"} <= {"P401", "P411"}
    assert all(problem.line for problem in problems if problem.rule in ("P401", "P411"))


def test_a_house_that_says_nothing_is_fine() -> None:
    assert {p.rule for p in run(make_book({"lantern-house": HOUSE}), today=TODAY)} <= {"P208", "P117"}


def test_an_open_office_beside_a_hidden_house() -> None:
    both = HOUSE.replace(
        "services:",
        "  office:\n    address: {address_1: 40 Lake Ave, city: Oakland}\n    county: alameda\n"
        "    confidential: false\n"
        "    public_address: {by: The director, date: 2026-09-01, how: by phone}\nservices:",
    ).replace("a violent home.", "a violent home. The office is at 40 Lake Avenue.")
    assert not [p for p in run(make_book({"lantern-house": both}), today=TODAY) if p.level == "error"]


def test_the_other_of_two_duplicates_learns_nothing() -> None:
    open_one = HOUSE.replace("housing.safe", "housing.shelter").replace("    confidential: true\n", "")
    problems = run(make_book({"lantern-house": HOUSE, "lantern-house-two": open_one}), today=TODAY)
    other = [p for p in problems if p.file.endswith("two.yaml") and p.rule == "P220"]
    assert other and "0177" not in other[0].message


def test_mending_a_confidential_record_touches_only_its_form() -> None:
    messy = HOUSE.replace("name: Safe beds", "name:   'Safe  beds'").replace("510-555-0177", "(510) 555-0177")
    book = make_book({"lantern-house": messy})
    text = fix(book, run(book, today=TODAY))["data/providers/alameda/lantern-house.yaml"]
    assert "Safe  beds" in text and "(510) 555-0177" in text


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("locations.12-elm-st.address.address_1", "locations.*.address.address_1"),
        ("services.safe.at.house.phones[0].number", "services.*.at.*.phones[0].number"),
        ("phones[2].12 Elm Street", "phones[2]"),
        ("12 Elm Street", ""),
        ("locations.a.b.12 Elm", "locations.*"),
        ("identifiers.secret", "identifiers.*"),
        ("name", "name"),
        ("", ""),
    ],
)
def test_known_field(field: str, shown: str) -> None:
    assert known_field(field) == shown


def test_an_edit_is_dropped() -> None:
    from bluepages.checks.redaction import redact_problem

    problem = Problem("P308", "notice", "f.yaml", 3, "name", "secret", "secret", (Edit(("name",), "secret"),), 4)
    assert "secret" not in repr(redact_problem(problem))
