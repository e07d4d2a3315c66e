"""A proposal: what somebody asks to be changed, as edits of one record; and how the answers of a form become one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import msgspec

from bluepages.dates import calendar_day
from bluepages.intake.correct import corrections
from bluepages.intake.forms import STATEWIDE, Kind, Language
from bluepages.intake.parse import Answers, fault
from bluepages.intake.target import Unclear, find_record, find_service
from bluepages.intake.values import hours_text, language_codes, phone_parts
from bluepages.intake.words import say
from bluepages.model import Provider
from bluepages.problems import Edit, Path, Problem
from bluepages.records import new
from bluepages.records.book import Book, Entry
from bluepages.records.ids import slugify
from bluepages.vocabulary import Steward

FROM_INSIDE: Final = "staff of the provider"
"""How somebody knows who works there; their word is welcome, and is no check, a steward's neither (GOVERNANCE.md)."""
LOGIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\[bot\])?\Z")


class Origin(msgspec.Struct, frozen=True):
    """Where a proposal comes from: the issue's number, its author's login, and the day it was last written.

    `newcomer`: nothing of theirs has been merged here before, as far as GitHub knows. What came through the web form
    has no number and no login but an `ident`; `provider`: who wrote it says that they work there.
    """

    issue: int
    reporter: str
    day: date
    newcomer: bool = False
    ident: str = ""
    provider: bool = False

    @property
    def ref(self) -> str:
        """What names it as a source of a record."""
        return f"form:{self.ident}" if self.ident else f"issue:{self.issue}"

    @property
    def source(self) -> dict[str, str]:
        """It as a source of a record."""
        note = {"note": "From the provider"} if self.provider else {}
        return {"ref": self.ref, "date": self.day.isoformat(), **note}


class Proposal(msgspec.Struct, frozen=True):
    """What is asked for. `start` is the text that `edits` apply to: the record's own, or the draft of a new one.

    `fields` names the form's label for each path that the proposal writes; `source` is how the reporter knows.
    """

    kind: Kind
    slug: str
    file: str
    start: bytes
    edits: tuple[Edit, ...]
    origin: Origin
    language: Language
    source: str = ""
    fields: Mapping[Path, str] = {}
    consent: bool = True

    @property
    def branch(self) -> str:
        """The only name a branch of ours ever has."""
        return f"proposals/{self.origin.ident}" if self.origin.ident else f"intake/{self.origin.issue}"


class Held(Exception):  # noqa: N818 - an answer for a person, not an error of the program
    """What must not be shown by itself: nothing of it is repeated anywhere."""


class Made(msgspec.Struct, frozen=True):
    """The proposal that answers make, as far as they make one, and what is wrong with the answers themselves."""

    proposal: Proposal | None = None
    faults: tuple[Problem, ...] = ()


def propose(book: Book, answers: Answers, origin: Origin) -> Made:
    """What the answers ask for; with faults, the proposal of the others, to be checked all the same. Raises `Held`."""
    makers = {"add": _add, "correct": _correct, "confirm": _confirm}
    if any(field.required and field.id not in answers.values for field in answers.form.fields[:-1]):
        return Made(faults=answers.faults)
    try:
        made = makers[answers.form.kind](book, answers, origin)
    except Unclear as unclear:
        made = Made(faults=(unclear.problem,))
    return Made(made.proposal, (*answers.faults, *made.faults))


def _add(book: Book, answers: Answers, origin: Origin) -> Made:
    text = answers.text
    hidden = text("hidden") == "yes"
    if hidden and (text("street") or text("zip")):
        raise Held
    hours = hours_text(text("hours"))
    draft = new.Answers(
        county=text("county"), name=text("name"), description=text("description"), service=text("service"),
        need=text("need"), website=text("website"), street=text("street"), city=text("city"), zip=text("zip"),
        hours="" if hidden else hours, source=origin.ref,
    )  # fmt: skip
    file, start = new.draft(book, draft, origin.day)
    slug = file.rpartition("/")[2].removesuffix(".yaml")
    key = slugify(draft.service) or "service"
    service: Path = ("services", key)
    edits: list[Edit] = [Edit(("sources", 0), origin.source)] if origin.provider else []
    if hidden:
        edits += [Edit(("locations", "main", "confidential"), True), Edit((*service, "at", "main"), {})]
        edits += [Edit(("locations", "main", "county"), draft.county)] if draft.county != STATEWIDE else []
        edits += [Edit((*service, "at", "main", "hours"), hours)] if hours else []
    if text("phone"):
        edits.append(Edit(("phones",), [phone_parts(text("phone"))]))
    if text("email"):
        edits.append(Edit(("email",), text("email")))
    for name, path in (("eligibility", "eligibility_description"), ("cost", "cost")):
        if text(name):
            edits.append(Edit((*service, path), text(name)))
    faults: list[Problem] = []
    try:
        codes = language_codes(book.vocabulary, answers)
        edits += [Edit((*service, "languages"), codes)] if codes else []
    except Unclear as unclear:
        faults.append(unclear.problem)
    fields = _draft_fields(key)
    proposal = Proposal(
        "add", slug, file, start.encode(), tuple(edits), origin, answers.language, text("source"), fields
    )
    return Made(proposal, tuple(faults))


