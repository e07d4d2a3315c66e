"""The mapping file: which column is which field, and what a row of each kind is (`schema/mapping.schema.json`)."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import msgspec
import orjson

from bluepages.errors import Complaint
from bluepages.federate.csvfile import Input
from bluepages.federate.operators import Operators
from bluepages.records.book import Book
from bluepages.records.scan import MAX_BYTES
from bluepages.records.schema import Schema, schema_folder
from bluepages.records.shape import shape_problems
from bluepages.records.yamlfile import Document
from bluepages.vocabulary.patterns import SourcePattern, read_patterns
from bluepages.vocabulary.suggest import nearest

Data = dict[str, Any]


class Ask(msgspec.Struct, frozen=True):
    """A row that is no record but a question about `provider` (a slug)."""

    provider: str
    field: str
    text: str


class Recipe(msgspec.Struct, frozen=True, rename={"age_class": "class"}):
    """What to make of one row: its kind's instructions with those of the row rules laid over them.

    `speaks`: the row's name and description are the provider's, and not those of a part of it. `hold`: why the row is
    no record but a lead for a steward. `places`: `many` where another street is another place, and not a question.
    """

    age_class: str = ""
    skip: str = ""
    hold: str = ""
    ask: Ask | None = None
    into: str = ""
    set: dict[str, str] = {}
    name: str = "{name}"
    alternate_name: str = ""
    slug: str = ""
    folder: str = ""
    description: str = ""
    legal_status: str = ""
    identifiers: dict[str, str] = {}
    not_duplicate_of: tuple[str, ...] = ()
    phone: str = "provider"
    phone_description: str = ""
    extension: bool = True
    phones: tuple[Data, ...] = ()
    url: str = "provider"
    place: str = "office"
    place_name: str = ""
    place_identifiers: dict[str, str] = {}
    places: Literal["one", "many"] = "one"
    confidential: bool = False
    serves: str = "counties"
    services: dict[str, Data] = {}
    sources: tuple[Data, ...] = ()
    questions: tuple[Data, ...] = ()
    speaks: bool = True


class RowRule(msgspec.Struct, frozen=True):
    """Instructions for the rows whose fields hold `match` exactly and fit `pattern`; `number` counts from 1."""

    number: int
    match: dict[str, str]
    pattern: dict[str, re.Pattern[str]]
    recipe: Data

    def words(self) -> str:
        """What the rule looks for, for messages."""
        wanted = {**self.match, **{name: pattern.pattern for name, pattern in self.pattern.items()}}
        return ", ".join(f"{name}: {text}" for name, text in wanted.items())

    def fits(self, fields: dict[str, str]) -> dict[str, str] | None:
        """The named groups of the patterns where the row fits, else `None`."""
        if any(fields.get(name, "") != wanted for name, wanted in self.match.items()):
            return None
        found: dict[str, str] = {}
        for name, pattern in self.pattern.items():
            match = pattern.fullmatch(fields.get(name, ""))
            if not match:
                return None
            found.update({key: value or "" for key, value in match.groupdict().items()})
        return found


class SourceRule(msgspec.Struct, frozen=True):
    """Where the source of a row is said: one `id`, or the row's own words met with `patterns`."""

    id: str = ""
    patterns: tuple[SourcePattern, ...] = ()
    parts: bool = False
    note: str = ""


class Span(msgspec.Struct, frozen=True):
    """Columns of one span of a timetable: `weekday` is a day's name, or `day` the column that says it."""

    opens: str
    closes: str
    day: str = ""
    weekday: str = ""


class Weekly(msgspec.Struct, frozen=True):
    """Intervals by number of the day (`{"0": [[900, 1700]]}`): the field, and the days in the order of the numbers."""

    field: str = ""
    days: tuple[str, ...] = ()


class Feed(msgspec.Struct, frozen=True):
    """Where a source is fetched from, and how it is read, by `bluepages import run`."""

    format: str
    url: str


