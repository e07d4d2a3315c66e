"""What every check gets beside the record: the whole book, its lists and settings, and the day."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterator

from bluepages.checks.walk import texts
from bluepages.config import Config
from bluepages.model import Provider
from bluepages.problems import Path, Problem
from bluepages.records.book import Book, Entry
from bluepages.vocabulary import Vocabulary


class Context:
    """The surroundings of a record; `today` is the day of the run, never the clock's."""

    def __init__(self, book: Book, today: datetime.date, about: frozenset[str] | None = None) -> None:
        self.book = book
        self.today = today
        self.about = about
        """The records that are asked about, by slug, where not all are: what concerns only others is not told."""
        self.vocabulary: Vocabulary = book.vocabulary
        self.config: Config = book.config

        self._said: tuple[Provider, list[tuple[Path, str]]] | None = None

    def texts_of(self, provider: Provider) -> list[tuple[Path, str]]:
        """Every free text of a record with its path; gathered once for all families that read them."""
        if self._said is None or self._said[0] is not provider:
            self._said = (provider, list(texts(provider)))
        return self._said[1]

    @functools.cached_property
    def sensitive(self) -> frozenset[str]:
        """Needs of people fleeing abuse, with everything below them."""
        named = self.config.sensitive_needs
        below = (need for need in self.vocabulary.needs if any(need.startswith(f"{top}.") for top in named))
        return frozenset((*named, *below))

    @functools.cached_property
    def zip_areas(self) -> frozenset[str]:
        """The first three digits of all ZIP codes of the directory."""
        return frozenset(code[:3] for code in self.vocabulary.places.zips)


RecordCheck = Callable[[Entry, Provider, Context], Iterator[Problem]]
BookCheck = Callable[[Context], Iterator[Problem]]
