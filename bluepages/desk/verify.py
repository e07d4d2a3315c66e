"""`verified`, written for a check that a steward made: who, when, how and what (DESIGN 3, rule 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import msgspec

from bluepages.errors import Complaint
from bluepages.model import Provider, Verified
from bluepages.problems import ABSENT, Edit
from bluepages.records.book import Book, Entry
from bluepages.records.edit import apply_edits
from bluepages.records.schema import provider_schema
from bluepages.vocabulary import nearest
from bluepages.vocabulary.keepers import keepers, may_sign
from bluepages.vocabulary.ways import way_of

COVERS: Final = (
    "hours", "phone", "address", "eligibility", "cost", "languages", "name", "description", "needs", "documents",
    "area", "website", "all",
)  # fmt: skip
"""What a check may cover (a test compares them with the schema); the first four grow old apart."""


class Check(msgspec.Struct, frozen=True):
    """A check to be recorded; without `services` it is about all that run, without `covers` about everything."""

    by: str
    how: str
    day: date
    covers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


def record(book: Book, entry: Entry, check: Check, today: date) -> str:
    """The text of the record with the check. Raises `Complaint` where it cannot be recorded as it is."""
    assert entry.provider is not None
    sign(book, check.by, entry.folder)
    if way_of(check.how) == "other":
        raise Complaint(
            f'"{check.how}" does not say how it was checked.',
            "Say whether somebody called, went there, or was written to: --how 'phone call'.",
        )
    if check.day > today:
        raise Complaint(f"{check.day} has not come yet.", "Give the day on which it was checked.")
    for name in check.covers:
        if name not in COVERS:
            near = nearest(name, list(COVERS))
            raise Complaint(f"A check cannot cover {name}.", f"Did you mean {near}?" if near else _any_of(COVERS))
    value: dict[str, Any] = {"date": check.day.isoformat(), "by": check.by, "how": check.how}
    if check.covers and "all" not in check.covers:
        value["covers"] = list(dict.fromkeys(check.covers))
    edits: list[Edit] = []
    for key in services_of(entry.provider, check.services):
        service = entry.provider.services[key]
        if service.verified and service.verified.date > value["date"]:
            raise Complaint(
                f"{service.name} was checked later than that, on {service.verified.date}.",
                "Name the other services with --service, or give the right --date.",
            )
        edits.append(Edit(("services", key, "verified"), _joined(service.verified, value)))
        if service.reported_correct and service.reported_correct.date <= value["date"]:
            edits.append(Edit(("services", key, "reported_correct"), ABSENT))
    return edited(entry, edits)


def _joined(was: Verified | None, value: dict[str, Any]) -> dict[str, Any]:
    """A second part of the same check: whoever checked the hours in the morning has not unchecked them by noon."""
    same = was is not None and (was.date, was.by, was.how) == (value["date"], value["by"], value["how"])
    if was is None or not same or "covers" not in value:
        return value
    covers = list(dict.fromkeys([*was.covers, *value["covers"]])) if was.covers else []
    return {**{name: value[name] for name in ("date", "by", "how")}, **({"covers": covers} if covers else {})}


def left_behind(provider: Provider, check: Check) -> dict[str, tuple[str, str]]:
    """What an earlier check covered and this one does not, by service: its day, and the parts that lose it.

    A service has one check: what the new one leaves out reads as not checked, which is safe and worth knowing.
    """
    found = {}
    for key in services_of(provider, check.services):
        was = provider.services[key].verified
        if was is None or not check.covers or "all" in check.covers or was.date == check.day.isoformat():
            continue
        lost = [part for part in was.covers or ("all the rest",) if part not in check.covers]
        if lost:
            found[provider.services[key].name] = (was.date, ", ".join(lost))
    return found


def reported(entry: Entry, day: date, services: Sequence[str], today: date) -> str:
    """The text of the record with the word of somebody who is no steward: reported correct, never verified."""
    assert entry.provider is not None
    if day > today:
        raise Complaint(f"{day} has not come yet.", "Give the day on which it was found correct.")
    edits = [
        Edit(("services", key, "reported_correct"), {"date": day.isoformat()})
        for key in services_of(entry.provider, services)
    ]
    return edited(entry, edits)


def sign(book: Book, by: str, folder: str) -> None:
    """Whether this name may stand under a check; `Complaint` with those that may."""
    if may_sign(by, book.vocabulary, book.config):
        return
    found = keepers(folder, book.vocabulary, book.config)
    names = [person.id for person in found.people if person.id]
    if names:
        raise Complaint(f'"{by}" is not a steward.', f"Here these are: {_any_of(names)}")
    if book.vocabulary.stewards:
        raise Complaint(f'"{by}" is not a steward.', f"data/stewards.yaml has: {_any_of(book.vocabulary.stewards)}")
    raise Complaint(
        "There is no steward yet, so nobody can sign a check.",
        "Add the steward to data/stewards.yaml first, or record a visitor's word: --reported.",
    )


def services_of(provider: Provider, wanted: Sequence[str]) -> list[str]:
    """The services that are meant: by key or name; without any, all that run."""
    if not wanted:
        running = [key for key, service in provider.services.items() if not service.closed]
        if not running or provider.closed:
            raise Complaint(f"{provider.name} has closed; there is nothing to check.", "Open it again first.")
        return running
    names = {service.name.casefold(): key for key, service in provider.services.items()}
    keys = []
    for said in wanted:
        key = said if said in provider.services else names.get(said.casefold())
        if key is None:
            raise Complaint(f"There is no service {said}.", f"It has: {_any_of(provider.services)}")
        keys.append(key)
    return keys


def edited(entry: Entry, edits: Sequence[Edit]) -> str:
    """The record's text after edits, in the words of the desk where it cannot be read."""
    try:
        return apply_edits(entry.document.source, provider_schema(), edits, entry.file)
    except ValueError:
        raise Complaint(f"{entry.file} cannot be edited before it can be read.", "Run bluepages check.") from None


def _any_of(names: Sequence[str] | Any) -> str:
    return ", ".join(names) + "."
