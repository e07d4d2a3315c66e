"""Look-alikes: found where they are, and quiet where people would not see one."""

from __future__ import annotations

import datetime
import time
from typing import Any

import pytest

from bluepages.checks import run
from bluepages.checks.names import alike, read_name, words_of
from bluepages.checks.streets import street_key, streets_in
from tests.support import kitchen, make_book

TODAY = datetime.date(2026, 11, 21)
PLACES = frozenset(words_of(name) for name in ("Alameda", "Alpine", "San Mateo", "Oakland", "Fresno", "Sacramento"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alameda County Food Bank", "Alameda County Community Food Bank"),
        ("Food Bank of Alameda", "Alameda Foodbank, Inc."),
        ("St. Anthony's", "Saint Anthonys"),
        ("SHELTER, Inc.", "Shelter"),
        ("Housing Authority of San Mateo", "San Mateo Housing Authority"),
        ("Second Harvest of Silicon Valley", "Second Harvest Silicon Valley"),
        ("Family Resource Center", "Family Resource Centre"),
        ("Legal Aid", "Alameda Legal Aid"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert alike(read_name(one, PLACES), read_name(other, PLACES))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alameda County Social Services Agency", "Alameda County Public Health Department"),
        ("Alameda County Adult Protective Services", "Alpine County Adult Protective Services"),
        ("Alameda County Veterans Service Office", "Alameda County In-Home Supportive Services"),
        ("Salvation Army Oakland", "Salvation Army Fresno"),
        ("Vet Center 1", "Vet Center 2"),
        ("211 San Mateo", "211 Sacramento"),
        ("Alameda Area Agency on Aging", "Alameda Adult Services"),
        ("Behavioral Health Access Line", "Public Health"),
    ],
)
def test_not_alike(one: str, other: str) -> None:
    assert not alike(read_name(one, PLACES), read_name(other, PLACES))


def record(name: str, phone: str = "510-555-0142", street: str = "1 Lake Ave", **more: Any) -> dict[str, Any]:
    """A record that shares only what is said."""
    data = kitchen() | {"name": name, "phones": [{"number": phone}], **more}
    data["website"] = more.get("website", f"https://{'-'.join(words_of(name))}.example.org")
    data["locations"]["kitchen"]["address"]["address_1"] = street
    return data


def pairs(**records: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Rule, file's slug and the other's slug of each look-alike told."""
    book = make_book({slug.replace("_", "-"): data for slug, data in records.items()})
    return {
        (p.rule, p.file.rpartition("/")[2].removesuffix(".yaml"), p.message.split("/")[3].partition(".yaml")[0])
        for p in run(book, today=TODAY) if p.rule in ("P220", "P221", "P222", "P223")
    }  # fmt: skip


def test_both_are_told_of_each_other() -> None:
    found = pairs(one=record("Harbor Kitchen"), two=record("The Harbor Kitchen", street="9 Elm St"))
    assert found == {("P220", "one", "two"), ("P220", "two", "one")}


def test_one_phone_and_other_names_is_a_switchboard() -> None:
    one, two = record("Alameda County Public Health"), record("Alameda County Veterans Office", street="9 Elm St")
    assert not pairs(one=one, two=two)


def test_short_numbers_and_faxes_say_nothing() -> None:
    def fax(name: str, street: str) -> dict[str, Any]:
        return record(name, street=street) | {"phones": [{"number": "510-555-0199", "type": "fax"}, {"number": "211"}]}

    assert not pairs(one=fax("Harbor Kitchen", "1 Lake Ave"), two=fax("Harbor Kitchen of Fresno Oakland", "9 Elm St"))


@pytest.mark.parametrize("side", ["one", "two"])
def test_a_declaration_on_either_side_is_enough(side: str) -> None:
    records = {"one": record("Harbor Kitchen"), "two": record("The Harbor Kitchen")}
    records[side]["not_duplicate_of"] = ["two" if side == "one" else "one"]
    assert not pairs(**records)


def test_closed_records_resemble_nobody() -> None:
    one = record("Harbor Kitchen", closed={"date": "2026-01-01"})
    assert not pairs(one=one, two=record("Harbor Kitchen"))


def test_services_of_one_file_share_what_they_like() -> None:
    data = record("Harbor Kitchen")
    data["services"]["dinner"] = {"name": "Hot lunch", "needs": ["food.meals"], "phones": [{"number": "510-555-0142"}]}
    assert not pairs(one=data)


def test_a_slip_in_a_name_is_seen_in_its_county_only() -> None:
    one = record("San Bernardino Family Network", "510-555-0101")
    two = record("San Bernadino Family Network", "510-555-0102", "9 Elm St")
    book = make_book({"alameda/one": one, "fresno/two": two})
    assert not [p for p in run(book, today=TODAY) if p.rule == "P223"]
    assert {rule for rule, _, _ in pairs(one=one, two=two)} == {"P223"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1200 Harbor Street, Suite 4", "1200 harbor st"), ("1200 HARBOR ST.", "1200 harbor st"),
        ("1200 N. First Avenue #3", "1200 n 1st ave"), ("1200 North 1st Ave", "1200 n 1st ave"), ("", ""),
    ],
)  # fmt: skip
def test_street_key(text: str, key: str) -> None:
    assert street_key(text) == key


@pytest.mark.parametrize(
    "text",
    ["Come to 1200 Harbor Street.", "at 5 E. Main St, upstairs", "corner of 5th and Main", "37.8044, -122.2712",
     "Oakland, CA 94607", "94607-1234", "https://maps.app.goo.gl/abc", "456 Camino Real", "12 Avenida Juarez",
     "Harbor St and Elm Ave", "123 Martin Luther King Jr Way"],
)  # fmt: skip
def test_streets_are_seen_in_texts(text: str) -> None:
    assert streets_in(text)


@pytest.mark.parametrize(
    "text",
    ["Call 510-555-0142 at any hour.", "Serves 200 families in 3 counties.", "Open since 1987.", "24 hours a day",
     "For women and men over 18 and their children", "12 beds, 3 meals", "Room for 40 people; stay up to 90 days"],
)  # fmt: skip
def test_ordinary_texts_hold_no_street(text: str) -> None:
    assert not streets_in(text)


def test_it_is_not_quadratic() -> None:
    """4,000 records of one county with one name and one crowded phone: a second, not a minute."""
    from bluepages.checks.context import Context
    from bluepages.checks.duplicates import check_book

    book = make_book({f"kitchen-{n}": b"" for n in range(4000)})
    from bluepages.model import Phone, Provider, Source

    for n, entry in enumerate(book.entries):
        entry.provider = Provider(f"Kitchen {'abcdefgh'[n % 8]}{n}x", "x", {}, (Source("issue:1"),),
                                  phones=(Phone("510-555-0142"),))  # fmt: skip
    started = time.process_time()
    list(check_book(Context(book, TODAY)))
    assert time.process_time() - started < 5


def test_asked_about_some_it_says_of_them_what_it_says_of_all() -> None:
    records = {
        "alameda/one": record("Lake Pantry"),
        "alameda/two": record("Lake Pantry", not_duplicate_of=["one"]),
        "alameda/three": record("Lake Pantry", street="2 Other St"),
        "alameda/long": record("Lakeside Community Food Pantry", "510-555-0143", "5 Fifth St"),
        "alameda/longer": record("Lakeside Community Food Pantri", "510-555-0146", "6 Sixth St"),
        "alameda/four": record("Hill Clinic", "510-555-0144", "3 Third St", not_duplicate_of=["one"]),
        "fresno/five": record("Lake Pantry", "510-555-0145", "1 Lake Ave"),
        "fresno/six": record("Hill Clinic", "510-555-0144", "4 Fourth St") | {"closed": {"date": "2025-01-01"}},
    }
    book = make_book(records)
    families = ("P220", "P221", "P222", "P223", "P224")
    whole = [problem for problem in run(book, today=TODAY) if problem.rule in families]
    assert {problem.rule for problem in whole} >= {"P220", "P223", "P224"}
    for entry in book:
        some = run(book, today=TODAY, touched={entry.file})
        assert [p for p in some if p.rule in families and p.file == entry.file] == [
            p for p in whole if p.file == entry.file
        ], entry.slug
