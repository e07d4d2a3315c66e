"""One line of JSON for each thing that happens: what and how it went, never what somebody wrote or who they are."""

from __future__ import annotations

import sys
import threading
from typing import Final, TextIO

import orjson

NAMES: Final = frozenset({"event", "outcome", "why", "form", "ident", "status", "kind", "count", "place", "seconds"})
"""All that a line may say. `ident` is the public hash of a submission; `place` is a line of our own code."""


class Log:
    """Writes lines to a stream; safe from several threads."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream, self._lock = stream, threading.Lock()

    def __call__(self, event: str, **values: str | float | list[str] | tuple[str, ...]) -> None:
        """Tell one event. Raises `ValueError` for a name that is not in the list, so that nothing slips in."""
        unknown = values.keys() - NAMES
        if unknown:
            raise ValueError(f"a log never says {sorted(unknown)}")
        line = orjson.dumps({"event": event, **values}).decode()
        with self._lock:
            print(line, file=self._stream or sys.stderr, flush=True)


def place_of(error: BaseException) -> str:
    """Type, module and line of a fault; never its text, which may hold what somebody wrote."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} {where}"
