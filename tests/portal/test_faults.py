"""Portals that are slow, busy, broken or strict, and tokens that are wrong: what is said, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bluepages.publish.ckan import client
from tests.portal.proxy import Proxy, page, refused
from tests.portal.world import World, other

pytestmark = [pytest.mark.portal, pytest.mark.slow]

DEADLOCK = '{"success": false, "error": {"__type": "Validation Error", "info": {"orig": ["deadlock detected"]}}}'


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between tries that a test can bear, and a portal that is given up on soon."""
    import httpx

    monkeypatch.setattr(client, "_wait", lambda state: 0.05)
    monkeypatch.setattr(client, "TIMEOUT", httpx.Timeout(8.0, connect=2.0))


def changed(world: World, number: int) -> None:
    world.write("more", other("Second Kitchen", number))
    world.commit()


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        ("datastore_upsert", page(502, "Bad Gateway")),
        ("datastore_upsert", refused(409, DEADLOCK)),
        ("package_patch", page(503, "Service Unavailable", retry_after="0")),
        ("resource_patch", page(504, "Gateway Time-out")),
        ("package_show", page(429, "Too Many Requests", retry_after="0")),
        ("datastore_search", page(500, "Internal Server Error")),
    ],
)
def test_what_passes_is_waited_for(world: World, proxy: Proxy, action: str, answer: Any) -> None:
    world.published()
    changed(world, 21)
    world.connect(proxy.url, world.portal.editor)
    proxy.fault = lambda asked, count: answer if asked == action and count <= 2 else None
    assert world.published()["rows_sent"] == 1
    assert proxy.calls.count(action) > 2


@pytest.mark.parametrize("action", ["package_create", "resource_create", "datastore_create", "datastore_upsert"])
def test_an_answer_that_was_lost_does_nothing_twice(world: World, proxy: Proxy, action: str) -> None:
    world.connect(proxy.url, world.portal.editor)
    lost = page(504, "Gateway Time-out")
    proxy.fault = lambda asked, count: (lambda answer: lost) if asked == action and count == 1 else None
    world.published()
    assert len(world.package()["resources"]) == 7
    assert len(world.rows()) == 2


def test_a_portal_that_stays_away_is_said_in_words(world: World, proxy: Proxy) -> None:
    world.connect(proxy.url, world.portal.editor)
    proxy.fault = lambda asked, count: page(502, "Bad Gateway: upstream sent nothing")
    code, out, err = world.run("--apply")
    assert (code, out) == (1, "")
    assert "a web page instead of an answer: Bad Gateway" in err
    assert "Traceback" not in err
    assert len(err.splitlines()) <= 3


def test_no_answer_in_time_is_said_in_words(world: World, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    import httpx

    monkeypatch.setattr(client, "TIMEOUT", httpx.Timeout(0.3))
    monkeypatch.setattr(client, "ATTEMPTS", 2)
    world.connect(proxy.url, world.portal.editor)
    proxy.fault = lambda asked, count: 1.0
    code, _, err = world.run("--plan")
    assert code == 1
    assert "did not answer" in err


def test_a_wrong_token_is_told_from_one_without_rights(world: World) -> None:
    world.connect(world.portal.url, "eyJ0eXAiOiJKV1Qi.no.token")
    code, _, err = world.run("--apply")
    assert code == 1
    assert "does not know the token" in err
    name = f"stranger-{world.dataset[-8:]}"
    person = {"name": name, "email": f"{name}@localhost.localdomain", "password": "a-long-password-of-a-test"}
    world.portal.ask("user_create", person, world.portal.admin)
    token = world.portal.ask("api_token_create", {"user": name, "name": "x"}, world.portal.admin)["token"]
    world.connect(world.portal.url, token)
    code, _, err = world.run("--apply")
    assert code == 1
    assert "The token is good, but" in err


def test_without_a_token_a_plan_is_made_and_nothing_is_written(world: World, proxy: Proxy) -> None:
    world.connect(proxy.url, "")
    assert world.run("--plan")[0] == 4
    code, _, err = world.run("--apply")
    assert code == 2
    assert "CKAN_API_TOKEN" in err
    assert proxy.writes == []
    assert all("authorization" not in headers for headers in proxy.headers)


def test_a_file_that_is_too_large_is_said(world: World, proxy: Proxy) -> None:
    world.connect(proxy.url, world.portal.editor)
    answer = page(413, "Request Entity Too Large")
    proxy.fault = lambda asked, count: answer if asked == "resource_create" else None
    code, _, err = world.run("--apply")
    assert code == 1
    assert "takes no file as large as services.csv" in err
    proxy.fault = None
    assert world.published()["seen"] == "public"


def test_the_token_follows_no_redirect_and_is_in_no_word(
    world: World, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = world.portal.editor
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    with Proxy(world.portal.url) as elsewhere:
        world.connect(proxy.url, secret)
        location = f"{elsewhere.url}/api/3/action/package_show"
        proxy.fault = lambda asked, count: (302, {"location": location}, b"") if asked == "package_show" else None
        said = [*world.run("--apply"), *world.run("--plan")]
        assert "sends on to" in "".join(map(str, said))
        assert elsewhere.calls == []
        proxy.fault = None
        said += world.run("--apply", "--format", "json")
    receipts = "".join(path.read_text(encoding="utf-8") for path in (world.root / ".bluepages").rglob("*.json"))
    assert receipts
    for text in (*map(str, said), receipts, summary.read_text(encoding="utf-8")):
        assert secret not in text


def test_an_echo_of_the_token_is_not_repeated(world: World, proxy: Proxy) -> None:
    world.connect(proxy.url, world.portal.editor)
    proxy.fault = lambda asked, count: refused(400, f'{{"success": false, "error": "{world.portal.editor}"}}')
    code, out, err = world.run("--apply")
    assert code == 1
    assert world.portal.editor not in out + err


def test_xloader_that_is_late_or_failed_is_told(make_world: Callable[..., World], proxy: Proxy) -> None:
    world = make_world()
    world.connect(proxy.url, world.portal.editor)
    status = refused(
        200, '{"success": true, "result": {"ckan_version": "2.11.6", "extensions": ["datastore", "xloader"]}}'
    )
    failed = refused(200, '{"success": true, "result": {"status": "error"}}')
    answers = {"status_show": status, "xloader_status": failed}
    proxy.fault = lambda asked, count: answers.get(asked)
    code, out, _ = world.run("--apply")
    assert code == 1
    assert "FAIL the portal's own table under the CSV file: loading it ended with: error" in out
