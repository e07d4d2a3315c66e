"""Trying again when GitHub is busy or away: as long as it asks, a few times, and only what may be done again."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TypeVar

from bluepages.errors import OURS, Complaint

TRIES = 5
LONGEST = 120.0
"""Seconds; where GitHub asks for more, the run ends and is started again by the nightly sweep."""

Result = TypeVar("Result")


def pause(error: BaseException, attempt: int, now: float) -> float | None:
    """Seconds to wait before the next attempt; `None` where trying again would not help."""
    from github import GithubException
    from requests import RequestException

    grown = min(2.0**attempt, LONGEST)
    if isinstance(error, RequestException) or (isinstance(error, Complaint) and error.code == OURS):
        return grown
    if not isinstance(error, GithubException):
        return None
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    if error.status in (403, 429):
        asked = _asked(headers, now)
        return asked if asked is not None and asked <= LONGEST else None
    return grown if error.status >= 500 else None


def _asked(headers: Mapping[str, str], now: float) -> float | None:
    """How long GitHub asks to wait; a minute where it is busy and does not say; `None` where it means "never"."""
    after, reset = headers.get("retry-after", ""), headers.get("x-ratelimit-reset", "")
    if after.isdecimal():
        return float(after)
    if headers.get("x-ratelimit-remaining") == "0" and reset.isdecimal():
        return max(float(reset) - now, 1.0)
    return None


def patiently(action: Callable[[], Result], sleep: Callable[[float], None] | None = None) -> Result:
    """What `action` returns, begun anew after each failure that may pass. It must do nothing twice."""
    from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

    def waits(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        return pause(error, state.attempt_number, time.time()) or 0.0 if error else 0.0

    passing = retry_if_exception(lambda error: pause(error, 1, time.time()) is not None)
    return Retrying(stop=stop_after_attempt(TRIES), wait=waits, retry=passing, reraise=True, sleep=sleep or time.sleep)(
        action
    )
