"""The official HSDS schemas, which stand beside the project and not in it; tests that need them are skipped without.

The plain object files, put together with a registry (their references are bare file names), are the referee: they
carry no `$id`, and the two gaps of the plain files are closed by hand.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

SHARED = Path(__file__).resolve().parents[3] / "shared" / "hsds"
VERSIONS = ("3.0", "3.1-dev")

needs_shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the official HSDS files are not beside the project"),
]


@functools.cache
def official(version: str) -> dict[str, dict[str, Any]]:
    """Object name -> its official schema."""
    files = (SHARED / version / "schema").glob("*.json")
    return {file.stem: json.loads(file.read_text()) for file in files if file.stem != "openapi"}


@functools.cache
def referee(version: str, root: str) -> Draft202012Validator:
    """A validator of one official object with everything nested, formats checked."""
    schemas = {name: dict(schema) for name, schema in official(version).items()}
    registry: Registry[Any] = Registry().with_resources(
        (f"{name}.json", Resource.from_contents(schema, DRAFT202012)) for name, schema in schemas.items()
    )
    top = dict(schemas[root])
    if root == "organization":
        services = {"type": "array", "items": {"$ref": "service.json"}}
        top["properties"] = {**top["properties"], "services": services}
    return Draft202012Validator(top, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)


def upstream_compiled(root: str) -> Draft202012Validator:
    """The file that the standard's own compiler made (3.1-dev only)."""
    schema = json.loads((SHARED / "3.1-dev" / "schema" / "compiled" / f"{root}.json").read_text())
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def fast_validator(version: str, root: str) -> Any:
    """The same schema with its references put in, for `jsonschema-rs`: quick enough for every real record."""
    definitions = {name: _local(schema) for name, schema in official(version).items()}
    top = dict(definitions[root])
    if root == "organization":
        services = {"type": "array", "items": {"$ref": "#/$defs/service"}}
        top["properties"] = {**top["properties"], "services": services}
    return jsonschema_rs.Draft202012Validator({**top, "$defs": definitions}, validate_formats=True)


def _local(schema: Any) -> Any:
    """The schema with `name.json` references turned into ones to `$defs`."""
    if isinstance(schema, dict):
        return {
            key: f"#/$defs/{value.removesuffix('.json')}" if key == "$ref" else _local(value)
            for key, value in schema.items()
        }
    return [_local(item) for item in schema] if isinstance(schema, list) else schema
