"""Where submissions go: a `Target` makes something public of one, exactly once, and tells what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, Literal, Protocol

import msgspec

from bluepages.errors import OURS, Complaint
from bluepages.intake.forge import Commit
from bluepages.intake.localforge import LocalForge
from bluepages.intake.web import Considered
from bluepages.relay.items import Item, Reply

Kind = Literal["pull", "issue", "thread", "branch"]


class Parcel(msgspec.Struct, frozen=True):
    """One submission on its way. `since` is when it was first tried, 0 for the first time: later ones look first."""

    ident: str
    considered: Considered
    day: date
    since: float = 0

    @property
    def branch(self) -> str:
        """The only name a branch of the relay ever has."""
        return f"proposals/{self.ident}"

    @property
    def mark(self) -> str:
        """By this the parcel is found again."""
        return mark_of(self.ident)


class Delivered(msgspec.Struct, frozen=True):
    """What was made of it; `number` and `link` are blank where nobody else can see it."""

    kind: Kind
    number: int = 0
    link: str = ""


class News(msgspec.Struct, frozen=True):
    """What became of one that was delivered. `question` is a steward's, `asked` names it."""

    ident: str
    state: Literal["review", "published", "declined"] = "review"
    reason: str = ""
    said: str = ""
    question: str = ""
    asked: str = ""


class Throttled(Exception):  # noqa: N818 - a request to wait, not an error of ours
    """Wait so many seconds before anything else is asked for."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds:.0f} s")
        self.seconds = seconds


class Rationed(Throttled):
    """What may be written in an hour is written; reading, and telling that a place must be hidden, go on."""


class Down(Exception):  # noqa: N818
    """The forge cannot be reached, or fails at everything; `status` is what it answered."""

    def __init__(self, status: int = 0) -> None:
        super().__init__(f"answered {status}" if status else "cannot be reached")
        self.status = status


class Target(Protocol):
    """A place that keeps proposals; `every` is how many seconds pass between two looks at what became of them."""

    every: float

    def deliver(self, parcel: Parcel) -> Delivered:
        """Make it public, unless it is already. Raises `Throttled`, `Down`, and `Complaint` for this one alone."""

    def news(self, items: Sequence[Item], since: float) -> Iterator[News]:
        """What has changed with some of these since then."""

    def post(self, item: Item, reply: Reply) -> None:
        """Add an answer of whoever wrote it to the discussion, unless it is there already."""

    def publish(self) -> None:
        """Ask for a publication, since what is withheld has changed; nothing where somebody builds by hand."""


def mark_of(ident: str) -> str:
    """The hidden line that stands in everything the relay writes for one submission."""
    return f"<!-- proposal:{ident} -->"


TRAILER: Final = "Proposed-in: form "
"""The line of a commit's message that names the submission, also after a merge by hand."""


class LocalTarget:
    """Branches `proposals/<hash>` in the repository of the folder itself: the first try needs no GitHub."""

    every = 10.0

    def __init__(self, forge: LocalForge) -> None:
        self.forge = forge
        self._seen: tuple[object, ...] = ()

    def deliver(self, parcel: Parcel) -> Delivered:
        made, git = parcel.considered, self.forge.git
        if git.find(f"refs/heads/{parcel.branch}") or self._merged(parcel.ident):
            return Delivered("branch")
        if made.kind == "proposal":
            proposal = made.outcome.proposal
            assert proposal is not None
            message = made.commit if TRAILER in made.commit else f"{made.commit.rstrip()}\n{TRAILER}{parcel.ident}\n"
            self.forge.push(Commit(parcel.branch, proposal.file, made.outcome.text, message, parcel.day.isoformat()))
        else:
            self._note(parcel)
        return Delivered("branch")

    def _note(self, parcel: Parcel) -> None:
        """What changes no record is a commit without a change; its message holds what was said."""
        git, made = self.forge.git, parcel.considered
        base = git.find(self.forge.base)
        if not base:
            raise Complaint("This folder has no Git branch to propose changes to.", "Commit the directory first.", OURS)
        message = f"{made.title}\n\n{made.body.strip()}\n\nKind: {made.kind}\n{TRAILER}{parcel.ident}\n"
        moment = f"{parcel.day.isoformat()}T12:00:00+0000"
        made_commit = git.commit(git.run("rev-parse", f"{base}^{{tree}}"), message, base, moment)
        git.run("update-ref", f"refs/heads/{parcel.branch}", made_commit, "0" * 40)

    def news(self, items: Sequence[Item], since: float) -> Iterator[News]:
        git = self.forge.git
        branches = git.run("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads")
        seen = (branches, *(item.ident for item in items))
        if seen == self._seen:
            return
        base = git.find(self.forge.base)
        for item in items:
            tip = git.find(f"refs/heads/proposals/{item.ident}")
            if self._merged(item.ident) or (tip and tip != base and git.run("merge-base", base, tip) == tip):
                yield News(item.ident, "published")
            elif not tip:
                yield News(item.ident, "declined", "other")
        self._seen = seen

    def _merged(self, ident: str) -> bool:
        """Whether the base branch has a commit that names it."""
        found = self.forge.git.run(
            "log", "-1", "--format=%H", "--fixed-strings", f"--grep={TRAILER}{ident}", self.forge.base
        )
        return bool(found)

    def post(self, item: Item, reply: Reply) -> None:
        """There is no public discussion: answers stay in the spool, where a steward reads them."""

    def publish(self) -> None:
        """Whoever builds here does so by hand, or with `bluepages serve`."""
