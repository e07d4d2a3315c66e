"""A door in Chromium: opening it, and what became of what was sent."""

from __future__ import annotations

from typing import Any

from tests.doors.support import Site, git

PHONE = {"width": 360, "height": 740}


def open_page(browser: Any, where: str, *, script: bool = True, **how: Any) -> Any:
    """A page on a phone whose errors and refused requests fail the test."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=script, **how)
    page = context.new_page()
    page.set_default_timeout(8000)
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on("console", lambda m: page.troubles.append(m.text) if m.type == "error" and "422" not in m.text else None)
    page.goto(where)
    return page


def done(page: Any) -> None:
    """Nothing went wrong on the way, and nothing stands out of a phone's width."""
    assert page.troubles == [], page.troubles
    page.context.close()


def proposals(made: Site) -> dict[str, str]:
    """The messages of the branches that wait, once the relay has handed on what it has."""
    assert made.relay is not None
    made.relay.run.sender.drain()
    names = git(made.root, "for-each-ref", "--format=%(refname)", "refs/heads/proposals").split()
    return {name.rpartition("/")[2]: git(made.root, "log", "-1", "--format=%B", name) for name in names}


def new_proposal(made: Site, before: set[str]) -> tuple[str, str]:
    found = {name: text for name, text in proposals(made).items() if name not in before}
    assert len(found) == 1, found
    return next(iter(found.items()))


def wait(page: Any) -> None:
    """The script has read the page."""
    page.wait_for_selector(".steps", state="attached")


def next_step(page: Any) -> None:
    page.get_by_role("button", name="Continue").click()
