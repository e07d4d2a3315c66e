"""The Address Format Standard of CalHHS (Open Data Handbook): our address columns as the state's portal spells them.

Used on publication only; our own files keep lower snake case. The standard binds wherever one of its elements is
present: names, lengths, two-letter state and country, three-digit county codes, USPS abbreviations in the street.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from bluepages.config import Portal


class StandardColumn(msgspec.Struct, frozen=True):
    """One column of the standard: our name, theirs, the most characters, and the form of a value (`""`: any)."""

    ours: str
    theirs: str
    longest: int = 0
    form: str = ""


STANDARD: Final = (
    StandardColumn("address_1", "Address", 80),
    StandardColumn("address_2", "Address2", 20),
    StandardColumn("city", "City", 30),
    StandardColumn("state", "State", 2, "[A-Z]{2}"),
    StandardColumn("zip", "ZIP", 5, "[0-9]{5}"),
    StandardColumn("zip_4", "ZIP_4", 4, "[0-9]{4}"),
    StandardColumn("country", "Country", 2, "[A-Z]{2}"),
    StandardColumn("county", "County", 20, r"(?!.*\b(County|Co\.)).*"),
    StandardColumn("county_fips", "County_FIPS", 3, "[0-9]{3}"),
    StandardColumn("latitude", "Latitude", 0, r"-?[0-9]+(\.[0-9]+)?"),
    StandardColumn("longitude", "Longitude", 0, r"-?[0-9]+(\.[0-9]+)?"),
)
_THEIRS: Final = {column.ours: column.theirs for column in STANDARD}

_SUFFIXES: Final = {
    "alley": "Aly", "avenue": "Ave", "boulevard": "Blvd", "center": "Ctr", "circle": "Cir", "court": "Ct",
    "drive": "Dr", "expressway": "Expy", "freeway": "Fwy", "highway": "Hwy", "lane": "Ln", "parkway": "Pkwy",
    "place": "Pl", "plaza": "Plz", "road": "Rd", "square": "Sq", "street": "St", "terrace": "Ter", "trail": "Trl",
}  # fmt: skip
_DIRECTIONS: Final = {
    "north": "N", "south": "S", "east": "E", "west": "W",
    "northeast": "NE", "northwest": "NW", "southeast": "SE", "southwest": "SW",
}  # fmt: skip


_UNITS: Final = {
    "apartment": "Apt", "building": "Bldg", "department": "Dept", "floor": "Fl", "hangar": "Hngr", "office": "Ofc",
    "penthouse": "Ph", "room": "Rm", "space": "Spc", "suite": "Ste", "trailer": "Trlr",
}  # fmt: skip
_LONGEST_UNIT: Final = next(column.longest for column in STANDARD if column.ours == "address_2")


def standard_header(header: Sequence[str]) -> list[str]:
    """Column names as the state spells them; those that are no part of an address stay as they are."""
    return [_THEIRS.get(name, name) for name in header]


def portal_name(name: str, entry: Portal) -> str:
    """What a portal calls a column of ours: as its entry says, else as the standard does where that holds."""
    standard = _THEIRS.get(name, name) if entry.address_standard else name
    return entry.columns.get(name, standard)


def standard_row(row: Mapping[str, str]) -> dict[str, str]:
    """A row of services.csv under the state's column names, with the street abbreviated as the USPS does."""
    return {_THEIRS.get(name, name): SHORTER.get(name, str)(value) for name, value in row.items()}


def abbreviated(street: str) -> str:
    """`1200 North Harbor Street` -> `1200 N Harbor St` (USPS Publication 28, appendices B and C).

    Only what is surely a direction or a kind of street is shortened: a direction right after the number, the kind at
    the end, or before a closing direction. A name that is one of these words (`1 Avenue`, `12 North Street`) stays.
    """
    words = street.split(" ")
    if len(words) < 3 or not words[0][:1].isdigit():
        return street
    last = len(words) - 1
    if last > 2 and words[last].lower() in _DIRECTIONS and words[last - 1].lower() in _SUFFIXES:
        words[last] = _DIRECTIONS[words[last].lower()]
        last -= 1
    if last > 1:
        words[last] = _SUFFIXES.get(words[last].lower(), words[last])
    if last > 2:
        words[1] = _DIRECTIONS.get(words[1].lower(), words[1])
    return " ".join(words)


def abbreviated_unit(text: str) -> str:
    """`Building 400, Suite 202` -> `Bldg 400, Ste 202` (appendix C2), and only what is too long otherwise."""
    if len(text) <= _LONGEST_UNIT:
        return text
    return re.sub(r"[A-Za-z]+", lambda word: _UNITS.get(word[0].lower(), word[0]), text)


SHORTER: Final[dict[str, Callable[[str], str]]] = {"address_1": abbreviated, "address_2": abbreviated_unit}
"""The columns that are written shorter on a portal, and how."""


def violations(row: Mapping[str, str]) -> list[str]:
    """What in a row under the state's column names breaks the standard, in words without the values.

    An empty cell breaks nothing.
    """
    found = []
    for column in STANDARD:
        value = row.get(column.theirs, "")
        if not value:
            continue
        if column.longest and len(value) > column.longest:
            found.append(f"{column.theirs} is longer than {column.longest} characters.")
        elif column.form and not re.fullmatch(column.form, value, re.ASCII):
            found.append(f"{column.theirs} is not written as the standard wants it.")
    if row.get("County") and not row.get("County_FIPS"):
        found.append("County_FIPS is missing; it is required with County.")
    return found
