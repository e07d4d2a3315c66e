""" "By phone or online only" means the same everywhere: what has no place to go to, and nothing that has an office."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bluepages.config import Portal
from bluepages.enrich import Edition
from bluepages.export.columns import HEADER, table
from bluepages.export.row import Words
from bluepages.search.portal import portal_source
from bluepages.site.catalogue import load_catalogue
from tests.search.support import ASK, asked, node, written
from tests.search.test_browser import answered
from tests.search.town import TOWN
from tests.site.samples import edition
from tests.support import ROOT

BOTH = {
    "name": "Two Ways",
    "description": "An office, and a line of its own.",
    "phones": [{"number": "559-555-2050"}],
    "locations": {
        "office": {
            "address": {"address_1": "5 Pine St", "city": "Madera", "postal_code": "93637"},
            "latitude": 36.961,
            "longitude": -120.061,
        },
        "line": {"location_type": "virtual"},
        "secret": {"confidential": True, "county": "madera", "address": {"city": "Madera"}},
    },
    "services": {
        "either": {"name": "Food, here or by phone", "needs": ["food.meals"], "serves": {"counties": ["madera"]},
                   "at": {"office": {}, "line": {}}},
        "office-only": {"name": "Food at the office", "needs": ["food.meals"], "at": {"office": {}},
                        "serves": {"counties": ["madera", "fresno"]}},
        "hidden": {"name": "Food behind a door", "needs": ["food.meals"], "at": {"secret": {}}},
    },
    "sources": [{"ref": "web:two.example.org", "date": "2026-11"}],
}  # fmt: skip
ASKS: list[dict[str, Any]] = [
    {"need": "food", "county": "madera", "origin": {"lat": 369600, "lon": -1200600}},
    {"need": "food", "county": "fresno", "origin": {"lat": 367500, "lon": -1197600}},
    {"need": "transport", "county": "kings", "origin": {"lat": 363000, "lon": -1196000}},
    {"need": "food"},
]


@pytest.fixture(scope="module")
def made() -> Edition:
    return edition({**TOWN, "madera/two-ways": BOTH})


def portal_answers(made: Edition, asks: list[dict[str, Any]]) -> list[dict[str, list[str]]]:
    before = made.config
    made.config = replace(before, portals={"state": Portal(url="https://portal.example.org", search="offered")})
    [settings] = portal_source(made, load_catalogue(ROOT / "site/locales", "en", "California"), "x").values()
    made.config = before
    names: dict[str, str] = settings["columns"]  # type: ignore[assignment]
    offers = [offer for slug in made.providers for offer in made.offers[slug] if offer.active]  # as it is asked to
    rows = []
    for cells in table(made, Words(made), offers):
        row = dict(zip(HEADER, cells, strict=True))
        typed = {name: {"true": True, "false": False}.get(row[name], row[name]) for name in names}
        rows.append({theirs: typed[ours] for ours, theirs in names.items()})
    command = [node(), str(ROOT / "tests/search/portal.mjs"), str(ROOT / "site/assets")]
    given = json.dumps({"settings": settings, "rows": rows, "asks": asks})
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, list[str]]] = json.loads(done.stdout)
    return found


def test_our_index_and_the_portal_agree(made: Edition, tmp_path: Path) -> None:
    asks = [ASK | {"limit": 40, "areas": 40, "calls": 40, "phone": True} | ask for ask in ASKS]
    ours = asked(written(made, tmp_path / "index"), [{"ask": ask} for ask in asks])
    theirs = portal_answers(made, asks)
    for ask, own, other in zip(asks, ours, theirs, strict=True):
        assert own["near"] == own["call"] == other["near"] == other["call"] == [], ask
        found = {f"{hit['slug']}/{hit['service']}" for hit in own["area"]}
        assert found == set(other["area"]), ask
        assert "california-help-line/talk" in found or ask["need"] == "transport"
        assert not found & {"two-ways/office-only", "two-ways/hidden", "same-spot-b/supper"}, ask
        assert ("two-ways/either" in found) == (ask["need"] == "food" and ask.get("county") != "fresno"), ask
    without = asked(tmp_path / "index", [{"ask": ask | {"phone": False}} for ask in asks])
    everywhere = {f"{hit['slug']}/{hit['service']}" for answer in without for hit in (*answer["near"], *answer["area"])}
    assert {"two-ways/office-only", "two-ways/hidden", "same-spot-b/supper"} <= everywhere


@pytest.mark.browser
def test_the_page_says_what_is_left_out(page: Any, town: str) -> None:
    page.goto(f"{town}search/?need=food&near=Madera")
    assert "nearest first" in answered(page)
    group = page.locator("section:has(> #g-area)")
    assert "Supper 5" in group.inner_text()
    page.get_by_text("By phone or online only").click()
    page.wait_for_url("**phone=1**")
    said = answered(page)
    assert "near Madera" in said and "nearest" not in said, "what comes by telephone is at no distance"
    assert page.locator("#g-near").count() == 0
    assert group.locator("h2").inner_text() == "By phone or online only"
    said = group.inner_text()
    assert "no fixed address" in said and "Many offices also help by phone" in said
    assert "Talk to someone" in said and "Supper" not in said
    page.goto(f"{town}es/search/?need=food&near=Madera&phone=1")
    answered(page)
    assert group.locator("h2").inner_text() == "Solo por teléfono o internet"
    assert "no tienen una dirección fija" in group.inner_text()
