"""One rolling proposal a source: a branch, brought up to date, validated before, and left to people who work on it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bluepages.cli import main
from bluepages.errors import DONE
from bluepages.federate.mapping import load_mapping
from bluepages.records.load import load_book
from tests.federate.places import directory

TABLE = "Name,County,Street,City,Phone\nHarbor Kitchen,Alameda,1200 Harbor St,Oakland,510-555-0142\n"
MAPPING = """\
title: Kitchens
as_of: 2026-11-21
columns: {name: Name, county: County, street: Street, city: City, phone: Phone}
source: {id: sample}
default_need: food.meals
kinds: {"": {description: A kitchen., services: {meals: {name: Hot meals}}}}
"""
BRANCH = "import/sample"


def git(root: Path, *words: str) -> str:
    names = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    done = subprocess.run(["git", "-C", str(root), *names, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = directory(tmp_path / "here")
    (root / "data" / "sources").mkdir(exist_ok=True)
    (root / "data" / "sources" / "sample.yaml").write_text(MAPPING)
    (root / "table.csv").write_text(TABLE)
    (root / ".gitignore").write_text("table.csv\n.bluepages/\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")
    return root


def propose(root: Path) -> int:
    mapping = str(root / "data" / "sources" / "sample.yaml")
    words = ["import", "csv", str(root / "table.csv"), "--mapping", mapping, "--root", str(root), "--forge", "local"]
    return main([*words, "--today", "2026-11-25"])


def shown(root: Path, path: str = "data/providers/alameda/harbor-kitchen.yaml") -> str:
    return git(root, "show", f"{BRANCH}:{path}")


def test_one_branch_brought_up_to_date(root: Path) -> None:
    assert propose(root) == DONE
    assert "1200 Harbor St" in shown(root)
    assert not (root / "data" / "providers" / "alameda").exists()  # what is published waits for a merge
    first = git(root, "rev-parse", BRANCH)
    assert propose(root) == DONE
    assert git(root, "rev-parse", f"{BRANCH}^{{tree}}") == git(root, "rev-parse", f"{first}^{{tree}}")
    (root / "table.csv").write_text(TABLE.replace("0142", "0177"))
    assert propose(root) == DONE
    assert "510-555-0177" in shown(root)
    assert len(git(root, "branch", "--list", "import/*").split()) == 1


def test_merged_and_in_step(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    propose(root)
    git(root, "merge", "-q", "--ff-only", BRANCH)
    capsys.readouterr()
    assert propose(root) == DONE
    told = capsys.readouterr()
    assert "nothing to propose" in told.out + told.err
    assert not [problem for entry in load_book(root) for problem in entry.problems]


def test_a_feed_that_fails_does_not_stop_the_others(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, url in (("a", "https://192.0.2.1/x.csv"), ("b", "http://data.example.org/x.csv")):
        path = root / "data" / "sources" / f"{name}.yaml"
        path.write_text(f'{MAPPING}feed: {{format: csv, url: "{url}"}}\n')
        assert load_mapping(path, load_book(root)).feed is not None
    assert main(["import", "run", "--root", str(root), "--plan"]) != DONE
    told = capsys.readouterr()
    assert "a.yaml" in told.err + told.out
    assert "is not https" in told.err + told.out
    assert "2 sources have a feed" in told.err + told.out
