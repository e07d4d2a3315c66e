"""Ways through the search that people take: keyboard alone, no scripts, a clock that jumps, a map, another's page."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec.structs import replace
from playwright.sync_api import expect

from bluepages.cli.server import serve
from bluepages.config import Tiles
from bluepages.search import index_files
from bluepages.search.page import search_pages
from bluepages.site import assets, has_map
from tests.search.test_browser import RULES, answered
from tests.site.samples import HOSTILE, edition
from tests.support import ROOT

pytestmark = pytest.mark.browser
BASE = "https://test.example.org/blue-pages/"
RLO = "\u202e"


def pantry(name: str, number: int, latitude: float, longitude: float, **more: Any) -> dict[str, Any]:
    service = {"name": f"Supper {number}", "needs": ["food.meals"], "at": {"hall": more.pop("at", {})}, **more}
    return {
        "name": name,
        "description": "Hot food for everybody.",
        "phones": [{"number": f"559-555-{2000 + number}"}],
        "locations": {
            "hall": {
                "address": {"address_1": f"{number} Oak St", "city": "Fresno", "postal_code": "93706"},
                "latitude": latitude,
                "longitude": longitude,
            }
        },
        "services": {"supper": service},
        "sources": [{"ref": "web:suppers.example.org", "date": "2026-11"}],
    }


TOWN = {
    "fresno/night-kitchen": pantry("Night Kitchen", 1, 36.71, -119.80, at={"hours": "Su 01:00-02:00"}),
    "fresno/early-bird": pantry("Early Bird", 2, 36.7101, -119.8001, at={"hours": "Su 02:00-03:30"}),
    "fresno/day-table": pantry(
        "Day Table", 3, 36.73, -119.78, at={"hours": "Sa 09:00-13:00"}, cost="A small gift", audiences=["veterans"]
    ),
    "fresno/same-spot-a": pantry("Same Spot A", 4, 36.75, -119.76, at={"hours": "24/7"}, minimum_age=60),
    "fresno/same-spot-b": pantry(
        "Same Spot B", 5, 36.75, -119.76, at={"hours": "24/7"}, serves={"counties": ["madera"]}
    ),
    "fresno/proto": pantry("__proto__", 6, 36.77, -119.74)
    | {"description": "<img src=x onerror=alert(1)> __proto__ " + "w" * 4000, "alternate_name": "constructor"},
    "kings/ride-desk": {
        "name": "Ride Desk",
        "description": "Somebody to drive people.",
        "phones": [{"number": "559-555-2020"}],
        "services": {"rides": {"name": "Rides", "needs": ["transport"], "serves": {"counties": ["kings", "tulare"]}}},
        "sources": [{"ref": "web:rides.example.org", "date": "2026-11"}],
    },
    "fresno/turned": pantry(f"Turned {HOSTILE}", 7, 36.79, -119.72),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A search over a few more places, without the other pages."""
    yield from served(tmp_path_factory.mktemp("town"), Tiles())


def served(folder: Path, tiles: Tiles) -> Iterator[str]:
    made, modules = edition(TOWN), ROOT / "node_modules"
    if not has_map(modules):
        pytest.skip("Leaflet is not installed; make setup says how to get it")
    made.config = replace(made.config, tiles=tiles)
    parts = [*assets(ROOT / "site", modules), *search_pages(made, base_url=BASE, with_map=True), *index_files(made)]
    for name, content in parts:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    server = serve(folder, "/blue-pages/")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/blue-pages/"
    server.shutdown()
    server.server_close()


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


def active(page: Any) -> str:
    script = (
        "(({ id, name, tagName, textContent }) => id || name || `${tagName} ${textContent}`)(document.activeElement)"
    )
    return str(page.evaluate(script))


