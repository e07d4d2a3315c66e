"""Which settings of the repository on GitHub, and of `directory.yaml`, are missing; docs/setup.md says where to click.

Reads settings and changes none. Each check is one function from answers of GitHub's REST API to a finding. What the
token may not see is "look yourself", never a failure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec

from bluepages.config import Config, Reviewer
from bluepages.errors import PROBLEMS, USAGE, Complaint
from bluepages.report.github import remark
from bluepages.vocabulary import Steward, Vocabulary

LABELS: Final = ("review", "intake", "county", "held", "sweep", "import")
CONTACTS: Final = ("repository", "contact_email", "safety_contact")
ENVIRONMENTS: Final = {"github-pages": "the first publication", "records": "the first run of intake"}
GUIDE: Final = "docs/setup.md"
TWO: Final = 2
UNAUTHORIZED: Final = 401
MISSING: Final = 404


class Finding(msgspec.Struct, frozen=True):
    """What a check found. `state`: `ok`, `missing` (stops publishing), `advised` or `unseen`.

    `setting` is a heading of docs/setup.md; `text` says what to do, and is empty for `ok`.
    """

    setting: str
    state: str
    text: str = ""


class UnseenError(Exception):
    """GitHub did not tell: the text is why. `status` is the HTTP status, 0 where no answer came."""

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.status = status


class GitHub:
    """The few questions we ask of one repository. `get` raises UnseenError for anything but a usable answer."""

    def __init__(self, repository: str, token: str, api: str) -> None:
        headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        base = f"{api.rstrip('/')}/repos/{repository}"
        self._client = httpx.Client(base_url=base, headers=headers, timeout=20, follow_redirects=True)

    def get(self, path: str = "") -> Any:
        """Return the JSON at `/repos/OWNER/NAME` + path."""
        try:
            answer = self._client.get(f"{str(self._client.base_url).rstrip('/')}{path}")
            if answer.is_success:
                return json.loads(answer.content)
        except (httpx.HTTPError, ValueError) as error:
            raise UnseenError(f"GitHub could not be asked ({type(error).__name__})") from error
        raise UnseenError(f"GitHub answered {answer.status_code}", answer.status_code)


def check_pages(hub: GitHub) -> Finding:
    """Pages must be on, with GitHub Actions as its source."""
    name = "Pages from Actions"
    try:
        pages = hub.get("/pages")
    except UnseenError as error:
        if error.status != MISSING:
            raise
        return Finding(name, "missing", "GitHub Pages is off. Settings, Pages, Source: choose GitHub Actions.")
    if pages.get("build_type") != "workflow":
        return Finding(name, "missing", "Pages publishes a branch. Settings, Pages, Source: choose GitHub Actions.")
    if not pages.get("https_enforced", True):
        return Finding(name, "advised", "Pages also answers without TLS. Settings, Pages: tick Enforce HTTPS.")
    return Finding(name, "ok")


def check_issues(hub: GitHub) -> Finding:
    """Reviews and reports are issues."""
    if hub.get().get("has_issues"):
        return Finding("Issues", "ok")
    return Finding("Issues", "advised", "Issues are off: nobody can report a mistake. Settings, General: tick Issues.")


def check_labels(hub: GitHub) -> Finding:
    """The labels that workflows look for must exist."""
    missing = []
    for label in LABELS:
        try:
            hub.get(f"/labels/{label}")
        except UnseenError as error:
            if error.status != MISSING:
                raise
            missing.append(label)
    if not missing:
        return Finding("Labels", "ok")
    return Finding("Labels", "advised", f"Not there yet: {', '.join(missing)}. Issues, Labels, New label.")


def check_branch(hub: GitHub) -> Finding:
    """`main` takes changes only by pull request with an approval and passed checks."""
    name = "Branch protection"
    if hub.get().get("default_branch") != "main":
        return Finding(
            name, "missing", "The default branch is not main, which is the one published. Settings, General."
        )
    rules = {rule.get("type"): rule.get("parameters") or {} for rule in hub.get("/rules/branches/main")}
    if not rules:
        # Older repositories have classic protection; a plain token sees only that there is some.
        if hub.get("/branches/main").get("protected"):
            return Finding(name, "unseen", "main has classic protection; see that it asks for what the guide lists.")
        return Finding(
            name, "advised", "main takes changes that nobody looked at. Settings, Rules: New branch ruleset."
        )
    lacks = []
    if not rules.get("pull_request", {}).get("required_approving_review_count"):
        lacks.append("an approval by somebody else")
    if "required_status_checks" not in rules:
        lacks.append("passed checks")
    if "non_fast_forward" not in rules:
        lacks.append("blocked force pushes")
    if lacks:
        return Finding(name, "advised", f"The ruleset of main does not ask for {', '.join(lacks)}. Settings, Rules.")
    return Finding(name, "ok")


def check_environment(hub: GitHub) -> Finding:
    """Only main may be deployed to Pages, and only main may see the secrets of `records`."""
    name = "Environment"
    for environment, comes in ENVIRONMENTS.items():
        try:
            policy = hub.get(f"/environments/{environment}").get("deployment_branch_policy")
        except UnseenError as error:
            if error.status != MISSING:
                raise
            return Finding(name, "advised", f"{environment} does not exist yet; it comes with {comes}.")
        if policy is None:
            where = f"Settings, Environments, {environment}: main only."
            return Finding(name, "advised", f"Any branch can be published, or see the secrets. {where}")
    return Finding(name, "ok")


def check_reporting(hub: GitHub) -> Finding:
    """People must be able to tell of an unsafe address in private."""
    if hub.get("/private-vulnerability-reporting").get("enabled"):
        return Finding("Private reporting", "ok")
    text = "An unsafe address can't be told in private. Settings, Advanced Security: Private vulnerability reporting."
    return Finding("Private reporting", "advised", text)


def check_actions(hub: GitHub) -> Finding:
    """Workflows get a read-only token and only GitHub's own actions. Needs a token of an administrator."""
    name = "Actions permissions"
    lacks = []
    workflow = hub.get("/actions/permissions/workflow")
    if workflow.get("default_workflow_permissions") != "read":
        lacks.append("workflows start with a token that can write")
    if not workflow.get("can_approve_pull_request_reviews"):  # one switch for both; the program never approves
        lacks.append("workflows cannot open pull requests, so no issue form becomes one")
    if hub.get("/actions/permissions").get("allowed_actions") == "all":
        lacks.append("any action of anybody may run")
    return (
        Finding(name, "advised", f"{'; '.join(lacks)}. Settings, Actions, General.") if lacks else Finding(name, "ok")
    )


