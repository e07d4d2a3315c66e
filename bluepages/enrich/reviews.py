"""`.bluepages/reviews.json`: records under review, and places whose address is withheld for now (docs/reviews.md).

The build stays pure: the file is one of its inputs, written beforehand by `bluepages reviews pull`. No file means that
nothing is under review; a file that cannot be read stops the build, since it may name a place that must not be shown.
"""

from __future__ import annotations

import re
from pathlib import Path as FilePath
from typing import Final

import msgspec

from bluepages.dates import calendar_day
from bluepages.errors import Complaint
from bluepages.records.ids import is_slug

FILE: Final = ".bluepages/reviews.json"
LARGEST: Final = 4_000_000
_REASON = re.compile(r"[a-z][a-z_-]{0,39}\Z")
_URL = re.compile(r"https?://[^\s\"<>]{1,1000}\Z")
_HINT: Final = "Run bluepages reviews pull again; without the file, nothing is under review."


class Review(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An open review of a record, or of one service or place of it. `reason` is an option's id of the report form;
    `url` leads to the discussion (`""`: there is none to show), `opened` is a day.
    """

    slug: str
    reason: str
    url: str = ""
    opened: str = ""
    service: str = ""
    location: str = ""


class Withheld(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place whose street, ZIP code and point are shown to nobody until a steward has looked; `""` is every place."""

    slug: str
    location: str = ""
    since: str = ""


class Proposal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A proposal that waits for somebody's answer; `county` is a folder of records, `""` where it is about several."""

    number: int
    title: str
    url: str = ""
    opened: str = ""
    county: str = ""


class CountyThread(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The one public conversation about a county that is open."""

    county: str
    url: str


class Reviews(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file says."""

    reviews: tuple[Review, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    counties: tuple[CountyThread, ...] = ()


NONE: Final = Reviews()


def read_reviews(root: FilePath) -> Reviews:
    """The open reviews and withheld places of the directory at `root`. Raises `Complaint` for a file that is broken."""
    path = root / FILE
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return NONE
    except OSError as error:
        raise Complaint(f"{FILE} cannot be read: {error.strerror}.", _HINT) from None
    return decode(raw)


def decode(raw: bytes) -> Reviews:
    """The file's bytes as values; `Complaint` for anything that is not exactly what it should be."""
    if len(raw) > LARGEST:
        raise Complaint(f"{FILE} is too large to be a list of reviews.", _HINT)
    try:
        found = msgspec.json.decode(raw, type=Reviews)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Complaint(f"{FILE} is not a list of reviews and withheld places.", _HINT) from None
    sound = all(map(_is_review, found.reviews)) and all(map(_is_withheld, found.withheld))
    sound = sound and all(map(_is_proposal, found.proposals))
    sound = sound and all(is_slug(each.county) and bool(_URL.match(each.url)) for each in found.counties)
    if not sound:
        raise Complaint(f"{FILE} names a record, a reason, a day or an address that cannot be one.", _HINT)
    return found


def encode(reviews: Reviews) -> bytes:
    """The bytes of the file, in one order whatever the order they came in."""
    whole = Reviews(
        tuple(sorted(set(reviews.reviews), key=lambda each: (each.slug, each.service, each.location, each.reason,
                                                             each.opened, each.url))),
        tuple(sorted(set(reviews.withheld), key=lambda each: (each.slug, each.location, each.since))),
        tuple(sorted(set(reviews.proposals), key=lambda each: (each.opened, each.number, each.title, each.url))),
        tuple(sorted(set(reviews.counties), key=lambda each: (each.county, each.url))),
    )  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(whole)) + b"\n"


def _is_proposal(each: Proposal) -> bool:
    url = not each.url or bool(_URL.match(each.url))
    return each.number > 0 and url and _is_day(each.opened) and _are_keys(each.county)


def _is_review(each: Review) -> bool:
    url = not each.url or bool(_URL.match(each.url))
    keys = _are_keys(each.service, each.location)
    return is_slug(each.slug) and bool(_REASON.match(each.reason)) and url and keys and _is_day(each.opened)


def _is_withheld(each: Withheld) -> bool:
    return is_slug(each.slug) and _are_keys(each.location) and _is_day(each.since)


def _is_day(text: str) -> bool:
    return not text or calendar_day(text) is not None


def _are_keys(*keys: str) -> bool:
    return all(not key or is_slug(key) for key in keys)
