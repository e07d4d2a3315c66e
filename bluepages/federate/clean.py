"""Cells as people fill them, turned into the values a record holds. What cannot be read is `""` or left over.

Every function is pure and total: no cell, however odd, raises.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import phonenumbers

Data = dict[str, Any]

_QUOTES: Final = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u00a0": " ",
        "\ufeff": "",
    }
)
_SPLIT: Final = re.compile(r"\s*(?:;|/|\||\bor\b|,(?=\s*\(?\+?\d))\s*")
_SHORT: Final = re.compile(r"[2-9]11|988\Z")
_EXTENSION: Final = re.compile(r"(?:,|\bext(?:ension)?\b|\bx)\.?\s*(\d{1,10})\s*\Z", re.IGNORECASE)
_UNIT: Final = re.compile(
    r",?\s+((?:suite|ste|room|rm|unit|apt|building|bldg|floor|mail stop)\b\.?.*|#\s?\w.*"
    r"|(?:\d+(?:st|nd|rd|th)|first|second) fl(?:oor|\.)?.*)\Z",
    re.IGNORECASE,
)
_BOX: Final = re.compile(r"p\.?\s?o\.?\s+box\b", re.IGNORECASE)
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+\Z")
_KEPT: Final = frozenset(["NE", "NW", "SE", "SW", "PO", "US", "USA", "CA", "VA", "II", "III", "IV", "YMCA", "YWCA"])
_EMPTY: Final = frozenset({"n/a", "na", "none", "null", "unknown", "tbd", "-", "--", "."})


def text(cell: str) -> str:
    """One line of plain text: NFC, straight quotes and hyphens, single spaces; `""` for `N/A` and the like."""
    if cell.isascii() and cell.isprintable():  # nearly all of them
        plain = " ".join(cell.split())
        return "" if plain.casefold() in _EMPTY else plain
    plain = unicodedata.normalize("NFC", cell).translate(_QUOTES)
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in plain)
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Co", "Cs", "Cn"))
    plain = " ".join(unicodedata.normalize("NFC", plain).split())
    return "" if plain.casefold() in _EMPTY else plain


def name(cell: str) -> str:
    """A name; one written all in capitals gets small ones (`FOOD BANK OF NAPA` -> `Food Bank of Napa`)."""
    plain = text(cell)
    letters = [c for c in plain if c.isalpha()]
    if len(letters) < 5 or not all(c.isupper() for c in letters):
        return plain
    small = {"of", "the", "and", "for", "in", "at", "de", "la"}
    words = [w if w in _KEPT else w.lower() if i and w.lower() in small else _capital(w)
             for i, w in enumerate(plain.split(" "))]  # fmt: skip
    return " ".join(words)


def street(cell: str) -> str:
    """A street line with shouted words calmed: `264 HARBOR Boulevard` -> `264 Harbor Boulevard`, `30Th` -> `30th`."""
    words = []
    line = re.sub(r"\A(\d+) - ([A-Z]) ", r"\1-\2 ", re.sub(r"\A(\d+) - (?=\d)", r"\1 ", text(cell)))
    for word in line.split(" "):
        if re.fullmatch(r"\d+(ST|ND|RD|TH|St|Nd|Rd|Th)", word):
            word = word.lower()
        elif len(word) > 2 and word.isalpha() and word.isupper() and word not in _KEPT:
            word = _capital(word)
        words.append(word)
    return " ".join(words)


def _capital(word: str) -> str:
    return re.sub(r"[A-Za-z]+('[A-Za-z])?", lambda m: m.group().capitalize(), word)


def street_lines(cell: str) -> tuple[str, str]:
    """A street split from its suite, floor or room: `("1105 Sixth Street", "Suite F")`."""
    line = street(cell)
    match = _UNIT.search(line)
    if not match or not match.start():
        return line, ""
    return line[: match.start()].rstrip(" ,"), match.group(1).strip()


def is_box(cell: str) -> bool:
    """Whether the street is a post office box: mail goes there, people cannot."""
    return bool(_BOX.match(text(cell)))


def zip_code(cell: str) -> str:
    """A ZIP code, `94607` or `94607-1234`; `94607.0` is a spreadsheet's, and a lost leading zero comes back."""
    plain = text(cell).removesuffix(".0").removesuffix("-0000")
    match = re.fullmatch(r"(\d{3,5})(?:-?(\d{4}))?", plain)
    if not match or (len(match.group(1)) < 5 and match.group(2)):
        return ""
    return match.group(1).zfill(5) + (f"-{match.group(2)}" if match.group(2) else "")


def state(cell: str, names: dict[str, str]) -> str:
    """A state in two capital letters; `names` maps full names in small letters to their two."""
    plain = text(cell).rstrip(".")
    if len(plain) == 2 and plain.isalpha():
        return plain.upper()
    return names.get(plain.casefold(), "")


def phones(cell: str) -> tuple[list[Data], list[str]]:
    """All telephones of a cell as records hold them, and the parts that are none.

    `(415) 715-3276 ext. 4 / 211` -> `[{number: 415-715-3276, extension: "4"}, {number: "211"}]`.
    """
    found: list[Data] = []
    rest: list[str] = []
    for part in filter(None, _SPLIT.split(text(cell))):
        phone = _phone(part)
        if phone is None:
            rest.append(part)
        elif phone not in found:
            found.append(phone)
    return found, rest


