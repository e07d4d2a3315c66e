"""What each operation does to the hub. Only what clients of this project use; what is not here answers 404."""

from __future__ import annotations

import re
from typing import Any

from tests.github.app import Call, Refused, need_write, on
from tests.github.cut import REPO
from tests.github.hub import WRITERS, Actor, Issue, Review

_PARTS = re.compile(r'(?:[^\s"]|"[^"]*")+')


@on("GET", REPO)
def repository(call: Call) -> Any:
    return call.shapes.repository()


@on("GET", "/rate_limit")
def rate_limit(call: Call) -> Any:
    core = {"limit": 5000, "used": 1, "remaining": 4999, "reset": 2_000_000_000}
    return {"resources": {"core": core, "search": core}, "rate": core}


@on("GET", f"{REPO}/installation")
def installation(call: Call) -> Any:
    return {"id": 7, "app_id": 1, "target_type": "User", "permissions": {}, "events": []}


@on("POST", "/app/installations/{installation_id}/access_tokens")
def access_token(call: Call) -> Any:
    token = f"ghs_{call.hub.next_id()}"
    call.hub.tokens[token] = Actor("blue-pages[bot]", bot=True)
    return 201, {
        "token": token,
        "expires_at": "2026-11-21T21:00:00Z",
        "permissions": {},
        "repository_selection": "selected",
    }


@on("GET", f"{REPO}/pages")
def pages(call: Call) -> Any:
    return {"url": "", "status": "built", "cname": None, "custom_404": True, "public": True, "build_type": "workflow",
            "https_enforced": True}  # fmt: skip


# Issues


@on("GET", f"{REPO}/issues")
def list_issues(call: Call) -> Any:
    query = call.query
    state, labels, creator = query.get("state", "open"), query.get("labels"), query.get("creator")
    since = query.get("since", "") if call.hub.clock else ""  # of two clocks that differ it would say nothing
    wanted = set(labels.split(",")) if labels else set()
    found = [
        thing
        for thing in call.hub.things.values()
        if state in ("all", thing.state)
        and wanted <= set(thing.labels)
        and (not creator or thing.user.login == creator)
        and thing.updated_at >= since
    ]
    found.sort(key=lambda thing: thing.number, reverse=query.get("direction", "desc") == "desc")
    return [call.shapes.issue(thing) for thing in call.paged(found)]


@on("POST", f"{REPO}/issues")
def create_issue(call: Call) -> Any:
    labels = [each if isinstance(each, str) else each["name"] for each in call.body.get("labels", ())]
    labels = labels if call.actor.bot or call.hub.permission(call.actor.login) in WRITERS else []
    thing = call.hub.add(str(call.body["title"]), call.body.get("body", ""), call.actor, labels=labels)
    return 201, call.shapes.issue(thing)


@on("GET", f"{REPO}/issues/{{issue_number}}")
def get_issue(call: Call) -> Any:
    return call.shapes.issue(call.thing())


@on("PATCH", f"{REPO}/issues/{{issue_number}}")
def edit_issue(call: Call) -> Any:
    thing: Issue = call.thing()
    if call.actor.login != thing.user.login:
        need_write(call)
    _edit(call, thing)
    if "labels" in call.body:
        thing.labels = [each if isinstance(each, str) else each["name"] for each in call.body["labels"]]
    return call.shapes.issue(thing)


def _edit(call: Call, thing: Issue) -> None:
    if call.body.get("body", thing.body) != thing.body:
        thing.edits.append(thing.body)
    thing.title = str(call.body.get("title") or thing.title)
    thing.body = call.body.get("body", thing.body) or ""
    thing.updated_at = call.hub.moment()
    if call.body.get("state") == "open" and thing.merged:
        raise Refused(422, "A merged pull request cannot be opened again.")
    call.hub.set_state(thing, call.body.get("state", thing.state))


@on("GET", f"{REPO}/issues/{{issue_number}}/comments")
def list_comments(call: Call) -> Any:
    return [call.shapes.comment(each) for each in call.paged(call.hub.comments_of(call.thing().number))]


@on("POST", f"{REPO}/issues/{{issue_number}}/comments")
def create_comment(call: Call) -> Any:
    thing = call.thing()
    if thing.locked:
        need_write(call)
    return 201, call.shapes.comment(call.hub.add_comment(thing.number, call.body["body"], call.actor))


def _comment(call: Call) -> Any:
    found = call.hub.comments.get(call.number("comment_id"))
    if found is None:
        raise Refused(404, "Not Found")
    return found


