"""911, 988 and the county's own 2-1-1 are one tap away."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from bluepages.site.answers import answer
from tests.site.conftest import rendered_with
from tests.site.samples import BARE
from tests.support import vocabulary

BAR = re.compile(r'<nav class="crisis".*?</nav>', re.DOTALL)


def bar_of(text: str) -> list[tuple[str, str]]:
    """The links of the bar: where they lead, and their words."""
    found = re.findall(r'<a href="([^"]+)">(.*?)</a>', BAR.search(text)[0])  # type: ignore[index]
    return [(href, " ".join(re.sub("<[^>]+>", "", words).split())) for href, words in found]


@pytest.mark.parametrize(
    ("county", "href", "numbers"),
    [
        ("fresno", "tel:211", ["211"]),
        ("los-angeles", "tel:+18003396993", ["211", "800-339-6993"]),
        ("amador", "", []),
    ],
)
def test_who_answers(county: str, href: str, numbers: list[str]) -> None:
    found = answer(county, vocabulary().counties[county])
    assert found is not None
    assert (found.href, [number for number, _ in found.numbers]) == (href, numbers)


def test_nobody_knows_who_answers_everywhere() -> None:
    assert answer("statewide", None) is None


def test_the_bar_of_a_page_is_that_of_its_county(text: Callable[[str], str]) -> None:
    assert bar_of(text("index.html"))[2] == ("tel:211", "Any need 211")
    for page in ("counties/fresno/index.html", "counties/fresno/food-pantry.html", "p/elm-street-neighbors.html"):
        assert bar_of(text(page))[2] == ("tel:211", "Any need in Fresno County 211"), page
    assert bar_of(text("counties/los-angeles/index.html"))[2][0] == "tel:+18003396993"
    assert bar_of(text("counties/amador/index.html"))[2] == ("../../counties/amador/", "Instead of 211")
    assert bar_of(text("es/counties/amador/index.html"))[2] == ("../../counties/amador/", "En vez del 211")


def test_a_list_names_every_number_of_the_county() -> None:
    at = {"here": {"address": {"city": "Los Angeles", "postal_code": "90001"}}}
    food = {"name": "Food", "needs": ["food.pantry"], "at": {"here": {}}}
    record: dict[str, Any] = {
        "name": "A Pantry",
        "description": "Food.",
        "services": {"food": food},
        "locations": at,
        "sources": BARE["sources"],
    }
    text = rendered_with({"los-angeles/a-pantry": record})["counties/los-angeles/food-pantry.html"].decode()
    said = re.sub("<[^>]+>", "", text[text.index('class="note"') :].partition("</p>")[0])
    assert "Dial 211 or 800-339-6993 and a person will look with you" in " ".join(said.split())
