"""Which translated words of a record are older than the words they translate, as Git remembers.

A translation is stale where the text in the directory's first language changed after the translation last did. Where
Git does not know (a shallow clone, a file that is not committed), nothing is called stale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from bluepages.enrich.history import Past, Stale, objects
from bluepages.model import LocationWords, Provider, ServiceWords, Translation
from bluepages.records.book import Book
from bluepages.records.load import read_entry

Field = tuple[str, ...]
"""The way to a text: `("name",)`, `("services", "hot-lunch", "description")`."""

_NO_WORDS = Translation()


def stale_translations(book: Book, past: Past) -> Stale:
    """The stale translations of a book, whose files `past` remembers."""
    wanted = {slug for slug, provider in book.providers.items() if provider.translations}
    if not wanted:
        return {}
    steps: dict[str, list[tuple[str, str]]] = {}
    for commit in reversed(past.commits):
        for version in commit.versions:
            name = PurePosixPath(version.file).stem
            slug = book.redirects.get(name, name)
            if slug in wanted and version.after:
                steps.setdefault(slug, []).append((version.file, version.after))
    texts = objects(book.root, [name for found in steps.values() for _, name in found])
    stale: Stale = {}
    for slug, found in steps.items():
        versions = [read_entry(book.root, file, texts[name]).provider for file, name in found if name in texts]
        fields = stale_fields([*(version for version in versions if version), book.providers[slug]])
        if fields:
            stale[slug] = fields
    return stale


def stale_fields(versions: list[Provider]) -> dict[str, frozenset[Field]]:
    """Of versions of one record, oldest first: the translations, by language, that its last version left behind."""
    now = versions[-1]
    found = {}
    for language in now.translations:
        told = dict(_translated(now, language))
        behind = {
            field for field in told if _last_change(versions, field, "") > _last_change(versions, field, language)
        }
        if behind:
            found[language] = frozenset(behind)
    return found


def _last_change(versions: list[Provider], field: Field, language: str) -> int:
    """The number of the version in which a text became what it is; `""` is the record's own language."""
    texts = [_text(version, field, language) for version in versions]
    return next((at for at in range(len(texts) - 1, 0, -1) if texts[at] != texts[at - 1]), 0)


def _text(provider: Provider, field: Field, language: str) -> object:
    holder: object = provider.translations.get(language, _NO_WORDS) if language else provider
    for name in field:
        holder = holder.get(name) if isinstance(holder, Mapping) else getattr(holder, name, None)
    return getattr(holder, "text", holder) or None  # an alert is a text with a date


def _translated(provider: Provider, language: str) -> Iterator[tuple[Field, object]]:
    """The translated texts of a record by their way."""
    words = provider.translations[language]
    for name in ("name", "description"):
        yield (name,), getattr(words, name)
    for part, kind in (("services", ServiceWords), ("locations", LocationWords)):
        for key, inner in getattr(words, part).items():
            for name in kind.__struct_fields__:
                if getattr(inner, name):
                    yield (part, key, name), getattr(inner, name)
