"""Cut what our calls need out of GitHub's published description of its API: parameters and request bodies.

    npm install --prefix /tmp/octokit @octokit/openapi@23.0.2
    python -m tests.github.cut /tmp/octokit/node_modules/@octokit/openapi

The whole description has 13 MB; the cut has some tens of KB, stands in `openapi/` beside its licence, and is what
`contract.py` holds each request to. Three things are mended on the way: see `_mended` and `_BARE_LIST`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "openapi"
REPO = "/repos/{owner}/{repo}"
OPERATIONS = {
    "/app/installations/{installation_id}/access_tokens": ["post"],
    "/rate_limit": ["get"],
    "/search/issues": ["get"],
    REPO: ["get"],
    f"{REPO}/actions/workflows/{{workflow_id}}/dispatches": ["post"],
    f"{REPO}/branches/{{branch}}": ["get"],
    f"{REPO}/collaborators/{{username}}/permission": ["get"],
    f"{REPO}/commits/{{ref}}": ["get"],
    f"{REPO}/commits/{{ref}}/status": ["get"],
    f"{REPO}/commits/{{ref}}/statuses": ["get"],
    f"{REPO}/contents/{{path}}": ["get", "put", "delete"],
    f"{REPO}/dispatches": ["post"],
    f"{REPO}/git/blobs": ["post"],
    f"{REPO}/git/blobs/{{file_sha}}": ["get"],
    f"{REPO}/git/commits": ["post"],
    f"{REPO}/git/commits/{{commit_sha}}": ["get"],
    f"{REPO}/git/matching-refs/{{ref}}": ["get"],
    f"{REPO}/git/ref/{{ref}}": ["get"],
    f"{REPO}/git/refs": ["post"],
    f"{REPO}/git/refs/{{ref}}": ["patch", "delete"],
    f"{REPO}/git/trees": ["post"],
    f"{REPO}/git/trees/{{tree_sha}}": ["get"],
    f"{REPO}/installation": ["get"],
    f"{REPO}/issues": ["get", "post"],
    f"{REPO}/issues/comments/{{comment_id}}": ["get", "patch", "delete"],
    f"{REPO}/issues/{{issue_number}}": ["get", "patch"],
    f"{REPO}/issues/{{issue_number}}/comments": ["get", "post"],
    f"{REPO}/issues/{{issue_number}}/labels": ["get", "post", "put"],
    f"{REPO}/issues/{{issue_number}}/labels/{{name}}": ["delete"],
    f"{REPO}/issues/{{issue_number}}/lock": ["put"],
    f"{REPO}/labels": ["get", "post"],
    f"{REPO}/labels/{{name}}": ["get"],
    f"{REPO}/pulls": ["get", "post"],
    f"{REPO}/pulls/{{pull_number}}": ["get", "patch"],
    f"{REPO}/pulls/{{pull_number}}/files": ["get"],
    f"{REPO}/pulls/{{pull_number}}/merge": ["put"],
    f"{REPO}/pulls/{{pull_number}}/requested_reviewers": ["post"],
    f"{REPO}/pulls/{{pull_number}}/reviews": ["get", "post"],
    f"{REPO}/security-advisories": ["get"],
    f"{REPO}/statuses/{{sha}}": ["post"],
}
SETTINGS = {
    f"{REPO}/{name}": ["get"] for name in (
        "actions/permissions", "actions/permissions/workflow", "environments/{environment_name}", "pages",
        "private-vulnerability-reporting", "rules/branches/{branch}",
    )
}  # fmt: skip
"""What only `bluepages preflight` asks; the stand-in has `pages` alone, its tests answer the rest."""
_BARE_LIST = {"items": {"type": "string"}, "type": "array"}
"""Labels as every client sends them; the description says so in its words, and forgets it in its schema."""
_WORDS = frozenset(
    ("description", "example", "examples", "x-github", "externalDocs", "title", "deprecated", "x-multi-segment")
)


def cut(whole: dict[str, Any]) -> dict[str, Any]:
    """The operations named above: their parameters in path and query, and the schema of their JSON body."""
    found: dict[str, Any] = {}
    for path, methods in {**OPERATIONS, **SETTINGS}.items():
        found[path] = {method: _operation(whole, whole["paths"][path][method]) for method in methods}
        if path.endswith("/{issue_number}/labels"):
            for method in ("post", "put"):
                found[path][method]["body"]["schema"]["anyOf"].append(_BARE_LIST)
    return {"from": f"@octokit/openapi {whole['info']['version']} (MIT)", "paths": found}


def _operation(whole: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    parameters = [_plain(whole, parameter) for parameter in operation.get("parameters", ())]
    kept = [{name: each[name] for name in ("name", "in", "required", "schema") if name in each} for each in parameters
            if each["in"] in ("path", "query")]  # fmt: skip
    made: dict[str, Any] = {"parameters": kept}
    body = operation.get("requestBody")
    if body:
        schema = _plain(whole, body)["content"]["application/json"]["schema"]
        made["body"] = {"required": body.get("required", False), "schema": _mended(schema)}
    return made


def _plain(whole: dict[str, Any], node: Any, name: str = "") -> Any:
    """A node with its references filled in and its words left out. Properties may be called like words."""
    if isinstance(node, list):
        return [_plain(whole, each) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target: Any = whole
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return _plain(whole, target)
    keep = node if name == "properties" else {key: value for key, value in node.items() if key not in _WORDS}
    return {key: _plain(whole, value, key) for key, value in keep.items()}


def _mended(node: Any) -> Any:
    """`nullable` beside a bare `oneOf` switches validators off: it is moved into the branches. And where one branch
    of a `oneOf` fits what another one fits as well (`labels` as texts or as objects), either may.
    """
    if isinstance(node, list):
        return [_mended(each) for each in node]
    if not isinstance(node, dict):
        return node
    node = {key: _mended(value) for key, value in node.items()}
    if "oneOf" in node:
        branches = node.pop("oneOf")
        if node.pop("nullable", False):
            branches = [{**branch, "nullable": True} for branch in branches]
        node["anyOf"] = branches
    return node


def main(package: Path) -> None:
    """Write the cut and the licence of the package in the folder `package`."""
    whole = json.loads((package / "generated" / "api.github.com.json").read_text(encoding="utf-8"))
    HERE.mkdir(exist_ok=True)
    text = json.dumps(cut(whole), separators=(",", ":"), sort_keys=True).replace('},"/', '},\n"/')
    (HERE / "requests.json").write_text(text + "\n", encoding="utf-8")
    (HERE / "LICENSE").write_text((package / "LICENSE").read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
