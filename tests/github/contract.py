"""Each request held to GitHub's own published description, of which `openapi/requests.json` is a cut (`cut.py`)."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS30Validator

CUT = Path(__file__).parent / "openapi" / "requests.json"
LONGEST = {"title": 256, "body": 65_536, "description": 140}
"""Characters; the description does not say it, GitHub does: longer ones are refused."""


@functools.cache
def operations() -> dict[tuple[str, str], dict[str, Any]]:
    """What is known of each operation, by method and path."""
    paths = json.loads(CUT.read_text(encoding="utf-8"))["paths"]
    return {(method.upper(), path): found for path, methods in paths.items() for method, found in methods.items()}


@functools.cache
def _validator(method: str, path: str) -> OAS30Validator:
    return OAS30Validator(operations()[method, path]["body"]["schema"])


def faults(method: str, path: str, query: Mapping[str, str], body: Any, *, sent: bool) -> Iterator[str]:
    """What GitHub's description does not allow; `path` is the operation's own, with `{owner}` and the like in it."""
    known = operations()[method, path]
    yield from _query_faults(known["parameters"], query)
    expected = known.get("body")
    if expected is None:
        if sent and body not in (None, {}):
            yield "This operation takes no body."
        return
    if not sent:
        if expected["required"]:
            yield "The body is missing."
        return
    for error in _validator(method, path).iter_errors(body):
        yield f"{'.'.join(str(step) for step in error.absolute_path) or 'body'}: {error.message[:200]}"
    properties = expected["schema"].get("properties")
    if properties is not None and isinstance(body, dict):
        yield from (f"{name}: GitHub knows no such field." for name in body.keys() - properties.keys())
        yield from (
            f"{name}: is too long (maximum is {most} characters)."
            for name, most in LONGEST.items()
            if isinstance(body.get(name), str) and len(body[name]) > most
            and not (name == "description" and "state" not in properties)
        )  # fmt: skip


def _query_faults(parameters: list[dict[str, Any]], query: Mapping[str, str]) -> Iterator[str]:
    known = {each["name"]: each for each in parameters if each["in"] == "query"}
    for name, value in query.items():
        if name not in known:
            yield f"{name}: GitHub knows no such parameter."
            continue
        schema = known[name]["schema"]
        if "enum" in schema and value not in schema["enum"]:
            yield f"{name}: {value} is not one of {', '.join(schema['enum'])}."
        if schema.get("type") == "integer" and not value.isdecimal():
            yield f"{name}: {value} is no number."
