"""Handed on exactly once, whatever fails; and what became of it comes back. GitHub is the stand-in, Git is real."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bluepages.relay import githubtarget, sender
from bluepages.relay.githubtarget import MOST_VOICES
from bluepages.relay.pace import Pace
from bluepages.relay.run import local_target
from bluepages.relay.sender import MOST_PROPOSED
from bluepages.relay.targets import Down
from tests.github.standin import Standin
from tests.relay.support import KITCHEN, Desk, github_desk, github_target, traces, with_relay

HOURS = {"reason": "hours", "hours": "Mo-Th 11:30-13:30", "details": ""}
NEW = {
    "form": "suggest", "record": "", "reason": "", "details": "", "name": "Corner Pantry", "needs": "food.pantry",
    "street": "500 Grand Ave", "city": "Oakland", "zip": "94610", "phone": "510-555-0177", "how": "called",
}  # fmt: skip
VAGUE = {"form": "suggest", "record": "", "reason": "", "details": "", "name": "Some Pantry",
         "needs": "food.pantry", "phone": "510-555-0178"}  # fmt: skip


@pytest.fixture
def desk(root: Path, github: Standin) -> Iterator[Desk]:
    made = github_desk(root, github)
    yield made
    assert not github.hub.refused
    made.close()


def settle(desk: Desk, times: int = 12) -> None:
    """Let time pass and try again until nothing is left."""
    for _ in range(times):
        desk.sender.drain()
        desk.clock.sleep(3700)


def test_a_correction_becomes_one_pull_request(desk: Desk, github: Standin) -> None:
    answer = desk.send(**HOURS)
    assert desk.sender.drain() == 1
    item = desk.item(answer)
    pull = github.hub.things[item.thread]
    assert (pull.head, pull.base) == (f"proposals/{item.ident}", "main")
    assert set(pull.labels) == {"intake", "web"} and "Hours" in pull.title
    assert desk.status(answer)["link"] == f"{github.url}/someone/blue-pages/pull/{pull.number}"
    changed = github.hub.git.files(pull.head)[f"data/providers/alameda/{KITCHEN}.yaml"]
    assert b"Mo-Th 11:30-13:30" in changed and f"form:{item.ident}".encode() in changed
    github.person("steward", "write").merges(pull.number)
    settle(desk, 1)
    assert desk.status(answer)["state"] == "published"
    assert desk.status(answer)["page"].endswith(f"/p/{KITCHEN}")


def test_a_new_service_becomes_a_pull_request_and_a_vague_one_an_issue(desk: Desk, github: Standin) -> None:
    new, vague = desk.send(**NEW), desk.send(**VAGUE)
    desk.sender.drain()
    assert [desk.item(new).kind, desk.item(vague).kind] == ["pull", "issue"]
    assert "In which county is it?" in github.hub.things[desk.item(vague).thread].body
    assert desk.item(new).slug == "corner-pantry"


def test_reports_join_one_review_and_a_flood_is_counted(desk: Desk, github: Standin) -> None:
    answers = [desk.send(details=f"A neighbor says so, the {n}th") for n in range(MOST_VOICES + 6)]
    desk.sender.drain()
    assert len(github.hub.things) == 1
    review = github.hub.things[1]
    assert review.title == f"Review: {KITCHEN}: closed" and set(review.labels) == {"review", "web"}
    comments = [comment.body for comment in github.hub.comments_of(1)]
    assert len(comments) == MOST_VOICES
    assert "6 more people have said the same." in comments[-1]
    for answer in answers:
        assert len(traces(github, desk.item(answer).ident)) == 1
    other = desk.send(reason="moved", details="To the church")
    desk.sender.drain()
    assert desk.item(other).thread == 2


def test_a_flood_of_corrections_joins_one_review_too(desk: Desk, github: Standin) -> None:
    answers = [desk.send(reason="hours", hours=f"Mon-Fri {n}am-5pm", details="") for n in range(6, 12)]
    again = desk.send(form="confirm", reason="", details="", how="visit")
    desk.sender.drain()
    kinds = [desk.item(answer).kind for answer in answers]
    assert kinds == ["pull"] * MOST_PROPOSED + ["thread"] * 3
    assert len({desk.item(answer).thread for answer in answers[MOST_PROPOSED:]}) == 1
    assert all(len(traces(github, desk.item(answer).ident)) == 1 for answer in answers)
    item = desk.item(again)
    assert item.state == "held", "a steward looks"
    desk.held(item.ident, action="release")
    desk.sender.drain()
    assert desk.item(again).kind == "pull"


def test_a_count_that_is_full_is_followed_by_another(
    desk: Desk, github: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(githubtarget, "LONGEST", 200)
    answers = [desk.send(details=f"A neighbor says so, the {n}th") for n in range(MOST_VOICES + 12)]
    desk.sender.drain()
    counts = [each.body for each in github.hub.comments_of(1) if each.body.startswith("<!-- bluepages:more -->")]
    assert len(counts) > 1 and max(map(len, counts)) < 200 + 40
    assert all(len(traces(github, desk.item(answer).ident)) == 1 for answer in answers)


def test_marks_that_a_stranger_wrote_count_for_nothing(desk: Desk, github: Standin) -> None:
    desk.send()
    desk.sender.drain()
    fake = "".join(f"<!-- proposal:{number:020x} -->" for number in range(MOST_VOICES + 1))
    github.person("stranger").comments(1, f"<!-- bluepages:more -->\n{fake}")
    answer = desk.send(details="The door was shut all week.")
    desk.sender.drain()
    theirs, ours = github.hub.comments_of(1)
    assert theirs.body.endswith(fake) and "The door was shut all week." in ours.body
    assert len(traces(github, desk.item(answer).ident)) == 1


def test_a_review_that_many_have_joined_is_read_once(desk: Desk, github: Standin) -> None:
    answers = [desk.send(details=f"A neighbor says so, the {n}th") for n in range(8)]
    desk.sender.drain()
    github.person("steward", "write").comments(1, "/ask Since when?")
    before = len(github.hub.log)
    settle(desk, 1)
    assert all(desk.status(answer)["question"] == "Since when?" for answer in answers)
    assert sum(line.endswith("/comments") for line in github.hub.log[before:]) == 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["down", "lost", "cut", "secondary", "limit"])
def test_whatever_fails_each_arrives_once(
    desk: Desk, github: Standin, kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "MOST_PROPOSED", 100)
    for after in range(6):
        kinds = (HOURS, {}, VAGUE, {"details": f"Me too, the door was shut {after} times."})
        answers = [desk.send(key=f"round-{after}-of-{number}-of-it", **more) for number, more in enumerate(kinds)]
        first = github.fault(kind, "write", after=after, seconds=2)
        second = github.fault(kind, "write", after=after + 3, seconds=2)
        settle(desk, 4)
        first.times = second.times = 0
        settle(desk, 1)
        for answer in answers:
            item = desk.item(answer)
            assert item.state == "review"
            assert len(traces(github, item.ident)) == 1, (after, item.kind, traces(github, item.ident))
        assert len(github.hub.pulls()) == after + 1
        assert all(set(pull.labels) == {"intake", "web"} for pull in github.hub.pulls())


@pytest.mark.parametrize("more", [HOURS, {}, VAGUE])
def test_a_crash_after_the_write_and_before_the_note_is_no_second_write(
    desk: Desk, github: Standin, more: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk.send(details="The first of all")
    desk.sender.drain()
    answer = desk.send(**more)

    def crash(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(desk.sender, "_delivered", crash)
        with pytest.raises(KeyboardInterrupt):
            desk.sender.once()
    assert desk.item(answer).state == "received"
    settle(desk, 2)
    assert desk.item(answer).state == "review"
    for each in (first, answer):
        assert len(traces(github, desk.item(each).ident)) == 1


def test_one_that_was_closed_before_the_note_is_found_too(
    desk: Desk, github: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = desk.send(**HOURS)
    with monkeypatch.context() as patch:
        patch.setattr(desk.sender, "_delivered", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            desk.sender.once()
    number = github.hub.pulls()[0].number
    github.person("steward", "write").merges(number)
    settle(desk, 2)
    assert len(github.hub.pulls()) == 1
    assert desk.status(answer)["state"] == "published"


def test_a_day_without_github_loses_nothing_and_keeps_the_order(desk: Desk, github: Standin) -> None:
    outage = github.fault("down", "", "/repos/", times=10_000)
    answers = [desk.send(reason="other", details=f"Thing {n}", record=KITCHEN) for n in range(4)]
    answers.append(desk.send(**VAGUE))
    for _ in range(30):
        desk.sender.drain()
        desk.clock.sleep(2900)
    assert not github.hub.things
    outage.times = 0
    settle(desk, 2)
    numbers = [desk.item(answer).thread for answer in answers]
    assert numbers == [1, 1, 1, 1, 2]
    said = [line["seconds"] for line in desk.lines() if line["event"] == "forge"]
    assert said[:4] == [60, 120, 240, 480] and max(said) == 3600, "it asks less and less often"


def test_retry_after_is_obeyed(desk: Desk, github: Standin) -> None:
    github.fault("secondary", "write", seconds=300)
    desk.send()
    desk.sender.drain()
    desk.clock.sleep(299)
    before = len(github.hub.log)
    desk.sender.drain()
    assert len(github.hub.log) == before
    desk.clock.sleep(2)
    assert desk.sender.drain() == 1


def test_a_week_of_failures_is_a_dead_letter_and_an_alert(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    answer = desk.send()
    desk.target.fail = [ValueError("secret words")] * 1000
    settle(desk, 24 * 8)
    assert desk.item(answer).state == "dead"
    assert desk.status(answer)["state"] == "waiting"
    assert {target for target, _ in desk.mails} == {"a@example.org", "b@example.org"}
    assert all(KITCHEN not in message for _, message in desk.mails)
    assert "secret words" not in desk.said.getvalue()
    desk.target.fail = []
    assert desk.held(desk.item(answer).ident, action="retry").status_code == 200
    assert desk.sender.drain() == 1


def test_what_fails_for_itself_does_not_stop_the_others(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    first, second = desk.send(), desk.send(details="Another")
    desk.target.fail = [ValueError("this one")]
    desk.sender.drain()
    assert [desk.item(each).state for each in (first, second)] == ["received", "review"]
    desk.target.fail = [Down(503)]
    third = desk.send(details="A third")
    desk.sender.drain()
    assert desk.item(third).state == "received"


def test_a_stewards_question_and_reason_come_back(desk: Desk, github: Standin) -> None:
    answer = desk.send(**HOURS)
    desk.sender.drain()
    number = desk.item(answer).thread
    steward, stranger = github.person("steward", "write"), github.person("stranger")
    stranger.comments(number, "/ask What is your name?")
    settle(desk, 1)
    assert desk.status(answer)["question"] == ""
    steward.comments(number, "/ask Do they open on Fridays too?")
    settle(desk, 1)
    assert desk.status(answer)["question"] == "Do they open on Fridays too?"
    path = f"r/{answer.json()['receipt']}/answer"
    assert desk.post(path, {"answer": "No, since May. @everybody <b>"}).status_code == 303
    github.fault("lost", "POST", "/comments$")
    settle(desk, 3)
    said = [each.body for each in github.hub.comments_of(number) if "answers" in each.body]
    assert len(said) == 1 and "@everybody" not in said[0] and "<b>" not in said[0]
    steward.comments(number, "/decline duplicate We have these hours in another pull request.")
    steward.closes(number)
    settle(desk, 1)
    status = desk.status(answer)
    assert (status["state"], status["reason"]) == ("declined", "duplicate")
    assert status["said"] == "We have these hours in another pull request."
    page = desk.get(f"r/{answer.json()['receipt']}").text
    assert "We have this already." in page


def test_writes_leave_a_second_between_them(root: Path, github: Standin) -> None:
    moments: list[float] = []
    desk = github_desk(root, github)
    pace = Pace(1.0, desk.clock, desk.clock.sleep)

    def noted() -> None:
        pace()
        moments.append(desk.clock())

    desk.sender.target = github_target(root, github, noted)
    for more in (HOURS, {}, VAGUE, {"details": "Another voice"}):
        desk.send(**more)
    desk.sender.drain()
    assert len(moments) == github.hub.writes, "every write waits its turn"
    assert all(later - earlier >= 1 for earlier, later in itertools.pairwise(moments))
    desk.close()


def test_a_full_hour_stops_writing_and_nothing_else(root: Path, github: Standin) -> None:
    desk = github_desk(root, github)
    desk.sender.target = github_target(root, github, Pace(1.0, desk.clock, desk.clock.sleep, an_hour=3))
    answers = [desk.send(details=f"Thing {n}", reason="other") for n in range(5)]
    desk.sender.drain()
    assert github.hub.writes == 3
    github.person("steward", "write").comments(1, "/ask Since when?")
    unsafe = desk.send(reason="unsafe", details="Not safe to show.", place="kitchen")
    assert desk.item(unsafe).state == "held"
    desk.clock.sleep(400)
    desk.sender.drain()
    assert len(github.hub.dispatches) == 1, "a place that must be hidden waits for no hour"
    assert desk.status(answers[0])["question"] == "Since when?"
    assert [desk.item(answer).state for answer in answers] == ["review"] * 3 + ["received"] * 2
    desk.clock.sleep(3600)
    desk.sender.drain()
    assert all(len(traces(github, desk.item(answer).ident)) == 1 for answer in answers)
    desk.close()


def test_the_first_try_needs_no_github(root: Path) -> None:
    desk = Desk(root, target=local_target(root, with_relay(root)))
    good, told = desk.send(**HOURS), desk.send()
    desk.sender.drain()

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True)
        return done.stdout

    one, two = (f"proposals/{desk.item(each).ident}" for each in (good, told))
    assert "Mo-Th 11:30-13:30" in git("diff", "main", one)
    assert git("diff", "main", two) == "" and "A sign at the door says so." in git("log", "-1", "--format=%B", two)
    desk.sender.drain()
    assert desk.status(good)["state"] == "review"
    git("-c", "user.name=S", "-c", "user.email=s@example.org", "merge", "-q", "--no-edit", one)
    git("branch", "-q", "-D", one, two)
    settle(desk, 1)
    assert desk.status(good)["state"] == "published"
    assert desk.status(told)["state"] == "declined"
    desk.close()