@on("GET", f"{REPO}/issues/comments/{{comment_id}}")
def get_comment(call: Call) -> Any:
    return call.shapes.comment(_comment(call))


@on("PATCH", f"{REPO}/issues/comments/{{comment_id}}")
def edit_comment(call: Call) -> Any:
    found = _comment(call)
    found.body, found.updated_at = call.body["body"], call.hub.moment()
    call.hub.things[found.issue].updated_at = found.updated_at
    return call.shapes.comment(found)


@on("DELETE", f"{REPO}/issues/comments/{{comment_id}}")
def delete_comment(call: Call) -> Any:
    del call.hub.comments[_comment(call).id]
    return 204, None


def _names(call: Call) -> list[str]:
    said = call.body.get("labels", []) if isinstance(call.body, dict) else call.body
    return [each if isinstance(each, str) else each["name"] for each in said]


@on("GET", f"{REPO}/issues/{{issue_number}}/labels")
def labels_of(call: Call) -> Any:
    return [call.shapes.label(name) for name in call.thing().labels]


@on("POST", f"{REPO}/issues/{{issue_number}}/labels")
def add_labels(call: Call) -> Any:
    need_write(call)
    thing = call.thing()
    thing.labels += [name for name in dict.fromkeys(_names(call)) if name not in thing.labels]
    return labels_of(call)


@on("PUT", f"{REPO}/issues/{{issue_number}}/labels")
def set_labels(call: Call) -> Any:
    need_write(call)
    call.thing().labels = list(dict.fromkeys(_names(call)))
    return labels_of(call)


@on("DELETE", f"{REPO}/issues/{{issue_number}}/labels/{{name}}")
def remove_label(call: Call) -> Any:
    need_write(call)
    thing = call.thing()
    if call.path["name"] not in thing.labels:
        raise Refused(404, "Label does not exist")
    thing.labels.remove(call.path["name"])
    return labels_of(call)


@on("PUT", f"{REPO}/issues/{{issue_number}}/lock")
def lock(call: Call) -> Any:
    need_write(call)
    call.thing().locked = True
    return 204, None


@on("GET", f"{REPO}/labels")
def list_labels(call: Call) -> Any:
    return call.paged([call.shapes.label(name) for name in call.hub.labels])


@on("POST", f"{REPO}/labels")
def create_label(call: Call) -> Any:
    if call.body["name"] in call.hub.labels:
        raise Refused(422, "Validation Failed", [{"resource": "Label", "code": "already_exists", "field": "name"}])
    call.hub.label(call.body["name"], call.body.get("color", "ededed"), call.body.get("description", ""))
    return 201, call.shapes.label(call.body["name"])


@on("GET", f"{REPO}/labels/{{name}}")
def get_label(call: Call) -> Any:
    if call.path["name"] not in call.hub.labels:
        raise Refused(404, "Not Found")
    return call.shapes.label(call.path["name"])


@on("GET", "/search/issues")
def search_issues(call: Call) -> Any:
    """Words in title and body, `repo:`, `is:`, `label:`, `in:`; GitHub's search knows much more."""
    found = list(call.hub.things.values())
    for part in _PARTS.findall(call.query["q"]):
        name, _, value = part.partition(":")
        value = value.strip('"')
        if name == "is":
            found = [each for each in found if value in (each.state, "pr" if each.head else "issue")]
        elif name == "label":
            found = [each for each in found if value in each.labels]
        elif name not in ("repo", "in"):
            found = [each for each in found if part.strip('"').lower() in f"{each.title}\n{each.body}".lower()]
    items = [{**call.shapes.issue(each), "score": 1.0} for each in call.paged(found)]
    return {"total_count": len(found), "incomplete_results": False, "items": items}


# Pull requests


@on("GET", f"{REPO}/pulls")
def list_pulls(call: Call) -> Any:
    query, owner = call.query, call.hub.name.partition("/")[0]
    state, head, base = query.get("state", "open"), query.get("head"), query.get("base")
    found = [
        pull
        for pull in call.hub.pulls()
        if state in ("all", pull.state) and head in (None, f"{owner}:{pull.head}") and base in (None, pull.base)
    ]
    return [call.shapes.pull(pull) for pull in call.paged(found[::-1])]


