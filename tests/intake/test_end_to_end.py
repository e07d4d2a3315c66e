"""Event in, comment, branch and pull request out: on a real Git repository, nothing twice, nothing lost."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bluepages.cli import intake as command
from bluepages.cli import main
from bluepages.cli.common import Parser
from bluepages.cli.reviews import pull_local
from bluepages.enrich.reviews import FILE as REVIEWS
from bluepages.enrich.reviews import read_reviews
from bluepages.intake.event import ReviewEvent
from bluepages.intake.forms import load_forms
from bluepages.intake.gitbranch import GitBranch, reporter_of
from bluepages.intake.handle import APPROVED, CHECKED, HELD_TITLE, carry_out, consider, reviewed
from bluepages.intake.localforge import LocalForge
from bluepages.intake.reply import JOINED, MARK
from bluepages.records.load import load_book
from tests.intake.support import ADD, CORRECT, TODAY, event, event_data, event_file, forms, issue_body
from tests.support import kitchen, make_book, make_directory

MAIL = "intake@test.example.org"
SLUG = "harbor-street-community-kitchen"
FILE = f"data/providers/alameda/{SLUG}.yaml"


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = make_directory(tmp_path / "directory", {SLUG: kitchen()})
    (folder / ".gitignore").write_text(".bluepages/\n", encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "First")
    return folder


def commit(folder: Path, message: str, mail: str = "person@example.org") -> None:
    git(folder, "add", "-A")
    git(folder, "-c", f"user.email={mail}", "-c", "user.name=Person", "commit", "-q", "-m", message)


class World:
    """A directory with its local forge."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def forge(self) -> LocalForge:
        return LocalForge(self.root, MAIL)

    def tell(self, body: str, number: int = 12, login: str = "rosa-example") -> str:
        book = load_book(self.root)
        forms = load_forms(book.vocabulary, book.config.state_name)
        return carry_out(consider(book, forms, event(body, number, login), TODAY), book, self.forge)

    def issue(self, number: int) -> dict[str, Any]:
        found: dict[str, Any] = self.forge.kept["issues"][str(number)]
        return found

    def head(self, branch: str = "intake/12") -> str:
        return git(self.root, "rev-parse", branch)

    def status(self, context: str) -> str:
        return str(self.forge.kept["statuses"][self.head()][context]["state"])


@pytest.fixture
def world(root: Path) -> World:
    return World(root)


def test_a_correction_becomes_a_branch_and_a_pull_request(world: World) -> None:
    before = git(world.root, "rev-parse", "main")
    reply = world.tell(issue_body("correct", CORRECT))
    assert reply.startswith(MARK)
    assert world.issue(12)["comments"] == {MARK: reply}
    assert git(world.root, "diff", "--name-only", "main", "intake/12") == FILE
    assert git(world.root, "ls-tree", "intake/12", FILE).startswith("100644 ")
    assert git(world.root, "rev-parse", "intake/12^") == before == git(world.root, "rev-parse", "main")
    assert git(world.root, "status", "--porcelain") == ""
    message = git(world.root, "log", "-1", "--format=%an %ae%n%B", "intake/12")
    assert message.startswith(f"Blue Pages intake {MAIL}\nCorrect: {SLUG}")
    assert reporter_of(message) == "rosa-example"
    pull = world.forge.kept["pulls"]["intake/12"]
    assert pull["title"] == "Correct Harbor Street Community Kitchen: Hours of Hot lunch at kitchen, Phone"
    assert pull["body"].rstrip().endswith("Closes #12")
    assert "11:30 AM to 1:30 PM" in pull["body"] and "Call the number" in pull["body"]
    assert (world.status(CHECKED), world.status(APPROVED)) == ("success", "failure")


def test_the_same_event_twice_changes_nothing(world: World) -> None:
    first = world.tell(issue_body("correct", CORRECT))
    kept, head = world.forge.kept, world.head()
    assert world.tell(issue_body("correct", CORRECT)) == first
    assert (world.forge.kept, world.head()) == (kept, head)


