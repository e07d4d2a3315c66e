"""The reader of issues: free text forges nothing, and what people cannot see is not read."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bluepages.doors.clean import visible
from bluepages.intake.forms import LANGUAGES, Form
from bluepages.intake.parse import LONGEST_BODY, REMOVE, Answers, parse
from tests.intake.support import ADD, CORRECT, forms, issue_body, render

FORMS = list(forms().forms.values())
FREE = ("line", "text")
HEADINGS = [f"### {field.label[language]}" for form in FORMS for field in form.fields for language in LANGUAGES]


def read(body: str) -> Answers:
    found = parse(body, forms())
    assert found is not None
    return found


def test_what_was_answered_is_read() -> None:
    found = read(issue_body("add", ADD))
    assert not found.faults
    assert {name: value for name, value in found.values.items() if name != "consent"} == ADD
    assert found.values["consent"] == ("cc0",)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_is_known_by_its_first_label(form: Form, language: str) -> None:
    found = read(render(form, {}, language))
    assert (found.form.kind, found.language) == (form.kind, language)
    assert set(found.values) == {"consent"}


def test_no_two_labels_can_be_taken_for_one_another() -> None:
    firsts = [form.fields[0].label[language] for form in FORMS for language in LANGUAGES]
    assert len(set(firsts)) == len(firsts)
    for form in FORMS:
        for language in LANGUAGES:
            labels = [field.label[language] for field in form.fields]
            assert len(set(labels)) == len(labels)
            for field in form.fields:
                options = [option.label[language] for option in field.options]
                assert len(set(options)) == len(options), field.id


LINES = st.one_of(
    st.sampled_from(HEADINGS),
    st.sampled_from(["_No response_", "###", "- [x] x", "<!--", "-->", "", "## Name", "### name ", "```"]),
    st.text(string.ascii_letters + "#<>!- \u200b\u202e\r", max_size=12),
)
TEXTS = st.lists(LINES, max_size=6).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_free_text_forges_nothing(data: st.DataObject) -> None:
    """Whatever the answers hold, they are read as they are or not at all."""
    form = data.draw(st.sampled_from(FORMS))
    language = data.draw(st.sampled_from(LANGUAGES))
    values = {f.id: data.draw(TEXTS) for f in form.fields if f.kind in FREE}
    values |= {f.id: f.options[0].id for f in form.fields if f.kind == "choice"}
    body = render(form, values, language)
    found = read(body)
    for field in form.fields:
        if field.kind not in FREE or any(fault.field == field.label[language] for fault in found.faults):
            continue
        if not found.values:  # it was not clear which heading is one
            assert found.faults
            return
        meant = visible(values[field.id].replace("\r\n", "\n").replace("\r", "\n") or "_No response_")
        meant = "" if meant == "_No response_" else meant
        meant = " ".join(meant.split()) if field.kind == "line" else meant
        assert found.text(field.id) == meant, field.id


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.sampled_from(FORMS))
@example("### Name", FORMS[0])
def test_any_text_is_read_without_a_fault_of_ours(text: str, form: Form) -> None:
    parse(text, forms())
    parse(f"### {form.fields[0].label['en']}\n{text}", forms())


def test_a_forged_heading_of_an_earlier_question_is_text() -> None:
    found = read(issue_body("correct", {**CORRECT, "source": "I called.\n### New telephone\n911"}))
    assert not found.faults
    assert found.text("source") == "I called.\n### New telephone\n911"
    assert found.text("phone") == CORRECT["phone"]


def test_a_forged_heading_of_the_next_question_is_asked_about() -> None:
    found = read(issue_body("correct", {**CORRECT, "description": "Meals.\n\n### Telephone that is wrong\n\n211"}))
    assert not found.values
    assert [fault.field for fault in found.faults] == ["Telephone that is wrong"]


@pytest.mark.parametrize(
    "change", [lambda b: b.replace("### City", "### Town"), lambda b: b.partition("### ZIP code")[0]]
)
def test_a_missing_heading_is_told(change: object) -> None:
    found = read(change(issue_body("add", ADD)))  # type: ignore[operator]
    assert found.faults and not found.values


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(newline: str) -> None:
    assert not read(issue_body("add", ADD).replace("\n", newline)).faults


@pytest.mark.parametrize("token", ["(remove)", "(Quitar)", "[remove]", " ( REMOVE ) "])
def test_a_visible_token_removes(token: str) -> None:
    found = read(issue_body("correct", {**CORRECT, "cost": token}))
    assert found.values["cost"] is REMOVE
    assert found.text("cost") == ""


@pytest.mark.parametrize("blank", ["", "_No response_", "<!-- nothing -->", "\u200b", "<!-- (remove)"])
def test_blank_is_not_there(blank: str) -> None:
    assert "cost" not in read(issue_body("correct", {**CORRECT, "cost": blank})).values


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a<!-- b -->c", "ac"), ("a<!-- b", "a"), ("a<!<!-- x -->-- b -->c", "ac"), ("a\u200bb\u202ec", "abc"),
        ("a<\u200b!-- b -->c", "ac"), ("e\u0301", "é"), ("a\x00\x1bb", "ab"), ("x\U000e0041y", "xy"),
        (" a \n b ", "a\nb"),
    ],
)  # fmt: skip
def test_hidden_text_is_taken_out(raw: str, shown: str) -> None:
    assert visible(raw) == shown


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60) | TEXTS)
def test_taking_out_is_done_at_once(text: str) -> None:
    assert visible(visible(text)) == visible(text)


def test_too_long_is_told() -> None:
    found = read(issue_body("add", {**ADD, "name": "x" * 201}))
    assert [(fault.field, "201" in fault.message) for fault in found.faults] == [("Name of the organization", True)]
    found = read(issue_body("add", {**ADD, "source": "x" * LONGEST_BODY}))
    assert found.faults and not found.values


def test_without_consent_nothing_is_taken() -> None:
    found = read(issue_body("add", ADD, consent=False))
    assert [fault.field for fault in found.faults] == ["Public domain"]


def test_a_choice_that_is_none_is_told_with_the_nearest() -> None:
    found = read(issue_body("add", {**ADD, "county": "Almeda"}))
    assert "Alameda" in found.faults[0].hint


@pytest.mark.parametrize("body", ["", "Hello", "### Something\n\nelse", "\n\n", "###"])
def test_other_issues_are_left_alone(body: str) -> None:
    assert parse(body, forms()) is None
