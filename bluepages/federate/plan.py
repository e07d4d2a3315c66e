"""Rows, a mapping and a Book make an `ImportReport`: pure, nothing is written here."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from bluepages.checks.streets import without_streets
from bluepages.errors import Complaint
from bluepages.federate import clean
from bluepages.federate.cards import card_of_record, cards_of, look_alikes
from bluepages.federate.confide import Confide
from bluepages.federate.csvfile import Row
from bluepages.federate.draft import Draft, make_draft
from bluepages.federate.extras import Extras, prepare, row_hours
from bluepages.federate.fields import Facts, render, with_operators
from bluepages.federate.flow import is_known
from bluepages.federate.gate import Gate
from bluepages.federate.group import Group, make_groups
from bluepages.federate.guard import HELD, Guard
from bluepages.federate.journal import Journal
from bluepages.federate.leaves import copied
from bluepages.federate.mapping import Mapping
from bluepages.federate.match import Index, card_of
from bluepages.federate.merge import combine, lift_phones
from bluepages.federate.report import ImportReport, RowEnd
from bluepages.federate.rows import as_named, check_columns, read_all
from bluepages.federate.spots import Points
from bluepages.federate.state import Memory, changed_state, homes_of, met_again, read_state, remember_rows, settled_home
from bluepages.federate.sync import not_listed, step
from bluepages.records.book import Book
from bluepages.records.leads import LEADS, Lead, leads_text
from bluepages.records.schema import provider_schema
from bluepages.records.write import write

Data = dict[str, Any]


def plan_import(
    rows: list[Row], mapping: Mapping, book: Book, source: str, *, today: datetime.date | None = None,
    notes: Iterable[str] = (), progress: Callable[[str], None] = lambda step: None,
) -> ImportReport:  # fmt: skip
    """What the rows make of the book. Raises `Complaint` where table and mapping do not belong together.

    With `today` every changed record is checked as on that day; what does not pass is mended or withheld.
    """
    if not mapping.columns.get("name") or not mapping.kinds:
        raise Complaint(
            f"{mapping.file} has no columns with a name, or no kinds.", "bluepages import detect SOURCE drafts them."
        )
    rows = as_named(rows, mapping)
    check_columns([row for row in rows if not row.trouble], mapping, source)
    journal = Journal()
    journal.notes += notes
    ends = {row.line: RowEnd(row.line, "", "skipped", "", row.trouble) for row in rows if row.trouble}
    good = [row for row in rows if not row.trouble]
    known = {clean.name_key(provider.name) for provider in book.providers.values()}
    good, facts = read_all(good, mapping, book, journal)
    points = Points(book, [(fact.fields.get("latitude", ""), fact.fields.get("longitude", "")) for fact in facts])
    for fact in facts:
        prepare(fact, points, journal)
    for row, fact in zip(good, facts, strict=True):
        fact.fields["hours"] = fact.fields.get("hours", "") or row_hours(row, mapping)
    facts = with_operators(facts, mapping, known)
    lines = [row.line for row in rows]
    used = {number for fact in facts for number in fact.used}
    asks = [fact for fact in facts if fact.recipe.ask]
    extras = Extras(mapping, book, journal)
    drafts: list[Draft] = []
    waiting: list[tuple[Facts, str]] = []
    for fact in facts:
        reason, waits = _reason_to_skip(fact, mapping, book)
        if reason:
            ends[fact.line] = RowEnd(fact.line, _title(fact), "skipped", "", reason)
        elif not fact.recipe.ask:
            draft, without = extras.complete(make_draft(fact, book.vocabulary.places, journal), fact)
            if without:
                ends[fact.line] = RowEnd(fact.line, _title(fact), "skipped", "", without)
            else:
                drafts.append(draft)
        if waits:
            waiting.append((fact, reason))
    del facts, rows, good  # of 50,000 rows each kept once more is a tenth of a gigabyte
    progress("Finding who is who")
    before = read_state(book.root, mapping.source.id) if mapping.source.id else {}
    before = {book.redirects.get(slug, slug): memory for slug, memory in before.items()}
    homes = homes_of(before, book)
    drafts = [settled_home(draft, homes) for draft in drafts]
    groups, held = _guarded(make_groups(drafts, book), book)
    for group in held:
        ends.update({each.line: RowEnd(each.line, each.name, "skipped", "", HELD) for each in group.drafts})
    left_out = [f"line {draft.line}: {what}" for draft in drafts for what in draft.left_out]
    del drafts
    memories: dict[str, Memory] = {}
    told = Told()
    confide = Confide(book, frozenset(), journal)
    same: set[str] = set()
    records = _records(groups, book, ends, mapping.source.id, before, memories, told, confide, same)
    leads = _leads(waiting, records, book)
    _not_seen(records, memories, same | {group.slug for group in held}, book, mapping.source.id, told)
    _ask(asks, records, book, ends)
    same -= records.keys()
    progress("Checking")
    gate = Gate(book, today, journal) if today else None
    return _report(
        source, lines, used, ends, records, same, groups, mapping, book, left_out, leads, journal, gate, memories, told
    )


class Told(msgspec.Struct):
    """How much of the source's news was taken over."""

    followed: int = 0
    conflicts: int = 0
    missing: int = 0


