"""An address that stands in one cell, or whose city, state and ZIP code do, taken apart.

`55 Pier St, Oakland, CA 94607`, `55 Pier St Oakland CA 94607`, `Oakland, CA 94607` under *City*, and Socrata's
`{"address": "55 Pier St", "city": "Oakland", ...}`. Without a state or a comma only a city that is known counts.
"""

from __future__ import annotations

import json
import re
from typing import Final

import msgspec

from bluepages.federate import clean
from bluepages.federate.states import STATES
from bluepages.vocabulary import Places

_TAIL: Final = re.compile(
    r"(?P<before>.*?)[,\s]+(?P<state>[A-Z]{2}|Ca|Calif(?:ornia)?)\.?(?:[,\s]+(?P<zip>\d{5}(?:-\d{4})?))?"
    r"(?:[,\s]+U\.?S\.?A?\.?)?[,\s]*",
    re.DOTALL,
)
_CODE: Final = re.compile(r"(?P<before>.*?)[,\s]+(?P<zip>\d{5}(?:-\d{4})?)[,\s]*", re.DOTALL)
_CITY: Final = re.compile(r"[A-Za-zÀ-ÿ .'-]+")
_STATES: Final = frozenset(STATES.values())
_LONGEST_CITY: Final = 4
"""Words of the longest name of a city: South El Monte has three, Rancho Santa Margarita too, La Cañada Flintridge."""


class Address(msgspec.Struct, frozen=True):
    """Street, city, state (as it was written) and ZIP code; `""` for what the cell does not say."""

    street: str = ""
    city: str = ""
    state: str = ""
    code: str = ""


def apart(cell: str, places: Places) -> Address | None:
    """A whole address out of one cell; `None` where it is only a street, or it is not sure where the city begins."""
    if cell.lstrip().startswith("{"):
        return _labelled(cell)
    line = ", ".join(filter(None, (part.strip(" ,") for part in cell.splitlines())))
    before, state, code = _ending(line)
    if not (state or code):
        return None
    street, comma, city = before.rpartition(",")
    if comma and _CITY.fullmatch(city.strip()) and (state or places.city(city)) and _is_street(street):
        return Address(street.strip(" ,"), city.strip(), state, code)
    words = before.split() if code else []  # without a comma and a ZIP code, CT is a court as well as a state
    for count in range(min(_LONGEST_CITY, len(words) - 2), 0, -1):
        name = " ".join(words[-count:])
        if places.city(name) and _is_street(" ".join(words[:-count])):
            return Address(" ".join(words[:-count]).strip(" ,"), name, state, code)
    return None


def city_apart(cell: str, places: Places) -> Address | None:
    """`Oakland, CA 94607` or `Oakland 94607`; `None` where the cell is only a city."""
    city, state, code = _ending(" ".join(cell.split()))
    city = city.strip(" ,")
    if not (state or code) or not _CITY.fullmatch(city) or places.city(cell):
        return None
    return Address("", city, state, code)


def city_name(cell: str, places: Places) -> str:
    """A city's name, not shouted: one that is known as it is known, another with capital first letters."""
    plain = clean.text(cell).rstrip(",. ")
    if not plain or not (plain.isupper() or plain.islower()):
        return plain
    known = places.city(plain)
    return known.name if known else plain.title()


def _ending(line: str) -> tuple[str, str, str]:
    """What stands before the state and the ZIP code, and those two."""
    tail = _TAIL.fullmatch(line)
    if tail and (len(tail["state"]) > 2 or tail["state"].upper() in _STATES):
        return tail["before"], tail["state"], tail["zip"] or ""
    bare = _CODE.fullmatch(line)
    return (bare["before"], "", bare["zip"]) if bare else (line, "", "")


def _is_street(line: str) -> bool:
    """Whether it can be all of a street: `12 Pier St`, `P.O. Box 4`, `Pier St & 1st`; not `12`."""
    return bool(re.search(r"[^\W\d]{2}", line))


def _labelled(cell: str) -> Address | None:
    """Socrata's `human_address`: JSON in a cell."""
    try:
        said = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or "address" not in said:
        return None
    return Address(*(str(said.get(name) or "").strip() for name in ("address", "city", "state", "zip")))
