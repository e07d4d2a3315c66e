"""The form "Correct or update" -> edits: blank is unchanged, a visible token takes a value away.

Where the form names a service, its answers are about that service wherever the record has a place for them there.
What a person had checked and what now changes is no longer checked: the check loses that part (DESIGN 3, rule 4).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import msgspec

from bluepages.dates import calendar_day
from bluepages.enrich.hiding import is_withheld
from bluepages.intake.parse import REMOVE, Answers, fault
from bluepages.intake.target import Unclear, find_phones, find_place, find_record, find_service
from bluepages.intake.values import hours_text, language_codes, phone_parts
from bluepages.intake.words import say
from bluepages.model import Provider
from bluepages.problems import ABSENT, Edit, Path, Problem
from bluepages.records.book import Book, Entry

_NEEDED: Final = frozenset({"name", "description"})
_ADDRESS: Final = {"street": "address_1", "city": "city", "zip": "postal_code"}
_OF_EITHER: Final = {"name": "name", "description": "description", "website": "website", "email": "email"}
_OF_SERVICE: Final = {"eligibility": "eligibility_description", "cost": "cost"}
_COVERS: Final = {"street": "address", "city": "address", "zip": "address"}
"""What a check calls the fields that have another name in the form."""


class Corrections(msgspec.Struct):
    """Edits in order, the form's field by path, what is wrong, and whether it must be held for a steward."""

    edits: list[Edit] = []
    fields: dict[Path, str] = {}
    faults: list[Problem] = []
    held: bool = False


def corrections(book: Book, entry: Entry, provider: Provider, answers: Answers) -> Corrections:
    """Everything that the form asks to be changed in one record."""
    return _Maker(book, entry, provider, answers).make()


