"""A reader of the difference alone can say what changed."""

from __future__ import annotations

import copy
import html
import json
import re
from typing import Any

import msgspec.structs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepages.records.book import Book
from bluepages.review.diff import BookDiff, RecordChange, diff_books
from bluepages.review.formats import as_json, as_markdown, as_text
from bluepages.review.groups import groups
from bluepages.review.hours import hours_change
from bluepages.review.sentences import sentences
from tests.support import kitchen, make_book

SLUG = "harbor-street-community-kitchen"


def book(record: dict[str, Any] | None, **others: Any) -> Book:
    return make_book({**({SLUG: record} if record is not None else {}), **others})


def change(edit: dict[tuple[str, ...], Any], start: dict[str, Any] | None = None) -> RecordChange:
    """What becomes of the kitchen when values are set (`None`: taken away)."""
    before = start or kitchen()
    after = copy.deepcopy(before)
    for path, value in edit.items():
        parent: Any = after
        for step in path[:-1]:
            parent = parent.setdefault(step, {}) if isinstance(parent, dict) else parent[int(step)]
        if value is None:
            del parent[path[-1]]
        else:
            parent[path[-1]] = value
    (record,) = diff_books(book(before), book(after)).records
    return record


LUNCH = ("services", "hot-lunch")
HOURS = (*LUNCH, "at", "kitchen", "hours")

SAID = [
    ({("phones",): [{"number": "510-555-0143"}]}, "Phone changed: 510-555-0142 becomes 510-555-0143"),
    ({("phones",): [{"number": "510-555-0142"}, {"number": "510-555-0150", "description": "Spanish"}]},
     "Phone added: 510-555-0150 Spanish"),
    ({HOURS: "Mo 11:30-12:30; Tu-Fr 11:30-13:30"},
     "Hours of Hot lunch at kitchen changed on Mondays: 11:30 AM to 1:30 PM becomes 11:30 AM to 12:30 PM"),
    ({HOURS: "Mo-Fr 11:30-13:30; PH off"},
     "Hours of Hot lunch at kitchen changed on public holidays: nothing said becomes Closed"),
    ({HOURS: None}, "Hours of Hot lunch at kitchen removed: Monday to Friday 11:30 AM to 1:30 PM"),
    ({("email",): "hello@example.org"}, "E-mail added: hello@example.org"),
    ({(*LUNCH, "needs"): ["food.meals", "food.pantry"]}, "Needs of Hot lunch changed: Hot meals becomes"),
    ({(*LUNCH, "languages"): ["en"]}, "Languages of Hot lunch changed: English, Spanish becomes English"),
    ({("closed",): {"date": "2026-11-01", "note": "Lease ended."}}, "Closed added: on 2026-11-01 (Lease ended.)"),
    ({(*LUNCH, "verified"): {"date": "2026-11-01", "by": "alameda", "how": "phone call", "covers": ["hours"]}},
     "Checked by a person of Hot lunch added: on 2026-11-01 by alameda, phone call: hours"),
    ({(*LUNCH, "serves"): {"counties": ["alameda"]}}, "Area served of Hot lunch added: Alameda County"),
    ({(*LUNCH, "serves"): {"statewide": True}}, "Area served of Hot lunch added: the whole state"),
    ({("locations", "kitchen", "address", "address_1"): "9 Elm St"},
     "Street of kitchen changed: 1200 Harbor St becomes 9 Elm St"),
    ({("services", "dinner"): {"name": "Dinner", "needs": ["food.meals"]}}, "Name of Dinner added: Dinner"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "said"), SAID, ids=lambda value: value if isinstance(value, str) else "")
def test_each_change_is_told_in_words(edit: dict[tuple[str, ...], Any], said: str) -> None:
    lines = sentences(change(edit))
    assert any(line.startswith(said) for line in lines), lines


DAYS = [
    ("Mo-Fr 09:00-17:00", "Mo 09:00-16:00; Tu-Fr 09:00-17:00",
     ("on Mondays: 9:00 AM to 5:00 PM becomes 9:00 AM to 4:00 PM",)),
    ("Mo-Fr 09:00-17:00", "Mo-Fr 09:00-16:00",
     ("on Mondays to Fridays: 9:00 AM to 5:00 PM becomes 9:00 AM to 4:00 PM",)),
    ("Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00; Sa 10:00-12:00", ("on Saturdays: Closed becomes 10:00 AM to noon",)),
    ("Mo,We 09:00-17:00", "Mo,We 10:00-17:00",
     ("on Mondays and Wednesdays: 9:00 AM to 5:00 PM becomes 10:00 AM to 5:00 PM",)),
    ("Mo-Su 09:00-17:00", "Mo-Su 09:00-18:00", ("on all days: 9:00 AM to 5:00 PM becomes 9:00 AM to 6:00 PM",)),
    ("Jun-Aug Mo 09:00-17:00", "Jun-Aug Mo 09:00-16:00", ()),
    ("whenever", "Mo 09:00-17:00", ()),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "parts"), DAYS)
