"""The server: uvicorn without its logs, and with a limit on how long somebody may take to say what they want.

Slow clients cost a socket each and nothing else; one that has not finished its headers in time is let go, and no
client holds more than its share of connections.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
import socket
from collections import Counter
from typing import Any, ClassVar, Final

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_SECONDS: Final = 10.0
A_CLIENT: Final = 200
"""Connections at a time from one address; behind a proxy of our own they all come from there."""
_HEADERS: Final = 16_384
_OPEN_FILES: Final = 8192


class Patient(H11Protocol):
    """HTTP with a deadline for the headers of each request."""

    share: int = A_CLIENT
    seconds: float = HEADER_SECONDS
    held: ClassVar[Counter[str]] = Counter()

    _deadline: asyncio.TimerHandle | None = None
    _host = ""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._host = self.client[0] if self.client else ""
        self.held[self._host] += 1
        if self.share and self.held[self._host] > self.share:
            transport.abort()
            return
        self._expect()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        self.held[self._host] -= 1
        if self.held[self._host] <= 0:
            del self.held[self._host]
        super().connection_lost(exc)

    def _expect(self) -> None:
        """Wait for headers, and only so long; a body has its own deadline where it is read."""
        if self.conn.their_state is not h11.IDLE:
            self._forget()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self.seconds, self._give_up)

    def _forget(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.abort()


def server(app: ASGIApp, *, share: int = A_CLIENT) -> uvicorn.Server:
    """A server of one process; `share` is 0 behind a proxy of our own."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # it would tell addresses and texts of faults
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _OPEN_FILES)
    if soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    protocol = type("Served", (Patient,), {"share": share, "held": Counter()})
    config = uvicorn.Config(
        app, http=protocol, loop="asyncio", ws="none", lifespan="off", log_config=None, access_log=False,
        server_header=False, date_header=True, proxy_headers=False, timeout_keep_alive=5,
        h11_max_incomplete_event_size=_HEADERS, timeout_graceful_shutdown=20, backlog=512,
    )  # fmt: skip
    return uvicorn.Server(config)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; raises `OSError` where the port is taken.

    Its protocol is named: of one that is not, asyncio does not know that small answers should go out at once.
    """
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(512)
    except BaseException:
        made.close()
        raise
    return made
