"""Every door in Chromium: on a phone, in Spanish, by keyboard alone, relay elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bluepages.cli import main
from tests.doors.chromium import done, new_proposal, next_step, open_page, proposals, wait
from tests.doors.support import SLUG, Site, git, site

pytestmark = pytest.mark.browser
AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def test_suggest_one_question_at_a_time(browser: Any, served: Site) -> None:
    before = set(proposals(served))
    page = open_page(browser, f"{served.address}suggest/")
    wait(page)
    assert page.locator(".step:visible").count() == 1
    next_step(page)
    assert page.locator("#errors").is_visible()
    assert page.evaluate("document.activeElement.id") == "errors"
    assert page.get_attribute("#f-name", "aria-invalid") == "true"
    page.fill("#f-name", "Harbor Street Kitchen")
    page.wait_for_selector(".maybe a")
    assert page.locator(".maybe a").first.inner_text() == "Harbor Street Community Kitchen"
    page.fill("#f-name", "Eastside Pantry")
    next_step(page)
    page.fill("#filter", "food bank")
    page.get_by_label("Free groceries").check()
    next_step(page)
    page.get_by_label("Street address").fill("2100 E 12th St")
    page.get_by_label("City").fill("Oakland")
    page.get_by_label("ZIP code").fill("9460")
    next_step(page)
    assert "five digits" in page.locator("#e-zip").inner_text()
    page.get_by_label("ZIP code").fill("94606")
    next_step(page)
    page.get_by_label("Phone of the office").fill("(510) 444-2231")
    page.reload()
    wait(page)
    assert page.input_value("#f-phone") == "(510) 444-2231"  # nothing typed is lost
    next_step(page)
    page.get_by_label("Monday", exact=True).check()
    page.get_by_label("Monday: to").fill("13:00")
    page.get_by_role("button", name="Same for Monday to Friday").click()
    page.get_by_label("Saturday", exact=True).check()
    page.get_by_role("button", name="That is all I know").click()
    assert page.locator("#t-check").is_visible()
    told = page.locator(".told").inner_text()
    assert "Mo-Fr 09:00-13:00; Sa 09:00-17:00" in told
    assert "Food: Free groceries" in told
    assert "I give this to the public domain (CC0)" in page.locator(".consent").inner_text()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(f"{served.relay.url}r/*")  # type: ignore[union-attr]
    done(page)
    name, message = new_proposal(served, before)
    assert message.startswith("New: eastside-pantry")
    text = git(served.root, "show", f"proposals/{name}:data/providers/alameda/eastside-pantry.yaml")
    assert "hours: Mo-Fr 09:00-13:00; Sa 09:00-17:00" in text
    assert "number: 510-444-2231" in text


def test_report_from_the_page_in_under_a_minute(browser: Any, served: Site) -> None:
    before = set(proposals(served))
    page = open_page(browser, f"{served.address}p/{SLUG}")
    page.locator("#s-evening").get_by_role("link", name="Something wrong?").click()
    page.wait_for_url("**/report/?p=*s=evening")
    wait(page)
    page.wait_for_selector(".about-what")
    assert page.locator(".about-what").inner_text() == "Harbor Street Community Kitchen: Evening meal"
    page.get_by_label("The hours").check()
    next_step(page)
    assert "Saturday 5:00 PM to 7:00 PM" in page.locator(".now:visible").inner_text()
    page.get_by_role("button", name="Begin with what it says now").click()
    assert page.get_by_label("Saturday", exact=True).is_checked()
    page.get_by_label("Saturday: from").fill("18:00")
    page.get_by_label("Saturday: to").fill("20:00")
    page.get_by_label("I work there").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(f"{served.relay.url}r/*")  # type: ignore[union-attr]
    done(page)
    name, message = new_proposal(served, before)
    assert message.startswith(f"Correct: {SLUG}")
    text = git(served.root, "show", f"proposals/{name}:data/providers/alameda/{SLUG}.yaml")
    assert "hours: Sa 18:00-20:00" in text
    assert "note: From the provider" in text


def test_report_in_spanish_and_back(browser: Any, served: Site) -> None:
    before = set(proposals(served))
    page = open_page(browser, f"{served.address}es/report/?p={SLUG}")
    wait(page)
    page.get_by_label("Ha cerrado").check()
    page.get_by_role("button", name="Seguir").click()
    assert page.locator("#f-closed_on").is_visible() and not page.locator("#f-phone").is_visible()
    page.go_back()
    assert page.locator("#step-what").is_visible()
    assert page.get_by_label("Ha cerrado").is_checked()
    page.get_by_label("El número de teléfono").check()
    page.get_by_role("button", name="Seguir").click()
    page.get_by_label("Número correcto", exact=True).fill("12")
    page.get_by_role("button", name="Enviar").click()
    assert "Escriba un teléfono de EE. UU." in page.locator("#errors").inner_text()
    page.get_by_label("Número equivocado").select_option("510-555-0199")
    page.get_by_label("Número correcto", exact=True).fill("510 444 7788")
    page.get_by_role("button", name="Enviar").click()
    page.wait_for_url(f"{served.relay.url}r/*")  # type: ignore[union-attr]
    assert page.get_attribute("html", "lang") == "es"
    done(page)
    name, _ = new_proposal(served, before)
    text = git(served.root, "show", f"proposals/{name}:data/providers/alameda/{SLUG}.yaml")
    assert "phones: [{number: 510-555-0142}, {number: 510-444-7788}]" in text


def test_still_correct(browser: Any, served: Site) -> None:
    before = set(proposals(served))
    page = open_page(browser, f"{served.address}p/{SLUG}")
    page.get_by_role("link", name="It is still correct").click()
    page.wait_for_url("**/confirm/?p=*")
    wait(page)
    page.get_by_label("I called").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(f"{served.relay.url}r/*")  # type: ignore[union-attr]
    done(page)
    assert new_proposal(served, before)[1].startswith(f"Reported correct: {SLUG}")


def test_what_is_unsafe_becomes_no_branch(browser: Any, served: Site) -> None:
    before = set(proposals(served))
    page = open_page(browser, f"{served.address}report/?p={SLUG}")
    wait(page)
    page.get_by_label("Something is not safe to show").check()
    next_step(page)
    assert "never becomes public by itself" in page.locator("#unsafe-note").inner_text()
    page.get_by_label("What you know").fill("It is a shelter at 12 Oak Street.")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(f"{served.relay.url}r/*")  # type: ignore[union-attr]
    assert "Oak" not in page.content()
    done(page)
    assert set(proposals(served)) == before


def test_by_keyboard_alone(browser: Any, served: Site) -> None:
    before = set(proposals(served))
    page = open_page(browser, f"{served.address}report/?p={SLUG}&s=hot-lunch&why=eligibility")
    wait(page)
    page.wait_for_selector("[value=eligibility]:checked", state="attached")
    page.focus("[value=eligibility]")
    press(page, "Tab", until="Continue")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "t-right"
    press(page, "Tab", until="eligibility")
    page.keyboard.type("Anyone who is hungry.")
    press(page, "Tab", until="how")
    page.keyboard.press("ArrowDown")
    press(page, "Tab", until="Send")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.relay.url}r/*")  # type: ignore[union-attr]
    done(page)
    name, _ = new_proposal(served, before)
    assert "eligibility_description: Anyone who is hungry." in git(
        served.root, "show", f"proposals/{name}:data/providers/alameda/{SLUG}.yaml"
    )


def press(page: Any, key: str, until: str) -> None:
    """Press a key until the thing of that name has the focus, and shows it."""
    for _ in range(30):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.name || document.activeElement.textContent") == until:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"{until} is not reached")


@pytest.mark.parametrize("language", ["", "es/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(browser: Any, served: Site, language: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if language else "light"
    )
    page = context.new_page()
    page.set_default_timeout(8000)
    for path in ("suggest/", f"report/?p={SLUG}", f"confirm/?p={SLUG}", "status/", f"p/{SLUG}"):
        page.goto(f"{served.address}{language}{path}")
        states = 4 if path == "suggest/" else 2 if path.startswith("report") else 1
        for state in range(states):
            if path != "status/" and not path.startswith("p/"):
                wait(page)
                if state:
                    advance(page, path, state)
            found = Axe().run(page, options={"runOnly": AXE})
            assert found.response["violations"] == [], (path, state)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, state)
    context.close()


def advance(page: Any, path: str, state: int) -> None:
    """The next state worth a look: an error, the needs, the hours; the second half of a report."""
    button = page.locator("button.btn:visible").first
    if path != "suggest/":
        page.locator('[value="hours"]').check()
        button.click()
        page.wait_for_selector(".week")
    elif state == 1:
        button.click()
    elif state == 2:
        page.fill("#f-name", "A")
        button.click()
    else:
        page.fill("#filter", "banco" if "/es/" in page.url else "bank")
        page.locator('[value="food.pantry"]').check()
        button.click()
        page.locator('[value="phone"]').check()
        button.click()
        page.fill("#f-phone", "510-444-2231")
        button.click()
        page.wait_for_selector(".week")


def test_from_the_form_to_the_accepted_change_to_the_rebuilt_page(browser: Any, tmp_path: Path) -> None:
    """The newcomer's first try: `serve`, a report, `intake --accept`, and the page says it."""
    with site(tmp_path / "directory") as made:
        page = open_page(browser, f"{made.address}report/?p={SLUG}&s=hot-lunch")
        wait(page)
        page.get_by_label("Who it is for").check()
        next_step(page)
        page.get_by_label("Who can get it").fill("Everybody, no questions asked.")
        page.get_by_role("button", name="Send").click()
        page.wait_for_url("**/r/*")
        receipt = page.url
        name, _ = new_proposal(made, set())
        here = ["--root", str(made.root)]
        assert main(["intake", "--list", *here]) == 0
        assert main(["intake", "--show", name[:8], *here]) == 0
        assert main(["intake", "--accept", name[:8], *here]) == 0
        assert git(made.root, "status", "--porcelain") == ""
        made.rebuild()
        page.goto(f"{made.address}p/{SLUG}")
        assert "Everybody, no questions asked." in page.inner_text("#s-hot-lunch")
        assert "A visitor told us through the form on this site" in page.inner_text("main")
        assert made.relay is not None
        made.relay.run.sender.drain()
        page.goto(receipt)
        done(page)


def test_the_policy_lets_a_form_go_to_the_relay_and_nowhere_else(browser: Any, served: Site) -> None:
    """Two origins on loopback: the built page's own policy, not a header, decides."""
    assert served.relay is not None
    page = open_page(browser, f"{served.address}suggest/")
    wait(page)
    try_it = """(where) => new Promise((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) => resolve(event.violatedDirective));
        setTimeout(() => resolve(""), 1500);
        const form = document.body.appendChild(document.createElement("form"));
        form.method = "post";
        form.action = where;
        form.target = "_blank";
        form.submit();
    })"""
    assert page.evaluate(try_it, f"{served.relay.url}submit") == ""
    # Nothing listens there: the policy refuses it before anybody is asked.
    assert page.evaluate(try_it, "http://127.0.0.1:9/submit") == "form-action"
    assert page.evaluate("fetch(arguments0).then(() => 1, () => 0)".replace("arguments0", f"'{served.relay.url}token'"))
    page.context.close()
