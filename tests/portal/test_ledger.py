"""Receipts on the branch `publications`: nothing lost, nothing twice, nothing else touched."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bluepages.errors import Complaint
from bluepages.intake.gitbranch import GitBranch
from bluepages.publish.ledger import REF, Ledger, ledger_of
from bluepages.publish.receipt import Receipt, write_receipt
from bluepages.records.load import load_config
from tests.doors.support import make_repository
from tests.github.standin import Standin

MAIL = "publications@example.org"


def git(root: Path, *arguments: str) -> str:
    run = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def receipt(number: int, folder: Path) -> tuple[Path, Receipt]:
    made = Receipt(
        target="ckan", url="https://data.example.gov", dataset="directory", kind="apply",
        at=f"2026-11-26T09:{number:02d}:00Z", actor="rosa", commit=f"{number:040x}", site_url="", schema_version="s-1",
        before={}, after={"rows": str(number)}, writes=3, verdict="passed",
    )  # fmt: skip
    return write_receipt(folder, made), made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_repository(tmp_path / "directory")


@pytest.fixture
def remote(tmp_path: Path, root: Path) -> Path:
    subprocess.run(["git", "clone", "-q", "--bare", str(root), str(tmp_path / "hub.git")], check=True)
    return tmp_path / "hub.git"


def test_receipts_gather_on_a_branch_of_their_own(root: Path, remote: Path, tmp_path: Path) -> None:
    before = (
        git(remote, "rev-parse", "refs/heads/main"),
        git(root, "status", "--porcelain"),
        git(root, "rev-parse", "HEAD"),
    )
    ledger = Ledger(GitBranch(root, MAIL), str(remote))
    for number in (1, 2):
        ledger.add(*receipt(number, tmp_path / "receipts"))
    names = git(remote, "ls-tree", "-r", "--name-only", REF).splitlines()
    assert len(names) == 3
    assert "README.md" in names
    assert all(name.startswith("ckan/ckan-2026-11-26T09") for name in names if name != "README.md")
    assert git(remote, "rev-list", "--count", REF) == "2"
    assert git(remote, "log", "-1", "--format=%s %ae %as", REF) == f"Apply of directory: passed {MAIL} 2026-11-26"
    last = json.loads(git(remote, "show", f"{REF}:{names[-1]}"))
    assert last["after"] == {"rows": "2"}
    after = (
        git(remote, "rev-parse", "refs/heads/main"),
        git(root, "status", "--porcelain"),
        git(root, "rev-parse", "HEAD"),
    )
    assert after == before


def test_the_same_receipt_twice_is_one(root: Path, remote: Path, tmp_path: Path) -> None:
    ledger, one = Ledger(GitBranch(root, MAIL), str(remote)), receipt(1, tmp_path / "receipts")
    assert ledger.add(*one) == ledger.add(*one)
    assert git(remote, "rev-list", "--count", REF) == "1"


class Overtaken(Ledger):
    """One whom another overtakes each time, so many times, between looking and writing."""

    def __init__(self, mine: Ledger, other: Ledger, receipts: list[tuple[Path, Receipt]]) -> None:
        super().__init__(mine.git, mine.remote)
        self.other, self.receipts = other, receipts

    def _commit(self, tip: str, path: Path, receipt: Receipt) -> str:
        made = super()._commit(tip, path, receipt)
        if self.receipts:
            self.other.add(*self.receipts.pop())
        return made


def test_of_two_at_once_none_is_lost(tmp_path: Path, root: Path, remote: Path) -> None:
    subprocess.run(["git", "clone", "-q", str(remote), str(tmp_path / "other")], check=True)
    mine, other = (Ledger(GitBranch(where, MAIL), str(remote)) for where in (root, tmp_path / "other"))
    made = [receipt(number, tmp_path / "receipts") for number in range(4)]
    Overtaken(mine, other, made[1:]).add(*made[0])
    assert len(git(remote, "ls-tree", "-r", "--name-only", REF).splitlines()) == 5
    assert git(remote, "rev-list", "--count", REF) == "4"


def test_without_a_forge_it_is_the_clones_own_branch(root: Path, tmp_path: Path) -> None:
    ledger_of(root, load_config(root), {}).add(*receipt(1, tmp_path / "receipts"))
    assert git(root, "rev-list", "--count", REF) == "1"


def test_a_remote_that_refuses_is_said(root: Path, remote: Path, tmp_path: Path) -> None:
    hook = remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(Complaint):
        Ledger(GitBranch(root, MAIL), str(remote)).add(*receipt(1, tmp_path / "receipts"))


def test_on_github_the_token_opens_it_and_stands_in_no_argument(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "a-token-of-a-run"
    seen: list[Any] = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda command, **more: (seen.append(command), run(command, **more))[1])
    with Standin(tmp_path) as github:
        github.hub.git.seed({"README.md": b"Hello\n"})
        github.hub.tokens = {secret: github.hub.tokens["token"]}
        ledger_of(root, load_config(root), github.environment() | {"GITHUB_TOKEN": secret}).add(
            *receipt(1, tmp_path / "receipts")
        )
        assert git(github.hub.git.path, "rev-list", "--count", REF) == "1"
    assert secret not in str(seen)
    assert secret not in str(os.environ)
