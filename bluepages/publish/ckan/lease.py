"""One publisher at a time: who is at work stands in a field of the data set, and who comes second waits or stops.

CKAN has no lock. A field is written, and after a moment longer than anybody needs between looking and writing, read
again: whose name stands there then may go on. A run that was killed leaves its name behind; it counts no longer once
its process is known to be gone, or after some minutes, and then says that there is unfinished work.
"""

from __future__ import annotations

import os
import socket
import time
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import msgspec
import msgspec.structs

from bluepages.errors import PROBLEMS, Complaint

STALE: Final = 300.0
"""Seconds after which a run that says nothing is taken for dead; a living one says so more often."""

PATIENCE: Final = 600.0
POLL: Final = 3.0
RENEW: Final = 60.0
SETTLE: Final = 1.5
AHEAD: Final = 60.0
"""Seconds that another machine's clock may be ahead of ours."""


class Holder(msgspec.Struct, frozen=True):
    """One run: a name of its own, the machine, the process and its start, and when it last said that it lives."""

    run: str
    host: str
    pid: int
    started: str
    at: float

    def text(self) -> str:
        """As it stands in the field."""
        return f"{self.run} {self.host} {self.pid} {self.started} {self.at:.0f}"


def new_holder(environment: Mapping[str, str], now: float) -> Holder:
    """This run."""
    run = environment.get("GITHUB_RUN_ID") or uuid.uuid4().hex[:12]
    return Holder(run, socket.gethostname().replace(" ", "-") or "-", os.getpid(), _started(os.getpid()), now)


def parse(text: str) -> Holder | None:
    """Who stands in the field; `None` for nobody, and for what no run of ours wrote."""
    parts = text.split(" ")
    if len(parts) != 5 or not parts[2].isdecimal() or not parts[4].isdecimal():
        return None
    return Holder(parts[0], parts[1], int(parts[2]), parts[3], float(parts[4]))


def is_dead(holder: Holder, mine: Holder, now: float) -> bool:
    """Whether a run is surely over."""
    if not holder.pid:
        return True  # it said so itself
    if holder.run == mine.run and holder.host != mine.host:
        return True  # an earlier attempt of the same job: GitHub never runs two of them
    if holder.host == mine.host:
        return not _runs(holder)
    return now - holder.at > STALE or holder.at - now > AHEAD


def _runs(holder: Holder) -> bool:
    try:
        os.kill(holder.pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return holder.started in ("-", _started(holder.pid))


def _started(pid: int) -> str:
    """The start of a process, by which it is told from a later one with the same number; `-` where nobody knows."""
    try:
        with Path(f"/proc/{pid}/stat").open("rb") as stream:
            return stream.read().rpartition(b") ")[2].split()[19].decode()
    except (OSError, IndexError):
        return "-"


class Lease:
    """The right to publish. `read` gives the text of the field, `write` puts one there."""

    def __init__(
        self, read: Callable[[], str], write: Callable[[str], None], environment: Mapping[str, str],
        *, clock: Callable[[], float] = time.time, pause: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self._read, self._write, self._clock, self._pause = read, write, clock, pause
        self.mine = new_holder(environment, clock())
        self.found = ""

    def take(self, tell: Callable[[str], None] = lambda step: None) -> None:
        """Take the right, once the run that has it is done or dead; raise `Complaint` where that takes too long.

        `found` says whose unfinished work there is.
        """
        begun = self._clock()
        while True:
            there = parse(self._read())
            if there and is_dead(there, self.mine, self._clock()):
                self.found = there.run
            elif there and not self._is_mine(there):
                if self._clock() - begun > PATIENCE:
                    raise self._busy(there)
                tell(f"Waiting for another publication (run {there.run})")
                self._pause(POLL)
                continue
            self.renew()
            self._pause(SETTLE)
            if self._is_ours():
                return

    def _is_mine(self, there: Holder) -> bool:
        return (there.run, there.pid, there.host) == (self.mine.run, self.mine.pid, self.mine.host)

    def _is_ours(self) -> bool:
        there = parse(self._read())
        return there is not None and self._is_mine(there)

    def confirm(self) -> None:
        """Raise `Complaint` unless the right is still ours.

        A run that is surely over has not taken it: a late write of the portal itself brought its name back.
        """
        for _ in range(3):
            there = parse(self._read())
            if there and self._is_mine(there):
                return
            if not (there and is_dead(there, self.mine, self._clock())):
                raise self._busy(there)
            self.renew()
            self._pause(SETTLE)
        raise self._busy(parse(self._read()))

    def renew(self) -> None:
        """Say that this run lives."""
        self.mine = msgspec.structs.replace(self.mine, at=self._clock())
        self._write(self.mine.text())

    def keep(self) -> None:
        """Say it again if it is long ago."""
        if self._clock() - self.mine.at > RENEW:
            self.confirm()
            self.renew()

    def over(self) -> str:
        """What stands in the field when this run has failed: its name, and no process."""
        return msgspec.structs.replace(self.mine, pid=0, at=self._clock()).text()

    def _busy(self, there: Holder | None) -> Complaint:
        who = f"run {there.run} on {there.host}" if there else "somebody"
        return Complaint(
            f"Another publication is at work on this data set ({who}).",
            "Run it again when that one is done; nothing was sent.",
            PROBLEMS,
        )
