"""Keeping in step: what a source said last time, what it says now and what the community says, fact by fact.

What nobody here has touched follows the source; what the community changed stays; where both changed, the source's
value becomes a question. A thing that the source no longer lists is "not seen since", never deleted, and what a person
has checked is asked about, not replaced. Without a memory (a first import) nothing follows: `merge.combine` fills gaps.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from bluepages.federate.leaves import NO_FACTS, TOP, Path, copied, digest, drop, get, leaves, put
from bluepages.federate.merge import combine
from bluepages.federate.state import Memory
from bluepages.federate.twins import rekeyed
from bluepages.federate.veil import SAID_HIDDEN, is_hidden, no_longer, veiled
from bluepages.records.book import Book

Data = dict[str, Any]

_NEEDED: Final = frozenset({("name",), ("description",)})
_COVERS: Final = {"hours": "hours", "phones": "phone", "address": "address", "needs": "needs", "cost": "cost",
                  "eligibility_description": "eligibility", "languages": "languages", "serves": "area",
                  "url": "website", "website": "website", "name": "name", "description": "description"}  # fmt: skip

_OWN: Final = NO_FACTS - {"sources"}
_PLAIN: Final = frozenset({*TOP, "phones", "identifiers", "locations", "services", "sources", "questions"})
"""What a record says in facts alone, beside what it is from and what is asked."""


class Step(msgspec.Struct):
    """The record after one import, what is remembered of what was said, and how much of it changed."""

    record: Data
    memory: Memory
    followed: int = 0
    kept: int = 0
    conflicts: int = 0


def said_again(existing: Data, new: Data, before: Memory | None, source: str) -> bool:
    """Whether a source says of a provider what it said last time, and nothing else: then `step` changes nothing.

    `existing` may be the record as it was loaded, since nothing but names, ids and addresses of it is looked at.
    """
    if before is None or before.gone or not existing or new.keys() - _PLAIN:
        return False
    bodies = (body for kind in ("locations", "services") for body in new.get(kind, {}).values())
    if any(not _OWN.isdisjoint(body) for body in bodies):
        return False
    known, said = before.said, 0
    for path, value in leaves(rekeyed(existing, new, source, known)):
        if known.get(path) != digest(value):
            return False
        said += 1
    return said == len(known)


def step(existing: Data, new: Data, before: Memory | None, source: str, *, many: bool = False) -> Step:
    """One import of one provider. `existing` is the record as the community has it, `{}` for none."""
    new = rekeyed(existing, new, source, before.said if before else {})
    new = veiled(existing, new, before.said) if before else new
    says = dict(leaves(new))
    hidden = is_hidden(existing)
    marks = {path: digest(value) for path, value in says.items()}
    if before is None or not existing:
        record = combine(existing, new, rows=False, many=many)
        return Step(record, _memory(marks, record, new, _date(new), {}))
    result = Step(copied(existing), Memory())
    rest = copied(new)
    asked = no_longer(existing, new, before.said)
    changed: set[Path] = set()
    for path in sorted({*before.said, *says} - {SAID_HIDDEN}):
        if path not in before.said:
            if path[0] in ("locations", "services") and len(path) > 1 and _was_removed(path, existing, before):
                drop(rest, path)
            elif marks[path] != digest(get(existing, path)):
                changed.add(path)
                _new(path, says[path], existing, before, result, rest)
            continue
        drop(rest, path)
        theirs = says.get(path)
        if hidden and path[0] == "locations":
            continue
        if marks.get(path, "") != before.said[path] and (theirs is not None or not _gone(path, says)):
            changed.add(path)
            _one(path, theirs, before.said[path], result, asked)
    gone = _not_seen(before, says, existing, asked, _date(new))
    _tidy(rest, existing, before)
    _dates(result.record, rest, changed, {_thing(path) for path in before.said})
    if not changed:
        rest.pop("questions", None)
    rest["questions"] = [*rest.get("questions", []), *({**each, **_where(new)} for each in asked)]
    result.record = combine(result.record, rest, rows=False, many=many)
    said = {**{path: mark for path, mark in before.said.items() if _gone(path, says)}, **marks}
    date = _date(new) if changed or gone != before.gone else before.date
    result.memory = _memory(said, result.record, new, date, gone)
    return result


def _new(path: Path, theirs: Any, existing: Data, before: Memory, result: Step, rest: Data) -> None:
    """A fact that the source never told before: it fills a gap of a thing that is there; all else is for `combine`."""
    thing = _thing(path)
    if "at" in path or (thing and get(result.record, thing) is None) or get(result.record, path) is not None:
        return
    if path[0] == "locations" and any(place.get("confidential") for place in result.record["locations"].values()):
        return
    if len(path) > 1 and path[-2] == "phones":
        numbers = [(*path[:-1], phone["number"]) for phone in get(existing, path[:-1]) or []]
        if any(before.said.get(number) != digest(get(existing, number)) for number in numbers):
            return  # the telephones were changed here: `combine` asks
    put(result.record, path, theirs)
    drop(rest, path)
    result.followed += 1


def _one(path: Path, theirs: Any, base: str, result: Step, asked: list[Data]) -> None:
    """One fact that the source has changed since last time."""
    ours = get(result.record, path)
    if digest(ours) == digest(theirs):
        return
    if digest(ours) != base:
        result.kept += 1
        if theirs is not None:
            result.conflicts += 1
            asked.append(
                _question(path, f"The source now gives {_shown(theirs)}; here it was changed. Which is right?")
            )
        return
    if _checked(path, result.record):
        result.kept += 1
        said = f"gives {_shown(theirs)}" if theirs is not None else "no longer gives this"
        asked.append(
            _question(path, f"The source now {said}, but a person has checked what stands here. Which is right?")
        )
        return
    if theirs is None:
        if path in _NEEDED or path[-1] in ("name", "needs"):
            return
        drop(result.record, path)
    else:
        put(result.record, path, theirs)
    result.followed += 1


def _thing(path: Path) -> Path:
    """The place or service that a fact is about."""
    return path[:2] if path[0] in ("locations", "services") else ()


def _gone(path: Path, says: dict[Path, Any]) -> bool:
    """Whether the source no longer names the whole place or service."""
    thing = _thing(path)
    return bool(thing) and not any(other[:2] == thing for other in says)


def _was_removed(path: Path, existing: Data, before: Memory) -> bool:
    """Whether the community took away the place or service that a fact is about, or the very place of a service."""
    thing = _thing(path)
    known = any(other[:2] == thing for other in before.said)
    return known and get(existing, thing) is None


def _not_seen(before: Memory, says: dict[Path, Any], existing: Data, asked: list[Data], date: str) -> dict[str, str]:
    """Places and services that are no longer listed: asked once, when they go."""
    gone = {}
    for thing in sorted({_thing(path) for path in before.said} - {()}):
        key = ".".join(thing)
        if any(path[:2] == thing for path in says) or get(existing, thing) is None:
            continue
        gone[key] = before.gone.get(key, date or "unknown")
        if key not in before.gone:
            since = f" (list of {date})" if date else ""
            asked.append({"field": key, "text": f"The source no longer lists this{since}. Is it still there?"})
    return gone


def _tidy(rest: Data, existing: Data, before: Memory) -> None:
    """What is left of the new record after all that was settled: nothing empty, nothing that was taken away here."""
    for kind in ("locations", "services"):
        for key in list(rest.get(kind, {})):
            known = any(path[:2] == (kind, key) for path in before.said)
            if known and get(existing, (kind, key)) is None:
                del rest[kind][key]
    for key, body in list(rest.get("services", {}).items()):
        for place in list(body.get("at", {})):
            if place not in rest.get("locations", {}) and place not in existing.get("locations", {}):
                del body["at"][place]
        if not body.get("at", True):
            del body["at"]
        if key in existing.get("services", {}) and set(body) <= {"sources"}:
            body.setdefault("sources", [])


def _dates(record: Data, rest: Data, changed: set[Path], met: set[Path]) -> None:
    """The source's date moves on only at what changed: the same list again changes no byte."""
    things: list[Path] = [(), *((kind, key) for kind in ("locations", "services") for key in record.get(kind, {}))]
    for thing in things:
        mine = get(record, thing) if thing else record
        theirs = get(rest, thing) if thing else rest
        if not theirs or not theirs.get("sources"):
            continue
        moved = any(path[: len(thing)] == thing for path in changed)
        kept = []
        for said in theirs["sources"]:
            known = next((one for one in mine.get("sources", []) if one["ref"] == said["ref"]), None)
            if known is None and (moved or thing not in met):
                kept.append(said)  # else it was not taken over here the first time either
            elif known is None:
                continue
            elif moved and said.get("date", "") > known.get("date", ""):
                known["date"] = said["date"]
        theirs["sources"] = kept
        if thing and set(theirs) <= {"sources"} and not kept and thing in met:
            del rest[thing[0]][thing[1]]


