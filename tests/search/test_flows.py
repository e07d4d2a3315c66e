"""Ways through the search that people take: keyboard alone, no scripts, a clock that jumps, words that do harm."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.search.test_browser import answered

pytestmark = pytest.mark.browser
RLO = "\u202e"


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


COUNTED = """addEventListener("DOMContentLoaded", () => {
  globalThis.counts = [];
  const count = () => counts.push(document.querySelectorAll("#found .hit").length);
  new MutationObserver(count).observe(document.querySelector("#found"), { childList: true, subtree: true });
})"""


def test_the_first_answers_do_not_wait_for_the_others_and_none_is_lost(page: Any, address: str) -> None:
    """Drawing all of them holds a slow phone up; what stands there is then replaced at once, so that nothing jumps."""
    page.add_init_script(COUNTED)
    page.goto(f"{address}search/?q=groceries&near=Clovis&open=1")
    answered(page)
    counts, shown = page.evaluate("counts"), page.locator("#found .hit").count()
    assert counts[0] < shown and counts[-1] == shown, counts
    page.evaluate("counts.length = 0")
    page.get_by_role("button", name="Show more").first.press("Enter")
    expect(page.locator("#found .hit")).to_have_count(shown + 10)
    assert set(page.evaluate("counts")) == {shown + 10}


def test_what_cannot_be_seen_of_the_form_is_not_worked_out(page: Any, address: str) -> None:
    """All that can be chosen in a closed list takes the browser longer than the page that is shown."""
    page.goto(f"{address}search/?q=groceries&near=Clovis")
    answered(page)
    assert page.locator(".filters").evaluate("element => getComputedStyle(element.parentElement).display") == "none"
    page.get_by_text("Change", exact=True).click()
    assert page.locator(".filters").evaluate("element => getComputedStyle(element).display") == "none"
    page.get_by_text("Narrow it down").click()
    expect(page.locator("#need")).to_be_visible()


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
    for many in (24, 32):
        page.get_by_role("button", name="Show more").press("Enter")
        expect(links).to_have_count(many)
    assert answered(page).startswith("33 results")
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


def test_what_it_costs_is_said_in_spanish_or_marked(page: Any, town: str) -> None:
    """A translation is of the record; what has none keeps its own words and says in which language they are."""
    page.goto(f"{town}es/search/?q=supper&near=Fresno")
    answered(page)
    translated = page.locator(".hit", has_text="Supper 3").locator(".tag").first
    assert translated.inner_text() == "Un pequeño regalo"
    assert translated.locator("[lang]").count() == 0
    other = page.locator(".hit", has_text="Same Spot A").locator(".tag").first
    assert other.inner_text() == "What you can"
    assert other.locator("bdi").get_attribute("lang") == "en"


def test_the_day_that_was_asked_for(page: Any, town: str) -> None:
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


@pytest.mark.parametrize(
    ("typed", "number"),
    [("211", "211"), ("call 211", "211"), ("2-1-1", "211"), ("9-1-1", "911"), ("Marque el 988", "988")],
)
def test_a_number_that_is_typed_can_be_pressed(page: Any, town: str, typed: str, number: str) -> None:
    """Who writes it where they should dial it is a press away from it, whatever else there is."""
    page.goto(f"{town}search/?q={typed.replace(' ', '+')}")
    answered(page)
    first = page.locator("#found > :first-child a")
    assert first.inner_text().strip() == f"Call {number}"
    assert first.get_attribute("href") == f"tel:{number}"


def test_211_where_somebody_else_answers_and_where_nobody_does(page: Any, town: str) -> None:
    page.goto(f"{town}es/search/?q=211&near=Fresno+County")
    answered(page)
    first, bar = page.locator("#found > :first-child a"), page.locator(".crisis li:last-child a")
    assert first.get_attribute("href") == bar.get_attribute("href")
    assert first.inner_text().strip() == "Llamar 211"
    page.goto(f"{town}search/?q=211&near=Amador+County")
    answered(page)
    assert first.inner_text().strip() == "Instead of 211"
    assert "counties/amador/" in str(first.get_attribute("href"))
    page.goto(f"{town}search/?q=211+Elm+St&near=Fresno")
    answered(page)
    assert page.get_by_role("link", name="Call 211").count() <= 1, "an address is no number to call"


def test_nothing_for_words_offers_the_needs_of_those_who_use_them(page: Any, town: str) -> None:
    """Not all needs, as if nothing had been said."""
    page.goto(f"{town}search/?q=supper&near=Fresno&lang=vi")
    answered(page)
    near = page.locator("#found .note")
    near.get_by_role("link", name="Hot meals").wait_for()
    assert near.get_by_text("Needs close to your words").is_visible()
    assert page.locator("#plain").is_hidden()
    near.get_by_role("link", name="Hot meals").click()
    page.wait_for_url("**need=food.meals**")
    assert "q=" not in page.url


def test_nothing_for_words_that_are_nearly_a_need(page: Any, town: str) -> None:
    """More than a letter wrong is not taken for another word; it still says which needs are close."""
    page.goto(f"{town}search/?q=despensador")
    answered(page)
    page.locator("#found .note").get_by_role("link", name="Food", exact=True).wait_for()
    page.goto(f"{town}search/?q=xylophones")
    answered(page)
    page.locator("#found .note").wait_for()
    assert page.locator("#plain").is_visible(), "nothing is close: then all of them"
    assert page.get_by_text("Needs close to your words").count() == 0


@pytest.mark.parametrize("page_of", ["search/", "embed/"])
def test_odd_parameters_are_answered_and_can_be_let_go(page: Any, town: str, page_of: str) -> None:
    """Of an address that is old, or was written by hand, nothing is an error and nothing is a dead end."""
    page.goto(f"{town}{page_of}?county=__proto__&need=constructor")
    answered(page)
    assert page.locator("#said").inner_text() == "Nothing found"
    assert page.locator("#plain").is_visible()
    without = page.get_by_role("link", name="Search without “constructor”")
    without.click()
    page.wait_for_url(lambda url: "need" not in url)
    page.goto(
        f"{town}{page_of}?near=Fresno&need=food&age=abc&day=13-13&lang=zz&open=yes&for=nobody&x=%00&q=%F0%9F%98%80"
    )
    answered(page)
    assert page.locator("#found .note").is_visible()
    page.goto(f"{town}{page_of}?near=%00&q=supper&age=-1")
    answered(page)
    assert "We do not know the place" in page.locator("#place").inner_text()
