"""What stands on the portal now: the data set, its resources by role, its table cell by cell."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import msgspec

from bluepages.publish.ckan.answers import PASSING, Refusal
from bluepages.publish.ckan.client import Client
from bluepages.publish.interface import Seen
from bluepages.publish.wanted import Cell, Row

ROLE: Final = "bluepages_role"
"""The custom field of a resource by which it is known again."""

TABLE: Final = "table"
RETIRED: Final = "retired-table"
PAGE: Final = 30_000
"""Rows asked for at a time; CKAN gives at most 32,000 and does not say when it gives fewer."""


class Typed(msgspec.Struct, frozen=True):
    """A column as the portal has it."""

    name: str
    type: str
    label: str
    notes: str


class Live(msgspec.Struct):
    """The portal's side. `package` is its own object; `columns` and `rows` are empty where there is no table; `held`
    has the hash of what really lies under each role: `""` where nothing can be fetched, none where nobody looked.

    `keeps_tables` is false for a portal without DataStore: `csv` then is the file that stands for the table.
    """

    package: dict[str, Any] | None = None
    columns: tuple[Typed, ...] = ()
    rows: dict[str, Row] = {}
    has_table: bool = False
    held: dict[str, str] = {}
    keeps_tables: bool = True
    csv: bytes = b""

    @property
    def seen(self) -> Seen:
        """How it stands."""
        if self.package is None:
            return "absent"
        return "private" if self.package.get("private") else "public"

    def custom(self, name: str) -> str:
        """A custom field of the data set, wherever the portal keeps it."""
        package = self.package or {}
        for extra in package.get("extras") or ():
            if extra.get("key") == name:
                return str(extra.get("value") or "")
        value = package.get(name)
        return value if isinstance(value, str) else ""

    def resource(self, role: str) -> dict[str, Any] | None:
        """The resource of a role; of several, which only a crash can leave, the first."""
        return next(iter(self.resources(role)), None)

    def resources(self, role: str) -> list[dict[str, Any]]:
        """All resources of a role, in the portal's order."""
        found = (self.package or {}).get("resources") or ()
        return [resource for resource in found if resource.get(ROLE) == role]


def read_package(client: Client, name: str, *, public: bool = False) -> dict[str, Any] | None:
    """The data set, `None` where there is none, or none that may be seen."""
    try:
        package = client.read("package_show", {"id": name}, public=public)
    except Refusal as refused:
        if refused.kind in ("missing", "denied"):  # of a deleted one it says that it may not be seen
            return None
        raise
    return None if package.get("state") == "deleted" else package


def keeps_tables(client: Client) -> bool:
    """Whether the portal has a DataStore; one that does not say what it has is taken to have it."""
    named = client.status.get("extensions")
    return not named or "datastore" in named


def read_live(client: Client, name: str, *, public: bool = False) -> Live:
    """The data set and its table."""
    live = Live(read_package(client, name, public=public), keeps_tables=keeps_tables(client))
    read_table(client, live, public=public)
    return live


def read_table(client: Client, live: Live, *, public: bool = False) -> None:
    """Add the table to what is known, or the file that stands for it."""
    table = live.resource(TABLE)
    if not live.keeps_tables:
        file = live.resource("csv")
        live.csv = _content(client, str(file.get("url")), public=public) if file else b""
        return
    columns = read_columns(client, table["id"], public=public) if table else None
    if table is None or columns is None:
        return
    live.columns, live.has_table = columns, True
    if columns:
        live.rows = read_rows(client, table["id"], columns, public=public)


def read_all(client: Client, name: str) -> Live:
    """Everything, and what really lies under each role: whoever replaces a file by hand leaves our hash beside it."""
    live = Live(read_package(client, name), keeps_tables=keeps_tables(client))
    resources = (live.package or {}).get("resources") or ()
    files = [each for each in resources if each.get(ROLE) and each.get("url_type") == "upload"]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        held = [
            pool.submit(_held, client, str(each.get("url")), public=live.seen == "public") for each in files
        ]  # fmt: skip
        read_table(client, live)
        live.held = {str(each[ROLE]): what.result() for each, what in zip(files, held, strict=True)}
    return live


AT_ONCE: Final = 3
"""Files fetched at the same time."""


def _held(client: Client, url: str, *, public: bool) -> str:
    """The hash of what can be fetched there, `""` where nothing can."""
    found = _content(client, url, public=public)
    return hashlib.sha256(found).hexdigest() if found else ""


def _content(client: Client, url: str, *, public: bool) -> bytes:
    try:
        return client.download(url, public=public).content
    except Refusal as refused:
        if refused.kind in PASSING:
            raise
        return b""


def read_columns(client: Client, resource: str, *, public: bool = False) -> tuple[Typed, ...] | None:
    """The columns of a table, without CKAN's own `_id`; `None` where there is no table."""
    try:
        found = client.read("datastore_search", {"resource_id": resource, "limit": 0}, public=public)
    except Refusal as refused:
        if refused.kind == "missing":
            return None
        raise
    return tuple(_typed(field) for field in found.get("fields", ()) if field.get("id") != "_id")


def _typed(field: dict[str, Any]) -> Typed:
    info = field.get("info") or {}
    return Typed(str(field["id"]), str(field.get("type")), str(info.get("label") or ""), str(info.get("notes") or ""))


def read_rows(client: Client, resource: str, columns: Sequence[Typed], *, public: bool = False) -> dict[str, Row]:
    """All rows by the value of the first column that is the key, `id` or else the first."""
    names = [column.name for column in columns]
    key = names.index("id") if "id" in names else 0
    made: dict[str, Row] = {}
    offset = 0
    while True:
        question = {
            "resource_id": resource,
            "fields": names,
            "limit": PAGE,
            "offset": offset,
            "sort": f'"{names[key]}"',
            "records_format": "lists",
        }
        found = client.read("datastore_search", question, public=public)
        order = [field["id"] for field in found["fields"]]
        places = [order.index(name) for name in names]
        convert = [_CONVERT.get(column.type) for column in columns]
        special = [(at, read) for at, read in enumerate(convert) if read]
        straight = places == list(range(len(order)))
        for record in found["records"]:
            row = record if straight else [record[at] for at in places]
            for at, read in special:
                if row[at] is not None:
                    row[at] = read(row[at])
            made[str(row[key])] = tuple(row)
        offset += len(found["records"])
        if not found["records"] or offset >= int(found.get("total") or 0):
            return made


def _number(value: Any) -> Cell:
    return float(value)


def _moment(value: Any) -> Cell:
    return str(value)[:19].replace(" ", "T")


def _day(value: Any) -> Cell:
    return str(value)[:10]


def _truth(value: Any) -> Cell:
    return value if isinstance(value, bool) else str(value).lower() in ("true", "t")


_CONVERT: Final = {
    "numeric": _number, "float8": _number, "int4": _number, "timestamp": _moment, "date": _day, "bool": _truth,
}  # fmt: skip
