"""What somebody sent with a web form: only the fields that the form has, cleaned, in the form's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from bluepages.doors.clean import one_line, visible
from bluepages.doors.definition import LANGUAGES, Field, outline

MOST_READ: Final = 20_000
"""Characters of one answer that are read at all; every question allows far less, and says so."""
MOST_TICKED: Final = 100


class Submission(msgspec.Struct, frozen=True):
    """A form as it was filled in: `values` are its answers by field, lists for ticks; blank ones are not there."""

    form: str
    language: str
    values: dict[str, str | list[str]] = msgspec.field(default_factory=dict)

    def text(self, name: str) -> str:
        """One answer as text, `""` for a blank one and for ticks."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""

    def ticked(self, name: str) -> list[str]:
        """What is ticked of one question."""
        value = self.values.get(name, [])
        return value if isinstance(value, list) else []

    def asks(self, field: Field) -> bool:
        """Whether the answers given so far are such that this question is asked."""
        return all(self.text(name) in wanted for name, wanted in field.when.items())

    def needs(self, field: Field) -> bool:
        """Whether this question must be answered."""
        needed = bool(field.needed) and all(self.text(name) in wanted for name, wanted in field.needed.items())
        return field.required or needed


def read(form: str, language: str, fields: Iterable[tuple[str, str]]) -> Submission:
    """The answers among pairs in the order sent; unknown names, and questions that were not asked, are dropped.

    Never raises: an unknown language is English, and an unknown form has no answers.
    """
    sent: dict[str, list[str]] = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value)
    asked = outline().get(form)
    made = Submission(form, language if language in LANGUAGES else "en")
    for field in asked.fields if asked else ():
        answer = _answer(field, sent.get(field.id, []))
        if answer and made.asks(field):
            made.values[field.id] = answer
    return made


def aside(submission: Submission, fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Answers to questions that the others do not ask: never taken over, and never lost to who changes their mind."""
    form, found = outline().get(submission.form), dict[str, str]()
    sent = list(fields)
    for field in form.fields if form else ():
        answer = "" if submission.asks(field) else _answer(field, [value for name, value in sent if name == field.id])
        if answer and isinstance(answer, str):
            found[field.id] = answer
    return found


def _answer(field: Field, sent: list[str]) -> str | list[str]:
    """What was answered: of several values for one answer the last that says something counts."""
    said = [visible(value[:MOST_READ].replace("\r\n", "\n").replace("\r", "\n")) for value in sent[:MOST_TICKED]]
    if field.kind == "ticks":
        return [name for name in dict.fromkeys(map(one_line, said)) if name]
    text = next((value for value in reversed(said) if value), "")
    return text if field.kind == "text" else one_line(text)


def in_words(field: Field, made: Submission) -> Iterator[str]:
    """The answer to one question in words: labels for what was chosen."""
    value = made.values.get(field.id, "")
    for each in value if isinstance(value, list) else [value] if value else []:
        option = field.option(each)
        yield option.full(made.language) if option else each
