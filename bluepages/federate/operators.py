"""Who runs a site: sources that list sites name the operator inside the site's name, or in a column, or not at all.

`Harbor Health: Pier Street Clinic` and `Harbor Health - Dental` are two places of one provider. A first part counts as
an operator's name where several rows have it, or where the mapping or the directory knows it; nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Final

import msgspec

from bluepages.federate import clean
from bluepages.federate.match import specific

NOBODY: Final = ("", "", False)
MOST_SURE: Final = 3
"""A telephone is an operator's where so many of its rows have it, and half of all that do."""


class Operators(msgspec.Struct, frozen=True):
    """How operators are found: what parts them from the site, how many rows must share a name, and known beginnings.

    `same_phone`: a row without an operator belongs to the one whose rows have its telephone, which is the one for
    appointments at all its sites. `prefixes` maps the beginning of a row's name to the operator's name, `phones` a
    telephone as the source writes it; `words` spells out a source's own shorthand, wherever it stands in a name.
    """

    split: tuple[str, ...] = ()
    shared: int = 2
    same_phone: bool = False
    prefixes: dict[str, str] = {}
    phones: dict[str, str] = {}
    words: dict[str, str] = {}


class Site(msgspec.Struct, frozen=True):
    """What a row says of itself: its name, its operator where a column names one, its county's slug, its telephone."""

    name: str
    organization: str = ""
    county: str = ""
    phone: str = ""


class Operator(msgspec.Struct, frozen=True):
    """Whose a row is: rows with one `key` are one provider of that `name`; `site` is what is left for the place."""

    key: str = ""
    name: str = ""
    site: str = ""


def spelled_out(name: str, words: dict[str, str]) -> str:
    """`name` with the source's shorthand written in full: `Hlth Servs` -> `Health Services`."""
    if not words:
        return name
    said = re.sub(r"[^\W_]+(?:\.(?!\w))?", lambda match: words.get(match.group(), match.group()), name)
    return re.sub(r"\s+([,:;)])", r"\1", " ".join(said.split())).strip(" ,:;-")


def find_operators(sites: list[Site], how: Operators, known: Collection[str]) -> list[Operator]:
    """The operator of each row, in order; `known` are names (keys, see `clean.name_key`) of providers that are there.

    A general name (`Community Health Centers`) makes one provider only of rows of one county.
    """
    if not (how.split or how.prefixes or how.phones or any(site.organization for site in sites)):
        return [Operator()] * len(sites)  # nothing tells of one
    found = [_said(site, how) for site in sites]
    heads = Counter(_key(head, site.county) for site, (head, _, _) in zip(sites, found, strict=True) if head)
    wholes = Counter(_key(site.name, site.county) for site in sites)
    spelling = _spellings(zip(sites, found, strict=True))

    def knows(name: str) -> bool:
        return clean.name_key(name) in known and specific(clean.name_key(name))

    def one(site: Site, head: str, rest: str, certain: bool) -> Operator:
        key, whole = _key(head, "" if certain else site.county), _key(site.name, site.county)
        rows = heads[key] + (wholes[key] if key != whole else 0)
        if key and (certain or knows(head) or rows >= how.shared):
            return Operator(key, spelling[key], rest)
        other = _key(rest, site.county)
        if other and heads[other] + wholes[other] >= how.shared:  # the site first, then who runs it
            return Operator(other, spelling[other], head)
        shared = wholes[whole] + heads[whole] >= how.shared or knows(site.name)
        return Operator(whole, spelling[whole], "") if whole and how.split and shared else Operator()

    operators = [one(site, *said) for site, said in zip(sites, found, strict=True)]
    return _by_phone(sites, operators) if how.same_phone else operators


def _by_phone(sites: list[Site], operators: list[Operator]) -> list[Operator]:
    """Rows without an operator get the one that most rows with their telephone have."""
    answers: dict[str, Counter[str]] = defaultdict(Counter)
    named = {operator.key: operator.name for operator in operators if operator.key}
    for site, operator in zip(sites, operators, strict=True):
        if site.phone:
            answers[site.phone][operator.key] += 1
    found = []
    for site, operator in zip(sites, operators, strict=True):
        rows = answers.get(site.phone, Counter())
        key = max(sorted(named.keys() & rows.keys()), key=lambda key: rows[key], default="")
        if not operator.key and key and rows[key] >= MOST_SURE and 2 * rows[key] >= rows.total():
            operator = Operator(key, named[key], site.name)
        found.append(operator)
    return found


def _said(site: Site, how: Operators) -> tuple[str, str, bool]:
    """The name parted into operator and site, where it is, and whether the source or the mapping says so itself."""
    if site.organization:
        rest = "" if clean.name_key(site.organization) == clean.name_key(site.name) else site.name
        return site.organization, rest, True
    for prefix in sorted(how.prefixes, key=len, reverse=True):
        if re.match(rf"{re.escape(prefix)}(?!\w)", site.name, re.IGNORECASE):
            return how.prefixes[prefix], _tidy(site.name[len(prefix) :]), True
    if site.phone in how.phones:
        operator = how.phones[site.phone]
        return operator, "" if clean.name_key(operator) == clean.name_key(site.name) else site.name, True
    cut = min(((site.name.find(mark), mark) for mark in how.split if site.name.find(mark) > 2), default=None)
    if cut is None:
        return NOBODY
    at, mark = cut
    head, rest = site.name[:at].strip(), _tidy(site.name[at + len(mark) :])
    return (head, rest, False) if rest else NOBODY


def _tidy(rest: str) -> str:
    """A site's name without the end of the operator's, its initials in parentheses and what parted them."""
    rest = re.sub(r"\A[\s,.:~/-]*(?:(?:Inc|LLC|Corp)\b\.?)?[\s,.:~/-]*(?:\([A-Z]{2,8}\)/?)?", "", rest)
    rest = rest.strip(" -:,~/")
    return rest if rest.count("(") == rest.count(")") else re.sub(r"[()]", "", rest).strip()


def rejoined(name: str, marks: tuple[str, ...]) -> str:
    """A name that a source broke in the middle: `Counseling and: Treatment` -> `Counseling and Treatment`."""
    for mark in marks:
        name = re.sub(rf"\b(and|of|for|the|in)\s*{re.escape(mark.strip())}\s+", r"\1 ", name)
    return name


def _key(name: str, county: str) -> str:
    key = clean.name_key(name)
    return key if specific(key) or not (key and county) else f"{key}@{county}"


def _spellings(rows: Iterable[tuple[Site, tuple[str, str, bool]]]) -> dict[str, str]:
    """How most rows write a name; of two that are as common the one with capitals inside, then the first."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for site, (head, _, certain) in rows:
        said[_key(head or site.name, "" if certain else site.county)][head or site.name] += 1
        said[_key(site.name, site.county)][site.name] += 0
    return {
        key: max(sorted(names), key=lambda name: (names[name], sum(c.isupper() for c in name)))
        for key, names in said.items()
    }
