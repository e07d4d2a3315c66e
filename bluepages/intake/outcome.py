"""A proposal applied to the Book and checked, by the same checks as everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final, NamedTuple

import msgspec

from bluepages import checks
from bluepages.checks.fixes import fix
from bluepages.checks.privacy import PRIVACY
from bluepages.enrich.conform import conform
from bluepages.enrich.hiding import is_withheld
from bluepages.intake.forms import Language
from bluepages.intake.parse import fault
from bluepages.intake.proposal import Proposal
from bluepages.intake.words import say
from bluepages.problems import Path, Problem, field_name
from bluepages.records.book import Book, Entry
from bluepages.records.edit import apply_edits
from bluepages.records.load import read_entry
from bluepages.records.schema import provider_schema
from bluepages.review.diff import BookDiff, diff_books
from bluepages.review.fieldchange import FieldChange
from bluepages.review.formats import as_answer, neutral
from bluepages.review.words import label, shown
from bluepages.vocabulary import Vocabulary

PERSONAL: Final = frozenset({"P404", "P405", "P406", "P407", "P408", "P409"})
"""People's own data and secrets: stopped at the door, whatever their level is elsewhere (DESIGN 3, rule 6)."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of a proposal.

    `problems` keep it from being taken over, `remarks` do not; their `field` is the form's label where there is one.
    `mended` is what a machine would write instead of what is wrong; `told` what a new record says, a sentence a field.
    `answer` is what changes, for the reporter: Markdown in the language of the form, as `mended` is.
    `held`: for a person, nothing may be repeated; `personal`: fields with somebody's own data, not repeated either.
    """

    proposal: Proposal | None = None
    text: str = ""
    diff: BookDiff = BookDiff(())
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    mended: tuple[FieldChange, ...] = ()
    told: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    held: bool = False
    personal: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether it can become a pull request."""
        return bool(self.text) and not (self.problems or self.held or self.personal)


HELD: Final = Outcome(held=True)


class _Look(NamedTuple):
    """The record as proposed, the Book that has it, and the problems that the proposal brings."""

    entry: Entry
    after: Book
    new: list[Problem]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.new if problem.level == "error")


def weigh(book: Book, proposal: Proposal, today: date) -> Outcome:
    """Apply and check a proposal. What a machine can mend is mended, and told, if nothing else is wrong."""
    source = apply_edits(proposal.start, provider_schema(), proposal.edits, proposal.file).encode()
    scale = _Scale(book, proposal, today)
    look = scale.look(source)
    look = scale.mend(look, errors=False) or look
    better = scale.mend(look, errors=True)
    language = proposal.language
    mended = _changes(look, better, language) if better else ()
    look = better if better and not better.errors else look
    if any(problem.rule in PRIVACY for problem in look.new):
        return HELD
    fields = tuple(dict.fromkeys(_label(problem, proposal) for problem in look.new if problem.rule in PERSONAL))
    if fields:
        return Outcome(personal=fields)
    if proposal.kind != "add" and book.by_slug[proposal.slug].document.data == look.entry.document.data:
        hint = say(language, "nothing_changes_hint")
        return Outcome(problems=(fault("", say(language, "nothing_changes"), hint),))
    remarks = tuple(problem for problem in look.new if problem.level == "warning" and problem.file == proposal.file)
    new = proposal.kind == "add"
    told = _told(look.entry, book.vocabulary) if new else ()
    answer = as_answer(_diff(book, look.after, proposal.slug, language), language)
    answer += [f"- {neutral(line)}" for line in _told(look.entry, book.vocabulary, language)] if new else []
    return Outcome(
        proposal, look.entry.document.source.decode(), _diff(book, look.after, proposal.slug),
        _relabel(look.errors, proposal), _relabel(remarks, proposal), mended, told,
        tuple(answer),
    )  # fmt: skip


class _Scale:
    """Checks of one proposal in several spellings, all beside the same Book."""

    def __init__(self, book: Book, proposal: Proposal, today: date) -> None:
        self.book, self.file, self.slug, self.today = book, proposal.file, proposal.slug, today
        self.known = checks.run(book, today=today, touched={proposal.file})

    def look(self, source: bytes) -> _Look:
        """The record with that text, checked, the HSDS that is compiled of it included."""
        entry = read_entry(self.book.root, self.file, source)
        others = (other for other in self.book if other.file != self.file)
        after = Book(self.book.root, self.book.config, self.book.vocabulary, [*others, entry], self.book.problems)
        found = checks.run(after, today=self.today, touched={self.file})
        if entry.provider is not None and not any(p.level == "error" and p.file == self.file for p in found):
            found += conform(after, self.today, {self.slug}).problems
        return _Look(entry, after, checks.split(found, (), self.known).fails)

    def mend(self, look: _Look, *, errors: bool) -> _Look | None:
        """The same with what a machine can mend; `None` where that is nothing."""
        wanted = [p for p in look.new if p.file == self.file and (p.level == "error") == errors]
        text = fix(_alone(look), wanted).get(self.file)
        return self.look(text.encode()) if text is not None else None


def _alone(look: _Look) -> Book:
    return look.after.only({look.entry.slug})


def _changes(look: _Look, better: _Look, language: Language) -> tuple[FieldChange, ...]:
    """What the mended record says otherwise, field by field."""
    if look.entry.provider is None or better.entry.provider is None:
        return ()
    found = diff_books(_alone(look), _alone(better), language=language)
    return tuple(field for record in found.records for field in record.fields)


def _diff(before: Book, after: Book, slug: str, language: Language = "en") -> BookDiff:
    """What changes; of this record alone, so that no other file need be read again."""
    secret = {slug} if is_withheld(before, slug) else frozenset()
    found = diff_books(before.only({slug}), after.only({slug}), secret=secret, language=language)
    records = [
        msgspec.structs.replace(record, fields=tuple(
            f for f in record.fields if record.kind != "added" and not f.field.startswith("sources")
        ))
        for record in found.records
    ]  # fmt: skip  # that this issue is a source of it now goes without saying; a new record is `told`
    return BookDiff(tuple(records), found.risks)


def _told(entry: Entry, vocabulary: Vocabulary, language: Language = "en") -> tuple[str, ...]:
    """A new record in words, a sentence a field: of a confidential place only what may be known of it."""
    if entry.provider is None:
        return ()
    data = msgspec.to_builtins(entry.provider)
    return tuple(
        f"{label(path, data, language)}: {shown(path, value, vocabulary, language)}"
        for path, value in _leaves(data, ())
        if value != {}
    )


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """The values of a record; an address, an area or a list counts as one."""
    for key, inner in value.items():
        here = (*path, key)
        if isinstance(inner, dict) and key not in ("address", "serves"):
            yield from _leaves(inner, here)
        elif here[0] != "sources":
            yield here, inner


def _relabel(problems: Iterable[Problem], proposal: Proposal) -> tuple[Problem, ...]:
    """The problems with the form's questions in place of the record's fields."""
    return tuple(
        msgspec.structs.replace(
            problem,
            field=_label(problem, proposal),
            message=problem.message.removeprefix(problem.field).lstrip(": ") if problem.field else problem.message,
        )
        for problem in problems
    )


def _label(problem: Problem, proposal: Proposal) -> str:
    """The label of the question whose answer a problem is about; the record's own field where none is."""
    if problem.file != proposal.file:
        return problem.file
    best, name = "", ""
    for path, field in proposal.fields.items():
        here = field_name(path)
        if (problem.field == here or problem.field.startswith((f"{here}.", f"{here}["))) and len(here) > len(best):
            best, name = here, field
    return name or problem.field
