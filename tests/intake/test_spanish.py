"""Who uses a form in Spanish is answered in Spanish: what is wrong, what would change, what was mended."""

from __future__ import annotations

import re

import pytest

from tests.intake.support import ADD, answer, issue_body
from tests.support import kitchen

RECORD = {"record": "harbor-street-community-kitchen", "source": "Llamé el lunes."}
ENGLISH = re.compile(
    r"\b(?:the|is|of|and|becomes|changed|added|removed|to|twice|it|not|write|with|on|yes|at|by|County|AM|PM|free)\b"
)
OWN = ("Harbor Street Community Kitchen", "Hot lunch", "Eastside Pantry")


def english_in(text: str) -> list[str]:
    """Words of ours in English, but for the names that the records have."""
    text = re.sub(r"</?span>|<!--.*?-->", "", text)
    for name in OWN:
        text = text.replace(name, "")
    return ENGLISH.findall(text)


PLAIN = {**ADD, "service": "Comida", "description": "Comida para todos.", "source": "Lo vi.", "languages": "español"}


@pytest.mark.parametrize(
    "values",
    [
        {**PLAIN, "name": kitchen()["name"], "phone": "510-555-0142", "city": "Nowhere"},
        {**PLAIN, "hours": "Mo-Fr 09:00-17:00; PH off", "zip": "90001"},
        {**PLAIN, "name": "LA COCINA GRANDE DE TODOS", "description": "<b>comida</b> para todos"},
        {**PLAIN, "phone": "510 444", "hours": "cuando sea", "website": "nada", "email": "x", "zip": "9460"},
    ],
    ids=["twin", "whole", "shouted", "wrong"],
)
def test_no_word_of_an_answer_in_spanish_is_english(values: dict[str, str]) -> None:
    text = answer(issue_body("add", values, "es")).text
    assert len(text) > 300 and not english_in(text), text


def test_a_change_is_told_in_spanish() -> None:
    values = {"hours": "Mo 09:00-16:00; PH off", "phone": "510-444-7788", "languages": "inglés", "closed": "2026-11-01"}
    text = re.sub(r"</?span>", "", answer(issue_body("correct", {**RECORD, **values}, "es")).text)
    assert "- Teléfono: antes 510-555-0142, ahora 510-444-7788" in text
    assert "de martes a viernes" in text and "2026-11-01" in text
    assert not english_in(text), text
