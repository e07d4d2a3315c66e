"""What a person must mend before their submission is taken: quick, kind, and beside the question it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepages.checks.phonenumber import canonical
from bluepages.dates import calendar_day
from bluepages.doors.clean import one_line
from bluepages.doors.definition import Field, Form, Forms
from bluepages.doors.find import find, near
from bluepages.doors.rules import quick
from bluepages.doors.submission import Submission
from bluepages.hours import HoursError, expand
from bluepages.model import Phone, Provider
from bluepages.problems import Problem
from bluepages.records.book import Book
from bluepages.vocabulary import Vocabulary
from bluepages.vocabulary.suggest import fold

_BETWEEN = re.compile(r"[,;/\n]|\s(?:and|y|e|&)\s")


def fault(field: str, message: str, hint: str = "") -> Problem:
    """Something wrong with an answer; `field` is the question's id."""
    return Problem("FORM", "error", "", 0, field, message, hint)


def problems(book: Book, forms: Forms, made: Submission) -> tuple[Problem, ...]:
    """All that is wrong, in the order of the questions; it looks at one record at most."""
    form = forms.forms.get(made.form)
    if form is None:
        return (fault("form", forms.say(made.language, "option")),)
    return tuple(_Look(book, forms, form, made).all())


class _Look:
    """One look at a submission."""

    def __init__(self, book: Book, forms: Forms, form: Form, made: Submission) -> None:
        self.book, self.forms, self.form, self.made = book, forms, form, made
        entry = find(book, made.text("record")) if made.text("record") else None
        self.provider: Provider | None = entry.provider if entry else None

    def all(self) -> Iterator[Problem]:
        for field in self.form.fields:
            if not self.made.asks(field):
                continue
            said = self.made.values.get(field.id, "")
            if not said:
                yield from self._blank(field)
            elif isinstance(said, list):
                if any(field.option(name) is None for name in said):
                    yield self._say(field, "option")
                elif field.most and len(said) > field.most:
                    yield self._say(field, "ticked", most=field.most)
            elif len(said) > field.longest:
                yield self._say(field, "long", most=field.longest, found=len(said))
            else:
                yield from self._answer(field, said)
        of = self.form.one_of
        if of and not any(name in self.made.values for name in of):
            yield fault(of[0], self.forms.say(self.made.language, "one_of"))

    def _blank(self, field: Field) -> Iterator[Problem]:
        if self.made.needs(field):
            yield self._say(field, {"ticks": "tick", "choice": "choose"}.get(field.kind, "blank"))

    def _answer(self, field: Field, said: str) -> Iterator[Problem]:
        if field.kind == "choice" and field.option(said) is None:
            yield self._say(field, "option")
        elif field.kind == "record" and self.provider is None:
            name = near(self.book, said)
            yield self._say(field, "record_near" if name else "record", near=name)
        elif field.kind == "part" and self.provider is not None and not _has(self.provider, field.id, said):
            yield self._say(field, "part")
        elif wrong := quick(field.rule, one_line(said)):
            yield self._say(field, wrong)
        elif field.rule == "hours" and not _reads(said):
            yield self._say(field, "hours")
        elif field.rule == "day" and calendar_day(said) is None:
            yield self._say(field, "day")
        elif field.rule == "languages" and (word := unknown_language(self.book.vocabulary, said)):
            yield self._say(field, "languages", near=f'"{word}"')

    def _say(self, field: Field, name: str, **values: object) -> Problem:
        return fault(field.id, self.forms.say(self.made.language, name, **values))


def _reads(hours: str) -> bool:
    try:
        expand("; ".join(line.strip().rstrip(";,") for line in hours.split("\n") if line.strip()))
    except HoursError:
        return False
    return True


def unknown_language(vocabulary: Vocabulary, said: str) -> str:
    """The first word of a list of languages that names none that is known, `""` where all do."""
    names = {fold(name) for code, known in vocabulary.languages.items()
             for name in (code, *known.name.values(), known.own_name, known.iso639_3, *known.synonyms)}  # fmt: skip
    words = filter(None, (part.strip(" .") for part in _BETWEEN.split(said)))
    return next((word for word in words if fold(word) not in names), "")


def _has(provider: Provider, kind: str, key: str) -> bool:
    """Whether the record has that service, place or telephone."""
    if kind == "service":
        return key in provider.services
    if kind == "place":
        return key in provider.locations
    numbers = {canonical(phone.number) or phone.number for phone in phones_of(provider)}
    return (canonical(key) or key) in numbers


def phones_of(provider: Provider) -> Iterator[Phone]:
    """Every telephone of a record, its own first."""
    yield from provider.phones
    for service in provider.services.values():
        yield from service.phones
        for at in service.at.values():
            yield from at.phones
    for place in provider.locations.values():
        yield from place.phones
