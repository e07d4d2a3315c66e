"""The forms as pages: everything typed is kept, errors stand beside their questions, and nothing typed is HTML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepages.doors.definition import outline
from bluepages.intake.web import problems, read
from bluepages.site.webforms import WebForms
from tests.support import ROOT, kitchen, make_book

SLUG = "harbor-street-community-kitchen"


def book() -> object:
    record = kitchen()
    record["services"]["evening"] = {
        "name": "Evening meal", "needs": ["food.meals"], "eligibility_description": "Anyone over 60.",
        "at": {"kitchen": {"hours": "Sa 17:00-19:00"}},
    }  # fmt: skip
    record["locations"]["refuge"] = {"confidential": True, "county": "alameda"}
    record["services"]["evening"]["at"]["refuge"] = {"hours": "Su 01:00-02:00"}
    return make_book({SLUG: record})


BOOK = book()
FORMS = WebForms(ROOT, BOOK, "/relay/")  # type: ignore[arg-type]


def page(form: str, language: str, pairs: list[tuple[str, str]]) -> str:
    made = read(form, language, pairs)
    wrong = problems(BOOK, made)  # type: ignore[arg-type]
    hidden = {"key": "k" * 16, "token": "signed"}
    return FORMS.page(made, wrong, "/relay/submit", hidden, "https://site.example.org/").decode()


def test_what_was_typed_comes_back_with_errors_beside_it() -> None:
    text = page("suggest", "es", [("name", "Comedor <b>"), ("needs", "food.meals"), ("zip", "946"), ("cost", "free")])
    assert '<html lang="es">' in text
    assert 'value="Comedor &lt;b&gt;"' in text
    assert re.search(r'value="food.meals"[^>]* checked', text)
    assert re.search(r'value="free"[^>]* checked', text)
    assert '<a href="#f-zip">Código postal: Escriba un código postal' in text
    assert re.search(r'<input id="f-zip"[^>]*aria-describedby="e-zip" aria-invalid="true"', text)
    assert 'role="alert" tabindex="-1" autofocus' in text
    assert "Entrego esto al dominio público (CC0)" in text


def test_a_report_asks_only_what_its_reason_asks_with_the_present_value_beside() -> None:
    text = page("report", "en", [("record", SLUG), ("reason", "hours"), ("service", "hot-lunch")])
    assert 'id="f-hours"' in text and 'id="f-street"' not in text and 'id="f-phone"' not in text
    assert "11:30" in text and "5 PM" not in text
    assert '<option value="hot-lunch" selected>Hot lunch</option>' in text
    assert f"https://site.example.org/p/{SLUG}" in text


def test_a_place_that_is_secret_is_not_offered() -> None:
    for reason in ("hours", "moved", "address", "phone"):
        text = page("report", "en", [("record", SLUG), ("reason", reason)])
        assert "refuge" not in text and "1 AM" not in text


def test_the_relays_own_fields_go_back_and_the_trap_is_there() -> None:
    text = page("confirm", "en", [("record", SLUG)])
    for name, value in (("form", "confirm"), ("lang", "en"), ("key", "k" * 16), ("token", "signed")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in text
    assert 'name="website2" tabindex="-1" autocomplete="off" value=""' in text
    assert '<meta name="referrer" content="strict-origin">' in text
    assert "/relay/assets/forms.css?v=" in text


def test_questions_and_answers_in_words() -> None:
    made = read("report", "en", [("record", SLUG), ("reason", "closed")])
    assert FORMS.summary(made) == [("Which organization is it about?", SLUG), ("What is wrong", "It has closed")]


NAMES = sorted({field.id for form in outline().values() for field in form.fields})
TEXT = st.one_of(st.text(max_size=40), st.sampled_from(['"><script>', "{{ 1 }}", "</textarea><b>", SLUG, "hours"]))


@settings(max_examples=60)
@given(st.sampled_from(["suggest", "report", "confirm"]), st.sampled_from(["en", "es"]),
       st.lists(st.tuples(st.sampled_from(NAMES), TEXT), max_size=8))  # fmt: skip
def test_nothing_that_is_typed_becomes_html(form: str, language: str, pairs: list[tuple[str, str]]) -> None:
    text = page(form, language, pairs)
    assert text.count("<script") == 1
    assert text.count("</textarea>") == text.count("<textarea")
    assert text.count("<b>") == page(form, language, []).count("<b>")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_form_without_errors_has_no_alert(language: str) -> None:
    assert 'role="alert"' not in page("report", language, [("record", SLUG), ("reason", "closed")])