def _memory(marks: dict[Path, str], record: Data, new: Data, date: str, gone: dict[str, str]) -> Memory:
    """What to remember; of a record with a confidential place, nothing about places but that the source hid one."""
    marks.pop(SAID_HIDDEN, None)
    if is_hidden(new):
        marks[SAID_HIDDEN] = digest(True)
    if is_hidden(record):
        marks = {path: mark for path, mark in marks.items() if path[0] != "locations" and "at" not in path}
        gone = {key: day for key, day in gone.items() if not key.startswith("locations.")}
    return Memory(marks, date, gone)


def _date(new: Data) -> str:
    return max((said.get("date", "") for said in new.get("sources", [])), default="")


def _where(new: Data) -> Data:
    source = (new.get("sources") or [{}])[0]
    return {key: source[key] for key in ("ref", "date") if key in source}


def _checked(path: Path, record: Data) -> bool:
    """Whether a person has checked the fact: of a service itself, or of the place where a checked one is given."""
    word = next((_COVERS[step] for step in reversed(path) if step in _COVERS), "")
    for key, body in record.get("services", {}).items():
        check = body.get("verified")
        covers = check.get("covers", []) if check else []
        about = (
            path[:2] == ("services", key) or (path[0] == "locations" and path[1] in body.get("at", {})) or len(path) < 3
        )
        if check and about and (not covers or "all" in covers or word in covers):
            return True
    return False


def _question(path: Path, text: str) -> Data:
    return {"field": ".".join(path)[:200], "text": text[:500]}


def _shown(value: Any) -> str:
    """A value in a question."""
    if isinstance(value, dict):
        value = (
            ", ".join(str(inner) for inner in value.values() if isinstance(inner, str | int | float))
            or "something else"
        )
    elif isinstance(value, list):
        value = ", ".join(map(str, value))
    text = str(value)
    return f"“{text[:200]}{'…' if len(text) > 200 else ''}”"


def not_listed(existing: Data, book: Book, source: str, seen: str) -> Data:
    """The record, asking whether a provider is still there that its source had last when it was `seen`."""
    info = book.vocabulary.sources.get(source)
    since = f" (not seen since its data of {seen})" if seen else ""
    text = f"{info.title if info else source} no longer lists this provider{since}. Is it still there?"
    return combine(existing, {"questions": [{"field": "name", "text": text[:500], "ref": source}]}, rows=False)
