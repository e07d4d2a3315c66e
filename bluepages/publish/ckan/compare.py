"""The difference between what is wanted and what is live, and what the brakes say to it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Final

from bluepages.publish.ckan.fields import RELEASED, RUN, differing, file_differs, said_now, table_described
from bluepages.publish.ckan.live import TABLE, Live
from bluepages.publish.interface import Allowed, Columns, Plan, Rows, Stop
from bluepages.publish.metadata import MANAGED_BY
from bluepages.publish.settings import Settings
from bluepages.publish.table import read_rows
from bluepages.publish.wanted import Column, Row, Wanted, words_digest

FILES_ALONE: Final = (
    "This portal keeps no tables (it has no DataStore): the files are published, but no program can ask it for rows."
)


def compare(wanted: Wanted, live: Live, settings: Settings, allowed: Allowed) -> Plan:
    """The plan; it writes nothing."""
    there = live.package is not None
    rows, columns = rows_of(wanted, live), columns_of(wanted, live)
    files = [file.filename for file in wanted.files if file_differs(file, live)]
    table = live.resource(TABLE)
    if live.keeps_tables and (table is None or not live.has_table or not table_described(wanted, table)):
        files.append(wanted.table_title)
    release = (not there or bool((live.package or {}).get("private"))) and (allowed.release or not settings.approval)
    plan = Plan(
        target=settings.target,
        url=settings.url,
        dataset=wanted.name,
        seen=live.seen,
        rows=rows,
        columns=columns,
        files=tuple(files),
        metadata=differing(wanted, live, settings.entry),
        release=release,
        unfinished=said_now(live, settings.entry, RUN, custom=True),
        schema_version=wanted.schema_version,
        notes=() if live.keeps_tables else (FILES_ALONE,),
    )
    stops = tuple(brakes(plan, wanted, live, settings, allowed))
    return Plan(**{name: getattr(plan, name) for name in plan.__struct_fields__} | {"stops": stops})


def rows_of(wanted: Wanted, live: Live) -> Rows:
    """Rows by key: new, gone, and those of which a cell differs, with its columns.

    Of a portal that keeps no tables, the rows of its file.
    """
    names: Sequence[str] = [column.name for column in live.columns]
    new: Sequence[str] = [column.name for column in wanted.columns]
    before, after = live.rows, wanted.rows
    if not live.keeps_tables:
        (names, before), (new, after) = _as_text(live.csv), _as_text(wanted.file("csv").content)
    if names == new:
        changed = {key: row for key, row in after.items() if key in before and before[key] != row}
    else:
        at = [names.index(name) if name in names else -1 for name in new]
        shown = {key: tuple([row[place] if place >= 0 else None for place in at]) for key, row in before.items()}
        changed = {key: row for key, row in after.items() if key in shown and shown[key] != row}
        before = shown
    return Rows(
        before=len(before),
        after=len(after),
        added=tuple(sorted(key for key in after if key not in before)),
        changed={
            key: tuple(name for name, was, now in zip(new, before[key], changed[key], strict=True) if was != now)
            for key in sorted(changed)
        },
        removed=tuple(sorted(key for key in before if key not in after)),
    )


def _as_text(content: bytes) -> tuple[list[str], dict[str, Row]]:
    """Header and rows by key of a CSV file; one that cannot be read as such has none."""
    try:
        header, rows = read_rows(content)
    except (UnicodeDecodeError, csv.Error):
        return [], {}
    return header, {row[0]: tuple(row) for row in rows if len(row) == len(header)}


def columns_of(wanted: Wanted, live: Live) -> Columns:
    """Columns by name."""
    if not live.keeps_tables:
        there, names = _as_text(live.csv)[0], [column.name for column in wanted.columns]
        return Columns(
            added=tuple(name for name in names if there and name not in there),
            gone=tuple(name for name in there if name not in names),
        )
    if not live.has_table:
        return Columns(added=tuple(column.name for column in wanted.columns))
    before = {column.name: column for column in live.columns}
    after = {column.name: column for column in wanted.columns}
    both = [name for name in after if name in before]
    return Columns(
        added=tuple(name for name in after if name not in before),
        gone=tuple(name for name in before if name not in after),
        retyped={name: (before[name].type, after[name].type) for name in both
                 if before[name].type != after[name].type},
        described=tuple(name for name in both if not _same_words(after[name], before[name].label, before[name].notes)),
    )  # fmt: skip


def _same_words(column: Column, label: str, notes: str) -> bool:
    return (column.label.strip(), column.notes.strip()) == (label.strip(), notes.strip())


def words_of(wanted: Wanted) -> str:
    """The hash of the dictionary."""
    return words_digest(
        {column.name: [column.type, column.label.strip(), column.notes.strip()] for column in wanted.columns}
    )


def brakes(plan: Plan, wanted: Wanted, live: Live, settings: Settings, allowed: Allowed) -> Iterator[Stop]:
    """What should make a person look before anything is lost."""
    rows, columns = plan.rows, plan.columns
    if not wanted.rows:
        yield Stop("no-rows", "There is not a single row to publish.", "Look at what the build says.")
    if live.package is not None:
        yield from _ownership(wanted, live, settings, allowed)
        if plan.seen == "private" and said_now(live, settings.entry, RELEASED, custom=True) and not allowed.release:
            yield Stop(
                "withdrawn",
                "Somebody made the data set private on the portal after it had been public.",
                "Ask them why; --release makes it public again.",
            )
    lost, entry = len(rows.removed), settings.entry
    limit = min(entry.most_lost_rows, rows.before * entry.most_lost_percent // 100)
    if lost > max(limit, 1) and lost != allowed.loss:
        yield Stop(
            "loss",
            f"{lost} of {rows.before} rows would vanish; the limit is {max(limit, 1)}.",
            f"If that is right: --allow-loss {lost}",
        )
    odd = [f"{name} would vanish" for name in columns.gone]
    odd += [f"{name} would become {after} instead of {before}" for name, (before, after) in columns.retyped.items()]
    if odd and len(odd) != allowed.columns:
        yield Stop(
            "columns",
            f"Of the table's columns, {', '.join(odd)}.",
            f"Programs of others may need them. If that is right: --allow-columns {len(odd)}",
        )


def _ownership(wanted: Wanted, live: Live, settings: Settings, allowed: Allowed) -> Iterator[Stop]:
    entry = settings.entry
    owner = said_now(live, entry, "managed_by", custom=True), said_now(live, entry, "directory_id", custom=True)
    if owner != (MANAGED_BY, wanted.custom["directory_id"]) and allowed.adopt != wanted.name:
        whose = "another directory's" if owner[0] == MANAGED_BY else "not one that this program made"
        yield Stop(
            "not-ours",
            f"The data set {wanted.name} on the portal is {whose}.",
            f"Choose another name (portals.{settings.target}.dataset), or take it over: --adopt {wanted.name}",
        )
