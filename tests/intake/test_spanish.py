"""Who uses a form in Spanish is answered in Spanish: what is wrong, what would change, what was mended."""

from __future__ import annotations

import re

import pytest

from bluepages.intake.rulewords import SPANISH, told
from bluepages.problems import Problem
from bluepages.rules import RULES
from tests.intake.support import ADD, CORRECT, answer, issue_body
from tests.support import kitchen

SLUG = "harbor-street-community-kitchen"
RECORD = {"record": SLUG, "source": "Llamé el lunes."}
PLAIN = {**ADD, "service": "Comida", "description": "Comida para todos.", "source": "Lo vi.", "languages": "español"}
ENGLISH = re.compile(
    r"\b(?:the|of|at|to|and|by|on|is|it|with|are|was|yes|free|becomes?|changed|added|removed|this|not|[Ww]rite|Hours|Phone|"
    r"Name|Needs|Languages|Address|Area|Cost|Description|Checked|Look|twice|Closed|County|Monday|AM|PM|everything|visit|"
    r"phone call)\b"
)
OWN = ("Harbor Street Community Kitchen", "Hot lunch", "Eastside Pantry", "E 12th St")


def english_in(text: str) -> list[str]:
    """Words of ours in English, but for the names that the records have."""
    text = re.sub(r"</?span>|<!--.*?-->|\\", "", text)
    for name in OWN:
        text = text.replace(name, "")
    return ENGLISH.findall(text)


def test_who_asked_in_spanish_is_answered_in_spanish() -> None:
    wrong = {"phone": "510 444", "hours": "cuando sea", "website": "nowhere", "email": "x", "zip": "94607 1"}
    text = answer(issue_body("correct", {**RECORD, **wrong}, "es")).text
    for word in ("teléfono de los Estados Unidos", "horario no se puede leer", "dirección web", "correo electrónico. "):
        assert word in text, word
    for word in ("Write it", " is not ", "Did you"):
        assert word not in text, text
    twin = {**ADD, "name": kitchen()["name"], "phone": "510-555-0142", "city": "Nowhere"}
    text = answer(issue_body("add", twin, "es")).text
    assert (
        "Se parece a otro registro que ya está aquí (" in text.replace("\\", "")
        and "harbor-street-community-kitchen" in text
    )


def test_every_rule_has_its_spanish() -> None:
    """A rule that is added without Spanish fails here: whoever used a form in Spanish would hear of it in English."""
    assert set(SPANISH) == set(RULES)
    for code in RULES:
        said = told(
            Problem(code, "error", "", 0, "", "This looks like data/providers/alameda/other-place.yaml: x.", "Y."), "es"
        )
        assert said.endswith((".", "?")) and not re.search(r"[{}]|\b(?:the|This|looks|Write|usted no)\b", said), said
        assert ("(other-place)" in said) == ("{other}" in SPANISH[code])


@pytest.mark.parametrize(
    "body",
    [
        issue_body("add", {**ADD, "description": "Comida.", "service": "Pan", "name": "Casa", "cost": "gratis",
                           "website": "pan.org/casa", "phone": "510 444 2231", "eligibility": "TODOS AQUÍ"}, "es"),
        issue_body("correct", {**CORRECT, "languages": "inglés, chino", "website": "www.pan.org", "city": "Napa",
                               "zip": "94559", "closed": "2026-11-01", "email": "casa@pan.org"}, "es"),
        issue_body("correct", {**CORRECT, "languages": "inglés, espanyol"}, "es"),
        issue_body("correct", {**CORRECT, "hours": "(quitar)", "phone": "(quitar)", "website": "(quitar)"}, "es"),
        issue_body("confirm", {"record": SLUG, "how": "phone call", "date": "2026-11-02", "covers": "hours"}, "es"),
        issue_body("confirm", {"record": SLUG, "how": "visit", "date": "2027-11-02"}, "es"),
        issue_body("add", {**PLAIN, "name": kitchen()["name"], "phone": "510-555-0142", "city": "Nowhere"}, "es"),
        issue_body("add", {**PLAIN, "hours": "Mo-Fr 09:00-17:00; PH off", "zip": "90001"}, "es"),
        issue_body("add", {**PLAIN, "name": "LA COCINA DE TODOS", "description": "<b>comida</b> para todos"}, "es"),
        issue_body("add", {**PLAIN, "phone": "510 444", "hours": "cuando sea", "website": "nada", "email": "x"}, "es"),
    ],
)  # fmt: skip
def test_no_answer_to_a_form_in_spanish_has_a_word_of_english(body: str) -> None:
    found = answer(body)
    assert found.kind in ("proposal", "problems") and len(found.text) > 100
    assert not english_in(found.text), found.text


def test_a_change_is_told_in_spanish() -> None:
    values = {"hours": "Mo 09:00-16:00; PH off", "phone": "510-444-7788", "languages": "inglés", "closed": "2026-11-01"}
    text = re.sub(r"</?span>", "", answer(issue_body("correct", {**RECORD, **values}, "es")).text)
    assert "- Teléfono: antes 510-555-0142, ahora 510-444-7788" in text
    assert "de martes a viernes" in text and "2026-11-01" in text
    assert not english_in(text), text
