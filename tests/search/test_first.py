"""What a page of a question says before the search is there, and when it never comes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from bluepages.search.page import STANDING
from bluepages.site.catalogue import load_catalogue
from tests.support import ROOT

SCRIPT = re.compile(r"/assets/search-page\.mjs")
FAILED = "The search could not be loaded. Check the connection and try again, or choose from the lists."


def test_no_script_says_what_it_is_not_told() -> None:
    """A word left out of the page's data would be said as nothing."""
    known = {key.removeprefix("search.") for key in load_catalogue(ROOT / "site/locales", "en", "California").texts}
    assert known >= STANDING
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / "site/assets").glob("s*.mjs")]
    said = {word for text in scripts for call in _calls(text) for word in re.findall(r"""["'`](\w+)["'`]""", call)}
    assert {"searching", "failed", "none", "map_show"} <= said
    assert said & STANDING == set()


def _calls(text: str) -> list[str]:
    """What stands in the brackets of each `t(...)`."""
    return re.findall(r"\bt\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)", text)


@pytest.fixture(params=[(360, "light"), (1280, "dark")], ids=["360", "1280"])
def opened(request: pytest.FixtureRequest, browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens an address with the search's script held back (`held`), gone (`gone`) or too new (`broken`)."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, service_workers="block", reduced_motion="reduce"
    )

    def opens(address: str, script: str) -> Any:
        page = context.new_page()
        page.held = []
        answers = {
            "held": lambda route: page.held.append(route),
            "gone": lambda route: route.abort(),
            "broken": lambda route: route.fulfill(content_type="text/javascript", body="a syntax of tomorrow"),
        }
        page.route(SCRIPT, answers[script])
        page.goto(address, wait_until="commit" if script == "held" else "load")
        return page

    yield opens
    context.close()


def test_a_question_is_said_at_once_and_answered_when_the_search_is_there(
    opened: Callable[..., Any], address: str
) -> None:
    page = opened(f"{address}search/?q=food&near=Fresno&open=1", "held")
    expect(page.locator("#asked")).to_have_text("food near Fresno")
    expect(page.locator("#said")).to_have_text("Searching")
    expect(page.locator(".wait")).to_be_visible()
    assert "911" in page.locator(".wait").inner_text()
    expect(page.locator("#lead")).to_be_hidden()
    expect(page.locator("#plain")).to_be_hidden()
    expect(page.locator("#q")).to_be_hidden()
    expect(page.get_by_label("Open now", exact=True)).to_be_checked()
    page.wait_for_timeout(100)
    for route in page.held:
        route.continue_()
    expect(page.locator("#found > section").first).to_be_visible()
    expect(page.locator(".wait")).to_have_count(0)
    expect(page.locator("#said")).to_have_text(re.compile(r"\d.* near Fresno"))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("search/?need=food&near=Oakland", "Food near Oakland"),
        ("es/search/?need=food&near=Oakland", "Comida cerca de Oakland"),
        ("search/?q=%3Cb%3E%24%26&near=%24%26", "<b>$& near $&"),
        ("search/?near=94607", "near 94607"),
        ("search/?q=food&need=none-such", "food"),
        ("embed/?county=fresno&need=food", "Food"),
        ("embed/?county=fresno", "Everything"),
    ],
)
def test_what_was_asked_is_said_as_the_search_says_it(
    opened: Callable[..., Any], address: str, question: str, said: str
) -> None:
    page = opened(address + question, "held")
    expect(page.locator("#asked")).to_have_text(said)
    expect(page.locator(".wait")).to_be_visible()


@pytest.mark.parametrize("question", ["search/?open=1", "search/?here=1", "embed/?free=1"])
def test_without_words_or_a_place_the_form_stays(opened: Callable[..., Any], address: str, question: str) -> None:
    page = opened(address + question, "held")
    expect(page.locator(".wait")).to_be_visible()
    expect(page.locator("#q")).to_be_visible()


@pytest.mark.parametrize("question", ["search/", "search/?q=+", "search/?map=1", "embed/?other=1"])
def test_where_nothing_was_asked_nothing_is_awaited(opened: Callable[..., Any], address: str, question: str) -> None:
    page = opened(address + question, "held")
    expect(page.locator("#plain")).to_be_visible()
    expect(page.locator("#q")).to_be_visible()
    expect(page.locator(".wait")).to_be_hidden()
    assert page.locator("#said").inner_text() == ""


@pytest.mark.parametrize("script", ["gone", "broken"])
@pytest.mark.parametrize("question", ["search/?q=food&near=Fresno", "embed/?county=fresno&need=food"])
def test_where_the_search_never_comes_the_form_and_the_lists_come_back(
    opened: Callable[..., Any], address: str, question: str, script: str
) -> None:
    page = opened(address + question, script)
    expect(page.locator("#said")).to_have_text(FAILED)
    expect(page.locator("#plain")).to_be_visible()
    expect(page.locator(".wait")).to_be_hidden()
    expect(page.locator("#q")).to_be_visible()
    expect(page.locator("#again > summary")).to_be_hidden()
    if "q=" in question:
        expect(page.locator("#q")).to_have_value("food")


def test_who_writes_before_the_search_is_there_loses_nothing(opened: Callable[..., Any], address: str) -> None:
    for question in ("search/", "search/?q=food&near=Fresno"):
        page = opened(address + question, "held")
        if "q=" in question:
            page.get_by_text("Change", exact=True).click()
            expect(page.locator("#q")).to_have_value("food")
        page.locator("#q").fill("library")
        for route in page.held:
            route.continue_()
        expect(page.locator("#ask[data-ready]")).to_be_attached()
        expect(page.locator("#q")).to_have_value("library")
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url("**q=library**")
        expect(page.locator("#said")).to_have_text(re.compile("result|Nothing"))


@pytest.mark.parametrize("question", ["search/?q=food&near=Fresno", "embed/?county=fresno&q=food"])
def test_what_was_chosen_before_the_search_is_there_is_asked(
    opened: Callable[..., Any], address: str, question: str
) -> None:
    """A box that is ticked beside answers that do not keep to it would say what is not true."""
    page = opened(address + question, "held")
    page.get_by_label("Free", exact=True).check()
    for route in page.held:
        route.continue_()
    page.wait_for_url("**free=1**")
    assert "q=food" in page.url and "near=Fresno" in page.url
    expect(page.get_by_label("Free", exact=True)).to_be_checked()
    expect(page.locator("#said")).to_have_text(re.compile("result|Nothing"))


def test_who_writes_in_an_embedded_search_stays_in_its_county(opened: Callable[..., Any], address: str) -> None:
    page = opened(f"{address}embed/?county=fresno", "held")
    page.get_by_text("Change", exact=True).click()
    page.locator("#q").fill("library")
    for route in page.held:
        route.continue_()
    expect(page.locator("#near")).to_have_value("Fresno County")
    expect(page.locator("#q")).to_have_value("library")


def test_nothing_that_was_painted_moves_when_the_answer_comes(opened: Callable[..., Any], address: str) -> None:
    """A shift of the layout by the words of Web Vitals, where nobody pressed anything."""
    page = opened(f"{address}search/?q=food&near=Fresno", "held")
    expect(page.locator(".wait")).to_be_visible()
    page.evaluate(
        """() => { window.moved = 0; new PerformanceObserver((list) => {
        for (const each of list.getEntries()) window.moved += each.value;
    }).observe({ type: "layout-shift", buffered: true }); }"""
    )
    for route in page.held:
        route.continue_()
    expect(page.locator("#found > section").first).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("window.moved") < 0.02
