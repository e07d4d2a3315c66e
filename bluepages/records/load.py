"""A folder becomes a `Book`: settings, vocabularies and every provider file, all problems collected, none raised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path as FilePath
from typing import Final

import msgspec

from bluepages.config import Config
from bluepages.errors import Complaint
from bluepages.model import Provider
from bluepages.problems import Problem
from bluepages.records import engines
from bluepages.records.book import Book, Entry, redact
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


def load_book(root: FilePath, *, jobs: int = 1) -> Book:
    """Read the directory at `root` with up to `jobs` processes.

    Raises `Complaint` where `root` is no directory of this kind or its settings cannot be used; everything else that
    is wrong stands in the book's and the entries' problems.
    """
    config = load_config(root)
    vocabulary, problems = load_vocabulary(root)
    files, strays = provider_files(root)
    leads, unread = load_leads(root)
    return Book(root, config, vocabulary, read_entries(root, files, jobs), [*problems, *strays, *unread], leads)


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
        raise Complaint(f"directory.yaml: {error}", "docs/directory.md explains every setting.") from None


def provider_files(root: FilePath) -> tuple[list[str], list[Problem]]:
    """Names of all provider files below `root`, sorted, and a warning for everything else found among them."""
    base = root / PROVIDERS
    files: list[str] = []
    strays: list[Problem] = []
    try:
        found = sorted(base.rglob("*")) if base.is_dir() else []
    except OSError as error:
        raise Complaint(f"{base} cannot be read: {error.strerror}.", "Check its permissions.") from None
    for path in found:
        file = path.relative_to(root).as_posix()
        if path.suffix == ".yaml" and len(path.relative_to(base).parts) == 2 and not path.is_dir():
            files.append(file)
        elif path.is_symlink() or not path.is_dir():
            strays += _stray(file, path)
    return files, strays


def _stray(file: str, path: FilePath) -> list[Problem]:
    if path.name.startswith(".") or path.name == "README.md":
        return []
    hint = "Provider files are data/providers/<county>/<name>.yaml; move or rename it."
    return [Problem("P118", "warning", file, 0, "", "This file is not read.", hint)]


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
