"""The one comment under an issue: what is wrong and how to mend it, or what would change and what comes next.

The comment begins with a mark by which it is found again and kept up to date. No word of a record or of an answer can
act in it: no mention, no link, no picture, no HTML.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Final

from bluepages.config import Config
from bluepages.intake.forms import Form
from bluepages.intake.outcome import Outcome
from bluepages.intake.rulewords import told
from bluepages.intake.words import say
from bluepages.problems import Problem
from bluepages.report.markdown import escape
from bluepages.review.fieldchange import FieldChange
from bluepages.review.words import field_label

MARK: Final = "<!-- bluepages:intake -->"
JOINED: Final = "<!-- bluepages:joined -->"
"""Marks another comment: the list of reports that joined a review, or of answers that joined a county's thread."""

_PATH: Final = re.compile(r"[a-z0-9_.\[\]-]+")
"""A field of the record, where no question of the form is about it."""

_READ: Final = "<!-- bluepages:read {} -->"

OWN_TITLE: Final = re.compile(r"(?:Review: [a-z0-9-]{1,80}: [a-z_-]{1,40}|County: [a-z0-9-]{1,80})\s*")
"""Titles that are made of names alone, as ours are, say nothing of a place; others that begin alike may."""

MOST: Final = 40
"""Problems named in one comment; nobody mends more at a time."""

LONGEST: Final = 60_000
"""Characters; GitHub takes 65,536."""


def outcome_reply(outcome: Outcome, form: Form, language: str, config: Config, following: str = "") -> str:
    """What became of a proposal; `following` says what comes next where it was good."""
    if outcome.held:
        return held_reply(language, config)
    if outcome.personal:
        fields = ", ".join(escape(form.label(name, language)) for name in outcome.personal)
        return _comment(say(language, "personal", fields=fields, private=private_way(language, config)))
    if outcome.problems:
        blocks = [_list(outcome.problems, form, language)]
        if outcome.mended:
            blocks += [say(language, "mended"), "\n".join(_mended(outcome.mended))]
        return _comment(say(language, "hello_problems"), *blocks, say(language, "next_edit"), language=language)
    blocks = ["\n".join(outcome.answer)]
    if outcome.mended:
        blocks += [say(language, "mended"), "\n".join(_mended(outcome.mended))]
    if outcome.remarks:
        blocks += [say(language, "look"), _list(outcome.remarks, form, language)]
    after = [following, say(language, "edit_more")]
    return _comment(say(language, "hello_good"), *blocks, language=language, after=after)


def held_reply(language: str, config: Config) -> str:
    """The neutral answer to what must not be shown: it says nothing of what it is about."""
    return _comment(say(language, "held", private=private_way(language, config)))


def plain_reply(language: str, name: str, /, **values: str) -> str:
    """One of our sentences; values are made harmless."""
    return _comment(say(language, name, **{key: escape(value) for key, value in values.items()}))


def of_reading(answer: str, title: str, body: str) -> str:
    """The answer with a second mark, which says to what title and text of the issue it was given."""
    return answer.replace(MARK, f"{MARK}\n{_READ.format(_digest(title, body))}", 1)


def is_of(comment: str, title: str, body: str) -> bool:
    """Whether a comment of ours was given to this title and text."""
    return comment.startswith(f"{MARK}\n{_READ.format(_digest(title, body))}\n")


def _digest(title: str, body: str) -> str:
    """Of what a person wrote: GitHub may give lines another end, and a thread's title is our own."""
    lines = [] if OWN_TITLE.fullmatch(title) else [title.strip()]
    return hashlib.sha256("\n".join([*lines, *body.strip().splitlines()]).encode()).hexdigest()[:32]


def joined_note(numbers: Iterable[int]) -> str:
    """The comment in a review that names the issues which joined it."""
    return f"{JOINED}\n" + say("en", "joined_note", numbers=", ".join(f"#{number}" for number in sorted(set(numbers))))


def private_way(language: str, config: Config) -> str:
    """How to tell something in private, as far as the directory names a way."""
    ways = []
    if config.relay.url:
        ways.append(say(language, "private_relay", url=f"{config.site_url}report/"))
    if config.repository:
        url = f"https://github.com/{config.repository}/security/advisories/new"
        ways.append(say(language, "private_github", url=url))
    if config.safety_contact:
        ways.append(say(language, "private_mail", mail=config.safety_contact))
    return "; ".join(ways) + "." if ways else say(language, "private_none") + "."


def _comment(*blocks: str, language: str = "en", after: Iterable[str] = ()) -> str:
    """The blocks as far as they fit, whole lines, and then `after`, which says what comes next, in any case."""
    text = "\n\n".join([MARK, *(block.strip() for block in blocks if block.strip())])
    if len(text) > LONGEST:
        kept = text[:LONGEST].rpartition("\n")[0]
        text = f"{kept}\n\n{say(language, 'cut', letters=f'{len(text) - len(kept):,}')}"
    return "\n\n".join([text, *(block.strip() for block in after if block.strip())]) + "\n"


def _list(problems: Iterable[Problem], form: Form, language: str) -> str:
    lines = list(_lines(problems, form, language))
    more = [f"- {say(language, 'more_problems', count=len(lines) - MOST)}"] if len(lines) > MOST else []
    return "\n".join([*lines[:MOST], *more])


def _lines(problems: Iterable[Problem], form: Form, language: str) -> Iterator[str]:
    for problem in problems:
        label = form.label(problem.field, language)
        if language == "es" and _PATH.fullmatch(label):
            label = field_label(label.rpartition(".")[2].partition("[")[0], language)
        where = f"**{escape(label)}:** " if label else ""
        said = say(language, "our_fault") if problem.rule == "P901" else told(problem, language)
        yield f"- {where}{escape(said)}"


def _mended(fields: Iterable[FieldChange]) -> Iterator[str]:
    for change in fields:
        yield f"- {escape(change.label)}: {escape(change.new)}"
