"""Leads are read by county and name, and written in one spelling; a file that does not fit is a problem at its line."""

from __future__ import annotations

from pathlib import Path

from bluepages.records.leads import Lead, leads_text, load_leads

LEADS = [
    Lead("Harbor Pantry", "napa", "Napa", "food pantry", "2020-02-01", "older than 2 years", "harbor-list"),
    Lead("Bay House", "kern", "", "treatment", "2021", "it may be somebody's home", "harbor-list"),
]


def test_written_and_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "leads"
    folder.mkdir(parents=True)
    text = leads_text("harbor-list", LEADS)
    (folder / "harbor-list.yaml").write_text(text, encoding="utf-8")
    leads, problems = load_leads(tmp_path)
    assert not problems
    assert leads == [LEADS[1], LEADS[0]]
    assert leads_text("harbor-list", leads) == text


def test_no_folder_is_no_lead(tmp_path: Path) -> None:
    assert load_leads(tmp_path) == ([], [])


def test_what_must_not_be_there_is_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "leads"
    folder.mkdir(parents=True)
    bad = "source: harbor-list\nleads:\n  - {name: A, kind: b, reason: c, street: 1 Pier St}\n"
    (folder / "harbor-list.yaml").write_text(bad, encoding="utf-8")
    leads, problems = load_leads(tmp_path)
    assert leads == []
    assert [(problem.rule, problem.line) for problem in problems] == [("P190", 3)]
    assert "Pier" not in problems[0].message + problems[0].hint
