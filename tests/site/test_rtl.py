"""A language that is written from right to left takes one file of strings, and nothing leaves the screen of a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from bluepages.search import search_pages
from bluepages.site import assets, has_map, pages
from tests.site.conftest import BASE, MODULES, serving
from tests.site.pseudo import CODE, pseudo_site
from tests.site.samples import edition

pytestmark = pytest.mark.browser

PATHS = (
    "", "search/", "needs/", "counties/", "counties/fresno/", "counties/fresno/food-pantry", "p/elm-street-neighbors",
    "p/county-library", "p/hostile", "p/old-mill-pantry", "list/", "offline", "about/", "data/",
)  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site in English and in the pseudo-locale."""
    folder = pseudo_site(tmp_path_factory.mktemp("words") / "site")
    made = edition()
    made.config = replace(made.config, languages=("en", CODE))
    out = tmp_path_factory.mktemp("rtl")
    files = [
        *pages(made, base_url=BASE, folder=folder, with_map=has_map(MODULES)),
        *search_pages(made, base_url=BASE, folder=folder),
        *assets(folder, MODULES),
    ]
    for name, content in files:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
    yield from serving(out, "/")


def test_right_to_left(address: str, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, service_workers="block")
    page = context.new_page()
    wrong: list[object] = []
    for path in PATHS:
        page.goto(f"{address}{CODE}/{path}")
        html = page.locator("html")
        assert (html.get_attribute("dir"), html.get_attribute("lang")) == ("rtl", CODE), path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            wrong.append((path, wide))
        # What is ours is translated: no English word of the frame is left.
        frame = page.locator(".crisis, .mast nav, footer nav").all_inner_texts()
        if any(word in " ".join(frame) for word in ("Emergency", "Quick", "Privacy", "Search")):
            wrong.append((path, frame))
    assert wrong == []
    page.goto(f"{address}{CODE}/p/elm-street-neighbors")
    page.set_viewport_size({"width": 1280, "height": 800})
    brand, leave = (page.locator(each).bounding_box()["x"] for each in (".brand", ".exit"))
    assert brand > leave  # mirrored: the name stands on the right
    side, main = (page.locator(each).bounding_box()["x"] for each in (".cols > .side", ".cols > .main"))
    assert side < main
    context.close()


def test_an_address_reads_as_it_is_written(address: str, browser: Any) -> None:
    """A number of a house before its street, and a town's name beside its dot, also where all else is mirrored."""
    page = browser.new_page()
    left = """(text) => {
      const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(text);
        if (at < 0 || !node.parentElement.checkVisibility()) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + text.length);
        return range.getBoundingClientRect().left;
      } }"""
    for path in ("p/elm-street-neighbors", "counties/fresno/food-calfresh"):
        page.goto(f"{address}{CODE}/{path}")
        assert page.evaluate(left, "1200") < page.evaluate(left, "Elm Ave"), path
    page.goto(f"{address}{CODE}/counties/fresno/")
    dot, name = (page.locator(f".own-map {each}").first.bounding_box() for each in ("circle", "text"))
    middle = dot["x"] + dot["width"] / 2
    assert not name["x"] < middle < name["x"] + name["width"]
    page.close()


def test_an_english_page_is_not_mirrored(address: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(address)
    assert page.locator("html").get_attribute("dir") is None
    page.close()
