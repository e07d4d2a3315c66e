"""JSON Schema as this project uses it: which values fit, which do not and why, and where each value's type stands.

`jsonschema-rs` decides in daily work; `jsonschema` is the referee, used where the fast engine is switched off and
compared with it in the tests (JSON Schema 2020-12).
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

import jsonschema_rs
import msgspec
import orjson

from bluepages.problems import Path
from bluepages.records import engines

_NOTHING: dict[str, Any] = {}
"""The schema of a value that the schema says nothing of."""


class Violation(msgspec.Struct, frozen=True):
    """One value that does not fit: JSON Schema's keyword, the value's path, and the part of the schema it breaks."""

    keyword: str
    path: Path
    schema: dict[str, Any]
    value: Any
    names: tuple[str, ...] = ()


class Schema:
    """One JSON Schema whose references point into itself.

    What is known of its parts is kept by their `id`: they live as long as it does.
    """

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self._targets: dict[str, dict[str, Any]] = {}
        self._children: dict[int, tuple[dict[str, dict[str, Any]], dict[str, Any]]] = {}
        self._ranks: dict[int, dict[str, int]] = {}
        self._fast = jsonschema_rs.Draft202012Validator(raw)

    @functools.cached_property
    def _referee(self) -> Any:
        import jsonschema

        return jsonschema.Draft202012Validator(self.raw)

    def is_valid(self, value: Any) -> bool:
        """Whether `value` fits the schema."""
        return bool(self._fast.is_valid(value) if engines.fast() else self._referee.is_valid(value))

    def violations(self, value: Any) -> list[Violation]:
        """Everything that does not fit, sorted by place."""
        if engines.fast():
            found = ((list(error.instance_path), list(error.schema_path)) for error in self._fast.iter_errors(value))
        else:
            found = ((list(error.absolute_path), list(error.absolute_schema_path)) for error in
                     self._referee.iter_errors(value))  # fmt: skip
        violations = [self._violation(path, where, value) for path, where in found]
        unique = {(v.keyword, v.path): v for v in violations}
        return sorted(unique.values(), key=lambda v: ([str(step) for step in v.path], v.keyword))

    def _violation(self, path: list[Any], where: list[Any], value: Any) -> Violation:
        keyword, node = str(where[-1]), value
        if "propertyNames" in where:
            keyword = "propertyNames"
        steps: list[str | int] = []
        for step in path:
            steps.append(str(step) if isinstance(node, dict) else step)  # jsonschema-rs takes the key "1" for an index
            node = node[steps[-1]]
        schema = self.node(tuple(steps))
        names: tuple[str, ...] = ()
        if keyword == "required":
            names = tuple(name for name in schema.get("required", ()) if name not in node)
        elif keyword == "additionalProperties":
            names = tuple(name for name in node if name not in schema.get("properties", {}))
        elif keyword == "propertyNames":
            names = tuple(name for name in node if not jsonschema_rs.is_valid(schema["propertyNames"], name))
        return Violation(keyword, tuple(steps), schema, node, names)

    def node(self, path: Path) -> dict[str, Any]:
        """The schema of the value at `path`; `{}` where the schema says nothing of it."""
        schema = self.resolve(self.raw)
        for step in path:
            schema = self.child(schema, step)
        return schema

    def child(self, schema: dict[str, Any], step: str | int) -> dict[str, Any]:
        """The schema of one key or item of a value that has `schema`."""
        if isinstance(step, int):
            return self.items(schema)
        found = self._children.get(id(schema))
        if found is None:
            extra = schema.get("additionalProperties")
            known = {name: self.resolve(inner) for name, inner in schema.get("properties", _NOTHING).items()}
            found = self._children[id(schema)] = known, self.resolve(extra if isinstance(extra, dict) else _NOTHING)
        return found[0].get(step, found[1])

    def items(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The schema of the items of a list that has `schema`."""
        return self.resolve(schema.get("items") or _NOTHING)

    def rank(self, schema: dict[str, Any]) -> dict[str, int]:
        """The place of each key that `schema` names, in its order."""
        found = self._ranks.get(id(schema))
        if found is None:
            names = schema.get("properties", _NOTHING)
            found = self._ranks[id(schema)] = {name: place for place, name in enumerate(names)}
        return found

    def resolve(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Follow `$ref` (JSON Schema 2020-12, section 8.2.3.1) within this schema."""
        while "$ref" in schema:
            where = schema["$ref"]
            target: Any = self._targets.get(where)
            if target is None:
                target = self.raw
                for name in where.removeprefix("#/").split("/"):
                    target = target[name]
                self._targets[where] = target
            schema = target
        return schema

    def leaves(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Names of all definitions with their schemas, for documentation and tests."""
        yield "provider", self.raw
        yield from self.raw.get("$defs", {}).items()


def schema_folder() -> FilePath:
    """The project's `schema/` folder, beside the package in a checkout."""
    return FilePath(str(importlib.resources.files("bluepages"))).parent / "schema"


@functools.cache
def provider_schema() -> Schema:
    """The authoring schema, `schema/provider.schema.json`."""
    return Schema(orjson.loads((schema_folder() / "provider.schema.json").read_bytes()))
