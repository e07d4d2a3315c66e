"""`Book`: all records of a directory at once, and `Entry`: one of them, with what was wrong in reading it."""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath

from msgspec.structs import replace

from bluepages.config import Config
from bluepages.model import Address, Location, Provider, Translation
from bluepages.problems import Edit, Path, Problem, field_name
from bluepages.records.leads import Lead
from bluepages.records.place import place_in
from bluepages.records.schema import provider_schema
from bluepages.records.yamlfile import Document, read_bytes
from bluepages.rules import RULES
from bluepages.vocabulary import Vocabulary


class Entry:
    """One provider file. `provider` is what it says, or `None` where it does not fit the schema.

    `provider` never holds the address of a confidential location, even where the file wrongly does: what is not in
    the value cannot leak from it. Only `document`, read again on demand, has everything the file says.
    """

    def __init__(
        self, root: FilePath, file: str, provider: Provider | None, problems: Iterable[Problem] = (),
        *, readable: bool = True, canonical: bool = True, source: bytes | None = None, confidential: bool = False,
    ) -> None:  # fmt: skip
        self.root = root
        self.file = file
        self.slug = posixpath.splitext(posixpath.basename(file))[0]
        """The file's stem: the record's name in URLs."""
        self.folder = posixpath.basename(posixpath.dirname(file))
        """The county whose stewards review it, or `statewide`."""
        self.provider = provider
        self.problems = tuple(problems)
        self.readable = readable
        self.canonical = canonical
        self.confidential = confidential
        self._source = source
        self._text: str | None = None

    @functools.cached_property
    def document(self) -> Document:
        """The file itself, with lines, comments and everything it says."""
        source = self._source if self._source is not None else read_bytes(self.root / self.file, self.root)[0]
        return Document(source or b"", self.file, provider_schema())

    def problem(
        self, rule: str, path: Path, message: str, hint: str = "", fix: tuple[Edit, ...] = (), *, key: bool = False
    ) -> Problem:
        """A problem of this record at `path`; its line is looked up in the file (`key`: where the key stands)."""
        line, column = self._place(path, key) if path else (1, 1)
        return Problem(rule, RULES[rule].level, self.file, line, field_name(path), message, hint, fix, column)

    def _place(self, path: Path, key: bool) -> tuple[int, int]:
        """Line and column of a value; of a good file only the lines around it are read."""
        if self.provider is not None and self.canonical and "document" not in self.__dict__:
            if self._text is None:
                source = self._source if self._source is not None else read_bytes(self.root / self.file, self.root)[0]
                self._text = (source or b"").decode("utf-8", "replace")
            found = place_in(self._text, path, key=key)
            if found:
                return found
        return self.document.at(path, key=key)

    def hiding(self, provider: Provider | None) -> Entry:
        """The same file, read as a record with a secret of which only `provider` may be told."""
        return Entry(
            self.root, self.file, provider, readable=self.readable, canonical=self.canonical, source=self._source,
            confidential=True,
        )  # fmt: skip

    def as_far_as_it_fits(self, provider: Provider) -> Entry:
        """The same file, read as the record that is left of it without what does not fit the schema."""
        return Entry(
            self.root, self.file, provider, self.problems, canonical=False, source=self._source,
            confidential=self.confidential,
        )  # fmt: skip

    def __getstate__(self) -> dict[str, object]:
        """Without the document, so that entries travel lightly between processes."""
        return {name: value for name, value in self.__dict__.items() if name != "document"} | {"_text": None}


class Book:
    """All records of a directory, in the order of their file names, with the settings and vocabularies they use."""

    def __init__(
        self, root: FilePath, config: Config, vocabulary: Vocabulary, entries: Iterable[Entry],
        problems: Iterable[Problem] = (), leads: Iterable[Lead] = (),
    ) -> None:  # fmt: skip
        self.root = root
        self.config = config
        self.vocabulary = vocabulary
        self.entries = tuple(sorted(entries, key=lambda entry: (entry.slug, entry.file)))
        self.problems = tuple(problems)
        self.leads = tuple(leads)

    @functools.cached_property
    def by_slug(self) -> dict[str, Entry]:
        """Entries by name; of two with one name (an error) the first."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            found.setdefault(entry.slug, entry)
        return found

    @functools.cached_property
    def providers(self) -> dict[str, Provider]:
        """All records that could be read, by name."""
        return {slug: entry.provider for slug, entry in self.by_slug.items() if entry.provider is not None}

    @functools.cached_property
    def redirects(self) -> dict[str, str]:
        """Earlier and merged-in names to present ones, in the order of the earlier names."""
        found: dict[str, str] = {}
        for slug, provider in self.providers.items():
            for old in (*provider.formerly, *provider.merged):
                found.setdefault(old, slug)
        return {old: found[old] for old in sorted(found) if old not in self.by_slug}

    def only(self, keep: Iterable[str]) -> Book:
        """The same book with only the records named."""
        names = set(keep)
        return Book(
            self.root, self.config, self.vocabulary, (e for e in self.entries if e.slug in names), self.problems,
            self.leads,
        )  # fmt: skip

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def redact(provider: Provider) -> Provider:
    """The record without anything finer than city and county of its confidential locations (DESIGN 3, rule 3)."""
    if not any(place.confidential for place in provider.locations.values()):
        return provider
    locations = {key: _redacted(place) if place.confidential else place for key, place in provider.locations.items()}
    words = {language: _redacted_words(spoken, provider) for language, spoken in provider.translations.items()}
    return replace(provider, locations=locations, translations=words)


def _redacted(place: Location) -> Location:
    """What may be known of a confidential place: its county and city, and which names it had here."""
    city = place.address.city if place.address else ""
    return Location(
        location_type=place.location_type,
        address=Address(city=city) if city else None,
        county=place.county,
        confidential=True,
        formerly=place.formerly,
        merged=place.merged,
        sources=tuple(replace(source, note="") for source in place.sources),
    )


def _redacted_words(words: Translation, provider: Provider) -> Translation:
    hidden = {key for key, place in provider.locations.items() if place.confidential}
    return replace(words, locations={key: said for key, said in words.locations.items() if key not in hidden})
