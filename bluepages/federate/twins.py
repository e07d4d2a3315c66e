"""Which of a source's places and services is which of ours, so that a later import meets the same things."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bluepages.federate import clean
from bluepages.federate.leaves import Path, digest, get
from bluepages.federate.merge import moved, street_of, towns_apart, twin_of

Data = dict[str, Any]


def rekeyed(existing: Data, new: Data, source: str, said: Mapping[Path, str] = MappingProxyType({})) -> Data:
    """The new record with the keys that its places and services have here, also after a rename.

    `said`: marks of what the source said last time, by which its ids are known to mean the same things still.
    """
    if not existing:
        return new
    found = {**new}
    places = _keys(existing.get("locations", {}), new.get("locations", {}), source, said)
    services = _keys(existing.get("services", {}), new.get("services", {}), source, said)
    if "locations" in new:
        found["locations"] = {places[key]: body for key, body in new["locations"].items()}
    if "services" in new:
        found["services"] = {
            services[key]: {**body, "at": {places.get(place, place): how for place, how in body["at"].items()}}
            if "at" in body else body
            for key, body in new["services"].items()
        }  # fmt: skip
    if new.get("questions"):
        found["questions"] = [moved(asked, places) for asked in new["questions"]]
    return found


def _keys(mine: Data, theirs: Data, source: str, said: Mapping[Path, str]) -> dict[str, str]:
    """The key here of each thing there: by the source's own id, by an earlier key, by street or name, by key.

    An id counts less than a street or a name that only one thing has, unless the source says of it what it said last
    time: some sources count their rows anew with each export.
    """
    known = {body.get("identifiers", {}).get(source): key for key, body in mine.items()}
    by_id = {key: known[foreign] for key, body in theirs.items()
             if (foreign := body.get("identifiers", {}).get(source)) and foreign in known}  # fmt: skip
    by_old = {old: key for key, body in mine.items() for old in body.get("formerly", ())}
    steady = {key: twin for key, twin in by_id.items() if _as_before(twin, theirs[key], said)}
    settled = set(steady.values())
    alike = {key: twin for key, twin in _alike(mine, theirs).items() if key not in steady and twin not in settled}
    claimed = set(alike.values())
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key, body in theirs.items():
        twin = by_id.get(key)
        if alike.get(key, twin) != twin or (twin in claimed and alike.get(key) != twin):
            twin = None  # the id is another's now
        twin = twin or by_old.get(key) or alike.get(key)
        if twin is None and "needs" not in body:
            twin = twin_of(body, mine)
        if twin is None and key in mine and _one_thing(mine[key], body, source):
            twin = key
        if twin is None and "needs" in body:
            twin = _same_name(body, mine, source)
        if twin in taken:
            twin = None
        number, wanted = 1, key
        while twin is None and (
            wanted in taken or (wanted in mine and (wanted != key or not _one_thing(mine[key], body, source)))
        ):
            number += 1
            wanted = f"{key[:70]}-{number}"
        found[key] = twin or wanted
        taken.add(found[key])
    return found


def _as_before(twin: str, body: Data, said: Mapping[Path, str]) -> bool:
    """Whether the source gives the thing with this id the name or the street that it gave it last time."""
    kind = "services" if "needs" in body else "locations"
    facts = (("name",), ("address", "address_1"))
    told = (((kind, twin, *fact), get(body, fact)) for fact in facts)
    return any(value is not None and said.get(path) == digest(value) for path, value in told)


def _alike(mine: Data, theirs: Data) -> dict[str, str]:
    """Things with the same street (places) or the same name (services), where just one here and one there has it."""
    here, there = _by_mark(mine), _by_mark(theirs)
    return {
        keys[0]: here[mark][0]
        for mark, keys in there.items()
        if len(keys) == len(here.get(mark, ())) == 1 and not towns_apart(theirs[keys[0]], mine[here[mark][0]])
    }


def _by_mark(things: Data) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, body in things.items():
        mark = clean.name_key(body.get("name", "")) if "needs" in body else street_of(body)
        if mark:
            found.setdefault(mark, []).append(key)
    return found


def _same_name(body: Data, mine: Data, source: str) -> str | None:
    """The only service of that name."""
    name = clean.name_key(body.get("name", ""))
    same = [key for key, said in mine.items() if clean.name_key(said.get("name", "")) == name]
    return same[0] if len(same) == 1 and _one_thing(mine[same[0]], body, source) else None


def _one_thing(mine: Data, theirs: Data, source: str) -> bool:
    """Whether the source's own ids do not speak against it."""
    ours, other = mine.get("identifiers", {}).get(source), theirs.get("identifiers", {}).get(source)
    return not (ours and other and ours != other)
