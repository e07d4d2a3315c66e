"""Whatever a record says, its page and its lists can be written, and nothing in it becomes markup."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluepages.enrich import gather
from bluepages.model import Provider
from bluepages.records.book import Book, Entry, redact
from bluepages.site.catalogue import load_catalogue
from bluepages.site.counties import county_pages
from bluepages.site.pages import site_folder
from bluepages.site.provider import provider_view_page
from bluepages.site.shelves import Shelves
from bluepages.site.stage import Plan, Stage
from tests.site.samples import TODAY
from tests.site.test_pages import Reader
from tests.strategies import providers
from tests.support import ROOT, vocabulary
from tests.support import settings as directory

TAGS = frozenset(
    re.split(
        r"\s+",
        """html head meta title link script body a nav div ul li b header svg use span main ol h1 h2 h3 p aside section
        table caption tr th td address br dl dt dd article button footer symbol path circle
        details summary h4 small code pre
        rect text""",
    )
)
catalogue = functools.cache(load_catalogue)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(providers(), st.sampled_from(("en", "es")))
def test_any_record_can_be_shown(provider: Provider, language: str) -> None:
    entry = Entry(Path(), "data/providers/alameda/some-record.yaml", redact(provider))
    made = gather(Book(ROOT, directory(), vocabulary(), [entry]), TODAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bluepages.site.press.load_catalogue", catalogue)
        stage = Stage(made, Shelves(made), Plan("https://x.example.org/", site_folder(ROOT), True))
    written = [stage.render(provider_view_page("some-record", stage, language), language)]
    written += [stage.render(page, language, icons) for page, icons in county_pages("alameda", stage, language)]
    for _, content in written:
        reader = Reader(content.decode())
        assert {tag for tag, _ in reader.tags} <= TAGS | {"style"}
        assert sum(tag == "style" for tag, _ in reader.tags) <= 1, "our own, and none of the record's"
        assert not [link for link in reader.links if link.lower().startswith(("javascript:", "data:", "//"))]