def _guarded(groups: list[Group], book: Book) -> tuple[list[Group], list[Group]]:
    """Groups that may come in, and those too like a hidden place."""
    guard = Guard(book)
    held = [group for group in groups if guard.stops(group)]
    waiting = {group.slug for group in held}
    return [group for group in groups if group.slug not in waiting], held


def _title(fact: Facts) -> str:
    return fact.fields.get("row_name") or fact.fields.get("name", "") or f"line {fact.line}"


def _reason_to_skip(fact: Facts, mapping: Mapping, book: Book) -> tuple[str, bool]:
    """Why the row cannot become part of a record, or `""`, and whether it is a lead for a steward."""
    how = fact.recipe
    if how.skip:
        return render(how.skip, fact.fields), False
    if fact.trouble or how.ask:
        return fact.trouble, False
    if not fact.fields.get("name"):
        return "it has no name", False
    if not fact.sources:
        return "its source is not known in data/sources.yaml", False
    if not how.services:
        return "the mapping names no service for it", False
    reason = render(how.hold, fact.fields) or _too_old(fact, mapping, book)
    return reason, bool(reason)


def _is_there(fact: Facts, book: Book, there: Index) -> bool:
    """Whether a row that waits is a record already, or for one that is held, its place: then nobody needs to look."""
    draft = make_draft(fact, book.vocabulary.places)
    card = card_of(draft.slug, draft.data, draft.counties)
    best = there.best(card)
    return best is not None and not (fact.recipe.hold and card.streets.isdisjoint(best[0].streets))


def _leads(waiting: list[tuple[Facts, str]], records: dict[str, Data], book: Book) -> list[Lead]:
    """What is told of the rows that wait, but for those that are there in another way."""
    if not waiting:
        return []
    there = Index(card for slug, card in cards_of(book).items() if slug not in records)
    for slug, record in records.items():
        there.add(card_of_record(slug, record))
    return [_lead(fact, reason, book) for fact, reason in waiting if not _is_there(fact, book, there)]


def _lead(fact: Facts, reason: str, book: Book) -> Lead:
    """What may be said of a row that waits for a steward: never a street, a telephone or a point."""
    fields = fact.fields
    source = fact.sources[0]
    city = clean.text(fields.get("city", ""))
    point = clean.point(fields.get("latitude", ""), fields.get("longitude", ""))
    county = fact.counties[0] if fact.counties else ""
    if not county and point:
        county = book.vocabulary.places.county_at(*point) or ""
    day = source.get("date", "") or book.vocabulary.sources[source["ref"]].date
    name, kind, why = (without_streets(text) for text in (fields["row_name"], fields.get("kind", ""), reason))
    return Lead(name[:200], county, city[:80], kind[:80], day, why, source["ref"])


