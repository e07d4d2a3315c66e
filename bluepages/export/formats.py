"""What every output format is: a plug-in that takes provider after provider and yields files.

A build goes through the providers once. Each is compiled to HSDS once and handed to every format, in whatever process
there is time: `part` is pure and makes something small to send; the format's `Sink`, in the first process, takes the
parts in the order of the slugs and yields files as soon as they are whole.
"""

from __future__ import annotations

import abc
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, Protocol

import msgspec

from bluepages.enrich import Edition, Offer
from bluepages.hsds.compile import Compiled, compile_provider
from bluepages.model import Provider

File = tuple[str, bytes]
"""A file to be: its path below `data/`, with `/`, and its bytes."""

FOLDER: Final = "data/"
"""Where all files of the exports lie in the site."""


class Record(msgspec.Struct, frozen=True):
    """One provider with all that is made of it before any format looks at it."""

    slug: str
    provider: Provider
    offers: tuple[Offer, ...]
    compiled: Compiled


def records(edition: Edition, slugs: Iterable[str]) -> list[Record]:
    """The records named, compiled."""
    context = edition.hsds_context
    return [
        Record(
            slug,
            edition.providers[slug],
            edition.offers[slug],
            compile_provider(slug, edition.providers[slug], context, edition.hsds_facts(slug)),
        )
        for slug in slugs
    ]


class Sink(Protocol):
    """The end of one format in one build; used once."""

    def add(self, part: Any) -> Iterable[File]:
        """Take the next part; yield the files that are whole now."""

    def finish(self) -> Iterable[File]:
        """Yield the rest, once no part is to come."""


class Export(Protocol):
    """One output format. `paths` are patterns below `data/`, `about` says in a sentence what they hold."""

    @property
    def name(self) -> str: ...

    @property
    def paths(self) -> tuple[str, ...]: ...

    @property
    def about(self) -> str: ...

    def part(self, edition: Edition, batch: Sequence[Record]) -> Any:
        """What the sink needs of these records; it must survive pickling. Runs in any process."""

    def sink(self, edition: Edition) -> Sink:
        """A new end for one build."""


class Joined:
    """The sink of a format that is one file: a head, the parts one after the other, a tail. Empty parts are none."""

    def __init__(self, path: str, head: bytes = b"", between: bytes = b"", tail: bytes = b"") -> None:
        self._path, self._between, self._tail = path, between, tail
        self._out = io.BytesIO()
        self._out.write(head)
        self._begun = False

    def add(self, part: bytes) -> Iterator[File]:
        if part:
            if self._begun:
                self._out.write(self._between)
            self._begun = True
            self._out.write(part)
        return iter(())

    def finish(self) -> Iterator[File]:
        self._out.write(self._tail)
        yield self._path, self._out.getvalue()


class Whole(abc.ABC):
    """Base of formats that do not look at single providers: `files` makes all of it at the end."""

    paths: tuple[str, ...] = ()

    def part(self, edition: Edition, batch: Sequence[Record]) -> None:
        return None

    @abc.abstractmethod
    def files(self, edition: Edition) -> Iterable[File]:
        """All files of the format."""

    def sink(self, edition: Edition) -> Sink:
        return _WholeSink(self, edition)


class _WholeSink:
    def __init__(self, export: Whole, edition: Edition) -> None:
        self._export, self._edition = export, edition

    def add(self, part: None) -> Iterable[File]:
        return ()

    def finish(self) -> Iterable[File]:
        return self._export.files(self._edition)
