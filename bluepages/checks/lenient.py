"""A record that does not fit the schema, with what does not fit left out: so that one run tells all its problems.

List positions stay as they are, so that every problem found in it still names the right line. Nothing but the checks
ever sees such a record.
"""

from __future__ import annotations

import copy
from typing import Any

import msgspec

from bluepages.model import Provider
from bluepages.records.book import Entry, redact
from bluepages.records.schema import Schema, Violation, provider_schema

_ROUNDS = 8
_BLANK: dict[str, Any] = {"string": "", "array": [], "object": {}, "boolean": False, "number": 0, "integer": 0}
_EMPTIES = frozenset({"minLength", "minItems", "minProperties", "pattern", "maxLength", "minimum", "maximum"})


def lenient_provider(entry: Entry) -> Provider | None:
    """What can be made of the file, or `None` where its text is no map at all."""
    if entry.provider is not None:
        return entry.provider
    if not entry.readable or not isinstance(entry.document.data, dict):
        return None
    data = prune(entry.document.data, provider_schema())
    try:
        return redact(msgspec.convert(data, Provider))
    except (msgspec.ValidationError, RecursionError):
        return None


def prune(data: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """A copy of `data` without the values that do not fit; what is required and missing becomes blank."""
    data = copy.deepcopy(data)
    for _ in range(_ROUNDS):
        # The emptiest ones stand: a blank breaks the rule against blanks, and the checks pass it over.
        violations = [v for v in schema.violations(data) if v.value or v.keyword not in _EMPTIES]
        if not violations:
            break
        for violation in reversed(violations):
            _mend(data, violation, schema)
    return data


def _mend(data: dict[str, Any], violation: Violation, schema: Schema) -> None:
    try:
        node = _at(data, violation.path)
    except (KeyError, IndexError, TypeError):
        return  # an earlier change took it away
    if violation.keyword == "required":
        for name in violation.names:
            wanted = schema.child(violation.schema, name)
            node.setdefault(name, copy.copy(_BLANK.get(str(wanted.get("type")), "")))
    elif violation.names and isinstance(node, dict):
        for name in violation.names:
            node.pop(name, None)
    elif violation.path:
        _blank(data, violation, schema)


def _blank(data: dict[str, Any], violation: Violation, schema: Schema) -> None:
    """Take a value away where it may be missing; put a blank in its place where it may not."""
    *above, last = violation.path
    parent = _at(data, tuple(above))
    required = schema.node(tuple(above)).get("required", ())
    if isinstance(parent, dict) and last not in required:
        parent.pop(last, None)
    else:
        parent[last] = copy.copy(_BLANK.get(str(violation.schema.get("type")), ""))


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data[step]
    return data