def test_the_whole_way_with_the_keyboard_alone(page: Any, address: str) -> None:
    page.goto(address)
    while active(page) != "q":
        page.keyboard.press("Tab")
    page.keyboard.type("groceries")
    page.keyboard.press("Tab")
    page.keyboard.type("Clovis")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    assert "near Clovis" in answered(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if active(page) == "open":
            break
    page.keyboard.press("Space")
    page.wait_for_url("**open=1**")
    answered(page)
    assert active(page) == "open", "a box that was ticked keeps the focus"
    page.keyboard.press("Space")
    page.wait_for_url(lambda url: "open=1" not in url)
    answered(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if active(page) == "A Groceries":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/**")
    assert "Pantry" in page.locator("h1").inner_text()


def test_more_results_and_the_focus_on_the_first_new_one(page: Any, address: str) -> None:
    page.goto(f"{address}search/?q=groceries&near=Clovis")
    answered(page)
    before = page.locator("#g-near + .list > .hit").count()
    page.get_by_role("button", name="Show more").focus()
    page.keyboard.press("Enter")
    page.locator("#g-near + .list > .hit").nth(before).wait_for()
    page.wait_for_selector("a:focus")
    place = "[...document.querySelectorAll('#g-near + .list h3 a')].indexOf(document.activeElement)"
    assert page.evaluate(place) == before


def test_more_of_those_to_call_first(page: Any, address: str) -> None:
    """A group that shows only its first says so, and the rest can be had: nobody takes four for all."""
    page.goto(f"{address}search/?q=groceries&near=Clovis&open=1")
    assert answered(page).startswith("First 5 results"), "one of them by telephone"
    links = page.locator("section:has(> #g-call) h3 a")
    assert links.count() == 4
    page.locator("section:has(> #g-call)").get_by_role("button", name="Show more").press("Enter")
    expect(links).to_have_count(14)
    page.wait_for_selector("a:focus")
    assert page.evaluate("[...document.querySelectorAll('#g-call ~ .list h3 a')].indexOf(document.activeElement)") == 4
    for many in (24, 30):
        page.get_by_role("button", name="Show more").press("Enter")
        expect(links).to_have_count(many)
    assert answered(page).startswith("31 results")
    assert page.get_by_role("button", name="Show more").count() == 0


def test_without_a_place_those_for_some_counties_say_which(page: Any, town: str) -> None:
    page.goto(f"{town}search/?q=rides")
    answered(page)
    group = page.locator("section:has(> #g-area)")
    assert group.locator("h2").inner_text() == "By phone, online or for a whole county or the state"
    assert "Serves 2 counties: Kings, Tulare." in group.locator(".hit", has_text="Ride Desk").inner_text()
    page.goto(f"{town}search/?q=rides&near=Hanford")
    answered(page)
    assert "Serves" not in page.locator(".hit", has_text="Ride Desk").inner_text()


def test_narrowing_keeps_the_form_open_and_the_focus(page: Any, address: str) -> None:
    page.goto(f"{address}search/?q=food&near=Fresno")
    answered(page)
    page.get_by_text("Change", exact=True).click()
    page.locator("#filters > summary").click()
    page.locator("#lang").focus()
    page.locator("#lang").select_option("es")
    page.wait_for_url("**lang=es**")
    answered(page)
    assert active(page) == "lang"
    assert page.locator("#lang").is_visible()
    page.get_by_role("link", name="Clear all").click()
    page.wait_for_url(lambda url: "?" not in url)
    assert page.locator("#plain .needs a").first.is_visible()


def test_a_place_for_another_county_is_not_lost_but_says_so(page: Any, town: str) -> None:
    for near, said in (("Fresno", ["Listed for Madera County. Ask if they can help you."]), ("Madera", []), ("", [])):
        page.goto(f"{town}search/?q=supper&near={near}")
        answered(page)
        card = page.locator("#g-near + .list > .hit, #g-area ~ .list > .hit").filter(has_text="Supper 5").first
        assert [line for line in card.locator(".fresh").all_inner_texts() if "Listed for" in line] == said
    assert "Listed for" not in page.locator(".hit").filter(has_text="Supper 4").first.inner_text()


def test_without_scripts_from_the_first_page_to_a_provider(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator("#q").fill("food")
    page.locator("#near").fill("Fresno")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=food&near=Fresno")
    assert "cannot search" in page.locator("main").inner_text()
    assert page.locator("#ask").is_hidden(), "a form that nobody reads"
    page.locator("#plain").get_by_role("link", name="Food").click()
    page.wait_for_url("**/needs/food**")
    page.locator("main").get_by_role("link", name=re.compile("^Fresno")).first.click()
    page.wait_for_url("**/counties/fresno/food**")
    page.locator(".hit h3 a").first.click()
    page.wait_for_url("**/p/**")
    assert page.locator("main a[href^='tel:']").first.is_visible()
    context.close()


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("Fresno, CA", "near Fresno"),
        ("fresno california", "near Fresno"),
        ("1200 Elm Ave, Fresno, CA 93706", "near 93706, Fresno"),
        ("1200 Elm Ave, Clovis", "near Clovis"),
        ("Clovsi", "near Clovis"),
        ("Condado de Fresno", "Fresno County"),
        ("Fresno County", "Fresno County"),
        ("California", "Say where you are"),
    ],
)
def test_places_as_people_write_them(page: Any, town: str, written: str, known: str) -> None:
    page.goto(f"{town}search/")
    page.locator("#q").fill("supper")
    page.locator("#near").fill(written)
    page.keyboard.press("Enter")
    assert known in answered(page)
    assert page.locator("#near").get_attribute("aria-invalid") is None


