"""The workflows are thin and give a stranger nothing: no privileged trigger, pinned actions, least permissions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.project.source import ROOT

FILES = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
PINNED = re.compile(r"^actions/[a-z-]+@[0-9a-f]{40}$")
PINNED_LINE = re.compile(r"uses: \S+@[0-9a-f]{40} # v\d+(\.\d+)*$")
WRITES_ALLOWED = {
    ("publish-pages.yml", "deploy"): {"pages", "id-token"},
    ("intake.yml", "intake"): {"contents", "issues", "pull-requests", "statuses"},
}


def faults(name: str, text: str) -> list[str]:
    """Name everything in a workflow that our rules forbid."""
    workflow = yaml.safe_load(text)
    triggers = workflow.get("on", workflow.get(True))  # YAML 1.1 reads a bare `on` as true
    found = []
    if {"pull_request_target", "workflow_run"} & set([triggers] if isinstance(triggers, str) else triggers):
        found.append("a privileged trigger")
    if "permissions" not in workflow:
        found.append("no permissions at the top")
    found += permission_faults(name, "", workflow.get("permissions", {}))
    for job_name, job in workflow["jobs"].items():
        found += permission_faults(name, job_name, job.get("permissions", {}))
        if "timeout-minutes" not in job:
            found.append(f"{job_name}: no timeout")
        for step in job.get("steps", []):
            found += [f"{job_name}: {fault}" for fault in step_faults(step)]
    for line in text.splitlines():
        if re.search(r"\buses:", line) and not PINNED_LINE.search(line):
            found.append(f"not a full hash with its version: {line.strip()}")
    return found


def permission_faults(name: str, job: str, permissions: Any) -> Iterator[str]:
    """Yield what a `permissions` gives beyond reading and what this job is known to need."""
    if not isinstance(permissions, dict):
        yield f"permissions of {job or 'the workflow'} are not a list of single ones"
        return
    for scope, level in permissions.items():
        if level == "write" and scope not in WRITES_ALLOWED.get((name, job), set()):
            yield f"{job or 'the workflow'} may write {scope}"


def step_faults(step: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one step."""
    uses, run = step.get("uses", ""), step.get("run", "")
    if uses and not PINNED.match(uses):
        yield f"{uses} is not one of GitHub's own actions by its full hash"
    if uses.startswith("actions/checkout@") and step.get("with", {}).get("persist-credentials") is not False:
        yield "checkout keeps the token in the clone"
    if "${{" in run:
        yield f"an expression inside a command: {run}"
    if len(run.strip().splitlines()) > 1 or re.search(r"&&|\|\||;|\||`|\$\(", run):
        yield f"more than one call in a step: {run}"
    if "secrets." in str(step):
        yield "a secret"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_workflows_follow_the_rules(file: Path) -> None:
    assert not faults(file.name, file.read_text(encoding="utf-8"))


def test_the_workflows_are_there() -> None:
    assert {file.name for file in FILES} >= {"check.yml", "publish-pages.yml"}


def test_every_command_of_a_workflow_runs_locally() -> None:
    commands = re.findall(r"(?m)^\s+run: (.+)$", "\n".join(file.read_text(encoding="utf-8") for file in FILES))
    assert commands
    for command in commands:
        program, *rest = command.split()
        if program == "make":
            assert f"\n{rest[0]}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
        elif program == "python3":
            assert (ROOT / rest[0]).is_file(), command
        else:
            assert program.startswith(".venv/bin/"), command


def test_pages_are_published_when_something_may_have_changed() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "publish-pages.yml").read_text(encoding="utf-8"))
    triggers = workflow[True]
    assert triggers["push"] == {"branches": ["main"]}
    assert len(triggers["schedule"]) == 1
    assert {"opened", "closed", "reopened"} <= set(triggers["issues"]["types"])
    assert workflow["concurrency"]["cancel-in-progress"] is False
    checkout = workflow["jobs"]["build"]["steps"][0]
    assert checkout["with"]["fetch-depth"] == 0, "history is part of the site"


def test_ci_runs_the_test_command_of_the_readme() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == [
        "set -euo pipefail",
        'cd "$(dirname "$0")/.."',
        "exec make test",
    ]


GOOD = """on: {pull_request: }
permissions: {contents: read}
jobs:
  a:
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with: {persist-credentials: false}
      - run: make test
"""


def test_a_good_workflow_has_no_fault() -> None:
    assert not faults("x.yml", GOOD)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pull_request:", "pull_request_target:"),
        ("pull_request:", "workflow_run:"),
        ("permissions: {contents: read}\n", ""),
        ("permissions: {contents: read}", "permissions: write-all"),
        ("contents: read", "contents: write"),
        ("    timeout-minutes: 5\n", ""),
        ("08c6903cd8c0fde910a37f88322edcfb5dd907a8", "v5"),
        ("dd907a8 #", "dd907a #"),
        (" # v5.0.0", ""),
        ("actions/checkout", "somebody/checkout"),
        ("persist-credentials: false", "fetch-depth: 0"),
        ("make test", "echo ${{ github.event.issue.title }}"),
        ("make test", "make test && make site"),
        ("make test", "|\n          make test\n          make site"),
        ("make test", "make test\n        env: {KEY: '${{ secrets.KEY }}'}"),
    ],
)
def test_a_bad_workflow_is_seen(old: str, new: str) -> None:
    assert old in GOOD
    assert faults("x.yml", GOOD.replace(old, new))
