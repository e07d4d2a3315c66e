"""One record of two: what stays, what comes over, and what is a question (DESIGN 3, rule 1).

Everything that people could find in either record they find in the one that stays, under the ids it always had: places
and services come over with their first names under `formerly`, and the name of the record that is taken in leads on.
What both say is told once; where they disagree the record that stays is right, and the other value becomes a question.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Any, Final

from bluepages.checks.streets import street_key
from bluepages.desk.names import Origin, free_key, taken_keys
from bluepages.errors import Complaint
from bluepages.records.book import Entry
from bluepages.records.schema import provider_schema
from bluepages.records.write import write
from bluepages.vocabulary.suggest import fold

Data = dict[str, Any]
_PLAIN: Final = ("year_incorporated", "legal_status", "description", "alternate_name")
_LISTS: Final = ("languages", "accessibility", "needs", "audiences", "required_documents")
_NOT_ASKED: Final = frozenset(
    {"name", "formerly", "merged", "sources", "verified", "reported_correct", "identifiers", "at", "phones", "alert",
     "latitude", "longitude", "county", "location_type", *_LISTS}
)  # fmt: skip
"""Fields that are joined, or in which the record that stays is simply right."""
LONGEST: Final = 480


def merge(keep: Entry, taken: Entry) -> str:
    """The text of `keep` with everything of `taken`. Raises `Complaint` where they cannot be one."""
    if keep.slug == taken.slug:
        raise Complaint("This is one record, not two.", "Name the one that stays, then the one that is taken in.")
    assert keep.provider is not None and taken.provider is not None
    if keep.provider.closed and not taken.provider.closed:
        raise Complaint(
            f"{keep.provider.name} has closed, and {taken.provider.name} has not.",
            f"Keep the one that is open: bluepages merge {taken.slug} {keep.slug}",
        )
    return _Merge(keep, taken).text()


class _Merge:
    def __init__(self, keep: Entry, taken: Entry) -> None:
        self.keep, self.taken = keep, taken
        self.data: Data = copy.deepcopy(keep.document.data)
        self.other: Data = copy.deepcopy(taken.document.data)
        self.origin = Origin(taken.slug, self.other.get("formerly", ()))
        self.secret = keep.confidential or taken.confidential
        self.questions: list[Data] = []
        self.places: dict[str, str] = {}
        self.services: dict[str, str] = {}

    def text(self) -> str:
        self._push_down()
        self._take_places()
        self._take_services()
        self._take_translations()
        self._take_own()
        return write(self.data, provider_schema(), dict(self.keep.document.comments))

    def _push_down(self) -> None:
        """What the other record said of all its services goes with each of them."""
        other, here = self.other, {_digits(phone) for phone in self.data.get("phones", ())}
        phones = [phone for phone in other.get("phones", ()) if _digits(phone) not in here]
        for service in other.get("services", {}).values():
            known = {_digits(phone) for phone in service.get("phones", ())}
            fresh = [phone for phone in phones if _digits(phone) not in known]
            if fresh:
                service["phones"] = [*service.get("phones", ()), *fresh]
            service.setdefault("sources", copy.deepcopy(other.get("sources", [])))
            for field, own in (("website", "url"), ("email", "email")):
                if other.get(field) and other[field] != self.data.get(field):
                    service.setdefault(own, other[field])
            if other.get("closed"):
                service.setdefault("closed", _without(other["closed"], self.keep.slug))
            if self.keep.folder != self.taken.folder and not service.get("serves") and not service.get("at"):
                folder = self.taken.folder
                service["serves"] = {"statewide": True} if folder == "statewide" else {"counties": [folder]}

    def _take_places(self) -> None:
        ours: dict[str, Data] = self.data.get("locations", {})
        spots = {spot: key for key, place in ours.items() if (spot := _spot(place))}
        for key, place in self.other.get("locations", {}).items():
            past = self.origin.past(key, place)
            twin = spots.get(_spot(place) or ("",))
            if twin is not None:
                self.places[key] = twin
                self._join(ours[twin], place, ("locations", twin), past)
                continue
            name = self.places[key] = free_key(key, taken_keys(ours))
            place["formerly"] = past
            ours[name] = place
        if ours:
            self.data["locations"] = ours

    def _take_services(self) -> None:
        ours: dict[str, Data] = self.data["services"]
        named = {(fold(service["name"]), frozenset(service["needs"])): key for key, service in ours.items()}
        for key, service in self.other.get("services", {}).items():
            past = self.origin.past(key, service)
            if "at" in service:
                service["at"] = {self.places.get(place, place): at for place, at in service["at"].items()}
            twin = named.get((fold(service["name"]), frozenset(service["needs"])))
            if twin is not None and bool(ours[twin].get("closed")) == bool(service.get("closed")):
                self.services[key] = twin
                for place, at in service.get("at", {}).items():
                    ours[twin].setdefault("at", {}).setdefault(place, at)
                self._join(ours[twin], service, ("services", twin), past)
                continue
            name = self.services[key] = free_key(key, taken_keys(ours))
            service["formerly"] = past
            ours[name] = service

    def _join(self, ours: Data, other: Data, path: tuple[str, ...], past: Iterable[str]) -> None:
        """One thing of two: gaps are filled, lists joined, differences asked about."""
        ours["merged"] = list(dict.fromkeys((*ours.get("merged", ()), *past, *other.get("merged", ()))))
        known = {_digits(phone) for phone in ours.get("phones", ())}
        fresh = [phone for phone in other.get("phones", ()) if _digits(phone) not in known]
        if fresh:
            ours["phones"] = [*ours.get("phones", ()), *fresh]
        for scheme, value in other.get("identifiers", {}).items():
            ours.setdefault("identifiers", {}).setdefault(scheme, value)
        for field in _LISTS:
            if other.get(field):
                ours[field] = list(dict.fromkeys((*ours.get(field, ()), *other[field])))
        if not ours.get("latitude") and other.get("latitude") and other.get("longitude"):
            ours["latitude"], ours["longitude"] = other["latitude"], other["longitude"]
        for field, value in other.items():
            if field in _NOT_ASKED:
                continue
            if field not in ours:
                ours[field] = value
            elif ours[field] != value:
                self._ask((*path, field), value)

    def _ask(self, path: tuple[str, ...], value: Any) -> None:
        """A question for the stewards. Of a record with a secret place it names no value."""
        said = value if isinstance(value, str) else ""
        text = f"The record that was taken in, {self.taken.slug}, says: {said}" if said else ""
        if not text or self.secret:
            text = f"The record that was taken in, {self.taken.slug}, said something else here. Which is right?"
        if len(text) > LONGEST:
            text = text[: LONGEST - 1].rstrip() + "…"
        question: Data = {"field": ".".join(path), "text": text}
        if question not in self.questions:
            self.questions.append(question)

    def _take_translations(self) -> None:
        """Translated words go with what they translate; those that are here already count."""
        for language, words in self.other.get("translations", {}).items():
            for group, names in (("services", self.services), ("locations", self.places)):
                for key, said in words.get(group, {}).items():
                    ours = self.data.setdefault("translations", {}).setdefault(language, {}).setdefault(group, {})
                    ours.setdefault(names.get(key, key), said)

    def _take_own(self) -> None:
        """What the record says of itself."""
        data, other = self.data, self.other
        for field in _PLAIN:
            value = other.get(field)
            if value is None or value == data.get(field):
                continue
            if field in data:
                self._ask((field,), value)
            else:
                data[field] = value
        if fold(other["name"]) != fold(data["name"]):
            if "alternate_name" not in data:
                data["alternate_name"] = other["name"]
            elif fold(data["alternate_name"]) != fold(other["name"]):
                self._ask(("alternate_name",), other["name"])
        for scheme, value in other.get("identifiers", {}).items():
            if data.setdefault("identifiers", {}).setdefault(scheme, value) != value:
                self._ask(("identifiers",), f"{scheme} {value}")
        names = (*other.get("formerly", ()), self.taken.slug, *other.get("merged", ()))
        data["merged"] = list(dict.fromkeys((*data.get("merged", ()), *names)))
        known = (*data.get("not_duplicate_of", ()), *other.get("not_duplicate_of", ()))
        data["not_duplicate_of"] = [
            slug for slug in dict.fromkeys(known) if slug not in (self.keep.slug, self.taken.slug)
        ]
        asked = [self._moved(question) for question in other.get("questions", ())]
        data["questions"] = [*data.get("questions", ()), *asked, *self.questions]
        for field in ("not_duplicate_of", "questions"):
            if not data[field]:
                del data[field]

    def _moved(self, question: Data) -> Data:
        """A question of the other record, about the same thing under its name here."""
        steps = question["field"].split(".")
        names = {"locations": self.places, "services": self.services}.get(steps[0])
        if names and len(steps) > 1:
            key, rest = re.match(r"([^\[]*)(.*)", steps[1]).groups()  # type: ignore[union-attr]
            steps[1] = names.get(key, key) + rest
        return {**question, "field": ".".join(steps)}


def _digits(phone: Data) -> tuple[str, str]:
    return re.sub(r"[^0-9]", "", str(phone.get("number", ""))), str(phone.get("extension", ""))


def _spot(place: Data) -> tuple[str, ...] | None:
    """What makes two places one: street, numbers and suites, and ZIP code or city. A secret place is like no other."""
    address = place.get("address") or {}
    street = address.get("address_1", "")
    if place.get("confidential") or place.get("location_type", "physical") != "physical" or not street:
        return None
    numbers = sorted(re.findall(r"\w*\d\w*", f"{street} {address.get('address_2', '')}".lower()))
    where = str(address.get("postal_code", ""))[:5] or str(address.get("city", "")).casefold()
    return (street_key(street), " ".join(numbers), where)


def _without(closed: Data, slug: str) -> Data:
    """A closing that does not send people to the very record that takes this one in."""
    see = [name for name in closed.get("see", ()) if name != slug]
    rest = {key: value for key, value in closed.items() if key != "see"}
    return {**rest, "see": see} if see else rest
