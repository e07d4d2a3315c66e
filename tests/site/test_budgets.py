"""Page budgets (DESIGN 10) on the invented site whole, and on the heaviest pages of the real directory."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from bluepages.enrich import gather
from bluepages.records.load import load_book
from bluepages.site import assets
from bluepages.site.atlas import counties_page
from bluepages.site.counties import county_pages
from bluepages.site.links import STATEWIDE
from bluepages.site.needs import home_page, need_view_page
from bluepages.site.pages import site_folder
from bluepages.site.provider import provider_view_page
from bluepages.site.shelves import Shelves
from bluepages.site.stage import Plan, Stage
from tests.site.budgets import weigh
from tests.support import ROOT

HEAVIEST = 12
"""How many of the largest records of the real directory are made into pages."""


def test_every_page_of_the_invented_site(made: dict[str, bytes], built: Path) -> None:
    files = {
        path.relative_to(built).as_posix(): path.read_bytes() for path in (built / "assets").iterdir() if path.is_file()
    }
    over = {}
    for path, data in made.items():
        # 404.html links from the root of a host, where this site is not; it is the frame and a few words.
        if path.endswith(".html") and b'http-equiv="refresh"' not in data and path != "404.html":
            found = weigh(data, path, files).over
            if found:
                over[path] = found
    assert over == {}


@pytest.mark.slow
def test_the_heaviest_pages_of_the_real_directory() -> None:
    edition = gather(load_book(ROOT), datetime.date(2026, 11, 21))
    shelves = Shelves(edition)
    stage = Stage(edition, shelves, Plan("https://x.example.org/", site_folder(ROOT), True))
    files = dict(assets(ROOT / "site", None))
    large = sorted(edition.providers, key=lambda slug: -len((ROOT / edition.book.by_slug[slug].file).read_bytes()))
    counties = sorted(edition.vocabulary.counties, key=lambda slug: -len(shelves.members.get(slug, ())))
    over = {}
    for language in stage.languages:
        pages = [home_page(stage, language), counties_page(stage, language)]
        pages += [need_view_page(need.id, stage, language)[0] for need in edition.vocabulary.top_needs()]
        pages += [provider_view_page(slug, stage, language) for slug in large[:HEAVIEST]]
        done = [(page, None) for page in pages]
        done += [pair for county in (counties[0], STATEWIDE) for pair in county_pages(county, stage, language)]  # type: ignore[misc]
        for page, icons in done:
            path, data = stage.render(page, language, icons)
            found = weigh(data, path, files).over
            if found:
                over[path] = found
    assert over == {}
