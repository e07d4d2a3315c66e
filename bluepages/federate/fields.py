"""A row's fields: cells under the mapping's names, what is taken out of them, and texts with `{fields}` in them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import msgspec

from bluepages.errors import Complaint
from bluepages.federate import clean
from bluepages.federate.csvfile import Row
from bluepages.federate.journal import Journal
from bluepages.federate.mapping import Mapping, Recipe, recipe
from bluepages.federate.oneline import apart, city_apart, city_name
from bluepages.federate.operators import Site, find_operators, rejoined, spelled_out
from bluepages.records.ids import slugify
from bluepages.vocabulary import Places, Vocabulary
from bluepages.vocabulary.patterns import cited_source

Data = dict[str, Any]

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)?)(\|phones)?\}")
_LINK = re.compile(r"https?://[^\s;,()]+")
_FILE = re.compile(r"github:[\w.-]+/[\w.-]+:([\w./ -]+?)(?=@|$)")


class Facts(msgspec.Struct, frozen=True):
    """One row, ready: its fields, its counties by slug, its instructions and sources; `used` are the rules that fit."""

    line: int
    fields: dict[str, str]
    counties: tuple[str, ...]
    recipe: Recipe
    sources: tuple[Data, ...]
    rank: int
    used: frozenset[int]
    trouble: str = ""
    family: str = ""
    """Rows of one family are one provider (`operators` of the mapping)."""


def read_facts(row: Row, mapping: Mapping, words: Vocabulary, journal: Journal | None = None) -> Facts:
    """The row under the mapping. `trouble` says why nothing can be made of it; `journal` hears what was mended."""
    journal = journal or Journal()
    fields = {name: row.cells.get(column, "") for name, column in mapping.columns.items()}
    for name, constant in mapping.constants.items():
        fields[name] = fields.get(name) or constant
    _unfold(fields, words.places, journal)
    _dated(fields, row.line, journal)
    for name, pattern in mapping.extract:
        match = pattern.search(fields.get(name, ""))
        groups = match.groupdict() if match else dict.fromkeys(pattern.groupindex, "")
        fields.update({key: value or "" for key, value in groups.items()})
    bodies, used = [], set()
    for rule in mapping.rows:
        groups_or_none = rule.fits(fields)
        if groups_or_none is not None:
            fields = {**fields, **groups_or_none}
            bodies.append(rule.recipe)
            used.add(rule.number)
    kind = next((body["kind"] for body in reversed(bodies) if "kind" in body), fields.get("kind", ""))
    made = recipe(mapping, kind, bodies)
    counties, unknown = _counties(made.set.get("county", fields.get("county", "")), words)
    name = spelled_out(clean.name(fields.get("name", "")), mapping.operators.words)
    fields = _derived({**fields, "name": rejoined(name, mapping.operators.split)}, counties, mapping, words)
    fields.update({name: render(text, fields) for name, text in made.set.items()})
    trouble = f"the county {unknown} is not known" if unknown else ""
    if kind not in mapping.kinds and not made.skip and not made.ask:
        trouble = f'no instructions for the kind "{kind}"'
    return Facts(
        row.line,
        fields,
        counties,
        made,
        (*_sources(fields, mapping, words), *made.sources),
        _rank(fields, mapping),
        frozenset(used),
        trouble,
    )


_TAIL = re.compile(r"\s*\(\s*-?\d+\.\d+\s*,\s*-?\d+\.\d+\s*\)\s*\Z")


def _unfold(fields: dict[str, str], places: Places, journal: Journal) -> None:
    """A point in one cell, and an address with its city, ZIP code and point in one cell, as fields of their own."""
    street, more = fields.get("street", ""), clean.text(fields.get("street2", ""))
    if street and more and more.casefold() not in street.casefold():
        street = fields["street"] = f"{street}, {more}"
    tail = _TAIL.search(street)
    if tail:
        fields["point"] = fields.get("point") or tail.group()
        street = street[: tail.start()]
    if fields.get("point") and not fields.get("latitude"):
        fields["latitude"], fields["longitude"] = clean.pair(fields["point"])
    city = fields.get("city", "")
    found = city_apart(city, places) if city else apart(street, places) if street else None
    if found:
        journal.mend("addresses written on one line, taken apart")
        street = street if city else found.street
        fields["city"] = found.city
        fields["state"] = fields.get("state") or found.state
        fields["zip"] = fields.get("zip") or found.code
    if fields.get("city"):
        fields["city"] = city_name(fields["city"], places)
    if "street" in fields:
        fields["street"] = street


def _dated(fields: dict[str, str], line: int, journal: Journal) -> None:
    """The row's own date as records write dates; one that cannot be read is left out, and told."""
    said = clean.text(fields.get("date", ""))
    if said:
        fields["date"] = clean.date(said)
        if not fields["date"]:
            journal.doubt(("", line), "date", "not a date", said)
        elif fields["date"] != said:
            journal.mend("dates in another spelling")


