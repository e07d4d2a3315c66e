"""The summary of a pull request's check: the change in words, the problems, and lines to copy."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from bluepages.cli import main
from bluepages.report.github import SUMMARY_BYTES, fitting
from bluepages.report.mended import MOST_LINES, mended_lines
from tests.support import file_of, kitchen, make_directory, to_bytes

SLUG = "harbor-street-community-kitchen"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = make_directory(tmp_path / "directory", {SLUG: kitchen()})
    run = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*run[:3], "init", "-q", "-b", "main"], check=True)
    subprocess.run([*run, "add", "-A"], check=True)
    subprocess.run([*run, "commit", "-q", "-m", "First"], check=True)
    return folder


def summary_of(root: Path, monkeypatch: pytest.MonkeyPatch, event: object = None) -> tuple[int, str]:
    path = root.parent / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    if event is not None:
        (root.parent / "event.json").write_text(json.dumps(event), encoding="utf-8")
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(root.parent / "event.json"))
    arguments = ["--changed-since", "main", "--format", "github", "--today", "2026-11-21"]
    return main(["check", "--root", str(root), *arguments]), path.read_text(encoding="utf-8")


def test_a_reader_of_the_summary_knows_what_changed_and_how_to_mend_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = kitchen()
    record["services"]["hot-lunch"]["at"]["kitchen"]["hours"] = "Mon-Fri 11:30am-2pm"
    record["phones"] = [{"number": "(510) 444-0142"}]
    (root / file_of(SLUG)).write_bytes(to_bytes(record))
    event = {"pull_request": {"author_association": "FIRST_TIME_CONTRIBUTOR"}}
    _, said = summary_of(root, monkeypatch, event)
    assert said.index("## What changes") < said.index("## What the checks say") < said.index("### Mended lines")
    assert "Hours" in said and "11:30" in said and "Phone" in said
    assert "Somebody's first change here" in said
    assert "```diff" in said and "+phones: [{number: 510-444-0142}]" in said


def test_of_a_confidential_record_no_line_is_offered(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = kitchen()
    record["locations"]["kitchen"] = {
        "confidential": True, "county": "alameda", "address": {"address_1": "4471 Quill Ln", "city": "Oakland"},
    }  # fmt: skip
    record["phones"] = [{"number": "(510) 444-0142"}]
    (root / file_of(SLUG)).write_bytes(to_bytes(record))
    code, said = summary_of(root, monkeypatch, {"pull_request": {"author_association": "MEMBER"}})
    assert code == 1 and "Quill" not in said and "Mended lines" not in said and "first change" not in said


def test_lines_cannot_end_the_block_they_stand_in() -> None:
    said = mended_lines({"a.yaml": ("a: 1\n", "a: ```\n::error::x ` \u202ey\n")})
    assert said.count("````") == 2 and "\u202e" not in said
    assert not mended_lines({}) and not mended_lines({"a.yaml": ("a\n", "a\n")})
    long = mended_lines({"a.yaml": ("", "x\n" * 1000)})
    assert len(long.splitlines()) < MOST_LINES + 20


def test_a_summary_always_fits() -> None:
    assert fitting("short\n") == "short\n"
    assert len(fitting("ü" * 900 + "\n" + "line é\n" * 300_000).encode()) <= SUMMARY_BYTES


@pytest.mark.parametrize("event", [{}, [], {"pull_request": 5}, {"pull_request": {}}])
def test_an_event_of_another_kind_is_no_matter(root: Path, event: object, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = summary_of(root, monkeypatch, event)
    assert code == 0 and "first change" not in said
