"""Refs, trees, blobs, commits, statuses and files: what each operation does to the real bare repository."""

from __future__ import annotations

from typing import Any

from tests.github.app import Call, Refused, decoded, need_write, on
from tests.github.cut import REPO
from tests.github.hub import encoded


@on("GET", f"{REPO}/git/ref/{{ref}}")
def get_ref(call: Call) -> Any:
    name = f"refs/{call.path['ref']}"
    found = call.hub.git.refs(call.path["ref"]).get(name)
    if found is None:
        raise Refused(404, "Not Found")
    return call.shapes.ref(name, found)


@on("GET", f"{REPO}/git/matching-refs/{{ref}}")
def matching_refs(call: Call) -> Any:
    return [call.shapes.ref(name, sha) for name, sha in call.paged(list(call.hub.git.refs(call.path["ref"]).items()))]


@on("POST", f"{REPO}/git/refs")
def create_ref(call: Call) -> Any:
    need_write(call)
    name, sha, git = call.body["ref"], call.body["sha"], call.hub.git
    if not name.startswith("refs/") or name.count("/") < 2:
        raise Refused(422, "Reference name must start with refs/ and have at least two slashes")
    if name in git.refs(name.removeprefix("refs/")):
        raise Refused(422, "Reference already exists")
    if git.kind(sha) != "commit":
        raise Refused(422, "Object does not exist")
    git.update(name, sha, "0" * 40)
    return 201, call.shapes.ref(name, sha)


@on("PATCH", f"{REPO}/git/refs/{{ref}}")
def move_ref(call: Call) -> Any:
    need_write(call)
    name, git = f"refs/{call.path['ref']}", call.hub.git
    old = git.refs(call.path["ref"]).get(name)
    if old is None:
        raise Refused(422, "Reference does not exist")
    if not call.body.get("force") and git.run("merge-base", old, call.body["sha"]) != old:
        raise Refused(422, "Update is not a fast forward")
    git.update(name, call.body["sha"], old)
    return call.shapes.ref(name, call.body["sha"])


@on("DELETE", f"{REPO}/git/refs/{{ref}}")
def delete_ref(call: Call) -> Any:
    need_write(call)
    name, git = f"refs/{call.path['ref']}", call.hub.git
    if name not in git.refs(call.path["ref"]):
        raise Refused(422, "Reference does not exist")
    git.run("update-ref", "-d", name)
    return 204, None


@on("POST", f"{REPO}/git/blobs")
def create_blob(call: Call) -> Any:
    need_write(call)
    sha = call.hub.git.blob(decoded(call.body["content"], call.body.get("encoding", "utf-8")))
    return 201, {"sha": sha, "url": f"{call.shapes.repo}/git/blobs/{sha}"}


@on("GET", f"{REPO}/git/blobs/{{file_sha}}")
def get_blob(call: Call) -> Any:
    sha = call.path["file_sha"]
    if call.hub.git.kind(sha) != "blob":
        raise Refused(404, "Not Found")
    content = call.hub.git.raw("cat-file", "blob", sha)
    return {
        "sha": sha,
        "node_id": "B",
        "size": len(content),
        "encoding": "base64",
        "content": encoded(content),
        "url": f"{call.shapes.repo}/git/blobs/{sha}",
    }


@on("POST", f"{REPO}/git/trees")
def create_tree(call: Call) -> Any:
    need_write(call)
    base = call.body.get("base_tree", "")
    if base and not call.hub.git.kind(base):
        raise Refused(422, "base_tree is not a valid tree oid")
    sha = call.hub.git.tree(call.body["tree"], base)
    return 201, call.shapes.tree(sha, False)


@on("GET", f"{REPO}/git/trees/{{tree_sha}}")
def get_tree(call: Call) -> Any:
    sha = call.hub.git.find(call.path["tree_sha"]) or call.path["tree_sha"]
    if call.hub.git.kind(sha) not in ("tree", "commit"):
        raise Refused(404, "Not Found")
    tree = call.hub.git.run("rev-parse", f"{sha}^{{tree}}")
    return call.shapes.tree(tree, "recursive" in call.query)


@on("POST", f"{REPO}/git/commits")
def create_commit(call: Call) -> Any:
    need_write(call)
    body = call.body
    if call.hub.git.kind(body["tree"]) != "tree":
        raise Refused(422, "Tree SHA does not exist")
    sha = call.hub.git.commit(body["tree"], body.get("parents", []), body["message"], body.get("author"))
    return 201, call.shapes.git_commit(sha)


