"""What can go wrong with GitHub, on demand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["secondary", "limit", "down", "lost", "cut", "slow"]
"""`secondary`: 403 with Retry-After; `limit`: 403, nothing left this hour; `down`: 503, nothing happens; `lost`: it
happens, and the answer is a 502 in HTML; `cut`: it happens, and the connection breaks off; `slow`: it takes a while.
"""


@dataclass
class Fault:
    """Strikes requests with `method` (any: `""`; `"write"`: all but GET) whose path matches, after `after` others."""

    kind: Kind
    method: str = ""
    path: str = ""
    times: int = 1
    after: int = 0
    seconds: float = 1

    def meets(self, method: str, path: str) -> bool:
        """Whether this request is struck; counts down on the way."""
        wanted = not self.method or method == self.method or (self.method == "write" and method != "GET")
        if not self.times or not wanted or not re.search(self.path, path):
            return False
        if self.after:
            self.after -= 1
            return False
        self.times -= 1
        return True
