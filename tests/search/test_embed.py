"""The search within another's page."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.search.test_browser import RULES, answered

pytestmark = pytest.mark.browser


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
