"""Lists by county and need: who stands on which, in what order, on how many pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bluepages.site.shelves import Shelves
from tests.site.conftest import rendered_with
from tests.site.samples import edition

Text = Callable[[str], str]


def hits(html: str) -> list[str]:
    return re.findall(r'<li class="hit"><div><h3><a href="[./]*p/([a-z0-9-]+)#', html)


def test_a_list_goes_by_town_and_then_for_the_whole_state(text: Text) -> None:
    first, second = text("counties/fresno/food-pantry.html"), text("counties/fresno/food-pantry-2.html")
    towns = re.findall(r'class="city">(.*?)</h2>', first)
    assert towns == ["Clovis", "Fresno"]
    assert hits(first)[:2] == ["pantry-01", "pantry-03"]
    assert len(hits(first)) == 20 and len(hits(second)) == 11
    assert 'rel="next" href="../../counties/fresno/food-pantry-2"' in first
    assert "california-help-line" not in first
    assert hits(text("counties/fresno/food-2.html"))[-1] == "california-help-line"


def test_a_top_need_holds_those_below_it_once() -> None:
    shelves = Shelves(edition())
    assert len(shelves.shelf("fresno", "food")) == len(shelves.shelf("fresno", "food.pantry")) + 2
    assert len(shelves.shelf("fresno", "nothing")) == 0


def test_a_service_at_several_places_serves_another_county_once() -> None:
    record = {
        "name": "Two Doors", "description": "Two offices.",
        "locations": {key: {"address": {"city": "Fresno", "postal_code": "93721"}} for key in ("a", "b")},
        "services": {"help": {"name": "Help", "needs": ["legal"], "at": {"a": {}, "b": {}},
                              "serves": {"counties": ["fresno", "kings"]}}},
        "sources": [{"ref": "web:x.example.org"}],
    }  # fmt: skip
    shelves = Shelves(edition({"fresno/two-doors": record}))
    assert len(shelves.shelf("fresno", "legal").here) == 2
    assert len(shelves.shelf("fresno", "legal").area) == 0
    assert len(shelves.shelf("kings", "legal").area) == 1


def test_a_line_without_a_place_is_not_told_to_be_called_first_for_nothing(text: Text) -> None:
    html = text("needs/mind-crisis.html")
    assert "By phone or online" in html and "Open 24 hours" in html


def test_a_line_says_what_it_costs(text: Text) -> None:
    assert '<span class="tag">Small fee</span>' in text("counties/fresno/food-calfresh.html")
    assert '<span class="tag"><span lang="en">Small fee</span></span>' in text("es/counties/fresno/food-calfresh.html")
    assert '<span class="tag">Gratis</span>' in text("es/counties/fresno/food-pantry-2.html")
    long = record_of("A fee that depends on how many of you there are and on what all of you earn")
    words = {"services": {"help": {"cost": "Una tarifa que depende de sus ingresos"}}}
    made = rendered_with({"kings/dear": long | {"translations": {"es": words}}})
    assert "how many of you there are and on what…" in made["counties/kings/legal.html"].decode()
    assert (
        '<span class="tag">Una tarifa que depende de sus ingresos</span>'
        in made["es/counties/kings/legal.html"].decode()
    )


def record_of(cost: str) -> dict[str, Any]:
    return {
        "name": "Dear Help", "description": "Help that costs something.",
        "services": {"help": {"name": "Help", "needs": ["legal"], "cost": cost, "serves": {"counties": ["kings"]}}},
        "phones": [{"number": "559-555-0190"}], "sources": [{"ref": "web:x.example.org"}],
    }  # fmt: skip


def test_the_county_page_says_who_answers_211(text: Text) -> None:
    assert "answers when you dial 211 here" in text("counties/fresno/index.html")
    assert "We know of nobody who answers 211 in this county." in text("counties/amador/index.html")
    assert "Nothing is listed in Alpine County yet." in text("counties/alpine/index.html")


def test_every_record_can_be_reached_without_scripts(made: dict[str, bytes]) -> None:
    lists = b"".join(data for path, data in made.items() if path.startswith("counties/"))
    for slug in edition().providers:
        assert f'href="../../p/{slug}"'.encode() in lists, slug
