"""What a place that keeps issues and pull requests can do for us; `localforge` and `githubforge` do it.

Every method may be called again with the same arguments and then changes nothing more: a run that was cut short is
simply run again.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, Protocol

import msgspec

State = Literal["success", "failure", "pending"]


class Commit(msgspec.Struct, frozen=True):
    """A branch to be made: the texts of a file, and of `more`, on top of the base branch. `day` is `YYYY-MM-DD`."""

    branch: str
    file: str
    text: str
    message: str
    day: str
    more: tuple[tuple[str, str], ...] = ()


class Pull(msgspec.Struct, frozen=True):
    """A pull request as it should be."""

    branch: str
    title: str
    body: str
    labels: tuple[str, ...] = ()


class Thread(msgspec.Struct, frozen=True):
    """An open issue that many may join, or an open pull request with the `files` it touches; `opened` is a day."""

    number: int
    title: str
    url: str = ""
    opened: str = ""
    files: tuple[str, ...] = ()


class Taken(Exception):  # noqa: N818 - a person's work, not an error
    """The branch holds somebody else's commits, which are left as they are; `pull` is the number of its request."""

    def __init__(self, pull: int = 0) -> None:
        super().__init__("somebody else has worked on this branch")
        self.pull = pull


class Forge(Protocol):
    """Issues, branches and pull requests of one repository."""

    def current(self, issue: int) -> str | None:
        """The text of an issue as it stands now, `""` for a closed one; `None` where only the event knows it."""

    def comment(self, issue: int, mark: str, body: str) -> None:
        """Write our one comment with that mark, or bring it up to date."""

    def find_comment(self, issue: int, mark: str) -> str:
        """Our comment with that mark, `""` for none."""

    def settle(self, issue: int, *, title: str = "", body: str = "", labels: Collection[str] = (),
               close: bool = False) -> None:  # fmt: skip
        """Give an issue a title, a body and further labels, where given, or close it."""

    def find_thread(self, label: str, title: str) -> int:
        """The open issue of ours with that label and title, the oldest of several; 0 for none."""

    def threads(self, label: str) -> list[Thread]:
        """All open issues with that label, the oldest first."""

    def open_pulls(self) -> list[Thread]:
        """All open pull requests against the base branch, the oldest first."""

    def waiting_forms(self, label: str) -> list[bytes]:
        """Open issues with that label, as JSON, the oldest first."""

    def waiting(self, login: str, before: int) -> int:
        """How many open proposals that person has in older issues than `before`."""

    def push(self, commit: Commit) -> str:
        """Make or renew the branch; returns its commit. Raises `Taken`."""

    def pull(self, pull: Pull) -> int:
        """Open the pull request of a branch, or bring it up to date; returns its number, 0 where there are none."""

    def tip(self, branch: str) -> tuple[str, str]:
        """The commit and the message of our first commit on a branch; both `""` where there is no such branch."""

    def approvers(self, pull: int, sha: str) -> frozenset[str]:
        """Logins of those with write access whose latest word on that very commit is an approval."""

    def status(self, sha: str, state: State, context: str, words: str) -> None:
        """Say of a commit how it stands."""
