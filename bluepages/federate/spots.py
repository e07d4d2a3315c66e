"""Addresses and points of other directories as our places; what cannot be right is left out and asked."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable
from typing import Any, Final

from bluepages.federate import clean
from bluepages.federate.journal import Journal
from bluepages.federate.oneline import apart, city_apart, city_name
from bluepages.federate.states import STATES
from bluepages.records.book import Book
from bluepages.vocabulary import Places
from bluepages.vocabulary.places import distance_km

Data = dict[str, Any]
Where = tuple[str, int]

_US: Final = (15.0, 72.0, -180.0, -64.0)
NOWHERE: Final = re.compile(
    r"(?:by appointment|see web ?site|tb[ad]|same as above|no (?:fixed |physical )?(?:address|location)|p\.?o\.?b\.?\Z"
    r"|varies|various|multiple|several|call|confidential|undisclosed|unknown|none|n/?a|virtual|online|statewide)\b.*"
    r"|(?:mobile|by phone|telephone).*",
    re.IGNORECASE,
)
HIDDEN: Final = re.compile(
    r"\b(?:confidential(?:ly)?[- ]+(?:location|located|address|site|shelter)"
    r"|(?:location|address|site) (?:is |are )?(?:kept )?(?:strictly )?(?:confidential|undisclosed|secret"
    r"|not (?:disclosed|public(?:ly listed)?|published)\b)"
    r"|undisclosed (?:location|address)|address (?:withheld|suppressed))\b",
    re.IGNORECASE,
)
HOME: Final = re.compile(
    r"\b(?:private (?:home|residence)|(?:in|at|from) (?:my|her|his|a member'?s|the leader'?s|someone'?s) (?:home|house)"
    r"|home address|residence of|host(?:ed)? in homes)\b",
    re.IGNORECASE,
)
SOMEBODYS_HOME: Final = re.compile(
    r"\b(?:in|at|from|out of) (?:my|the leader'?s|someone'?s) (?:home|house)\b|\bhome of (?:Mr|Mrs|Ms)\b"
    r"|\b(?i:private (?:home|residence) of|host(?:ed)? in homes)\b"
    r"|(?:\(|\b(?:at|in|from) )[A-Z][a-z]+'s (?:home|house|apartment|garage|backyard)\b(?=\)|[,.;]|\Z)"
)
"""What says of a place in any text that somebody lives there; of help in a client's home it says nothing."""
_ZIP: Final = re.compile(r"(\d{5})(?:[- ]?(\d{4}))?")


def address(cells: dict[str, str], where: Where, home_state: str, places: Places, journal: Journal) -> Data:
    """A postal address in our fields; `{}` where there is none."""
    line = clean.street(cells.get("address_1", ""))
    more = " ".join(clean.street(cells[name]) for name in ("address_2", "address_3", "address_4") if cells.get(name))
    city = clean.text(cells.get("city", "")).rstrip(",. ")
    state, code = cells.get("state_province", ""), cells.get("postal_code", "")
    whole = city_apart(city, places) if city else apart(line, places) if line else None
    if whole:
        journal.mend("addresses written on one line, taken apart")
        line, city = line if city else whole.street, whole.city
        state, code = state or whole.state, code or whole.code
    city = city_name(city, places)
    if line and NOWHERE.fullmatch(line):
        journal.mend("addresses that say there is none")
        line = more = ""
    first, second = clean.street_lines(line)
    second = " ".join(part for part in (second, more) if part)
    found: Data = {"address_1": first[:120], "address_2": second[:120], "city": city[:80]}
    found["postal_code"] = zip_code(code, where, journal)
    letters = state_code(state, where, journal)
    if letters and letters != home_state:
        found["state_province"] = letters
    return {name: value for name, value in found.items() if value}


def zip_code(cell: str, where: Where, journal: Journal) -> str:
    """A ZIP code of five or nine digits; anything else is left out."""
    plain = clean.text(cell).strip(" `'\"\\.,")
    match = _ZIP.fullmatch(plain.removesuffix(".0").removesuffix("-0000"))
    if match:
        if plain != clean.text(cell):
            journal.mend("signs beside ZIP codes")
        return match.group(1) + (f"-{match.group(2)}" if match.group(2) and match.group(2) != "0000" else "")
    if plain:
        journal.doubt(where, "address.postal_code", "not a ZIP code", plain)
    return ""


def state_code(cell: str, where: Where, journal: Journal) -> str:
    """The two letters of a state."""
    plain = clean.text(cell).strip(" .,")
    letters = plain.upper() if plain.upper() in STATES.values() else STATES.get(plain.casefold(), "")
    if letters and letters != cell:
        journal.mend("states in another spelling")
    if plain and not letters:
        journal.doubt(where, "address.state_province", "not a state", plain)
    return letters


class Points:
    """Judges points: by the shapes of the directory where it has them, and by how far they lie from all others."""

    def __init__(self, book: Book, said: Iterable[tuple[str, str]]) -> None:
        self.places: Places = book.vocabulary.places
        known = [point for point in (clean.point(*pair) for pair in said) if point and _in_us(*point)]
        self.middle: tuple[float, float] | None = None
        self.reach = 0.0
        if len(known) >= 20:
            self.middle = statistics.median(p[0] for p in known), statistics.median(p[1] for p in known)
            usual = statistics.median(distance_km(*self.middle, *point) for point in known)
            self.reach = max(300.0, 12 * usual)

    def read(
        self, latitude: str, longitude: str, code: str, where: Where, journal: Journal
    ) -> tuple[float, float] | None:
        """The point, its two numbers exchanged where only that makes sense; `None` where it cannot be right."""
        if not latitude.strip() and not longitude.strip():
            return None
        point = clean.point(latitude, longitude)
        if point is None or not self._fits(point, code):
            turned = clean.point(longitude, latitude)
            if turned and self._fits(turned, code) and (point is None or not _in_us(*point)):
                journal.mend("points with latitude and longitude exchanged")
                return turned
            journal.doubt(where, "latitude", _fault(latitude, longitude, point), f"{latitude}, {longitude}")
            return None
        return point

    def _fits(self, point: tuple[float, float], code: str) -> bool:
        if not _in_us(*point):
            return False
        if self.places.has_shapes and not self.places.in_state(*point):
            return False
        far = self.places.near_zip_km(*point, code) if code else None
        if far is not None and far > 80:
            return False
        return not (self.middle and distance_km(*self.middle, *point) > self.reach)


def _fault(latitude: str, longitude: str, point: tuple[float, float] | None) -> str:
    """Why a point was left out."""
    if point:
        return "a point far from where it should be"
    numbers = [float(part) for part in (latitude, longitude) if re.fullmatch(r"\s*-?\d+(?:\.\d+)?\s*", part)]
    if len(numbers) == 2 and max(map(abs, numbers)) > 1000:
        return "a point in a map projection: ask for latitude and longitude (EPSG:4326)"
    return "a point that is no place (0,0 or not a number)"


def _in_us(latitude: float, longitude: float) -> bool:
    south, north, west, east = _US
    return south <= latitude <= north and (west <= longitude <= east or longitude > 144)