CHECKS: Final[dict[str, Callable[[GitHub], Finding]]] = {
    "Pages from Actions": check_pages,
    "Issues": check_issues,
    "Labels": check_labels,
    "Branch protection": check_branch,
    "Environment": check_environment,
    "Private reporting": check_reporting,
    "Actions permissions": check_actions,
}


def check_directory(config: Config) -> Finding:
    """`directory.yaml` names the repository and the mailboxes."""
    empty = [key for key in CONTACTS if not getattr(config, key)]
    if not empty:
        return Finding("directory.yaml", "ok")
    return Finding("directory.yaml", "advised", f"Not filled in: {', '.join(empty)}.")


def check_people(config: Config, vocabulary: Vocabulary) -> Finding:
    """A report that a place is in danger must reach two people: the relay's alerts, or those who look after records."""
    name = "Two people"
    if config.relay.url:
        if len(set(config.relay.alert_to)) < TWO:
            text = "A safety report must call two stewards: name both under relay.alert_to in directory.yaml."
            return Finding(name, "advised", text)
        return Finding(name, "ok")
    everybody: tuple[Reviewer | Steward, ...] = (*config.reviewers, *vocabulary.stewards.values())
    if len({person.github.lower() for person in everybody if person.github and person.write_access}) < TWO:
        text = (
            "A private report must reach two people, and fewer have write access by data/stewards.yaml and reviewers in"
            " directory.yaml. Let a second maintainer watch security alerts (Watch, Custom) until there are."
        )
        return Finding(name, "advised", text)
    return Finding(name, "ok")


def look(hub: GitHub) -> list[Finding]:
    """Run all checks; one that GitHub does not answer is `unseen`, except that no answer at all raises UnseenError."""
    findings = []
    for setting, check in CHECKS.items():
        try:
            findings.append(check(hub))
        except UnseenError as error:
            if error.status in (0, UNAUTHORIZED):
                raise
            findings.append(Finding(setting, "unseen", f"This token may not see it ({error}); please look yourself."))
        except (AttributeError, TypeError):
            findings.append(
                Finding(setting, "unseen", "GitHub's answer has a form we don't know; please look yourself.")
            )
    return findings


MARKS: Final = {"ok": "ok", "missing": "MISSING", "advised": "advised", "unseen": "look yourself"}
COMMANDS: Final = {"missing": "error", "advised": "warning", "unseen": "notice"}


def report(findings: list[Finding], environment: Mapping[str, str]) -> list[str]:
    """The findings as lines, and in a workflow also beside the run and as a table in its summary."""
    lines = [f"{MARKS[f.state]:>13}  {f.setting}{': ' if f.text else ''}{f.text}" for f in findings]
    if environment.get("GITHUB_ACTIONS") == "true":
        worst = [finding for finding in findings if finding.state in ("missing", "advised")]
        lines += [remark(COMMANDS[finding.state], finding.setting, finding.text) for finding in worst]
    summary = environment.get("GITHUB_STEP_SUMMARY")
    if summary and any(finding.state != "ok" for finding in findings):
        rows = [f"| {MARKS[f.state]} | {f.setting} | {f.text} |" for f in findings if f.state != "ok"]
        head = ["### Settings of this repository", "", "| | setting | what to do |", "| --- | --- | --- |"]
        with Path(summary).open("a", encoding="utf-8") as out:
            out.write("\n".join([*head, *rows, "", f"{GUIDE} says more.", ""]))
    return lines


def inspect(config: Config, vocabulary: Vocabulary, environment: Mapping[str, str]) -> list[Finding]:
    """Look at everything. Raises `Complaint` where GitHub cannot be asked at all."""
    repository = environment.get("GITHUB_REPOSITORY", "") or config.repository
    if not re.fullmatch(r"[A-Za-z0-9._-]+/[A-Za-z0-9._-]+", repository):
        hint = "Set repository in directory.yaml, or GITHUB_REPOSITORY=owner/name."
        raise Complaint("It is not known which repository to look at.", hint, USAGE)
    api = environment.get("GITHUB_API_URL", "https://api.github.com")
    try:
        findings = look(GitHub(repository, environment.get("GITHUB_TOKEN", ""), api))
    except UnseenError as error:
        cure = "Is GITHUB_TOKEN right, and not expired?" if error.status == UNAUTHORIZED else "Try again in a while."
        raise Complaint(f"{error}.", cure, PROBLEMS) from None
    return [*findings, check_directory(config), check_people(config, vocabulary)]
