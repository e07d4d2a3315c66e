"""The HSDS tabular package: compiled objects as rows of one CSV table for each kind of object.

Tables and columns follow from our statement of the standard (`schema/hsds/`). What nesting says in JSON, a foreign key
says here: `service_id`, `link_id`, ...; `bluepages.hsds.datapackage` describes the tables.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from bluepages.hsds.compile import Compiled
from bluepages.hsds.datapackage import LEFT_EMPTY
from bluepages.hsds.schemas import ObjectType, object_types

Object = dict[str, Any]
Cell = str | int | float
Row = tuple[Cell, ...]

CORE: Final = ("organization", "service", "location")
"""Tables that every package holds, even without a row."""


class _Plan(msgspec.Struct, frozen=True):
    """How to flatten one kind of object."""

    table: str
    columns: tuple[str, ...]
    children: tuple[tuple[str, str, str], ...]
    """(field, child's table, column of the child that takes this object's id, or "")."""
    parts: tuple[tuple[str, str, str], ...]
    """(field, nested object's table, column of this row that takes its id)."""


@functools.cache
def _plans() -> dict[str, _Plan]:
    return {name: _plan(kind, object_types()) for name, kind in object_types().items()}


def _plan(kind: ObjectType, types: Mapping[str, ObjectType]) -> _Plan:
    columns = tuple(name for name, field in kind.fields.items() if field.scalar)
    children = [
        (field.name, field.many, f"{kind.name}_id" if f"{kind.name}_id" in types[field.many].fields else "")
        for field in kind.fields.values()
        if field.many
    ]
    if kind.name == "organization":
        children.append(("services", "service", "organization_id"))
    parts = [(field.name, field.one, f"{field.one}_id") for field in kind.fields.values() if field.one]
    return _Plan(kind.name, columns, tuple(children), tuple(parts))


def columns(table: str) -> tuple[str, ...]:
    """The columns of one table, in order; `id` comes first."""
    return _plans()[table].columns


class Tables:
    """Rows of all tables, each id once. `add` what is compiled, then read `rows`.

    Broader terms of a used taxonomy term are packaged with it; unused terms are not. `terms` gives every known term
    by id (`Context.terms.by_id`).
    """

    def __init__(self, terms: Mapping[str, Object]) -> None:
        self._terms = terms
        self._rows: dict[str, dict[str, Row]] = {name: {} for name in _plans()}

    def add(self, compiled: Compiled) -> None:
        """Take in one provider: the organization with everything nested in it."""
        self._add("organization", compiled.organization, {})

    def merge(self, other: Tables) -> None:
        """Take in the rows of another process."""
        for table, rows in other._rows.items():
            self._rows[table].update(rows)

    def names(self) -> list[str]:
        """The tables to package: the core ones, and every other that has a row; sorted."""
        return sorted(name for name, rows in self._rows.items() if rows or name in CORE)

    def rows(self, table: str) -> list[Row]:
        """The rows of one table, sorted by id; an absent value is `""`."""
        rows = self._rows[table]
        return [rows[key] for key in sorted(rows)]

    def _add(self, table: str, obj: Object, extra: Object) -> None:
        rows, plan, own_id = self._rows[table], _plans()[table], obj["id"]
        if own_id in rows:
            return
        rows[own_id] = ()
        for field, part_table, column in plan.parts:
            part = obj.get(field)
            if part is not None:
                self._add(part_table, part, {})
                extra[column] = part["id"]
        get = obj.get
        rows[own_id] = tuple([get(name, "") for name in plan.columns] if not extra else
                             [extra.get(name) or get(name, "") for name in plan.columns])  # fmt: skip
        for field, child_table, column in plan.children:
            for child in get(field, ()):
                self._add(child_table, child, _link(table, own_id, child_table, column))
        if table == "taxonomy_term" and (parent := self._terms.get(obj.get("parent_id", ""))):
            self._add("taxonomy_term", parent, {})


def _link(table: str, own_id: str, child_table: str, column: str) -> Object:
    """The columns of a child that point to the object it is nested in."""
    if child_table == "attribute":
        return {"link_id": own_id, "link_entity": table}
    if child_table == "metadata":
        return {"resource_id": own_id, "resource_type": table}
    return {column: own_id} if column else {}


def count_left_empty(tables: Tables) -> dict[str, tuple[int, int]]:
    """`address.postal_code` -> (rows that leave it empty, all rows), for each column required but not known."""
    found = {}
    for table, column in sorted(LEFT_EMPTY):
        place, rows = columns(table).index(column), tables.rows(table)
        found[f"{table}.{column}"] = (sum(row[place] == "" for row in rows), len(rows))
    return found