def test_hours_are_told_by_days_where_there_are_days(old: str, new: str, parts: tuple[str, ...]) -> None:
    assert hours_change(old, new) == parts


def readable(text: str) -> bool:
    from bluepages.hours import HoursError, parse

    try:
        return bool(parse(text).rules)
    except HoursError:
        return False


WEEKS = st.lists(
    st.sampled_from(["Mo 09:00-17:00", "Mo 09:00-12:00", "Tu-Th 10:00-16:00", "Fr 08:00-12:00,13:00-17:00",
                     "Sa[1,3] 12:00-14:00", "PH off", "PH 10:00-12:00", 'We "by appointment"', "Su off"]),
    min_size=1, max_size=4, unique=True,
).map("; ".join).filter(readable)  # fmt: skip


@given(WEEKS, WEEKS)
def test_two_different_weeks_never_sound_the_same(old: str, new: str) -> None:
    from bluepages.hours import parse, sentence

    one, two = change_of_hours(old, new)
    if sentence(parse(old), "en") != sentence(parse(new), "en"):
        assert one, (old, new, two)


def change_of_hours(old: str, new: str) -> tuple[tuple[str, ...], BookDiff]:
    before, after = kitchen(), kitchen()
    before["services"]["hot-lunch"]["at"]["kitchen"]["hours"] = old
    after["services"]["hot-lunch"]["at"]["kitchen"]["hours"] = new
    found = diff_books(book(before), book(after))
    return (sentences(found.records[0]) if found.records else ()), found


RISKS = [
    ({("closed",): {"date": "2026-11-01"}}, "Something is marked as closed"),
    ({("phones",): [{"number": "510-555-0143"}]}, "A telephone number changes."),
    ({("locations", "kitchen", "address", "address_1"): "9 Elm St"}, "An address changes."),
    ({("website",): "https://evil.example.com"}, "another site: harborstreet.example.org becomes evil.example.com"),
    ({(*LUNCH, "needs"): ["food.meals", "safety.dv"]}, "People in danger rely on it."),
    ({("locations", "kitchen", "latitude"): 37.9}, "A place moves by 11 km."),
    ({("locations", "kitchen", "latitude"): None, ("locations", "kitchen", "longitude"): None,
      ("locations", "kitchen", "address", "postal_code"): "90001"}, "as far as the ZIP codes tell"),
    ({(*LUNCH, "eligibility_description"): "Anyone."}, "Who can get it changes."),
    ({(*LUNCH, "minimum_age"): 18}, "Who can get it changes."),
    ({(*LUNCH, "cost"): "5 dollars"}, "The cost changes."),
    ({(*LUNCH, "status"): "defunct"}, "The status of a service changes."),
    ({(*LUNCH, "verified"): {"date": "2026-11-01", "by": "alameda", "how": "yes"}},
     "does not say whether somebody called"),
    ({(*LUNCH, "verified"): {"date": "2026-11-01", "by": "alameda", "how": "phone call"}},
     "signed by nobody who looks after"),
    ({("services", "hot-lunch"): None, ("services", "other"): {"name": "Other", "needs": ["food.meals"]}},
     "A service is taken away"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "risk"), RISKS, ids=lambda value: value if isinstance(value, str) else "")
def test_each_risk_is_flagged(edit: dict[tuple[str, ...], Any], risk: str) -> None:
    assert any(risk in each for each in change(edit).risks)


QUIET = [
    {("description",): "Volunteers cook."},
    {("website",): "https://www.harborstreet.example.org/lunch"},
    {("locations", "kitchen", "latitude"): 37.8045},
    {(*LUNCH, "languages"): ["en"]},
]


@pytest.mark.parametrize("edit", QUIET)
def test_what_is_no_risk_is_not_flagged(edit: dict[tuple[str, ...], Any]) -> None:
    assert change(edit).risks == ()


def test_a_check_that_only_gets_a_new_date_is_flagged() -> None:
    start = kitchen()
    start["services"]["hot-lunch"]["verified"] = {"date": "2026-01-01", "by": "alameda", "how": "phone call"}
    risks = change({(*LUNCH, "verified", "date"): "2026-11-01"}, start).risks
    assert "A check is dated anew in the same words as before: was it really made again?" in risks
    spoken = change({(*LUNCH, "verified"): {"date": "2026-11-01", "by": "alameda", "how": "visit"}}, start).risks
    assert not any("dated anew" in risk for risk in spoken)


