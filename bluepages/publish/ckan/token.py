"""When a token runs out: CKAN's are JSON Web Tokens (RFC 7519), whose claim `exp` anybody who has one can read."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson

SOON: Final = timedelta(days=30)
"""From so long before on it is said at each run."""


def runs_out(token: str) -> datetime | None:
    """The end of a token, `None` for one that has none or that is in another form."""
    try:
        body = token.split(".")[1]
        claims: Any = orjson.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return datetime.fromtimestamp(float(claims["exp"]), UTC)
    except (IndexError, KeyError, TypeError, ValueError, OverflowError, OSError, binascii.Error):
        return None


def warning(token: str, now: datetime) -> str:
    """What a person should know of it, `""` where it lasts."""
    end = runs_out(token)
    if end is None or end - now > SOON:
        return ""
    if end <= now:
        return f"The token in CKAN_API_TOKEN ran out on {end:%Y-%m-%d}."
    return f"The token in CKAN_API_TOKEN runs out on {end:%Y-%m-%d}: make a new one before, in your account there."
