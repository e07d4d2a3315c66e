"""The checks of every record, before it is proposed: what a check calls an error is left out of the field and asked.

A record that cannot be mended so is withheld whole, with the rule for a reason. The checks are those of everybody
(`bluepages.checks`), so that an import never opens a pull request that would fail.
"""

from __future__ import annotations

import datetime
from pathlib import Path as FilePath
from typing import Any, Final

import msgspec

from bluepages.checks.context import Context
from bluepages.checks.privacy import is_sensitive
from bluepages.checks.run import record_problems
from bluepages.federate.journal import Journal
from bluepages.federate.leaves import copied, drop, get
from bluepages.model import Provider
from bluepages.problems import Path, Problem
from bluepages.records.book import Book, Entry
from bluepages.records.load import read_entry
from bluepages.records.scan import MAX_BYTES
from bluepages.records.schema import provider_schema
from bluepages.records.write import write
from bluepages.rules import RULES

Data = dict[str, Any]

_ROUNDS: Final = 5
_PRIVATE: Final = frozenset({"P406", "P407"})
"""Warnings of private mailboxes and persons: an import does not bring them in."""
_BOOK_RULES: Final = frozenset({"P602"})
"""Rules that look at other records; those are checked with the whole book."""


class Passed(msgspec.Struct):
    """A record that passes, as data and text; or the reason why there is none."""

    record: Data
    text: str = ""
    reason: str = ""


class Written(Entry):
    """A record that is data yet and no text: what is wrong with it needs no line."""

    def __init__(self, root: FilePath, file: str, provider: Provider, data: Data) -> None:
        super().__init__(root, file, provider)
        self.data = data

    def _place(self, path: Path, key: bool) -> tuple[int, int]:
        return 0, 0


class Gate:
    """Checks records one by one against a book on a day."""

    def __init__(self, book: Book, today: datetime.date, journal: Journal) -> None:
        self.book, self.journal = book, journal
        self.context = Context(book, today)

    def record(self, file: str, record: Data, comments: Any, before: Data) -> Passed:
        """The record as it can be proposed. Faults that were in the file before are nobody's to mend here."""
        old = (
            {(problem.rule, problem.field) for problem in self._errors(self._entry(file, before))} if before else set()
        )
        made, own = record, False
        for _ in range(_ROUNDS):
            errors = [each for each in self._errors(self._entry(file, made)) if (each.rule, each.field) not in old]
            if not errors:
                text = write(made, provider_schema(), comments)
                if len(text.encode()) <= MAX_BYTES:
                    return Passed(made, text)
                return Passed(made, "", f"its record would be larger than {MAX_BYTES // 1024} KB: split it by county")
            if not own:
                made, own = copied(record), True
            mended = [self._mend(made, problem, file) for problem in errors]
            if not any(mended):
                title = RULES[errors[0].rule].title
                return Passed(made, "", f"its record would not pass the checks: {title} ({errors[0].rule})")
        return Passed(made, "", "its record would not pass the checks, whatever is left out")

    def _entry(self, file: str, record: Data) -> Entry:
        """The record as an entry; it goes through its text only where it does not fit the schema."""
        if provider_schema().is_valid(record):
            try:
                provider = msgspec.convert(record, Provider)
            except msgspec.ValidationError:
                return self._read(file, record)
            hidden = any(place.confidential for place in provider.locations.values())
            if not hidden and not self.sensitive(provider):
                return Written(self.book.root, file, provider, record)
        return self._read(file, record)

    def _read(self, file: str, record: Data) -> Entry:
        return read_entry(self.book.root, file, write(record, provider_schema()).encode())

    def sensitive(self, provider: Provider) -> bool:
        """Whether the checks look at the file's own words."""
        return any(is_sensitive(service, provider, self.context) for service in provider.services.values())

    def _errors(self, entry: Entry) -> list[Problem]:
        found = record_problems(entry, self.context)
        return [
            each for each in found if each.rule not in _BOOK_RULES and (each.level == "error" or each.rule in _PRIVATE)
        ]

    def _mend(self, record: Data, problem: Problem, file: str) -> bool:
        """Leave the field out that a problem names; `False` where the record cannot be without it."""
        path = _path(problem.field, record)
        if not path or path[-1] in ("name", "needs", "services", "ref"):
            return False
        if path[-1] == "description" and len(path) == 1:
            if record.get("description") == record["name"]:
                return False
            record["description"] = record["name"]
        elif problem.rule == "P402":
            return False
        elif path[-1] in ("latitude", "longitude"):
            for name in ("latitude", "longitude"):
                drop(record, (*path[:-1], name))
        else:
            drop(record, path)
        private = problem.rule.startswith("P4")
        if private:
            self.journal.hide("values that the checks call private")
        else:
            self.journal.doubt((file, 0), problem.field, f"{RULES[problem.rule].title} ({problem.rule})")
        return True


def _path(field: str, record: Data) -> tuple[str, ...]:
    """`services.lunch.phones[0].number` as a fact of the record: telephones by their number, lists as a whole."""
    path: list[str] = []
    for step in field.split("."):
        name, _, index = step.partition("[")
        path.append(name)
        if index:
            node = get(record, tuple(path))
            at = int(index.rstrip("]")) if index.rstrip("]").isdigit() else -1
            if name == "phones" and isinstance(node, list) and 0 <= at < len(node):
                path.append(node[at]["number"])
            break
    return tuple(path)
