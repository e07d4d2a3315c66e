"""What a repository on GitHub holds: issues, pull requests, comments, labels, reviews, statuses; Git is real."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

CLOSES = re.compile(r"(?i)\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? #(\d+)")
WRITERS = frozenset({"admin", "write", "maintain"})


@dataclass(frozen=True)
class Actor:
    """Who makes a request. `bot`: an App or a workflow."""

    login: str
    bot: bool = False

    def data(self) -> dict[str, Any]:
        kind = "Bot" if self.bot else "User"
        return {"login": self.login, "id": sum(map(ord, self.login)), "type": kind, "site_admin": False}


@dataclass
class Comment:
    id: int
    issue: int
    body: str
    user: Actor
    created_at: str
    updated_at: str


@dataclass
class Review:
    id: int
    user: Actor
    state: str
    body: str
    commit_id: str
    submitted_at: str


@dataclass
class Issue:
    """An issue, or a pull request where `head` is given. `edits` are the earlier texts, as its history keeps them."""

    number: int
    title: str
    body: str
    user: Actor
    created_at: str
    updated_at: str
    state: str = "open"
    closed_at: str | None = None
    labels: list[str] = field(default_factory=list)
    edits: list[str] = field(default_factory=list)
    locked: bool = False
    head: str = ""
    base: str = ""
    merged: str = ""
    reviews: list[Review] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)
    association: str = "NONE"


class GitError(Exception):
    """Git said no."""


class Bare:
    """A bare repository, asked by its plumbing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not (path / "HEAD").exists():
            subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(path)], check=True, capture_output=True)
        self.run("config", "http.receivepack", "true")

    def run(self, *arguments: str, given: bytes | None = None, more: dict[str, str] | None = None) -> str:
        return self.raw(*arguments, given=given, more=more).decode("utf-8", "replace").strip()

    def raw(self, *arguments: str, given: bytes | None = None, more: dict[str, str] | None = None) -> bytes:
        known = {"NAME": "GitHub", "EMAIL": "noreply@github.example", "DATE": "2026-11-21T20:00:00Z"}
        who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in known.items()}
        environment = {**os.environ, **who, **(more or {})}
        done = subprocess.run(["git", "-C", str(self.path), *arguments], input=given, capture_output=True,
                              check=False, env=environment)  # fmt: skip
        if done.returncode:
            raise GitError(done.stderr.decode("utf-8", "replace"))
        return done.stdout

    def find(self, name: str) -> str:
        """The commit that a branch, tag or hash names; `""` for none."""
        for each in (f"refs/heads/{name}", name):
            try:
                return self.run("rev-parse", "--verify", "-q", "--end-of-options", f"{each}^{{commit}}")
            except GitError:
                continue
        return ""

    def kind(self, sha: str) -> str:
        try:
            return self.run("cat-file", "-t", sha)
        except GitError:
            return ""

    def refs(self, prefix: str) -> dict[str, str]:
        """Full names of refs that begin with `prefix` (`heads/x`), and their commits."""
        lines = self.run("for-each-ref", "--format=%(refname) %(objectname)").splitlines()
        found = dict(line.split(" ") for line in lines)
        return {name: sha for name, sha in found.items() if name.startswith(f"refs/{prefix}")}

    def blob(self, content: bytes) -> str:
        return self.run("hash-object", "-w", "--stdin", given=content)

    def tree(self, entries: list[dict[str, Any]], base: str = "") -> str:
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index"), "GIT_WORK_TREE": folder}
            if base:
                self.run("read-tree", base, more=index)
            for entry in entries:
                if "content" in entry:
                    entry = {**entry, "sha": self.blob(entry["content"].encode())}
                if entry.get("sha") is None:
                    self.run("update-index", "--force-remove", "--", entry["path"], more=index)
                elif entry.get("type") == "tree":
                    self.run("read-tree", f"--prefix={entry['path']}/", entry["sha"], more=index)
                else:
                    info = f"{entry['mode']},{entry['sha']},{entry['path']}"
                    self.run("update-index", "--add", "--cacheinfo", info, more=index)
            return self.run("write-tree", more=index)

    def commit(self, tree: str, parents: list[str], message: str, author: dict[str, str] | None = None) -> str:
        arguments = [part for parent in parents for part in ("-p", parent)]
        more = {}
        for role in ("AUTHOR", "COMMITTER"):
            for what, key in (("NAME", "name"), ("EMAIL", "email"), ("DATE", "date")):
                if author and key in author:
                    more[f"GIT_{role}_{what}"] = author[key]
        return self.run("commit-tree", tree, *arguments, given=message.encode(), more=more)

    def update(self, ref: str, new: str, old: str | None = None) -> None:
        self.run("update-ref", ref, new, *([] if old is None else [old]))

    def files(self, commit: str) -> dict[str, bytes]:
        names = self.raw("ls-tree", "-r", "-z", "--name-only", commit).decode().split("\0")
        return {name: self.raw("cat-file", "blob", f"{commit}:{name}") for name in names if name}

    def seed(self, files: dict[str, bytes], message: str = "First", branch: str = "main") -> str:
        """A commit with these files on a branch, beside what is there; for tests that begin somewhere."""
        old = self.find(branch)
        entries = [{"path": name, "mode": "100644", "sha": self.blob(content)} for name, content in files.items()]
        made = self.commit(self.tree(entries, old), [old] if old else [], message)
        self.update(f"refs/heads/{branch}", made)
        return made


