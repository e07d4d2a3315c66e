"""Where pages lie, and how one names another: relative links that work below any prefix (DESIGN 5).

A *page path* is relative to its language's home and as a browser asks for it: `""` is the home, `needs/` an index,
`p/<slug>` the file `p/<slug>.html`.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

INDEX: Final = "index.html"
STATEWIDE: Final = "statewide"
"""The folder of records that belong to no county; its pages lie beside the counties'."""


def file_of(page: str) -> str:
    """The file of a page path: `needs/` -> `needs/index.html`, `p/x` -> `p/x.html`."""
    return f"{page}{INDEX}" if not page or page.endswith("/") else f"{page}.html"


def up_from(page: str) -> str:
    """The way from a page to its language's home, `""` where it is in the same folder."""
    return "../" * page.count("/")


def need_page(need: str) -> str:
    return f"needs/{dashed(need)}"


def county_page(county: str, need: str = "", number: int = 1) -> str:
    """A county's own page, or its list for a need; lists go on as `-2`, `-3`."""
    if not need:
        return f"counties/{county}/"
    return f"counties/{county}/{dashed(need)}" + (f"-{number}" if number > 1 else "")


def county_all_page(county: str, number: int = 1) -> str:
    """The list of everybody in a county, A to Z."""
    return f"counties/{county}/all" + (f"-{number}" if number > 1 else "")


def steward_page(county: str, part: str = "", number: int = 1) -> str:
    """What there is to do in a county: its first page, and its lists by name, which go on as `-2`, `-3`."""
    if number > 1:
        return f"stewards/{county}/{part or 'page'}-{number}"
    return f"stewards/{county}/{part}"


def provider_page(slug: str) -> str:
    return f"p/{slug}"


def dashed(need: str) -> str:
    """A need's id in addresses: `food.pantry` -> `food-pantry`."""
    return need.replace(".", "-")


def directions(*parts: str) -> str:
    """Where a person is shown the way to an address. A link, not a request: nothing is sent until it is pressed."""
    return "https://www.google.com/maps/dir/?api=1&destination=" + quote(", ".join(part for part in parts if part))


def web_link(address: str) -> str:
    """`address` if it is a web address that a page may link to, else `""` (never `javascript:` and its kin)."""
    clean = address.strip()
    if any(ord(c) <= 32 or c in '"<>\\' for c in clean):
        return ""
    return clean if clean.lower().startswith(("https://", "http://")) else ""
