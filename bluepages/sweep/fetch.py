"""What is found at a web address, asked gently: one connection, no cookie, 64 KB, ten seconds, five hops at most."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any, Final, Literal
from urllib.parse import urljoin

import httpcore

from bluepages.sweep.guard import GuardedBackend, Refused, UnknownHost, check_url

Found = Literal["ok", "404", "410", "unknown host", "unsure", "refused"]
"""`unsure` is anything that may pass or may be meant for machines only; `refused` is what we do not ask."""

LARGEST: Final = 65_536
SECONDS: Final = 10.0
HOPS: Final = 5
DEAD: Final = frozenset({"404", "410", "unknown host"})


class Fetcher:
    """Asks web addresses in the name of `agent`."""

    def __init__(
        self, agent: str, backend: httpcore.NetworkBackend | None = None, clock: Callable[[], float] = time.monotonic,
        context: ssl.SSLContext | None = None,
    ) -> None:  # fmt: skip
        self.agent, self.clock = agent, clock
        self.backend, self.context = backend or GuardedBackend(), context

    def look(self, url: str) -> Found:
        """What stands at `url`, redirects followed; each hop is looked at like the first."""
        end = self.clock() + SECONDS
        try:
            for _ in range(HOPS + 1):
                here = as_sent(url)
                check_url(here)
                status, location = self._ask(here, end)
                if status in (301, 302, 303, 307, 308) and location:
                    url = urljoin(here, location)
                    continue
                return _meaning(status)
        except Refused:
            return "refused"
        except UnknownHost:
            return "unknown host"
        except (OSError, ValueError, httpcore.ConnectError, httpcore.TimeoutException, httpcore.NetworkError,
                httpcore.ProtocolError, httpcore.UnsupportedProtocol):  # fmt: skip
            return "unsure"
        return "unsure"

    def _ask(self, url: str, end: float) -> tuple[int, str]:
        """The status and where it leads on. The body is read up to a limit and thrown away."""
        left = max(end - self.clock(), 0.1)
        timeout = {"connect": left, "read": left, "write": left, "pool": left}
        headers: dict[bytes | str, bytes | str] = {
            "User-Agent": self.agent,
            "Accept": "text/html,*/*;q=0.5",
            "Connection": "close",
        }
        backend = _Hurried(self.backend, lambda: end - self.clock())
        pool = httpcore.ConnectionPool(ssl_context=self.context, network_backend=backend, max_connections=1)
        with pool, pool.stream("GET", url, headers=headers, extensions={"timeout": timeout}) as answer:
            size = 0
            for chunk in answer.iter_stream():
                size += len(chunk)
                if size >= LARGEST or self.clock() > end:
                    break
            location = next((value for name, value in answer.headers if name.lower() == b"location"), b"")
            return answer.status, _decoded(location)


class _Hurried(httpcore.NetworkBackend):
    """A backend whose connections end when their time is over, however slowly the other side goes on sending."""

    def __init__(self, inner: httpcore.NetworkBackend, left: Callable[[], float]) -> None:
        self.inner, self.left = inner, left

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        stream = self.inner.connect_tcp(host, port, max(self.left(), 0.1), local_address, socket_options)
        return _HurriedStream(stream, self.left)

    def connect_unix_socket(self, *arguments: Any, **named: Any) -> httpcore.NetworkStream:
        return self.inner.connect_unix_socket(*arguments, **named)

    def sleep(self, seconds: float) -> None:
        self.inner.sleep(seconds)


class _HurriedStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, left: Callable[[], float]) -> None:
        self.inner, self.left = inner, left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, self._left())

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _HurriedStream(self.inner.start_tls(ssl_context, server_hostname, self._left()), self.left)

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)

    def _left(self) -> float:
        left = self.left()
        if left <= 0:
            raise httpcore.ReadTimeout("It takes too long.")
        return left


def as_sent(url: str) -> str:
    """An address as a browser sends it, in ASCII: people write, and servers name, `https://café.org/niños`."""
    import httpx

    try:
        return str(httpx.URL(url))
    except httpx.InvalidURL as error:
        raise ValueError(str(error)) from None


def _decoded(location: bytes) -> str:
    try:
        return location.decode("utf-8")
    except UnicodeDecodeError:
        return location.decode("latin-1")


def _meaning(status: int) -> Found:
    if status == 404:
        return "404"
    if status == 410:
        return "410"
    return "ok" if 200 <= status < 300 else "unsure"