@on("GET", f"{REPO}/git/commits/{{commit_sha}}")
def get_git_commit(call: Call) -> Any:
    sha = call.path["commit_sha"]
    if call.hub.git.kind(sha) != "commit":
        raise Refused(404, "Not Found")
    return call.shapes.git_commit(sha)


@on("GET", f"{REPO}/branches/{{branch}}")
def get_branch(call: Call) -> Any:
    sha = call.hub.git.refs("heads/").get(f"refs/heads/{call.path['branch']}")
    if sha is None:
        raise Refused(404, "Branch not found")
    return {"name": call.path["branch"], "commit": call.shapes.commit(sha), "protected": False}


@on("GET", f"{REPO}/commits/{{ref}}/status")
def combined_status(call: Call) -> Any:
    rows = {each["context"]: each for each in call.hub.statuses if each["sha"] == call.hub.git.find(call.path["ref"])}
    states = [each["state"] for each in rows.values()]
    whole = "failure" if {"failure", "error"} & set(states) else "success" if set(states) == {"success"} else "pending"
    return {"state": whole, "statuses": list(rows.values()), "total_count": len(rows), "sha": call.path["ref"]}


@on("GET", f"{REPO}/commits/{{ref}}/statuses")
def list_statuses(call: Call) -> Any:
    sha = call.hub.git.find(call.path["ref"])
    return call.paged([each for each in call.hub.statuses[::-1] if each["sha"] == sha])


@on("GET", f"{REPO}/commits/{{ref}}")
def get_commit(call: Call) -> Any:
    sha = call.hub.git.find(call.path["ref"])
    if not sha:
        raise Refused(422, f"No commit found for SHA: {call.path['ref']}")
    return call.shapes.commit(sha)


@on("POST", f"{REPO}/statuses/{{sha}}")
def create_status(call: Call) -> Any:
    need_write(call)
    if call.hub.git.kind(call.path["sha"]) != "commit":
        raise Refused(422, f"No commit found for SHA: {call.path['sha']}")
    made = {
        "id": call.hub.next_id(),
        "sha": call.path["sha"],
        "state": call.body["state"],
        "context": call.body.get("context", "default"),
        "description": call.body.get("description"),
        "target_url": call.body.get("target_url"),
        "creator": call.actor.data(),
        "created_at": call.hub.moment(),
        "url": f"{call.shapes.repo}/statuses/{call.path['sha']}",
    }
    call.hub.statuses.append(made)
    return 201, made


@on("GET", f"{REPO}/contents/{{path}}")
def get_contents(call: Call) -> Any:
    ref = call.query.get("ref", "main")
    found = call.shapes.file(ref, call.path["path"]) if call.hub.git.find(ref) else None
    if found is None:
        raise Refused(404, "Not Found")
    return found


@on("PUT", f"{REPO}/contents/{{path}}")
def put_contents(call: Call) -> Any:
    need_write(call)
    branch, path, git = call.body.get("branch", "main"), call.path["path"], call.hub.git
    old, there = git.find(branch), call.shapes.file(branch, path) if git.find(branch) else None
    if not old:
        raise Refused(404, f"Branch {branch} not found")
    if isinstance(there, dict) and call.body.get("sha") != there["sha"]:
        raise Refused(409 if "sha" in call.body else 422, f"{path} does not match {call.body.get('sha')}")
    blob = git.blob(decoded(call.body["content"], "base64"))
    made = git.commit(git.tree([{"path": path, "mode": "100644", "sha": blob}], old), [old], call.body["message"])
    git.update(f"refs/heads/{branch}", made, old)
    return 200 if there else 201, {"content": call.shapes.file(branch, path), "commit": call.shapes.git_commit(made)}


@on("DELETE", f"{REPO}/contents/{{path}}")
def delete_contents(call: Call) -> Any:
    need_write(call)
    branch, path, git = call.body.get("branch", "main"), call.path["path"], call.hub.git
    old, there = git.find(branch), call.shapes.file(branch, path)
    if not isinstance(there, dict) or there["sha"] != call.body["sha"]:
        raise Refused(409, f"{path} does not match")
    made = git.commit(git.tree([{"path": path, "sha": None}], old), [old], call.body["message"])
    git.update(f"refs/heads/{branch}", made, old)
    return {"content": None, "commit": call.shapes.git_commit(made)}
