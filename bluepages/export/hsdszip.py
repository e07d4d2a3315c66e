"""`hsds.zip`: everything as HSDS tables, a Tabular Data Package (HSDS 3.1, tabular form).

Rows stand in the order of the providers' short names, those of one provider in the order of their ids. The archive
holds no time and no owner, so that the same data makes the same bytes with the same zlib.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from bluepages.enrich import Edition
from bluepages.export.cells import lines
from bluepages.export.datapackage import about
from bluepages.export.formats import File, Record
from bluepages.export.jsontext import pretty
from bluepages.export.notice import notice
from bluepages.hsds.datapackage import datapackage
from bluepages.hsds.schemas import VERSION, object_types
from bluepages.hsds.tabular import CORE, Row, Tables, columns

PATH: Final = "hsds.zip"
SHARED: Final = ("taxonomy", "taxonomy_term")
"""Tables whose rows many providers have in common."""

_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE: Final = 0o100644 << 16
_UNIX: Final = 3


class Part(msgspec.Struct):
    """Some providers' rows: CSV lines by table, packed to travel and wait; shared rows by table and id."""

    packed: dict[str, bytes]
    shared: dict[str, dict[str, Row]]


class HsdsZip:
    """The HSDS tabular package."""

    name = "hsds-zip"
    paths = (PATH,)
    about = f"Everything as HSDS {VERSION} tables (CSV) with a datapackage.json, zipped."

    def part(self, edition: Edition, batch: Sequence[Record]) -> Part:
        terms = edition.hsds_context.terms.by_id
        rows: dict[str, list[Row]] = {}
        shared: dict[str, dict[str, Row]] = {name: {} for name in SHARED}
        for record in batch:
            tables = Tables(terms)
            tables.add(record.compiled)
            for name in tables.names():
                if name in shared:
                    shared[name].update((str(row[0]), row) for row in tables.rows(name))
                else:
                    rows.setdefault(name, []).extend(tables.rows(name))
        return Part({name: zlib.compress(lines(found), 1) for name, found in rows.items() if found}, shared)

    def sink(self, edition: Edition) -> _Sink:
        return _Sink(edition)


class _Sink:
    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._packed: dict[str, list[bytes]] = {}
        self._shared: dict[str, dict[str, Row]] = {name: {} for name in SHARED}

    def add(self, part: Part) -> Iterator[File]:
        for name, packed in part.packed.items():
            self._packed.setdefault(name, []).append(packed)
        for name, rows in part.shared.items():
            self._shared[name].update(rows)
        return iter(())

    def finish(self) -> Iterator[File]:
        yield PATH, self._archive()

    def _archive(self) -> bytes:
        used = (name for name, rows in self._shared.items() if rows)
        tables = sorted({*CORE, *self._packed, *used}, key=lambda name: object_types()[name].path)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            _write(archive, "README.txt", [self._readme(tables)])
            _write(archive, "datapackage.json", [pretty(self._package(tables))])
            for name in tables:
                _write(archive, object_types()[name].path, self._table(name))
        return out.getvalue()

    def _table(self, name: str) -> Iterator[bytes]:
        yield lines([columns(name)])
        if name in self._shared:
            rows = self._shared[name]
            yield lines([rows[key] for key in sorted(rows)])
        for packed in self._packed.get(name, ()):
            yield zlib.decompress(packed)

    def _package(self, tables: Sequence[str]) -> dict[str, Any]:
        title = f"{self._edition.config.name}: HSDS {VERSION}"
        return datapackage(tables, title, about(self._edition))

    def _readme(self, tables: Sequence[str]) -> bytes:
        contents = [(object_types()[name].path, object_types()[name].description) for name in tables]
        return notice(self._edition, contents).encode()


def _write(archive: zipfile.ZipFile, path: str, pieces: Iterator[bytes] | list[bytes]) -> None:
    """One file of the archive, the same whoever makes it and whenever."""
    entry = zipfile.ZipInfo(path, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr, entry.create_system = _PLAIN_FILE, _UNIX
    with archive.open(entry, "w") as file:
        for piece in pieces:
            file.write(piece)
