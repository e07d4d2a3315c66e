"""A folder becomes a `Book`: settings, vocabularies and every provider file, all problems collected, none raised."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path as FilePath
from typing import Final

import msgspec

from bluepages.config import Config, in_words
from bluepages.errors import Complaint
from bluepages.model import Provider
from bluepages.problems import Problem, sort_key
from bluepages.records import engines
from bluepages.records.book import Book, Entry, redact
from bluepages.records.kept import entries_with
from bluepages.records.leads import load_leads
from bluepages.records.schema import provider_schema
from bluepages.records.shape import shape_problems
from bluepages.records.vocabularies import load_vocabulary
from bluepages.records.yamlfile import Document, read_bytes, read_yaml

PROVIDERS: Final = "data/providers"
_SAYS_CONFIDENTIAL: Final = re.compile(rb"(?i)conf\w{0,4}d\w{0,6}n?\w?t\w{1,3}[\"']?\s*:(?!\s*false\b)")
"""The key, or what was meant to be it, with anything but a plain `false`: `confidental: yes` is meant well."""

CHUNK: Final = 400
"""Files a worker process reads at a time; fewer than this are read at once."""


def load_book(root: FilePath, *, jobs: int = 1, fresh: Callable[[str], bool] | None = None) -> Book:
    """Read the directory at `root` with up to `jobs` processes.

    With `fresh`, only the files that it accepts are surely read; the others, which these are only compared with, may be
    taken as they were last read if their bytes are still the same. Nothing is published of such a book.

    Raises `Complaint` where `root` is no directory of this kind or its settings cannot be used; everything else that
    is wrong stands in the book's and the entries' problems.
    """
    config = load_config(root)
    vocabulary, problems = load_vocabulary(root)
    files, strays = provider_files(root)
    leads, unread = load_leads(root)
    if fresh is None or not engines.fast():
        entries = read_entries(root, files, jobs)
    else:
        entries = entries_with(root, files, set(filter(fresh, files)), lambda some: read_entries(root, some, jobs))
    return Book(root, config, vocabulary, entries, [*problems, *strays, *unread], leads)


def load_config(root: FilePath) -> Config:
    """The settings in `directory.yaml`; raises `Complaint` with the first thing that is wrong."""
    path = root / "directory.yaml"
    if not path.is_file():
        raise Complaint(
            f"There is no directory.yaml in {root}.",
            "Run this in the folder of a directory, or name it: --root DIR.",
        )
    data, problems = read_yaml(path, root)
    if problems or not isinstance(data, dict):
        first = problems[0] if problems else None
        raise Complaint(f"directory.yaml:{first.line}: {first.message}" if first else "directory.yaml is empty.")
    data = {key: "" if value is None else value for key, value in data.items()}
    try:
        return msgspec.convert(data, Config)
    except msgspec.ValidationError as error:
        raise Complaint(
            f"directory.yaml: {in_words(str(error))}", "docs/directory.md explains every setting."
        ) from None


def provider_files(root: FilePath) -> tuple[list[str], list[Problem]]:
    """Names of all provider files below `root`, sorted, and a warning for everything else found among them."""
    files: list[str] = []
    strays: list[Problem] = []
    for folder, folders, names in os.walk(root / PROVIDERS, onerror=_unreadable):
        below = FilePath(folder).relative_to(root).as_posix()
        county = below.count("/") == PROVIDERS.count("/") + 1
        for name in names:
            if county and posixpath.splitext(name)[1] == ".yaml":
                files.append(f"{below}/{name}")
            else:
                strays += _stray(below, name)
        for name in folders:
            if (FilePath(folder) / name).is_symlink():
                strays += _stray(below, name)
    return sorted(files), sorted(strays, key=sort_key)


def _unreadable(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):  # a directory may have no records yet
        raise Complaint(f"{error.filename} cannot be read: {error.strerror}.", "Check its permissions.")


def _stray(folder: str, name: str) -> list[Problem]:
    if name.startswith(".") or name == "README.md":
        return []
    hint = "Provider files are data/providers/<county>/<name>.yaml; move or rename it."
    return [Problem("P118", "warning", f"{folder}/{name}", 0, "", "This file is not read.", hint)]


def read_entries(root: FilePath, files: Sequence[str], jobs: int = 1) -> list[Entry]:
    """Read provider files, in worker processes where there are many and `jobs` allows."""
    if jobs < 2 or len(files) <= CHUNK or not engines.fast():
        return _read_chunk(root, files)
    chunks = [files[at : at + CHUNK] for at in range(0, len(files), CHUNK)]
    with ProcessPoolExecutor(jobs) as pool:
        return [entry for part in pool.map(_read_chunk, [root] * len(chunks), chunks) for entry in part]


def _read_chunk(root: FilePath, files: Iterable[str]) -> list[Entry]:
    return [read_entry(root, file) for file in files]


def read_entry(root: FilePath, file: str, source: bytes | None = None) -> Entry:
    """Read one provider file, or `source` in its place (a proposal that is not yet on disk)."""
    given = source
    if source is None:
        source, problems = read_bytes(root / file, root)
        if source is None:
            return Entry(root, file, None, problems, readable=False)
    document = Document(source, file, provider_schema())
    problems = list(document.problems)
    provider: Provider | None = None
    broken = any(problem.level == "error" for problem in problems)
    if not document.fits and (document.data is not None or not broken):
        problems += shape_problems(document)  # an empty file is one that says nothing, not one that is fine
    elif not broken:
        provider = msgspec.convert(document.data, Provider)
    return Entry(
        root,
        file,
        redact(provider) if provider else None,
        problems,
        readable=document.readable,
        canonical=document.is_canonical if provider else True,
        source=given,
        confidential=mentions_confidential(source) if provider is None else _is_confidential(provider),
    )


def _is_confidential(provider: Provider) -> bool:
    return any(place.confidential for place in provider.locations.values())


def mentions_confidential(source: bytes) -> bool:
    """Whether a file that cannot be read as a record may be about a confidential place: better too careful."""
    return bool(_SAYS_CONFIDENTIAL.search(source))
