"""The workflows are thin and give a stranger nothing: no privileged trigger, pinned actions, least permissions.

Our own rules are below; GitHub's schemas (check-jsonschema) and zizmor say the rest, both without the network.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.project.source import ROOT

GITHUB = ROOT / ".github"
FILES = sorted((GITHUB / "workflows").glob("*.y*ml"))
ACTION = GITHUB / "actions" / "setup" / "action.yml"
SETUP = "$/.github/actions/setup"
PINNED = re.compile(r"^actions/[a-z-]+@[0-9a-f]{40}$")
PINNED_LINE = re.compile(r"uses: \S+@[0-9a-f]{40} # v\d+(\.\d+)*$")
EVENT_TEXT = re.compile(r"github\.(?:event|head_ref|ref_name)\b|inputs\.")
LONGEST, LONGEST_FILE = 43, 45
"""Lines that say something, and all lines: about 40 is what a reader takes in at once."""
TESTS = {"tests.yml": "make test", "portal-tests.yml": "make test-portal"}
"""The workflows that try the program itself, by what a developer types; every other step is one call of `bluepages`."""

INTAKE = {"contents", "issues", "pull-requests", "statuses"}
WRITES_ALLOWED = {
    ("publish-pages.yml", "deploy"): {"pages", "id-token"},
    ("intake.yml", "intake"): INTAKE,
    ("approval.yml", "approval"): {"statuses"},
    ("sweep.yml", "sweep"): INTAKE,
    ("import.yml", "import"): INTAKE - {"statuses"},
    ("portal.yml", "publish"): {"contents"},
}

NOT_FOR_STRANGERS = "github.event_name != 'pull_request'"
PUBLISHES = ".venv/bin/bluepages publish ckan --apply --record"


def faults(name: str, text: str) -> list[str]:
    """Name everything in a workflow that our rules forbid."""
    workflow = yaml.safe_load(text)
    triggers = workflow.get("on", workflow.get(True))  # YAML 1.1 reads a bare `on` as true
    found = []
    if {"pull_request_target", "workflow_run", "issue_comment"} & set(
        [triggers] if isinstance(triggers, str) else triggers
    ):
        found.append("a privileged trigger")
    if workflow.get("permissions") != {}:
        found.append("permissions at the top that are not {}")
    if "concurrency" not in workflow:
        found.append("no concurrency")
    for job_name, job in workflow["jobs"].items():
        found += permission_faults(name, job_name, job.get("permissions"))
        if "timeout-minutes" not in job:
            found.append(f"{job_name}: no timeout")
        if "secrets." in str(job) and not job.get("environment"):
            found.append(f"{job_name}: a secret outside of an Environment")
        if "secrets." in str(job) and "pull_request" in triggers and NOT_FOR_STRANGERS not in str(job.get("if")):
            found.append(f"{job_name}: a secret beside a stranger's change")
        for step in job.get("steps", []):
            found += [f"{job_name}: {fault}" for fault in step_faults(step, TESTS.get(name, ""))]
        without = {key: value for key, value in job.items() if key not in ("if", "env", "steps", "concurrency")}
        if EVENT_TEXT.search(str(without)):
            found.append(f"{job_name}: words of an event outside of if, env and concurrency")
    for line in text.splitlines():
        if re.search(r"\buses:", line) and SETUP not in line and not PINNED_LINE.search(line):
            found.append(f"not a full hash with its version: {line.strip()}")
    said = sum(1 for line in text.splitlines() if line.strip() and not line.strip().startswith("#"))
    if said > LONGEST or len(text.splitlines()) > LONGEST_FILE:
        found.append("too long")
    return found


def permission_faults(name: str, job: str, permissions: Any) -> Iterator[str]:
    """Yield what a `permissions` gives beyond reading and what this job is known to need."""
    if not isinstance(permissions, dict):
        yield f"permissions of {job} are not a list of single ones"
        return
    for scope, level in permissions.items():
        if level == "write" and scope not in WRITES_ALLOWED.get((name, job), set()):
            yield f"{job} may write {scope}"


def step_faults(step: dict[str, Any], test: str = "") -> Iterator[str]:
    """Yield what is wrong with one step; `test` is the command that a workflow of tests may run."""
    uses, run = step.get("uses", ""), step.get("run", "")
    if uses and uses != SETUP and not PINNED.match(uses):
        yield f"{uses} is not one of GitHub's own actions by its full hash"
    if uses.startswith("actions/checkout@") and step.get("with", {}).get("persist-credentials") is not False:
        yield "checkout keeps the token in the clone"
    if "${{" in run:
        yield f"an expression inside a command: {run}"
    if len(run.strip().splitlines()) > 1 or re.search(r"&&|\|\||;|\||`|\$\(", run):
        yield f"more than one call in a step: {run}"
    if run and not run.startswith(".venv/bin/bluepages ") and run != test:
        yield f"not one call of bluepages: {run}"
    if EVENT_TEXT.search(str({key: value for key, value in step.items() if key not in ("if", "env")})):
        yield "words of an event outside of if and env"
    if "secrets." in run:
        yield "a secret in a command"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_workflows_follow_the_rules(file: Path) -> None:
    assert not faults(file.name, file.read_text(encoding="utf-8"))


def test_the_workflows_are_there() -> None:
    wanted = {"check.yml", "tests.yml", "publish-pages.yml", "intake.yml", "approval.yml", "sweep.yml", "import.yml"}
    assert {file.name for file in FILES} >= wanted


@pytest.mark.parametrize("name", ["check.yml", "tests.yml"])
def test_a_strangers_change_meets_a_token_that_only_reads(name: str) -> None:
    workflow = yaml.safe_load((GITHUB / "workflows" / name).read_text(encoding="utf-8"))
    for job in workflow["jobs"].values():
        assert set(job["permissions"].values()) == {"read"}
        assert "secrets" not in str(job) and "environment" not in job


def test_the_site_is_kept_also_where_a_check_fails_and_the_job_fails_all_the_same() -> None:
    steps = yaml.safe_load((GITHUB / "workflows" / "check.yml").read_text(encoding="utf-8"))["jobs"]["records"]["steps"]
    at = {word: next(i for i, step in enumerate(steps) if word in str(step)) for word in ("setup", "check ", " build")}
    build, keep = steps[at[" build"]], steps[at[" build"] + 1]
    assert at["setup"] < at["check "] < at[" build"]
    for step in (build, keep):
        assert step["if"] == "${{ !cancelled() && steps.setup.outcome == 'success' }}"
    assert keep["uses"].startswith("actions/upload-artifact@") and keep["with"]["path"] == "_site"
    assert not any("continue-on-error" in step for step in steps)


def test_the_set_up_is_pinned_and_one_call() -> None:
    text = ACTION.read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["runs"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == ["python3 tools/setup.py"]
    assert all(PINNED.match(step["uses"]) for step in steps if "uses" in step)
    assert all(PINNED_LINE.search(line) for line in text.splitlines() if "uses:" in line)


def test_every_command_of_a_workflow_runs_locally() -> None:
    commands = re.findall(r"(?m)^\s+run: (.+)$", "\n".join(file.read_text(encoding="utf-8") for file in FILES))
    assert commands
    for command in commands:
        program, *rest = command.split()
        if program == "make":
            assert f"\n{rest[0]}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
        else:
            assert program.startswith(".venv/bin/"), command


def test_every_call_of_bluepages_is_one_that_it_knows() -> None:
    from bluepages.cli import parser

    for file in FILES:
        for said in re.findall(r"(?m)^\s+run: \.venv/bin/bluepages (.+)$", file.read_text(encoding="utf-8")):
            parser().parse_args(said.replace('"', "").replace("$BASE_URL", "https://x.example/").split())


def test_pages_are_published_when_something_may_have_changed() -> None:
    workflow = yaml.safe_load((GITHUB / "workflows" / "publish-pages.yml").read_text(encoding="utf-8"))
    triggers = workflow[True]
    assert triggers["push"] == {"branches": ["main"]}
    assert len(triggers["schedule"]) == 1
    assert {"opened", "closed", "reopened"} <= set(triggers["issues"]["types"])
    assert triggers["repository_dispatch"] == {"types": ["withheld"]}
    assert workflow["concurrency"]["cancel-in-progress"] is False
    steps = workflow["jobs"]["build"]["steps"]
    assert steps[0]["with"]["fetch-depth"] == 0, "history is part of the site"
    runs = [step.get("run", "") for step in steps]
    pull = next(at for at, run in enumerate(runs) if "reviews pull" in run)
    assert pull < next(at for at, run in enumerate(runs) if " build " in run), "what is withheld is known before"
    assert not any(step.get("continue-on-error") for step in steps), "a list that cannot be fetched stops it"


def test_ci_runs_the_test_command_of_the_readme() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == [
        "set -euo pipefail",
        'cd "$(dirname "$0")/.."',
        "exec make test",
    ]


def test_only_main_publishes_to_the_portal_and_a_pull_request_gets_no_token() -> None:
    text = (ROOT / ".github" / "workflows" / "portal.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    plan, publish = workflow["jobs"]["plan"], workflow["jobs"]["publish"]
    assert "github.event_name == 'pull_request'" in plan["if"]
    assert "secrets." not in str(plan)
    assert "environment" not in plan
    assert "github.event_name != 'pull_request'" in publish["if"]
    assert "github.event.label.name == 'review'" in publish["if"], "also when the label is taken away"
    pages = yaml.safe_load((ROOT / ".github" / "workflows" / "publish-pages.yml").read_text(encoding="utf-8"))["jobs"][
        "build"
    ]
    assert publish["environment"] == pages["environment"], "the same list of places that must not be shown"
    assert publish["steps"][0]["with"]["ref"] == "main"
    assert [step["run"] for step in publish["steps"] if "CKAN_API_TOKEN" in str(step)] == [PUBLISHES]
    pulls = [
        next(step["env"] for step in job["steps"] if "reviews pull" in step.get("run", "")) for job in (publish, pages)
    ]
    assert pulls[0] == {**pulls[1], "GITHUB_TOKEN": "${{ github.token }}"}
    assert (
        workflow[True]["issues"]
        == yaml.safe_load((ROOT / ".github" / "workflows" / "publish-pages.yml").read_text(encoding="utf-8"))[True][
            "issues"
        ]
    ), "the same events as for the pages"
    assert workflow["concurrency"]["cancel-in-progress"] is False
    assert all(job["steps"][0]["with"]["fetch-depth"] == 0 for job in (plan, publish)), "the gate looks into the past"


SCHEMAS = {
    "vendor.github-workflows": FILES,
    "vendor.github-actions": [ACTION],
    "vendor.dependabot": [GITHUB / "dependabot.yml"],
    "vendor.github-issue-config": [GITHUB / "ISSUE_TEMPLATE" / "config.yml"],
    "vendor.github-issue-forms": sorted(
        path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml"
    ),
}


def by_schema(schema: str, files: list[Path]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_github_would_take_these_files(schema: str) -> None:
    assert SCHEMAS[schema]
    run = by_schema(schema, SCHEMAS[schema])
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_file_that_github_would_not_take_is_seen(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text("on: pushh\njobs: {a: {runs-on: x, steps: [{rum: y}]}}\n", encoding="utf-8")
    assert by_schema("vendor.github-workflows", [bad]).returncode == 1


def zizmor(*places: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("zizmor")
    command = [str(program), "--offline", "--quiet", "--format=plain", *map(str, places)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_zizmor_finds_nothing() -> None:
    run = zizmor(GITHUB)
    assert run.returncode == 0, run.stdout + run.stderr


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    text = (GITHUB / "workflows" / "intake.yml").read_text(encoding="utf-8")
    bad = text.replace('"$GITHUB_EVENT_PATH"', "${{ github.event.issue.title }}")
    (folder / "intake.yml").write_text(bad, encoding="utf-8")
    assert "template-injection" in zizmor(tmp_path).stdout


GOOD = """on: {pull_request: }
permissions: {}
concurrency: x
jobs:
  a:
    timeout-minutes: 5
    permissions: {contents: read}
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with: {persist-credentials: false}
      - run: make test
