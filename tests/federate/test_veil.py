"""A place that its source called confidential and later does not: a steward is asked, no street comes back, and what
the record got meanwhile stays.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluepages.federate.apply import write_files
from bluepages.federate.report import ImportReport
from bluepages.federate.sources import Wish, plan
from bluepages.federate.veil import NO_LONGER
from bluepages.records.load import load_book
from tests.federate.places import TODAY, bring, directory

MAPPING = """\
title: Kitchens
as_of: 2026-11-21
columns: {name: Name, county: County, street: Street, city: City, zip: ZIP, phone: Phone, key: Id, date: Date}
source: {id: sample}
kinds:
  "":
    description: A kitchen in {city}.
    places: many
    place: "{place_key}"
    phone: place
    services: {meals: {name: Hot meals, needs: [food.meals], description: A meal.}}
"""
HEADER = "Name,County,Street,City,ZIP,Phone,Id,Date,AddressIsPrivate\n"
ROW = "Harbor Kitchen,Alameda,{street},Oakland,94607,{phone},17,{date},{flag}\n"


class List:
    """A county's list that is imported again and again into one directory."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.month = folder, 0
        self.root = directory(folder / "here")
        (folder / "kitchens.yaml").write_text(MAPPING)

    def says(
        self, flag: str, phone: str = "510-555-0142", street: str = "1200 Harbor St", more: str = "", new: bool = True
    ) -> ImportReport:
        self.month += new
        row = ROW.format(street=street, phone=phone, date=f"2026-{self.month:02}", flag=flag)
        (self.folder / "t.csv").write_text(HEADER + row + more)
        return bring(self.root, "csv", self.folder / "t.csv", str(self.folder / "kitchens"))

    @property
    def file(self) -> Path:
        return next((self.root / "data" / "providers").rglob("*.yaml"))

    @property
    def questions(self) -> list[str]:
        return [each.text for each in load_book(self.root).providers["harbor-kitchen"].questions]

    @property
    def numbers(self) -> list[str]:
        return [p.number for p in load_book(self.root).providers["harbor-kitchen"].services["meals"].phones]

    @property
    def written(self) -> str:
        return (
            "".join(path.read_text() for path in sorted((self.root / "data").rglob("*harbor*")) if path.is_file())
            + (self.root / "data" / "sources" / "state" / "sample.jsonl").read_text()
        )


def test_two_and_three_imports_later_the_telephone_is_there_the_street_is_not_and_one_question_stands(
    tmp_path: Path,
) -> None:
    kitchen = List(tmp_path)
    kitchen.says("Yes")
    assert kitchen.numbers == ["510-555-0142"] and not kitchen.questions
    for _ in range(3):
        report = kitchen.says("No")
        assert kitchen.numbers == ["510-555-0142"]
        assert kitchen.questions == [NO_LONGER]
        assert "confidential: true" in kitchen.written and "Harbor St" not in kitchen.written
        assert "Harbor St" not in report.text(every_row=True)
    before = kitchen.written
    kitchen.says("No", new=False)
    assert kitchen.written == before, "the same again changes no byte"


def test_a_question_that_was_settled_is_asked_again_only_when_the_source_turns_once_more(tmp_path: Path) -> None:
    kitchen = List(tmp_path)
    kitchen.says("Yes")
    kitchen.says("No")
    text = kitchen.file.read_text()
    kitchen.file.write_text(text[: text.index("questions:")] + text[text.index("sources:", text.index("questions:")) :])
    kitchen.says("No")
    assert not kitchen.questions
    kitchen.says("Yes")
    assert not kitchen.questions
    kitchen.says("No")
    assert kitchen.questions == [NO_LONGER]


def test_a_new_number_is_followed_while_the_place_stays_hidden(tmp_path: Path) -> None:
    kitchen = List(tmp_path)
    kitchen.says("Yes")
    kitchen.says("No", phone="510-555-0188")
    assert kitchen.numbers == ["510-555-0188"]
    kitchen.says("No", phone="510-555-0199")
    assert kitchen.numbers == ["510-555-0199"]


def test_what_a_steward_hid_is_not_asked_about_and_gets_no_telephone_back(tmp_path: Path) -> None:
    kitchen = List(tmp_path)
    kitchen.says("No")
    text = kitchen.file.read_text()
    start, end = text.index("    address:"), text.index("services:")
    hidden = "    address: {city: Oakland}\n    county: alameda\n    confidential: true\n"
    kitchen.file.write_text(text[:start] + hidden + text[end:])
    for _ in range(2):
        kitchen.says("No")
        assert not kitchen.questions and not kitchen.numbers
        assert "Harbor St" not in kitchen.written


