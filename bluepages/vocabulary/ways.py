"""How a person checked a record, read from their own words."""

from __future__ import annotations

import re
from typing import Final, Literal

Way = Literal["phone", "visit", "mail", "other"]

_WAYS: Final[tuple[tuple[Way, re.Pattern[str]], ...]] = (
    ("phone", re.compile(r"\b(phone|call|called|tel)", re.IGNORECASE)),
    ("visit", re.compile(r"\b(visit|in person|on site|walked)", re.IGNORECASE)),
    ("mail", re.compile(r"e-?mail", re.IGNORECASE)),
)


def way_of(how: str) -> Way:
    """`phone call to the front desk` -> `phone`."""
    return next((name for name, pattern in _WAYS if pattern.search(how)), "other")
