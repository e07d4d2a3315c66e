"""Read the closed vocabularies of a directory: `data/*.yaml` and `data/places/`.

Every file is held to its schema in `schema/vocabulary/`; what does not fit is a `Problem`, P190 for a file that is
wrong and P191 for one that is missing, and whatever can still be used is used. A directory that has no languages,
accessibility or audiences of its own takes those of the program, which belong to no state.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
import orjson

from bluepages.problems import Path as Field
from bluepages.problems import Problem, field_name
from bluepages.records.schema import Schema, Violation, schema_folder
from bluepages.records.yamlfile import Document, read_bytes
from bluepages.vocabulary import (
    Accessibility,
    Audience,
    County,
    Language,
    Need,
    Places,
    SourceInfo,
    Steward,
    Vocabulary,
    nearest,
)

Entry = TypeVar("Entry", bound=msgspec.Struct)

NEEDED: Final = ("counties", "needs", "sources")
"""Without these no record can be judged; the others may be missing."""

SHARED: Final = ("languages", "accessibility", "audiences")
"""What a directory may take from the program's own `data/`."""


def load_vocabulary(root: Path) -> tuple[Vocabulary, list[Problem]]:
    """The vocabulary of the directory at `root`, and everything that is wrong with its files.

    Places are read later, when a check first asks for one; `bluepages.records.placesfiles` checks those files.
    """
    problems: list[Problem] = []
    documents: dict[str, Document | None] = {}

    def table(name: str, kind: type[Entry], key: str = "id") -> dict[str, Entry]:
        document, found = _document(root, name)
        documents[name] = document
        problems.extend(found)
        return _entries(document, kind, key, problems) if document else {}

    vocabulary = Vocabulary(
        counties=table("counties", County, "slug"),
        needs=table("needs", Need),
        languages=table("languages", Language, "code"),
        accessibility=table("accessibility", Accessibility),
        audiences=table("audiences", Audience),
        sources=table("sources", SourceInfo),
        stewards=table("stewards", Steward),
        places=Places(root / "data" / "places"),
    )
    for name, field, message, hint in _disagreements(vocabulary):
        document = documents.get(name)
        line, column = document.at(field) if document else (0, 0)
        problems.append(
            Problem("P190", "error", f"data/{name}.yaml", line, field_name(field), message, hint, column=column)
        )
    return vocabulary, problems


@functools.cache
def vocabulary_schema(name: str) -> Schema:
    """The schema of `data/<name>.yaml`."""
    return Schema(orjson.loads((schema_folder() / "vocabulary" / f"{name}.schema.json").read_bytes()))


def _document(root: Path, name: str) -> tuple[Document | None, list[Problem]]:
    """The file of one vocabulary: the directory's own, or the program's where that will do."""
    path = root / "data" / f"{name}.yaml"
    if not path.exists() and not path.is_symlink():
        if name in NEEDED:
            hint = f"Write data/{name}.yaml; schema/vocabulary/{name}.schema.json says what belongs in it."
            return None, [Problem("P191", "error", f"data/{name}.yaml", 0, "", "This file is missing.", hint)]
        root = schema_folder().parent
        path = root / "data" / f"{name}.yaml"
        if name not in SHARED or not path.exists():
            return None, []
    source, problems = read_bytes(path, root)
    if source is None:
        return None, problems
    document = Document(source, f"data/{name}.yaml", vocabulary_schema(name))
    return document, problems + document.problems


def _entries(document: Document, kind: type[Entry], key: str, problems: list[Problem]) -> dict[str, Entry]:
    """The entries of a file as values; those that do not fit the schema are reported and left out."""
    if document.data is None and not document.problems:
        hint = "Write {} where there is nothing to list."
        problems.append(Problem("P190", "error", document.file, 0, "", "There is nothing in this file.", hint))
    elif not document.fits and document.schema is not None and document.readable:
        for violation in document.schema.violations(document.data):
            problems.append(_problem(document, violation))
    found: dict[str, Entry] = {}
    for name, entry in (document.data if isinstance(document.data, dict) else {}).items():
        try:
            found[name] = msgspec.convert({key: name, **entry}, kind)
        except (msgspec.ValidationError, TypeError):
            if document.fits:  # the schema let pass what the program cannot take: say so rather than drop it
                line, column = document.at((name,))
                message = f"{name}: this entry is not of the kind the program expects."
                problems.append(Problem("P190", "error", document.file, line, name, message, column=column))
    return found


def _problem(document: Document, violation: Violation) -> Problem:
    """One violation of a schema in words, at its line."""
    message, wanted = _words(violation)
    where = violation.path
    on_key = violation.keyword in ("additionalProperties", "propertyNames") and bool(violation.names)
    if on_key:
        where = (*where, violation.names[0])
    line, column = document.at(where, key=on_key)
    return Problem("P190", "error", document.file, line, field_name(where), message, wanted, column=column)


