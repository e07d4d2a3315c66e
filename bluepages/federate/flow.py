"""From drafts to files: which provider each is, one step of keeping in step, the checks, and how every row ended."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from typing import Any

import msgspec

from bluepages.federate.assemble import Assembled, Assembler, Rules
from bluepages.federate.cards import look_alikes
from bluepages.federate.draft import Draft
from bluepages.federate.gate import Gate
from bluepages.federate.graph import Graph
from bluepages.federate.group import Group, make_groups
from bluepages.federate.guard import HELD, Guard
from bluepages.federate.journal import Journal
from bluepages.federate.merge import combine
from bluepages.federate.report import ImportReport, RowEnd
from bluepages.federate.state import Memory, changed_state, homes_of, met_again, read_state, remember_rows, settled_home
from bluepages.federate.sync import not_listed, said_again, step
from bluepages.records.book import Book, Entry

Data = dict[str, Any]


class Settled(msgspec.Struct):
    """New and changed records by slug, those that are the `same`, what was withheld and why, what is remembered."""

    texts: dict[str, str] = {}
    records: dict[str, Data] = {}
    same: set[str] = set()
    withheld: dict[str, str] = {}
    memories: dict[str, Memory] = {}
    new: int = 0
    changed: int = 0
    questions: int = 0
    followed: int = 0
    conflicts: int = 0
    missing: int = 0


def plan_graph(
    graph: Graph, rules: Rules, book: Book, name: str, today: datetime.date,
    progress: Callable[[str], None] = lambda step: None, ready: Assembled | None = None,
) -> ImportReport:  # fmt: skip
    """What a graph makes of the book: nothing is written here. `ready`: records that need no assembling."""
    journal = Journal()
    journal.notes += graph.notes
    journal.private.update(graph.private)
    progress("Making records")
    made = ready or Assembler(graph, book, rules, journal).run()
    guard = Guard(book)
    progress("Finding who is who")
    homes = homes_of(read_state(book.root, rules.source), book)
    made.drafts = {key: settled_home(draft, homes) for key, draft in made.drafts.items()}
    groups = make_groups(made.drafts.values(), book)
    held = _held(groups, guard)
    progress("Comparing with what is there, and checking")
    settled = settle(groups, book, rules.source, today, journal, progress, held)
    ends = _ends(graph, made, groups, settled)
    journal.notes += _inner(graph, made)
    files = settled.texts | changed_state(book.root, rules.source, settled.memories)
    return ImportReport(
        name, tuple(ends), files, settled.new, settled.changed, len(settled.same), settled.questions,
        look_alikes(settled.records, settled.same, book), tuple(journal.notes), (),
        mended=dict(journal.mended), private=dict(journal.private), unmapped=dict(journal.unmapped),
        doubts=tuple(journal.doubts), followed=settled.followed, conflicts=settled.conflicts, missing=settled.missing,
    )  # fmt: skip


def _held(groups: list[Group], guard: Guard) -> set[str]:
    return {group.slug for group in groups if guard.stops(group)}


def settle(
    groups: list[Group], book: Book, source: str, today: datetime.date, journal: Journal,
    progress: Callable[[str], None] = lambda step: None, held: Collection[str] = (),
) -> Settled:  # fmt: skip
    """Every group's record after this import, checked; only texts that differ from the files. `held` ones wait."""
    remembered = {book.redirects.get(slug, slug): memory for slug, memory in read_state(book.root, source).items()}
    result = Settled(withheld=dict.fromkeys(held, HELD))
    gate = Gate(book, today, journal)
    for number, group in enumerate(groups):
        if number % 500 == 0:
            progress(f"Comparing with what is there, and checking ({number} of {len(groups)})")
        if group.slug not in result.withheld:
            _settle(group, book, source, remembered.get(group.slug), gate, result)
    for slug, memory in remembered.items():
        if slug not in result.memories and slug in book.by_slug:
            _lost(slug, memory, book, source, gate, result)
    return result


def whole_of(drafts: list[Draft]) -> Data:
    """The drafts of one provider as one record."""
    whole: Data = {}
    for draft in drafts:
        whole = combine(whole, draft.data, rows=True, many=True) if whole else draft.data
    return whole