class Mapping(msgspec.Struct, frozen=True):
    """A mapping file, read and checked. `extract` pairs a field with the pattern whose groups become fields.

    `needs` maps the source's categories (names or codes), `areas` its areas to counties, `statuses` its codes; `skip`
    and `confidential` name organizations, places or services by the source's own ids.
    """

    columns: dict[str, str]
    kinds: dict[str, Data]
    source: SourceRule
    needs: dict[str, str] = {}
    default_need: str = ""
    made: dict[str, Recipe] = {}
    """The instructions of each kind, once they were put together."""
    read_names: bool = True
    areas: dict[str, tuple[str, ...]] = {}
    statuses: dict[str, str] = {}
    county: str = ""
    confidential: tuple[str, ...] = ()
    skip: dict[str, str] = {}
    age_class: str = ""
    timetable: tuple[Span, ...] = ()
    weekly: Weekly = Weekly()
    week: dict[str, str] = {}
    """The column of each day's hours, by the day: `{Mo: Monday}`."""
    feed: Feed | None = None
    input: Input = Input()
    as_of: str = ""
    constants: dict[str, str] = {}
    trust: tuple[str, ...] = ()
    operators: Operators = Operators()
    extract: tuple[tuple[str, re.Pattern[str]], ...] = ()
    tables: dict[str, dict[str, dict[str, str]]] = {}
    services: dict[str, Data] = {}
    rows: tuple[RowRule, ...] = ()
    apart: tuple[frozenset[str], ...] = ()
    file: str = ""


@functools.cache
def mapping_schema() -> Schema:
    """The schema of mapping files."""
    return Schema(orjson.loads((schema_folder() / "mapping.schema.json").read_bytes()))


def load_mapping(path: Path, book: Book) -> Mapping:
    """Read the mapping at `path` for the directory `book`. Raises `Complaint` with the first thing that is wrong."""
    data = _read(path)
    source = data["source"]
    if not source.get("id") and not source.get("patterns"):
        raise _wrong(path, "source names neither an id nor patterns.", "Write source: {id: my-source}.")
    patterns = read_patterns(_text(path.parent / source["patterns"]).splitlines()) if "patterns" in source else ()
    known = book.vocabulary.sources
    sources = _Words("data/sources.yaml", known, lambda word: nearest(word, [*known]))
    wrong: list[str] = []
    for ref in sorted({source.get("id", ""), *(pattern.source for pattern in patterns)} - {""}):
        sources.look(ref, "source", wrong)
    _raise_all(path, wrong)
    mapping = Mapping(
        columns=data.get("columns", {}),
        kinds=data.get("kinds", {}),
        needs=data.get("needs", {}),
        default_need=data.get("default_need", ""),
        read_names=data.get("read_names", True),
        areas={name: tuple(slugs) for name, slugs in data.get("areas", {}).items()},
        statuses=data.get("statuses", {}),
        county=data.get("county", ""),
        confidential=tuple(data.get("confidential", ())),
        skip=data.get("skip", {}),
        age_class=data.get("class", ""),
        timetable=tuple(msgspec.convert(item, Span) for item in data.get("timetable", ())),
        weekly=msgspec.convert(data.get("weekly", {}), Weekly),
        week=data.get("week", {}),
        feed=msgspec.convert(data["feed"], Feed) if "feed" in data else None,
        source=SourceRule(source.get("id", ""), patterns, source.get("parts", False), source.get("note", "")),
        input=msgspec.convert(data.get("input", {}), Input),
        as_of=data.get("as_of", ""),
        constants=data.get("constants", {}),
        trust=tuple(data.get("trust", ())),
        operators=msgspec.convert(data.get("operators", {}), Operators),
        extract=tuple((item["field"], _pattern(path, item["pattern"])) for item in data.get("extract", ())),
        tables={name: _table(path.parent / file) for name, file in data.get("tables", {}).items()},
        services=data.get("services", {}),
        rows=tuple(_rule(path, n, item) for n, item in enumerate(data.get("rows", ()), 1)),
        apart=tuple(frozenset(pair) for pair in data.get("apart", ())),
        file=path.name,
    )
    _check_words(path, mapping, book)
    return mapping


def recipe(mapping: Mapping, kind: str, overrides: list[Data]) -> Recipe:
    """The instructions of a kind with those of row rules laid over them, services taken from the shared ones."""
    if not overrides:
        if kind not in mapping.made:
            mapping.made[kind] = _recipe(mapping, kind, [])
        return mapping.made[kind]
    return _recipe(mapping, kind, overrides)


def _recipe(mapping: Mapping, kind: str, overrides: list[Data]) -> Recipe:
    merged: Data = {**mapping.kinds.get(kind, {})}
    for extra in overrides:
        both = {**merged.get("set", {}), **extra.get("set", {})}
        merged.update(extra)
        if both:
            merged["set"] = both
    services = {key: {**mapping.services.get(key, {}), **said} for key, said in merged.get("services", {}).items()}
    merged.pop("kind", None)
    words = any("name" in body or "description" in body for body in overrides) or "name" in merged
    merged["speaks"] = words or not merged.get("into")
    return msgspec.convert({**merged, "services": services}, Recipe)


