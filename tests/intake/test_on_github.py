"""The command as the workflow runs it: an event's file in, comments, branches and pull requests on GitHub out.

PyGithub and Git are real, Git over HTTP with the token; GitHub is the stand-in, held to its own description.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bluepages.cli import main
from bluepages.enrich.reviews import FILE as REVIEWS
from bluepages.intake.handle import APPROVED, CHECKED
from bluepages.intake.reply import MARK, of_reading
from tests.github.standin import Standin
from tests.intake.support import ADD, CORRECT, issue_body
from tests.support import SETTINGS, kitchen, make_directory

SLUG = "harbor-street-community-kitchen"
FILE = f"data/providers/alameda/{SLUG}.yaml"
REPORT = {"record": SLUG, "reason": "closed", "details": "The door is nailed shut."}
SHELTER = {
    "name": "Lantern House",
    "description": "Beds for people who leave a violent home.",
    "phones": [{"number": "510-555-0177"}],
    "locations": {"house": {
        "address": {"address_1": "12 Elm Rd", "city": "Oakland"}, "county": "alameda", "confidential": False,
        "public_address": {"by": "staff", "date": "2026-01-02", "how": "phone"},
    }},
    "services": {"beds": {"name": "Safe beds", "needs": ["housing.safe"], "at": {"house": {}}}},
    "sources": [{"ref": "issue:215", "date": "2026-10-01"}],
}  # fmt: skip


class World:
    """GitHub, and a fresh clone of main for each run of a workflow."""

    def __init__(self, folder: Path, github: Standin) -> None:
        self.github, self.hub, self.folder, self.runs = github, github.hub, folder, 0
        made = make_directory(folder / "first", {SLUG: kitchen(), "lantern-house": SHELTER}, SETTINGS)
        files = {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}
        self.hub.git.seed(files)
        self.rosa = github.person("rosa-example")
        self.sam = github.person("sam-example", "write")

    def clone(self) -> Path:
        self.runs += 1
        root = self.folder / f"run{self.runs}"
        subprocess.run(["git", "clone", "-q", str(self.hub.git.path), str(root)], check=True)
        return root

    def intake(self, data: object) -> int:
        root = self.clone()
        event = self.folder / f"event{self.runs}.json"
        event.write_text(json.dumps(data), encoding="utf-8")
        return main(["intake", "--event", str(event), "--root", str(root), "--today", "2026-11-21"])

    def opened(self, body: str) -> int:
        number = self.rosa.opens("Correct: x", body, ["intake"]).number
        assert self.intake(self.github.issue_event(number)) == 0
        return number

    def nightly(self) -> int:
        """Run what the nightly workflow runs; how many forms it answered."""
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            assert main(["intake", "--missed", "--today", "2026-11-21", "--root", str(self.clone())]) == 0
        return int(said.getvalue().split()[0])

    def said(self, number: int) -> list[str]:
        return [comment.body for comment in self.hub.comments_of(number)]

    def status(self, branch: str, context: str) -> str:
        sha = self.hub.git.find(branch)
        found = [each["state"] for each in self.hub.statuses if (each["sha"], each["context"]) == (sha, context)]
        return str(found[-1])

    def reviewed(self, pull: int) -> None:
        assert self.intake(self.github.review_event(pull)) == 0


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    no_wait = {"seconds_between_requests": 0, "seconds_between_writes": 0}
    monkeypatch.setattr("bluepages.intake.githubforge.PAUSES", no_wait)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with Standin(tmp_path) as github:
        for name, value in github.environment().items():
            monkeypatch.setenv(name, value)
        yield World(tmp_path, github)
        assert not github.hub.refused


def test_from_a_form_to_a_merge(world: World) -> None:
    number = world.opened(issue_body("correct", {**CORRECT, "phone": "510"}))
    assert len(world.said(number)) == 1 and "10 digits" in world.said(number)[0]
    assert not world.hub.pulls()
    world.rosa.edits(number, issue_body("correct", CORRECT))
    assert world.intake(world.github.issue_event(number, "edited")) == 0
    (pull,) = world.hub.pulls()
    assert len(world.said(number)) == 1 and f"#{pull.number}" in world.said(number)[0]
    assert world.said(number)[0].startswith(MARK)
    assert (pull.head, pull.labels, pull.user.login) == (f"intake/{number}", ["intake"], "blue-pages[bot]")
    assert "[rosa-example](https://github.com/rosa-example)" in pull.body and "11:30 AM to 1:30 PM" in pull.body
    assert pull.body.rstrip().endswith(f"Closes #{number}")
    assert b"510-444-7788" in world.hub.git.files(pull.head)[FILE]
    assert (world.status(pull.head, CHECKED), world.status(pull.head, APPROVED)) == ("success", "failure")
    world.sam.reviews(pull.number)
    world.reviewed(pull.number)
    assert world.status(pull.head, APPROVED) == "success"
    world.sam.merges(pull.number)
    assert world.hub.things[number].state == "closed"
    assert b"510-444-7788" in world.hub.git.files("main")[FILE]


def test_the_reporter_is_never_the_only_approver(world: World) -> None:
    world.github.person("rosa-example", "admin")
    number = world.opened(issue_body("add", ADD))
    (pull,) = world.hub.pulls()
    world.rosa.reviews(pull.number)
    world.reviewed(pull.number)
    assert world.status(f"intake/{number}", APPROVED) == "failure", "even with write access"
    world.github.person("eve-example").reviews(pull.number)
    world.reviewed(pull.number)
    assert world.status(f"intake/{number}", APPROVED) == "failure", "nor somebody without it"
    world.sam.reviews(pull.number)
    world.reviewed(pull.number)
    assert world.status(f"intake/{number}", APPROVED) == "success"
    world.sam.reviews(pull.number, "CHANGES_REQUESTED")
    world.reviewed(pull.number)
    assert world.status(f"intake/{number}", APPROVED) == "failure", "the last word counts"


def test_an_edit_after_the_approval_needs_another_one(world: World) -> None:
    number = world.opened(issue_body("correct", CORRECT))
    (pull,) = world.hub.pulls()
    world.sam.reviews(pull.number)
    world.reviewed(pull.number)
    approved = world.hub.git.find(pull.head)
    world.rosa.edits(number, issue_body("correct", {**CORRECT, "phone": "510-444-9999"}))
    assert world.intake(world.github.issue_event(number, "edited")) == 0
    assert world.hub.git.find(pull.head) != approved
    assert world.status(pull.head, APPROVED) == "failure"


def test_the_same_event_again_changes_nothing(world: World) -> None:
    number = world.opened(issue_body("correct", CORRECT))
    before = world.hub.seen()
    assert world.intake(world.github.issue_event(number)) == 0
    assert world.hub.seen() == before and len(world.hub.pulls()) == 1


@pytest.mark.parametrize("where", ["/comments$", "/pulls$", "/statuses/", "git-receive-pack"])
def test_github_may_fail_anywhere(world: World, where: str) -> None:
    world.github.fault("lost", "git-POST" if "git" in where else "POST", where)
    number = world.opened(issue_body("correct", CORRECT))
    assert len(world.said(number)) == 1 and len(world.hub.pulls()) == 1
    assert not world.github.faults[0].times


def test_an_outage_ends_in_a_sentence_and_is_made_up_for(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    outage = world.github.fault("down", "", times=1000)
    number = world.rosa.opens("Correct: x", issue_body("correct", CORRECT), ["intake"]).number
    assert world.intake(world.github.issue_event(number)) == 3
    assert "GitHub answered with 503." in capsys.readouterr().err and not world.said(number)
    outage.times = 0
    assert world.nightly() == 1
    assert len(world.said(number)) == 1 and len(world.hub.pulls()) == 1
    before = world.hub.seen()
    assert world.nightly() == 0
    assert world.hub.seen() == before


def test_a_form_that_fails_keeps_no_other_waiting(world: World) -> None:
    values = ({"phone": "510-444-1111"}, {"email": "hello@harborstreet.org"}, {"cost": "free"})
    numbers = [
        world.rosa.opens("Correct: x", issue_body("correct", {**CORRECT, **each}), ["intake"]).number for each in values
    ]
    fault = world.github.fault("down", "", f"/issues/{numbers[0]}/comments$", times=1000)
    arguments = ["intake", "--missed", "--today", "2026-11-21", "--root"]
    assert main([*arguments, str(world.clone())]) == 3
    assert [len(world.said(number)) for number in numbers] == [0, 1, 1]
    fault.times = 0
    assert world.nightly() == 1 and [len(world.said(number)) for number in numbers] == [1, 1, 1]
    assert len(world.hub.pulls()) == 3 and world.nightly() == 0


def test_an_edit_during_an_outage_is_taken_up_at_night(world: World) -> None:
    number = world.opened(issue_body("correct", CORRECT))
    (pull,) = world.hub.pulls()
    world.sam.reviews(pull.number)
    world.reviewed(pull.number)
    outage = world.github.fault("down", "", times=1000)
    world.rosa.edits(number, issue_body("correct", {**CORRECT, "phone": "510-444-1111"}))
    assert world.intake(world.github.issue_event(number, "edited")) == 3
    world.rosa.edits(number, issue_body("correct", {**CORRECT, "phone": "510-444-9999"}).replace("\n", "\r\n"))
    assert world.intake(world.github.issue_event(number, "edited")) == 3
    outage.times = 0
    assert world.status(pull.head, APPROVED) == "success", "of what nobody proposes any more"
    assert world.nightly() == 1
    assert b"510-444-9999" in world.hub.git.files(pull.head)[FILE]
    assert world.status(pull.head, APPROVED) == "failure"
    assert len(world.said(number)) == 1 and len(world.hub.pulls()) == 1
    before = world.hub.seen()
    assert world.nightly() == 0
    assert world.hub.seen() == before
    world.rosa.edits(number, issue_body("correct", {**CORRECT, "phone": "510"}))
    assert world.nightly() == 1
    assert "10 digits" in world.said(number)[0] and world.status(pull.head, CHECKED) == "failure"
    assert world.nightly() == 0


def test_no_answer_is_given_twice_whatever_it_says(world: World) -> None:
    """Threads get a title of ours, joined ones are closed, what is held loses its text, private data has no digest."""
    for body in (
        issue_body("report", REPORT), issue_body("report", REPORT), issue_body("county", {"county": "yolo"}),
        issue_body("report", {**REPORT, "details": "The address is not safe to show, he looks for her."}),
        issue_body("correct", {**CORRECT, "source": "Rosa, SSN 123-45-6789, told me"}),
    ):  # fmt: skip
        world.opened(body)
    before = world.hub.seen()
    assert world.nightly() == 0 and world.hub.seen() == before
    number = max(world.hub.things)
    assert "bluepages:read" not in world.said(number)[0]
    world.rosa.edits(number, issue_body("correct", CORRECT))
    assert world.nightly() == 1 and len(world.hub.pulls()) == 1


def test_a_mark_that_somebody_else_writes_is_no_answer(world: World) -> None:
    body = issue_body("correct", CORRECT)
    number = world.rosa.opens("Correct: x", body, ["intake"]).number
    world.rosa.comments(number, of_reading(f"{MARK}\n\nAll is well.", "Correct: x", body))
    assert world.nightly() == 1 and len(world.hub.pulls()) == 1


def test_a_title_that_tells_what_is_hidden_is_held_at_night(world: World) -> None:
    number = world.opened(issue_body("correct", CORRECT))
    world.hub.things[number].title = "Review: she lives at a secret address, take the street off the map"
    assert world.nightly() == 1
    assert world.hub.things[number].state == "closed" and world.nightly() == 0


def test_reports_join_one_review_and_the_build_is_told(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (world.opened(issue_body("report", REPORT)) for _ in range(2))
    other = world.opened(issue_body("report", {**REPORT, "reason": "hours"}))
    assert [world.hub.things[number].state for number in (first, second, other)] == ["open", "closed", "open"]
    world.rosa.opens(f"Review: {SLUG}: moved", "not a review: it has no label")
    world.sam.opens("Review: nothing: closed", "", ["review"])
    told = pulled(world)
    assert [(each["reason"], each["opened"]) for each in told["reviews"]] == [
        ("closed", "2026-11-21"), ("hours", "2026-11-21")]  # fmt: skip
    assert told["reviews"][0]["url"] == f"https://github.com/someone/blue-pages/issues/{first}"
    assert "name no record" in capsys.readouterr().err
    world.sam.closes(first)
    assert [each["reason"] for each in pulled(world)["reviews"]] == ["hours"], "closing it clears the mark"


def test_the_countys_page_is_told_of_its_one_thread(world: World) -> None:
    first, second = (world.opened(issue_body("county", {"county": "alameda", "operator": "X"})) for _ in range(2))
    world.rosa.opens("County: yolo", "not the thread: it has no label")
    world.sam.opens("County: nowhere", "", ["county"])
    wanted = [{"county": "alameda", "url": f"https://github.com/someone/blue-pages/issues/{first}"}]
    assert pulled(world)["counties"] == wanted and world.hub.things[second].state == "closed"
    world.sam.closes(first)
    assert pulled(world)["counties"] == []


def pulled(world: World, code: int = 0) -> dict[str, list[dict[str, str]]]:
    root = world.clone()
    assert main(["reviews", "pull", "--root", str(root)]) == code
    found: dict[str, list[dict[str, str]]] = json.loads((root / REVIEWS).read_text()) if code == 0 else {}
    return {"reviews": [], "withheld": [], **found}


def test_what_is_withheld_is_fetched_from_private_places(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WITHHELD", f"# by a steward\n{SLUG}/kitchen 2026-11-20\n")
    monkeypatch.setenv("ADVISORIES_TOKEN", "token")
    page = "https://test.example.org/p/lantern-house#at-house"
    world.hub.advisories += [advisory(f"Unsafe: {page}", "triage"), advisory(f"Unsafe: {page}", "closed"),
                             advisory("Please hide 5 Oak Rd", "triage")]  # fmt: skip
    assert pulled(world)["withheld"] == [
        {"slug": SLUG, "location": "kitchen", "since": "2026-11-20"},
        {"slug": "lantern-house", "location": "house", "since": "2026-11-21"},
    ]


def test_open_proposals_are_listed_with_their_county(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.opened(issue_body("correct", CORRECT))
    world.hub.git.seed({"README.md": b"x"}, branch="x")
    old = world.hub.git.find("main")
    world.hub.git.update("refs/heads/by-hand", world.hub.git.commit(f"{old}^{{tree}}", [old], "Other"))
    world.hub.add("The house at 12 Elm Road is hers", "", world.rosa.actor, head="by-hand", base="main")
    first, second = pulled(world)["proposals"]
    assert first["county"] == "alameda" and first["title"].startswith("Correct Harbor Street")
    assert second["title"] == f"#{second['number']}" and "county" not in {k for k, v in second.items() if v}
    monkeypatch.setattr("bluepages.intake.githubforge._MOST_COUNTED", 0)
    assert [each["number"] for each in pulled(world)["proposals"]] == [first["number"], second["number"]], (
        "however many wait, all are listed; only the county of so many is looked up"
    )


def advisory(summary: str, state: str) -> dict[str, object]:
    return {"ghsa_id": "GHSA-1", "summary": summary, "description": "", "state": state, "vulnerabilities": [],
            "created_at": "2026-11-21T20:00:00Z"}  # fmt: skip


@pytest.mark.parametrize("broken", ["list", "relay", "advisories", "reviews"])
def test_a_list_that_cannot_be_fetched_stops_the_publication(
    world: World, broken: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if broken == "list":
        monkeypatch.setenv("WITHHELD", "lantern-house house at 12 Elm Rd")
    elif broken == "relay":
        text = SETTINGS + f'relay: {{url: "{world.github.url}/"}}\n'
        world.hub.git.seed({"directory.yaml": text.encode()})
        monkeypatch.setenv("RELAY_TOKEN", "t")
    else:
        monkeypatch.setenv("ADVISORIES_TOKEN", "token")
        world.github.fault("down", "GET", "advisories" if broken == "advisories" else "/issues", times=1000)
    pulled(world, 3)
    said = capsys.readouterr().err
    assert "Elm" not in said and "Traceback" not in said
    assert len(said.strip().splitlines()) <= 3
