"""Talking to one CKAN: every request, its retries and its time-outs, and the token that goes to no other host."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import httpx
import orjson
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from bluepages.publish.ckan.answers import PASSING, Refusal, refusal, result_of, short
from bluepages.publish.settings import is_loopback

TIMEOUT: Final = httpx.Timeout(120.0, connect=15.0)
ATTEMPTS: Final = 6
REDIRECTS: Final = 5
AGENT: Final = "bluepages-publish/1"
_KEPT: Final = ("content-type", "location", "retry-after", "access-control-allow-origin")
ORIGIN: Final = "https://directory.example.org"
"""What a browser on another site would say, to see whether the portal lets it read."""


class Client:
    """One portal. `writes` counts the calls that change something there.

    `pause` waits between tries; `token` stands in a header of requests to `url` alone, and in no message.
    """

    def __init__(
        self, url: str, token: str = "", *, site: str = "", pause: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:  # fmt: skip
        self.url, self._token, self._pause = url.rstrip("/"), token, pause
        self.writes = 0
        self._http = httpx.Client(
            timeout=TIMEOUT, follow_redirects=False, trust_env=not is_loopback(url), transport=transport,
            headers={"User-Agent": f"{AGENT} ({site})" if site else AGENT},
        )  # fmt: skip

    @property
    def has_token(self) -> bool:
        """Whether there is a token at all."""
        return bool(self._token)

    @cached_property
    def status(self) -> dict[str, Any]:
        """What the portal says of itself: its release and its extensions."""
        said = self.read("status_show", public=True)
        return said if isinstance(said, dict) else {}

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def read(self, action: str, question: Mapping[str, Any] | None = None, *, public: bool = False) -> Any:
        """Ask something that changes nothing; tried again while the portal is busy or away."""
        return self._tried(lambda: self._post(action, dict(question or {}), public=public))

    def write(
        self, action: str, what: Mapping[str, Any], *, file: tuple[str, bytes, str] | None = None,
        done: Callable[[], Any] | None = None,
    ) -> Any:  # fmt: skip
        """Change something. After a failure that may have come too late, `done` looks whether it happened all the same:
        what it gives, unless that is `None`, is the result. Without `done` the call is one that may be made twice.
        """
        failed = False

        def attempt() -> Any:
            nonlocal failed
            if failed and done is not None:
                found = done()
                if found is not None:
                    return found
            failed = True
            self.writes += 1
            return self._post(action, what, file=file)

        return self._tried(attempt)

    def download(self, url: str, *, public: bool = True) -> httpx.Response:
        """Fetch a file, following where it is kept; the token, if at all, goes to the portal itself only."""
        return self._tried(lambda: self._fetch(url, public=public))  # type: ignore[no-any-return]

    def look(self, path: str, question: Mapping[str, str]) -> httpx.Response:
        """One plain GET as a browser on another site makes it, without the token."""
        address = f"{self.url}/api/3/action/{path}"
        return self._send("GET", address, params=dict(question), headers={"Origin": ORIGIN})

    def same_host(self, url: str) -> bool:
        """Whether an address is on the portal itself, by scheme, host and port."""
        return _origin(url) == _origin(self.url)

    def _post(
        self, action: str, what: Mapping[str, Any], *, public: bool = False, file: tuple[str, bytes, str] | None = None
    ) -> Any:
        headers = {} if public or not self._token else {"Authorization": self._token}
        address = f"{self.url}/api/3/action/{action}"
        if file is not None:
            data = {name: value if isinstance(value, str) else orjson.dumps(value).decode()
                    for name, value in what.items()}  # fmt: skip
            response = self._send("POST", address, headers=headers, data=data, files={"upload": file}, action=action)
        else:
            headers["Content-Type"] = "application/json"
            response = self._send("POST", address, headers=headers, content=orjson.dumps(what), action=action)
        if response.is_redirect:
            where = urlsplit(urljoin(address, response.headers.get("location", ""))).netloc
            said = f"it sends on to {short(where)}; name that address, if it is the portal's"
            raise Refusal("moved", action, response.status_code, said)
        return result_of(action, response)

    def _fetch(self, url: str, *, public: bool) -> httpx.Response:
        for _ in range(REDIRECTS + 1):
            mine = not public and self._token and self.same_host(url)
            headers = {"Authorization": self._token} if mine else {"Origin": ORIGIN}
            response = self._send("GET", url, headers=headers, action="download")
            if not response.is_redirect:
                if response.status_code != 200:
                    raise refusal("download", response)
                return response
            after = urljoin(url, response.headers.get("location", ""))
            if urlsplit(after).scheme != "https" and not is_loopback(after):
                raise Refusal("moved", "download", response.status_code, "it sends on to an address without https")
            url = after
        raise Refusal("moved", "download", 0, "it sends on and on")

    def _send(self, method: str, url: str, *, action: str = "", **more: Any) -> httpx.Response:
        """One request. What httpx raises may hold the request with its headers, so nothing of it is passed on."""
        try:
            return self._without_token(self._http.request(method, url, **more))
        except httpx.TimeoutException as error:
            raise Refusal("unreachable", action, 0, f"no answer in time ({type(error).__name__})") from None
        except httpx.HTTPError as error:
            raise Refusal("unreachable", action, 0, f"it cannot be reached ({type(error).__name__})") from None

    def _without_token(self, response: httpx.Response) -> httpx.Response:
        """The answer, and where it repeats our token, one that does not."""
        secret = self._token.encode()
        if not secret or secret not in response.content:
            return response
        headers = [(name, value) for name, value in response.headers.items() if name in _KEPT]
        return httpx.Response(response.status_code, headers=headers, content=response.content.replace(secret, b"..."))

    def _tried(self, work: Callable[[], Any]) -> Any:
        return Retrying(
            stop=stop_after_attempt(ATTEMPTS), wait=_wait, sleep=self._pause, retry=retry_if_exception(_passes),
            reraise=True,
        )(work)  # fmt: skip


def _passes(error: BaseException) -> bool:
    return isinstance(error, Refusal) and error.kind in PASSING


def _wait(state: RetryCallState) -> float:
    """As long as the portal asks for, else longer each time."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, Refusal) else None
    return asked if asked is not None else float(min(2 ** (state.attempt_number - 1), 30))


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
