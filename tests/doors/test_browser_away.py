"""A relay that is away, silent or pressed, and a page that is loaded anew: nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doors.chromium import done, new_proposal, next_step, open_page, proposals, wait
from tests.doors.support import SLUG, Site

pytestmark = pytest.mark.browser


def test_a_relay_that_is_away_loses_nothing(browser: Any, served: Site) -> None:
    page = open_page(browser, f"{served.address}confirm/?p={SLUG}")
    page.route(f"{served.relay.url}**", lambda route: route.abort())  # type: ignore[union-attr]
    wait(page)
    page.get_by_label("I went there").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("text=It could not be sent")
    page.reload()
    wait(page)
    assert page.get_by_label("I went there").is_checked()
    page.get_by_role("button", name="Start over").click()
    wait(page)
    assert not page.get_by_label("I went there").is_checked()
    page.get_by_label("I went there").check()
    page.evaluate("document.querySelector('[data-exit]').href = 'about:blank'")
    page.locator("[data-exit]").click()
    page.goto(f"{served.address}confirm/?p={SLUG}")
    wait(page)
    assert not page.get_by_label("I went there").is_checked()  # a quick exit leaves nothing behind
    page.context.close()


@pytest.mark.parametrize("early", [True, False])
def test_under_load_the_device_shows_some_work(
    browser: Any, served: Site, monkeypatch: pytest.MonkeyPatch, early: bool
) -> None:
    assert served.relay is not None
    before, relay = set(proposals(served)), served.relay.run.relay
    load = [early]  # at once, or only when the form is sent
    proofs = relay.spool.rows("select count(*) from proofs")[0][0]
    monkeypatch.setattr(relay.buckets, "loaded", lambda now: load[0])
    page = open_page(browser, f"{served.address}es/confirm/?p={SLUG}")
    wait(page)
    page.locator("input[type=radio]:visible").first.check()
    page.wait_for_selector("input[name=token]:not([value=''])", state="attached")
    load[0] = True
    page.get_by_role("button", name="Enviar").click()
    page.wait_for_url(f"{served.relay.url}r/*", timeout=30000)
    page.context.close()
    (number,) = relay.spool.rows("select max(number) from items")[0]
    assert "load" not in relay.spool.rows("select why from items where number = ?", number)[0][0]
    assert relay.spool.rows("select count(*) from proofs")[0][0] > proofs
    new_proposal(served, before)


def test_a_page_that_is_loaded_anew_stands_as_it_was(browser: Any, served: Site) -> None:
    page = open_page(browser, f"{served.address}report/?p={SLUG}&why=hours")
    wait(page)
    page.wait_for_selector("[value=hours]:checked", state="attached")
    next_step(page)
    assert "Hot lunch: Monday to Friday" in page.locator(".now:visible").inner_text()
    page.select_option("#f-service", "evening")
    page.get_by_label("What you know").fill("The sign says so.")
    page.reload()
    page.wait_for_selector(".picker")
    assert page.locator("#f-service option:checked").inner_text() == "Evening meal"
    assert page.locator(".now:visible").inner_text().endswith("Saturday 5:00 PM to 7:00 PM")
    assert page.get_by_label("What you know").input_value() == "The sign says so."
    told = {"status": 422, "json": {"problems": [{"field": "hours", "message": "Which days?", "hint": ""}]}}
    page.route(f"{served.relay.url}submit", lambda route: route.fulfill(**told))  # type: ignore[union-attr]
    page.get_by_role("button", name="Send").click()
    assert "Which days?" in page.locator(".picker #e-hours").inner_text()
    page.locator("#errors a").click()
    assert page.evaluate("document.activeElement.parentElement.textContent") == "Monday"
    done(page)


def test_a_relay_that_never_answers_loses_nothing(browser: Any, served: Site) -> None:
    page = open_page(browser, f"{served.address}confirm/?p={SLUG}")
    page.evaluate("() => { const own = AbortSignal.timeout; AbortSignal.timeout = () => own.call(AbortSignal, 300); }")
    page.route(f"{served.relay.url}submit", lambda _: None)  # type: ignore[union-attr]
    wait(page)
    page.get_by_label("I went there").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("text=It could not be sent")
    page.unroute_all(behavior="ignoreErrors")
    page.get_by_role("button", name="Send again").click()
    page.wait_for_url(f"{served.relay.url}r/*")  # type: ignore[union-attr]
    page.context.close()
