"""Scalars get their types from the schema, not from YAML's guesses (DESIGN 3, rule 7).

Where the schema wants text, the node's own text counts: `no`, `9:30`, `01234`, `1e3` and `2026-10-02` come through as
they were written. Numbers are plain decimal digits, booleans are `true` and `false`, each without quotes.
"""

from __future__ import annotations

import re
from typing import Any

from bluepages.records.schema import Schema
from bluepages.records.tree import Mapping, Node, Scalar, Sequence

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}\Z")


def typed(node: Node | None, schema: Schema | None) -> Any:
    """Plain data of a tree; without a schema, plain numbers and booleans are taken for what they look like."""
    if node is None:
        return None
    return _by_schema(node, schema.resolve(schema.raw), schema) if schema else _by_look(node)


def _by_schema(node: Node, wanted: dict[str, Any], schema: Schema) -> Any:
    if isinstance(node, Mapping):
        return {
            name: _by_schema(value, schema.child(wanted, name), schema) for name, (_, value) in node.entries.items()
        }
    if isinstance(node, Sequence):
        items = schema.resolve(wanted.get("items") or {})
        return [_by_schema(value, items, schema) for value in node.items]
    assert isinstance(node, Scalar)
    kind = wanted.get("type")
    if node.plain and not node.text:
        return None
    if node.plain and kind in ("number", "integer"):
        return _number(node.text)
    if node.plain and kind == "boolean" and node.text in ("true", "false"):
        return node.text == "true"
    return node.text


def _by_look(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {name: _by_look(value) for name, (_, value) in node.entries.items()}
    if isinstance(node, Sequence):
        return [_by_look(value) for value in node.items]
    assert isinstance(node, Scalar)
    if not node.plain:
        return node.text
    if node.text in ("true", "false"):
        return node.text == "true"
    if node.text in ("", "null", "~"):
        return None
    leading_zero = re.match(r"[-+]?0[0-9]", node.text)
    return node.text if leading_zero else _number(node.text)


def _number(text: str) -> int | float | str:
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _DECIMAL.match(text) else text
