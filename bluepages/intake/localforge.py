"""A forge without GitHub: branches in the local repository, issues and pull requests as files in `.bluepages/`."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

import orjson

from bluepages.errors import Complaint
from bluepages.intake.forge import Commit, Pull, State, Thread
from bluepages.intake.gitbranch import GitBranch, reporter_of

FILE: Final = ".bluepages/intake.json"


class LocalForge:
    """Proposals of one machine. What was said stands in `.bluepages/intake.json`, which Git ignores."""

    def __init__(self, root: Path, mail: str, base: str = "main") -> None:
        self.git, self.base = GitBranch(root, mail), f"refs/heads/{base}"
        self.path = root / FILE
        self.kept: dict[str, Any] = {"issues": {}, "pulls": {}, "statuses": {}, "approvals": {}}
        if self.path.is_file():
            self.kept |= orjson.loads(self.path.read_bytes())

    def current(self, issue: int) -> str | None:
        return None

    def comment(self, issue: int, mark: str, body: str) -> None:
        self._issue(issue)["comments"][mark] = body
        self._keep()

    def find_comment(self, issue: int, mark: str) -> str:
        return str(self._issue(issue)["comments"].get(mark, ""))

    def settle(
        self, issue: int, *, title: str = "", body: str = "", labels: Collection[str] = (), close: bool = False
    ) -> None:
        kept = self._issue(issue)
        kept["title"] = title or kept["title"]
        kept["body"] = body or kept["body"]
        kept["labels"] = sorted({*kept["labels"], *labels})
        kept["open"] = kept["open"] and not close
        self._keep()

    def find_thread(self, label: str, title: str) -> int:
        numbers = sorted(int(number) for number in self.kept["issues"])
        for number in numbers:
            kept = self._issue(number)
            if kept["open"] and kept["title"] == title and label in kept["labels"]:
                return number
        return 0

    def threads(self, label: str) -> list[Thread]:
        numbers = sorted(int(number) for number in self.kept["issues"])
        found = [(number, self._issue(number)) for number in numbers]
        return [Thread(n, kept["title"]) for n, kept in found if kept["open"] and label in kept["labels"]]

    def open_pulls(self) -> list[Thread]:
        found: list[Thread] = []
        base = self.git.find(self.base)
        for branch, kept in self.kept["pulls"].items():
            tip = self.git.find(f"refs/heads/{branch}")
            if not tip or not base or self.git.run("merge-base", base, tip) == tip:
                continue  # merged, or taken away
            number = branch.rpartition("/")[2]
            files = self.git.run("diff", "--name-only", "-z", f"{base}...{tip}").split("\0")
            day = self.git.run("log", "-1", "--format=%as", tip)
            number = int(number) if number.isdecimal() else 1 + len(found)
            found.append(Thread(number, kept["title"], "", day, tuple(filter(None, files))))
        return sorted(found, key=lambda each: (each.opened, each.number))

    def waiting_forms(self, label: str) -> list[bytes]:
        return []  # what an issue says is not kept here

    def waiting(self, login: str, before: int) -> int:
        base, count = self.git.find(self.base), 0
        for branch in self.kept["pulls"]:
            tip = self.git.find(f"refs/heads/{branch}") if int(branch.rpartition("/")[2]) < before else ""
            if tip and tip != base:
                count += reporter_of(self.git.first_message(base, tip)).lower() == login.lower()
        return count

    def push(self, commit: Commit) -> str:
        base, ref = self.git.find(self.base), f"refs/heads/{commit.branch}"
        if not base:
            raise Complaint("This folder has no Git branch to propose changes to.", "Commit the directory first.")
        old = self.git.find(ref)
        made = self.git.build(commit, base, old)
        if made != old:
            self.git.run("update-ref", ref, made, old or "0" * 40)
        return made

    def pull(self, pull: Pull) -> int:
        self.kept["pulls"][pull.branch] = {"title": pull.title, "body": pull.body, "labels": list(pull.labels)}
        self._keep()
        return 0

    def tip(self, branch: str) -> tuple[str, str]:
        sha = self.git.find(f"refs/heads/{branch}")
        return (sha, self.git.first_message(self.git.find(self.base), sha)) if sha else ("", "")

    def approvers(self, pull: int, sha: str) -> frozenset[str]:
        return frozenset(self.kept["approvals"].get(sha, ()))

    def status(self, sha: str, state: State, context: str, words: str) -> None:
        self.kept["statuses"].setdefault(sha, {})[context] = {"state": state, "words": words}
        self._keep()

    def _issue(self, number: int) -> dict[str, Any]:
        blank = {"title": "", "body": "", "labels": [], "open": True, "comments": {}}
        found: dict[str, Any] = self.kept["issues"].setdefault(str(number), blank)
        return found

    def _keep(self) -> None:
        self.path.parent.mkdir(exist_ok=True)
        aside = self.path.with_name(".intake.new")
        aside.write_bytes(orjson.dumps(self.kept, option=orjson.OPT_INDENT_2))
        aside.replace(self.path)