class _Maker:
    def __init__(self, book: Book, entry: Entry, provider: Provider, answers: Answers) -> None:
        self.book, self.entry, self.provider, self.answers = book, entry, provider, answers
        self.data: Any = entry.document.data
        self.found = Corrections()
        self.touched: dict[str, set[str]] = {}

    def make(self) -> Corrections:
        texts = (self._texts, self._service_texts, self._languages)
        for step in (*texts, self._hours, self._phone, self._address, self._closed, self._different):
            try:
                step()
            except Unclear as unclear:
                if unclear.problem not in self.found.faults:
                    self.found.faults.append(unclear.problem)
        self._uncheck()
        if not self.found.edits and not self.found.faults and not self.found.held:
            language = self.answers.language
            hint = say(language, "nothing_changes_hint")
            self.found.faults.append(fault("", say(language, "nothing_changes"), hint))
        return self.found

    def _texts(self) -> None:
        service = find_service(self.provider, self.answers) if self.answers.text("service") else ""
        for field, name in _OF_EITHER.items():
            if field not in self.answers.values:
                continue
            if service:
                path: Path = ("services", service, "url" if name == "website" else name)
                self._put(field, path, {service}, needed=name == "name")
            else:
                self._put(field, (name,), self.provider.services, needed=name in _NEEDED)

    def _service_texts(self) -> None:
        for field, name in _OF_SERVICE.items():
            if field in self.answers.values:
                service = find_service(self.provider, self.answers)
                self._put(field, ("services", service, name), {service})

    def _languages(self) -> None:
        said = self.answers.values.get("languages")
        if said is not None:
            service = find_service(self.provider, self.answers)
            value = ABSENT if said is REMOVE else language_codes(self.book.vocabulary, self.answers)
            self._put("languages", ("services", service, "languages"), {service}, value)

    def _hours(self) -> None:
        said = self.answers.values.get("hours")
        if said is None:
            return
        service = find_service(self.provider, self.answers)
        at = self.provider.services[service].at
        path: Path = ("services", service, "hours")
        if at:
            place = find_place(self.provider, self.answers, at)
            path = ("services", service, "at", place, "hours")
            location = self.provider.locations.get(place)
            if location and location.hours and not at[place].hours:
                path = ("locations", place, "hours")
        value = ABSENT if said is REMOVE else hours_text(self.answers.text("hours"))
        self._put("hours", path, {service}, value)

    def _phone(self) -> None:
        said = self.answers.values.get("phone")
        if said is None:
            return
        places = find_phones(self.provider, self.answers)
        if not places and said is not REMOVE:
            of_service = self.answers.text("service")
            service = find_service(self.provider, self.answers) if of_service else ""
            path: Path = ("services", service, "phones") if service else ("phones",)
            self._put("phone", path, self.provider.services, [phone_parts(self.answers.text("phone"))])
            return
        if not places:
            self._nothing_there("phone")
        for path in reversed(places):  # the last of a list first: removing one moves what follows
            services = {str(path[1])} if path[0] == "services" else set(self.provider.services)
            if said is REMOVE:
                self._put("phone", path, services)
                continue
            parts = phone_parts(self.answers.text("phone"))
            self._put("phone", (*path, "number"), services, parts["number"])
            if self._at((*path, "extension")) is not None or "extension" in parts:
                self._put("phone", (*path, "extension"), services, parts.get("extension", ABSENT))

    def _address(self) -> None:
        asked = [field for field in _ADDRESS if field in self.answers.values]
        if not asked:
            return
        service = find_service(self.provider, self.answers) if self.answers.text("service") else ""
        among = self.provider.services[service].at if service else self.provider.locations
        secret = any(self.provider.locations[key].confidential for key in among if key in self.provider.locations)
        if secret or is_withheld(self.book, self.entry.slug):
            self.found.held = True  # whichever place is meant: an address beside a secret one is for a person to judge
            return
        place = find_place(self.provider, self.answers, among) if among else self._new_place(service)
        here = {key for key, each in self.provider.services.items() if place in each.at or not each.at}
        for field in asked:
            self._put(field, ("locations", place, "address", _ADDRESS[field]), here)
        if {"street", "zip"} & set(asked):
            for name in ("latitude", "longitude"):  # the point of the old address
                if self._at(("locations", place, name)) is not None:
                    self.found.edits.append(Edit(("locations", place, name)))

    def _new_place(self, service: str) -> str:
        """A first place, used by the service that the form is about."""
        service = service or find_service(self.provider, self.answers)
        key = next(key for key in ("main", "office", "place") if key not in self.provider.locations)
        self.found.edits.append(Edit(("services", service, "at", key), {}))
        return key

    def _closed(self) -> None:
        said = self.answers.values.get("closed")
        if said is None:
            return
        service = find_service(self.provider, self.answers) if self.answers.text("service") else ""
        path: Path = ("services", service, "closed") if service else ("closed",)
        day = calendar_day(self.answers.text("closed"))
        if said is not REMOVE and day is None:
            language = self.answers.language
            label = self.answers.form.label("closed", language)
            raise Unclear(fault(label, say(language, "bad_date"), say(language, "bad_date_hint")))
        self._put("closed", path, (), {"date": day.isoformat()} if day else ABSENT)

    def _different(self) -> None:
        """The record that looks like this one and is another: remembered, so that it is not asked again."""
        if "different_from" not in self.answers.values:
            return
        known = self.data.get("not_duplicate_of", [])
        path: Path = ("not_duplicate_of",)
        if self.answers.values["different_from"] is REMOVE:
            self._put("different_from", path, ())
            return
        other = find_record(self.book, self.answers, "different_from").slug
        if other == self.entry.slug:
            language = self.answers.language
            label = self.answers.form.label("different_from", language)
            raise Unclear(fault(label, say(language, "itself"), say(language, "no_record_hint")))
        self._put("different_from", path, (), known if other in known else [*known, other])

    def _put(
        self, field: str, path: Path, services: Collection[str], value: Any = None, *, needed: bool = False
    ) -> None:
        """One edit: the answer itself unless another value is given; nothing where the record says it already."""
        said = self.answers.values[field]
        if said is REMOVE:
            value = ABSENT
        elif value is None:
            value = said
        there = self._at(path)
        self.found.fields[path] = field
        if value is ABSENT:
            if needed:
                language = self.answers.language
                label = self.answers.form.label(field, language)
                raise Unclear(fault(label, say(language, "needed"), say(language, "needed_hint")))
            if there is None:
                self._nothing_there(field)
        if value == there:
            return
        self.found.edits.append(Edit(path, value))
        for service in services:
            self.touched.setdefault(service, set()).add(_COVERS.get(field, field))

    def _nothing_there(self, field: str) -> None:
        language = self.answers.language
        raise Unclear(fault(self.answers.form.label(field, language), say(language, "nothing_there")))

    def _at(self, path: Path) -> Any:
        node = self.data
        for step in path:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                return None
        return node

    def _uncheck(self) -> None:
        """Take what changes out of the checks that covered it."""
        for key, changed in self.touched.items():
            check = self.provider.services[key].verified
            if check is None:
                continue
            left = [] if "all" in check.covers else [part for part in check.covers if part not in changed]
            if check.covers and len(left) == len(check.covers):
                continue
            path: Path = ("services", key, "verified")
            self.found.edits.append(Edit((*path, "covers"), left) if left else Edit(path))
