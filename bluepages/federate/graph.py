"""The middle form: what any directory of organizations, services and places says, still in its own words.

A reader fills a `Graph` and says of every row of every table what became of it; `assemble` makes records of it. Names
of fields are those of HSDS 3.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["organization", "service", "location"]
Ref = tuple[str, int]
"""A row: its table and its line."""


class Said(msgspec.Struct):
    """A row that belongs to something: a telephone, an address, a schedule, with its cells by field."""

    what: dict[str, str]
    ref: Ref


class Category(msgspec.Struct, frozen=True):
    """A term of somebody's taxonomy: any part may be missing."""

    code: str = ""
    name: str = ""
    taxonomy: str = ""


class Node(msgspec.Struct):
    """An organization, service or location: `organization` is its owner's id, `places` where a service is given."""

    kind: Kind
    id: str
    ref: Ref
    text: dict[str, str]
    organization: str = ""
    places: list[str] = []
    phones: list[Said] = []
    addresses: list[Said] = []
    schedules: list[Said] = []
    areas: list[str] = []
    languages: list[str] = []
    accessibility: list[str] = []
    categories: list[Category] = []
    documents: list[str] = []
    costs: list[str] = []
    identifiers: dict[str, str] = {}


class Fate(msgspec.Struct):
    """What becomes of a row: part of an organization (by id), or left out for a reason."""

    name: str = ""
    organization: str = ""
    service: str = ""
    reason: str = ""


class Graph(msgspec.Struct):
    """All of it. `at` holds what is said of a service at one place, by both ids; `people` are surnames of staff."""

    format: str
    organizations: dict[str, Node] = {}
    services: dict[str, Node] = {}
    locations: dict[str, Node] = {}
    at: dict[tuple[str, str], Node] = {}
    fates: dict[Ref, Fate] = {}
    people: frozenset[str] = frozenset()
    notes: list[str] = []
    private: dict[str, int] = {}

    def take(self, ref: Ref, name: str, organization: str, service: str = "") -> None:
        """The row becomes part of an organization (and of one of its services, where only that uses it)."""
        self.fates[ref] = Fate(name, organization, service)

    def leave(self, ref: Ref, name: str, reason: str) -> None:
        """The row is left out."""
        self.fates[ref] = Fate(name, "", "", reason)

    def hide(self, what: str) -> None:
        """Something private was left out."""
        self.private[what] = self.private.get(what, 0) + 1
