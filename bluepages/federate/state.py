"""What a source said last time: `data/sources/state/<source>.jsonl`, one line a provider, sorted.

Only marks (hashes) of values are kept, since that is all a three-way merge needs; of a record with a confidential
place nothing about places is kept at all. The file travels with the proposal: what was not merged was not said.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import msgspec
import orjson

from bluepages.errors import Complaint
from bluepages.federate.draft import Draft
from bluepages.federate.leaves import Path as Fact
from bluepages.federate.leaves import digest, same
from bluepages.records.book import Book

FOLDER: Final = "data/sources/state"


class Memory(msgspec.Struct):
    """What a source said of one provider: the marks of its facts, the day of the source, and things not seen since."""

    said: dict[Fact, str] = {}
    date: str = ""
    gone: dict[str, str] = {}
    rows: tuple[str, ...] = ()
    """Marks of the rows that it was made of, so that the same row goes to the same provider again."""


def state_file(source: str) -> str:
    """Where the state of a source is kept, below the root."""
    return f"{FOLDER}/{source}.jsonl"


def read_state(root: Path, source: str) -> dict[str, Memory]:
    """The memories of a source by slug; none where there is no file. Raises `Complaint` for a broken one."""
    path = root / state_file(source)
    if not path.is_file():
        return {}
    found: dict[str, Memory] = {}
    marks: dict[str, str] = {}  # many facts are the same of many providers: each is kept once
    try:
        for line in path.read_bytes().splitlines():
            item = orjson.loads(line)
            said = {same(fact): marks.setdefault(mark, mark) for fact, mark in _flat(item["said"], ())}
            found[item["slug"]] = Memory(said, item.get("date", ""), item.get("gone", {}), tuple(item.get("rows", ())))
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError, OSError):
        raise Complaint(
            f"{state_file(source)} cannot be read.", "Take it back from Git: git checkout -- data/sources/state"
        ) from None
    return found


def state_text(memories: dict[str, Memory]) -> str:
    """The file of some memories, always the same for the same ones."""
    lines = []
    for slug, memory in sorted(memories.items()):
        item: dict[str, Any] = {"slug": slug, "said": _nested(memory.said)}
        if memory.date:
            item["date"] = memory.date
        if memory.gone:
            item["gone"] = memory.gone
        if memory.rows:
            item["rows"] = sorted(memory.rows)
        lines.append(orjson.dumps(item, option=orjson.OPT_SORT_KEYS).decode())
    return "".join(f"{line}\n" for line in lines)


def marks_of(draft: Draft) -> tuple[str, str]:
    """Two marks of a row: of its name and place, and of its name and county alone, which tells of no street."""
    places = [place.get("address", {}) for place in draft.data.get("locations", {}).values()]
    spots = sorted(f"{spot.get('address_1', '')}|{spot.get('city', '')}" for spot in places)
    own = [draft.name, draft.data.get("identifiers", {})]
    return digest(["row", *own, list(draft.counties), spots]), digest(["name", *own, list(draft.counties)])


def settled_home(draft: Draft, homes: dict[str, str]) -> Draft:
    """The draft with the provider it went to last time, by `homes` (marks to slugs)."""
    if draft.into or draft.family:
        return draft
    full, short = marks_of(draft)
    home = homes.get(full) or homes.get(short, "")
    return msgspec.structs.replace(draft, home=home) if home else draft


def homes_of(memories: dict[str, Memory], book: Book) -> dict[str, str]:
    """The provider of each row that came before, as long as it is there."""
    found: dict[str, str] = {}
    for slug, memory in memories.items():
        if slug in book.by_slug:
            found.update(dict.fromkeys(memory.rows, slug))
    return found


def remember_rows(memory: Memory, drafts: Iterable[Draft], record: dict[str, Any]) -> None:
    """Keep the marks of the rows of a provider; with a confidential place, none that knows a street."""
    hidden = any(place.get("confidential") for place in record.get("locations", {}).values())
    memory.rows = tuple(sorted({marks_of(draft)[hidden] for draft in drafts}))


def met_again(memory: Memory, drafts: Iterable[Draft]) -> Memory:
    """The memory of a provider of which the same was said again, by these rows."""
    rows = tuple(sorted({marks_of(draft)[0] for draft in drafts}))
    return memory if rows == memory.rows else msgspec.structs.replace(memory, rows=rows)


def changed_state(root: Path, source: str, memories: dict[str, Memory]) -> dict[str, str]:
    """The state file with its text, where that is another than the one on disk."""
    text, path = state_text(memories), root / state_file(source)
    same = path.read_text(encoding="utf-8") == text if path.is_file() else not memories
    return {} if same else {state_file(source): text}


def _flat(said: dict[str, Any], path: Fact) -> list[tuple[Fact, str]]:
    found: list[tuple[Fact, str]] = []
    for name, inner in said.items():
        if isinstance(inner, dict):
            found += _flat(inner, (*path, name))
        else:
            found.append(((*path, name), inner))
    return found


def _nested(said: dict[Fact, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path, mark in said.items():
        node = tree
        for step in path[:-1]:
            node = node.setdefault(step, {})
        node[path[-1]] = mark
    return tree
