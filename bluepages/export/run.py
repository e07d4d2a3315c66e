"""`export_all`: every file below `data/`, from one pass over the providers, in one process or several."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, Final

from bluepages.enrich import Edition
from bluepages.export.formats import FOLDER, Export, File, records

CHUNK: Final = 250
"""Providers that a process takes at a time; always the same, so that the bytes never depend on the processes."""

CHECKSUMS: Final = "checksums.txt"


def export_all(edition: Edition, exports: Sequence[Export], *, jobs: int = 1) -> Iterator[File]:
    """Yield every file of `exports` with its path in the site (`data/...`), and last their checksums.

    Files are yielded as soon as they are whole, in an order that does not depend on `jobs`; single records' files
    come while the others are being made, so that not all have to be in memory at once.
    """
    sums: dict[str, str] = {}
    for path, content in _files(edition, exports, jobs):
        sums[path] = hashlib.sha256(content).hexdigest()
        yield FOLDER + path, content
    yield FOLDER + CHECKSUMS, checksums(sums)


def checksums(sums: dict[str, str]) -> bytes:
    """The text that `sha256sum --check` reads in the folder `data/`, sorted by path."""
    return "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode()


def _files(edition: Edition, exports: Sequence[Export], jobs: int) -> Iterator[File]:
    sinks = [export.sink(edition) for export in exports]
    for parts in _parts(edition, exports, jobs):
        for sink, part in zip(sinks, parts, strict=True):
            yield from sink.add(part)
    while sinks:
        yield from sinks.pop(0).finish()  # a sink is let go with what it holds before the next one grows


def _parts(edition: Edition, exports: Sequence[Export], jobs: int) -> Iterator[list[Any]]:
    """What every format makes of each chunk of providers, in the order of the slugs."""
    slugs = list(edition.providers)
    chunks = [slugs[at : at + CHUNK] for at in range(0, len(slugs), CHUNK)]
    if jobs < 2 or len(chunks) < 2:
        for chunk in chunks:
            yield make_parts(edition, exports, chunk)
        return
    _ = edition.offers, edition.hsds_context, edition.redirects  # worked out once, before there are processes
    with ProcessPoolExecutor(jobs, initializer=_adopt, initargs=(edition, exports)) as pool:
        waiting: deque[Future[list[Any]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_make_parts, chunk))
            if len(waiting) > jobs + 1:  # not more at a time, so that finished parts do not pile up
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def make_parts(edition: Edition, exports: Sequence[Export], slugs: Sequence[str]) -> list[Any]:
    """What every format makes of these providers, each compiled once."""
    batch = records(edition, slugs)
    return [export.part(edition, batch) for export in exports]


_adopted: list[Any] = []
"""In a worker process: its edition and formats."""


def _adopt(edition: Edition, exports: Sequence[Export]) -> None:
    _adopted[:] = [edition, exports]


def _make_parts(slugs: Sequence[str]) -> list[Any]:
    edition, exports = _adopted
    return make_parts(edition, exports, slugs)
