"""What people cannot see, taken out of what they sent, so that nothing is read that was not shown to them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""Controls, zero-width and bidi signs, blanks that look like nothing, tags and variation selectors, lone surrogates."""


def visible(text: str) -> str:
    """`text` without HTML comments and hidden signs, in NFC, each line without spaces at its ends."""
    while _COMMENT.search(text):  # one comment taken out may make another
        text = _COMMENT.sub("", text)
    shown = unicodedata.normalize("NFC", _HIDDEN.sub("", text.replace("\t", " ")))
    if _COMMENT.search(shown):  # hidden signs stood within its marks
        return visible(shown)
    return "\n".join(line.strip() for line in shown.split("\n")).strip()


def one_line(text: str) -> str:
    """The same on one line, with single spaces."""
    return " ".join(text.split())