def _lead_files(leads: list[Lead]) -> dict[str, str]:
    """The leads of this table as a file of their own, one a source."""
    by_source: dict[str, list[Lead]] = {}
    for lead in leads:
        by_source.setdefault(lead.source, []).append(lead)
    return {f"{LEADS}/{source}.yaml": leads_text(source, found) for source, found in by_source.items()}


def _too_old(fact: Facts, mapping: Mapping, book: Book) -> str:
    """Rows older than their source's longest age for such places are leads, not records (DESIGN 9)."""
    info = book.vocabulary.sources.get(fact.sources[0]["ref"])
    date = clean.date(fact.fields.get("date", "")) or (info.date if info else "")
    limit = info.longest_age_years.get(fact.recipe.age_class) if info else None
    if not (limit and date and mapping.as_of):
        return ""
    oldest = f"{int(mapping.as_of[:4]) - limit}{mapping.as_of[4:]}"
    return f"older than {limit} years, too old for a {fact.recipe.age_class}" if date < oldest[: len(date)] else ""


def _records(
    groups: list[Group], book: Book, ends: dict[int, RowEnd], source: str, before: dict[str, Memory],
    memories: dict[str, Memory], told: Told, confide: Confide, same: set[str],
) -> dict[str, Data]:  # fmt: skip
    """The record of every provider of which the rows say anything new, by slug, and how each row ended.

    Of the others, which are put into `same`, the file is not even read again.
    """
    records: dict[str, Data] = {}
    for group in groups:
        whole: Data = {}
        many = any(draft.many for draft in group.drafts)
        for draft in group.drafts:
            whole = combine(whole, draft.data, rows=True, many=draft.many) if whole else draft.data
        whole = lift_phones(whole) if many else whole
        if not any(place.get("confidential") for place in whole.get("locations", {}).values()):
            whole = copied(whole)
            confide.apply(whole)  # of all rows together: one of them may make the place a hidden one
        first = next((draft for draft in group.drafts if not draft.into), group.drafts[0])
        for draft in group.drafts:
            ending = "imported" if draft is first and not group.exists else "merged"
            ends[draft.line] = RowEnd(draft.line, draft.name, ending, group.slug)  # type: ignore[arg-type]
        known = before.get(group.slug)
        if known and group.exists and is_known(book.by_slug[group.slug], whole, known, source):
            same.add(group.slug)
            memories[group.slug] = met_again(known, group.drafts)
            group.drafts = [msgspec.structs.replace(draft, data={}) for draft in group.drafts]
            continue
        existing = book.by_slug[group.slug].document.data if group.exists else {}
        done = step(existing or {}, whole, known, source, many=many)
        if not done.memory.date and source in book.vocabulary.sources:
            done.memory.date = book.vocabulary.sources[source].date
        remember_rows(done.memory, group.drafts, done.record)
        memories[group.slug] = done.memory
        if existing and done.record == existing:
            same.add(group.slug)
        else:
            records[group.slug] = done.record
        group.drafts = [msgspec.structs.replace(draft, data={}) for draft in group.drafts]
        told.followed, told.conflicts = told.followed + done.followed, told.conflicts + done.conflicts
    memories.update({slug: memory for slug, memory in before.items() if slug not in memories and slug in book.by_slug})
    return records


def _not_seen(
    records: dict[str, Data], memories: dict[str, Memory], met: set[str], book: Book, source: str, told: Told
) -> None:
    """Providers that the source no longer lists are asked about, once, and stay."""
    for slug, memory in memories.items():
        if slug in records or slug in met:
            continue
        told.missing += 1
        if "" not in memory.gone:
            records[slug] = not_listed(book.by_slug[slug].document.data or {}, book, source, memory.date)
            memories[slug] = msgspec.structs.replace(memory, gone={**memory.gone, "": memory.date or "unknown"})


