"""The site in a real browser: every link, no complaint of the console, no third party, accessible, whole at 320 px."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import axe_playwright_python
import pytest

from tests.site.test_pages import Reader

pytestmark = pytest.mark.browser

PAGES = (
    "", "es/", "needs/", "needs/food", "counties/", "counties/fresno/", "counties/amador/",
    "counties/fresno/food-pantry", "es/counties/fresno/food-2", "p/elm-street-neighbors", "es/p/elm-street-neighbors",
    "p/quiet-door",
    "p/county-library", "p/hostile", "p/old-mill-pantry", "p/bare-minimum", "data/", "data/dictionary", "about/",
    "es/about/privacy", "counties/statewide/",
)  # fmt: skip
KINDS = (
    "", "search/", "needs/", "needs/food", "counties/", "counties/fresno/", "counties/amador/", "counties/statewide/",
    "counties/fresno/all", "counties/fresno/food-2", "p/elm-street-neighbors", "p/county-library", "p/quiet-door",
    "p/hostile", "p/old-mill-pantry", "p/bare-minimum", "list/", "offline", "suggest/", "report/", "confirm/",
    "status/", "stewards/", "stewards/fresno/", "stewards/fresno/calls",
    "data/", "data/dictionary", "about/", "about/privacy", "404",
)  # fmt: skip
"""One page of every kind, below the home of each language."""
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


SAVED = """localStorage.setItem("bluepages:/blue-pages/:lists", JSON.stringify({on: 0, lists: [
    {name: "One", note: "", items: [{p: "elm-street-neighbors", s: "", at: "", n: "Elm", note: ""}]},
    {name: "", note: "", items: []}]}))"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def fetch(address: str) -> tuple[int, str, bytes]:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as error:
        return error.code, "", b""


def test_every_link_and_asset_answers(served: str) -> None:
    """A crawl from the first page: whatever a page, a style or a script names on this site is there."""
    waiting, seen, broken = [(served, "")], {served}, []
    while waiting:
        address, source = waiting.pop()
        status, kind, content = fetch(address)
        if status != 200:
            broken.append((address, source, status))
            continue
        if kind.startswith("text/html"):
            named = Reader(content.decode()).links
        elif "javascript" in kind:
            named = [found for pair in re.findall(rb'from "(\./[^"]+)"|import\("(\./[^"]+)"\)', content) for found in
                     (part.decode() for part in pair) if found]  # fmt: skip
        else:
            named = []
        for link in named:
            target = urldefrag(urljoin(address, link))[0]
            ours = urlsplit(target).netloc == urlsplit(served).netloc
            if ours and target not in seen:
                seen.add(target)
                waiting.append((target, address))
    assert broken == []
    assert all(address.startswith(served) for address in seen)
    assert len(seen) > 400


def test_no_complaint_and_no_third_party(served: str, page: Any) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        asked.clear()
        page.goto(served + path)
        assert said == [], path
        assert [url for url in asked if not url.startswith(served)] == [], path
        assert len(set(asked)) <= 6, path


def test_the_lost_page(served: str, page: Any) -> None:
    answer = page.goto(f"{served}p/no/such/place")
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "This page is not here"


@pytest.mark.parametrize("language", ["", "es/"])
def test_accessible_and_whole(served_once: str, browser: Any, language: str) -> None:
    """Every kind of page, at the width of a small phone and of a desk, in light and dark: nothing for axe to say (WCAG
    2.2 AA and what it holds for good practice), and nothing beyond the edge."""
    context = browser.new_context()
    page = context.new_page()
    wrong = {}
    for path in KINDS:
        if path == "404" and language:
            continue  # one page for all languages
        page.goto(served_once + language + path)
        if path == "list/":
            page.evaluate(SAVED)
            page.reload()
            page.locator(".saved").wait_for()
        page.evaluate(AXE)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                # Between the themes only colours differ.
                rules = {"runOnly": RULES if scheme == "light" else ["color-contrast"], "resultTypes": ["violations"]}
                for found in page.evaluate("(rules) => axe.run(document, rules)", rules)["violations"]:
                    wrong[path, width, scheme] = (found["id"], [node["html"] for node in found["nodes"]][:3])
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                wrong[path, width, ""] = f"{wide} px too wide"
    context.close()
    assert wrong == {}