class Hub:
    """One repository, its people and what they wrote. `writes` counts what was changed, `refused` what was not."""

    def __init__(self, folder: Path, name: str = "someone/blue-pages") -> None:
        self.name = name
        self.git = Bare(folder)
        self.now = datetime(2026, 11, 21, 20, tzinfo=UTC)
        self.clock: Callable[[], float] | None = None
        self.things: dict[int, Issue] = {}
        self.comments: dict[int, Comment] = {}
        self.statuses: list[dict[str, Any]] = []
        self.labels: dict[str, dict[str, Any]] = {}
        self.permissions: dict[str, str] = {name.partition("/")[0]: "admin"}
        self.advisories: list[dict[str, Any]] = []
        self.dispatches: list[dict[str, Any]] = []
        self.refused: list[str] = []
        self.log: list[str] = []
        self.writes = 0
        self.tokens: dict[str, Actor] = {"token": Actor("blue-pages[bot]", bot=True)}
        self._ids = 1000

    def moment(self) -> str:
        """The time, which goes on by a second whenever it is asked, as no two things happen at once; or `clock`'s."""
        self.now = datetime.fromtimestamp(self.clock(), UTC) if self.clock else self.now + timedelta(seconds=1)
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def next_id(self) -> int:
        self._ids += 1
        return self._ids

    def add(self, title: str, body: str, user: Actor, **more: Any) -> Issue:
        number, now = max(self.things, default=0) + 1, self.moment()
        issue = Issue(number, title, body, user, now, now, **more)
        self.things[number] = issue
        for label in issue.labels:
            self.label(label)
        return issue

    def label(self, name: str, color: str = "ededed", description: str = "") -> dict[str, Any]:
        made = {"id": self.next_id(), "name": name, "color": color, "description": description, "default": False}
        return self.labels.setdefault(name, made)

    def add_comment(self, issue: int, body: str, user: Actor) -> Comment:
        now = self.moment()
        made = Comment(self.next_id(), issue, body, user, now, now)
        self.comments[made.id] = made
        self.things[issue].updated_at = now
        return made

    def comments_of(self, number: int) -> list[Comment]:
        return [comment for comment in self.comments.values() if comment.issue == number]

    def permission(self, login: str) -> str:
        return self.permissions.get(login, "read")

    def set_state(self, thing: Issue, state: str) -> None:
        if state != thing.state:
            thing.state, thing.updated_at = state, self.moment()
            thing.closed_at = thing.updated_at if state == "closed" else None

    def merge(self, pull: Issue, message: str = "") -> str:
        """Merge as a person does in GitHub: a merge commit, and what it closes. Raises `GitError` on a conflict."""
        base, head = self.git.find(pull.base), self.git.find(pull.head)
        tree = self.git.run("merge-tree", "--write-tree", base, head).splitlines()[0]
        text = message or f"Merge pull request #{pull.number} from {pull.head}"
        pull.merged = self.git.commit(tree, [base, head], text)
        self.git.update(f"refs/heads/{pull.base}", pull.merged, base)
        self.set_state(pull, "closed")
        for number in {int(found) for found in CLOSES.findall(pull.body)}:
            if number in self.things:
                self.set_state(self.things[number], "closed")
        return pull.merged

    def pulls(self) -> list[Issue]:
        return [thing for thing in self.things.values() if thing.head]

    def seen(self) -> dict[str, Any]:
        """All that people see, without times and numbers of comments: equal for equal outcomes."""
        issues = {
            number: (thing.title, thing.body, thing.state, sorted(thing.labels), thing.head, bool(thing.merged),
                     [(each.user.login, each.body) for each in self.comments_of(number)])
            for number, thing in sorted(self.things.items())
        }  # fmt: skip
        last = {(each["sha"], each["context"]): (each["state"], each["description"]) for each in self.statuses}
        return {"issues": issues, "statuses": last, "refs": self.git.refs("heads/")}


def encoded(content: bytes) -> str:
    """Content as GitHub's answers hold it."""
    return base64.encodebytes(content).decode()
