"""Contacts: phones, e-mail and web addresses that people can really use (P201 to P208)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepages.checks import phonenumber
from bluepages.checks.context import Context
from bluepages.checks.walk import emails, phone_lists, urls
from bluepages.checks.webaddress import Fault, email_fault, url_fault
from bluepages.model import Phone, Provider
from bluepages.problems import ABSENT, Edit, Path, Problem
from bluepages.records.book import Entry

_FAX = re.compile(r"\bfax\b", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:voice|phone|call|and|or)\b|[/&]", re.IGNORECASE)
_LIKE = "Write it like 510-555-0100."


def check(entry: Entry, provider: Provider, context: Context) -> Iterator[Problem]:
    """All contacts of one record."""
    for path, phones in phone_lists(provider):
        seen: dict[tuple[str, str, str], int] = {}
        for at, phone in enumerate(phones):
            yield from _phone(entry, (*path, at), phone)
            if len(phones) == 1:
                break
            key = (phonenumber.canonical(phone.number), phone.extension, phone.type)
            first = seen.setdefault(key, at)
            if first != at and key[0]:
                yield _twice(entry, (*path, at), phone, phones[first])
    for path, url in urls(provider):
        yield from _address(entry, path, "P202", url_fault(url))
    for path, email in emails(provider):
        yield from _address(entry, path, "P201", email_fault(email))


def _phone(entry: Entry, path: Path, phone: Phone) -> Iterator[Problem]:
    number = phone.number
    if not number:
        return
    if not phonenumber.is_settled(number):
        yield from _number(entry, path, phone)
    if phonenumber.is_fictional(number):
        hint = "Write the real one, or leave it out where it is not known."
        yield entry.problem("P208", (*path, "number"), f"{number} is kept for stories and reaches nobody.", hint)
    if phone.type == "voice" and phone.description and _FAX.search(phone.description):
        fix = () if _BOTH.search(phone.description) else (Edit((*path, "type"), "fax"),)
        message = "The description says fax, and the line is listed as one to talk on."
        yield entry.problem("P206", path, message, "Add type: fax.", fix)


def _number(entry: Entry, path: Path, phone: Phone) -> Iterator[Problem]:
    here, number = (*path, "number"), phone.number
    spelled = phonenumber.canonical(number)
    plain, extension = ("", "") if spelled else phonenumber.split_extension(number)
    if extension and not phone.extension and phonenumber.canonical(plain):
        spelled = phonenumber.canonical(plain)
        hint = f'Write number: {spelled}, extension: "{extension}".'
        fix = (Edit(here, spelled), Edit((*path, "extension"), extension))
        yield entry.problem("P205", here, f"{_show(number)} holds the extension as well.", hint, fix)
    elif not spelled:
        yield entry.problem("P204", here, f"{_show(number)} is not a US phone number (10 digits).", _LIKE)
    elif spelled != number:
        message = f"{_show(number)} is a good number in another spelling."
        yield entry.problem("P205", here, message, f"Write it like {spelled}.", (Edit(here, spelled),))


def _twice(entry: Entry, path: Path, phone: Phone, first: Phone) -> Problem:
    """One number listed twice; where the two entries say the same, one of them can go."""
    said = (phone.description, phone.languages)
    fix = (Edit(path, ABSENT),) if said in (("", ()), (first.description, first.languages)) else ()
    return entry.problem("P207", path, "This number stands in the list already.", "Delete one of the two.", fix)


def _address(entry: Entry, path: Path, rule: str, fault: Fault | None) -> Iterator[Problem]:
    if fault:
        fix = (Edit(path, fault.mended),) if fault.mended else ()
        yield entry.problem("P203" if fault.hides else rule, path, fault.message, fault.hint, fix)


def _show(text: str) -> str:
    clean = " ".join(text.split())
    return f'"{clean}"' if len(clean) <= 40 else f'"{clean[:37]}..."'
