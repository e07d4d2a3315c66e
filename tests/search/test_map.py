"""The map of what was found: none until it is asked for, and then for everybody."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bluepages.config import Tiles
from tests.search.test_browser import RULES, answered
from tests.search.town import served

pytestmark = pytest.mark.browser


def test_a_map_only_when_asked_for_in_step_with_the_list(page: Any, town: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{town}search/?q=supper&near=Fresno")
    answered(page)
    assert not [url for url in asked if "leaflet" in url or "outlines" in url or "search-map" in url]
    button = page.locator("#map button")
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    page.locator(".leaflet-marker-icon").first.wait_for()
    assert button.get_attribute("aria-expanded") == "true"
    assert "map=1" in page.url
    assert all(url.startswith(town) for url in asked)
    numbers = page.evaluate("[...document.querySelectorAll('.hit h3[data-n]')].map((each) => each.dataset.n)")
    assert numbers == [str(number) for number in range(1, 8)]
    names = page.evaluate("[...document.querySelectorAll('.leaflet-marker-icon')].map((e) => e.ariaLabel)")
    assert len(set(names)) == len(names)
    held = ",".join(re.findall(r"^\d+(?=\.)|: ([\d, ]+)", name)[0] or name.partition(".")[0] for name in names)
    assert sorted(int(number) for number in re.findall(r"\d+", held)) == list(range(1, 8)), names
    page.locator(".hit h3 a").first.focus()
    assert page.locator(".leaflet-marker-icon.lit").count() == 1
    page.locator("[name=free]").check()
    page.wait_for_url("**free=1**")
    answered(page)
    assert page.locator("#map").is_hidden(), "with nothing to show there is no map"
    page.locator("[name=free]").uncheck()
    page.locator(".leaflet-marker-icon").first.wait_for()
    button.click()
    assert page.locator("#atlas").is_hidden()
    assert "map=1" not in page.url


def test_every_marker_with_the_keyboard(page: Any, town: str) -> None:
    """Each result's marker can be brought forth and pressed without a mouse, also two at one point."""
    page.goto(f"{town}search/?q=supper&near=Fresno&map=1")
    answered(page)
    page.locator(".leaflet-marker-icon").first.wait_for()
    reached: set[str] = set()
    opened: set[str] = set()
    page.locator(".map-frame").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.classList.contains('pin') ? document.activeElement.ariaLabel : ''")
        if "close together" in name and name not in opened:
            opened.add(name)
            page.keyboard.press("Enter")
            expect(page.locator(":focus")).to_have_attribute("aria-label", re.compile(r"^\d+\. "))
            reached.add(page.evaluate("document.activeElement.ariaLabel"))
        elif re.match(r"\d+\. ", name):
            reached.add(name)
        elif page.evaluate("!document.activeElement.closest('#map')"):
            page.locator(".map-frame").focus()
    assert {name.partition(".")[0] for name in reached} == set("1234567"), reached
    assert opened, "two are at one point, or the test tests nothing"
    marker = page.locator(".leaflet-marker-icon:not(.pins)").first
    number = marker.get_attribute("aria-label").partition(".")[0]
    marker.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('h3').dataset.n") == number


@pytest.mark.parametrize("width", [320, 1280])
def test_the_map_is_accessible(browser: Any, town: str, width: int) -> None:
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{town}search/?q=supper&near=Fresno&map=1")
        answered(page)
        page.locator(".leaflet-marker-icon").first.wait_for()
        found = Axe().run(page, options={"runOnly": RULES})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        context.close()


def test_tiles_only_where_the_settings_name_them(browser: Any, tmp_path: Path) -> None:
    tiles = Tiles("https://tiles.example.org/{z}/{x}/{y}.png", "Maps <b>by</b> Example", 15)
    for town in served(tmp_path, tiles):
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request, urls=asked: urls.append(request.url))
        page.route("https://tiles.example.org/**", lambda route: route.fulfill(body=b"", content_type="image/png"))
        page.goto(f"{town}search/?q=supper&near=Fresno")
        answered(page)
        assert not [url for url in asked if "tiles.example.org" in url]
        page.locator("#map button").click()
        page.locator(".leaflet-tile").first.wait_for(state="attached")
        page.wait_for_timeout(200)
        assert [url for url in asked if url.startswith("https://tiles.example.org/")]
        assert "Maps <b>by</b> Example" in page.locator(".leaflet-control-attribution").inner_text()
        assert "tiles.example.org" in page.locator("#map .key").inner_text()
        page.close()