def test_buttons_are_large_enough_for_a_thumb(served_once: str, page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    for path in ("", "counties/fresno/food-pantry", "p/elm-street-neighbors"):
        page.goto(served_once + path)
        sizes = page.eval_on_selector_all(
            ".btn:not([hidden]), .chip, .needs a, .crisis a, .exit",
            "all => all.map(e => [e.className || e.textContent, e.getBoundingClientRect().height])",
        )
        small = [(name, height) for name, height in sizes if height < (47.9 if "btn" in name else 39.9)]
        assert small == []


def test_without_scripts_nothing_is_missing(served_once: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served_once}p/elm-street-neighbors")
    text = page.locator("main").inner_text()
    assert "9:00 AM to 1:00 PM" in text and "559-555-0101" in text and "1200 Elm Ave" in text
    assert "Show map" not in text and "Open" not in text
    context.close()


def test_the_map_asks_nobody_else(served_once: str, page: Any) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{served_once}p/elm-street-neighbors")
    button = page.get_by_role("button", name="Show map")
    if not button.count():
        pytest.skip("npm ci has not been run: no Leaflet")
    assert not [url for url in asked if "leaflet" in url]
    button.click()
    page.locator(".map-frame .leaflet-interactive").first.wait_for()
    assert [url for url in asked if not url.startswith(served_once)] == []
    assert said == []


def test_quick_exit_leaves_no_way_back(served_once: str, page: Any) -> None:
    page.route("https://www.weather.gov/**", lambda route: route.fulfill(body="weather"))
    page.goto(served_once)
    page.goto(f"{served_once}p/quiet-door")
    page.locator("[data-exit]").click()
    page.wait_for_url("https://www.weather.gov/**")
    page.go_back()
    assert page.url == served_once


STATES = [
    # now (UTC), hours, checked, dated, class, words. 2026-11-21 is a Saturday; 18:00 UTC is 10 AM in California.
    ("2026-11-21T18:00Z", "6=540-780", "2026-11-09", "", "open", "Open until 1 PM"),
    ("2026-11-21T18:00Z", "6=540-780", "", "2026-01", "open", "Open until 1 PM"),
    ("2026-11-21T18:00Z", "6=540-780", "", "2025-11", "call", "Usually open now; not checked since 2025, call first"),
    ("2026-11-21T18:00Z", "6=540-780", "", "2020", "call", "Usually open now; not checked since 2020, call first"),
    ("2026-11-21T18:00Z", "6=540-780", "2024-03-01", "2020", "call",
     "Usually open now; not checked since 2024, call first"),
    ("2026-11-21T18:00Z", "6=540-780", "", "", "call", "Usually open now; not checked, call first"),
    ("2026-11-21T18:00Z", "=", "", "2026", "open", "Open day and night"),
    ("2026-11-21T18:00Z", "6=1200-1560", "", "2026", "later", "Opens today 8 PM"),
    ("2026-11-22T04:30Z", "6=1200-1560", "", "2026", "open", "Open until 2 AM"),
    ("2026-11-21T18:00Z", "7=540-780", "", "2026", "later", "Opens tomorrow 9 AM"),
    ("2026-11-21T18:00Z", "1=510-780", "", "2026", "later", "Opens Mon 8:30 AM"),
    ("2026-11-21T18:00Z", "1=510-780", "", "2019", "call",
     "Usually opens Mon 8:30 AM; not checked since 2019, call first"),
    ("2026-11-21T18:00Z", "6?540-780", "2026-11-09", "", "call", "Call first"),
    ("2026-11-21T18:00Z", "", "2026-11-09", "", "call", "Call first"),
    ("2026-11-21T18:00Z", "1224/=540-780", "", "2026", "later", "Opens Dec 24 9 AM"),
    ("2026-11-26T18:00Z", "4=540-780;hx", "2026-11-09", "", "later", "Opens Dec 3 9 AM"),
    ("2026-12-21T18:00Z", "1=540-780", "2025-12-21", "", "call",
     "Usually open now; not checked since 2025, call first"),
    ("2026-12-20T18:00Z", "7=540-780", "2025-12-21", "", "open", "Open until 1 PM"),
]  # fmt: skip


@pytest.mark.parametrize(("now", "hours", "checked", "dated", "kind", "words"), STATES)
def test_open_now_is_honest(
    served_once: str, page: Any, now: str, hours: str, checked: str, dated: str, kind: str, words: str
) -> None:
    page.goto(f"{served_once}p/elm-street-neighbors")
    settings = json.loads(page.locator("#now").inner_text() or page.locator("#now").text_content())
    settings["holidays"] = ["2026-11-26"]
    script = page.locator("script[type=module]").get_attribute("src")
    told = page.evaluate(
        "async ([script, ...given]) => { const { told } = await import(new URL(script, location.href));"
        " const [hours, checked, dated, now, settings] = given;"
        " return told(hours, checked, dated, new Date(now), settings, 'en'); }",
        [script, hours, checked, dated, now, settings],
    )
    assert told == [kind, words]
