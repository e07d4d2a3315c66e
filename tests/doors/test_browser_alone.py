"""The doors of a site without a relay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bluepages.cli import main
from tests.doors.chromium import done, next_step, open_page, wait
from tests.doors.support import SLUG, TODAY, Site, git, site
from tests.support import SETTINGS

pytestmark = pytest.mark.browser
NONE = SETTINGS.replace("office@example.org", "")


def test_without_a_relay_github_and_mail(browser: Any, alone: Site, tmp_path: Path) -> None:
    page = open_page(browser, f"{alone.address}report/?p={SLUG}&s=evening")
    wait(page)
    assert "no door of its own yet" in page.inner_text("#no-relay"), "said before anybody begins"
    page.get_by_label("The hours").check()
    next_step(page)
    page.get_by_role("button", name="Write the hours in words").click()
    page.get_by_role("textbox", name="Right hours, all of them").fill("Sat 6pm-8pm")
    page.wait_for_selector("#other a")
    github = page.get_attribute("#other a[href^='https://github.com']", "href")
    assert github.startswith("https://github.com/owner/name/issues/new?template=2-correct.yml")
    assert f"record={SLUG}" in github and "service=evening" in github and "hours=Sat+6pm-8pm" in github
    text = page.evaluate("new URL(document.querySelector('#other a[href^=mailto]').href).searchParams.get('body')")
    done(page)
    mail = tmp_path / "mail.txt"
    mail.write_text(text, encoding="utf-8")
    assert main(["intake", "--text", str(mail), "--root", str(alone.root), "--today", TODAY.isoformat()]) == 0
    name = git(alone.root, "for-each-ref", "--format=%(refname)", "refs/heads/proposals")
    assert "hours: Sa 18:00-20:00" in git(alone.root, "show", f"{name}:data/providers/alameda/{SLUG}.yaml")


def test_without_a_relay_what_is_unsafe_has_only_private_ways(browser: Any, alone: Site) -> None:
    page = open_page(browser, f"{alone.address}report/?p={SLUG}")
    wait(page)
    page.get_by_label("Something is not safe to show").check()
    next_step(page)
    page.get_by_label("What you know").fill("12 Oak Street")
    page.wait_for_selector("#other a")
    links = page.eval_on_selector_all("#other a", "links => links.map((link) => link.href)")
    assert links == ["https://github.com/owner/name/security/advisories/new", "mailto:safety@example.org"]
    done(page)


def test_without_any_door_the_pages_say_so(browser: Any, tmp_path: Path) -> None:
    with site(tmp_path / "directory", NONE, relay=False) as made:
        for script in (True, False):
            page = open_page(browser, f"{made.address}suggest/", script=script)
            assert "cannot take anything from here" in page.inner_text("#no-relay")
            assert not page.locator("#form").is_visible()
            page.goto(f"{made.address}status/")
            assert "no private links" in page.inner_text("main")
            page.goto(f"{made.address}p/{SLUG}")
            assert page.locator("#wrong").get_by_role("link").count() == 1
            done(page)