def with_operators(facts: list[Facts], mapping: Mapping, known: Collection[str]) -> list[Facts]:
    """The rows with their operator for a name and their own name as `site`; `known` are name keys of the directory."""
    sites = [
        Site(
            fact.fields["name"],
            spelled_out(clean.name(fact.fields.get("organization", "")), mapping.operators.words),
            fact.fields["county_slug"],
            clean.text(fact.fields.get("phone", "")),
        )
        for fact in facts
    ]
    changed = []
    for fact, found in zip(facts, find_operators(sites, mapping.operators, known), strict=True):
        fields = {**fact.fields, "site": found.site, "row_name": fact.fields["name"]}
        if found.key and not fact.recipe.into:
            fields["name"] = found.name
        fields["place_key"] = slugify(found.site)[:60].strip("-") or slugify(fields["city"]) or "office"
        family = "" if fact.recipe.into else found.key
        changed.append(msgspec.structs.replace(fact, fields=fields, family=family))
    return changed


def render(text: str, fields: dict[str, str]) -> str:
    """`text` with `{name}`, `{phone|phones}` and the like filled in; `|phones` writes telephones as records do.

    Raises `Complaint` for a field that is not there.
    """

    def fill(match: re.Match[str]) -> str:
        name, how = match.groups()
        if name not in fields:
            known = ", ".join(sorted(fields))
            raise Complaint(f"The mapping speaks of {{{name}}}, which no row has.", f"Known: {known}.")
        if how:
            found, rest = clean.phones(fields[name])
            return " or ".join([*(phone["number"] for phone in found), *rest])
        return fields[name]

    return _PLACEHOLDER.sub(fill, text) if "{" in text else text


def empty_fields(text: str, fields: dict[str, str]) -> str:
    """The fields that `text` speaks of and the row leaves empty: `{city}, {site}`; `""` where there is none."""
    found = dict.fromkeys(match.group(1) for match in _PLACEHOLDER.finditer(text))
    return ", ".join(f"{{{name}}}" for name in found if name in fields and not fields[name].strip())


def rendered(value: Any, fields: dict[str, str]) -> Any:
    """`render` for every text inside `value`."""
    if isinstance(value, str):
        return render(value, fields)
    if isinstance(value, dict):
        return {key: rendered(inner, fields) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [rendered(inner, fields) for inner in value]
    return value


def _counties(cell: str, words: Vocabulary) -> tuple[tuple[str, ...], str]:
    """County slugs of a cell such as `Inyo;Mono`, and the first name that is no county's."""
    found: list[str] = []
    for part in filter(None, (part.strip() for part in re.split("[;|]", cell))):
        slug = _county(re.sub(r"\s+county\Z", "", part, flags=re.IGNORECASE).casefold(), words)
        slug = slug or (part if part in words.counties else None)
        if slug is None:
            return tuple(found), part
        found.append(slug)
    return tuple(found), ""


def _county(name: str, words: Vocabulary) -> str | None:
    """The slug of the county of a name in small letters; most slugs are their names."""
    slug = name.replace(" ", "-")
    if slug in words.counties and words.counties[slug].name.casefold() == name:
        return slug
    return next((slug for slug, county in words.counties.items() if county.name.casefold() == name), None)


def _derived(fields: dict[str, str], counties: tuple[str, ...], mapping: Mapping, words: Vocabulary) -> dict[str, str]:
    names = [words.counties[slug].name for slug in counties]
    several = f"{', '.join(names[:-1])} and {names[-1]} counties" if len(names) > 1 else ""
    fields = {
        **fields,
        "county_slug": counties[0] if counties else "",
        "county_name": several or (f"{names[0]} County" if names else ""),
        "county_only": names[0] if names else "",
        "city": clean.text(fields.get("city", "")),
        "site": "",
        "row_name": fields["name"],
        "place_key": "office",
    }
    for table, rows in mapping.tables.items():
        found = rows.get(names[0] if names else "", {})
        columns = next(iter(rows.values()), {})
        fields.update({f"{table}.{column}": found.get(column, "") for column in columns})
    return fields


def _sources(fields: dict[str, str], mapping: Mapping, words: Vocabulary) -> tuple[Data, ...]:
    """The sources a row cites. The row's date is that of the source known to be of its year, else of the first."""
    said, rule = clean.text(fields.get("source", "")), mapping.source
    date = clean.date(fields.get("date", ""))
    if rule.id:
        return (_source(rule.id, date, rule.note),)
    found: list[tuple[str, str]] = []
    for part in re.split(r"\s*;\s*", said) if rule.parts else [said]:
        ref = cited_source(part, rule.patterns)
        if ref and all(other != ref for other, _ in found):
            found.append((ref, _note(part)))
    known = {ref: info.date for ref, info in words.sources.items()}
    dated = next((n for n, (ref, _) in enumerate(found) if date and known.get(ref, "")[:4] == date[:4]), 0)
    return tuple(_source(ref, date if n == dated else known.get(ref, ""), note) for n, (ref, note) in enumerate(found))


def _source(ref: str, date: str, note: str) -> Data:
    return {"ref": ref, **({"date": date} if date else {}), **({"note": note[:300]} if note else {})}


def _note(said: str) -> str:
    """Where in the source: the file in a repository (the end of a long path), or the page."""
    link, file = _LINK.search(said), _FILE.search(said)
    if file and not (link and link.start() < file.start()):
        path = file.group(1)
        return path if len(path) <= 60 else "/".join(path.split("/")[-2:])
    return link.group().rstrip(".") if link else ""


def _rank(fields: dict[str, str], mapping: Mapping) -> int:
    trust = fields.get("trust", "")
    return mapping.trust.index(trust) if trust in mapping.trust else len(mapping.trust)
