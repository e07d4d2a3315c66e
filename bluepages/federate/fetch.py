"""Getting other people's files over the network, politely and within limits.

Only https (plain http on this machine, for tests and local portals); no redirect to another scheme or to a private
address; so much time and so many bytes and no more; a User-Agent that says who asks. Failures are told in a sentence.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import httpx
import orjson
import tenacity

from bluepages.errors import Complaint
from bluepages.federate.csvfile import MAX_BYTES
from bluepages.sweep.guard import is_public

AGENT: Final = "BluePages-import/1 (open directory of human services; one request at a time)"
_REDIRECTS: Final = 5
_SECONDS: Final = 600
_TIMEOUT: Final = httpx.Timeout(30.0, connect=10.0)
_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_WAIT: Final = 60.0


class _Busy(Exception):  # noqa: N818 - tried again, never shown
    def __init__(self, wait: float) -> None:
        super().__init__("busy")
        self.wait = wait


class Fetcher:
    """One polite client. `resolve` maps a host to its addresses, `sleep` waits; both can be others in tests."""

    def __init__(
        self, *, most: int = MAX_BYTES, seconds: float = _SECONDS, attempts: int = 4,
        resolve: Callable[[str], list[str]] | None = None, sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self.most, self.seconds, self.attempts = most, seconds, attempts
        self.resolve, self.sleep = resolve or _addresses, sleep
        self.started = time.monotonic()
        self.client = httpx.Client(
            headers={"User-Agent": AGENT, "Accept": "*/*"}, timeout=_TIMEOUT, follow_redirects=False, trust_env=False
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def get(self, url: str, parameters: Mapping[str, str | int] | None = None) -> bytes:
        """The body at `url`. Raises `Complaint` in words for people, which repeat no secret of the address."""
        tries = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.attempts), sleep=self.sleep, reraise=True,
            retry=tenacity.retry_if_exception_type((_Busy, httpx.TransportError)), wait=_wait,
        )  # fmt: skip
        try:
            return bytes(tries(self._follow, url, dict(parameters or {})))
        except _Busy:
            raise Complaint(f"{_plain(url)} is too busy, or has a fault of its own.", "Try again later.") from None
        except httpx.TimeoutException:
            raise Complaint(f"{_plain(url)} does not answer in time.", "Try again later.") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Complaint(
                f"{_plain(url)} cannot be reached ({type(error).__name__}).", "Check the address."
            ) from None

    def json(self, url: str, parameters: Mapping[str, str | int] | None = None) -> Any:
        """The JSON document at `url`. Raises `Complaint`."""
        source = self.get(url, parameters)
        try:
            return orjson.loads(source)
        except orjson.JSONDecodeError:
            hint = "Is it the address of the data, and not of a page?"
            raise Complaint(f"{_plain(url)} does not answer with JSON.", hint) from None

    def _follow(self, url: str, parameters: dict[str, str | int]) -> bytes:
        first = url
        for _ in range(_REDIRECTS + 1):
            self.check(url, first)
            with self.client.stream("GET", url, params=parameters or None) as answer:
                if answer.is_redirect:
                    url, parameters = urljoin(str(answer.url), answer.headers.get("location", "")), {}
                    continue
                if answer.status_code in _AGAIN:
                    raise _Busy(_seconds(answer.headers.get("retry-after", "")))
                if answer.status_code != 200:
                    raise Complaint(
                        f"{_plain(first)} answers {answer.status_code}.", _HINTS.get(answer.status_code, "")
                    )
                return self._body(answer, first)
        raise Complaint(f"{_plain(first)} leads round in circles.", "Give the address that it leads to.")

    def _body(self, answer: httpx.Response, url: str) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in answer.iter_bytes(65536):
            size += len(part)
            if size > self.most:
                raise Complaint(f"{_plain(url)} is larger than {self.most // 2**20} MB.", "Ask for it in parts.")
            if time.monotonic() - self.started > self.seconds:
                raise Complaint(f"{_plain(url)} takes longer than {self.seconds:.0f} seconds.", "Try again later.")
            parts.append(part)
        return b"".join(parts)

    def check(self, url: str, first: str) -> None:
        """Refuse what must not be asked: other schemes, secrets in the address, and private addresses of a redirect."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host:
            raise Complaint(f"{_plain(first)} is no web address that can be read.", "It begins with https://.")
        if parts.username or parts.password:
            raise Complaint("The address holds a name or password.", "Addresses with secrets are not kept or used.")
        local = _is_loopback(host, self.resolve)
        if parts.scheme == "http" and not local:
            raise Complaint(f"{_plain(first)} is not https.", "Data is fetched by https only.")
        asked_local = _is_loopback(urlsplit(first).hostname or "", self.resolve)
        if local and not asked_local:
            raise Complaint(f"{_plain(first)} leads to this machine.", "That is refused.")
        if not local and not all(map(is_public, self.resolve(host))):
            raise Complaint(f"{_plain(first)} leads into a private network.", "That is refused.")


_HINTS: Final = {
    401: "It wants a key: only open data can be imported.", 403: "It is not open to everybody.",
    404: "There is nothing at this address.", 410: "It was taken away.",
}  # fmt: skip


def _addresses(host: str) -> list[str]:
    try:
        return sorted({str(item[4][0]).partition("%")[0] for item in socket.getaddrinfo(host, None)})
    except (OSError, UnicodeError):
        return []


def _is_loopback(host: str, resolve: Callable[[str], list[str]]) -> bool:
    found = resolve(host)
    return bool(found) and all(ipaddress.ip_address(each).is_loopback for each in found)


def _plain(url: str) -> str:
    """The address without its parameters, for messages."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"[:200]


def _seconds(text: str) -> float:
    return min(float(text), _LONGEST_WAIT) if text.isdigit() else 0.0


def _wait(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, _Busy) else 0.0
    return max(asked, min(2.0 ** (state.attempt_number - 1), _LONGEST_WAIT))
