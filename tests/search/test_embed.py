"""The search within another's page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.search.test_browser import RULES, answered

pytestmark = pytest.mark.browser


@pytest.fixture
def clinic(town: str, tmp_path: Path) -> Iterator[str]:
    """The page of a clinic, at another origin, with the search in it."""
    frame = '<iframe src="{}" title="Find help" width="100%" height="700"></iframe>'
    (tmp_path / "clinic.html").write_text(f"<h1>Clinic</h1>{frame.format(f'{town}embed/?county=fresno&need=food')}")
    host = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    threading.Thread(target=host.serve_forever, daemon=True).start()
    yield f"http://localhost:{host.server_address[1]}/clinic.html"
    host.shutdown()
    host.server_close()


def test_the_search_in_a_page_of_somebody_else(browser: Any, clinic: str) -> None:
    context = browser.new_context(viewport={"width": 400, "height": 900})
    page = context.new_page()
    page.goto(clinic)
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


@pytest.mark.parametrize("way", ["button", "escape", "no scripts"])
def test_quick_exit_leaves_the_page_around_it_as_well(browser: Any, clinic: str, way: str) -> None:
    context = browser.new_context(java_script_enabled=way != "no scripts")
    context.route("https://www.weather.gov/**", lambda route: route.fulfill(body="Sunny", content_type="text/html"))
    page = context.new_page()
    page.goto(clinic)
    leave = page.frame_locator("iframe").get_by_role("link", name="Quick exit")
    leave.wait_for()
    before = page.evaluate("history.length")
    if way == "escape":
        page.frame_locator("iframe").get_by_label("Open now").check()
        for _ in range(3):
            page.keyboard.press("Escape")
    else:
        leave.click()
    page.wait_for_url("https://www.weather.gov/**")
    if way != "no scripts":
        assert page.evaluate("history.length") == before, "back does not come here again"
    context.close()


def test_the_embedded_search_speaks_spanish_and_is_accessible(browser: Any, town: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.goto(f"{town}es/embed/?county=fresno")
    assert "Condado de Fresno" in page.locator("#near").input_value()
    answered(page)
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
