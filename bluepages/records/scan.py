"""What can be said of a file from its bytes alone, before any YAML reader sees it (DESIGN 3, rule 7)."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from bluepages.problems import Problem

MAX_BYTES: Final = 256 * 1024
"""The largest file that is read: a county agency has many services, nobody has more than this."""

_DEEP: Final = 40

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_HIDDEN = re.compile("[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")

# Where the fast reader may differ from the reference: anchors, aliases, tags and merge keys, directives, escapes,
# and numbers that YAML readers do not agree on. Better once too often than once too seldom.
_DOUBTFUL = re.compile(
    rb"""(?:^|[\s\[{,:?-])(?:[&*!][^\s&]|<<)"""
    rb"""|^(?:%|---|\.\.\.)"""
    rb"""|\\[^"\\/nt]"""
    rb"""|[\s\[{,:][-+]?(?:0[xXoObB]|\.\d|\.[iInN]|\d[\d.,_]*[eE][-+]?\d|\d[\d,]*_)"""
    rb"""|[:\[,]\s*[-+]?\d+\.[ \t]*(?:$|[,}\]])"""
    rb"""|^\?|[\s\[{,]\?\s""",
    re.MULTILINE,
)


class Scan(msgspec.Struct, frozen=True):
    """The text of a file, or none; what was found; and whether only the reference reader may decide on it."""

    text: str | None
    problems: tuple[Problem, ...] = ()
    doubtful: bool = False


def scan(source: bytes, file: str) -> Scan:
    """Check size, encoding and characters of `source`; never raises. `file` is the name used in messages."""
    if len(source) > MAX_BYTES:
        kib = (len(source) + 1023) // 1024
        return _refuse(file, "P104", 0, f"The file is {kib} KiB; at most {MAX_BYTES // 1024} KiB is read.", _SPLIT)
    problems: list[Problem] = []
    if source.startswith(b"\xef\xbb\xbf"):
        source = source[3:]
        problems.append(_warning(file, "P107", "The file starts with a byte-order mark.", "Save it as plain UTF-8."))
    if b"\r" in source:
        source = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        problems.append(_warning(file, "P107", "Lines end as on Windows or an old Mac.", "Save it with LF line ends."))
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        return _refuse(file, "P105", line, "The file is not UTF-8 text.", "Save it with the encoding UTF-8.")
    bad = find_hidden(text)
    if bad:
        at, what = bad
        return _refuse(file, "P106", text.count("\n", 0, at) + 1, what, "Delete it, or type the line again.")
    return Scan(text, tuple(problems), bool(_DOUBTFUL.search(source)) or _nested(source))


def _nested(source: bytes) -> bool:
    """Whether brackets are opened so deep that the fast reader, quadratic in their depth, would hang."""
    if source.count(b"[") + source.count(b"{") < _DEEP:
        return False
    depth = 0
    for sign in re.finditer(rb"[\[\]{}]", source):
        depth += 1 if sign.group() in b"[{" else -1
        if depth >= _DEEP:
            return True
    return False


def find_hidden(text: str) -> tuple[int, str] | None:
    """Position and name of the first control, bidi or invisible character of `text`, or none."""
    match = _CONTROL.search(text) or _HIDDEN.search(text)
    if not match:
        return None
    kind = "control character" if match.re is _CONTROL else "hidden character"
    return match.start(), f"A {kind} (U+{ord(match.group()):04X}) that nobody can see stands here."


_SPLIT = "Split it: a large agency's services can be one file for each of its branches or counties."


def _refuse(file: str, rule: str, line: int, message: str, hint: str) -> Scan:
    return Scan(None, (Problem(rule, "error", file, line, "", message, hint),))


def _warning(file: str, rule: str, message: str, hint: str) -> Problem:
    return Problem(rule, "warning", file, 1, "", message, hint)
