"""From answers to a checked change: blank is unchanged, a token removes, all problems at once, nothing private told."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from bluepages.intake import describe
from bluepages.intake.handle import Answer, consider
from bluepages.intake.safety import alarming
from bluepages.records.book import Book
from tests.intake.support import ADD, CORRECT, TODAY, answer, book, event, forms, issue_body
from tests.support import kitchen, make_book

SLUG = "harbor-street-community-kitchen"
RECORD = {"record": SLUG, "source": "I called on Monday."}


def with_record(**more: Any) -> Book:
    return make_book({SLUG: {**kitchen(), **more}})


def correct(values: dict[str, str], book: Book | None = None) -> Answer:
    return answer(issue_body("correct", {**RECORD, **values}), book)


def fields(found: Answer) -> dict[str, str]:
    """What changes, by field."""
    return {change.field: change.new for record in found.outcome.diff.records for change in record.fields}


def test_a_new_record() -> None:
    found = answer(issue_body("add", ADD))
    assert found.kind == "proposal", found.text
    proposal = found.outcome.proposal
    assert proposal is not None
    assert (proposal.file, proposal.branch) == ("data/providers/alameda/eastside-pantry.yaml", "intake/12")
    assert "hours: Mo-Fr 09:00-17:00" in found.outcome.text
    assert "number: 510-444-2231" in found.outcome.text
    assert "sources: [{ref: issue:12, date: 2026-11-20}]" in found.outcome.text
    assert "rosa" not in found.outcome.text


def test_a_correction_changes_what_it_says_and_nothing_else() -> None:
    found = answer(issue_body("correct", CORRECT))
    assert fields(found) == {
        "services.hot-lunch.at.kitchen.hours": "Monday to Friday 9:00 AM to 4:00 PM",
        "phones": "510-444-7788",
    }


@pytest.mark.parametrize(
    "said",
    [SLUG, f"/p/{SLUG}", f"https://x.example/a/es/p/{SLUG}.html?a=b#c", "Harbor Street Community Kitchen",
     f"data/providers/alameda/{SLUG}.yaml", f"https://github.com/o/r/blob/main/data/providers/x/{SLUG}.yaml"],
)  # fmt: skip
def test_a_record_is_found_by_page_file_slug_and_name(said: str) -> None:
    assert correct({"record": said, "cost": "free"}).kind == "proposal"


@pytest.mark.parametrize("said", ["harbor-street", "../../etc/passwd", "p/../x", "", "harbor-stret-community-kitchen"])
def test_a_record_that_is_not_there_is_told(said: str) -> None:
    found = correct({"record": said, "cost": "free"})
    assert found.kind == "problems"
    assert not found.outcome.text


def test_a_renamed_record_is_found_by_its_old_name() -> None:
    assert correct(
        {"record": "the-old-kitchen", "cost": "free"}, with_record(formerly=["the-old-kitchen"])
    ).outcome.good


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"cost": "free"}, {"services.hot-lunch.cost": "free"}),
        ({"website": "(remove)"}, {"website": ""}),
        ({"languages": "inglés, chino y tagalo"}, {"services.hot-lunch.languages": "English, Chinese, Tagalog"}),
        ({"hours": "(quitar)"}, {"services.hot-lunch.at.kitchen": ""}),
        ({"closed": "2026-11-01"}, {"closed": "on 2026-11-01"}),
        ({"service": "Hot lunch", "name": "Warm lunch"}, {"services.hot-lunch.name": "Warm lunch"}),
        ({"service": "hot lunch", "closed": "2026-11-01"}, {"services.hot-lunch.closed": "on 2026-11-01"}),
        ({"phone": "510-444-7788 ext. 4"}, {"phones": "510-444-7788 ext. 4"}),
    ],
)
def test_each_answer_reaches_its_field(values: dict[str, str], expected: dict[str, str]) -> None:
    found = correct(values)
    assert found.kind == "proposal", found.text
    assert fields(found).items() >= expected.items() or expected == {"services.hot-lunch.at.kitchen": ""}


def test_a_new_address_loses_the_point_of_the_old_one() -> None:
    found = correct({"street": "1400 Harbor St"})
    assert found.outcome.good
    assert "latitude" not in found.outcome.text
    assert "1400 Harbor St" in found.outcome.text


def test_all_problems_are_told_at_once_under_the_labels_of_the_form() -> None:
    wrong = {"phone": "510 444", "hours": "whenever", "closed": "soon", "website": "nowhere", "languages": "Klingon"}
    found = correct(wrong)
    assert found.kind == "problems"
    for label in ("New telephone", "New opening hours", "Closed since", "New web site", "Languages spoken now"):
        assert f"**{label}:**" in found.text, found.text
    assert "510-555-0100" in found.text


def test_a_flood_of_signs_fits_where_github_takes_it() -> None:
    flood = {**ADD, "description": "@#" * 1000, "eligibility": "@" * 1000, "source": "@" * 1000, "service": "@x" * 100,
             "cost": "@" * 500, "name": "@y" * 100}  # fmt: skip
    found = answer(issue_body("add", flood))
    assert found.outcome.good
    body = describe.body(found.outcome, book())
    assert len(body) < 65_536 and len(found.text) < 65_536 and body.endswith("\nCloses #12\n")
    assert "Left out: " in body and "bluepages diff origin/main origin/intake/12" in body


def test_mended_text_is_offered() -> None:
    found = correct({"website": "www.harborstreet.org", "phone": "5104447788"})
    assert found.outcome.good, "a machine has mended all there was"
    assert "510-444-7788" in found.outcome.text and "website: https://www.harborstreet.org" in found.outcome.text
    assert "- Web site: https<span>://</span><span>www.</span>harborstreet.org" in found.text.partition("instead")[2]
    found = correct({"website": "www.harborstreet.org", "hours": "whenever"})
    assert found.kind == "problems"
    assert "harborstreet.org" in found.text.partition("instead")[2]


def test_no_name_of_a_field_of_the_record_stands_in_a_reply() -> None:
    found = correct({"zip": "9460", "website": "nowhere", "email": "x"})
    for word in ("locations", "postal", "kitchen"):
        assert word not in found.text


@pytest.mark.parametrize("values", [{}, {"phone": "510-555-0142"}, {"hours": "Mo-Fr 11:30-13:30"}])
def test_nothing_new_is_no_proposal(values: dict[str, str]) -> None:
    assert correct(values).kind == "problems"


@pytest.mark.parametrize("values", [{"name": "(remove)"}, {"description": "(remove)"}, {"cost": "(remove)"}])
def test_what_cannot_be_taken_away_is_told(values: dict[str, str]) -> None:
    assert correct(values).kind == "problems"


def two_of_each() -> Book:
    record = kitchen()
    record["phones"].append({"number": "510-444-1111"})
    record["services"]["pantry"] = {"name": "Pantry", "needs": ["food.pantry"], "at": {"kitchen": {}}}
    return make_book({SLUG: record})


@pytest.mark.parametrize("values", [{"phone": "510-444-7788"}, {"hours": "Mo 09:00-10:00"}, {"cost": "free"}])
def test_what_is_not_clear_is_asked(values: dict[str, str]) -> None:
    found = correct(values, two_of_each())
    assert found.kind == "problems"
    assert "Write one of" in found.text


def test_the_right_one_of_several_changes() -> None:
    found = correct(
        {"phone": "(remove)", "old_phone": "510 444 1111", "service": "Pantry", "cost": "free"}, two_of_each()
    )
    assert found.outcome.good
    assert "510-444-1111" not in found.outcome.text
    assert "510-555-0142" in found.outcome.text


def checked(**check: Any) -> Book:
    record = kitchen()
    record["services"]["hot-lunch"]["verified"] = {"date": "2026-10-02", "by": "alameda", "how": "phone call", **check}
    return make_book({SLUG: record})


@pytest.mark.parametrize(
    ("covers", "left"),
    [(["hours", "phone"], "covers: [phone]"), (["hours"], ""), (["all"], ""), (["phone"], "covers: [phone]"), ([], "")],
)
def test_what_changes_is_no_longer_checked(covers: list[str], left: str) -> None:
    book = checked(covers=covers) if covers else checked()
    found = correct({"hours": "Mo-Fr 09:00-10:00"}, book)
    assert found.outcome.good
    assert ("verified" in found.outcome.text) == bool(left)
    assert left in found.outcome.text


CONFIRM = {"record": SLUG, "how": "phone call", "date": "2026-11-19", "covers": "hours phone"}


def test_two_that_look_alike_and_are_two_are_remembered() -> None:
    slug = "harbor-street-community-kitchen"
    book = make_book({slug: kitchen(), "harbor-street-kitchen": {**kitchen(), "name": "Harbor Street Kitchen"}})
    found = correct({"different_from": "https://test.example.org/p/harbor-street-kitchen"}, book)
    assert found.kind == "proposal"
    assert "not_duplicate_of: [harbor-street-kitchen]" in found.outcome.text
    assert correct({"different_from": slug}, book).kind == "problems", "it is no other than itself"
    assert correct({"different_from": "nobody-at-all"}, book).kind == "problems"


def test_a_visitor_reports_correct_and_never_verifies() -> None:
    found = answer(issue_body("confirm", CONFIRM))
    assert found.outcome.good, found.text
    assert "reported_correct: {date: 2026-11-19}" in found.outcome.text
    assert "verified" not in found.outcome.text


def test_a_steward_of_the_county_verifies() -> None:
    import msgspec

    from bluepages.vocabulary import Steward
    from tests.intake.support import book

    here = book()
    for counties, verifies in ((("alameda",), True), (("marin",), False)):
        steward = Steward("rosa", "Rosa M.", counties, github="Rosa-Example")
        words = msgspec.structs.replace(here.vocabulary, stewards={"rosa": steward})
        found = answer(issue_body("confirm", CONFIRM), Book(here.root, here.config, words, here.entries))
        check = "verified: {date: 2026-11-19, by: rosa, how: phone call, covers: [hours, phone]}"
        assert (check in found.outcome.text) == verifies
        inside = issue_body("confirm", {**CONFIRM, "how": "staff of the provider"})
        told = answer(inside, Book(here.root, here.config, words, here.entries)).outcome.text
        assert "verified" not in told and "reported_correct" in told, "nobody checks where they work"


@pytest.mark.parametrize("day", ["2027-01-01", "2026-02-30", "yesterday", "２０２６-01-01"])
def test_a_check_has_a_day_that_has_been(day: str) -> None:
    assert answer(issue_body("confirm", {**CONFIRM, "date": day})).kind == "problems"


def confidential() -> Book:
    record = kitchen()
    record["locations"]["kitchen"] = {"county": "alameda", "confidential": True}
    record["services"]["hot-lunch"]["needs"] = ["safety.dv"]
    return make_book({SLUG: record})


SECRET = "4417 Hidden Oak Ave"


@pytest.mark.parametrize(
    "values",
    [
        {"street": SECRET}, {"zip": "94611"}, {"city": "Piedmont"}, {"description": f"Come to {SECRET}."},
        {"source": f"It is at {SECRET}."}, {"hours": "Mo-Fr 09:00-10:00", "source": "See https://maps.google.com/?q=1,2"},
        {"source": "This address is unsafe to show."}, {"source": "La dirección es un secreto."},
    ],
)  # fmt: skip
def test_what_is_about_a_hidden_place_is_held_and_never_repeated(values: dict[str, str]) -> None:
    found = correct(values, confidential())
    assert found.kind == "held", found.text
    for word in ("Hidden Oak", "94611", "Piedmont", "Harbor", "hot-lunch", "alameda", "address", "confidential"):
        assert word not in found.text
    assert not found.outcome.text and not found.outcome.diff.records


@pytest.mark.parametrize(
    "words",
    [
        "This address should not be public, it is a domestic violence shelter.",
        "Please take this address down, it\u2019s a women\u2019s shelter",
        "The address mustn't be shown. Women hide here.", "He will find her. Remove the address",
        "my ex found me because of this page's address", "This is a DV shelter and the street\nis listed",
        "My boyfriend saw the address and came", "the address is private", "this location needs to be kept hidden",
        "do not list our address, we get threats", "hide the location, there was a raid",
        "No debe mostrarse la dirección.", "Quiten la dirección, es un refugio", "mi ex me encontró por la dirección",
    ],
)  # fmt: skip
def test_what_people_say_of_an_address_that_is_unsafe_to_show_is_held(words: str) -> None:
    assert alarming(words)
    found = answer(issue_body("report", {"record": SLUG, "reason": "other", "details": words}))
    assert found.kind == "held" and words not in found.text
    sent = event(issue_body("report", {"record": SLUG, "reason": "other", "details": "See above."}))
    for begins in ("Problem: ", "Review: ", "County: ", ""):
        titled = consider(book(), forms(), msgspec.structs.replace(sent, title=f"{begins}{words}"), TODAY)
        assert titled.kind == "held", "also where it stands in the title, however that begins"


@pytest.mark.parametrize(
    "words",
    [
        "The address is wrong; they moved to 100 Main St.", "The map shows the wrong spot", "It is listed twice",
        "They moved to a new location on Fifth Street", "It is a shelter for men and the address is wrong",
        "The street is not visible from the bus stop; the address is right", "I couldn't find the location",
        "The office is not open to the public at this address", "Remove the old address, the new one is 5 Elm St",
        "the entrance is hidden behind the location of the bank", "No tienen que estar en esa dirección",
        "La dirección no es correcta", "The number listed is my friend's",
    ],
)  # fmt: skip
def test_what_people_say_of_an_address_that_is_only_wrong_is_answered(words: str) -> None:
    assert answer(issue_body("report", {"record": SLUG, "reason": "other", "details": words})).kind == "thread"


def test_other_fields_of_a_record_with_a_hidden_place_can_be_corrected() -> None:
    found = correct({"phone": "510-444-7788"}, confidential())
    assert found.outcome.good
    assert "510-444-7788" not in found.text, "no value of such a record is shown"


@pytest.mark.parametrize(
    "values",
    [{"hidden": "yes"}, {"need": "safety.dv"}, {"need": "housing.safe", "street": "", "zip": ""}],
)
def test_a_new_hidden_place_with_an_address_is_held(values: dict[str, str]) -> None:
    found = answer(issue_body("add", {**ADD, **values}))
    assert found.kind == "held"
    assert "12th" not in found.text and "94606" not in found.text


def test_a_new_hidden_place_without_one_is_fine() -> None:
    place = {"hidden": "yes", "need": "safety.dv", "street": "", "zip": "", "city": ""}
    found = answer(issue_body("add", {**ADD, **place}))
    assert found.outcome.good, found.text
    assert "    county: alameda\n    confidential: true\n" in found.outcome.text
    assert found.outcome.text.count("hours:") == 1


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("description", "Ask for Maria Lopez, SSN 512-45-6789."), ("source", "My mail is rosa.p@gmail.com"),
        ("email", "rosa.p@gmail.com"), ("source", "password: hunter2hunter2"), ("source", "card 4111 1111 1111 1111"),
        ("description", "Maria was born on 3/4/1980."),
    ],
)  # fmt: skip
def test_peoples_own_data_is_stopped_and_never_repeated(field: str, said: str) -> None:
    found = correct({field: said, "cost": "free"})
    assert found.kind == "problems"
    for word in ("Maria", "512-45", "rosa.p", "hunter2", "4111", "1980", "free"):
        assert word not in found.text.replace("our_fault", "")
    assert not found.outcome.text


@pytest.mark.parametrize("confidential", [None, False])
def test_an_address_of_a_place_for_people_who_flee_is_for_a_person_to_judge(confidential: bool | None) -> None:
    record = kitchen()
    record["services"]["hot-lunch"]["needs"] = ["housing.safe"]
    if confidential is False:
        said = {"by": "the provider", "date": "2026-10-01", "how": "e-mail"}
        record["locations"]["kitchen"] |= {"confidential": False, "public_address": said}
    found = correct({"street": SECRET}, make_book({SLUG: record}))
    assert found.kind == "held"
    assert "Hidden Oak" not in found.text


def test_only_a_stewards_own_confirmation_records_a_check() -> None:
    """No other form writes `verified`, a steward's neither, and nobody else's confirmation does."""
    import msgspec

    from bluepages.vocabulary import Steward

    here = with_record()
    rosa = Steward("rosa", "Rosa M.", ("alameda",), github="rosa-example")
    words = msgspec.structs.replace(here.vocabulary, stewards={"rosa": rosa})
    known = Book(here.root, here.config, words, here.entries)

    def text(kind: str, values: dict[str, Any], login: str) -> str:
        return consider(known, forms(), event(issue_body(kind, values), login=login), TODAY).outcome.text

    for login in ("rosa-example", "somebody-else"):
        assert text("add", ADD, login) and "verified" not in text("add", ADD, login)
        assert text("correct", CORRECT, login) and "verified" not in text("correct", CORRECT, login)
    assert "verified" in text("confirm", CONFIRM, "rosa-example")
    assert "verified" not in text("confirm", CONFIRM, "somebody-else")
    assert "reported_correct" in text("confirm", CONFIRM, "somebody-else")
