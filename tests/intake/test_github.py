"""The forge on GitHub: real PyGithub against the stand-in, a real bare repository, every fault, and nothing twice."""

from __future__ import annotations

import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from github import GithubException
from requests import RequestException

from bluepages.errors import OURS, Complaint
from bluepages.intake.again import TRIES, patiently, pause
from bluepages.intake.forge import Commit, Forge, Pull, Taken
from bluepages.intake.gitbranch import GitBranch
from bluepages.intake.githubforge import GitHubForge, asking, connect, token_environment
from bluepages.intake.handle import Answer, carry_out, consider
from bluepages.intake.reply import JOINED, MARK
from tests.github.faults import Kind
from tests.github.standin import Standin
from tests.intake.support import CORRECT, TODAY, event, forms, issue_body
from tests.support import kitchen, make_book, to_bytes

MAIL = "intake@test.example.org"
SLUG = "harbor-street-community-kitchen"
FILE = f"data/providers/alameda/{SLUG}.yaml"
REPORT = {"record": SLUG, "reason": "closed", "details": "The door is nailed shut."}


BOOK = make_book({SLUG: kitchen()})


@functools.cache
def considered(body: str, number: int) -> Answer:
    return consider(BOOK, forms(), event(body, number), TODAY)


class Place:
    """The stand-in with one record on main, and a clone of it in which the program runs."""

    def __init__(self, folder: Path, github: Standin) -> None:
        self.github, self.hub, self.clone = github, github.hub, folder / "clone"
        self.hub.git.seed({FILE: to_bytes(kitchen())})
        subprocess.run(["git", "clone", "-q", str(self.hub.git.path), str(self.clone)], check=True)
        self.forge: Forge = GitHubForge(github.repo(), GitBranch(self.clone, MAIL), str(self.hub.git.path))
        self.rosa = github.person("rosa-example")

    def issue(self, body: str, label: str = "intake") -> int:
        return self.rosa.opens("Correct: x", body, [label]).number

    def tell(self, number: int, body: str | None = None) -> None:
        """What a run of the workflow does, with the patience it has."""
        answer = considered(self.hub.things[number].body if body is None else body, number)
        patiently(lambda: carry_out(answer, BOOK, self.forge), sleep=lambda seconds: None)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with Standin(tmp_path) as github:
        yield Place(tmp_path, github)
        assert not [said for said in github.hub.refused if "already exists" not in said], "GitHub would refuse this"


def commit(text: str = "name: A\n", branch: str = "intake/12") -> Commit:
    return Commit(branch, FILE, text, "New: a\n\nReported-by: rosa-example\n", "2026-11-20")


def test_a_branch_is_pushed_and_renewed(place: Place) -> None:
    git = place.hub.git
    first = place.forge.push(commit())
    assert git.find("intake/12") == first == place.forge.push(commit())
    assert git.files("intake/12")[FILE] == b"name: A\n"
    assert place.forge.tip("intake/12") == (first, "New: a\n\nReported-by: rosa-example")
    second = place.forge.push(commit("name: B\n"))
    assert git.find("intake/12") == second != first
    assert git.run("rev-list", "--count", "main..intake/12") == "1"
    assert place.forge.tip("intake/13") == ("", "")


def test_a_persons_commits_are_left_alone(place: Place) -> None:
    place.forge.push(commit())
    number = place.forge.pull(Pull("intake/12", "T", "B"))
    head = place.hub.git.seed({"note.txt": b"mine"}, "By hand", "intake/12")
    with pytest.raises(Taken) as taken:
        place.forge.push(commit("name: B\n"))
    assert taken.value.pull == number
    assert place.hub.git.find("intake/12") == head


def test_one_comment_is_kept_up_to_date_and_nobody_elses_is_touched(place: Place) -> None:
    number = place.issue("x")
    place.rosa.comments(number, f"{MARK}\nI am the bot, honest")
    for body in ("one", "two", "two"):
        place.forge.comment(number, MARK, f"{MARK}\n{body}")
    said = [comment.body for comment in place.hub.comments_of(number)]
    assert said == [f"{MARK}\nI am the bot, honest", f"{MARK}\ntwo"]
    assert place.hub.writes == 2
    assert place.forge.find_comment(number, MARK) == f"{MARK}\ntwo"


