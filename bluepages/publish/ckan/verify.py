"""Reading back what was published, as the public where it is public, and comparing all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from bluepages.publish.ckan.answers import Refusal
from bluepages.publish.ckan.client import Client
from bluepages.publish.ckan.compare import columns_of, rows_of, words_of
from bluepages.publish.ckan.fields import differing, table_described
from bluepages.publish.ckan.live import TABLE, Live, read_live
from bluepages.publish.interface import Check
from bluepages.publish.settings import Settings
from bluepages.publish.wanted import File, Wanted, rows_digest


def verify(client: Client, wanted: Wanted, settings: Settings, *, public: bool) -> tuple[Check, ...]:
    """Every check; `public` asks without the token, as everybody else does."""
    try:
        live = read_live(client, wanted.name, public=public)
    except Refusal as refused:
        return (Check("the data set can be read", False, refused.said),)
    if live.package is None:
        return (Check("the data set can be read", False, "it is not there, or is private"),)
    return tuple(_checks(client, wanted, live, settings, public=public))


def _checks(client: Client, wanted: Wanted, live: Live, settings: Settings, *, public: bool) -> Iterator[Check]:
    who = "without a token, as everybody reads it" if public else "with the token, since it is private"
    yield Check("the data set can be read", True, who)
    odd = differing(wanted, live, settings.entry)
    yield Check("title, description and fields of the data set", not odd, _list("differs: ", odd))
    for file in wanted.files:
        yield _file(client, file, live, public=public)
    if not live.keeps_tables:
        yield Check("the table", True, "none: this portal has no DataStore")
        return
    resource = live.resource(TABLE)
    yield Check("the table is there", live.has_table, "" if live.has_table else "the portal has no such table")
    if not live.has_table or resource is None:
        return
    yield Check("title and description of the table", table_described(wanted, resource))
    twins = [role for role in ("table", *(file.role for file in wanted.files)) if len(live.resources(role)) > 1]
    yield Check("each resource is there once", not twins, _list("twice: ", twins))
    columns = columns_of(wanted, live)
    yield Check("columns", not columns.added and not columns.gone, _list("differ: ", (*columns.added, *columns.gone)))
    yield Check("types", not columns.retyped, _list("differ: ", columns.retyped))
    yield Check("dictionary", not columns.described, _list("differs: ", columns.described))
    yield Check("number of rows", len(live.rows) == len(wanted.rows), f"{len(live.rows)} of {len(wanted.rows)}")
    yield Check("the keys of the rows", live.rows.keys() == wanted.rows.keys())
    names = [column.name for column in wanted.columns]
    digest = rows_digest([column.name for column in live.columns], live.rows)
    wished = rows_digest(names, wanted.rows)
    yield Check(
        "all cells",
        digest == wished,
        f"SHA-256 {digest[:12]}" if digest == wished else f"SHA-256 {digest[:12]}, not {wished[:12]}",
    )
    if public:
        yield _cors(client, resource["id"], settings)


def _file(client: Client, file: File, live: Live, *, public: bool) -> Check:
    name = f"the file {file.filename}"
    there = live.resource(file.role)
    if there is None:
        return Check(name, False, "it is not there")
    try:
        response = client.download(str(there.get("url")), public=public)
    except Refusal as refused:
        return Check(name, False, f"it cannot be fetched: {refused.said}")
    found = hashlib.sha256(response.content).hexdigest()
    if found != file.sha256:
        return Check(name, False, f"its SHA-256 is {found[:12]}, not {file.sha256[:12]}")
    return Check(name, True, f"SHA-256 {found[:12]}, {len(response.content)} bytes")


def _cors(client: Client, resource: str, settings: Settings) -> Check:
    """Whether a page on another site may ask the table."""
    name = "browsers may ask the table (CORS)"
    try:
        response = client.look("datastore_search", {"resource_id": resource, "limit": "0"})
    except Refusal as refused:
        return Check(name, False, refused.said)
    said = response.headers.get("access-control-allow-origin", "")
    if said or settings.entry.cors:
        hint = "" if said else "no Access-Control-Allow-Origin; ask the portal, or set cors: false in directory.yaml"
        return Check(name, bool(said), said or hint)
    return Check(name, True, "not allowed there, as directory.yaml says")


def _list(before: str, names: object) -> str:
    found = [str(name) for name in names]  # type: ignore[attr-defined]
    return before + ", ".join(found) if found else ""


def state_of(live: Live, wanted: Wanted) -> dict[str, str]:
    """What a receipt says of a state of the portal: hashes and numbers, never a value."""
    if live.package is None:
        return {}
    csv = live.resource("csv") or {}
    return {
        "commit": live.custom("source_commit"),
        "csv_sha256": str(csv.get("source_sha256") or ""),
        "rows_sha256": rows_digest([column.name for column in live.columns], live.rows) if live.has_table else "",
        "rows": str(len(live.rows) if live.keeps_tables else rows_of(wanted, live).before),
        "dictionary_sha256": words_of(wanted) if not columns_of(wanted, live).described else "",
        "seen": live.seen,
    }
