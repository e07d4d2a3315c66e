"""The stand-in: PyGithub works with it unmodified, bad requests are refused as GitHub describes, faults strike once."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
from github import Auth, Github, GithubException, GithubIntegration, InputGitTreeElement, RateLimitExceededException

from tests.github import contract, gitops, operations
from tests.github.app import ROUTES
from tests.github.cut import SETTINGS
from tests.github.standin import TOKEN, Standin

assert gitops and operations


def test_issues_by_pygithub(github: Standin) -> None:
    repo = github.repo()
    issue = repo.create_issue("One", "First", labels=["review"])
    assert (issue.number, issue.state, [label.name for label in issue.labels]) == (1, "open", ["review"])
    comment = issue.create_comment("Hello")
    comment.edit("Hello again")
    issue.add_to_labels("held", "review")
    issue.edit(title="Other", body="Text", state="closed")
    issue.remove_from_labels("held")
    again = repo.get_issue(1)
    assert (again.title, again.body, again.state) == ("Other", "Text", "closed")
    assert [label.name for label in again.labels] == ["review"]
    assert [(each.body, each.user.type) for each in again.get_comments()] == [("Hello again", "Bot")]
    assert github.hub.things[1].edits == ["First"], "the history keeps the earlier text"
    assert [each.number for each in repo.get_issues(state="closed", labels=["review"])] == [1]
    assert not list(repo.get_issues(state="open", labels=["review"], creator="x"))
    assert [each.number for each in Github(**settings(github)).search_issues("other repo:x/y is:issue")] == [1]
    again.lock("resolved")
    comment.delete()
    assert github.hub.things[1].locked and not github.hub.comments
    assert not github.hub.refused


def settings(github: Standin) -> dict[str, Any]:
    return {"base_url": github.url, "auth": Auth.Token(TOKEN), "retry": None, "lazy": True,
            "seconds_between_requests": 0, "seconds_between_writes": 0}  # fmt: skip


def test_many_issues_come_in_pages(github: Standin) -> None:
    for number in range(75):
        github.person("rosa").opens(f"Issue {number}", "x", ["review"])
    found = list(github.repo().get_issues(state="open", labels=["review"], sort="created", direction="asc"))
    assert [each.number for each in found] == list(range(1, 76))


def test_a_proposal_by_the_git_data_api(github: Standin) -> None:
    repo = github.repo()
    base = repo.get_git_ref("heads/main").object.sha
    blob = repo.create_git_blob("bmFtZTogQgo=", "base64")
    element = InputGitTreeElement("data/a.yaml", "100644", "blob", sha=blob.sha)
    tree = repo.create_git_tree([element], base_tree=repo.get_git_commit(base).tree)
    commit = repo.create_git_commit("Change", tree, [repo.get_git_commit(base)])
    repo.create_git_ref("refs/heads/proposal/1", commit.sha)
    with pytest.raises(GithubException) as twice:
        repo.create_git_ref("refs/heads/proposal/1", commit.sha)
    assert twice.value.status == 422 and "already exists" in str(twice.value)
    pull = repo.create_pull(base="main", head="proposal/1", title="T", body="Closes #9")
    with pytest.raises(GithubException):
        repo.create_pull(base="main", head="proposal/1", title="T", body="")
    assert [each.filename for each in pull.get_files()] == ["data/a.yaml"]
    assert repo.get_contents("data/a.yaml", ref="proposal/1").decoded_content == b"name: B\n"
    assert [each.name for each in repo.get_contents("data")] == ["a.yaml"]
    commit_status = repo.get_commit(commit.sha).create_status("success", context="check", description="Fine")
    assert commit_status.state == repo.get_commit(commit.sha).get_combined_status().state == "success"
    sam = github.person("sam", "write")
    sam.reviews(pull.number)
    assert [(each.user.login, each.state, each.commit_id) for each in pull.get_reviews()] == [
        ("sam", "APPROVED", commit.sha)
    ]
    assert repo.get_collaborator_permission("sam") == "write" and repo.get_collaborator_permission("eve") == "read"
    assert pull.merge().merged
    assert github.hub.git.files("main")["data/a.yaml"] == b"name: B\n"
    assert repo.get_pull(pull.number).merged
    assert len(github.hub.refused) == 0 or "already exists" in "".join(github.hub.refused)


def test_files_branches_labels_and_dispatches(github: Standin) -> None:
    repo = github.repo()
    repo.create_file("x/y.txt", "New", "text", branch="main")
    there = repo.get_contents("x/y.txt")
    repo.update_file("x/y.txt", "Newer", "more", there.sha)
    with pytest.raises(GithubException):
        repo.update_file("x/y.txt", "Old", "lost", there.sha)
    repo.delete_file("x/y.txt", "Gone", repo.get_contents("x/y.txt").sha)
    assert repo.get_branch("main").commit.sha == github.hub.git.find("main")
    ref = repo.get_git_ref("heads/main")
    ref.edit(ref.object.sha)  # asked first: a lazy one would write to the address that only reads
    assert [ref.ref for ref in repo.get_git_matching_refs("heads/ma")] == ["refs/heads/main"]
    assert len(repo.get_git_tree("main", recursive=True).tree) == 3
    repo.create_label("county", "00ff00")
    assert repo.get_label("county").name in {label.name for label in repo.get_labels()}
    repo.create_repository_dispatch("withheld", {})
    assert github.hub.dispatches == [{"event_type": "withheld", "client_payload": {}}]


def test_an_app_gets_a_token(github: Standin) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    app = GithubIntegration(auth=Auth.AppAuth(1, key.decode()), base_url=github.url, retry=None)
    token = app.get_access_token(app.get_repo_installation("someone", "blue-pages").id).token
    github.repo(token).create_issue("By the App")
    assert github.hub.things[1].user.bot


BAD: dict[tuple[str, str], object] = {
    ("POST", "/issues"): {"body": "no title"}, ("PATCH", "/issues/{issue_number}"): {"state": "shut"},
    ("POST", "/issues/{issue_number}/comments"): {"text": "x"}, ("PATCH", "/issues/comments/{comment_id}"): {},
    ("POST", "/issues/{issue_number}/labels"): {"labels": 5}, ("PUT", "/issues/{issue_number}/labels"): [5],
    ("PUT", "/issues/{issue_number}/lock"): {"lock_reason": "because"}, ("POST", "/labels"): {"color": "red"},
    ("POST", "/pulls"): {"title": "no head"}, ("PATCH", "/pulls/{pull_number}"): {"state": "merged"},
    ("PUT", "/pulls/{pull_number}/merge"): {"merge_method": "octopus"},
    ("POST", "/pulls/{pull_number}/requested_reviewers"): {"reviewers": "sam"},
    ("POST", "/pulls/{pull_number}/reviews"): {"event": "LIKE"}, ("POST", "/git/blobs"): {"encoding": "utf-8"},
    ("POST", "/git/refs"): {"ref": "refs/heads/x"}, ("PATCH", "/git/refs/{ref}"): {"sha": 5},
    ("POST", "/git/trees"): {"tree": [{"mode": "777"}]}, ("POST", "/git/commits"): {"message": "x"},
    ("PUT", "/contents/{path}"): {"content": "eA=="}, ("DELETE", "/contents/{path}"): {"message": "x"},
    ("POST", "/statuses/{sha}"): {"state": "fine"}, ("POST", "/dispatches"): {"event_type": ""},
    ("POST", "/actions/workflows/{workflow_id}/dispatches"): {"inputs": {}},
}  # fmt: skip
WITH_BODY = [key for key, known in contract.operations().items() if "body" in known]


@pytest.mark.parametrize(("method", "path"), WITH_BODY, ids=[" ".join(key) for key in WITH_BODY])
def test_a_bad_body_of_every_operation_is_refused(github: Standin, method: str, path: str) -> None:
    short = path.removeprefix("/repos/{owner}/{repo}")
    body = BAD.get((method, short), {"permissions": {"issues": "everything"}} if "access_tokens" in path else None)
    assert body is not None, f"write a bad body for {method} {path}"
    place = path.replace("{owner}/{repo}", github.hub.name)
    place = re.sub(r"\{\w+\}", "1", place)
    answer = httpx.request(method, github.url + place, json=body, headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 422, answer.text
    assert github.hub.refused and not github.hub.writes


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"title": "x", "labels": 5}, "labels"),
        ({"title": "x" * 257}, "too long"),
        ({"title": "x", "body": "y" * 65_537}, "too long"),
        ({"title": "x", "milestone": {}}, "milestone"),
        ({"title": "x", "lables": []}, "no such field"),
    ],
)
def test_what_is_wrong_is_said(github: Standin, body: object, word: str) -> None:
    place = f"{github.url}/repos/{github.hub.name}/issues"
    answer = httpx.post(place, json=body, headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 422 and word in answer.text


def test_everything_declared_is_answered() -> None:
    assert {(method, path) for method, path, _ in ROUTES} == {
        each for each in contract.operations() if each[1] not in SETTINGS or each[1].endswith("/pages")
    }


def test_strangers_are_refused(github: Standin) -> None:
    with pytest.raises(GithubException) as stranger:
        github.repo("wrong").create_issue("x")
    assert stranger.value.status == 401


def test_faults_strike_as_asked(github: Standin) -> None:
    repo = github.repo()
    github.fault("lost", "POST", "/issues$")
    with pytest.raises(GithubException) as lost:
        repo.create_issue("One")
    assert lost.value.status == 502 and github.hub.things[1].title == "One", "the write has happened"
    github.fault("down", "POST", "/issues$")
    with pytest.raises(GithubException) as down:
        repo.create_issue("Two")
    assert down.value.status == 503 and len(github.hub.things) == 1
    github.fault("secondary", seconds=60)
    with pytest.raises(RateLimitExceededException) as busy:
        repo.create_issue("Two")
    assert busy.value.headers is not None and busy.value.headers["retry-after"] == "60"
    github.fault("limit")
    with pytest.raises(RateLimitExceededException):
        repo.create_issue("Two")
    github.fault("cut", after=1)
    repo.create_issue("Two")
    with pytest.raises(requests.RequestException):
        repo.create_issue("Three")
    assert [thing.title for thing in github.hub.things.values()] == ["One", "Two", "Three"]
    github.fault("slow", "GET", seconds=0.2)
    begin = time.monotonic()
    assert repo.get_issue(1).title == "One"
    assert time.monotonic() - begin > 0.15, "it was made to wait"


def test_git_pushes_over_http_with_the_token_alone(github: Standin, tmp_path: Path) -> None:
    from bluepages.intake.githubforge import token_environment

    clone = tmp_path / "clone"
    run = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*run, "clone", "-q", f"{github.url}/{github.hub.name}.git", str(clone)], check=True)
    subprocess.run([*run, "-C", str(clone), "commit", "-q", "--allow-empty", "-m", "Empty"], check=True)
    push = [*run, "-C", str(clone), "push", "-q", "origin", "HEAD:refs/heads/x"]
    plain = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    assert subprocess.run(push, env=plain, capture_output=True).returncode != 0
    subprocess.run(push, env={**plain, **token_environment(TOKEN, github.url + "/")}, check=True)
    assert github.hub.git.find("x")
