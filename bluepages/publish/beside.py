"""Large files of a build, looked through by a second process while the first one reads, compares and does the rest.

What it found counts only for the very bytes, streets and ids that the gate asks about; for anything else, and whatever
goes wrong there, the gate looks itself.
"""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path as FilePath
from typing import Final

import msgspec

from bluepages.publish.interface import Stop
from bluepages.publish.privacy import Files, first_of
from bluepages.publish.streets import sought

LARGE: Final = ("hsds.zip", "services.csv")
"""What takes long. Most lines of the table go out as they were built: only its columns may have other names."""

WORTH: Final = 1_000_000
"""Bytes of a file from which a second process saves more than it costs."""


class Looked(msgspec.Struct, frozen=True):
    """What was looked for (a pattern of streets, ids of places), and what was found, by the SHA-256 of the file."""

    streets: str
    ids: frozenset[str]
    found: dict[str, list[Stop]]


class Beside:
    """Begun before anything else is read; `found` waits for it."""

    def __init__(self, root: FilePath, folder: FilePath) -> None:
        there = [path for name in LARGE if (path := folder / "data" / name).is_file()]
        large = [path for path in there if path.stat().st_size > WORTH]
        self._begun: Future[Looked] | None = None
        if large:
            pool = ProcessPoolExecutor(1)  # before any thread is: a copy of a process with threads could hang
            self._begun = pool.submit(look, root, large)
            pool.shutdown(wait=False)

    def found(self, content: bytes, streets: re.Pattern[str] | None, ids: frozenset[str]) -> list[Stop] | None:
        """What speaks against a file; `None` where it looked at other bytes or for something else, or failed."""
        if self._begun is None or len(content) <= WORTH:
            return None
        try:
            looked = self._begun.result()
        except Exception:  # the gate looks itself, and says what is wrong
            return None
        same = (looked.streets, looked.ids) == (_text(streets), ids)
        return looked.found.get(hashlib.sha256(content).hexdigest()) if same else None


def look(root: FilePath, paths: list[FilePath]) -> Looked:
    """Look through files for what the gate of `root` looks for."""
    wanted = sought(root)
    found, files = {}, Files(wanted.streets, wanted.ids)
    for path in paths:
        content = path.read_bytes()
        found[hashlib.sha256(content).hexdigest()] = [*first_of(files.look(path.name, content))]
    return Looked(_text(wanted.streets), wanted.ids, found)


def _text(streets: re.Pattern[str] | None) -> str:
    return streets.pattern if streets else ""
