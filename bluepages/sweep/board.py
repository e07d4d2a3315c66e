"""Where a sweep keeps its memory and tells what it found: on GitHub, or in `.bluepages/` of this machine.

On GitHub the memory is one file on the branch `sweeps`, which shares nothing with `main`: it needs no review, starts no
publication, and its history is kept.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

from bluepages.errors import Complaint
from bluepages.sweep.telling import LABEL, MARK, Told, same_text, tells_more, ticked_as

BRANCH: Final = "sweeps"
FILE: Final = "sweep.json"
MOST_NEW: Final = 10
"""Issues that one run may open: those who watch the repository are told of each."""


class Board(Protocol):
    """What a sweep needs."""

    def recall(self) -> bytes | None:
        """The memory, `None` where there is none yet."""

    def keep(self, content: bytes) -> None:
        """Put the memory away."""

    def show(self, told: list[Told]) -> int:
        """Bring the rolling issues up to date; returns how many were written."""


class GitHubBoard:
    """Issues and a branch of one repository; `api` is PyGithub's."""

    def __init__(self, api: Any, patiently: Callable[[Callable[[], Any]], Any] = lambda action: action()) -> None:
        self.api, self.patiently = api, patiently

    def recall(self) -> bytes | None:
        from github import UnknownObjectException

        try:
            return bytes(self.patiently(lambda: self.api.get_contents(FILE, ref=BRANCH).decoded_content))
        except UnknownObjectException:
            return None

    def keep(self, content: bytes) -> None:
        if self.recall() != content:
            self.patiently(lambda: self._commit(content))

    def _commit(self, content: bytes) -> None:
        """One more commit on the branch, or its first. Done again after a lost answer, it finds its own work."""
        from github import InputGitTreeElement

        ref = next((each for each in self.api.get_git_matching_refs(f"heads/{BRANCH}")
                    if each.ref == f"refs/heads/{BRANCH}"), None)  # fmt: skip
        blob = self.api.create_git_blob(base64.b64encode(content).decode(), "base64")
        tree = self.api.create_git_tree([InputGitTreeElement(FILE, "100644", "blob", sha=blob.sha)])
        parents = [self.api.get_git_commit(ref.object.sha)] if ref else []
        if parents and parents[0].tree.sha == tree.sha:
            return
        commit = self.api.create_git_commit("What the sweep remembers", tree, parents)
        if ref is None:
            self.api.create_git_ref(f"refs/heads/{BRANCH}", commit.sha)
        else:
            ref.edit(commit.sha)

    def show(self, told: list[Told]) -> int:
        ours = self.patiently(self._ours)
        written = opened = 0
        for each in told:
            issue = ours.get(each.title)
            body = ticked_as(each.body, issue.body or "") if issue is not None else each.body
            if issue is not None and same_text(issue.body or "", body):
                continue
            if issue is not None and (issue.state == "open" or not tells_more(body, issue.body or "")):
                # Also a closed one: what comes back later is then seen to be new.
                self.patiently(lambda issue=issue, body=body: issue.edit(body=body))  # type: ignore[misc]
            elif not each.empty and opened < MOST_NEW:
                opened += 1
                self.patiently(lambda title=each.title, body=body: self._open(title, body))  # type: ignore[misc]
            else:
                continue
            written += 1
        return written

    def _ours(self) -> dict[str, Any]:
        """The newest rolling issue of each title; anybody can give an issue such a title, nobody else our label."""
        found: dict[str, Any] = {}
        for issue in self.api.get_issues(state="all", labels=[LABEL], sort="created", direction="asc"):
            ours = issue.pull_request is None and (issue.body or "").startswith(MARK) and issue.user.type == "Bot"
            if ours and (issue.title not in found or issue.state == "open"):
                found[issue.title] = issue
        return found

    def _open(self, title: str, body: str) -> None:
        issue = self._ours().get(title)
        if issue is None or issue.state != "open":
            self.api.create_issue(title, body, labels=[LABEL])


class LocalBoard:
    """The memory and the texts as files in `.bluepages/`, which Git ignores."""

    def __init__(self, root: Path) -> None:
        self.folder = root / ".bluepages"

    def recall(self) -> bytes | None:
        path = self.folder / FILE
        return path.read_bytes() if path.is_file() else None

    def keep(self, content: bytes) -> None:
        self._write(self.folder / FILE, content)

    def show(self, told: list[Told]) -> int:
        written = 0
        for each in told:
            path = self.folder / "sweeps" / f"{each.county}.md"
            if (path.is_file() or not each.empty) and (not path.is_file() or path.read_text("utf-8") != each.body):
                self._write(path, each.body.encode())
                written += 1
        return written

    def _write(self, path: Path, content: bytes) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = path.with_name(f".{path.name}.new")
            aside.write_bytes(content)
            aside.replace(path)
        except OSError as error:
            raise Complaint(f"{path} could not be written: {error.strerror}.", "Check the folder.") from None
