"""The doors in a browser without scripts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doors.chromium import new_proposal, open_page, proposals
from tests.doors.support import SLUG, Site, git

pytestmark = pytest.mark.browser


def test_without_scripts_too_much_comes_back_with_the_back_button(browser: Any, served: Site) -> None:
    page = open_page(browser, f"{served.address}suggest/", script=False)
    page.fill("#f-name", "Eastside Pantry")
    page.fill("#f-description", "x" * 100_000)
    page.get_by_role("button", name="Send").click()
    assert page.inner_text("h1") == "This is too much"
    page.go_back()
    assert page.input_value("#f-name") == "Eastside Pantry" and len(page.input_value("#f-description")) == 100_000
    page.context.close()


def test_without_scripts_from_the_page_to_the_receipt(browser: Any, served: Site) -> None:
    before = set(proposals(served))
    page = open_page(browser, f"{served.address}p/{SLUG}", script=False)
    page.locator("#wrong").get_by_label("Which service?").select_option("evening")
    page.locator("#wrong").get_by_label("The hours").check()
    page.locator("#wrong").get_by_role("button", name="Send").click()
    assert "Saturday 5:00 PM to 7:00 PM" in page.locator(".now").inner_text()
    page.get_by_label("Right hours, all of them").fill("sometimes")
    page.get_by_role("button", name="Send").click()
    assert "cannot be read" in page.locator("#errors").inner_text()
    assert page.input_value("#f-hours") == "sometimes"
    page.get_by_label("Right hours, all of them").fill("Sat 6pm-9pm")
    page.get_by_label("They").first.is_visible()
    page.get_by_role("button", name="Send").click()
    assert "Check your answers" in page.inner_text("h1")
    assert "Sat 6pm-9pm" in page.inner_text("main")
    page.get_by_role("button", name="Send it").click()
    page.wait_for_url(f"{served.relay.url}r/*")  # type: ignore[union-attr]
    page.context.close()
    name, _ = new_proposal(served, before)
    text = git(served.root, "show", f"proposals/{name}:data/providers/alameda/{SLUG}.yaml")
    assert "hours: Sa 18:00-21:00" in text


def test_without_scripts_the_whole_form_in_spanish(browser: Any, served: Site) -> None:
    before = set(proposals(served))
    page = open_page(browser, f"{served.address}es/suggest/", script=False)
    page.fill("#f-name", "Despensa del Este")
    page.get_by_role("button", name="Enviar").click()
    errors = page.locator("#errors").inner_text()
    assert "Marque por lo menos una" in errors and "Escriba una manera de contacto" in errors
    assert page.input_value("#f-name") == "Despensa del Este"
    page.locator("details", has_text="Comida").first.locator("summary").click()
    page.locator('[value="food.pantry"]').check()
    page.fill("#f-website", "despensa.example.org")
    page.fill("#f-city", "Oakland")
    page.get_by_role("button", name="Enviar").click()
    page.get_by_role("button", name="Enviar").click()
    page.wait_for_url(f"{served.relay.url}r/*")  # type: ignore[union-attr]
    page.context.close()
    assert new_proposal(served, before)[1].startswith("New: despensa-del-este")
