"""Streets in addresses and in running text: one key for comparing them, and a search for what looks like one."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote_plus

_SAME: Final = (
    ("st", "street"), ("ave", "avenue", "av"), ("blvd", "boulevard"), ("rd", "road"), ("dr", "drive"),
    ("ln", "lane"), ("ct", "court"), ("pl", "place"), ("hwy", "highway"), ("pkwy", "parkway"), ("ter", "terrace"),
    ("cir", "circle"), ("sq", "square"), ("expy", "expressway"), ("fwy", "freeway"), ("n", "north"),
    ("s", "south"), ("e", "east"), ("w", "west"), ("1st", "first"), ("2nd", "second"), ("3rd", "third"),
    ("4th", "fourth"), ("5th", "fifth"), ("6th", "sixth"), ("7th", "seventh"), ("8th", "eighth"), ("9th", "ninth"),
    ("10th", "tenth"),
)  # fmt: skip
_WAYS: Final = {way: ways for ways in _SAME for way in ways}
"""Each word with all the ways in which it is written: a street may come in any of them."""
_SUFFIXES: Final = {long: short for short, *others in _SAME for long in others}
_UNIT = re.compile(r"[,;]?\s*(?:#|\b(?:suite|ste|unit|apt|room|rm|floor|fl|bldg|building)\b).*", re.IGNORECASE)
_TYPE = (
    r"(?:St|Str|Street|Ave?|Avenue|Blvd|Boulevard|Rd|Road|Dr|Drive|Ln|Lane|Ct|Court|Pl|Place|Hwy|Highway|Pkwy|Parkway"
    r"|Ter|Terrace|Cir|Circle|Sq|Square|Way|Expy|Expressway|Fwy|Freeway|Calle|Camino|Alley|Aly|Loop|Trail|Plaza)"
)
_STREET = re.compile(
    rf"\b[0-9]{{1,6}}(?:-[0-9]{{1,6}})?[A-Za-z]?\s+(?:[NSEW]{{1,2}}\.?\s+)?"
    rf"(?:(?:[\w'’.-]+\s+){{1,4}}?{_TYPE}\b|(?:Avenida|Calle|Camino|Via|El|La|Los|Las)\s+[\w'’-]+)",
    re.IGNORECASE,
)
_CROSSING = re.compile(
    rf"\b(?:corner|intersection|esquina)\b.{{0,20}}\b[\w'’]+(?:\s+{_TYPE})?\s+(?:and|&|y|con)\s+[\w'’]+"
    rf"|\b[\w'’]+\s+{_TYPE}\.?\s+(?:and|&|at|near)\s+[\w'’]+\s+{_TYPE}\b",
    re.IGNORECASE,
)
_POINT = re.compile(r"-?\b[0-9]{1,2}\.[0-9]{3,}\b\s*[,;/ ]\s*-?[0-9]{1,3}\.[0-9]{3,}")
_ZIP = re.compile(
    r"\b[A-Z]{2}\.?,?\s+[0-9]{5}(?:-[0-9]{4})?\b|\b[0-9]{5}-[0-9]{4}\b|\bZIP(?:\s*code)?:?\s*[0-9]{5}(?:-[0-9]{4})?\b"
)
_MAP = re.compile(
    r"goo\.gl/maps|maps\.app\.goo|google\.[a-z.]+/maps|maps\.google|maps\.apple|bing\.com/maps|openstreetmap\.org"
    r"|waze\.com|what3words|w3w\.co|mapquest\.com|plus\.codes|\bgeo:-?[0-9]",
    re.IGNORECASE,
)
_PO_BOX = re.compile(r"\bP\.?\s*O\.?\s*(?:Box|Drawer)\b", re.IGNORECASE)


@functools.lru_cache(maxsize=65536)
def street_key(line: str) -> str:
    """`"1200 Harbor Street, Suite 4"` and `"1200 HARBOR ST."` -> `"1200 harbor st"`."""
    words = re.findall(r"[a-z0-9]+", _UNIT.sub("", line).lower().replace("'", ""))
    return " ".join(_SUFFIXES.get(word, word) for word in words)


def is_po_box(line: str) -> bool:
    """Whether an address line is a post office box."""
    return bool(_PO_BOX.search(line))


def streets_in(text: str) -> list[str]:
    """The keys of all house numbers with streets in a text, and `"?"` for each crossing, point, ZIP or map link."""
    if not any(sign.isdigit() for sign in text) and not _CROSSING.search(text) and not _MAP.search(text):
        return []
    found = [street_key(match.group()) for match in _STREET.finditer(text)]
    found += ["?" for pattern in (_CROSSING, _POINT, _ZIP, _MAP) if pattern.search(text)]
    return found


def without_streets(text: str) -> str:
    """A text with `…` for every house number with its street, crossing, point, ZIP code and map link."""
    for pattern in (_STREET, _CROSSING, _POINT, _ZIP, _MAP):
        text = pattern.sub("…", text)
    return text


def is_map_link(url: str) -> bool:
    """Whether a web address leads to a point on a map."""
    return bool(_MAP.search(url))


def streets_in_name(name: str) -> list[str]:
    """The keys of streets that names and web addresses in a text are made of: `4471-elm-st`, `x.org/4471_Elm_St`."""
    if not any(sign.isdigit() for sign in name):
        return []
    parts = (part for word in name.split() for part in re.split(r"[/?&=#@]+", unquote_plus(word)))
    words = (re.sub(r"[^\w']+|_", " ", part) for part in parts)
    return [street_key(match.group()) for part in words for match in _STREET.finditer(part)]


def matcher(streets: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern that finds any of the streets, however it is written; `None` where there is none.

    A branch begins with its first word, mostly a house number, and looks back only behind that: in a long text the
    search then stops at digits alone, and is done in a third of the time.
    """
    patterns: set[str] = set()
    for street in filter(str.strip, streets):
        first, *rest = street.split()
        tail = "".join(rf"[\W_]+{_word(word)}" for word in rest)
        for way in map(re.escape, _WAYS.get(first, (first,))):
            patterns.add(rf"{way}(?<![^\W_]{way}){tail}")
    return re.compile(rf"(?:{'|'.join(sorted(patterns))})(?![^\W_])", re.IGNORECASE) if patterns else None


def _word(word: str) -> str:
    """A word of a street in every way in which it is written: `st` is `street` too."""
    ways = _WAYS.get(word)
    return f"(?:{'|'.join(map(re.escape, ways))})" if ways else re.escape(word)