def test_the_branch_stays_when_only_main_moves(world: World) -> None:
    world.tell(issue_body("correct", CORRECT))
    head = world.head()
    (world.root / "README.md").write_text("New", encoding="utf-8")
    commit(world.root, "Other")
    world.tell(issue_body("correct", CORRECT))
    assert world.head() == head, "an approval of that commit stays good"


def test_an_edit_is_checked_again_and_the_proposal_follows(world: World) -> None:
    world.tell(issue_body("correct", {**CORRECT, "phone": "510"}))
    assert "intake/12" not in git(world.root, "branch", "--list", "intake/*")
    world.tell(issue_body("correct", CORRECT))
    first = world.head()
    world.tell(issue_body("correct", {**CORRECT, "phone": "510-444-9999"}))
    assert world.head() != first
    assert "510-444-9999" in git(world.root, "show", f"intake/12:{FILE}")
    assert len(world.issue(12)["comments"]) == 1
    world.tell(issue_body("correct", {**CORRECT, "phone": "510"}))
    assert world.status(CHECKED) == "failure"


def test_a_persons_commits_on_the_branch_are_left_alone(world: World) -> None:
    world.tell(issue_body("correct", CORRECT))
    git(world.root, "checkout", "-q", "intake/12")
    (world.root / "note.txt").write_text("mine", encoding="utf-8")
    commit(world.root, "By hand")
    head = world.head()
    git(world.root, "checkout", "-q", "main")
    reply = world.tell(issue_body("correct", {**CORRECT, "phone": "510-444-9999"}))
    assert world.head() == head
    assert "already worked on" in reply


def test_a_new_record_adds_its_one_file(world: World) -> None:
    world.tell(issue_body("add", ADD, "es"), 13)
    assert (
        git(world.root, "diff", "--name-status", "main", "intake/13")
        == "A\tdata/providers/alameda/eastside-pantry.yaml"
    )


def test_nobody_is_the_only_one_to_approve_what_they_proposed(world: World) -> None:
    world.tell(issue_body("correct", CORRECT))
    review = ReviewEvent(7, "intake/12", world.head())
    for approvers, agreed in ((["Rosa-Example"], False), (["rosa-example", "sam"], True), ([], False)):
        forge = world.forge
        forge.kept["approvals"][world.head()] = approvers
        assert reviewed(review, forge) is agreed
        assert world.status(APPROVED) == ("success" if agreed else "failure")
    assert reviewed(ReviewEvent(7, "intake/12", "0" * 40), world.forge) is None
    assert reviewed(ReviewEvent(7, "intake/99", world.head()), world.forge) is None


REPORT = {"record": SLUG, "reason": "closed", "details": "The door is nailed shut."}


def test_reports_about_the_same_thing_join_one_review(world: World) -> None:
    world.tell(issue_body("report", REPORT), 20)
    assert world.issue(20)["title"] == f"Review: {SLUG}: closed"
    assert world.issue(20)["labels"] == ["review"]
    for number in (21, 22, 22):
        assert "#20" in world.tell(issue_body("report", REPORT), number)
        assert not world.issue(number)["open"]
    assert world.issue(20)["comments"][JOINED].endswith("#21, #22.")
    world.tell(issue_body("report", {**REPORT, "reason": "hours"}), 23)
    assert world.issue(23)["open"]
    assert git(world.root, "branch", "--list", "intake/*") == "", "a report never changes data by itself"


def test_each_county_has_one_thread(world: World) -> None:
    world.tell(issue_body("county", {"county": "alameda", "operator": "Eden I&R"}), 30)
    assert world.issue(30)["title"] == "County: alameda"
    assert "#30" in world.tell(issue_body("county", {"county": "alameda", "thoughts": "More!"}, "es"), 31)
    world.tell(issue_body("county", {"county": "marin"}), 32)
    assert world.issue(32)["open"]


def test_what_is_held_is_taken_out_of_sight(world: World) -> None:
    body = issue_body("report", {**REPORT, "reason": "other", "details": "It shows her address, that is not safe."})
    reply = world.tell(body, 40)
    kept = world.issue(40)
    assert (kept["title"], kept["open"], kept["labels"]) == (HELD_TITLE, False, ["held"])
    assert "her address" not in kept["body"] + reply


def test_other_issues_get_no_answer(world: World) -> None:
    assert world.tell("Hello, how are you?") == ""
    assert not world.forge.kept["issues"]


