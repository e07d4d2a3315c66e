"""How fast GitHub is written to: a second between two writes, and no more in an hour than GitHub allows one account."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Final

from bluepages.relay.targets import Rationed

GAP: Final = 1.0
"""Seconds between two writes, as GitHub asks of programs."""
AN_HOUR: Final = 450
"""Writes in any hour: GitHub stops whoever makes more than 500 issues, comments and the like."""
HOUR: Final = 3600.0


class Pace:
    """Leaves at least `gap` seconds between two writes, whatever asks for them; raises `Rationed` when an hour is full.

    Without a gap (a server of one's own, tests) there is no such limit either.
    """

    def __init__(
        self,
        gap: float = GAP,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        an_hour: int = AN_HOUR,
    ) -> None:
        self.gap, self._clock, self._sleep = gap, clock, sleep
        self._written: deque[float] = deque(maxlen=an_hour)

    def __call__(self) -> None:
        """Wait until the next write may go out."""
        if not self.gap:
            return
        now = self._clock()
        if len(self._written) == self._written.maxlen and now - self._written[0] < HOUR:
            raise Rationed(self._written[0] + HOUR - now)
        left = self._written[-1] + self.gap - now if self._written else 0.0
        if left > 0:
            self._sleep(left)
        self._written.append(self._clock())
