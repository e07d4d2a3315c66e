"""Several tables that belong together: a folder, a ZIP file, or one file, read table by table."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path, PurePosixPath
from typing import Final

from bluepages.errors import Complaint
from bluepages.federate.csvfile import MAX_BYTES, Input, Table, read_bytes
from bluepages.federate.tables import read_table

READ: Final = frozenset({".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".geojson", ".xlsx", ".yaml", ".yml"})
_MOST_FILES: Final = 5000


class Package:
    """Files by name without folders; of two with one name, the one nearest the top."""

    def __init__(self, name: str, files: dict[str, bytes]) -> None:
        self.name, self.files = name, files

    def table(self, name: str, how: Input | None = None) -> Table:
        """The rows of one file. Raises `Complaint`."""
        return read_table(self.files[name], name, how or Input())

    def __contains__(self, name: str) -> bool:
        return name in self.files


def open_package(path: Path) -> Package:
    """The files of a folder, a ZIP file, or a file alone. Raises `Complaint`."""
    if path.is_dir():
        found = sorted(p for p in path.iterdir() if p.is_file() and p.suffix.lower() in READ)
        if not found:
            found = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in READ)[:_MOST_FILES]
        if not found:
            raise Complaint(f"{path} holds no tables.", "CSV, TSV, XLSX, JSON, GeoJSON and YAML are read.")
        files: dict[str, bytes] = {}
        for file in found:
            files.setdefault(file.name, read_bytes(file))
        return Package(path.name, files)
    source = read_bytes(path)
    if zipfile.is_zipfile(io.BytesIO(source)) and path.suffix.lower() not in (".xlsx", ".xlsm"):
        return unzip(source, path.name)
    return Package(path.name, {path.name: source})


def unzip(source: bytes, name: str) -> Package:
    """The tables in a ZIP file, never more than a table may hold in all. Raises `Complaint`."""
    files: dict[str, tuple[int, bytes]] = {}
    room = MAX_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as bundle:
            for item in bundle.infolist()[:_MOST_FILES]:
                place = PurePosixPath(item.filename)
                if item.is_dir() or place.suffix.lower() not in READ or place.parts[0] == "__MACOSX":
                    continue
                with bundle.open(item) as stream:
                    data = stream.read(room + 1)
                room -= len(data)
                if room < 0:
                    raise Complaint(f"{name} unpacks to more than {MAX_BYTES // 2**20} MB.", "Split it.")
                deep = len(place.parts)
                if place.name not in files or deep < files[place.name][0]:
                    files[place.name] = (deep, data)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise Complaint(f"{name} is not a ZIP file that can be read.", "Pack it again without a password.") from None
    except zipfile.LargeZipFile:
        raise Complaint(f"{name} is too large.", "Split it.") from None
    if not files:
        raise Complaint(f"{name} holds no tables.", "CSV, TSV, XLSX, JSON, GeoJSON and YAML are read.")
    return Package(name, {key: data for key, (_, data) in sorted(files.items())})
