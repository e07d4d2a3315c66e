"""The table: rehearsed, upserted by key where a row differs, and only then rid of what is gone.

CKAN makes each call whole or not at all, overwrites a row of the same key, and keeps the old value of a column that
is left out: so every row is sent with every column, `null` for what is empty, and readers never see too few rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from bluepages.publish.ckan.answers import Refusal
from bluepages.publish.ckan.client import Client
from bluepages.publish.ckan.fields import table_fields
from bluepages.publish.ckan.live import RETIRED, ROLE, TABLE, Live, read_package
from bluepages.publish.interface import Plan
from bluepages.publish.wanted import Column, Row, Wanted

BATCH: Final = 1000
"""Rows a call: more makes it no faster, and a server in front may not wait."""


def ensure_resource(client: Client, wanted: Wanted, live: Live) -> str:
    """The id of the table's resource, made if need be: first the resource, then the table, since CKAN leaves an
    empty resource behind where it fails to make both in one."""
    there = live.resource(TABLE)
    if there is not None:
        return str(there["id"])
    what = {
        "package_id": wanted.name,
        "url": "_datastore_only_resource",
        "url_type": "datastore",
        **{key: value for key, value in table_fields(wanted, "", "").items() if value},
    }
    made = client.write(
        "resource_create", what, done=lambda: Live(read_package(client, wanted.name)).resource(TABLE)
    )  # fmt: skip
    return str(made["id"])


def retire(client: Client, live: Live) -> None:
    """Leave a table whose columns cannot be changed in place where it is, for those who still read it, under another
    role; the new one is made beside it."""
    there = live.resource(TABLE)
    if there is not None:
        said = "Replaced by another table of this data set, and not kept up to date any more."
        client.write("resource_patch", {"id": there["id"], ROLE: RETIRED, "description": said})


def ensure_table(
    client: Client, resource: str, columns: Sequence[Column], there: Sequence[str] = (), *, delete: bool = False
) -> None:
    """Make the table, or add the columns it lacks, with what the dictionary says of each. The same call twice does no
    harm. `there` are the names that it has: CKAN before 2.11 wants those first, as they stand, and new ones after them.
    `delete` takes away the columns that are not named, which CKAN can since 2.12."""
    place = {name: at for at, name in enumerate(there)}
    order = sorted(columns, key=lambda column: place.get(column.name, len(place)))
    fields = [{"id": c.name, "type": c.type, "info": {"label": c.label, "notes": c.notes}} for c in order]
    what: dict[str, Any] = {
        "resource_id": resource, "fields": fields, "primary_key": columns[0].name, "force": True,
    }  # fmt: skip
    if delete:
        what["delete_fields"] = True
    client.write("datastore_create", what)


def send_rows(
    client: Client, resource: str, wanted: Wanted, plan: Plan, keep: Callable[[], None], *, rehearse: bool
) -> int:
    """Upsert the rows that are new or differ, sorted by key; gives their number."""
    keys = sorted({*plan.rows.added, *plan.rows.changed})
    names = [column.name for column in wanted.columns]
    batches = [keys[at : at + BATCH] for at in range(0, len(keys), BATCH)]
    if rehearse:
        for batch in batches:  # a bad value anywhere is seen before anything is written
            _upsert(client, resource, names, [wanted.rows[key] for key in batch], dry=True)
    for batch in batches:
        keep()
        _upsert(client, resource, names, [wanted.rows[key] for key in batch])
    return len(keys)


def _upsert(client: Client, resource: str, names: Sequence[str], rows: Sequence[Row], *, dry: bool = False) -> None:
    what: dict[str, Any] = {
        "resource_id": resource, "method": "upsert", "force": True,
        "records": [dict(zip(names, row, strict=True)) for row in rows],
    }  # fmt: skip
    if not dry:
        client.write("datastore_upsert", what)
        return
    try:
        client.read("datastore_upsert", {**what, "dry_run": True})
    except Refusal as refused:
        if "dry_run" in refused.said:
            return  # a portal too old to rehearse; the call itself is whole or nothing
        raise


def delete_rows(client: Client, resource: str, key: str, gone: Sequence[str], keep: Callable[[], None]) -> None:
    """Delete rows by key. An empty filter would empty the table, so an empty list is not even asked."""
    for batch in _batches(gone):
        keep()
        client.write("datastore_delete", {"resource_id": resource, "force": True, "filters": {key: batch}})


def _batches(keys: Sequence[str]) -> Iterator[list[str]]:
    for at in range(0, len(keys), BATCH):
        batch = [key for key in keys[at : at + BATCH] if key]
        if batch:
            yield batch
