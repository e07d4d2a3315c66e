"""How pages look where a style alone decides: no word is broken, nothing typed for paper is dark, addresses read on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.browser

# Words that stand on more than one line: each is a text of `selector` between two spaces.
BROKEN = """(selector) => [...document.querySelectorAll(selector)].flatMap((each) => {
  if (!each.checkVisibility()) return [];
  const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT), found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    for (const { 0: word, index } of node.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.push(word);
    }
  return found;
})"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 320, "height": 800}, color_scheme="dark")
    yield context.new_page()
    context.close()


def test_no_word_of_ours_is_broken(served_once: str, page: Any) -> None:
    for path in ("", "es/", "es/search/", "es/p/elm-street-neighbors", "es/list/", "es/counties/"):
        page.goto(served_once + path)
        for width in (320, 360, 480, 600, 768, 1024, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            broken = page.evaluate(BROKEN, ".needs a, .btn, .chip, label, h1, h2, .mast a, footer a")
            assert broken == [], f"{path} at {width}"


def test_a_hint_in_a_field_is_seen_whole(served_once: str, page: Any) -> None:
    measure = """(field) => {
      const style = getComputedStyle(field);
      const pen = document.createElement("canvas").getContext("2d");
      pen.font = style.font;
      return field.clientWidth - parseFloat(style.paddingLeft) * 2 - pen.measureText(field.placeholder).width; }"""
    for path in ("", "es/", "search/", "es/search/"):
        page.goto(served_once + path)
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            for field in ("#q", "#near"):
                assert page.locator(field).evaluate(measure) >= 0, f"{path} {field} at {width}"


def test_paper_is_white_in_the_dark(served_once: str, page: Any) -> None:
    page.goto(f"{served_once}p/elm-street-neighbors")
    assert "255" not in page.locator(".panel").first.evaluate("(each) => getComputedStyle(each).backgroundColor")
    page.emulate_media(media="print", color_scheme="dark")
    assert (
        page.locator(".panel").first.evaluate("(each) => getComputedStyle(each).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    assert page.locator(".brand").evaluate("(each) => getComputedStyle(each).color") == "rgb(27, 36, 48)"
