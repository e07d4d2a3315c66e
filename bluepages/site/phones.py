"""Telephones as links: what is dialled, and what is read."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from bluepages.model import Phone
from bluepages.site.said import Said, Voice

_DIGIT = re.compile("[0-9]")
_UNSPOKEN = ("fax", "pager")


class PhoneView(msgspec.Struct, frozen=True):
    """`href` is "" for what nobody can call (a fax); `kind` a key of the catalogue's `phone` group, or ""."""

    number: str
    href: str
    kind: str = ""
    extension: str = ""
    note: Said = Said("")


def phone_view(phone: Phone, voice: Voice) -> PhoneView:
    """A telephone for a page."""
    kind = phone.type if phone.type in ("fax", "text", "textphone", "video", "pager") else ""
    href = "" if phone.type in _UNSPOKEN else dial(phone)
    return PhoneView(phone.number, href, kind, phone.extension, voice.own(phone.description))


def dial(phone: Phone) -> str:
    """The link that dials: `tel:+15105550142`, with a pause before an extension; `tel:211`; `sms:` for texts only."""
    digits = "".join(c for c in phone.number if c in "0123456789")
    if not digits:
        return ""
    if len(digits) == 10:
        digits = f"+1{digits}"
    elif len(digits) == 11 and digits[0] == "1":
        digits = f"+{digits}"
    scheme = "sms" if phone.type == "text" else "tel"
    return f"{scheme}:{digits}" + (f",{phone.extension}" if phone.extension and scheme == "tel" else "")


def callable_first(phones: Iterable[Phone]) -> Phone | None:
    """The telephone to press first: a voice line, else any that can be dialled."""
    found = [phone for phone in phones if phone.type not in _UNSPOKEN and _DIGIT.search(phone.number)]
    return next((phone for phone in found if phone.type in ("voice", "cell")), found[0] if found else None)