@on("POST", f"{REPO}/pulls")
def create_pull(call: Call) -> Any:
    head, base = call.body["head"].rpartition(":")[2], call.body["base"]
    git = call.hub.git
    for side, name in (("head", head), ("base", base)):
        if not git.find(name):
            raise Refused(422, "Validation Failed", [{"resource": "PullRequest", "field": side, "code": "invalid"}])
    if any(pull.head == head and pull.base == base and pull.state == "open" for pull in call.hub.pulls()):
        said = f"A pull request already exists for {call.hub.name.partition('/')[0]}:{head}."
        raise Refused(422, "Validation Failed", [{"resource": "PullRequest", "code": "custom", "message": said}])
    if git.find(head) == git.run("merge-base", base, head):
        said = f"No commits between {base} and {head}"
        raise Refused(422, "Validation Failed", [{"resource": "PullRequest", "code": "custom", "message": said}])
    if "title" not in call.body:
        raise Refused(
            422, "Validation Failed", [{"resource": "PullRequest", "field": "title", "code": "missing_field"}]
        )
    pull = call.hub.add(call.body["title"], call.body.get("body", ""), call.actor, head=head, base=base)
    return 201, call.shapes.pull(pull)


@on("GET", f"{REPO}/pulls/{{pull_number}}")
def get_pull(call: Call) -> Any:
    return call.shapes.pull(call.thing("pull_number", pull=True))


@on("PATCH", f"{REPO}/pulls/{{pull_number}}")
def edit_pull(call: Call) -> Any:
    pull = call.thing("pull_number", pull=True)
    _edit(call, pull)
    return call.shapes.pull(pull)


@on("GET", f"{REPO}/pulls/{{pull_number}}/files")
def pull_files(call: Call) -> Any:
    pull = call.thing("pull_number", pull=True)
    lines = call.hub.git.run("diff", "--name-status", "--no-renames", f"{pull.base}...{pull.head}").splitlines()
    words = {"A": "added", "M": "modified", "D": "removed"}
    rows = [
        {
            "filename": line[2:],
            "status": words.get(line[0], "changed"),
            "sha": "0" * 40,
            "additions": 0,
            "deletions": 0,
            "changes": 0,
        }
        for line in lines
    ]
    return call.paged(rows)


@on("PUT", f"{REPO}/pulls/{{pull_number}}/merge")
def merge_pull(call: Call) -> Any:
    need_write(call)
    pull = call.thing("pull_number", pull=True)
    if pull.state != "open":
        raise Refused(405, "Pull Request is not mergeable")
    return {"sha": call.hub.merge(pull, call.body.get("commit_title", "")), "merged": True, "message": "merged"}


@on("POST", f"{REPO}/pulls/{{pull_number}}/requested_reviewers")
def request_reviewers(call: Call) -> Any:
    pull = call.thing("pull_number", pull=True)
    for login in call.body.get("reviewers", ()):
        if login not in call.hub.permissions:
            raise Refused(422, "Reviews may only be requested from collaborators.")
        pull.reviewers += [] if login in pull.reviewers else [login]
    return 201, call.shapes.pull(pull)


@on("GET", f"{REPO}/pulls/{{pull_number}}/reviews")
def list_reviews(call: Call) -> Any:
    pull = call.thing("pull_number", pull=True)
    return [call.shapes.review(each, pull.number) for each in call.paged(pull.reviews)]


@on("POST", f"{REPO}/pulls/{{pull_number}}/reviews")
def create_review(call: Call) -> Any:
    pull = call.thing("pull_number", pull=True)
    states = {"APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"}
    event = call.body.get("event", "COMMENT")
    if event == "APPROVE" and call.actor.login == pull.user.login:
        raise Refused(422, "Can not approve your own pull request")
    commit = call.body.get("commit_id") or call.hub.git.find(pull.head)
    review = Review(call.hub.next_id(), call.actor, states[event], call.body.get("body", ""), commit, call.hub.moment())
    pull.reviews.append(review)
    return call.shapes.review(review, pull.number)


# The rest


@on("GET", f"{REPO}/collaborators/{{username}}/permission")
def permission(call: Call) -> Any:
    level = call.hub.permission(call.path["username"])
    return {"permission": "write" if level == "maintain" else level, "role_name": level, "user": None}


@on("POST", f"{REPO}/dispatches")
def repository_dispatch(call: Call) -> Any:
    need_write(call)
    call.hub.dispatches.append(call.body)
    return 204, None


@on("POST", f"{REPO}/actions/workflows/{{workflow_id}}/dispatches")
def workflow_dispatch(call: Call) -> Any:
    need_write(call)
    call.hub.dispatches.append({"workflow": call.path["workflow_id"], **call.body})
    return 204, None


@on("GET", f"{REPO}/security-advisories")
def list_advisories(call: Call) -> Any:
    need_write(call)
    state = call.query.get("state")
    return call.paged([each for each in call.hub.advisories if state in (None, each["state"])])
