"""The search page on the portal's own API: in Chromium, across origins, against the real CKAN."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bluepages.output import build
from bluepages.output.build import Options
from tests.portal.proxy import Proxy, page
from tests.portal.world import TODAY, Portal, World, other
from tests.support import kitchen

pytestmark = [pytest.mark.portal, pytest.mark.slow, pytest.mark.browser]


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """A server for a folder, at the address that it gives; an origin of its own."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        class Quiet(http.server.SimpleHTTPRequestHandler):
            extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}  # noqa: RUF012

            def log_message(self, *arguments: Any) -> None:
                return

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def record(called: str, number: int, **service: Any) -> dict[str, Any]:
    made = other(called, number)
    made["services"]["hot-lunch"].update(service)
    return made


def records() -> dict[str, Any]:
    """Nearby, farther, of another need, by telephone for the county, and one with a secret address."""
    far = record("Fresno Pantry", 3, name="Groceries", needs=["food.pantry"])
    far["locations"]["kitchen"]["address"] = {"address_1": "2 Tulare St", "city": "Fresno", "postal_code": "93721"}
    far["locations"]["kitchen"].update(latitude=36.7378, longitude=-119.7871)
    rent = record("Rent Help", 4, name="Help with rent", needs=["housing.rent"])
    line = {
        "name": "Food Line",
        "description": "People who know where there is food today.",
        "phones": [{"number": "510-555-0150"}],
        "services": {"line": {"name": "Food by phone", "needs": ["food"], "serves": {"counties": ["alameda"]}}},
        "sources": [{"ref": "issue:3", "date": "2026-10-01"}],
    }
    always = record("Night Kitchen", 6, name="Soup at all hours")
    always["services"]["hot-lunch"]["at"] = {"kitchen": {"hours": "24/7"}}
    return {"food": kitchen(), "fresno/pantry": far, "rent": rent, "line": line, "night": always}


@pytest.fixture
def searched(
    make_world: Callable[..., World], proxy: Proxy, portal: Portal, serve: Callable[[Path], str]
) -> tuple[World, str]:
    """A directory whose pages may ask the portal (through the proxy), published and served."""
    settings = f"    url: {proxy.url}\n    search: offered\n"
    world = make_world(settings=settings, records=records())
    world.connect(portal.url, portal.editor)
    world.published()
    build(world.root, Options(out=world.root / "_site", today=TODAY, base_url="http://127.0.0.1/"))
    return world, serve(world.root / "_site")


def found(page: Any) -> list[str]:
    """The services on the page, once it has answered."""
    page.locator("#said:not(:empty)").wait_for(state="attached")
    page.locator("#found:not([aria-busy])").wait_for(state="attached")
    return [text.strip() for text in page.locator("#found .hit h3").all_inner_texts()]


def test_need_words_county_and_place_are_asked_of_the_portal(
    searched: tuple[World, str], proxy: Proxy, browser: Any
) -> None:
    _, address = searched
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}search/?need=food&near=94607&source=portal")
    assert found(page)[:2] == ["Hot lunch", "Soup at all hours"] or found(page)[:2] == [
        "Soup at all hours",
        "Hot lunch",
    ]
    assert "Groceries" in found(page)
    assert "Food by phone" in found(page)
    assert "Help with rent" not in found(page)
    assert "state's open data portal" in page.locator("#found").inner_text()
    assert "datastore_search" in proxy.calls
    assert "mile" in page.locator(".hit").first.inner_text()
    page.goto(f"{address}search/?q=groceries&source=portal")
    assert found(page) == ["Groceries"]
    page.goto(f"{address}search/?need=housing&near=Oakland&source=portal")
    assert found(page) == ["Help with rent"]
    page.goto(f"{address}search/?need=food&near=Fresno+County&source=portal")
    assert found(page)[0] == "Groceries"
    page.clock.set_fixed_time(datetime(2026, 11, 9, 4, 0, tzinfo=UTC))  # a Sunday evening in California
    page.goto(f"{address}search/?need=food&near=94607&open=1&source=portal")
    assert found(page)[0] == "Soup at all hours"
    page.locator("#found .hit h3 a").first.click()
    page.wait_for_url("**/p/night**")
    assert errors == []
    context.close()


def test_answers_are_the_same_as_those_of_our_index(searched: tuple[World, str], browser: Any) -> None:
    _, address = searched
    page = browser.new_page()
    for asked in ("need=food.meals&near=94607", "q=rent&near=94607", "need=food&near=93721", "q=soup"):
        page.goto(f"{address}search/?{asked}")
        ours = set(found(page))
        page.goto(f"{address}search/?{asked}&source=portal")
        assert set(found(page)) == ours, asked
    page.close()


def test_a_portal_that_is_down_is_said_and_our_own_copy_answers(
    searched: tuple[World, str], proxy: Proxy, browser: Any
) -> None:
    _, address = searched
    proxy.fault = lambda action, count: page(503, "Service Unavailable")
    tab = browser.new_page()
    tab.goto(f"{address}es/search/?need=food&near=94607&source=portal")
    assert "Hot lunch" in found(tab)
    assert "no responde" in tab.locator("#found").inner_text()
    tab.goto(f"{address}search/?need=food&near=94607&source=portal")
    assert "does not answer just now" in tab.locator("#found").inner_text() or found(tab)
    tab.close()


def test_long_answers_are_paged_and_the_settings_can_make_the_portal_the_default(
    make_world: Callable[..., World], portal: Portal, serve: Callable[[Path], str], browser: Any
) -> None:
    many = {f"k{number}": other(f"Kitchen {number}", number) for number in range(24)}
    world = make_world(settings=f"    url: {portal.url}\n    search: default\n", records=many)
    world.published()
    build(world.root, Options(out=world.root / "_site", today=TODAY, base_url="http://127.0.0.1/"))
    script = next((world.root / "_site" / "assets").glob("search-portal*.mjs"))
    text = script.read_text(encoding="utf-8")
    assert "1000" in text or "1e3" in text
    script.write_text(
        text.replace("ROWS=1000", "ROWS=7").replace("ROWS = 1000", "ROWS = 7").replace("ROWS=1e3", "ROWS=7"),
        encoding="utf-8",
    )
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{serve(world.root / '_site')}search/?need=food&near=94607")
    assert len(found(page)) >= 10
    assert sum("datastore_search" in url for url in asked) == 4
    page.get_by_role("button", name="more").click()
    page.locator("#found .hit").nth(19).wait_for()
    page.close()
