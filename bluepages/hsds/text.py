"""Values that HSDS holds to a format: web addresses, e-mail, dates, numbers.

The checks tell authors about values that are malformed; here they are left out, so that one bad link never keeps a
whole record from being published.
"""

from __future__ import annotations

import datetime
import functools
import math
import re
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from bluepages.dates import calendar_day

_CHARS = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*"
_URI: Final = re.compile(
    rf"(?:https?|HTTPS?)://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{{1,5}})?"
    rf"(?:/{_CHARS})?(?:\?(?:{_CHARS}|\?)*)?(?:#(?:{_CHARS}|\?)*)?"
)
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL: Final = re.compile(rf"[A-Za-z0-9_+'-]+(?:\.[A-Za-z0-9_+'-]+)*@{_LABEL}(?:\.{_LABEL})+")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9:]{5})")


@functools.lru_cache(maxsize=4096)
def uri(text: str) -> str:
    """`text` as an RFC 3986 web address; other scripts become IDNA and %XX; `""` if it is none."""
    if _URI.fullmatch(text):
        return text
    try:
        parts = urlsplit(text.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return ""
    path, query, fragment = (quote(part, safe="/?:@!$&'()*+,;=-._~%") for part in parts[2:])
    mended = urlunsplit((parts.scheme, host + port, path, query, fragment))
    return mended if _URI.fullmatch(mended) else ""


def email(text: str) -> str:
    """`text` if it is a plain e-mail address (RFC 5321 without quoting), else `""`."""
    return text if len(text) <= 254 and _EMAIL.fullmatch(text) else ""


def date(text: str) -> str:
    """`text` if it is a day of the calendar, `YYYY-MM-DD`, else `""`."""
    return text if calendar_day(text) else ""


def moment(text: str) -> str:
    """`text` if it is a date and time with its offset (RFC 3339), else `""`."""
    if not _MOMENT.fullmatch(text):
        return ""
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return ""
    return text


def number(value: float | None) -> int | float | None:
    """`value` as JSON should show it: 18, not 18.0; `None` for what is no finite number."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) else value
