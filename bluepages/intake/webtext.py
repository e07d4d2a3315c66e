"""A mail with the answers of a web form -> the same submission; what `doors.text` writes, read again.

As with issue forms, a line counts as a heading only where nothing else is possible, so that no answer forges another.
Who sent the mail, and everything around the form, is not looked at.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from typing import Final

import msgspec

from bluepages.doors.clean import one_line, visible
from bluepages.doors.definition import LANGUAGES, Field, Form, Forms, Language
from bluepages.doors.problems import fault
from bluepages.doors.submission import Submission, read
from bluepages.doors.text import TAKEN
from bluepages.intake.parse import both_ways
from bluepages.intake.words import say
from bluepages.problems import Problem

LARGEST: Final = 1_000_000
"""Bytes of a file that are read; a form has far fewer."""

_HEADERS: Final = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}\r?\n")
_TICKED: Final = re.compile(r"[-*] ?\[ ?[xX] ?\] ?(.+)")
_QUOTED: Final = re.compile(r"^(?:> ?)+")


class Read(msgspec.Struct, frozen=True):
    """What a mail holds: a submission as far as it could be read, and what is wrong with the text itself."""

    submission: Submission
    faults: tuple[Problem, ...] = ()


def read_mail(raw: bytes, forms: Forms) -> Read | None:
    """The form in a mail or in its text alone; `None` where there is none."""
    lines = _text(raw[:LARGEST]).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for given in (lines, [_QUOTED.sub("", line) for line in lines]):
        for form in forms.forms.values():
            for language in LANGUAGES:
                first = _heading(next(form.fields).label[language])
                places = [at for at, line in enumerate(given) if line.rstrip() == first]
                if places:
                    return _walk(given[places[0] :], form, forms, language)
    return None


def _text(raw: bytes) -> str:
    """The plain text of a mail with headers, else all of it."""
    if not _HEADERS.match(raw):
        return raw.decode("utf-8-sig", "replace")
    made = email.message_from_bytes(raw, policy=email.policy.default)
    part = made.get_body(("plain",)) if isinstance(made, EmailMessage) else None
    try:
        return str(part.get_content()) if part is not None else ""
    except (LookupError, ValueError, AttributeError):
        return raw.decode("utf-8-sig", "replace")


def _walk(lines: Sequence[str], form: Form, forms: Forms, language: Language) -> Read:
    fields = list(form.fields)
    labels = [*(field.label[language] for field in fields), forms.consent.label[language]]
    early, late = both_ways(lines, [_heading(label) for label in labels])
    faults = []
    for label, one, other in zip(labels, early, late, strict=True):
        if one is None or other is None:
            faults.append(fault(label, say(language, "heading_missing"), say(language, "heading_missing_hint")))
        elif one != other:
            faults.append(fault(label, say(language, "heading_twice"), say(language, "heading_twice_hint")))
    if faults:
        return Read(Submission(form.id, language), tuple(faults[:3]))
    places = [place for place in early if place is not None]
    pairs: list[tuple[str, str]] = []
    for field, start, end in zip(fields, places, places[1:], strict=False):
        pairs += [(field.id, value) for value in _answers(field, lines[start + 1 : end], language)]
    agreed = list(_ticks(lines[places[-1] + 1 :]))
    if one_line(forms.consent.text[language]) not in agreed:
        faults.append(fault(labels[-1], say(language, "not_ticked"), say(language, "not_ticked_hint")))
    return Read(read(form.id, language, pairs), tuple(faults))


def _heading(label: str) -> str:
    return f"### {label}"


def _answers(field: Field, lines: Sequence[str], language: Language) -> Iterator[str]:
    """The answer below a heading: options by their id, everything else as it was typed."""
    known = {one_line(option.full(language)): option.id for option in field.options}
    if field.kind == "ticks":
        yield from (known.get(label, label) for label in _ticks(lines))
        return
    said = visible("\n".join(line.strip()[1:] if _was_kept(line.strip()) else line for line in lines))
    if said:
        yield known.get(one_line(said), said) if field.options else said


def _was_kept(line: str) -> bool:
    """Whether a line was sent with a `'` before it, so that it is not taken for something else."""
    return line.startswith("'") and bool(TAKEN.match(line))


def _ticks(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        match = _TICKED.fullmatch(visible(line))
        if match:
            yield one_line(match[1])