def _ask(facts: list[Facts], records: dict[str, Data], book: Book, ends: dict[int, RowEnd]) -> None:
    """Rows that are questions join the record they are about."""
    for fact in facts:
        ask = fact.recipe.ask
        if fact.line in ends or not ask:
            continue
        slug = render(ask.provider, fact.fields)
        slug = book.redirects.get(slug, slug)
        record = records.get(slug)
        if record is None and slug in book.by_slug:
            record = copied(book.by_slug[slug].document.data)
        if record is None:
            ends[fact.line] = RowEnd(
                fact.line, _title(fact), "skipped", "", f"there is no provider {slug} to ask about"
            )
            continue
        source = {key: value for key, value in (fact.sources or ({},))[0].items() if key in ("ref", "date")}
        field = render(ask.field, fact.fields)
        question = {"field": field, "text": render(ask.text, fact.fields), **source}
        records[slug] = combine(record, {"questions": [question]}, rows=False)
        ends[fact.line] = RowEnd(fact.line, _title(fact), "questioned", slug)


def _report(
    source: str, lines: list[int], used: set[int], ends: dict[int, RowEnd], records: dict[str, Data], same: set[str],
    groups: list[Group], mapping: Mapping, book: Book, left_out: list[str], leads: list[Lead], journal: Journal,
    gate: Gate | None, memories: dict[str, Memory], told: Told,
) -> ImportReport:  # fmt: skip
    files: dict[str, str] = _lead_files(leads)
    paths = {group.slug: group.file for group in groups}
    new = changed = questions = 0
    for slug, record in list(records.items()):
        entry = book.by_slug.get(slug)
        before = entry.document.data if entry and isinstance(entry.document.data, dict) else {}
        if record == before:
            continue
        comments = entry.document.comments if entry else None
        file = entry.file if entry else paths[slug]
        if gate is None:
            files[file] = write(record, provider_schema(), comments)
        else:
            passed = gate.record(file, record, comments, before)
            if passed.reason:
                _withhold(slug, passed.reason, groups, ends)
                del records[slug]
                memories.pop(slug, None)
                continue
            record = records[slug] = passed.record
            if record == before:
                continue
            files[file] = passed.text
        new, changed = new + (entry is None), changed + (entry is not None)
        questions += len(record.get("questions", [])) - len(before.get("questions", []))
    if mapping.source.id:
        files |= changed_state(book.root, mapping.source.id, memories)
    notes = [
        *journal.notes,
        *(
            f"rows[{rule.number - 1}] of {mapping.file} fits no row: {rule.words()}"
            for rule in mapping.rows
            if rule.number not in used
        ),
    ]
    notes += left_out
    notes += [f"{slug} has no description" for slug, record in records.items() if not record.get("description")]
    notes += [f"{slug} has no description" for slug in sorted(same) if not book.providers[slug].description]
    return ImportReport(
        source,
        tuple(ends[line] for line in lines),
        files,
        new,
        changed,
        len(records) + len(same) - new - changed,
        questions,
        look_alikes(records, same, book, mapping.apart),
        tuple(notes),
        tuple(leads),
        mended=dict(journal.mended),
        private=dict(journal.private),
        unmapped=dict(journal.unmapped),
        doubts=tuple(journal.doubts),
        followed=told.followed,
        conflicts=told.conflicts,
        missing=told.missing,
    )


def _withhold(slug: str, reason: str, groups: list[Group], ends: dict[int, RowEnd]) -> None:
    """The rows of a record that would not pass the checks are left out."""
    for group in groups:
        if group.slug == slug:
            for each in group.drafts:
                ends[each.line] = RowEnd(each.line, each.name, "skipped", "", reason)
