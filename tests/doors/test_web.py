"""What becomes of a web form: the same records as by an issue form, one review to join, or a person's work."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepages.doors.definition import LANGUAGES, load_webforms, outline
from bluepages.intake.parse import LONGEST_BODY
from bluepages.intake.web import Considered, Submission, consider, own_words, problems, read, subject
from bluepages.records.book import Book
from tests.support import kitchen, make_book, vocabulary

TODAY = date(2026, 11, 21)
IDENT = "ab12ab12ab12"
SLUG = "harbor-street-community-kitchen"
PANTRY = {
    "name": "Eastside Pantry", "needs": ["food.pantry", "food.meals"], "street": "2100 E 12th St", "city": "Oakland",
    "zip": "94606", "phone": "(510) 444-2231", "hours": "Mon-Fri 9am-5pm", "cost": "free", "languages": ["en", "es"],
    "more_languages": "Mam", "how": "staff",
}  # fmt: skip
FORMS = load_webforms(vocabulary(), "California")


def book() -> Book:
    return make_book({SLUG: kitchen()})


def sent(form: str, language: str = "en", **values: str | list[str]) -> Submission:
    pairs = [(name, each) for name, value in values.items() for each in ([value] if isinstance(value, str) else value)]
    return read(form, language, pairs)


def became(form: str, language: str = "en", **values: str | list[str]) -> Considered:
    return consider(book(), sent(form, language, **values), IDENT, TODAY, TODAY)


def faults(form: str, language: str = "en", **values: str | list[str]) -> dict[str, str]:
    return {problem.field: problem.message for problem in problems(book(), sent(form, language, **values))}


def test_a_new_service_becomes_a_record_that_passes_every_check() -> None:
    found = became("suggest", **PANTRY)
    assert found.kind == "proposal"
    assert found.outcome.good
    assert found.outcome.proposal is not None
    assert found.outcome.proposal.branch == f"proposals/{IDENT}"
    assert found.outcome.proposal.file == "data/providers/alameda/eastside-pantry.yaml"
    for part in (
        "needs: [food.pantry, food.meals]", "hours: Mo-Fr 09:00-17:00", "number: 510-444-2231", "cost: free",
        "languages: [en, es, mam]", f"{{ref: form:{IDENT}, date: 2026-11-21, note: From the provider}}",
    ):  # fmt: skip
        assert part in found.outcome.text
    assert found.commit == f"New: eastside-pantry\n\nProposed-in: form {IDENT}\n"
    assert "without an account. Whoever sent it says that they work there." in found.body


def test_only_a_name_a_need_and_one_way_of_contact_are_needed() -> None:
    least = {"name": "Line", "needs": ["food.pantry"], "phone": "510-444-2231"}
    assert faults("suggest", **least) == {}
    assert set(faults("suggest")) == {"name", "needs", "phone"}
    for way, said in (("website", "pantry.example.org"), ("office_email", "a@b.example.org"), ("street", "1 A St")):
        assert faults("suggest", name="Line", needs=["food.pantry"], **{way: said}) == {}
    assert became("suggest", county="alameda", **least).kind == "proposal"


def test_where_nothing_tells_the_county_a_person_is_asked_to_look() -> None:
    found = became("suggest", name="Line", needs=["food.pantry"], phone="510-444-2231")
    assert (found.kind, found.title) == ("issue", "Add a service: Line")
    assert "In which county" in found.body


def test_a_place_that_must_stay_private_keeps_no_street() -> None:
    values = {"name": "Home", "needs": ["housing.safe"], "phone": "510-444-2231", "county": "alameda"}
    made = sent("suggest", where="private", street="12 Oak St", zip="94607", **values)
    assert "street" not in made.values
    found = consider(book(), made, IDENT, TODAY, TODAY)
    assert "confidential: true" in found.outcome.text
    assert "12 Oak" not in found.outcome.text + found.body
    assert became("suggest", where="address", street="12 Oak St", **values).kind == "held"


@pytest.mark.parametrize(
    ("reason", "more", "says"),
    [
        ("phone", {"phone": "510 444 7788"}, "number: 510-444-7788"),
        ("hours", {"hours": "lun-vie 9am-4pm", "service": "hot-lunch"}, "hours: Mo-Fr 09:00-16:00"),
        ("moved", {"street": "1300 Harbor St"}, "address_1: 1300 Harbor St"),
        ("address", {"zip": "94608"}, 'postal_code: "94608"'),
        ("eligibility", {"eligibility": "Anyone over 60."}, "eligibility_description: Anyone over 60."),
        ("closed", {"closed_on": "2026-11-01"}, "closed: {date: 2026-11-01}"),
    ],
)
def test_a_report_that_says_what_is_right_is_a_proposal(reason: str, more: dict[str, str], says: str) -> None:
    found = became("report", record=f"https://x.example.org/es/p/{SLUG}", reason=reason, how="called", **more)
    assert found.kind == "proposal"
    assert says in found.outcome.text
    assert f"ref: form:{IDENT}" in found.outcome.text
    assert "I called them." in found.body


@pytest.mark.parametrize("reason", ["closed", "moved", "phone", "hours", "address", "eligibility", "other"])
def test_a_report_without_an_answer_joins_the_one_review(reason: str) -> None:
    found = became("report", record=SLUG, reason=reason, details="I went there.")
    assert (found.kind, found.title) == ("thread", f"Review: {SLUG}: {reason}")
    assert "I went there." in found.body


def test_what_cannot_be_proposed_is_told_all_the_same() -> None:
    found = became("report", record=SLUG, reason="phone", phone="510 555 0142")  # the record says so already
    assert found.kind == "thread"
    assert "510 555 0142" in found.body


def test_what_is_unsafe_to_show_is_never_shown() -> None:
    made = sent("report", record=SLUG, reason="unsafe", details="The address, 1200 Harbor St, is a shelter.")
    assert subject(made).reason == "unsafe"
    assert consider(book(), made, IDENT, TODAY, TODAY) == Considered("held")


def test_words_that_hold_somebodys_own_data_are_held() -> None:
    assert became("report", record=SLUG, reason="other", details="His SSN is 123-45-6789.").kind == "held"
    assert became("suggest", **{**PANTRY, "source": "Write to rosa@gmail.com"}).kind == "held"


def test_still_correct_is_never_verified() -> None:
    found = became("confirm", record=SLUG, how="staff of the provider", covers=["hours"])
    assert found.kind == "proposal"
    assert "reported_correct: {date: 2026-11-21}" in found.outcome.text
    assert "verified" not in found.outcome.text


def test_problems_are_said_in_the_language_of_the_person() -> None:
    bad = {"name": "x" * 300, "needs": ["no.such"], "zip": "9460", "phone": "12", "website": "a b", "hours": "?",
           "office_email": "rosa@gmail.com", "more_languages": "Klingon"}  # fmt: skip
    english, spanish = faults("suggest", "en", **bad), faults("suggest", "es", **bad)
    assert english.keys() == spanish.keys() == bad.keys()
    assert not set(english.values()) & set(spanish.values())
    assert faults("report", record="harbor-street-kitchen", reason="phone")["record"].endswith(f"mean {SLUG}?")
    assert "service" in faults("report", record=SLUG, reason="phone", service="dinner")
    assert "details" in faults("report", record=SLUG, reason="unsafe")


def test_every_word_is_there_in_every_language() -> None:
    for form in FORMS.forms.values():
        for words in [form.name, form.lead, *(step.title for step in form.steps)]:
            assert set(words) == set(LANGUAGES)
        for field in form.fields:
            assert set(field.label) == set(LANGUAGES)
            assert set(field.help) in (set(), set(LANGUAGES))
            assert all(set(option.label) == set(LANGUAGES) for option in field.options)
    assert all(set(words) == set(LANGUAGES) for words in FORMS.problems.values())
    first = [next(form.fields).label[code] for form in FORMS.forms.values() for code in LANGUAGES]
    assert len(set(first)) == len(first)


def test_questions_that_were_not_asked_are_not_answered() -> None:
    made = sent("report", record=SLUG, reason="hours", phone="510-444-7788", nonsense="x", email="me@x.example.org")
    assert set(made.values) == {"record", "reason"}


NAMES = sorted({field.id for form in outline().values() for field in form.fields})
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["<script>", "### Name", "@everyone", "\x00\u202e", "510-444-2231", "- [x]", "../../x", SLUG, "other"]
    ),
)


@given(st.sampled_from(["suggest", "report", "confirm", "?"]), st.sampled_from(["en", "es", "xx"]),
       st.lists(st.tuples(st.sampled_from(NAMES), HOSTILE), max_size=12))  # fmt: skip
def test_nothing_that_is_sent_breaks_it_or_acts(form: str, language: str, pairs: list[tuple[str, str]]) -> None:
    made = read(form, language, pairs)
    where = book()
    list(problems(where, made))
    own_words(made)
    subject(made)
    if form != "?":
        found = consider(where, made, IDENT, TODAY, TODAY)
        assert len(found.body) < LONGEST_BODY
        assert not re.search(r"<(?!/?span>)[a-z!]|(?<![\w>])@\w", found.title + found.body)
