"""What changed between two Books, by record and field, with the risks a steward should see.

A record with a confidential location on either side, or with one that should be, is told by the names of its fields
alone: no value of it, old or new, is ever repeated (DESIGN 3, rule 3). So is a field in which the checks find people's
own data (rule 6): a job summary is public, and stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Final, Literal

import msgspec

from bluepages.checks.lenient import lenient_provider
from bluepages.checks.redaction import redact_problem
from bluepages.checks.streets import without_streets
from bluepages.model import Provider, plain
from bluepages.problems import Problem
from bluepages.records.book import Book, Entry
from bluepages.review.fieldchange import FieldChange, Teller
from bluepages.review.fields import differences
from bluepages.review.private import private_fields
from bluepages.review.risks import new_checks, new_risks, record_risks, whole_risks
from bluepages.review.tongue import Language

Kind = Literal["added", "removed", "renamed", "merged", "changed", "unreadable"]
MOST_PROBLEMS: Final = 5


class RecordChange(msgspec.Struct, frozen=True):
    """What happened to one record; `risks` are sentences about what deserves a second look.

    `was` is the earlier slug of one that was renamed, or the slug of the one into which it was merged; `problems` are
    what in it does not fit, and is left out of the comparison.
    """

    slug: str
    name: str
    file: str
    kind: Kind
    fields: tuple[FieldChange, ...] = ()
    risks: tuple[str, ...] = ()
    was: str = ""
    problems: tuple[str, ...] = ()


class BookDiff(msgspec.Struct, frozen=True):
    """All changes, in the order of the names, and risks of the change as a whole."""

    records: tuple[RecordChange, ...]
    risks: tuple[str, ...] = ()


def diff_books(
    base: Book, head: Book, newcomers: int = 0, secret: Set[str] = frozenset(), language: Language = "en"
) -> BookDiff:
    """Everything that differs from `base` to `head`; `newcomers` are authors who have changed nothing before.

    `secret` are names of records that have, or had, something to hide, whatever these two books say of them.
    """
    base, broken = _as_far_as_it_fits(base), {entry.slug for entry in head if entry.provider is None}
    head = _as_far_as_it_fits(head)
    names = _with_names(base, head, secret)
    found = [
        (_with_problems(change, head, names) if change.slug in broken else change, made)
        for change, made in _changes(base, Teller(head, language), names)
    ]
    changes = sorted((change for change, _ in found), key=lambda change: change.slug)
    checks = [check for _, made in found for check in made]
    return BookDiff(tuple(changes), tuple(whole_risks(len(changes), checks, newcomers)))


def _as_far_as_it_fits(book: Book) -> Book:
    """The same book, in which a record with a key that nobody knows, or the like, is read without it."""
    if all(entry.provider is not None for entry in book):
        return book
    made = [
        entry.as_far_as_it_fits(found) if entry.provider is None and (found := lenient_provider(entry)) else entry
        for entry in book
    ]
    return Book(book.root, book.config, book.vocabulary, made, book.problems, book.leads)


def _with_problems(change: RecordChange, head: Book, secret: Set[str]) -> RecordChange:
    """A change with what keeps the file from being read; of a record with a secret without a word of it."""
    entry = head.by_slug[change.slug]
    hidden = entry.slug in secret or "" in private_fields(entry, head)
    errors = [problem for problem in entry.problems if problem.level == "error"]
    told = tuple(_problem(redact_problem(each) if hidden else each) for each in errors[:MOST_PROBLEMS])
    more = (f"{len(errors) - MOST_PROBLEMS} more like these",) if len(errors) > MOST_PROBLEMS else ()
    return msgspec.structs.replace(change, problems=(*told, *more))


def _problem(problem: Problem) -> str:
    return f"line {problem.line}: {problem.message} {problem.hint}".rstrip()


Checks = tuple[tuple[str, str], ...]


def _with_names(base: Book, head: Book, secret: Set[str]) -> Set[str]:
    """The names of all records with a secret, those that they had before, or have since, among them."""
    names = {*secret} | {entry.slug for book in (base, head) for entry in book if entry.confidential}
    chains = [{slug, *provider.formerly} for book in (base, head) for slug, provider in book.providers.items()
              if provider.formerly]  # fmt: skip
    names = names.union(*(chain for chain in chains if chain & names))
    return names | {slug for slug, provider in head.providers.items() if _takes_in(slug, provider, base) & names}


def _takes_in(slug: str, provider: Provider, base: Book) -> set[str]:
    """The records that one takes in: what they said is told as a change of this one."""
    was = base.providers.get(slug)
    return set(provider.merged) - set(was.merged if was else ()) if provider.merged else set()


def _changes(base: Book, teller: Teller, secret: Set[str]) -> Iterator[tuple[RecordChange, Checks]]:
    head = teller.head
    renamed = {old: new for old, new in head.redirects.items() if old in base.by_slug}
    taken = {new: old for old, new in renamed.items() if new not in base.by_slug}
    for slug, new in head.by_slug.items():
        old = base.by_slug.get(slug) or base.by_slug.get(taken.get(slug, ""))
        made = tuple(new_checks(old.provider if old else None, new.provider)) if new.provider else ()
        if old is None:
            yield _added(new, teller, secret), made
        elif old is not new and (old.document.data != new.document.data or old.slug != new.slug):
            yield _record(old, new, teller, secret), made
        elif old.folder != new.folder:
            yield _moved(old, new, teller, secret), ()
    for slug, old in base.by_slug.items():
        if slug in head.by_slug or slug in taken.values():
            continue
        if slug in renamed:
            yield RecordChange(slug, _name(old, secret), old.file, "merged", was=renamed[slug],
                               risks=("Two records become one: two stewards agree (GOVERNANCE.md).",)), ()  # fmt: skip
        else:
            risk = "A record should be closed, not deleted: its page would be gone."
            hidden = ("It has a confidential place.",) if old.slug in secret else ()
            yield RecordChange(slug, _name(old, secret), old.file, "removed", risks=(risk, *hidden)), ()


def _name(entry: Entry, secret: Set[str]) -> str:
    """What people call it; of one with a secret without a street, which nobody has seen to yet."""
    if entry.provider is None:
        return entry.slug
    return without_streets(entry.provider.name) if entry.slug in secret else entry.provider.name


def _added(entry: Entry, teller: Teller, secret: Set[str]) -> RecordChange:
    """A new record with everything it says, but for one with a secret place."""
    if entry.provider is None:
        return RecordChange(entry.slug, _name(entry, secret), entry.file, "unreadable")
    data = plain(entry.provider)
    private = private_fields(entry, teller.head)
    pairs = [] if entry.slug in secret or "" in private else list(differences({}, data))
    fields = tuple(teller.told(path, was, now, data, private) for path, was, now in pairs if path != ("name",))
    risks = tuple(dict.fromkeys(new_risks(entry, teller.head)))
    return RecordChange(entry.slug, _name(entry, secret), entry.file, "added", fields, risks)


def _moved(old: Entry, new: Entry, teller: Teller, secret: Set[str]) -> RecordChange:
    field = teller.folder(old.folder, new.folder)
    return RecordChange(new.slug, _name(new, secret), new.file, "changed", (field,))


def _record(old: Entry, new: Entry, teller: Teller, secret: Set[str]) -> RecordChange:
    if old.provider is None or new.provider is None:
        return RecordChange(new.slug, _name(new, secret), new.file, "unreadable")
    head = teller.head
    private = private_fields(old, head) | private_fields(new, head)
    secretly = bool({old.slug, new.slug} & secret)
    hidden = secretly or "" in private
    before, after = plain(old.provider), plain(new.provider)
    if hidden:  # the redacted values may be equal where the files differ
        before, after = old.document.data, new.document.data
    pairs = list(differences(before, after))
    if hidden:
        fields = [teller.hidden(path, after) for path, _, _ in pairs]
    else:
        fields = [teller.told(path, was, now, {**before, **after}, private) for path, was, now in pairs]
    if old.folder != new.folder and not hidden:
        fields.insert(0, teller.folder(old.folder, new.folder))
    kind: Kind = "renamed" if old.slug != new.slug else "changed"
    was_name = old.slug if kind == "renamed" else ""
    risks = tuple(dict.fromkeys(record_risks(old, new, pairs, head, private | ({""} if hidden else set()), secretly)))
    return RecordChange(new.slug, _name(new, secret), new.file, kind, tuple(dict.fromkeys(fields)), risks, was_name)
