"""Whether what we publish of a record is valid HSDS; if it is not, the fault is ours (DESIGN 3, rule 8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from bluepages.checks.redaction import redact_problems
from bluepages.enrich.edition import hsds_context
from bluepages.enrich.places import location_facts
from bluepages.hsds.compile import compile_provider
from bluepages.hsds.context import ProviderFacts
from bluepages.hsds.validate import problems as hsds_problems
from bluepages.problems import Problem
from bluepages.records.book import Book


class Conformance(msgspec.Struct, frozen=True):
    """How many HSDS objects were compiled and found valid, and the problems of those that were not."""

    valid: int
    problems: tuple[Problem, ...]


def conform(book: Book, today: date, slugs: Iterable[str] | None = None) -> Conformance:
    """Compile the records named (all of them by default) and hold them to HSDS 3.1."""
    context = hsds_context(book, today)
    wanted = None if slugs is None else frozenset(slugs)
    valid = 0
    problems: list[Problem] = []
    for entry in book:
        if entry.provider is None or (wanted is not None and entry.slug not in wanted):
            continue
        facts = ProviderFacts(location_facts(entry.provider, entry.folder, book.vocabulary))
        compiled = compile_provider(entry.slug, entry.provider, context, facts)
        faults = hsds_problems(compiled, entry.file)
        problems += faults
        valid += 0 if faults else 1 + len(compiled.services)
    return Conformance(valid, tuple(redact_problems(problems, book)))