@pytest.mark.parametrize(
    "typed", ["supper in Fresno", "supper near fresno ca", "comida cerca de Fresno", "supper 93706"]
)
def test_a_place_among_the_words(page: Any, town: str, typed: str) -> None:
    page.goto(f"{town}search/")
    page.locator("#q").fill(typed)
    page.keyboard.press("Enter")
    assert "Fresno" in answered(page)
    assert "miles" in page.locator(".hit").first.inner_text()


def test_rows_say_what_it_costs_and_for_whom(page: Any, town: str) -> None:
    page.clock.set_fixed_time("2026-11-24T18:30:00Z")
    page.goto(f"{town}search/?q=supper&near=Fresno&need=food.meals")
    answered(page)
    row = page.locator(".hit", has_text="Day Table")
    assert "A small gift" in row.inner_text()
    assert "Veterans" in row.inner_text()
    assert "Opens Sat 9 AM" in row.locator(".state").inner_text()
    assert "Ages: 60 and older" in page.locator(".hit", has_text="Same Spot A").inner_text()
    nav = page.get_by_role("navigation", name="Kind of help")
    assert nav.locator("[aria-current]").inner_text() == "Hot meals"
    nav.get_by_role("link", name="Show all of: Food").click()
    page.wait_for_url(re.compile("need=food($|&)"))
    answered(page)
    assert active(page) == "said"


def test_the_day_that_was_asked_for(page: Any, town: str) -> None:
    page.clock.set_fixed_time("2026-11-24T18:30:00Z")
    page.goto(f"{town}search/?q=supper&near=Fresno&day=2026-11-28")
    answered(page)
    near = page.locator("#g-near + .list > .hit")
    assert "Opens Sat 9 AM" in near.filter(has_text="Day Table").locator(".state").inner_text()
    assert near.filter(has_text="Night Kitchen").count() == 0


def state_at(page: Any, town: str, name: str, moment: str) -> str:
    page.clock.set_fixed_time(moment)
    page.goto(f"{town}search/?q=supper&near=Fresno")
    answered(page)
    return str(page.locator(".hit", has_text=name).locator(".state").inner_text())


