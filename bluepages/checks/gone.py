"""What only a change can do wrong: take a record away (P910), or record a check that nobody made (P920, P921).

A record keeps its page for ever, closed or renamed (DESIGN 3, rule 2); verified means that a person checked (rule 4).
"""

from __future__ import annotations

from collections.abc import Iterator

from bluepages.problems import Path, Problem
from bluepages.records.book import Book, Entry
from bluepages.rules import RULES
from bluepages.vocabulary.keepers import may_sign
from bluepages.vocabulary.ways import way_of


def check_change(base: Book, head: Book) -> list[Problem]:
    """Everything that is wrong with going from `base` to `head`."""
    return [*_lost(base, head), *_checks(base, head)]


def _lost(base: Book, head: Book) -> Iterator[Problem]:
    """The records of `base` that `head` neither has nor leads to, each told where its file was."""
    rule = RULES["P910"]
    message = "This record is taken away, and its page with it."
    for entry in base:
        if entry.slug not in head.by_slug and entry.slug not in head.redirects:
            yield Problem(rule.code, rule.level, entry.file, 0, "", message, rule.advice)


def _checks(base: Book, head: Book) -> Iterator[Problem]:
    """Checks that are new in `head`, or dated anew, and do not say who made them or how."""
    known = {(slug, key): service.verified for slug, provider in base.providers.items()
             for key, service in provider.services.items()}  # fmt: skip
    earlier = {check for check in known.values() if check}
    for entry in head:
        if entry.provider is None or entry is base.by_slug.get(entry.slug):
            continue
        for key, service in entry.provider.services.items():
            check, was = service.verified, known.get((entry.slug, key))
            if check is None or check == was or (was is None and check in earlier):
                continue  # nothing new, or one that came over with its service from another record
            if was is not None and check.date <= was.date and check.by == was.by and check.how == was.how:
                continue  # a part of it was taken out, since what it covered has changed
            path: Path = ("services", key, "verified")
            if not may_sign(check.by, head.vocabulary, head.config):
                yield _unsigned(entry, (*path, "by"), check.by)
            if way_of(check.how) == "other":
                message = f'"{check.how}" does not say how this was checked.'
                yield entry.problem("P921", (*path, "how"), message, RULES["P921"].advice)
            elif was is not None and check.date > was.date and (check.by, check.how) == (was.by, was.how):
                message = "Only the date of this check is new."
                hint = "If it was made again, say so: phone call on ..., or what was asked this time."
                yield entry.problem("P921", (*path, "date"), message, hint)


def _unsigned(entry: Entry, path: Path, by: str) -> Problem:
    message = f'"{by}" is no steward and no county that has one, so this check cannot bear that name.'
    return entry.problem("P920", path, message, RULES["P920"].advice)