def test_a_new_record_is_told_whole() -> None:
    found = diff_books(book(None), book(kitchen()))
    text = as_text(found)
    for value in (
        "510-555-0142",
        "1200 Harbor St",
        "Hot meals",
        "Monday to Friday 11:30 AM",
        "issue:214",
        "West Oakland",
    ):
        assert value in text
    assert "New: Harbor Street Community Kitchen" in text


def test_renamed_merged_moved_and_removed() -> None:
    renamed = diff_books(book(kitchen()), make_book({"new-name": {**kitchen(), "formerly": [SLUG]}}))
    assert [(r.kind, r.was) for r in renamed.records] == [("renamed", SLUG)]
    two = {"other": {**kitchen(), "name": "Other"}}
    merged = diff_books(book(kitchen(), **two), book({**kitchen(), "merged": ["other"]}))
    assert {(r.slug, r.kind, r.was) for r in merged.records} == {("other", "merged", SLUG), (SLUG, "changed", "")}
    assert "Other becomes part of harbor-street-community-kitchen" in as_text(merged)
    moved = diff_books(make_book({f"alameda/{SLUG}": kitchen()}), make_book({f"napa/{SLUG}": kitchen()}))
    assert sentences(moved.records[0]) == ("Looked after by changed: alameda becomes napa",)
    gone = diff_books(book(kitchen()), book(None))
    assert "closed, not deleted" in as_text(gone)


def many(count: int, **more: Any) -> dict[str, Any]:
    return {f"place-{n}": {**kitchen(), "name": f"Place {n}", **more} for n in range(count)}


def test_a_change_of_many_is_told_in_groups() -> None:
    same = diff_books(make_book(many(30)), make_book(many(30, email="new@example.org")))
    (group,) = groups(same)
    assert len(group.records) == 30 and group.said == ("E-mail added: new@example.org",)
    text = as_text(same)
    assert text.count("new@example.org") == 1 and all(f"Place {n}\n" in text for n in range(30))
    assert "This changes 30 records at once." in text and "(30 of 30)" in text
    after = many(30)
    for number, record in enumerate(after.values()):
        record["phones"] = [{"number": f"510-555-01{number:02}"}]
    (alike,) = groups(diff_books(make_book(many(30)), make_book(after)))
    assert alike.what == "Phone" and alike.said == ()
    assert "Place 7: Phone changed: 510-555-0142 becomes 510-555-0107" in as_text(
        diff_books(make_book(many(30)), make_book(after))
    )


def test_few_that_differ_are_told_one_by_one_and_three_alike_together() -> None:
    before, after = many(3), many(3)
    for number, record in enumerate(after.values()):
        record["email"] = f"a{number}@example.org"
    assert groups(diff_books(make_book(before), make_book(after))) == []
    (group,) = groups(diff_books(make_book(before), make_book(many(3, email="x@example.org"))))
    assert len(group.records) == 3


def test_nothing_of_one_record_is_cut_off_because_many_others_change_too() -> None:
    before, after = many(30), many(30, email="new@example.org")
    story = "A long story. " * 60
    after["place-3"] |= {
        "description": f"{story}New.", "website": "https://other.example.com/",
        "phones": [{"number": "510-555-0199"}], "alternate_name": "Last of all",
    }  # fmt: skip
    found = diff_books(make_book(before), make_book(after))
    for said in (as_text(found), re.sub(r"</?span>", "", as_markdown(found))):
        for word in ("New.", "other.example.com", "510-555-0199", "Last of all", story.strip()):
            assert word in said, word
    for record in after.values():
        record["description"] = f"{story}{record['name']}!"
    assert_told_whole(diff_books(make_book(before), make_book(after)), story)


def assert_told_whole(found: BookDiff, was: str) -> None:
    """A reader of the difference alone knows of each record what its description was, and what it becomes."""
    assert groups(found)
    for said in (as_text(found), html.unescape(re.sub(r"</?span>|\\(?=\W)", "", as_markdown(found)))):
        for record in found.records:
            told = said.partition(f"{record.name}\n")[2] or said.partition(f"{record.name}:")[2]
            told = said.partition(f"**{record.name}**")[2] or told
            change = next(each for each in record.fields if each.field == "description")
            wanted = f"Description changed: {change.old} becomes {change.new}"
            assert wanted in told, record.name
            if was:
                assert was.strip() in told


@settings(max_examples=20)
@given(
    st.lists(st.text("abc d.", min_size=1, max_size=900).map(str.strip).filter(bool), min_size=2, max_size=40),
    st.integers(21, 40),
)
def test_each_record_of_a_group_is_told_from_what_to_what(texts: list[str], count: int) -> None:
    before, after = many(count), many(count)
    for at, (slug, record) in enumerate(before.items()):
        record["description"] = f"{texts[at % len(texts)]} {at} before"
        after[slug]["description"] = f"{texts[-1 - at % len(texts)]} {at} after"
    assert_told_whole(diff_books(make_book(before), make_book(after)), "")