def test_sundays_on_which_the_clock_jumps(page: Any, town: str) -> None:
    """In November the hour from one to two comes twice; in March the one from two to three does not come."""
    assert state_at(page, town, "Night Kitchen", "2026-11-01T08:30:00Z") == "Open until 2 AM"
    assert state_at(page, town, "Night Kitchen", "2026-11-01T09:30:00Z") == "Open until 2 AM"
    assert state_at(page, town, "Night Kitchen", "2026-11-01T10:01:00Z") == "Opens Nov 8 1 AM"
    assert state_at(page, town, "Early Bird", "2027-03-14T09:59:00Z") == "Opens today 2 AM"
    assert state_at(page, town, "Early Bird", "2027-03-14T10:01:00Z") == "Open until 3:30 AM"
    page.goto(f"{town}search/?q=supper&near=Fresno&open=1")
    answered(page)
    near = page.locator("#g-near + .list > .hit")
    assert near.filter(has_text="Early Bird").count() == 1
    assert near.filter(has_text="Night Kitchen").count() == 0


def test_hostile_text_stays_text(page: Any, town: str) -> None:
    page.goto(f"{town}search/?q=__proto__&near=Fresno&map=1")
    assert re.match(r"\d+ result|One result", answered(page))
    row = page.locator(".hit", has_text="__proto__")
    assert row.count() == 1
    page.goto(f"{town}search/?q=turned&near=Fresno&map=1")
    answered(page)
    page.locator(".leaflet-marker-icon").first.wait_for()
    assert page.locator(".hit bdi", has_text="<script>").count() == 1, "it turns no text but its own"
    assert page.locator(".hit :is(script, img), #atlas script").count() == 0
    for typed in ("w" * 10_000, "<img src=x onerror=alert(1)>", "constructor", "%00", RLO):
        page.goto(f"{town}search/?near=Fresno&q=" + typed.replace("%", "%25").replace("<", "%3C"))
        answered(page)
        assert page.locator("#said, #found, footer").count() >= 3


# The map


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


# Within another's page


def test_the_search_in_a_page_of_somebody_else(browser: Any, town: str, tmp_path: Path) -> None:
    frame = '<iframe src="{}" title="Find help" width="100%" height="700"></iframe>'
    (tmp_path / "clinic.html").write_text(f"<h1>Clinic</h1>{frame.format(f'{town}embed/?county=fresno&need=food')}")
    host = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    threading.Thread(target=host.serve_forever, daemon=True).start()
    context = browser.new_context(viewport={"width": 400, "height": 900})
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{host.server_address[1]}/clinic.html")
    inside = page.frame_locator("iframe")
    inside.locator(".hit").first.wait_for()
    assert "in and around Fresno County" in inside.locator("#said").inner_text()
    assert inside.locator("#near").input_value() == "Fresno County"
    ways = inside.locator(".hit h3 a, footer a, #plain a").evaluate_all("all => all.map((each) => each.target)")
    assert set(ways) == {"_blank"}
    before = page.evaluate("history.length")
    inside.get_by_label("Open now").check()
    inside.locator("#found:not([aria-busy])").wait_for()
    assert page.evaluate("history.length") == before, "the other page's Back stays its own"
    with context.expect_page() as outside:
        inside.get_by_role("link", name="Blue Pages").click()
    assert "/search/" in outside.value.url
    assert page.url.endswith("/clinic.html")
    context.close()
    host.shutdown()
    host.server_close()


def test_the_embedded_search_speaks_spanish_and_is_accessible(browser: Any, town: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.goto(f"{town}es/embed/?county=fresno")
    assert "Condado de Fresno" in page.locator("#near").input_value()
    answered(page)
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_what_is_far_stands_apart_and_after_what_comes_by_telephone(page: Any, town: str) -> None:
    page.goto(f"{town}search/?q=supper&near=Fresno")
    answered(page)
    assert page.locator("#g-far").count() == 0
    page.goto(f"{town}search/?q=supper&near=Eureka")
    assert answered(page) == "Nothing near Eureka. What is farther away stands below."
    assert page.locator("#g-far").inner_text() == "More than 50 miles away"
    assert page.locator("#g-far + .list > .hit").count() > 0
    notes = page.locator("#found > .note, #found > section").all_inner_texts()
    assert "211" in notes[0] and "More than 50 miles away" in notes[-1]
