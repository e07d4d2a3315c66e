"""Proposals in the local repository: accepted only when they merge and pass, and never more than their own record."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from bluepages.cli import main
from bluepages.doors.text import compose
from bluepages.errors import Complaint
from bluepages.relay.local import start
from tests.doors.support import SLUG, TODAY, git, make_repository
from tests.doors.test_text import FORMS
from tests.doors.test_web import sent
from tests.support import make_directory

FILE = f"data/providers/alameda/{SLUG}.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_repository(tmp_path / "directory")


def run(root: Path, *arguments: str) -> int:
    return main(["intake", *arguments, "--root", str(root), "--today", TODAY.isoformat()])


def propose(root: Path, **values: str) -> str:
    """A report by mail; returns its id."""
    before = branches(root)
    mail = root.parent / "mail.txt"
    mail.write_text(compose(FORMS, sent("report", record=SLUG, **values)), encoding="utf-8")
    assert run(root, "--text", str(mail)) == 0
    (name,) = branches(root) - before
    return name


def branches(root: Path) -> set[str]:
    names = git(root, "for-each-ref", "--format=%(refname)", "refs/heads/proposals").split()
    return {name.rpartition("/")[2] for name in names}


def test_nothing_waits_at_first(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "--list") == 0
    assert capsys.readouterr().err == "0 proposals wait.\n"
    assert run(root, "--show", "abcdef") == 2
    assert "No proposal of that name waits." in capsys.readouterr().err


def test_other_work_in_the_folder_is_left_alone(root: Path) -> None:
    name = propose(root, reason="eligibility", service="hot-lunch", eligibility="Everybody.")
    other = root / "data/providers/alameda/lone-pantry.yaml"
    other.write_text(other.read_text().replace("Lone Pantry", "Lone Pantry West"))
    (root / "notes.txt").write_text("mine")
    git(root, "add", "notes.txt")
    assert run(root, "--accept", name) == 0
    assert git(root, "show", "--name-only", "--format=%an", "HEAD").split("\n") == ["Blue Pages intake", "", FILE]
    status = subprocess.run(
        ["git", "-C", str(root), "status", "--porcelain"], capture_output=True, text=True, check=True
    ).stdout
    assert status.splitlines() == [" M data/providers/alameda/lone-pantry.yaml", "A  notes.txt"]
    assert f"Proposed-in: form {name}" in git(root, "log", "-1", "--format=%B")


def test_a_record_that_changed_elsewhere_is_merged(root: Path) -> None:
    name = propose(root, reason="eligibility", service="hot-lunch", eligibility="Everybody.")
    path = root / FILE
    path.write_text(path.read_text().replace("Volunteers serve hot meals", "Neighbors serve hot meals"))
    git(root, "commit", "-qam", "Say it better")
    assert run(root, "--accept", name) == 0
    text = path.read_text()
    assert "Neighbors serve" in text and "eligibility_description: Everybody." in text


def test_a_record_that_changed_in_the_same_place_is_for_a_person(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = propose(root, reason="hours", service="evening", hours="Sat 6pm-8pm")
    path = root / FILE
    path.write_text(path.read_text().replace("Sa 17:00-19:00", "Sa 16:00-18:00"))
    git(root, "commit", "-qam", "Other hours")
    before = path.read_bytes()
    assert run(root, "--accept", name) == 1
    assert "was changed in the same place" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert run(root, "--show", name) == 0
    assert run(root, "--decline", name) == 0
    assert branches(root) == set()
    assert path.read_bytes() == before


def test_what_does_not_pass_the_checks_is_not_accepted(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = propose(root, reason="eligibility", service="hot-lunch", eligibility="Everybody.")
    git(root, "switch", "-q", f"proposals/{name}")
    path = root / FILE
    path.write_text(path.read_text().replace("food.meals", "food.feast"))
    git(root, "commit", "-qam", "Spoilt by hand")
    git(root, "switch", "-q", "main")
    assert run(root, "--accept", name) == 1
    assert "It does not pass the checks now" in capsys.readouterr().err
    assert "food.feast" not in path.read_text()
    assert branches(root) == {name}


def test_a_report_is_only_settled(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = propose(root, reason="closed", details="The door is nailed up.")
    assert run(root, "--list") == 0
    assert "(a report; changes nothing by itself)" in capsys.readouterr().out
    assert run(root, "--show", name) == 0
    assert "The door is nailed up." in capsys.readouterr().out
    head = git(root, "rev-parse", "HEAD^{tree}")
    assert run(root, "--accept", name) == 0
    assert git(root, "rev-parse", "HEAD^{tree}") == head
    assert git(root, "log", "-1", "--format=%B").startswith(f"Settled: Review: {SLUG}: closed")
    assert branches(root) == set()


def test_a_branch_that_touches_more_than_one_record_is_refused(root: Path) -> None:
    git(root, "switch", "-qc", "proposals/abcdef12")
    for name in ("directory.yaml", FILE):
        (root / name).write_text((root / name).read_text() + "# x\n")
    git(root, "commit", "-qam", "Too much")
    git(root, "switch", "-q", "main")
    assert run(root, "--list") == 0
    assert run(root, "--show", "abcdef12") == 1
    assert run(root, "--accept", "abcdef12") == 1
    assert "# x" not in (root / FILE).read_text()


def test_a_folder_without_git_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(make_directory(tmp_path / "plain"), "--list") == 2
    assert "git init" in capsys.readouterr().err


def test_a_port_that_is_taken_leaves_the_spool_free(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError):
        start(root, taken.getsockname()[1], "http://127.0.0.1:1/")
    made = start(root, 0, "http://127.0.0.1:1/")
    made.stop()


def test_a_folder_without_the_branch_is_told_so_before_anybody_sends(root: Path, tmp_path: Path) -> None:
    git(root, "branch", "-q", "-m", "main", "trunk")
    for folder in (root, make_directory(tmp_path / "plain")):
        with pytest.raises(Complaint, match="no branch main"):
            start(folder, 0, "http://127.0.0.1:1/")
        assert not (folder / ".bluepages" / "relay.sqlite").exists()
