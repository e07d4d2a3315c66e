"""For every test: which readers decide, how hard the property tests search, and the one browser."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from bluepages.records import engines
from tests.project.tools import load
from tests.support import ROOT

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

MOMENT = "2026-11-24T18:30:00Z"
"""When every page of a test is looked at, unless the test says otherwise: what is open now depends on it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--reference`: run with PyYAML and jsonschema alone, the fast readers switched off."""
    parser.addoption("--reference", action="store_true", help="only the reference readers decide")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the portal that these tests booted; the one process that all the others report to does it."""
    if not hasattr(session.config, "workerinput"):
        from tests.portal.boot import end

        end()


@pytest.fixture(autouse=True, scope="session")
def readers(request: pytest.FixtureRequest) -> Iterator[None]:
    """The readers that the run was asked to use."""
    if not request.config.getoption("--reference"):
        yield
        return
    with engines.reference_only():
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium: the one that the set-up found, else the system's. Its clock always stands at `MOMENT`."""
    from playwright.sync_api import sync_playwright

    chosen = load("browser").chosen(ROOT)
    path = chosen if chosen is not None else shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium was found; make setup says how to get one")
    arguments = ["--no-sandbox"] if sys.platform == "linux" else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path or None, args=arguments)
        started.new_context = _at_the_moment(started.new_context)
        yield started
        started.close()


def _at_the_moment(new_context: Callable[..., Any]) -> Callable[..., Any]:
    """Contexts whose pages have the time of the tests: what passes on a Tuesday must pass on a holiday."""

    def made(**options: Any) -> Any:
        context = new_context(**options)
        context.clock.set_fixed_time(MOMENT)
        return context

    return made


@pytest.fixture(scope="session")
def portal() -> Any:
    """A real CKAN that runs; where there is none the test is skipped, and the run counts it."""
    from tests.portal.boot import chosen

    found = chosen()
    if isinstance(found, str):
        pytest.skip(f"there is no CKAN to publish to: {found}")
    return found