def _read(path: Path) -> Data:
    source = _text(path).encode()
    document = Document(source[: MAX_BYTES + 1], path.name, mapping_schema())
    problems = list(document.problems)
    if not problems and not document.fits:
        problems = shape_problems(document)
    if problems or not isinstance(document.data, dict):
        first = problems[0] if problems else None
        more = f" ({len(problems) - 1} more.)" if len(problems) > 1 else ""
        raise Complaint(
            f"{path.name}:{first.line}: {first.message}{more}" if first else f"{path.name} is empty.",
            (first.hint if first else "") or "docs/import.md explains mapping files.",
        )
    return document.data


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        raise Complaint(f"There is no file {path}.", "Check the name.") from None
    except OSError as error:
        raise Complaint(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from None
    except UnicodeDecodeError:
        raise Complaint(f"{path.name} is not UTF-8.", "Save it as UTF-8.") from None


def _table(path: Path) -> dict[str, dict[str, str]]:
    """The rows of a small table by their first column."""
    rows = csv.reader(_text(path).splitlines())
    header = next(rows, [])
    return {cells[0]: dict(zip(header[1:], cells[1:], strict=False)) for cells in rows if cells}


def _rule(path: Path, number: int, item: Data) -> RowRule:
    body = {key: value for key, value in item.items() if key not in ("match", "pattern")}
    if not item.get("match") and not item.get("pattern"):
        raise _wrong(path, f"rows[{number - 1}] names no rows.", "Write match: {name: ...} or pattern: {name: ...}.")
    patterns = {name: _pattern(path, text) for name, text in item.get("pattern", {}).items()}
    return RowRule(number, item.get("match", {}), patterns, body)


def _pattern(path: Path, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise _wrong(
            path, f'"{text}" is not a regular expression: {error}.', "Put \\ before signs such as ( and ."
        ) from None


def _check_words(path: Path, mapping: Mapping, book: Book) -> None:
    """Needs, audiences and counties are known, and every service has a name and a need; all that is not, at once."""
    words = book.vocabulary
    needs = _Words("data/needs.yaml", words.needs, words.suggest_need)
    counties = _Words("data/counties.yaml", words.counties, words.suggest_county)
    audiences = _Words("data/audiences.yaml", words.audiences, lambda word: nearest(word, [*words.audiences]))
    wrong: list[str] = []
    bodies = [*mapping.kinds.values(), *(rule.recipe for rule in mapping.rows)]
    for body in [{"services": mapping.services}, *bodies]:
        for key, said in body.get("services", {}).items():
            whole = {**mapping.services.get(key, {}), **said}
            for need in whole.get("needs", ()):
                needs.look(need, f"need of the service {key}", wrong)
            for audience in whole.get("audiences", ()):
                audiences.look(audience, f"audience of the service {key}", wrong)
            told = whole.get("needs") or mapping.columns.get("category") or mapping.default_need
            if not (whole.get("name") or "service_name" in mapping.columns) or not told:
                wrong.append(f"The service {key} has no name or no needs. Write both, here or under services.")
    for category, need in mapping.needs.items():
        needs.look(need, f'need of the category "{category}"', wrong)
    for area, slugs in mapping.areas.items():
        for slug in slugs:
            counties.look(slug, f'county of the area "{area}"', wrong)
    needs.look(mapping.default_need, "default_need", wrong)
    counties.look(mapping.county, "county", wrong)
    _raise_all(path, wrong)


def _raise_all(path: Path, wrong: list[str]) -> None:
    """One complaint of everything that is wrong, so that nobody mends them one by one."""
    once = [*dict.fromkeys(wrong)]
    if len(once) == 1:
        message, _, hint = once[0].partition(". ")
        raise _wrong(path, f"{message}.", hint)
    if once:
        raise _wrong(path, "\n  ".join([f"{len(once)} things are wrong.", *once]), "")


class _Words(msgspec.Struct):
    """A closed vocabulary: its file, its words, and what a mistyped one may have been."""

    file: str
    known: dict[str, Any]
    suggest: Callable[[str], str | None]

    def look(self, word: str, what: str, wrong: list[str]) -> None:
        """Adds to `wrong` what is wrong with the word, if anything is."""
        if word and self.known and word not in self.known:
            near = self.suggest(word)
            hint = f"Did you mean {near}?" if near else f"{self.file} lists all of them."
            wrong.append(f'The {what} "{word}" is not in {self.file}. {hint}')


def _wrong(path: Path, message: str, hint: str) -> Complaint:
    return Complaint(f"{path.name}: {message}", hint)