def _phone(part: str) -> Data | None:
    digits = re.sub(r"\D", "", part)
    if _SHORT.fullmatch(digits) and len(digits) == 3:
        return {"number": digits}
    match = _EXTENSION.search(part)
    extension = match.group(1) if match else ""
    try:
        parsed = phonenumbers.parse(part[: match.start()] if match else part, "US")
    except phonenumbers.NumberParseException:
        return None
    if parsed.country_code != 1 or not phonenumbers.is_possible_number(parsed):
        return None
    number = str(parsed.national_number)
    if len(number) != 10:
        return None
    phone = {"number": f"{number[:3]}-{number[3:6]}-{number[6:]}"}
    return {**phone, "extension": extension} if extension else phone


def url(cell: str) -> str:
    """A web address with its scheme, the host in small letters; `""` for anything that is not one."""
    plain = text(cell).replace(" ", "")
    if not plain:
        return ""
    if "://" not in plain:
        plain = f"https://{plain}"
    try:
        parts = urlsplit(plain)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc or not _HOST.match(host):
        return ""
    place = f"{host}:{port}" if port else host
    return urlunsplit((parts.scheme.lower(), place, parts.path, parts.query, parts.fragment))


def host(address: str) -> str:
    """The host of a web address without `www.`, for comparing sites."""
    try:
        return (urlsplit(address).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


def point(latitude: str, longitude: str) -> tuple[float, float] | None:
    """A point in degrees, six decimals (10 cm); `None` where either is missing, no number, out of range or 0,0."""
    try:
        lat, lon = round(float(latitude), 6), round(float(longitude), 6)
    except ValueError:
        return None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat == 0 and lon == 0):
        return None
    return lat, lon


_OUTLINE: Final = re.compile(r"LINESTRING|POLYGON|MULTIPOINT", re.IGNORECASE)
_PAIR = re.compile(r"(-?\d{1,3}\.\d+|-?\d{1,3})\s*[,; ]\s*(-?\d{1,3}\.\d+|-?\d{1,3})")


def pair(cell: str) -> tuple[str, str]:
    """Latitude and longitude out of one cell: `POINT (-122.3 37.8)`, `(37.8, -122.3)`, `[-122.3; 37.8]`; else blanks.

    West is negative and no latitude of the country is, so that the order needs no guess.
    """
    found = _PAIR.search(cell)
    if not found or _OUTLINE.search(cell):
        return "", ""
    one, two = found.groups()
    if one.startswith("-") == two.startswith("-"):
        return "", ""
    return (two, one) if one.startswith("-") else (one, two)


def date(cell: str) -> str:
    """A date as exact as it is: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `""` for what is none, such as February 30.

    `3/4/2026` is March 4, as dates are written in this country; thirteen digits are milliseconds since 1970.
    """
    plain = text(cell)
    if re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", plain):
        return plain if len(plain) < 10 or _day(plain) else ""
    if re.fullmatch(r"\d{13}(?:\.0)?", plain):
        return datetime.fromtimestamp(int(plain[:13]) / 1000, UTC).date().isoformat()
    return _day(plain) if _WHOLE_DATE.search(plain) else ""


_WHOLE_DATE: Final = re.compile(r"(?:19|20)\d\d|\A\d{1,2}[/-]\d{1,2}[/-]\d{2}(?!\d)")
"""A year must stand in it: of `March 4` nobody knows which."""


def _day(plain: str) -> str:
    from dateutil import parser

    found = set()
    for missing in (datetime(2001, 1, 1), datetime(2004, 2, 2)):  # what a date does not say differs between the two
        try:
            found.add(parser.parse(plain, default=missing, dayfirst=False).date().isoformat())
        except (ValueError, OverflowError, TypeError):
            return ""
    day, *others = found
    return "" if others or not "1900" < day < "2100" else day


@functools.lru_cache(maxsize=131_072)
def name_key(cell: str) -> str:
    """The form in which names are compared: no case, accents, points, articles or legal endings."""
    plain = unicodedata.normalize("NFKD", text(cell).replace("&", " and "))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"\(.*?\)", " ", plain).replace("'", "")
    words = re.findall(r"[a-z0-9]+", plain)
    dropped = {"the", "inc", "incorporated", "llc", "corp", "corporation", "co", "of"}
    return " ".join(w for w in words if w not in dropped)


def street_key(line: str) -> str:
    """The form in which streets are compared: `1333 Willow Pass Rd, Suite 206` is `1333 Willow Pass Road Ste 206`."""
    short = {"street": "st", "avenue": "ave", "boulevard": "blvd", "road": "rd", "drive": "dr", "lane": "ln",
             "parkway": "pkwy", "highway": "hwy", "suite": "ste", "building": "bldg", "floor": "fl", "north": "n",
             "south": "s", "east": "e", "west": "w", "circle": "cir", "place": "pl", "court": "ct"}  # fmt: skip
    words = re.findall(r"[a-z0-9]+", text(line).casefold())
    return " ".join(short.get(word, word) for word in words)
