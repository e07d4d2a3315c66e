"""A record as single facts: a path and a value each, so that two states of it can be compared fact by fact.

Telephones are known by their number, never by position; what stands under `sources`, `questions` and the like is no
fact of the provider's and is left out.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Iterator
from typing import Any, Final

import orjson

Data = dict[str, Any]
Path = tuple[str, ...]

TOP: Final = ("name", "alternate_name", "description", "website", "email", "year_incorporated", "legal_status")
NO_FACTS: Final = frozenset(
    {"sources", "questions", "formerly", "merged", "verified", "reported_correct", "closed", "alert", "public_address"}
)


def leaves(record: Data) -> Iterator[tuple[Path, Any]]:
    """Every fact of a record. Of equal paths one is kept: most records have the same."""
    return ((same(path), value) for path, value in _leaves(record))


@functools.lru_cache(maxsize=65_536)
def same(path: Path) -> Path:
    """The path, once for all that are equal."""
    return path


def _leaves(record: Data) -> Iterator[tuple[Path, Any]]:
    for name in TOP:
        if name in record:
            yield (name,), record[name]
    yield from _maps(record, ())
    for kind in ("locations", "services"):
        for key, body in record.get(kind, {}).items():
            yield from _body(body, (kind, key))


def _body(body: Data, path: Path) -> Iterator[tuple[Path, Any]]:
    for name, value in body.items():
        if name in NO_FACTS or name in ("phones", "identifiers"):
            continue
        if name in ("address", "mailing_address", "at"):
            for part, inner in value.items():
                yield (*path, name, part), inner
        else:
            yield (*path, name), value
    yield from _maps(body, path)


def _maps(body: Data, path: Path) -> Iterator[tuple[Path, Any]]:
    for phone in body.get("phones", []):
        yield (*path, "phones", phone["number"]), phone
    for scheme, value in body.get("identifiers", {}).items():
        yield (*path, "identifiers", scheme), value


def copied(value: Any) -> Any:
    """A copy of plain data (maps, lists, values), many times faster than `copy.deepcopy`."""
    if isinstance(value, dict):
        return {key: copied(inner) if isinstance(inner, dict | list) else inner for key, inner in value.items()}
    if isinstance(value, list):
        return [copied(inner) if isinstance(inner, dict | list) else inner for inner in value]
    return value


def get(record: Data, path: Path) -> Any:
    """The value of a fact, `None` where there is none."""
    node: Any = record
    for step in path:
        if isinstance(node, list):
            node = next((phone for phone in node if phone.get("number") == step), None)
        else:
            node = node.get(step) if isinstance(node, dict) else None
        if node is None:
            return None
    return node


def put(record: Data, path: Path, value: Any) -> None:
    """Set a fact whose surroundings are there."""
    node: Any = record
    for at, step in enumerate(path[:-1]):
        if step == "phones" and at == len(path) - 2:
            phones = node.setdefault("phones", [])
            for number, phone in enumerate(phones):
                if phone.get("number") == path[-1]:
                    phones[number] = copied(value)
                    return
            phones.append(copied(value))
            return
        node = node.setdefault(step, {})
    node[path[-1]] = copied(value)


def drop(record: Data, path: Path) -> None:
    """Take a fact away, and what is empty without it."""
    trail: list[tuple[Any, str]] = []
    node: Any = record
    for step in path[:-1]:
        if not isinstance(node, dict) or step not in node:
            return
        trail.append((node, step))
        node = node[step]
    if isinstance(node, list):
        node[:] = [phone for phone in node if phone.get("number") != path[-1]]
    elif isinstance(node, dict):
        node.pop(path[-1], None)
    for parent, step in reversed(trail):
        if parent[step] in ({}, []) and step in ("phones", "identifiers", "address", "mailing_address", "at"):
            del parent[step]


def digest(value: Any) -> str:
    """A short mark of a value: the same for the same value, and no value can be read out of it; `""` for none."""
    if value is None:
        return ""
    source = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return base64.urlsafe_b64encode(hashlib.blake2s(source, digest_size=6).digest()).decode()
