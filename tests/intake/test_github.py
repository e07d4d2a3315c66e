"""The forge on GitHub: calls that PyGithub has, a real bare repository to push to, and nothing twice.

The stand-in below keeps what it is told; each call is held to the signature of PyGithub's own method.
"""

from __future__ import annotations

import inspect
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import github
import github.Commit
import github.Issue
import github.IssueComment
import github.PullRequest
import github.Repository
import pytest

from bluepages.errors import Complaint
from bluepages.intake.forge import Commit, Forge, Pull, Taken
from bluepages.intake.gitbranch import GitBranch
from bluepages.intake.githubforge import GitHubForge, asking, connect, token_environment
from bluepages.intake.handle import carry_out, consider
from bluepages.intake.reply import MARK
from tests.intake.support import CORRECT, TODAY, event, forms, issue_body
from tests.support import kitchen, make_book

MAIL = "intake@test.example.org"
REPORT = {"record": "harbor-street-community-kitchen", "reason": "closed", "details": "The door is nailed shut."}
FILE = "data/providers/alameda/a.yaml"


def held_to(kind: type, name: str, *arguments: Any, **named: Any) -> None:
    """Fail where PyGithub has no such method, or it does not take these arguments."""
    inspect.signature(getattr(kind, name)).bind(None, *arguments, **named)


class Thing:
    """An issue or a pull request."""

    def __init__(self, repo: Hub, number: int, kind: type, **more: Any) -> None:
        self.repo, self.number, self.kind = repo, number, kind
        self.title, self.body, self.state, self.pull_request = "", "", "open", None
        self.labels: list[Any] = []
        self.comments: list[Any] = []
        self.reviews: list[Any] = []
        self.__dict__.update(more)

    def get_comments(self) -> list[Any]:
        held_to(self.kind, "get_comments")
        return self.comments

    def create_comment(self, body: str, user: str = "Bot") -> None:
        held_to(self.kind, "create_comment", body)
        self.comments.append(Comment(self.repo, body, user))
        self.repo.wrote()

    def edit(self, **named: Any) -> None:
        held_to(self.kind, "edit", **named)
        self.__dict__.update(named)
        self.repo.wrote()

    def add_to_labels(self, *names: str) -> None:
        held_to(self.kind, "add_to_labels", *names)
        self.labels += [SimpleNamespace(name=name) for name in names]
        self.repo.wrote()

    def get_reviews(self) -> list[Any]:
        held_to(self.kind, "get_reviews")
        return self.reviews


class Comment:
    def __init__(self, repo: Hub, body: str, user: str) -> None:
        self.repo, self.body, self.user = repo, body, SimpleNamespace(type=user, login="x")

    def edit(self, body: str) -> None:
        held_to(github.IssueComment.IssueComment, "edit", body)
        self.body = body
        self.repo.wrote()


class Hub:
    """A repository on GitHub; `writes` counts what was changed."""

    full_name = "someone/blue-pages"

    def __init__(self) -> None:
        self.things: dict[int, Thing] = {}
        self.statuses: list[tuple[str, str, str]] = []
        self.writes = 0
        self.lost = 0

    def wrote(self) -> None:
        """Count a write; the answer to number `lost` is lost on its way back, after the write has happened."""
        self.writes += 1
        if self.writes == self.lost:
            raise github.GithubException(502, None, {})

    def state(self) -> object:
        """Everything that people see; of several statuses of one kind the last one counts."""
        seen = [
            (n, t.title, t.body, t.state, sorted(x.name for x in t.labels), [c.body for c in t.comments])
            for n, t in sorted(self.things.items())
        ]
        return seen, {(sha, context): state for sha, context, state in self.statuses}

    def get_issue(self, number: int) -> Thing:
        held_to(github.Repository.Repository, "get_issue", number)
        return self.things.setdefault(number, Thing(self, number, github.Issue.Issue))

    def get_issues(self, **named: Any) -> list[Thing]:
        held_to(github.Repository.Repository, "get_issues", **named)
        wanted = set(named["labels"])
        return [t for t in self.things.values() if t.state == "open" and wanted <= {x.name for x in t.labels}]

    def get_pulls(self, **named: Any) -> list[Thing]:
        held_to(github.Repository.Repository, "get_pulls", **named)
        branch = named["head"].partition(":")[2]
        return [t for t in self.things.values() if t.state == "open" and getattr(t, "head", "") == branch]

    def create_pull(self, **named: Any) -> Thing:
        held_to(github.Repository.Repository, "create_pull", **named)
        number = 100 + len([thing for thing in self.things.values() if thing.number >= 100])
        self.things[number] = Thing(self, number, github.PullRequest.PullRequest, **named)
        self.wrote()
        return self.things[number]

    def get_pull(self, number: int) -> Thing:
        held_to(github.Repository.Repository, "get_pull", number)
        return self.things[number]

    def get_collaborator_permission(self, login: str) -> str:
        held_to(github.Repository.Repository, "get_collaborator_permission", login)
        return "read" if login.startswith("stranger") else "write"

    def get_commit(self, sha: str) -> Any:
        held_to(github.Repository.Repository, "get_commit", sha)

        def create_status(**named: Any) -> None:
            held_to(github.Commit.Commit, "create_status", **named)
            assert len(named["description"]) <= 140
            self.statuses.append((sha, named["context"], named["state"]))
            self.wrote()

        return SimpleNamespace(create_status=create_status)