def _settle(group: Group, book: Book, source: str, memory: Memory | None, gate: Gate, result: Settled) -> None:
    entry = book.by_slug.get(group.slug)
    whole = whole_of(group.drafts)
    if memory and entry and is_known(entry, whole, memory, source):
        result.same.add(group.slug)
        result.memories[group.slug] = met_again(memory, group.drafts)
        return
    before = entry.document.data if entry and isinstance(entry.document.data, dict) else {}
    done = step(before, whole, memory, source, many=True)
    _keep(group.slug, entry.file if entry else group.file, done.record, before, book, gate, result)
    if group.slug not in result.withheld:
        remember_rows(done.memory, group.drafts, done.record)
        result.memories[group.slug] = memory if memory == done.memory else done.memory  # the same is kept once
        result.followed += done.followed
        result.conflicts += done.conflicts


def is_known(entry: Entry, whole: Data, memory: Memory, source: str) -> bool:
    """Whether nothing of what the source says is new; then the file need not be read once more."""
    if entry.provider is None or entry.confidential:
        return False
    return said_again(msgspec.to_builtins(entry.provider), whole, memory, source)


def _keep(slug: str, file: str, record: Data, before: Data, book: Book, gate: Gate, result: Settled) -> None:
    entry = book.by_slug.get(slug)
    if record == before:
        result.same.add(slug)
        return
    passed = gate.record(file, record, entry.document.comments if entry else None, before)
    if passed.reason:
        result.withheld[slug] = passed.reason
        return
    if passed.record == before:
        result.same.add(slug)
        return
    result.texts[file] = passed.text
    result.records[slug] = passed.record
    result.new, result.changed = result.new + (entry is None), result.changed + (entry is not None)
    result.questions += len(passed.record.get("questions", [])) - len(before.get("questions", []))


def _lost(slug: str, memory: Memory, book: Book, source: str, gate: Gate, result: Settled) -> None:
    """A provider that the source no longer lists: not seen since, asked once, never taken away."""
    if slug in result.withheld:  # nothing is known anew
        result.memories[slug] = memory
        return
    entry = book.by_slug[slug]
    before = entry.document.data if isinstance(entry.document.data, dict) else {}
    result.missing += 1
    if "" not in memory.gone and before:
        _keep(slug, entry.file, not_listed(before, book, source, memory.date), before, book, gate, result)
        memory = msgspec.structs.replace(memory, gone={**memory.gone, "": memory.date or "unknown"})
    result.memories[slug] = memory


def _inner(graph: Graph, made: Assembled) -> list[str]:
    """Services that were left out and have no row of their own, being part of another's: told by their reason."""
    told = {fate.service for fate in graph.fates.values()}
    reasons: dict[str, list[str]] = {}
    for key, reason in made.left_services.items():
        if key not in told and key in graph.services:
            reasons.setdefault(reason, []).append(graph.services[key].text.get("name", "") or key)
    return [f"{len(names)} services inside other rows were left out: {reason} ({', '.join(sorted(names))[:200]})"
            for reason, names in reasons.items()]  # fmt: skip


def _ends(graph: Graph, made: Assembled, groups: list[Group], settled: Settled) -> list[RowEnd]:
    """How every row ended, by table and line."""
    owner = {id(draft): group.slug for group in groups for draft in group.drafts}
    fresh = {group.slug for group in groups if not group.exists}
    began: set[str] = set()
    ends = []
    by_organization = {key: owner[id(draft)] for key, draft in made.drafts.items()}
    for (table, line), fate in graph.fates.items():
        slug = by_organization.get(fate.organization, "")
        reason = fate.reason or made.left.get(fate.organization, "") or made.left_services.get(fate.service, "")
        reason = (
            reason or settled.withheld.get(slug, "") or ("" if slug else "the record that it belongs to was left out")
        )
        if reason:
            ends.append(RowEnd(line, fate.name, "skipped", "", reason, table))
            continue
        own = graph.organizations[fate.organization].ref == (table, line)
        first = own and slug in fresh and slug not in began
        if first:
            began.add(slug)
        ends.append(RowEnd(line, fate.name, "imported" if first else "merged", slug, "", table))
    return ends