def test_lines_that_people_added_stay_when_the_place_is_hidden_and_after(tmp_path: Path) -> None:
    kitchen = List(tmp_path)
    kitchen.says("No")
    text = kitchen.file.read_text()
    more = "phones: [{number: 510-555-0142}, {number: 510-555-0143, description: Kitchen}]"
    assert "phones: [{number: 510-555-0142}]" in text
    kitchen.file.write_text(
        text.replace("phones: [{number: 510-555-0142}]", more).replace("1200 Harbor St", "1201 Harbor St")
    )
    for flag in ("Yes", "No", "No"):
        kitchen.says(flag)
        assert "510-555-0143" in kitchen.written and "510-555-0142" in kitchen.numbers
        assert "Harbor St" not in kitchen.written
    assert kitchen.questions == [NO_LONGER]


def test_the_other_places_of_a_list_with_one_hidden_place_are_asked_about_and_not_lost_in_silence(
    tmp_path: Path,
) -> None:
    kitchen = List(tmp_path)
    other = "Harbor Kitchen,Alameda,9 Hill Rd,Berkeley,94710,510-555-0177,18,2026-01,No\n"
    kitchen.says("Yes", more=other)
    asked = kitchen.questions
    assert len(asked) == 1 and "a place in Berkeley" in asked[0]
    assert "Hill Rd" not in kitchen.written
    kitchen.says("Yes", more=other)
    assert kitchen.questions == asked


def test_a_second_source_that_calls_an_open_place_confidential_is_asked_about(tmp_path: Path) -> None:
    kitchen = List(tmp_path)
    kitchen.says("No")
    mapping = tmp_path / "other.yaml"
    mapping.write_text(MAPPING.replace("{id: sample}", "{id: bay-navigator}"))
    (tmp_path / "t.csv").write_text(
        HEADER + ROW.format(street="1200 Harbor St", phone="510-555-0142", date="2026-05", flag="Yes")
    )
    wish = Wish("csv", str(tmp_path / "t.csv"), "bay-navigator", mapping)
    write_files(kitchen.root, plan(wish, load_book(kitchen.root), TODAY).files)
    assert any("calls this place confidential" in text for text in kitchen.questions)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(flags=st.lists(st.sampled_from(["Yes", "No"]), min_size=1, max_size=5))
def test_whatever_a_source_says_and_unsays(tmp_path_factory: pytest.TempPathFactory, flags: list[str]) -> None:
    kitchen = List(tmp_path_factory.mktemp("kitchen"))
    kitchen.says("Yes")
    for flag in flags:
        kitchen.says(flag)
        assert kitchen.numbers == ["510-555-0142"]
        assert "Harbor St" not in kitchen.written
    assert kitchen.questions == ([NO_LONGER] if "No" in flags else [])


def test_a_package_that_unsays_it_is_asked_about_too(tmp_path: Path) -> None:
    root = directory(tmp_path / "here")
    package = tmp_path / "package"
    package.mkdir()
    for flag in ("Yes", "No", "No"):
        tables = {
            "organization.csv": "id,name,description\n1,Harbor Kitchen,Meals for all\n",
            "service.csv": "id,organization_id,name,description\n10,1,Soup kitchen,Lunch.\n",
            "location.csv": f"id,organization_id,name,address_is_private\n20,1,Kitchen,{flag}\n",
            "address.csv": "id,location_id,address_1,city,postal_code\n30,20,1200 Harbor St,Oakland,94607\n",
            "phone.csv": "id,location_id,number\n50,20,510-555-0142\n",
            "service_at_location.csv": "id,service_id,location_id\n40,10,20\n",
        }
        for name, rows in tables.items():
            (package / name).write_text(rows, encoding="utf-8")
        bring(root, "hsds", package)
        provider = load_book(root).providers["harbor-kitchen"]
        numbers = [phone.number for service in provider.services.values() for phone in service.phones]
        assert numbers == ["510-555-0142"]
        assert [place.confidential for place in provider.locations.values()] == [True]
        assert [each.text for each in provider.questions] == ([] if flag == "Yes" else [NO_LONGER])