def _words(violation: Violation) -> tuple[str, str]:
    """What is wrong, and what is wanted."""
    schema, value = violation.schema, violation.value
    names = ", ".join(violation.names)
    examples = schema.get("examples")
    hint = str(schema.get("description", ""))
    if examples and isinstance(examples[0], str | int):
        hint += f' For example: "{examples[0]}".'
    match violation.keyword:
        case "required":
            return f"This entry lacks {names}.", str(schema.get("properties", {}).get(names, {}).get("description", ""))
        case "additionalProperties":
            known = list(schema.get("properties", {}))
            near = nearest(violation.names[0], known) if violation.names else None
            return f"There is no field named {names} here.", (
                f"Did you mean {near}?" if near else "Known fields: " + ", ".join(known) + "."
            )
        case "propertyNames":
            rule = schema.get("propertyNames", {})
            allowed = ", ".join(rule.get("enum", ()))
            return f'"{names}" cannot be used as a name here.', str(rule.get("description", "")) or f"Use: {allowed}."
        case "enum":
            near = nearest(str(value), schema["enum"])
            return f'"{value}" is not one of the allowed values.', (
                f"Did you mean {near}?" if near else "Use: " + ", ".join(map(str, schema["enum"])) + "."
            )
        case "type" if value is None:
            return "There is no value here.", hint
        case "type" if schema.get("type") == "string" and isinstance(value, bool | int | float):
            return f"{value} was read as a number or a yes/no; text is wanted.", f'Write it in quotes: "{value}".'
        case "type":
            kinds = {"object": "fields with values", "array": "a list", "string": "text", "integer": "a whole number",
                     "boolean": "true or false"}  # fmt: skip
            return f"This should be {kinds.get(str(schema.get('type')), schema.get('type'))}.", hint
        case "uniqueItems":
            return "Something stands twice in this list.", "Delete one of the two."
        case _:
            shown = str(value) if isinstance(value, str | int | float) else "This"
            return f'"{shown[:60]}" is not written as it should be.', hint


def _disagreements(vocabulary: Vocabulary) -> Iterator[tuple[str, Field, str, str]]:
    """Where entries name one another wrongly: file, field, message and hint of each."""
    counties, needs = vocabulary.counties, vocabulary.needs
    seen: dict[str, str] = {}
    for slug, county in counties.items():
        twin = seen.setdefault(county.fips, slug)
        if twin != slug:
            yield "counties", (slug, "fips"), f"{twin} has the FIPS code {county.fips} as well.", "Look up both."
        for number, other in enumerate(county.neighbours):
            at: Field = (slug, "neighbours", number)
            if other not in counties or other == slug:
                yield "counties", at, f'"{other}" is not another county.', _meant(other, counties)
            elif slug not in counties[other].neighbours:
                hint = f"Add {slug} to the neighbours of {other}."
                yield "counties", at, f"{other} does not name {slug} as its neighbour.", hint
        if county.steward and county.steward not in vocabulary.stewards:
            hint = _meant(county.steward, vocabulary.stewards) or "Add the steward to data/stewards.yaml."
            yield "counties", (slug, "steward"), f'"{county.steward}" is not a steward.', hint
        elif county.steward and slug not in vocabulary.stewards[county.steward].counties:
            hint = f"Add {slug} to the counties of {county.steward} in data/stewards.yaml, or name nobody here."
            message = f'"{county.steward}" does not look after this county.'
            yield "counties", (slug, "steward"), message, hint
        source = county.operator_211.source if county.operator_211 else ""
        if source and source not in vocabulary.sources:
            hint = _meant(source, vocabulary.sources)
            yield "counties", (slug, "operator_211", "source"), f'"{source}" is not a source.', hint
    for name, need in needs.items():
        parent = name.rpartition(".")[0]
        if need.parent != parent:
            hint = f"Write parent: {parent}." if parent else "Take parent away, or write the id with a point."
            yield "needs", (name, "parent"), f'The parent of {name} should be "{parent}".', hint
        elif parent and parent not in needs:
            yield "needs", (name, "parent"), f'"{parent}" is not a need.', _meant(parent, needs)
    for name, steward in vocabulary.stewards.items():
        for number, slug in enumerate(steward.counties):
            if slug not in counties:
                yield "stewards", (name, "counties", number), f'"{slug}" is not a county.', _meant(slug, counties)


def _meant(word: str, choices: Mapping[str, Any]) -> str:
    near = nearest(word, choices.keys())
    return f"Did you mean {near}?" if near else ""