def git(folder: Path, *arguments: str) -> str:
    day = {**os.environ, "GIT_AUTHOR_DATE": "2026-11-01T00:00:00Z", "GIT_COMMITTER_DATE": "2026-11-01T00:00:00Z"}
    done = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True, env=day)
    return done.stdout.strip()


class Place:
    def __init__(self, folder: Path) -> None:
        self.bare, self.clone = folder / "hub.git", folder / "clone"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(self.bare)], check=True)
        subprocess.run(["git", "clone", "-q", str(self.bare), str(self.clone)], check=True, capture_output=True)
        git(self.clone, "checkout", "-q", "-b", "main")
        self.save("README.md", "Hello")
        self.hub = Hub()
        self.forge: Forge = GitHubForge(self.hub, GitBranch(self.clone, MAIL), str(self.bare))

    def save(self, name: str, text: str, branch: str = "main") -> None:
        (self.clone / name).write_text(text, encoding="utf-8")
        git(self.clone, "add", "-A")
        git(self.clone, "-c", "user.email=p@example.org", "-c", "user.name=P", "commit", "-q", "-m", name)
        git(self.clone, "push", "-q", "origin", f"HEAD:{branch}")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def commit(text: str = "name: A\n") -> Commit:
    return Commit("intake/12", FILE, text, "New: a\n\nReported-by: rosa-example\n", "2026-11-20")


def test_a_branch_is_pushed_and_renewed(place: Place) -> None:
    first = place.forge.push(commit())
    assert git(place.bare, "rev-parse", "intake/12") == first == place.forge.push(commit())
    assert git(place.bare, "show", f"intake/12:{FILE}") == "name: A"
    assert place.forge.tip("intake/12") == (first, "New: a\n\nReported-by: rosa-example")
    second = place.forge.push(commit("name: B\n"))
    assert git(place.bare, "rev-parse", "intake/12") == second != first
    assert git(place.bare, "rev-list", "--count", "main..intake/12") == "1"
    assert place.forge.tip("intake/13") == ("", "")


def test_a_persons_commits_are_left_alone(place: Place) -> None:
    place.forge.push(commit())
    number = place.forge.pull(Pull("intake/12", "T", "B"))
    git(place.clone, "fetch", "-q", "origin", "intake/12")
    git(place.clone, "checkout", "-q", "FETCH_HEAD")
    place.save("note.txt", "mine", "intake/12")
    head = git(place.bare, "rev-parse", "intake/12")
    with pytest.raises(Taken) as taken:
        place.forge.push(commit("name: B\n"))
    assert taken.value.pull == number
    assert git(place.bare, "rev-parse", "intake/12") == head


def test_one_comment_is_kept_up_to_date_and_nobody_elses_is_touched(place: Place) -> None:
    issue = place.hub.get_issue(12)
    issue.create_comment(f"{MARK}\nI am the bot, honest", user="User")
    for body in ("one", "two", "two"):
        place.forge.comment(12, MARK, f"{MARK}\n{body}")
    assert [comment.body for comment in issue.comments] == [f"{MARK}\nI am the bot, honest", f"{MARK}\ntwo"]
    assert place.hub.writes == 3
    assert place.forge.find_comment(12, MARK) == f"{MARK}\ntwo"