"""


def test_a_good_workflow_has_no_fault() -> None:
    assert not faults("tests.yml", GOOD)
    assert not faults("x.yml", GOOD.replace("make test", ".venv/bin/bluepages check"))


def test_only_tests_call_make() -> None:
    assert faults("x.yml", GOOD) == ["a: not one call of bluepages: make test"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pull_request:", "pull_request_target:"),
        ("pull_request:", "workflow_run:"),
        ("pull_request:", "issue_comment:"),
        ("permissions: {}\n", ""),
        ("permissions: {}\n", "permissions: {contents: read}\n"),
        ("concurrency: x\n", ""),
        ("    permissions: {contents: read}\n", ""),
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
        ("make test", "make site"),
        ("make test", "python3 tools/preflight.py"),
        ("make test", "curl x"),
        ("make test", "|\n          make test\n          make site"),
        ("make test", "make test\n        env: {KEY: '${{ secrets.KEY }}'}"),
        ("persist-credentials: false", "persist-credentials: false, ref: '${{ github.event.pull_request.head.sha }}'"),
        ("persist-credentials: false", "persist-credentials: false, ref: '${{ github.head_ref }}'"),
        ("      - run: make test\n", "      - run: make test\n" * 60),
    ],
)
def test_a_bad_workflow_is_seen(old: str, new: str) -> None:
    assert old in GOOD
    assert faults("tests.yml", GOOD.replace(old, new))
