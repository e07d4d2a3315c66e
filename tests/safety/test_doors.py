"""What people send in through the relay and the issue forms: nothing hidden, and nothing of their own, comes out."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bluepages.intake.handle import consider
from bluepages.records.load import load_book
from bluepages.relay.secrets import ident_of
from tests.github.standin import Standin
from tests.intake.support import TODAY, event, forms, issue_body
from tests.relay.support import PUBLIC_KEY, TOKEN, Desk, github_desk
from tests.safety.canaries import CLOSED, GONE, MOVED, PAST, TAKEN_IN, WITHHELD, Address, World, leaks
from tests.whole.program import bluepages

MAIL, PHONE, NAME, ADDRESS, BROWSER = (
    "rosa.canary@example.org", "213-666-7733", "Rosalinda Canaria", "203.0.113.77", "Canary Browser 7.7",
)  # fmt: skip
OTHER_MAIL = "r.canaria@example.net"
OWN = (MAIL, OTHER_MAIL, PHONE, "2136667733", NAME, ADDRESS, "203.0.113", BROWSER, "remember-me")
STRANGE = {"User-Agent": BROWSER, "Cookie": "session=remember-me", "X-Forwarded-For": ADDRESS,
           "Referer": f"https://test.example.org/p/kitchen?from={MAIL}", "Accept": "application/json"}  # fmt: skip


@pytest.fixture
def github(tmp_path: Path) -> Iterator[Standin]:
    with Standin(tmp_path) as made:
        yield made


@pytest.fixture
def desk(tmp_path: Path, github: Standin) -> Iterator[Desk]:
    world = World(tmp_path / "directory")
    made = github_desk(world.root, github, seal_to=PUBLIC_KEY, proxies=1)
    yield made
    made.close()


def public(desk: Desk, github: Standin) -> dict[str, bytes]:
    """All that leaves the relay: on GitHub, in Git beside the records themselves, in mails, in the log."""
    hub = github.hub
    found = {f"thing {n}": f"{each.title}\n{each.body}".encode() for n, each in hub.things.items()}
    found |= {f"comment {n}": each.body.encode() for n, each in hub.comments.items()}
    found |= {"asked": repr((hub.dispatches, hub.statuses, hub.labels, hub.log)).encode()}
    found |= {"log": desk.said.getvalue().encode(), "mails": repr(desk.mails).encode()}
    new = subprocess.run(["git", "-C", str(hub.git.path), "log", "--all", "--not", "main", "-p", "--format=fuller"],
                         capture_output=True, check=True).stdout  # fmt: skip
    refs = subprocess.run(["git", "-C", str(hub.git.path), "for-each-ref"], capture_output=True, check=True).stdout
    return found | {"branches": new + refs}


def reports(secret: Address) -> list[dict[str, Any]]:
    """The same address told of every record, of none, and in several spellings."""
    said = f"They are at {secret.line} now, the door is green."
    return [
        *({"record": slug, "reason": "other", "details": said}
          for slug in ("kitchen", "harbor-home", "lantern-house", "open-door-house")),
        {"record": "kitchen", "reason": "moved", "street": secret.line.upper(), "city": "Oakland", "zip": "94613",
         "details": "They moved."},
        {"record": "kitchen", "reason": "other", "details": f"See https://example.org/{secret.key} for where."},
        {"form": "suggest", "record": "", "reason": "", "details": "", "name": "Quiet Table", "needs": ["food.meals"],
         "county": "alameda", "where": "address", "street": f"{secret.number} {secret.street} Ln", "city": "Oakland",
         "zip": "94613", "phone": "510-666-0111", "how": "told", "description": "Meals."},
    ]  # fmt: skip


@pytest.mark.slow
def test_no_submission_brings_a_hidden_place_to_light(desk: Desk, github: Standin) -> None:
    answers = []
    for secret in (PAST, WITHHELD, TAKEN_IN, MOVED, GONE, CLOSED):
        for fields in reports(secret):
            answer = desk.post("submit", desk.filled(**fields), headers=STRANGE)
            assert answer.status_code in (200, 201), answer.text
            answers.append(answer)
    desk.send(record="kitchen", details="A sign at the door says that they closed.")
    desk.sender.drain()
    assert "A sign at the door" in repr([each.body for each in github.hub.things.values()]), "what may be said is said"
    assert leaks(public(desk, github)) == {}
    shown = {answer.json()["receipt"]: desk.get(f"r/{answer.json()['receipt']}").content for answer in answers}
    shown |= {"health": desk.get("healthz").content, "front": desk.get("").content, "none": desk.get("r/x").content}
    assert leaks(shown) == {}


@pytest.mark.slow
def test_nothing_of_the_person_who_wrote_comes_out(desk: Desk, github: Standin) -> None:
    receipts = []
    for more in (
        {"email": MAIL},
        {"email": MAIL, "details": f"Call me at {PHONE}, my name is {NAME}."},
        {"email": MAIL, "details": f"My name is {NAME} and my e-mail is {OTHER_MAIL}"},
        {"form": "suggest", "record": "", "reason": "", "details": "", "name": "Quiet Table", "needs": ["food.meals"],
         "county": "alameda", "city": "Oakland", "phone": "510-666-0111", "how": "staff", "email": MAIL,
         "source": f"I am {NAME}, reach me at {PHONE}", "description": "Meals."},
        {"form": "confirm", "reason": "", "how": "called", "email": MAIL, "covers": ["hours"],
         "details": f"{NAME} told me"},
    ):  # fmt: skip
        answer = desk.post("submit", desk.filled(**{"record": "kitchen", **more}), headers=STRANGE)
        assert answer.status_code in (201, 422), answer.text
        if answer.status_code == 201:
            receipts.append(answer.json()["receipt"])
    desk.post("held", {"steward_token": "not-the-token"}, headers=STRANGE)
    desk.ask("PUT", f"held/{receipts[0]}?steward_token={TOKEN}", headers=STRANGE)
    desk.get(f"r/{receipts[0]}", headers=STRANGE)
    desk.sender.drain()
    out = public(desk, github)
    for secret in (*OWN, TOKEN, *receipts):
        assert [name for name, text in out.items() if secret.encode() in text] == [], secret
    spool = b"".join(path.read_bytes() for path in sorted((desk.relay.setup.spool.parent).glob("relay.sqlite*")))
    for secret in (MAIL, ADDRESS, "203.0.113", BROWSER, "remember-me", TOKEN, *receipts):
        assert secret.encode() not in spool, secret
    for receipt in receipts:
        desk.held(ident_of(receipt), action="discard", reason="private")
    desk.clock.sleep(400 * 86_400)
    desk.sender.drain()
    spool = b"".join(path.read_bytes() for path in sorted((desk.relay.setup.spool.parent).glob("relay.sqlite*")))
    assert NAME.encode() not in spool and PHONE.encode() not in spool, "what was discarded is gone from the disk"


def test_an_issue_with_the_street_in_its_title_or_without_a_form_is_taken_out_of_sight(tmp_path: Path) -> None:
    book = load_book(World(tmp_path / "directory").root)
    form = issue_body("project", {"topic": "other", "said": "Please look."})
    for secret in (PAST, WITHHELD, TAKEN_IN, MOVED, GONE, CLOSED):
        for title, body in ((f"They are at {secret.line}", form), ("Hello", f"They are at {secret.line}")):
            sent = msgspec.structs.replace(event(body), title=title, member=True)
            answer = consider(book, forms(), sent, TODAY)
            assert answer.kind == "held"
            assert leaks({"said": answer.text.encode()}) == {}
    assert consider(book, forms(), event(form), TODAY).kind == "talk"


def test_a_mailed_text_about_one_is_held_and_repeats_nothing(tmp_path: Path) -> None:
    world = World(tmp_path / "directory")
    for secret in (PAST, WITHHELD, TAKEN_IN, MOVED, GONE, CLOSED):
        mail = tmp_path / "mail.txt"
        mail.write_text(
            f"### Record\n\nkitchen\n\n### What is wrong?\n\nother\n\n### Details\n\nThey are at {secret.line} now.\n"
        )
        run = bluepages("intake", "--text", mail, "--forge", "local", root=world.root)
        assert leaks({"said": (run.stdout + run.stderr).encode()}) == {}
    listed = bluepages("intake", "--list", root=world.root)
    assert leaks({"said": (listed.stdout + listed.stderr).encode()}) == {}
    assert load_book(world.root)


@pytest.mark.parametrize(
    "command",
    [("verify", "lantern-house", "--reported"), ("merge", "kitchen", "lantern-house", "--dry-run"),
     ("merge", "lantern-house", "harbor-home", "--dry-run"), ("merge", "kitchen", "open-door-house", "--dry-run"),
     ("distinct", "lantern-house", "willow-house"), ("check", "--fix"), ("sweep", "age", "--forge", "local"),
     ("check", "--changed-since", "HEAD~3"), ("check", "--changed-since", "HEAD~4", "--format", "github")],
    ids=" ".join,
)  # fmt: skip
def test_no_tool_at_the_desk_repeats_it(command: tuple[str, ...], tmp_path: Path) -> None:
    world = World(tmp_path / "directory")
    summary = tmp_path / "summary.md"
    run = bluepages(*command, "--today", "2026-11-21", root=world.root, GITHUB_STEP_SUMMARY=str(summary))
    assert run.returncode in (0, 1), run.stderr
    said = {"said": (run.stdout + run.stderr).encode(), "summary": summary.read_bytes() if summary.exists() else b""}
    said |= {path.name: path.read_bytes() for path in (world.root / ".bluepages").rglob("*") if path.is_file()
             and path.name not in ("reviews.json", "links.json")}  # fmt: skip
    assert leaks(said) == {}
