"""The whole way: from a correction to the page, the files and the portal of the state, by the steps of the workflows.

GitHub is the stand-in (real Git, real PyGithub), the portal a real CKAN. What runs is read from publish-pages.yml and
portal.yml, step by step, each workflow in a fresh clone of main as on GitHub.
"""

from __future__ import annotations

import csv
import json
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bluepages.cli import main
from bluepages.publish.ckan import lease
from tests.github.standin import Standin
from tests.intake.support import CORRECT, issue_body
from tests.portal.world import SAID, Portal
from tests.support import ROOT, SETTINGS, kitchen, make_directory

pytestmark = [pytest.mark.portal, pytest.mark.slow]

SLUG = "harbor-street-community-kitchen"
BASE = "https://test.example.org/"
NEW = "510-444-7788"
"""The telephone of CORRECT."""


class Whole:
    """GitHub with one directory on main, a portal, and the workflows that bring the one to the other."""

    def __init__(self, folder: Path, github: Standin, portal: Portal, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.github, self.hub, self.portal, self.patch = folder, github, github.hub, portal, patch
        self.runs = 0
        self.dataset = f"mission-{folder.name[-12:].lower().replace('_', '-')}-{id(self)}"
        settings = f"{SETTINGS}{SAID}repository: {self.hub.name}\nportals: {{ckan: {{dataset: {self.dataset}}}}}\n"
        made = make_directory(folder / "first", {SLUG: kitchen()}, settings)
        (made / ".gitignore").write_text("_site/\n.bluepages/\n", encoding="utf-8")
        self.hub.git.seed(
            {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}
        )
        self.rosa = github.person("rosa-example")
        self.sam = github.person("sam-example", "write")

    def clone(self) -> Path:
        self.runs += 1
        root = self.folder / f"run{self.runs}"
        subprocess.run(["git", "clone", "-q", str(self.hub.git.path), str(root)], check=True)
        return root

    def intake(self, event: object) -> None:
        root = self.clone()
        file = self.folder / f"event{self.runs}.json"
        file.write_text(json.dumps(event), encoding="utf-8")
        assert main(["intake", "--event", str(file), "--root", str(root)]) == 0

    def workflow(self, name: str, job: str) -> Path:
        """Run the `bluepages` steps of a job, in order, in a fresh clone; its `_site`."""
        root = self.clone()
        values = {"GITHUB_TOKEN": self.github.environment()["GITHUB_TOKEN"], "BASE_URL": BASE}
        values |= {
            "CKAN_URL": self.portal.url,
            "CKAN_ORG": self.portal.organization,
            "CKAN_API_TOKEN": self.portal.editor,
        }
        ran = []
        for command, environment in steps(name, job):
            with self.patch.context() as patch:
                for key in environment:
                    if key in values:
                        patch.setenv(key, values[key])
                    else:
                        patch.delenv(key, raising=False)
                arguments = [BASE if word == "$BASE_URL" else word for word in shlex.split(command)[1:]]
                assert main([*arguments, "--root", str(root)]) == 0, command
            ran.append(arguments[0])
        assert ran, f"{name} has no step of ours"
        return root / "_site"

    def publish(self) -> Path:
        """What a merge sets off; the pages."""
        pages = self.workflow("publish-pages.yml", "build")
        self.workflow("portal.yml", "publish")
        return pages

    def row(self) -> dict[str, Any]:
        """The one row of the portal's table, as everybody reads it."""
        package = self.portal.ask("package_show", {"id": self.dataset})
        table = next(each["id"] for each in package["resources"] if each["bluepages_role"] == "table")
        (row,) = self.portal.ask("datastore_search", {"resource_id": table})["records"]
        return dict(row)


def steps(name: str, job: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The calls of `bluepages` in a job, with the names of all that stands in their environment."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))
    outer = {**workflow.get("env", {}), **workflow["jobs"][job].get("env", {})}
    for step in workflow["jobs"][job]["steps"]:
        if str(step.get("run", "")).startswith(".venv/bin/bluepages "):
            yield step["run"], {**outer, **step.get("env", {})}


@pytest.fixture
def whole(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Iterator[Whole]:
    monkeypatch.setattr(
        "bluepages.intake.githubforge.PAUSES", {"seconds_between_requests": 0, "seconds_between_writes": 0}
    )
    monkeypatch.setattr(lease, "SETTLE", 0.05)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_RUN_ID", "CKAN_URL", "CKAN_API_TOKEN", "CKAN_ORG"):
        monkeypatch.delenv(name, raising=False)
    with Standin(tmp_path) as github:
        for name, value in github.environment().items():
            monkeypatch.setenv(name, value)
        yield Whole(tmp_path, github, portal, monkeypatch)
        assert not github.hub.refused


def everywhere(pages: Path, whole: Whole, phone: str) -> None:
    """The telephone is on the page, in both files, and in the portal's table, read without a token."""
    dialled = f"+1{phone.replace('-', '')}"
    assert phone in (pages / "p" / f"{SLUG}.html").read_text(encoding="utf-8")
    with (pages / "data" / "services.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["phone"] for row in csv.DictReader(stream)] == [dialled]
    features = json.loads((pages / "data" / "locations.geojson").read_text(encoding="utf-8"))["features"]
    assert [each["properties"]["phone"] for each in features] == [dialled]
    assert whole.row()["phone"] == dialled


def test_a_correction_reaches_the_page_the_files_and_the_portal(whole: Whole) -> None:
    everywhere(whole.publish(), whole, "510-555-0142")
    number = whole.rosa.opens("Correct: x", issue_body("correct", CORRECT), ["intake"]).number
    whole.intake(whole.github.issue_event(number))
    (pull,) = whole.hub.pulls()
    whole.sam.reviews(pull.number)
    whole.intake(whole.github.review_event(pull.number))
    whole.sam.merges(pull.number)
    everywhere(whole.publish(), whole, NEW)
    under_review(whole)


def under_review(whole: Whole) -> None:
    """A report marks the page until its issue is closed."""
    body = issue_body("report", {"record": SLUG, "reason": "closed", "details": "The door is nailed shut."})
    number = whole.rosa.opens("Report: x", body, ["review"]).number
    whole.intake(whole.github.issue_event(number))
    marked_until_closed(whole, number)


def marked_until_closed(whole: Whole, number: int) -> None:
    """The page says that it is under review, where, and no more once the issue is closed."""
    page = whole.workflow("publish-pages.yml", "build") / "p" / f"{SLUG}.html"
    assert f'/issues/{number}"' in page.read_text(encoding="utf-8")
    assert "nder review" in page.read_text(encoding="utf-8")
    whole.sam.closes(number)
    page = whole.workflow("publish-pages.yml", "build") / "p" / f"{SLUG}.html"
    assert f'/issues/{number}"' not in page.read_text(encoding="utf-8")


def test_the_same_from_the_form_that_needs_no_account(whole: Whole) -> None:
    support = pytest.importorskip("tests.relay.support", reason="the relay's tests are not there")
    whole.publish()
    root = whole.clone()
    desk = support.Desk(root, target=support.github_target(root, whole.github, lambda: None))
    answer = desk.send(reason="phone", phone="510-444-7788", details="I called on Monday.")
    assert desk.sender.drain() == 1
    pull = whole.hub.things[desk.item(answer).thread]
    whole.sam.merges(pull.number)
    everywhere(whole.publish(), whole, NEW)
    answer = desk.send(reason="closed", details="The door is nailed shut.")
    assert desk.sender.drain() == 1
    marked_until_closed(whole, desk.item(answer).thread)
    desk.close()
