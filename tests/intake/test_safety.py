"""The whole way of a safety report: from the relay's form to a site that no longer says where the place is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import httpx
import pytest

from bluepages.cli import main
from bluepages.enrich.reviews import read_reviews
from bluepages.output import build
from bluepages.output.build import Options
from tests.github.standin import Standin
from tests.intake.test_on_github import SHELTER
from tests.relay.support import KITCHEN, TOKEN, Desk, github_desk, make_root
from tests.support import SETTINGS, kitchen, make_directory

URL = "https://relay.example.org/"
TODAY = date(2026, 11, 21)


@pytest.mark.slow
def test_from_the_form_to_a_site_that_does_not_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = {KITCHEN: kitchen(), "lantern-house": SHELTER}
    root = make_directory(tmp_path / "directory", records, SETTINGS + f'relay: {{url: "{URL}"}}\n')
    desk = Desk(root)
    desk.send(reason="unsafe", record="lantern-house", details="He knows this street.", place="house")
    kept = desk.send(reason="unsafe", record=KITCHEN, details="I do not like it.", place="kitchen")
    real = httpx.Client

    def client(**more: object) -> httpx.Client:
        def answer(request: httpx.Request) -> httpx.Response:
            found = desk.get("withheld", headers={"Authorization": request.headers["authorization"]})
            return httpx.Response(found.status_code, content=found.content)

        return real(transport=httpx.MockTransport(answer))

    monkeypatch.setattr("httpx.Client", client)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    monkeypatch.setenv("RELAY_TOKEN", "wrong")
    assert main(["reviews", "pull", "--root", str(root)]) == 3, "a relay that says no stops the publication"
    monkeypatch.setenv("RELAY_TOKEN", TOKEN)
    assert main(["reviews", "pull", "--root", str(root)]) == 0
    assert [each.slug for each in read_reviews(root).withheld] == ["lantern-house"], "the other waits for a steward"
    build(root, Options(out=root / "_site", today=TODAY))
    told = [path for path in (root / "_site").rglob("*") if path.is_file() and b"12 Elm" in path.read_bytes()]
    assert not told
    page = (root / "_site" / "p" / "lantern-house.html").read_text(encoding="utf-8")
    assert "Address on request" in page and "He knows" not in page
    assert "1200 Harbor St" in (root / "_site" / "p" / f"{KITCHEN}.html").read_text(encoding="utf-8")
    monkeypatch.setenv("WITHHELD", f"{KITCHEN}/kitchen")
    assert main(["reviews", "pull", "--root", str(root)]) == 0
    assert {each.slug for each in read_reviews(root).withheld} == {"lantern-house", KITCHEN}, "a steward's word counts"
    desk.held(desk.item(kept).ident, action="done", said="Thank you.")
    desk.close()


def test_the_relay_asks_for_a_publication_when_what_is_hidden_changes(tmp_path: Path) -> None:
    root = make_root(tmp_path / "directory")
    with Standin(tmp_path) as github:
        desk = github_desk(root, github)
        asked = github.hub.dispatches
        desk.sender.drain()
        assert not asked, "nothing is hidden yet"
        answer = desk.send(reason="unsafe", details="He knows this street.", place="kitchen")
        github.fault("lost", "POST", "/dispatches$")
        for _ in range(3):
            desk.sender.drain()
            desk.clock.sleep(3700)
        assert {each["event_type"] for each in asked} == {"withheld"} and 1 <= len(asked) <= 2
        assert all(not each["client_payload"] for each in asked), "it says nothing of which place"
        many = len(asked)
        desk.held(desk.item(answer).ident, action="done", said="Thank you.")
        desk.sender.drain()
        assert len(asked) == many + 1, "and when it is lifted"
        desk.send(reason="closed")
        desk.sender.drain()
        assert len(asked) == many + 1 and not github.hub.refused
        desk.close()
