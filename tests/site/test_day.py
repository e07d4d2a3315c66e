"""The resident's day in a real browser: my list, hand-outs, quick exit, and what is there without a connection."""

from __future__ import annotations

import shutil
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.conftest import MODULES, serving

pytestmark = pytest.mark.browser

PANTRY = "counties/fresno/food-pantry"
ELM = "p/elm-street-neighbors"
READY = "navigator.serviceWorker.controller !== null"


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    made = browser.new_context(viewport={"width": 360, "height": 780}, locale="en-US")
    made.set_default_timeout(10_000)
    made.route("https://www.weather.gov/**", lambda route: route.fulfill(body="weather"))
    yield made
    made.close()


@pytest.fixture
def page(context: Any) -> Any:
    return context.new_page()


@pytest.fixture
def own_copy(built: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A copy of the site that a test may change, as a new deploy does, and its address."""
    folder = tmp_path / "site"
    shutil.copytree(built, folder)
    for address in serving(folder, "/blue-pages/"):
        yield folder, address


def until(page: Any, wanted: str, arg: Any = None) -> None:
    """Wait until an expression holds. Playwright's own way evaluates a string in the page, which its policy refuses."""
    for _ in range(200):
        if page.evaluate(wanted, arg):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {wanted}")


def saved(page: Any) -> Any:
    return page.evaluate(
        "Object.entries(localStorage).filter(([key]) => key.endsWith(':lists')).map(([, value]) => JSON.parse(value))"
    )


def test_save_and_take_off(served_once: str, page: Any) -> None:
    page.goto(served_once + ELM)
    assert page.locator(".mine").is_hidden()
    button = page.get_by_role("button", name="Save")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert page.locator(".mine").inner_text().split() == ["My", "list", "1"]
    keys = page.evaluate("Object.keys(localStorage)")
    assert keys == ["bluepages:/blue-pages/:lists"]  # other sites may share the origin
    button.click()
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_list_is_a_hand_out(served_once: str, page: Any) -> None:
    page.goto(f"{served_once}{PANTRY}-2")
    line = page.locator(".hit").filter(has_text="Saturday food box")
    line.get_by_role("button", name="Save").click()
    page.goto(f"{served_once}p/county-library")
    page.get_by_role("button", name="Save").click()
    page.locator(".mine").click()
    cards = page.locator(".saved")
    cards.nth(1).wait_for()
    told = cards.nth(0).inner_text()
    for words in ("Elm Street Neighbors", "Saturday food box", "1200 Elm Ave, Fresno 93706", "Saturday 9:00 AM to 1:00",
                  "559-555-0101", "Checked by phone on November 9, 2026"):  # fmt: skip
        assert words in told, words
    cards.nth(0).get_by_label("Note for Elm Street Neighbors").fill("Ask for Rosa")
    page.get_by_text("Names, notes and more lists").click()
    page.get_by_label("Name of this list").fill("For M.")
    sms = urllib.parse.unquote(page.locator("[data-sms]").get_attribute("href"))
    assert sms.startswith("sms:?&body=For M.\n\nElm Street Neighbors\n1200 Elm Ave")
    assert sms.endswith("/p/county-library") and "Ask for Rosa" in sms
    assert page.locator("[data-mail]").get_attribute("href").startswith("mailto:?subject=My%20list&body=")
    page.reload()
    cards.nth(1).wait_for()
    assert page.get_by_label("Name of this list").input_value() == "For M."
    cards.nth(0).get_by_role("button", name="Move down").click()
    assert [item["p"] for item in saved(page)[0]["lists"][0]["items"]] == ["county-library", "elm-street-neighbors"]


@pytest.mark.skipif(not (MODULES / "uqr").is_dir(), reason="npm ci has not been run: no encoder of QR codes")
def test_printed_with_codes(served_once: str, page: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(served_once + ELM)
    page.get_by_role("button", name="Save").click()
    assert not [url for url in asked if "uqr" in url]
    page.get_by_role("button", name="Print").click()
    until(page, "window.printed")
    assert page.locator(".qr svg path").count() == 1
    page.goto(f"{served_once}list/")
    page.get_by_role("button", name="Print with QR codes").click()
    until(page, "window.printed")
    page.emulate_media(media="print")
    box = page.locator(".saved .qr svg").bounding_box()
    assert box["width"] > 100 and box["height"] == pytest.approx(box["width"], abs=1)
    assert page.locator(".saved .url").inner_text() == "https://test.example.org/blue-pages/p/elm-street-neighbors"
    for gone in (".saved button", ".crisis", ".mast nav", "footer nav", "label"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.get_by_text("559-555-0101").first.is_visible()


def test_a_place_with_several_hours_is_not_said_to_have_none(served_once: str, page: Any) -> None:
    page.goto(served_once + ELM)
    page.locator("main").get_by_role("button", name="Save").first.click()
    page.goto(f"{served_once}p/bare-minimum")
    page.locator("main").get_by_role("button", name="Save").first.click()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{served_once}list/")
    several = page.locator(".saved", has_text="Elm Street Neighbors")
    several.get_by_text("Saturday food box: Saturday 9:00 AM to 1:00 PM").wait_for()
    assert "not known" not in several.inner_text()
    assert "We do not know the hours" in page.locator(".saved").nth(1).inner_text()
    assert said == [], "the style of those pages is not let in here, nor asked for"


def test_several_lists_for_those_who_help_many(served_once: str, page: Any) -> None:
    page.goto(served_once + ELM)
    page.get_by_role("button", name="Save").click()
    page.goto(f"{served_once}list/")
    page.get_by_text("Names, notes and more lists").click()
    page.get_by_role("button", name="Start another list").click()
    page.get_by_label("Name of this list").fill("Second")
    page.goto(f"{served_once}p/county-library")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{served_once}list/")
    page.locator(".saved").wait_for()
    assert page.locator(".saved h2").all_inner_texts() == ["County Library"]
    page.get_by_label("Which list?").select_option(index=0)
    page.get_by_text("Elm Street Neighbors").first.wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete all my lists").click()
    page.get_by_text("There is nothing here yet").wait_for()
    assert page.evaluate("Object.keys(localStorage)") == []


@pytest.mark.parametrize(
    "stored", ['"x"', "{", '{"lists":[{"items":[{"p":"../../evil"},{"p":"<b>"},7]}]}', '{"lists":9}']
)
def test_a_broken_store_is_an_empty_list(served_once: str, page: Any, stored: str) -> None:
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(served_once)
    page.evaluate("(text) => localStorage.setItem('bluepages:/blue-pages/:lists', text)", stored)
    page.goto(f"{served_once}list/")
    page.get_by_text("There is nothing here yet").wait_for()
    assert said == []


def test_hostile_names_stay_words_in_a_list(served_once: str, page: Any) -> None:
    page.goto(f"{served_once}p/hostile")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{served_once}list/")
    page.locator(".saved h2").wait_for()
    assert page.locator(".saved h2").inner_text().startswith("<script>alert(1)</script>")
    assert page.locator("#lists script, #lists img, #lists [onclick]").count() == 0


def test_escape_three_times_leaves(served_once: str, page: Any) -> None:
    page.goto(served_once)
    page.goto(f"{served_once}p/quiet-door")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.url.endswith("quiet-door")
    page.keyboard.press("Escape")
    page.wait_for_url("https://www.weather.gov/**")
    page.go_back()
    assert page.url == served_once


def test_days_that_are_over_are_taken_away(served_once: str, page: Any) -> None:
    page.clock.install(time="2026-12-01T18:00:00Z")
    page.goto(served_once + ELM)
    assert page.get_by_text("No forms in the last week").count() == 0


def test_without_a_connection(own_copy: tuple[Path, str], context: Any, page: Any) -> None:
    """The shell, the numbers and a kept county are there; a copy says so; what was only looked at is not."""
    _, address = own_copy
    page.goto(f"{address}counties/fresno/")
    until(page, READY)
    page.goto(f"{address}p/county-library")  # looked at, and not kept
    page.goto(address + ELM)
    page.get_by_role("button", name="Save").click()
    page.goto(f"{address}counties/fresno/")
    page.get_by_role("button", name="Keep on this device").click()
    page.get_by_text("The lists are on this device.").wait_for()
    until(page, "caches.keys().then((names) => names.every((name) => name.startsWith('bluepages:/blue-pages/:')))")
    context.set_offline(True)
    page.goto(f"{address}{PANTRY}-2")
    assert "This is a copy that this device kept on" in page.locator("#kept").inner_text()
    assert page.locator(".hit").count() > 0 and page.locator(".crisis a[href='tel:211']").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.crisis')).backgroundColor") != "rgba(0, 0, 0, 0)"
    page.goto(address + ELM)
    assert page.locator("#kept").is_visible()
    page.goto(f"{address}list/")
    page.get_by_text("1200 Elm Ave").wait_for()
    assert "copy that this device kept" in page.locator(".saved").inner_text()
    page.goto(f"{address}p/county-library")
    assert page.locator("h1").inner_text() == "There is no connection"
    assert page.locator("main a[href='tel:988']").is_visible()
    page.get_by_text("Fresno County").first.click()
    assert page.locator("#kept").is_visible()
    page.goto(f"{address}es/p/county-library")
    assert page.locator("h1").inner_text() == "No hay conexión"
    context.set_offline(False)
    page.goto(address + ELM)
    assert page.locator("#kept").count() == 0


def test_the_copy_of_a_saved_place_is_fetched_anew_after_a_day(own_copy: tuple[Path, str], page: Any) -> None:
    """Its address may have been hidden meanwhile; nobody need open the page again for the copy to forget it."""
    folder, address = own_copy
    page.goto(address + ELM)
    until(page, READY)
    page.get_by_role("button", name="Save").click()
    holds = (
        "(words) => caches.open('bluepages:/blue-pages/:kept').then(async (cache) => {"
        " const [key] = await cache.keys(); return key && (await (await cache.match(key)).text()).includes(words); })"
    )
    until(page, holds, arg="1200 Elm Ave")
    record = folder / f"{ELM}.html"
    record.write_text(record.read_text().replace("1200 Elm Ave", "Address on request"))
    page.goto(address)
    until(page, READY)
    assert page.evaluate(holds, "1200 Elm Ave"), "a copy of today is as good as new"
    page.evaluate(
        "caches.open('bluepages:/blue-pages/:kept').then(async (cache) => { const [key] = await cache.keys();"
        " const text = await (await cache.match(key)).text();"
        " await cache.put(key, new Response(text, {headers: {'x-kept': '2026-01-01T00:00:00Z'}})); })"
    )
    page.goto(f"{address}counties/")
    until(page, holds, arg="Address on request")


def test_take_everything_off(own_copy: tuple[Path, str], context: Any, page: Any) -> None:
    _, address = own_copy
    page.goto(f"{address}counties/kings/")
    until(page, READY)
    page.get_by_role("button", name="Keep on this device").click()
    page.get_by_role("button", name="Take off this device").wait_for()
    page.goto(f"{address}offline")
    page.get_by_role("button", name="Take everything off this device").click()
    until(
        page,
        "caches.open('bluepages:/blue-pages/:kept').then((cache) => cache.keys()).then((keys) => keys.length === 0)",
    )
    assert page.evaluate("Object.keys(localStorage)") == []


def test_after_a_new_deploy(own_copy: tuple[Path, str], context: Any, page: Any) -> None:
    """With a connection the new page is shown at once, and becomes the copy; the old shell is cleared away."""
    folder, address = own_copy
    page.goto(address + ELM)
    until(page, READY)
    page.get_by_role("button", name="Save").click()
    until(
        page,
        "caches.open('bluepages:/blue-pages/:kept').then((cache) => cache.keys()).then((keys) => keys.length === 1)",
    )
    before = set(page.evaluate("caches.keys()"))
    record, worker = folder / f"{ELM}.html", folder / "sw.js"
    record.write_text(record.read_text().replace("1200 Elm Ave", "77 New Road"))
    worker.write_text(worker.read_text().replace('"version":"', '"version":"x'))
    page.goto(address)
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
    until(
        page,
        "(before) => caches.keys().then((names) => names.some((name) => !before.includes(name)) && names.length === 2)",
        arg=sorted(before),
    )
    page.goto(address + ELM)
    assert page.get_by_text("77 New Road").first.is_visible() and page.locator("#kept").count() == 0
    until(
        page,
        "caches.open('bluepages:/blue-pages/:kept').then(async (cache) =>"
        " (await (await cache.match((await cache.keys())[0])).text()).includes('77 New Road'))",
    )
    context.set_offline(True)
    page.goto(address + ELM)
    assert page.get_by_text("77 New Road").first.is_visible() and page.locator("#kept").is_visible()


def test_what_a_printed_page_and_list_tell(served_once: str, page: Any) -> None:
    page.goto(served_once + ELM)
    page.get_by_role("button", name="Save").click()
    page.emulate_media(media="print")
    ways = page.locator(".ways")
    assert "559-555-0102" in ways.inner_text()
    said = "(way) => getComputedStyle(way, '::after').content"
    assert [each.evaluate(said) for each in ways.locator("[data-said]").all()] == [
        '"https://elm.example.org"',
        '"hello@elm.example.org"',
    ]
    assert "Directions" not in ways.inner_text()
    assert not page.locator(".wrong-link").first.is_visible()
    page.emulate_media(media="screen")
    page.goto(f"{served_once}counties/fresno/food-pantry-2")
    page.locator(".hit", has_text="Saturday food box").get_by_role("button", name="Save").click()
    page.goto(f"{served_once}list/")
    page.locator(".saved").nth(1).wait_for()
    page.get_by_label("Note for Elm Street Neighbors").nth(1).fill("Ask for Maria")
    page.emulate_media(media="print")
    told = " ".join(page.locator(".saved").nth(1).inner_text().split())
    for wanted in (
        "1200 Elm Ave, Fresno",
        "For Anyone in Fresno County",
        "Cost Free",
        "Bring Nothing",
        "Note: Ask for Maria",
    ):
        assert wanted in told, told
    assert page.locator(".saved h2 a").first.evaluate("(link) => getComputedStyle(link, '::after').content") == "none"


def test_an_unknown_hour_is_said_on_a_hand_out(served_once: str, page: Any) -> None:
    page.goto(f"{served_once}counties/fresno/food-pantry")
    page.locator(".hit", has_text="Pantry 0").first.get_by_role("button", name="Save").click()
    page.goto(f"{served_once}list/")
    page.locator(".saved").wait_for()
    assert "Hours: not known. Call first." in page.locator(".saved").inner_text()
