"""The site with its search on disk, served below a prefix, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bluepages.config import Tiles
from bluepages.search import index_files
from bluepages.search.page import search_pages
from bluepages.site import assets, has_map
from tests.search.town import BASE, MODULES, below_a_prefix, served, written
from tests.site.conftest import rendered
from tests.site.samples import edition
from tests.support import ROOT


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented directory with its search, on disk."""
    made = [*rendered().items(), *assets(ROOT / "site", MODULES)]
    made += [*search_pages(edition(), base_url=BASE, with_map=has_map(MODULES)), *index_files(edition())]
    return written(tmp_path_factory.mktemp("searched"), made)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where it is served."""
    yield from below_a_prefix(site)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A search over a few more places, without the other pages."""
    yield from served(tmp_path_factory.mktemp("town"), Tiles())


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page on which nothing may be said in the console, and no dialog may open."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened, said = context.new_page(), []
    opened.on("console", lambda message: said.append(message.text) if "404" not in message.text else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("dialog", lambda dialog: said.append(dialog.message))
    yield opened
    context.close()
    assert said == []
