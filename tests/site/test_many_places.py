"""A library system with eighty-four branches: readable, by town, and within the budget of a page."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from bluepages.enrich import gather
from bluepages.site.pages import site_folder
from bluepages.site.provider import provider_view_page
from bluepages.site.shelves import Shelves
from bluepages.site.stage import Plan, Stage
from tests.site.samples import TODAY
from tests.site.test_pages import Reader
from tests.support import ROOT, make_book

TOWNS = ("Fresno", "Clovis", "Selma", "Reedley", "Sanger", "Kerman", "Coalinga", "Mendota", "Orange Cove", "Fowler")
BRANCHES = 84


def library(count: int = BRANCHES) -> dict[str, Any]:
    """A system of `count` branches, each with an address, a telephone and hours of its own, and four services."""
    keys = [f"branch-{n:02}" for n in range(count)]
    everywhere = {key: {"hours": f"Mo-Th {9 + n % 3:02}:00-{17 + n % 4}:00; Sa 10:00-{14 + n % 3}:00; PH off"}
                  for n, key in enumerate(keys)}  # fmt: skip
    service = {"languages": ["en", "es"], "cost": "free"}
    return {
        "name": "Central Valley Library System",
        "description": "Public libraries with books, warm rooms, computers and help with forms in ten towns.",
        "website": "https://library.example.org",
        "phones": [{"number": "559-555-0190"}],
        "locations": {
            key: {
                "name": f"{TOWNS[n % len(TOWNS)]} Branch {n}",
                "address": {"address_1": f"{n * 37 + 100} {['Oak', 'Main', 'Vine'][n % 3]} Street",
                            "city": TOWNS[n % len(TOWNS)], "postal_code": f"936{n % 60 + 1:02}"},
                "latitude": 36.5 + n * 0.0031, "longitude": -119.9 + n * 0.0047,
                "phones": [{"number": f"559-555-{2000 + n}"}], "accessibility": ["step-free-entrance"],
            }
            for n, key in enumerate(keys)
        },
        "services": {
            "books": {"name": "Library card and books", "needs": ["things.cooling"], "at": everywhere, **service},
            "rooms": {"name": "Cool rooms on hot days", "needs": ["things.cooling"], "at": everywhere, **service},
            "forms": {"name": "Help with forms", "needs": ["food.calfresh"], "at": dict(list(everywhere.items())[:30])},
        },
        "sources": [{"ref": "web:library.example.org", "date": "2026-05"}],
    }  # fmt: skip


@pytest.fixture(scope="module", params=["en", "es"])
def page(request: pytest.FixtureRequest) -> str:
    made = gather(make_book({"fresno/central-valley-library-system": library()}), TODAY)
    stage = Stage(made, Shelves(made), Plan("https://x.example.org/", site_folder(ROOT), True))
    made_page = provider_view_page("central-valley-library-system", stage, request.param)
    return stage.render(made_page, request.param)[1].decode()


def test_within_the_budget(page: str) -> None:
    assert len(gzip.compress(page.encode())) <= 15_000


def test_every_branch_is_there_under_its_town(page: str) -> None:
    ids = Reader(page).ids
    assert sum(key.startswith("at-branch-") for key in ids) == BRANCHES
    assert len(ids) == len(set(ids))
    assert [key for key in ids if key.startswith("in-")] == [f"in-{n}" for n in range(1, len(TOWNS) + 1)]
    clovis = page.index('id="in-1"')
    assert clovis < page.index('id="at-branch-01"') < page.index('id="in-2"')
    assert page.count('href="#in-') == len(TOWNS)


def test_services_do_not_name_each_branch(page: str) -> None:
    assert '<a href="#places">' in page  # at all of them
    assert page.count('href="#at-branch-') == 30  # the one that is given at some of them


def test_a_few_places_stay_cards() -> None:
    made = gather(make_book({"fresno/central-valley-library-system": library(8)}), TODAY)
    stage = Stage(made, Shelves(made), Plan("https://x.example.org/", site_folder(ROOT), True))
    html = stage.render(provider_view_page("central-valley-library-system", stage, "en"), "en")[1].decode()
    assert html.count('class="panel place"') == 8 and 'class="branch"' not in html
