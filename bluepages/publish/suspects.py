"""Which lines of a large text deserve a look for people's own data.

`checks.personal.rules_in` decides what is wrong with a line, and reads it seven times over. Here a whole file is looked
through at once, as bytes, for what one of its rules could not do without: every line that breaks a rule is named, and
some others. A property test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bluepages.checks.personal import MAIL_HOSTS

_SIGNS: Final = (
    b"<!--", b"AKIA", b"AIza", b"github_pat", b"glpat-", b"xox", b"sk-", b"sk_live_", b"eyJ", b"PRIVATE KEY",
)  # fmt: skip
"""How secrets and hidden text begin."""

_WORDS: Final = (
    b"ssn", b"social security n", b"born", b"birth da", b"birthda", b"date of birth", b"dob", b"d.o.b", b"nacid",
    b"nacim", b"passw", b"contrase", b"token", b"display", b"visibility", b"font-size",
)  # fmt: skip
"""Words without which a rule finds nothing, in lower case."""

_PATTERNS: Final = (
    re.compile(rb"gh[pousr]_"),
    re.compile(rb"api[_ ]?key"),
    re.compile(rb"&(?:#(?:x200|820|8288|x2060|173;|xad)|(?:shy|zwj|zwnj|nbsp);)"),
)
"""The same for what is written in several ways; each begins with letters that stand alone, which is quick."""

OWN: Final = r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\+1[0-9]{10}\b"
"""Our own ids and telephone numbers in their one form. They look like much else, and are in every line."""

_OWN: Final = re.compile(OWN.encode())
_MAIL: Final = re.compile(rb"@([\w-]+(?:\.[\w-]+)+)")
_HOSTS: Final = frozenset(host.encode() for host in MAIL_HOSTS)
_UNSEEN: Final = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0\ufff9\ufffa\ufffb\u200c\u200d"
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
"""Characters that nobody sees. Digits of other scripts are looked for as well."""

_ASCII: Final = bytes(range(128))
_SHAPES: Final = bytes(0x30 if chr(code).isdecimal() and code < 128 else code if code in b"- \n" else 0x78
                       for code in range(256))  # fmt: skip
"""Every digit as `0`, everything else as `x`, but for what may stand between digits."""

_BETWEEN: Final = b"- "
_SOCIAL: Final = b"000-00-0000"
_CARD: Final = b"0" * 13
"""The shapes of a Social Security number, and of the shortest card number without what stands between its digits."""


def lines_to_look_at(content: bytes) -> list[tuple[int, str]]:
    """Every line, by its number from 1, on which `rules_in` may find something; raises `UnicodeDecodeError`."""
    numbers = set(_lines_of(content, _places(content)))
    shapes = content.translate(_SHAPES)
    numbers.update(_lines_of(shapes, _found(shapes, _SOCIAL)))
    runs = content.translate(_SHAPES, _BETWEEN)
    digits = set(_lines_of(runs, _found(runs, _CARD))) - numbers
    if not numbers and not digits:
        return []
    lines = content.split(b"\n")
    numbers |= {number for number in digits if _CARD in _OWN.sub(b"x", lines[number]).translate(_SHAPES, _BETWEEN)}
    return [(number + 1, lines[number].decode("utf-8")) for number in sorted(numbers)]


def _places(content: bytes) -> Iterator[int]:
    """Where something stands that a rule may not like, but for numbers."""
    for begin in _SIGNS:
        yield from _found(content, begin)
    small = content.lower()
    for word in _WORDS:
        yield from _found(small, word)
    for pattern in _PATTERNS:
        yield from (match.start() for match in pattern.finditer(small))
    yield from (match.start() for match in _MAIL.finditer(small) if match[1] in _HOSTS)
    for sign in set(content.translate(None, _ASCII).decode("utf-8")):
        if sign in _UNSEEN or sign.isdecimal():
            yield from _found(content, sign.encode())


def _found(content: bytes, sought: bytes) -> Iterator[int]:
    """Where it stands, once a line."""
    place = content.find(sought)
    while place >= 0:
        yield place
        end = content.find(b"\n", place)
        place = content.find(sought, end) if end >= 0 else -1


def _lines_of(content: bytes, places: Iterable[int]) -> Iterator[int]:
    """The lines of these places, counted from 0."""
    line, last = 0, 0
    for place in sorted(places):
        line += content.count(b"\n", last, place)
        last = place
        yield line
