"""What GitHub answers, as far as clients read it: the hub's values as JSON, with addresses at `base`."""

from __future__ import annotations

from typing import Any

from tests.github.hub import WRITERS, Bare, Comment, Hub, Issue, Review, encoded


class Shapes:
    """Answers of one hub whose API is at `base` (`http://127.0.0.1:9300`)."""

    def __init__(self, hub: Hub, base: str) -> None:
        self.hub, self.base = hub, base
        self.repo = f"{base}/repos/{hub.name}"
        self.html = f"https://github.com/{hub.name}"

    def repository(self) -> dict[str, Any]:
        owner, _, name = self.hub.name.partition("/")
        return {
            "id": 1,
            "node_id": "R1",
            "name": name,
            "full_name": self.hub.name,
            "private": False,
            "owner": {"login": owner, "id": 1, "type": "User"},
            "html_url": self.html,
            "url": self.repo,
            "default_branch": "main",
            "has_issues": True,
            "archived": False,
            "disabled": False,
        }

    def label(self, name: str) -> dict[str, Any]:
        return {**self.hub.label(name), "url": f"{self.repo}/labels/{name}"}

    def issue(self, thing: Issue) -> dict[str, Any]:
        kind = "pull" if thing.head else "issues"
        made = {
            "id": 5000 + thing.number,
            "node_id": f"I{thing.number}",
            "number": thing.number,
            "title": thing.title,
            "body": thing.body,
            "state": thing.state,
            "locked": thing.locked,
            "user": thing.user.data(),
            "labels": [self.label(name) for name in thing.labels],
            "assignees": [],
            "milestone": None,
            "comments": len(self.hub.comments_of(thing.number)),
            "created_at": thing.created_at,
            "updated_at": thing.updated_at,
            "closed_at": thing.closed_at,
            "author_association": thing.association,
            "url": f"{self.repo}/issues/{thing.number}",
            "repository_url": self.repo,
            "comments_url": f"{self.repo}/issues/{thing.number}/comments",
            "html_url": f"{self.html}/{kind}/{thing.number}",
            "labels_url": f"{self.repo}/issues/{thing.number}/labels{{/name}}",
            "events_url": "",
            "state_reason": None,
        }
        if thing.head:
            made["pull_request"] = {"url": f"{self.repo}/pulls/{thing.number}", "html_url": made["html_url"]}
        return made

    def pull(self, thing: Issue) -> dict[str, Any]:
        owner = self.hub.name.partition("/")[0]
        sides = {
            side: {
                "ref": name,
                "label": f"{owner}:{name}",
                "sha": self.hub.git.find(name),
                "repo": self.repository(),
                "user": {"login": owner, "id": 1, "type": "User"},
            }
            for side, name in (("head", thing.head), ("base", thing.base))
        }
        issue = {
            name: value for name, value in self.issue(thing).items() if name not in ("pull_request", "repository_url")
        }
        return {
            **issue,
            **sides,
            "url": f"{self.repo}/pulls/{thing.number}",
            "issue_url": f"{self.repo}/issues/{thing.number}",
            "merged": bool(thing.merged),
            "merge_commit_sha": thing.merged or None,
            "draft": False,
            "mergeable": True,
            "merged_at": thing.closed_at if thing.merged else None,
            "requested_reviewers": [{"login": login, "id": 1, "type": "User"} for login in thing.reviewers],
            "requested_teams": [],
        }

    def comment(self, comment: Comment) -> dict[str, Any]:
        return {
            "id": comment.id,
            "node_id": f"C{comment.id}",
            "body": comment.body,
            "user": comment.user.data(),
            "created_at": comment.created_at,
            "updated_at": comment.updated_at,
            "author_association": "COLLABORATOR" if self.hub.permission(comment.user.login) in WRITERS else "NONE",
            "url": f"{self.repo}/issues/comments/{comment.id}",
            "issue_url": f"{self.repo}/issues/{comment.issue}",
            "html_url": f"{self.html}/issues/{comment.issue}#issuecomment-{comment.id}",
        }

    def review(self, review: Review, pull: int) -> dict[str, Any]:
        return {
            "id": review.id,
            "node_id": f"V{review.id}",
            "user": review.user.data(),
            "state": review.state,
            "body": review.body,
            "commit_id": review.commit_id,
            "submitted_at": review.submitted_at,
            "html_url": f"{self.html}/pull/{pull}#pullrequestreview-{review.id}",
            "pull_request_url": f"{self.repo}/pulls/{pull}",
            "author_association": "NONE",
        }

    def ref(self, name: str, sha: str) -> dict[str, Any]:
        kind = self.hub.git.kind(sha)
        return {
            "ref": name,
            "node_id": "F",
            "url": f"{self.repo}/git/{name}",
            "object": {"type": kind, "sha": sha, "url": f"{self.repo}/git/{kind}s/{sha}"},
        }

    def git_commit(self, sha: str) -> dict[str, Any]:
        fields = self.hub.git.run(
            "show", "-s", "--format=%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B", sha
        )
        tree, parents, an, ae, ad, cn, ce, cd, message = fields.split("\0", 8)
        return {
            "sha": sha,
            "node_id": "K",
            "message": message,
            "url": f"{self.repo}/git/commits/{sha}",
            "html_url": f"{self.html}/commit/{sha}",
            "tree": {"sha": tree, "url": f"{self.repo}/git/trees/{tree}"},
            "parents": [{"sha": each, "url": f"{self.repo}/git/commits/{each}"} for each in parents.split()],
            "author": {"name": an, "email": ae, "date": ad},
            "committer": {"name": cn, "email": ce, "date": cd},
        }

    def commit(self, sha: str) -> dict[str, Any]:
        inner = self.git_commit(sha)
        return {
            "sha": sha,
            "node_id": "K",
            "url": f"{self.repo}/commits/{sha}",
            "html_url": inner["html_url"],
            "commit": inner,
            "parents": inner["parents"],
            "author": None,
            "committer": None,
        }

    def tree(self, sha: str, recursive: bool) -> dict[str, Any]:
        lines = self.hub.git.raw("ls-tree", "-z", "-l", *(["-r", "-t"] if recursive else []), sha).decode().split("\0")
        entries = []
        for line in filter(None, lines):
            meta, _, path = line.partition("\t")
            mode, kind, each, size = meta.split()
            entry: dict[str, Any] = {"path": path, "mode": mode, "type": kind, "sha": each}
            entries.append(entry if size == "-" else {**entry, "size": int(size)})
        return {"sha": sha, "url": f"{self.repo}/git/trees/{sha}", "tree": entries, "truncated": False}

    def file(self, ref: str, path: str) -> dict[str, Any] | list[dict[str, Any]] | None:
        """A file with its content, a folder's list, or nothing."""
        git: Bare = self.hub.git
        listing = git.raw("ls-tree", "-z", "-l", ref, "--", path.rstrip("/")).decode()
        if not listing:
            return None
        _, kind, sha, size = listing.rstrip("\0").partition("\t")[0].split()
        if kind == "tree":
            inner = git.raw("ls-tree", "-z", "--name-only", f"{ref}:{path}").decode().split("\0")
            found = [self.file(ref, f"{path}/{name}") for name in inner if name]
            return [
                {name: value for name, value in each.items() if name not in ("content", "encoding")}
                for each in found
                if isinstance(each, dict)
            ]
        return {
            "type": "file",
            "name": path.rpartition("/")[2],
            "path": path,
            "sha": sha,
            "size": int(size),
            "encoding": "base64",
            "content": encoded(git.raw("cat-file", "blob", sha)),
            "url": f"{self.repo}/contents/{path}?ref={ref}",
            "git_url": f"{self.repo}/git/blobs/{sha}",
            "html_url": f"{self.html}/blob/{ref}/{path}",
            "download_url": None,
        }
