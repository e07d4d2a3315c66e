"""Keeping in step: what the community wrote survives any sequence of updates; what nobody touched follows."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepages.errors import Complaint
from bluepages.federate.leaves import digest, drop, get, leaves, put
from bluepages.federate.state import Memory, read_state, state_file, state_text
from bluepages.federate.sync import said_again, step

Data = dict[str, Any]


def said(**more: Any) -> Data:
    """What a source says of one provider."""
    return {
        "name": "Harbor Kitchen",
        "description": "A kitchen.",
        "website": "https://harbor.example.org",
        "phones": [{"number": "510-555-0142"}],
        "locations": {
            "office": {
                "address": {"address_1": "1 A St", "city": "Oakland"}, "identifiers": {"list": "7"},
                "hours": "Mo-Fr 09:00-17:00", "sources": [{"ref": "list", "date": "2026-01-01"}],
            }
        },
        "services": {
            "meals": {
                "name": "Meals", "needs": ["food.meals"], "at": {"office": {}}, "cost": "free",
                "identifiers": {"list": "9"}, "sources": [{"ref": "list", "date": "2026-01-01"}],
            }
        },
        "sources": [{"ref": "list", "date": "2026-01-01"}],
        **more,
    }  # fmt: skip


def later(**more: Any) -> Data:
    """The same at a later date."""
    new = copy.deepcopy(said(**more))
    for thing in (new, *new.get("locations", {}).values(), *new["services"].values()):
        thing["sources"] = [{"ref": "list", "date": "2026-02-01"}]
    return new


def first() -> tuple[Data, Memory]:
    done = step({}, said(), None, "list", many=True)
    return done.record, done.memory


def test_the_same_again_changes_nothing() -> None:
    record, memory = first()
    again = step(record, later(), memory, "list", many=True)
    assert (again.record, again.memory) == (record, memory)


def test_what_is_said_again_is_known_and_anything_new_is_not() -> None:
    record, memory = first()
    assert said_again(record, later(), memory, "list")
    fewer = later()
    del fewer["services"]["meals"]["cost"]
    more = later(locations={})
    more["services"]["meals"]["alert"] = {"text": "Closed today."}
    for new in (fewer, more, later(description="Bread."), later(year_incorporated=1987), later(not_duplicate_of=["a"])):
        assert not said_again(record, new, memory, "list")
    assert not said_again(record, later(), None, "list")
    assert not said_again({}, later(), memory, "list")


def test_what_nobody_touched_follows_with_its_date() -> None:
    record, memory = first()
    new = later(description="A kitchen and a pantry.")
    new["locations"]["office"]["hours"] = "Mo-Fr 10:00-16:00"
    done = step(record, new, memory, "list", many=True)
    assert done.record["description"] == "A kitchen and a pantry."
    assert done.record["locations"]["office"]["hours"] == "Mo-Fr 10:00-16:00"
    assert done.followed == 2
    assert done.record["sources"] == [{"ref": "list", "date": "2026-02-01"}]
    assert done.record["services"]["meals"]["sources"] == [{"ref": "list", "date": "2026-01-01"}]  # nothing new there
    assert "questions" not in done.record


def test_what_was_touched_stays_without_a_word() -> None:
    record, memory = first()
    record["description"] = "Soup at noon."
    record["phones"] = [{"number": "510-555-0188"}]
    done = step(record, later(), memory, "list", many=True)
    assert done.record == record


def test_both_changed_is_a_question_once() -> None:
    record, memory = first()
    record["description"] = "Soup at noon."
    done = step(record, later(description="Bread."), memory, "list", many=True)
    assert done.record["description"] == "Soup at noon."
    (question,) = done.record["questions"]
    assert question["field"] == "description"
    assert "Bread." in question["text"]
    assert (question["ref"], question["date"]) == ("list", "2026-02-01")
    again = step(done.record, later(description="Bread."), done.memory, "list", many=True)
    assert again.record == done.record


def test_gone_from_the_source_is_asked_once_and_never_deleted() -> None:
    record, memory = first()
    new = later()
    del new["locations"]
    del new["services"]["meals"]["at"]
    done = step(record, new, memory, "list", many=True)
    assert "office" in done.record["locations"]
    assert [q["field"] for q in done.record["questions"]] == ["locations.office"]
    again = step(done.record, new, done.memory, "list", many=True)
    assert again.record == done.record
    back = step(again.record, later(), again.memory, "list", many=True)
    assert back.record["locations"] == record["locations"]


def test_what_the_community_took_away_does_not_come_back() -> None:
    record, memory = first()
    del record["locations"]
    del record["services"]["meals"]["at"]
    record["services"]["meals"].pop("cost")
    for new in (later(), later(description="News.")):
        done = step(record, new, memory, "list", many=True)
        assert "locations" not in done.record
        assert "cost" not in done.record["services"]["meals"]
        assert "at" not in done.record["services"]["meals"]


def test_what_a_person_checked_is_asked_and_not_replaced() -> None:
    record, memory = first()
    record["services"]["meals"]["verified"] = {
        "date": "2026-01-20",
        "by": "alameda",
        "how": "call",
        "covers": ["hours"],
    }
    new = later()
    new["locations"]["office"]["hours"] = "Mo-Fr 10:00-16:00"
    new["services"]["meals"]["cost"] = "$2"
    done = step(record, new, memory, "list", many=True)
    assert done.record["locations"]["office"]["hours"] == "Mo-Fr 09:00-17:00"
    assert done.record["services"]["meals"]["cost"] == "$2"
    assert [q["field"] for q in done.record["questions"]] == ["locations.office.hours"]


def test_renamed_keys_are_found_by_the_sources_own_ids() -> None:
    record, memory = first()
    place = record["locations"].pop("office")
    record["locations"] = {"harbor-house": {**place, "formerly": ["office"]}}
    record["services"] = {"lunch": {**record["services"]["meals"], "at": {"harbor-house": {}}}}
    moved = later()
    moved["locations"]["office"]["hours"] = "Mo-Fr 10:00-16:00"
    done = step(record, moved, memory, "list", many=True)
    assert list(done.record["locations"]) == ["harbor-house"]
    assert list(done.record["services"]) == ["lunch"]


def test_nothing_of_a_confidential_place_is_remembered_or_comes_back() -> None:
    record, memory = first()
    record["locations"] = {"safe": {"confidential": True, "county": "alameda"}}
    record["services"]["meals"]["at"] = {"safe": {}}
    new = later()
    new["locations"]["office"]["address"]["address_1"] = "2 B St"
    done = step(record, new, memory, "list", many=True)
    assert done.record["locations"] == record["locations"]
    assert not [path for path in done.memory.said if path[0] == "locations" or "at" in path]
    assert "2 B St" not in str(done.record)


# Sources that count anew


def two(ids: tuple[str, str, str, str]) -> Data:
    """Two places and two services with these ids of the source."""
    new = said()
    meals = new["services"]["meals"]
    new["locations"]["annex"] = {"address": {"address_1": "8 H St", "city": "Oakland"}, "hours": "Tu 09:00-12:00"}
    new["services"]["pantry"] = {**meals, "name": "Pantry", "needs": ["food.pantry"], "at": {"annex": {}}}
    things = [*new["locations"].values(), *new["services"].values()]
    for thing, number in zip(things, ids, strict=True):
        thing["identifiers"] = {"list": number}
        thing["sources"] = [{"ref": "list", "date": "2026-01-01"}]
    return copy.deepcopy(new)


@pytest.mark.parametrize("ids", [("2", "1", "4", "3"), ("2", "3", "4", "5"), ("91", "92", "93", "94")])
def test_numbers_given_anew_exchange_nothing(ids: tuple[str, str, str, str]) -> None:
    done = step({}, two(("1", "2", "3", "4")), None, "list", many=True)
    done.record["locations"]["office"]["hours"] = "Mo-Fr 08:00-12:00"  # the community's
    again = step(done.record, two(ids), done.memory, "list", many=True)
    record = again.record
    assert {key: place["address"]["address_1"] for key, place in record["locations"].items()} == {
        "office": "1 A St", "annex": "8 H St"}  # fmt: skip
    assert {key: body["name"] for key, body in record["services"].items()} == {"meals": "Meals", "pantry": "Pantry"}
    assert record["locations"]["office"]["hours"] == "Mo-Fr 08:00-12:00"
    assert record["locations"]["office"]["identifiers"] == {"list": ids[0]}
    assert again.conflicts == 0 and not record.get("questions")


def test_an_id_that_means_what_it_meant_outranks_a_name() -> None:
    record, memory = first()
    record["services"]["meals"]["name"] = "Hot lunch"  # the community's
    new = later()
    other = {**new["services"]["meals"], "name": "Hot lunch", "identifiers": {"list": "10"}, "cost": "$5"}
    new["services"] = {"hot-lunch": other, **new["services"]}
    record = step(record, new, memory, "list", many=True).record
    assert {body["identifiers"]["list"]: body["name"] for body in record["services"].values()} == {
        "9": "Hot lunch", "10": "Hot lunch"}  # fmt: skip
    assert record["services"]["meals"]["identifiers"] == {"list": "9"}


def test_a_place_that_moved_keeps_its_key() -> None:
    record, memory = first()
    new = later()
    new["locations"]["office"]["address"]["address_1"] = "9 Z St"
    assert (
        step(record, new, memory, "list", many=True).record["locations"]["office"]["address"]["address_1"] == "9 Z St"
    )


# Any sequence

FACTS: list[tuple[str, ...]] = [
    ("description",), ("website",), ("locations", "office", "hours"), ("locations", "office", "address", "city"),
    ("services", "meals", "cost"), ("services", "meals", "name"), ("phones", "510-555-0142"),
]  # fmt: skip
VALUES = st.sampled_from(["one", "two", "three", None])
MOVES = st.lists(st.tuples(st.sampled_from(["source", "community"]), st.sampled_from(FACTS), VALUES), max_size=12)


def change(record: Data, path: tuple[str, ...], value: str | None) -> None:
    if value is None:
        if path not in (("description",), ("services", "meals", "name")):
            drop(record, path)
    elif get(record, path[:-1]) is not None or len(path) == 1 or path[0] == "phones":
        put(record, path, {"number": path[-1], "description": value} if path[0] == "phones" else value)


@settings(max_examples=200, deadline=None)
@given(moves=MOVES)
def test_community_edits_survive_any_sequence_of_updates(moves: list[tuple[str, tuple[str, ...], str | None]]) -> None:
    theirs = said()
    done = step({}, theirs, None, "list", many=True)
    record, memory = done.record, done.memory
    touched: dict[tuple[str, ...], Any] = {}
    for who, path, value in moves:
        if who == "community":
            change(record, path, value)
            touched[path] = copy.deepcopy(get(record, path))
        else:
            change(theirs, path, value)
            met = said_again(record, theirs, memory, "list")
            before = copy.deepcopy((record, memory))
            done = step(record, theirs, memory, "list", many=True)
            record, memory = done.record, done.memory
            assert not met or (record, memory) == before  # what is passed over would have changed nothing
            assert said_again(record, theirs, memory, "list")
            again = step(record, theirs, memory, "list", many=True)
            assert again.record == record
            assert again.memory == memory
        for fact, wanted in touched.items():
            here = get(record, fact)
            assert here == wanted or here == get(theirs, fact), fact  # what was written, or what both came to say
    for path in FACTS:
        if path not in touched and get(theirs, path) is not None:
            assert get(record, path) == get(theirs, path), path


@settings(max_examples=100, deadline=None)
@given(values=st.lists(VALUES.filter(bool), min_size=1, max_size=6))
def test_a_touched_fact_never_changes_unless_the_community_agrees(values: list[str]) -> None:
    record, memory = first()
    record["description"] = "The community's own words."
    for value in values:
        done = step(record, later(description=value), memory, "list", many=True)
        record, memory = done.record, done.memory
        assert record["description"] == "The community's own words."


# The memory on disk


def test_the_memory_is_kept_as_marks_and_read_back(tmp_path: Path) -> None:
    _, memory = first()
    memory.gone = {"locations.office": "2026-01"}
    memory.rows = ("abc",)
    text = state_text({"harbor-kitchen": memory})
    for secret in ("1 A St", "510-555", "Oakland"[:5] + "x", "harbor.example"):
        assert secret not in text.replace("510-555-0142", "")  # numbers are names of facts, as they are in the record
    path = tmp_path / state_file("list")
    path.parent.mkdir(parents=True)
    path.write_text(text)
    assert read_state(tmp_path, "list") == {"harbor-kitchen": memory}
    assert state_text(read_state(tmp_path, "list")) == text


def test_a_broken_memory_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / state_file("list")
    path.parent.mkdir(parents=True)
    path.write_text("{\n")
    with pytest.raises(Complaint, match="cannot be read"):
        read_state(tmp_path, "list")
    assert read_state(tmp_path, "other") == {}


def test_facts_have_marks_that_tell_nothing() -> None:
    found = dict(leaves(said()))
    assert ("phones", "510-555-0142") in found
    assert ("sources",) not in found
    assert digest("a") != digest("b")
    assert digest(None) == ""
    assert len(digest("a long text " * 100)) == 8