def test_one_pull_request_is_kept_up_to_date(place: Place) -> None:
    place.forge.push(commit())
    first = place.forge.pull(Pull("intake/12", "T", "B", ("intake",)))
    writes = place.hub.writes
    assert place.forge.pull(Pull("intake/12", "T", "B", ("intake",))) == first
    assert place.hub.writes == writes, "nothing twice"
    assert place.forge.pull(Pull("intake/12", "T2", "B2")) == first
    assert (place.hub.things[first].title, place.hub.things[first].body) == ("T2", "B2")


def test_issues_are_settled_once(place: Place) -> None:
    number = place.issue("x")
    for _ in range(2):
        place.forge.settle(number, title="Review: a: closed", labels=("review",))
    assert place.hub.writes == 2
    assert place.forge.find_thread("review", "Review: a: closed") == number
    thread = place.forge.threads("review")[0]
    assert (thread.number, thread.opened) == (number, "2026-11-21")
    assert thread.url == f"https://github.com/someone/blue-pages/issues/{number}"
    place.forge.settle(number, close=True)
    assert place.forge.find_thread("review", "Review: a: closed") == 0 and not place.forge.threads("review")


def test_only_the_latest_word_of_writers_on_that_commit_counts(place: Place) -> None:
    place.forge.push(commit())
    number = place.forge.pull(Pull("intake/12", "T", "B"))
    old = place.hub.git.find("intake/12")
    place.github.person("ann", "write").reviews(number)
    place.hub.git.update("refs/heads/intake/12", place.hub.git.commit(f"{old}^{{tree}}", [old], "More"))
    for login, state in (("sam", "APPROVED"), ("bo", "APPROVED"), ("bo", "DISMISSED"), ("eve", "COMMENTED")):
        place.github.person(login, "write").reviews(number, state)
    place.github.person("stranger").reviews(number)
    new = place.hub.git.find("intake/12")
    assert place.forge.approvers(number, new) == {"sam"}
    place.forge.status(new, "failure", "intake/approval", "x" * 500)
    assert place.hub.statuses[-1]["state"] == "failure" and len(place.hub.statuses[-1]["description"]) == 140


def test_the_token_is_seen_by_git_alone(place: Place, tmp_path: Path) -> None:
    branch = GitBranch(place.clone, MAIL, token_environment("s3cret-token", "https://github.com/"))
    assert "basic" in branch.run("config", "--get", "http.https://github.com/.extraheader")
    assert "basic" not in (place.clone / ".git" / "config").read_text(encoding="utf-8")
    with pytest.raises(Complaint) as failed:
        branch.run("fetch", str(tmp_path / "nowhere"))
    assert "s3cret" not in str(failed.value) and "nowhere" not in str(failed.value)


def test_connecting_asks_nothing_yet() -> None:
    assert connect("x", "someone/blue-pages", "http://127.0.0.1:1").full_name == "someone/blue-pages"


def test_the_text_of_an_issue_is_the_newest(place: Place) -> None:
    number = place.issue("newest")
    assert place.forge.current(number) == "newest"
    place.rosa.closes(number)
    assert place.forge.current(number) == ""


def test_a_failing_github_is_said_in_a_sentence() -> None:
    with pytest.raises(Complaint) as failed, asking():
        raise GithubException(502, {"message": "s3cret"}, {})
    assert "502" in str(failed.value) and "s3cret" not in str(failed.value)


def test_proposals_that_wait_are_counted(place: Place) -> None:
    numbers = [place.issue("x") for _ in range(3)]
    assert place.forge.waiting("rosa-example", numbers[2]) == 2


def a_proposal(place: Place) -> None:
    place.tell(place.issue(issue_body("correct", CORRECT)))


def two_reports(place: Place) -> None:
    for _ in range(2):
        place.tell(place.issue(issue_body("report", REPORT)))


