"""JSON as we write it: UTF-8, keys in the order given, LF, a line break at the end."""

from __future__ import annotations

from typing import Any, Final

import orjson

_PRETTY: Final = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def pretty(value: Any) -> bytes:
    """Small files that people read."""
    return orjson.dumps(value, option=_PRETTY)


def compact(value: Any) -> bytes:
    """Everything else, on one line without a line break."""
    return orjson.dumps(value)
