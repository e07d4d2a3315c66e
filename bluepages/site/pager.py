"""The way from one page of a long list to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def pager(pages: Sequence[str], number: int) -> dict[str, Any] | None:
    """Addresses of the pages before and after page `number` (from 1) of `pages`; None where there is but one."""
    if len(pages) < 2:
        return None
    return {
        "before": pages[number - 2] if number > 1 else "",
        "after": pages[number] if number < len(pages) else "",
        "number": number,
        "of": len(pages),
    }
