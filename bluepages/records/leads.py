"""Leads: rows of other people's data that are no public record yet, in `data/leads/<set>.yaml`.

A row past the longest age of its kind, or one that may be somebody's home, waits there for a steward (DESIGN 9). A lead
has no street, telephone or point: it says enough to look the place up, and nothing that must not be shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path as FilePath
from typing import Any, Final

import msgspec

from bluepages.problems import Problem, field_name
from bluepages.records.vocabularies import vocabulary_schema
from bluepages.records.write import write
from bluepages.records.yamlfile import Document, read_bytes

LEADS: Final = "data/leads"


class Lead(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place to call before it can become a record; `county` is a slug, `date` as exact as it is known."""

    name: str
    county: str = ""
    city: str = ""
    kind: str = ""
    date: str = ""
    reason: str = ""
    source: str = ""


def load_leads(root: FilePath) -> tuple[list[Lead], list[Problem]]:
    """All leads of the directory at `root` by county, name and city, and what is wrong with their files (P190)."""
    leads: list[Lead] = []
    problems: list[Problem] = []
    for path in sorted((root / LEADS).glob("*.yaml")):
        file = path.relative_to(root).as_posix()
        source, found = read_bytes(path, root)
        problems += found
        if source is None:
            continue
        document = Document(source, file, vocabulary_schema("leads"))
        problems += document.problems
        if document.fits:
            leads += (
                msgspec.convert({**lead, "source": document.data["source"]}, Lead) for lead in document.data["leads"]
            )
        elif document.schema is not None and document.readable:
            problems += (_problem(document, violation) for violation in document.schema.violations(document.data))
    return sorted(leads, key=_order), problems


def leads_text(source: str, leads: Iterable[Lead]) -> str:
    """The canonical text of one file of leads."""
    rows: list[dict[str, Any]] = []
    for lead in sorted(leads, key=_order):
        row = msgspec.to_builtins(lead)
        row.pop("source", None)
        rows.append(row)
    return write({"source": source, "leads": rows}, vocabulary_schema("leads"))


def _order(lead: Lead) -> tuple[str, ...]:
    return (lead.county, lead.name.casefold(), lead.city, lead.kind, lead.source, lead.date)


def _problem(document: Document, violation: Any) -> Problem:
    line, column = document.at(violation.path)
    message = "This is not written as a lead should be."
    hint = "schema/vocabulary/leads.schema.json says what belongs here."
    return Problem("P190", "error", document.file, line, field_name(violation.path), message, hint, column=column)
