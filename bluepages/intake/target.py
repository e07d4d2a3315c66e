"""Which record, service, place and telephone a form means: names as people write them, looked up in the Book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from bluepages.checks.phonenumber import canonical
from bluepages.doors.find import find, near
from bluepages.intake.parse import Answers, fault
from bluepages.intake.words import say
from bluepages.model import Location, Phone, Provider, Service
from bluepages.problems import Path, Problem
from bluepages.records.book import Book, Entry
from bluepages.vocabulary.suggest import fold

Thing = TypeVar("Thing", Service, Location)


class Unclear(Exception):  # noqa: N818 - a question to the person, not an error of the program
    """An answer that names nothing, or more than one thing."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def find_record(book: Book, answers: Answers, field: str = "record") -> Entry:
    """The record that `field` names by page, file, slug or name. Raises `Unclear` where there is none to edit."""
    said, language = answers.text(field), answers.language
    entry = find(book, said)
    if entry is None:
        name = near(book, said)
        hint = say(language, "no_record_near", near=name) if name else say(language, "no_record_hint")
        raise Unclear(fault(answers.form.label(field, language), say(language, "no_record"), hint))
    return entry


def find_service(provider: Provider, answers: Answers) -> str:
    """The key of the service that the form names, or of the only one."""
    return _one(provider.services, answers, "service")


def find_place(provider: Provider, answers: Answers, among: Iterable[str]) -> str:
    """The key of the place that the form names, or of the only one of those `among` which it must be."""
    return _one({key: provider.locations[key] for key in among if key in provider.locations}, answers, "place")


def _one(things: Mapping[str, Thing], answers: Answers, field: str) -> str:
    said, language = answers.text(field), answers.language
    if not said and len(things) == 1:
        return next(iter(things))
    names = {fold(word): key for key, thing in things.items() for word in _words(key, thing)}
    if said and fold(said) in names:
        return names[fold(said)]
    message = say(language, f"no_{field}" if said else f"which_{field}")
    choices = ", ".join(_public(key, thing) for key, thing in things.items())
    hint = say(language, "choose_of", names=choices) if choices else ""
    raise Unclear(fault(answers.form.label(field, language), message, hint))


def _words(key: str, thing: Service | Location) -> Iterator[str]:
    yield key
    yield key.replace("-", " ")
    if thing.name:
        yield thing.name
    if isinstance(thing, Location) and thing.address and thing.address.address_1:
        yield thing.address.address_1


def _public(key: str, thing: Service | Location) -> str:
    """What may be said of it: the key of a confidential place may be its very street."""
    if isinstance(thing, Location) and thing.confidential:
        return "-"
    return thing.name or key


def all_phones(provider: Provider) -> list[tuple[Path, Phone]]:
    """Every telephone of a record with its path, the record's own first."""
    found: list[tuple[Path, Phone]] = [(("phones", at), phone) for at, phone in enumerate(provider.phones)]
    for key, service in provider.services.items():
        found += [(("services", key, "phones", at), phone) for at, phone in enumerate(service.phones)]
        for place, here in service.at.items():
            path: Path = ("services", key, "at", place, "phones")
            found += [((*path, at), phone) for at, phone in enumerate(here.phones)]
    for key, location in provider.locations.items():
        found += [(("locations", key, "phones", at), phone) for at, phone in enumerate(location.phones)]
    return found


def find_phones(provider: Provider, answers: Answers) -> list[Path]:
    """Where the telephone stands that the form means, at each of its places; none where the record has none yet."""
    known = all_phones(provider)
    said, language = answers.text("old_phone"), answers.language
    if not said:
        numbers = {canonical(phone.number) or phone.number for _, phone in known}
        if len(numbers) < 2:
            return [path for path, _ in known]
        message = say(language, "which_phone")
    else:
        digits = canonical(said) or said
        found = [path for path, phone in known if (canonical(phone.number) or phone.number) == digits]
        if found:
            return found
        message = say(language, "no_phone")
    names = ", ".join(dict.fromkeys(phone.number for _, phone in known))
    hint = say(language, "choose_of", names=names) if names else ""
    raise Unclear(fault(answers.form.label("old_phone", language), message, hint))