def test_what_is_not_about_a_record_is_answered_and_left_to_people(world: World) -> None:
    body = issue_body("project", {"topic": "appeal", "said": "My proposal of May was refused @team closes #1"})
    assert "GOVERNANCE.md" in world.tell(body, 41)
    kept = world.issue(41)
    assert not world.forge.kept["pulls"] and (kept["title"], kept["open"], kept["labels"]) == ("", True, [])
    reply = world.tell(issue_body("project", {"topic": "other", "said": "That address is not safe to show."}), 42)
    assert world.issue(42)["labels"] == ["held"] and "not safe" not in world.issue(42)["body"] + reply


@pytest.mark.parametrize(
    ("text", "member", "kind"),
    [
        ("The page shows her address, that is not safe.", False, "held"),
        ("The address field of the form has a danger colour.", True, "none"),
        ("How do I run the tests?", False, "none"),
    ],
)
def test_an_issue_without_a_form_is_looked_at_all_the_same(text: str, member: bool, kind: str) -> None:
    sent = msgspec.structs.replace(event(text, 43), member=member)
    assert consider(make_book({SLUG: kitchen()}), forms(), sent, TODAY).kind == kind
    titled = msgspec.structs.replace(sent, title=text, body="See above.")
    assert consider(make_book({SLUG: kitchen()}), forms(), titled, TODAY).kind == kind


def run(root: Path, *arguments: str) -> int:
    parser = Parser()
    command.add(parser.add_subparsers())
    options = parser.parse_args(["intake", "--root", str(root), "--today", "2026-11-21", *arguments])
    return int(options.run(options))


def test_without_a_token_nothing_is_written(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    path = event_file(tmp_path, event_data(issue_body("correct", CORRECT)))
    assert run(world.root, "--event", str(path)) == 0
    said = capsys.readouterr()
    assert MARK in said.out and "510-444-7788" in said.out
    assert "Nothing was written" in said.err
    assert git(world.root, "branch", "--list", "intake/*") == ""
    bad = event_file(tmp_path, event_data(issue_body("correct", {**CORRECT, "phone": "5"})))
    assert run(world.root, "--event", str(bad), "--dry-run") == 1


def test_the_command_proposes_locally(world: World, tmp_path: Path) -> None:
    path = event_file(tmp_path, event_data(issue_body("correct", CORRECT)))
    assert run(world.root, "--event", str(path), "--forge", "local") == 0
    assert world.head()


def test_hooks_and_the_users_index_are_left_alone(world: World) -> None:
    hook = world.root / ".git" / "hooks" / "reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    world.tell(issue_body("correct", CORRECT))
    assert GitBranch(world.root, MAIL).find("refs/heads/intake/12")
    assert date(2026, 11, 20).isoformat() in git(world.root, "log", "-1", "--format=%aI", "intake/12")


def test_one_person_cannot_flood_the_reviewers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bluepages.intake.handle.MOST_WAITING", 2)
    for number in (1, 2):
        world.tell(issue_body("correct", CORRECT), number)
    assert "waits as well" in world.tell(issue_body("correct", CORRECT), 3)
    world.tell(issue_body("correct", CORRECT), 4, login="sam-example")
    assert git(world.root, "branch", "--list", "intake/*").split() == ["intake/1", "intake/2", "intake/4"]
    assert "waits as well" not in world.tell(issue_body("correct", {**CORRECT, "phone": "510-444-9999"}), 2)


def test_local_reports_are_what_a_local_build_shows(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    pull_local(world.root)
    assert not (world.root / REVIEWS).exists(), "nothing was sent yet, and nothing is read for it"
    world.tell(issue_body("report", REPORT), 20)
    world.tell(issue_body("correct", CORRECT), 21)
    assert main(["reviews", "pull", "--root", str(world.root)]) == 0
    found = read_reviews(world.root)
    assert [(each.slug, each.reason, each.url) for each in found.reviews] == [(SLUG, "closed", "")]
    assert [(each.number, each.county) for each in found.proposals] == [(21, "alameda")]
    world.forge.settle(20, close=True)
    pull_local(world.root)
    assert not read_reviews(world.root).reviews
