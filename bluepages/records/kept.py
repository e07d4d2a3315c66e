"""Records as they were last read, so that a check of one file need not make sense of all the others again.

Each is kept with the digest of the bytes that it was read from, in `.bluepages/`, which Git ignores. What is named in a
check is always read afresh, and so is everything that is published: only what a named file is compared with comes from
here. Only sound records without anything confidential are kept. A file that is cut short, or was written by another
version of this program, counts as none.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path as FilePath
from typing import Final

import msgspec

from bluepages import model, problems
from bluepages.model import Provider
from bluepages.records.book import Entry
from bluepages.records.scan import MAX_BYTES
from bluepages.records.schema import schema_folder

FILE: Final = ".bluepages/records.kept"
_DIGEST: Final = 32

Read = Callable[[list[str]], list[Entry]]
"""Reads files as they are now."""


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """One record: the digest of its file's bytes, and what they say."""

    digest: bytes
    provider: Provider


def entries_with(root: FilePath, files: Sequence[str], fresh: Collection[str], read: Read) -> list[Entry]:
    """Entries of `files`: those in `fresh`, and those whose bytes are not the kept ones, by `read`."""
    kept = _load(root)
    here = str(root)
    digests = {file: _digest_of(f"{here}/{file}") for file in files if file not in fresh}
    known = {file for file, digest in digests.items() if file in kept and digest == kept[file].digest}
    anew = read([file for file in files if file not in known])
    if kept.keys() - known - set(fresh) or any(_worth(entry) and entry.file in digests for entry in anew):
        found = {file: kept[file] for file in known} | {
            entry.file: Kept(digest, entry.provider)
            for entry in anew
            if _worth(entry) and entry.provider and (digest := digests.get(entry.file, b""))
        }
        _save(root, found)
    return [*anew, *(Entry(root, file, kept[file].provider) for file in sorted(known))]


def _worth(entry: Entry) -> bool:
    return entry.provider is not None and not entry.problems and entry.canonical and not entry.confidential


def _digest_of(path: str) -> bytes:
    """The digest of an ordinary file's bytes, or nothing."""
    try:
        with open(path, "rb", opener=_no_link) as stream:
            source = stream.read(MAX_BYTES + 1)
    except OSError:
        return b""
    return hashlib.sha256(source).digest()


def _no_link(path: str, flags: int) -> int:
    """Neither a link nor a pipe that keeps us waiting."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


@functools.cache
def _version() -> bytes:
    """What a kept record depends on besides its bytes: the program that reads records, and what it runs on."""
    here = FilePath(__file__).parent
    sources = sorted([*here.glob("*.py"), FilePath(model.__file__), FilePath(problems.__file__)])
    found = hashlib.sha256(f"{sys.version}|{msgspec.__version__}".encode())
    for path in (*sources, schema_folder() / "provider.schema.json"):
        found.update(path.read_bytes())
    return found.digest()


def _load(root: FilePath) -> dict[str, Kept]:
    try:
        source = (root / FILE).read_bytes()
    except OSError:
        return {}
    version, digest, body = source[:_DIGEST], source[_DIGEST : 2 * _DIGEST], source[2 * _DIGEST :]
    if version != _version() or digest != hashlib.sha256(body).digest():
        return {}
    try:
        return msgspec.msgpack.decode(body, type=dict[str, Kept])
    except msgspec.DecodeError:
        return {}


def _save(root: FilePath, found: dict[str, Kept]) -> None:
    """Write it whole or not at all; where that cannot be, the next check reads the records again."""
    body = msgspec.msgpack.encode(found)
    path = root / FILE
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix="records.", delete=False) as stream:
            stream.write(_version() + hashlib.sha256(body).digest() + body)
        try:
            os.replace(stream.name, path)  # noqa: PTH105
        except OSError:
            os.unlink(stream.name)  # noqa: PTH108
