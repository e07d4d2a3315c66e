"""Files on a branch of their own, by Git's plumbing: no checkout, no index of the user's, no hook, no shell."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bluepages.errors import OURS, Complaint
from bluepages.intake.forge import Commit, Taken

NAME: Final = "Blue Pages intake"


class GitBranch:
    """Branches of the repository at `root`; `mail` is who we are in its commits, `extra` further environment."""

    def __init__(self, root: Path, mail: str, extra: Mapping[str, str] | None = None) -> None:
        self.root, self.mail, self.extra = root, mail, dict(extra or {})

    def run(self, *arguments: str, given: bytes | None = None, more: Mapping[str, str] | None = None) -> str:
        """What Git answers; raises `Complaint`, which repeats nothing of it, where it fails."""
        return self.raw(*arguments, given=given, more=more).decode("utf-8", "replace").strip()

    def raw(self, *arguments: str, given: bytes | None = None, more: Mapping[str, str] | None = None) -> bytes:
        """The same, byte for byte."""
        environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", **self.extra, **(more or {})}
        done = subprocess.run(
            ["git", "-C", str(self.root), "-c", "core.hooksPath=/dev/null", *arguments],
            input=given, capture_output=True, check=False, env=environment,
        )  # fmt: skip
        if done.returncode:
            raise Complaint(f"Git failed at {arguments[0]} ({done.returncode}).", "Run it again.", OURS)
        return done.stdout

    def find(self, name: str) -> str:
        """The commit of a full ref, `""` for none."""
        try:
            return self.run("rev-parse", "--verify", "-q", "--end-of-options", f"{name}^{{commit}}")
        except Complaint:
            return ""

    def build(self, commit: Commit, base: str, old: str) -> str:
        """The commit for a branch on top of `base`; `old` itself where that is the same already. Raises `Taken`."""
        if old and not self.is_ours(base, old):
            raise Taken
        if old and self.run("rev-parse", f"{old}^{{tree}}") == self._tree(commit, self.run("merge-base", base, old)):
            return old  # the same words as before: an approval of that commit stays good
        tree = self._tree(commit, base)
        moment = f"{commit.day}T12:00:00+0000"
        who = {
            "GIT_AUTHOR_NAME": NAME, "GIT_AUTHOR_EMAIL": self.mail, "GIT_AUTHOR_DATE": moment,
            "GIT_COMMITTER_NAME": NAME, "GIT_COMMITTER_EMAIL": self.mail, "GIT_COMMITTER_DATE": moment,
        }  # fmt: skip
        return self.run("commit-tree", "--no-gpg-sign", tree, "-p", base, given=commit.message.encode(), more=who)

    def is_ours(self, base: str, tip: str) -> bool:
        """Whether every commit from `base` to `tip` was made by us."""
        mails = self.run("log", "--format=%ae%n%ce", f"{base}..{tip}").split()
        return set(mails) <= {self.mail}

    def first_message(self, base: str, tip: str) -> str:
        """The message of our own commit on a branch, which names the reporter."""
        return self.run("log", "--reverse", f"--author=<{self.mail}>", "--format=%B", f"{base}..{tip}")

    def _tree(self, commit: Commit, base: str) -> str:
        """The tree of `base` with the commit's files, as plain files, replaced."""
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self.run("read-tree", base, more=index)
            prefix = self.run("rev-parse", "--show-prefix")
            lines = []
            for file, text in ((commit.file, commit.text), *commit.more):
                blob = self.run("hash-object", "-w", "--stdin", given=text.encode())
                lines.append(f"100644 {blob}\t{prefix}{file}\0".encode())
            self.run("update-index", "--add", "-z", "--index-info", given=b"".join(lines), more=index)
            return self.run("write-tree", more=index)


def reporter_of(message: str) -> str:
    """The login in the trailer that our commits carry; `""` for none."""
    for line in message.splitlines():
        if line.startswith("Reported-by: "):
            return line.removeprefix("Reported-by: ").strip()
    return ""