@pytest.mark.parametrize("room", [2_500, 9_000, 40_000, 70_000])
def test_what_does_not_fit_is_counted_and_how_to_see_it_is_said(room: int) -> None:
    before, after = many(40), many(40)
    for number, record in enumerate(after.values()):
        record["description"] = f"It begins so. {'A long story, @all of it. ' * 30}It ends with {number}."
    after["place-31"]["phones"] = [{"number": "510-555-0199"}]
    found = diff_books(make_book(before), make_book(after))
    whole, said = as_markdown(found), as_markdown(found, room, "`bluepages diff a b`")
    assert len(whole.encode()) > 40_000 and len(said.encode()) <= room
    if len(whole.encode()) <= room:
        assert said == whole
        return
    left, count, letters = re.search(r"Left out: (\d+) records? of (\d+), with ([\d,]+) characters", said).groups()  # type: ignore[union-attr]
    there = [number for number in range(40) if f"It ends with {number}." in said]
    assert int(count) == 40 and int(left) == 40 - len(there)
    missing = [line for line in whole.split("\n") if line and line not in said]
    assert "`bluepages diff a b`" in said.split("\n")[0]
    told = sum(map(len, missing))
    assert int(letters.replace(",", "")) == told
    assert 31 in there or room < 3_000, "what is riskiest comes first"
    for number in there:
        assert f"Place {number}" in said and said.count(f"It ends with {number}.") == 1


def test_of_one_record_that_does_not_fit_that_is_said() -> None:
    found = BookDiff((change({("description",): "Long. " * 800}),))
    said = as_markdown(found, 3_000, "`bluepages diff a b`")
    assert re.search(r"Left out: 1 record of 1, with 4,\d\d\d characters\. All of it: `bluepages diff a b`", said)


def test_the_whole_change_has_risks_of_its_own() -> None:
    check = {"date": "2026-11-01", "by": "alameda", "how": "phone call"}
    after = many(21)
    for record in after.values():
        record["services"]["hot-lunch"]["verified"] = check
    risks = diff_books(make_book(many(21)), make_book(after), newcomers=1).risks
    assert risks == (
        "This changes 21 records at once.",
        "21 services are marked as checked on 2026-11-01 by the same person.",
        "It is by somebody who has not changed anything here before.",
    )


TEXTS = st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=40).filter(
    lambda text: text.strip() == text and " ".join(text.split()) == text
)


@settings(max_examples=60)
@given(
    TEXTS, st.sampled_from([("description",), (*LUNCH, "cost"), (*LUNCH, "eligibility_description"), (*LUNCH, "name")])
)
def test_a_reader_of_the_text_alone_knows_old_and_new(text: str, path: tuple[str, ...]) -> None:
    start = kitchen()
    start["services"]["hot-lunch"] |= {"cost": "free", "eligibility_description": "Anyone."}
    before: Any = start
    for step in path:
        before = before[step]
    if before == text:
        return
    record = change({path: text}, start)
    told = as_text(BookDiff((record,)))
    assert str(before) in told and text in told


@given(TEXTS)
def test_nothing_of_a_record_acts_in_markdown(text: str) -> None:
    shown = as_markdown(BookDiff((change({("description",): f"@team closes #1 <b>{text}</b> ![x](https://a.b)"}),)))
    assert "@team" not in shown and "<b>" not in shown and "![x]" not in shown


def test_json_has_values_sentences_and_groups() -> None:
    data = json.loads(as_json(diff_books(make_book(many(30)), make_book(many(30, email="n@example.org")))))
    assert data["records"][0]["sentences"] == ["E-mail added: n@example.org"]
    assert data["records"][0]["fields"][0]["new"] == "n@example.org"
    assert len(data["groups"][0]["slugs"]) == 30 and data["risks"]
    assert json.loads(as_json(diff_books(book(kitchen()), book(kitchen())))) == {
        "risks": [],
        "records": [],
        "groups": [],
    }


def as_if_from_another_process(book: Book) -> Book:
    """Large directories are read by several processes; what comes from them has texts of its own, also for defaults."""
    for entry in book.by_slug.values():
        assert entry.provider is not None
        for service in entry.provider.services.values():
            msgspec.structs.force_setattr(service, "status", "".join(list(service.status)))
        for phone in entry.provider.phones:
            msgspec.structs.force_setattr(phone, "type", "".join(list(phone.type)))
        for place in entry.provider.locations.values():
            msgspec.structs.force_setattr(place, "location_type", "".join(list(place.location_type)))
    return book


def test_nothing_is_said_to_change_that_another_process_has_read() -> None:
    after = copy.deepcopy(kitchen())
    after["description"] = "Meals for all."
    (record,) = diff_books(book(kitchen()), as_if_from_another_process(book(after))).records
    assert [field.field for field in record.fields] == ["description"] and not record.risks
