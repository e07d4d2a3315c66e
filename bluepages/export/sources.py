"""Where the published facts come from, with the licence of each source: what has to travel along with them."""

from __future__ import annotations

from collections.abc import Iterator

from bluepages.enrich import Edition
from bluepages.vocabulary import SourceInfo


def used_sources(edition: Edition) -> list[SourceInfo]:
    """The sources of `data/sources.yaml` that at least one published record names, by id."""
    refs = set(_refs(edition))
    return [source for key, source in sorted(edition.vocabulary.sources.items()) if key in refs]


def _refs(edition: Edition) -> Iterator[str]:
    for provider in edition.providers.values():
        owned = [service.sources for service in provider.services.values()]
        owned += [place.sources for place in provider.locations.values()]
        for sources in (provider.sources, *owned):
            yield from (source.ref for source in sources)


def attribution(source: SourceInfo) -> str:
    """One source on one line, as its licence asks to be named."""
    title = f"{source.title}, {source.publisher}" if source.publisher else source.title
    year = f" ({source.date})" if source.date else ""
    link = f" {source.url}" if source.url else ""
    terms = f" [{source.licence}{f', {source.licence_url}' if source.licence_url else ''}]"
    return f"{title}{year}.{link}{terms}"
