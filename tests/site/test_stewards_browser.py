"""The stewards' pages in a real browser: accessible, whole on a small phone, and worth printing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from bluepages.cli.server import serve
from bluepages.site import assets, pages
from tests.support import ROOT
from tests.worklist.samples import edition

pytestmark = pytest.mark.browser

PAGES = (
    "stewards/", "es/stewards/alameda/", "stewards/alameda/all", "stewards/alameda/calls",
    "stewards/alameda/duplicates", "stewards/alameda/leads",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages of the small directory, on this machine alone."""
    folder: Path = tmp_path_factory.mktemp("stewards")
    made = pages(edition(repository="someone/pages"), base_url="https://x.example.org/", columns=())
    for name, content in (*made, *assets(ROOT / "site", None)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    server = serve(folder, "/", 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_nothing_stands_in_anybodys_way(served: str, browser: Any, scheme: Any, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    for path in PAGES:
        page.goto(served + path)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        assert found.violations_count == 0, (path, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_the_call_list_prints_with_boxes_and_without_what_is_for_the_screen(served: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{served}stewards/alameda/calls")
    page.emulate_media(media="print")
    assert page.locator(".calls > li").count() == 10
    assert not page.locator(".mast nav").is_visible() and not page.locator("a.screen").first.is_visible()
    box = page.evaluate("getComputedStyle(document.querySelector('.boxes li'), '::before').borderTopStyle")
    assert box == "solid"
    page.close()


def test_paper_is_white_also_where_the_screen_is_dark(served: str, browser: Any) -> None:
    inks = []
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto(f"{served}stewards/alameda/calls")
        page.emulate_media(media="print", color_scheme=scheme)
        inks.append(
            page.evaluate("['.tally', '.fresh', 'a.name'].map(s => getComputedStyle(document.querySelector(s)).color)")
        )
        page.close()
    assert inks[0] == inks[1]
