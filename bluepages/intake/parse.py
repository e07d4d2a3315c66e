"""The text of an issue -> the answers in it, walking the form's labels in order.

GitHub writes `### Label` above each answer, and an answer may hold such lines itself. A line counts as the label of a
field only where the labels before and after it leave no other choice: the first possible place of every label and
the last possible one are looked up, and where the two differ, nobody can tell a heading from an answer, so the person
is asked instead. What was really answered is always one of the ways to read the text; if there is only one way, that
is it. So free text forges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Final

import msgspec

from bluepages.doors.clean import one_line, visible
from bluepages.intake.forms import LANGUAGES, Field, Form, Forms, Language
from bluepages.intake.words import say
from bluepages.problems import Problem
from bluepages.vocabulary import nearest

LONGEST_BODY: Final = 65_536
"""GitHub's own limit for an issue's text."""

NO_ANSWER: Final = "_No response_"
_REMOVE: Final = re.compile(r"[(\[]\s*(?:remove|quitar)\s*[)\]]", re.IGNORECASE)
_TICKED: Final = re.compile(r"[-*] \[[xX]\] (.+)")
_NEWLINES: Final = re.compile(r"\r\n?")


class _Remove(Enum):
    REMOVE = "remove"


REMOVE: Final = _Remove.REMOVE
"""The answer "take this value away"."""

Answer = str | tuple[str, ...] | _Remove


class Answers(msgspec.Struct, frozen=True):
    """What was answered, by field; a blank answer is not there. `faults` are problems that `field` labels."""

    form: Form
    language: Language
    values: Mapping[str, Answer] = {}
    faults: tuple[Problem, ...] = ()

    def text(self, name: str) -> str:
        """One answer as text; `""` for a blank one, and for one that takes a value away."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""


def fault(field: str, message: str, hint: str = "") -> Problem:
    """Something wrong with an answer itself; `field` is the label of the form's field, or `""`."""
    return Problem("FORM", "error", "", 0, field, message, hint)


def parse(body: str, forms: Forms) -> Answers | None:
    """The answers in `body`, or `None` where it was not written with one of our forms."""
    lines = _NEWLINES.sub("\n", body[: LONGEST_BODY + 1]).split("\n")
    first = next((line for line in lines if line.strip()), "").rstrip()
    for form in forms.forms.values():
        for language in LANGUAGES:
            if first == _heading(form.fields[0], language):
                if len(body) > LONGEST_BODY:
                    return Answers(form, language, faults=(fault("", say(language, "too_long_body")),))
                return _walk(lines, form, language)
    return None


def _walk(lines: Sequence[str], form: Form, language: Language) -> Answers:
    headings = [_heading(field, language) for field in form.fields]
    early, late = both_ways(lines, headings)
    faults = []
    for field, one, other in zip(form.fields, early, late, strict=True):
        label = field.label[language]
        if one is None or other is None:
            faults.append(fault(label, say(language, "heading_missing"), say(language, "heading_missing_hint")))
        elif one != other:
            faults.append(fault(label, say(language, "heading_twice"), say(language, "heading_twice_hint")))
    if faults:
        return Answers(form, language, faults=tuple(faults[:3]))
    places = [place for place in early if place is not None]
    values: dict[str, Answer] = {}
    for field, start, end in zip(form.fields, places, [*places[1:], len(lines)], strict=True):
        read = list(_read(field, "\n".join(lines[start + 1 : end]), language))
        faults += [item for item in read if isinstance(item, Problem)]
        for item in read:
            if not isinstance(item, Problem):
                values[field.id] = item
    return Answers(form, language, values, tuple(faults))


def both_ways(lines: Sequence[str], headings: Sequence[str]) -> tuple[list[int | None], list[int | None]]:
    """The first and the last line at which each heading can stand; where the two differ, nobody can tell."""
    return _first_places(lines, headings), _last_places(lines, headings)


def _heading(field: Field, language: str) -> str:
    return f"### {field.label[language]}"


def _first_places(lines: Sequence[str], headings: Sequence[str]) -> list[int | None]:
    """The first line at which each heading can stand, all in order; from the first that is missing on, `None`."""
    found: list[int | None] = []
    at = 0
    for heading in headings:
        while at < len(lines) and lines[at].rstrip() != heading:
            at += 1
        found.append(at if at < len(lines) else None)
        at += 1
    return found


def _last_places(lines: Sequence[str], headings: Sequence[str]) -> list[int | None]:
    """The last line at which each can stand; the first heading opens the text, whatever follows."""
    backward = _first_places(lines[::-1], headings[::-1])[::-1]
    last = [None if place is None else len(lines) - 1 - place for place in backward]
    return [*_first_places(lines, headings[:1]), *last[1:]]


def _read(field: Field, raw: str, language: Language) -> Iterator[Answer | Problem]:
    """The answer to one field, or what is wrong with it; nothing for a blank one."""
    label = field.label[language]
    text = visible(raw)
    if field.kind == "ticks":
        ticked = _ticked(field, text, language)
        if field.required and len(ticked) < len(field.options):
            yield fault(label, say(language, "not_ticked"), say(language, "not_ticked_hint"))
        elif ticked:
            yield ticked
        return
    if text == NO_ANSWER or not text or (field.kind == "choice" and text == "None"):
        if field.required:
            yield fault(label, say(language, "blank"), say(language, "blank_hint"))
        return
    if field.kind == "choice":
        yield _chosen(field, one_line(text), language)
    elif _REMOVE.fullmatch(text):
        yield REMOVE
    elif len(text) > field.longest:
        message = say(language, "too_long", found=len(text), most=field.longest)
        yield fault(label, message, say(language, "too_long_hint"))
    else:
        yield one_line(text) if field.kind == "line" else text


def _ticked(field: Field, text: str, language: Language) -> tuple[str, ...]:
    marked = {match[1].strip() for line in text.split("\n") if (match := _TICKED.fullmatch(line))}
    return tuple(option.id for option in field.options if option.label[language] in marked)


def _chosen(field: Field, text: str, language: Language) -> Answer | Problem:
    known = {option.label[language]: option.id for option in field.options}
    if text in known:
        return known[text]
    near = nearest(text, known.keys())
    hint = say(language, "did_you_mean", near=near) if near else say(language, "choose_hint")
    return fault(field.label[language], say(language, "not_an_option"), hint)
