"""`.bluepages/links.json`: web addresses of records that `bluepages sweep links` found dead (docs/reviews.md).

Only the stewards' pages show them.
"""

from __future__ import annotations

import re
from pathlib import Path as FilePath
from typing import Final

import msgspec

from bluepages.errors import Complaint

FILE: Final = ".bluepages/links.json"
_URL = re.compile(r"https?://[^\s\"<>]{1,1000}\Z")
_HINT: Final = "Run bluepages sweep links again, or delete it; without it no broken links are shown."


class DeadLink(msgspec.Struct, frozen=True):
    """A web address of the record `slug` that leads nowhere: what was `found` there, and since when."""

    slug: str
    url: str
    found: str = ""
    since: str = ""


class _Links(msgspec.Struct, frozen=True):
    links: tuple[DeadLink, ...] = ()


def read_links(root: FilePath) -> tuple[DeadLink, ...]:
    """The dead links of the directory at `root`, none without the file. Raises `Complaint` for one that is broken."""
    try:
        raw = (root / FILE).read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise Complaint(f"{FILE} cannot be read: {error.strerror}.", _HINT) from None
    try:
        found = msgspec.json.decode(raw, type=_Links).links
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Complaint(f"{FILE} is not a list of broken links.", _HINT) from None
    return tuple(sorted((link for link in found if _URL.match(link.url)), key=lambda link: (link.slug, link.url)))
