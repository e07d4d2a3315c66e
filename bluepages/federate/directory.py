"""Another directory of this kind (a folder with `directory.yaml`) as drafts: its records, without its own promises.

Checks by its stewards, questions, renames and translations of its own stay behind; a confidential place stays so.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, Final

from bluepages.federate.assemble import Assembled, Rules
from bluepages.federate.confide import Confide
from bluepages.federate.crosswalk import Crosswalk
from bluepages.federate.draft import NOTHING_LISTED, Draft, filled
from bluepages.federate.graph import Category, Graph, Node
from bluepages.federate.journal import Journal
from bluepages.records.book import Book
from bluepages.records.load import load_book

Data = dict[str, Any]

_OWN: Final = ("verified", "reported_correct", "formerly", "merged", "questions", "not_duplicate_of", "translations")


def read_directory(path: Path, book: Book, rules: Rules, journal: Journal) -> tuple[Graph, Assembled]:
    """The records of the directory at `path` as drafts for `book`. Raises `Complaint` where it is none."""
    other = load_book(path)
    graph = Graph("bluepages")
    made = Assembled({}, {}, {})
    crosswalk = Crosswalk(book.vocabulary, book.root, rules.needs)
    confide = Confide(book, rules.confidential, journal)
    for number, entry in enumerate(other, 1):
        ref = (entry.file, 1)
        if entry.provider is None or not isinstance(entry.document.data, dict):
            graph.leave(ref, entry.slug, "the file cannot be read as a record")
            continue
        graph.organizations[entry.slug] = Node("organization", entry.slug, ref, {}, entry.slug)
        graph.take(ref, entry.provider.name, entry.slug)
        data, reason = _record(entry.document.data, entry.slug, book, rules, crosswalk, journal)
        if reason:
            made.left[entry.slug] = reason
            continue
        confide.apply(data)
        counties = _counties(data)
        folder = counties[0] if counties else rules.county or "statewide"
        made.drafts[entry.slug] = Draft(
            number, data["name"], "", entry.slug, folder, counties, filled(data), (0, "", number)
        )
    return graph, made


def _record(
    data: Data, slug: str, book: Book, rules: Rules, crosswalk: Crosswalk, journal: Journal
) -> tuple[Data, str]:
    found = {key: copy.deepcopy(value) for key, value in data.items() if key not in _OWN}
    if "closed" in found:
        return {}, "it is closed"
    source = {"ref": rules.source, **({"date": rules.date} if rules.date else {})}
    found["sources"] = [source]
    found["identifiers"] = {**found.get("identifiers", {}), rules.source: slug}
    for kind in ("locations", "services"):
        for key, body in found.get(kind, {}).items():
            for name in _OWN:
                body.pop(name, None)
            body["sources"] = [dict(source)]
            if not body.get("confidential"):
                body["identifiers"] = {**body.get("identifiers", {}), rules.source: f"{slug}/{key}"}
            if body.get("county") and body["county"] not in book.vocabulary.counties:
                journal.doubt((slug, 0), "county", "not a county of this directory", body.pop("county"))
    for key, body in list(found["services"].items()):
        needs, unmapped = _needs(body.get("needs", []), book, crosswalk)
        for need in unmapped:
            journal.unmapped[need] += 1
        body["needs"] = needs
        known = book.vocabulary.audiences
        body["audiences"] = [audience for audience in body.get("audiences", []) if audience in known]
        serves = body.get("serves", {})
        if serves.get("counties"):
            serves["counties"] = [county for county in serves["counties"] if county in book.vocabulary.counties]
        body["serves"] = filled(serves)
        found["services"][key] = {name: value for name, value in body.items() if value not in ("", None, [], {})}
        if not needs or "closed" in body:
            del found["services"][key]
    return found, "" if found["services"] else NOTHING_LISTED


def _needs(needs: list[str], book: Book, crosswalk: Crosswalk) -> tuple[list[str], list[str]]:
    """Needs of the same name, and those that the crosswalk knows."""
    known, unmapped = [], []
    for need in needs:
        ours = need if need in book.vocabulary.needs else crosswalk.need(Category(need, need))
        if ours:
            known.append(ours)
        elif ours is None:
            unmapped.append(need)
    return list(dict.fromkeys(known)), unmapped


def _counties(data: Data) -> tuple[str, ...]:
    found = [place.get("county", "") for place in data.get("locations", {}).values()]
    served = [county for body in data["services"].values() for county in body.get("serves", {}).get("counties", ())]
    return tuple(dict.fromkeys(county for county in (*found, *served) if county))