def test_one_pull_request_is_kept_up_to_date(place: Place) -> None:
    first = place.forge.pull(Pull("intake/12", "T", "B", ("intake",)))
    writes = place.hub.writes
    assert place.forge.pull(Pull("intake/12", "T", "B", ("intake",))) == first
    assert place.hub.writes == writes, "nothing twice"
    assert place.forge.pull(Pull("intake/12", "T2", "B2")) == first
    assert (place.hub.things[first].title, place.hub.things[first].body) == ("T2", "B2")


def test_issues_are_settled_once(place: Place) -> None:
    for _ in range(2):
        place.forge.settle(20, title="Review: a: closed", labels=("review",))
    assert place.hub.writes == 2
    assert place.forge.find_thread("review", "Review: a: closed") == 20
    place.forge.settle(20, close=True)
    assert place.forge.find_thread("review", "Review: a: closed") == 0


def test_only_the_latest_word_of_writers_on_that_commit_counts(place: Place) -> None:
    number = place.forge.pull(Pull("intake/12", "T", "B"))
    said = [("sam", "APPROVED", "new"), ("ann", "APPROVED", "old"), ("bo", "APPROVED", "new"),
            ("bo", "DISMISSED", "new"),
            ("stranger", "APPROVED", "new"), ("eve", "COMMENTED", "new")]  # fmt: skip
    place.hub.things[number].reviews = [
        SimpleNamespace(user=SimpleNamespace(login=login), state=state, commit_id=sha) for login, state, sha in said
    ]
    assert place.forge.approvers(number, "new") == {"sam"}
    place.forge.status("new", "failure", "intake/approval", "x" * 500)
    assert place.hub.statuses == [("new", "intake/approval", "failure")]


def test_the_token_is_seen_by_git_alone(place: Place, tmp_path: Path) -> None:
    extra = token_environment("s3cret-token", "https://github.com/")
    branch = GitBranch(place.clone, MAIL, extra)
    assert "basic" in branch.run("config", "--get", "http.https://github.com/.extraheader")
    assert "basic" not in (place.clone / ".git" / "config").read_text(encoding="utf-8")
    with pytest.raises(Complaint) as failed:
        branch.run("fetch", str(tmp_path / "nowhere"))
    assert "s3cret" not in str(failed.value) and "nowhere" not in str(failed.value)


def test_connecting_asks_nothing_yet() -> None:
    assert connect("x", "someone/blue-pages", "http://127.0.0.1:1").full_name == "someone/blue-pages"


def test_the_text_of_an_issue_is_the_newest(place: Place) -> None:
    issue = place.hub.get_issue(12)
    issue.body = "newest"
    assert place.forge.current(12) == "newest"
    issue.state = "closed"
    assert place.forge.current(12) == ""


def test_a_failing_github_is_said_in_a_sentence() -> None:
    from github import GithubException

    with pytest.raises(Complaint) as failed, asking():
        raise GithubException(502, {"message": "s3cret"}, {})
    assert "502" in str(failed.value) and "s3cret" not in str(failed.value)


SLUG = "harbor-street-community-kitchen"
TOLD = {
    "proposal": [(12, issue_body("correct", CORRECT))],
    "report": [(12, issue_body("report", REPORT)), (13, issue_body("report", REPORT))],
    "held": [(12, issue_body("report", {**REPORT, "reason": "other", "details": "Its address is not safe to show."}))],
    "edited": [(12, issue_body("correct", CORRECT)), (12, issue_body("correct", {**CORRECT, "phone": "5"}))],
}


@pytest.mark.parametrize("story", TOLD)
def test_whatever_answer_is_lost_nothing_is_done_twice_and_nothing_is_lost(tmp_path: Path, story: str) -> None:
    def tell(folder: Path, lost: int) -> tuple[object, int]:
        folder.mkdir()
        here = Place(folder)
        here.hub.lost = lost
        book = make_book({SLUG: kitchen()})
        for number, body in TOLD[story]:
            answer = consider(book, forms(), event(body, number), TODAY)
            try:
                carry_out(answer, book, here.forge)
            except github.GithubException:
                carry_out(answer, book, here.forge)  # somebody runs it again
        return here.hub.state(), here.hub.writes

    whole, writes = tell(tmp_path / "whole", 0)
    assert writes
    for lost in range(1, writes + 1):
        again, _ = tell(tmp_path / str(lost), lost)
        assert again == whole, f"the answer to write {lost} was lost"


def test_proposals_that_wait_are_counted(place: Place) -> None:
    for number in (3, 5, 9):
        place.hub.get_issue(number).add_to_labels("intake")
    assert place.forge.waiting("rosa-example", 9) == 2
