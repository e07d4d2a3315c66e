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
        return self.commit(self._tree(commit, base), commit.message, base, f"{commit.day}T12:00:00+0000")

    def commit(self, tree: str, message: str, parent: str, moment: str, name: str = NAME) -> str:
        """A commit of ours on top of `parent`, or on top of nothing; `moment` is RFC 3339."""
        who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
               for what, value in (("NAME", name), ("EMAIL", self.mail), ("DATE", moment))}  # fmt: skip
        parents = ("-p", parent) if parent else ()
        return self.run("commit-tree", "--no-gpg-sign", tree, *parents, given=message.encode(), more=who)

    def fetch(self, remote: str, branch: str) -> str:
        """The commit of a branch at `remote`, fetched; `""` where there is none."""
        ref = f"refs/heads/{branch}"
        if not self.run("ls-remote", remote, ref):
            return ""
        self.run("fetch", "--quiet", "--no-tags", remote, f"+{ref}:refs/bluepages/{branch}")
        return self.find(f"refs/bluepages/{branch}")

    def is_ours(self, base: str, tip: str) -> bool:
        """Whether every commit from `base` to `tip` was made by us."""
        mails = self.run("log", "--format=%ae%n%ce", f"{base}..{tip}").split()
        return set(mails) <= {self.mail}

    def first_message(self, base: str, tip: str) -> str:
        """The message of our own commit on a branch, which names the reporter."""
        return self.run("log", "--reverse", f"--author=<{self.mail}>", "--format=%B", f"{base}..{tip}")

    def _tree(self, commit: Commit, base: str) -> str:
        """The tree of `base` with the commit's files replaced."""
        prefix = self.run("rev-parse", "--show-prefix")
        files = {f"{prefix}{file}": text.encode() for file, text in ((commit.file, commit.text), *commit.more)}
        return self.tree(files, base)

    def tree(self, files: Mapping[str, bytes], base: str) -> str:
        """The tree of `base`, or of nothing, with `files`, by their paths in the repository, as plain files."""
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self.run("read-tree", base or "--empty", more=index)
            lines = []
            for file, content in files.items():
                blob = self.run("hash-object", "-w", "--stdin", given=content)
                lines.append(f"100644 {blob}\t{file}\0".encode())
            self.run("update-index", "--add", "-z", "--index-info", given=b"".join(lines), more=index)
            return self.run("write-tree", more=index)


def reporter_of(message: str) -> str:
    """The login in the trailer that our commits carry; `""` for none."""
    for line in message.splitlines():
        if line.startswith("Reported-by: "):
            return line.removeprefix("Reported-by: ").strip()
    return ""