def _draft_fields(service: str) -> dict[Path, str]:
    """Which question each part of a new record answers."""
    address: Path = ("locations", "main", "address")
    here: Path = ("services", service)
    return {
        ("name",): "name", ("description",): "description", ("website",): "website", ("email",): "email",
        ("phones",): "phone", (*address, "address_1"): "street", (*address, "city"): "city",
        (*address, "postal_code"): "zip", here: "service", (*here, "needs"): "need", (*here, "hours"): "hours",
        (*here, "at", "main", "hours"): "hours", (*here, "eligibility_description"): "eligibility",
        (*here, "cost"): "cost", (*here, "languages"): "languages", ("sources",): "source",
    }  # fmt: skip


def _correct(book: Book, answers: Answers, origin: Origin) -> Made:
    entry = find_record(book, answers)
    assert entry.provider is not None
    found = corrections(book, entry, entry.provider, answers)
    if found.held:
        raise Held
    proposal = _of_record("correct", entry, found.edits, answers, origin, found.fields) if found.edits else None
    return Made(proposal, tuple(found.faults))


def _confirm(book: Book, answers: Answers, origin: Origin) -> Made:
    entry = find_record(book, answers)
    assert entry.provider is not None
    day, language = calendar_day(answers.text("date")), answers.language
    label = answers.form.label("date", language)
    if day is None:
        return Made(faults=(fault(label, say(language, "bad_date"), say(language, "bad_date_hint")),))
    if day > origin.day:
        return Made(faults=(fault(label, say(language, "late_date"), say(language, "bad_date_hint")),))
    keys = [find_service(entry.provider, answers)] if answers.text("service") else list(entry.provider.services)
    steward = steward_of(book.vocabulary.stewards.values(), origin.reporter, entry.folder)
    if steward is None or answers.text("how") == FROM_INSIDE:
        edits = [Edit(("services", key, "reported_correct"), {"date": day.isoformat()}) for key in keys]
    else:
        check: dict[str, Any] = {"date": day.isoformat(), "by": steward.id, "how": answers.text("how")}
        covers = answers.values.get("covers")
        check |= {"covers": list(covers)} if isinstance(covers, tuple) else {}
        edits = [Edit(("services", key, "verified"), check) for key in keys if _is_newer(entry.provider, key, day)]
    return Made(_of_record("confirm", entry, edits, answers, origin, {}, sourced=False))


def _is_newer(provider: Provider, key: str, day: date) -> bool:
    check = provider.services[key].verified
    return check is None or check.date < day.isoformat()


def steward_of(stewards: Iterable[Steward], login: str, folder: str) -> Steward | None:
    """The steward with that GitHub account who looks after the folder's records (statewide: any steward)."""
    for steward in stewards:
        if steward.github.lower() == login.lower() and (folder in steward.counties or folder == STATEWIDE):
            return steward if steward.github else None
    return None


def _of_record(
    kind: Kind, entry: Entry, edits: Iterable[Edit], answers: Answers, origin: Origin, fields: Mapping[Path, str],
    *, sourced: bool = True,
) -> Proposal:  # fmt: skip
    """Edits of a record that is there; the issue becomes one of its sources."""
    assert entry.provider is not None
    made, known = tuple(edits), entry.provider.sources
    if sourced and made and all(source.ref != origin.ref for source in known):
        made += (Edit(("sources", len(known)), origin.source),)
    text = answers.text("source")
    start = entry.document.source
    return Proposal(kind, entry.slug, entry.file, start, made, origin, answers.language, text, fields)
