"""The search page in a real browser."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page whose console must stay silent and which asks nobody else."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened, said, elsewhere = context.new_page(), [], []
    opened.on("console", lambda message: said.append(message.text) if "404" not in message.text else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(address) else None)
    yield opened
    context.close()
    assert said == []
    assert elsewhere == []


def answered(page: Any) -> str:
    """What the live region says when the search is done."""
    expect(page.locator("#said")).to_have_text(re.compile(r"\d|result|Nothing|encontr|could not", re.IGNORECASE))
    page.wait_for_selector("#found:not([aria-busy])", state="attached")
    return str(page.locator("#said").inner_text())


def test_a_search_from_the_keyboard(page: Any, address: str) -> None:
    page.goto(f"{address}search/")
    page.locator("#q").focus()
    page.keyboard.type("food")
    page.keyboard.press("Tab")
    page.keyboard.type("93706")
    page.keyboard.press("Enter")
    assert re.match(r"(First )?\d+ results? near 93706, Fresno", answered(page))
    assert "q=food" in page.url and "near=93706" in page.url
    assert page.evaluate("document.activeElement.id") == "said"
    first = page.locator(".hit").first
    assert first.locator(".state").count() == 1
    assert page.locator(".hit .act a").first.get_attribute("href").startswith("tel:")
    first.locator("h3 a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/**")
    page.go_back()
    assert "Fresno" in answered(page)


def test_back_goes_to_the_search_before(page: Any, address: str) -> None:
    page.goto(f"{address}search/?q=food&near=Fresno")
    before = answered(page)
    page.get_by_text("Change", exact=True).click()
    page.locator("#q").fill("library")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=library**")
    answered(page)
    page.go_back()
    expect(page.locator("#q")).to_have_value("food")
    assert answered(page) == before
    page.get_by_label("Free", exact=True).check()
    page.wait_for_url("**free=1**")
    answered(page)
    page.go_back()
    assert not page.get_by_label("Free", exact=True).is_checked()


def test_a_shared_address_in_spanish(page: Any, address: str) -> None:
    page.goto(f"{address}es/search/?q=comida&near=Fresno")
    assert "cerca de Fresno" in answered(page)
    assert page.locator(".hit h3 a").first.get_attribute("href").startswith("../p/")
    assert page.locator(".hit [lang=en]").count() > 0


def test_a_need_a_county_and_open_now(page: Any, address: str) -> None:
    page.goto(f"{address}search/?need=food&near=Fresno+County&open=1")
    assert "Fresno County" in answered(page) or page.locator(".hit").count() == 0
    assert page.locator("[name=open]").is_checked()
    assert page.locator("#need").input_value() == "food"


def test_nothing_found_is_no_dead_end(page: Any, address: str) -> None:
    page.goto(f"{address}search/?q=xylophones&near=Fresno&free=1")
    assert answered(page) == "Nothing found"
    text = page.locator("#found").inner_text()
    assert "211" in text and "Fresno County" in text
    page.get_by_role("link", name="Search all of California").click()
    page.wait_for_url(lambda url: "near=" not in url)
    assert page.evaluate("document.activeElement.id") == "said"


def test_where_words_find_nothing_a_need_can_be_chosen(page: Any, address: str) -> None:
    page.goto(f"{address}search/?q=xylophones&near=Fresno+County")
    assert answered(page) == "Nothing found"
    page.locator("#plain").get_by_role("link", name="Food", exact=True).click()
    page.wait_for_url("**need=food**")
    assert "Fresno" in answered(page), "the place stays, and the words that found nothing go"
    assert page.locator("#q").input_value() == ""
    assert page.locator("#plain").is_hidden()


def test_where_nothing_is_found_the_needs_closest_to_the_words_come_first(page: Any, address: str) -> None:
    """By what the words mean, though nobody gives that; else by how they begin."""
    for typed, wanted, need in (("WIC", "Food", "food"), ("grocerious", "Free groceries", "food.pantry")):
        page.goto(f"{address}search/?q={typed}&near=Fresno+County")
        assert answered(page) == "Nothing found"
        offered = page.locator("#found .note")
        expect(offered).to_contain_text("Needs close to your words")
        offered.get_by_role("link", name=wanted, exact=True).click()
        page.wait_for_url(lambda url, need=need: f"need={need}" in url)
        assert "Fresno" in answered(page)
        assert page.locator("#q").input_value() == ""


def test_an_unknown_place_is_said(page: Any, address: str) -> None:
    page.goto(f"{address}search/?q=food&near=Atlantis")
    answered(page)
    assert "Atlantis" in page.locator("#place").inner_text()
    assert page.locator(".hit").count() > 0


def test_a_site_published_in_between(page: Any, address: str) -> None:
    roots: list[str] = []
    page.on("request", lambda request: roots.append(request.url) if request.url.endswith("root.json") else None)
    state = {"gone": 0}

    def once(route: Any) -> None:
        if not route.request.url.endswith("root.json") and len(roots) == 1:
            state["gone"] += 1
            route.fulfill(status=404, body="gone")
        else:
            route.continue_()

    page.route("**/search/index/*.json", once)
    page.goto(f"{address}search/?q=food&near=93706")
    assert re.match(r"(First )?\d+ result", answered(page))
    assert state["gone"] > 0 and len(roots) == 2


def test_a_broken_line_leaves_the_lists(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.route("**/search/index/*.json", lambda route: route.abort())
    page.goto(f"{address}search/?q=food&near=93706")
    assert "could not be loaded" in answered(page)
    assert page.locator("#plain .needs a").first.is_visible()
    page.unroute("**/search/index/*.json")
    page.get_by_role("button", name="Try again").click()
    assert "near 93706" in answered(page)
    page.close()


def test_the_position_of_the_device_stays_there(browser: Any, address: str) -> None:
    context = browser.new_context(
        geolocation={"latitude": 36.7378, "longitude": -119.7871}, permissions=["geolocation"]
    )
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}search/?q=food")
    answered(page)
    page.get_by_text("Change", exact=True).click()
    page.get_by_role("button", name="Use my location").click()
    page.wait_for_url("**here=1**")
    assert "where this device is" in answered(page)
    assert not [url for url in [*asked, page.url] if "36.7" in url or "119.7" in url]
    context.close()


def test_without_scripts_it_says_what_to_do(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}search/?q=food&near=93706")
    assert "cannot search" in page.locator("main").inner_text()
    page.locator("#plain .needs a").first.click()
    page.wait_for_url("**/needs/**")
    context.close()


FAKE = """
export async function open(settings, kit) {
  const each = {
    provider: "Far Portal", slug: "far-portal", service: "Soup", key: "soup", said: () => [], languages: ["en"],
    kind: 0, street: "1 Far St", city: "Fresno", phone: "559-555-0100", way: "", free: true, stepFree: false,
    audiences: [], youngest: 0, oldest: null, hours: "", checked: "", hoursChecked: "", dated: settings.dated,
    lat: 367000, lon: -1198000,
  };
  const search = async (ask) => ({
    near: ask.step ? [] : [{ miles: kit.stems(ask.q).length, each }], call: [], area: [], more: false, unknown: [],
    taken: [],
  });
  return { without: ["step"], said: "From afar", search };
}
"""


def test_another_source_answers_where_the_address_names_it(page: Any, address: str) -> None:
    listed = '"sources":{"fake":{"script":"../assets/search-fake.mjs","dated":"2026-11"}}'
    page.route("**/assets/search-fake.mjs", lambda route: route.fulfill(body=FAKE, content_type="text/javascript"))

    def with_source(route: Any) -> None:
        answer = route.fetch()
        assert '"sources":{}' in answer.text()
        route.fulfill(response=answer, body=answer.text().replace('"sources":{}', listed))

    page.route("**/search/?*", with_source)
    page.goto(f"{address}search/?q=hot+soup&near=93706&step=1&source=fake")
    assert answered(page) == "One result near 93706, Fresno, nearest first"
    assert "From afar" in page.locator("#found").inner_text()
    assert "2 miles" in page.locator(".hit").inner_text()
    page.get_by_text("Change", exact=True).click()
    assert not page.get_by_label("Step-free entrance").is_visible()
    assert page.get_by_label("Free", exact=True).is_visible()
    page.locator("#q").fill("soup")
    page.keyboard.press("Enter")
    page.wait_for_url("**source=fake**")
    page.unroute("**/search/?*")
    page.goto(f"{address}search/?q=food&near=93706&source=fake")
    assert re.match(r"(First )?\d+ results? near", answered(page))


ASKED = (
    "search/",
    "search/?q=food&near=93706",
    "es/search/?q=comida&near=Fresno&open=1",
    "search/?q=qqqqqq&near=Fresno",
)


@pytest.mark.parametrize("path", ASKED)
@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_accessible_and_whole(browser: Any, address: str, path: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}{path}")
    if "?" in path:
        answered(page)
    for folded in (True, False):
        if not folded and page.locator("#again > summary").is_visible():
            page.locator("#again > summary").click()
            page.locator("#filters > summary").click()
        found = Axe().run(page, options={"runOnly": RULES})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_budgets(site: Path, browser: Any, address: str) -> None:
    context = browser.new_context()
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}search/", wait_until="networkidle")
    names = {url.removeprefix(address).partition("?")[0] or "index.html" for url in asked}
    files = {name: site / (f"{name}index.html" if name.endswith("/") else name) for name in names}
    sizes = {name: len(gzip.compress(file.read_bytes(), 6)) for name, file in files.items()}
    assert len(names - {n for n in names if n.endswith(".svg")}) <= 6, names
    assert sizes["search/"] <= 15_000
    assert sum(size for name, size in sizes.items() if name.endswith(".mjs")) <= 20_000
    assert sum(size for name, size in sizes.items() if name.endswith(".css")) <= 12_000
    assert sum(sizes.values()) <= 60_000
    context.close()