def something_held(place: Place) -> None:
    place.tell(place.issue(issue_body("report", {**REPORT, "details": "Its address is not safe to show."})))


def an_edit_that_no_longer_passes(place: Place) -> None:
    number = place.issue(issue_body("correct", CORRECT))
    place.tell(number)
    place.tell(number, issue_body("correct", {**CORRECT, "phone": "5"}))


STORIES = {
    "proposal": a_proposal,
    "reports": two_reports,
    "held": something_held,
    "edited": an_edit_that_no_longer_passes,
}
STRUCK: dict[Kind, slice] = {"lost": slice(None), "down": slice(None), "cut": slice(1, 3), "secondary": slice(1)}


@pytest.mark.slow
@pytest.mark.parametrize("story", STORIES)
def test_whatever_goes_wrong_nothing_is_done_twice_and_nothing_is_lost(tmp_path: Path, story: str) -> None:
    def told(folder: Path, kind: Kind | None, at: int) -> tuple[object, int]:
        folder.mkdir()
        with Standin(folder) as github:
            here = Place(folder, github)
            if kind is not None:
                github.fault(kind, after=at, seconds=1)
            STORIES[story](here)
            assert kind is None or not github.faults[0].times, "the fault has struck"
            return github.hub.seen(), sum(not line.startswith(("GET", "git")) for line in github.hub.log)

    whole, writes = told(tmp_path / "whole", None, 0)
    assert writes >= 3
    for kind, ats in STRUCK.items() if story in ("proposal", "held") else [("lost", slice(None))]:
        for at in list(range(writes))[ats]:
            again, _ = told(tmp_path / f"{kind}-{at}", kind, at)
            assert again == whole, f"{kind} at write {at}"


def test_two_reports_at_the_same_moment_become_one_review(place: Place) -> None:
    """Both look for a thread before either has opened one."""
    numbers = [place.issue(issue_body("report", REPORT)) for _ in range(2)]
    place.forge.settle(numbers[0], title=f"Review: {SLUG}: closed", labels=("review",))
    seen: list[int] = []
    real = place.forge.find_thread

    def blind_at_first(label: str, title: str) -> int:
        seen.append(1)
        return 0 if len(seen) == 1 else real(label, title)

    place.forge.find_thread = blind_at_first  # type: ignore[method-assign]
    carry_out(considered(place.hub.things[numbers[1]].body, numbers[1]), BOOK, place.forge)
    assert [place.hub.things[number].state for number in numbers] == ["open", "closed"]
    assert f"#{numbers[1]}" in place.forge.find_comment(numbers[0], JOINED)


@pytest.mark.parametrize(
    ("error", "attempt", "wanted"),
    [
        (GithubException(502, None, {}), 1, 2.0),
        (GithubException(502, None, {}), 3, 8.0),
        (GithubException(403, None, {"Retry-After": "60"}), 1, 60.0),
        (GithubException(429, None, {"retry-after": "3"}), 1, 3.0),
        (GithubException(403, None, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1030"}), 1, 30.0),
        (GithubException(403, None, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9000"}), 1, None),
        (GithubException(403, None, {"Retry-After": "3600"}), 1, None),
        (GithubException(403, {"message": "Resource not accessible"}, {}), 1, None),
        (GithubException(422, None, {}), 1, None),
        (RequestException(), 2, 4.0),
        (Complaint("Git failed at push (1).", "", OURS), 1, 2.0),
        (Complaint("Bad input."), 1, None),
        (ValueError(), 1, None),
    ],
)
def test_how_long_to_wait(error: BaseException, attempt: int, wanted: float | None) -> None:
    assert pause(error, attempt, 1000.0) == wanted


def test_patience_ends() -> None:
    waits: list[float] = []

    def fails() -> None:
        raise GithubException(503, None, {})

    with pytest.raises(GithubException):
        patiently(fails, waits.append)
    assert waits == [2.0, 4.0, 8.0, 16.0] and len(waits) == TRIES - 1
    with pytest.raises(ValueError):
        patiently(lambda: int("x"), waits.append)
    assert len(waits) == TRIES - 1
