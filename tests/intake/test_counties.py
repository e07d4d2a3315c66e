"""What people tell of their county stays in its thread; a fact gets into the data with a source and a date, or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bluepages.checks import run
from bluepages.records.load import load_book
from tests.intake.support import TODAY, answer, issue_body
from tests.support import make_directory

TOLD = {"county": "alameda", "operator": "Eden I&R\n\noperator_211: {name: Mine}", "thoughts": "It works well."}


def test_an_answer_becomes_a_thread_and_no_change() -> None:
    found = answer(issue_body("county", TOLD))
    assert (found.kind, found.label, found.title) == ("thread", "county", "County: alameda")
    assert found.outcome.proposal is None


@pytest.mark.parametrize("missing", ["source", "date"])
def test_a_fact_about_a_county_needs_a_source_and_a_date(tmp_path: Path, missing: str) -> None:
    root = make_directory(tmp_path)
    path = root / "data" / "counties.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if line.startswith(f"    {missing}:"))
    assert not [problem for problem in run(load_book(root), today=TODAY) if problem.rule == "P190"]
    path.write_text("".join(lines[:at] + lines[at + 1 :]), encoding="utf-8")
    found = [problem for problem in run(load_book(root), today=TODAY) if problem.rule == "P190"]
    assert found and missing in found[0].message and found[0].file == "data/counties.yaml"
