"""Open threads of reviews, as issues keep them, to the list that a build reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from bluepages.enrich.reviews import Review
from bluepages.intake.forge import Thread
from bluepages.records.book import Book

LABEL: Final = "review"
_TITLE = re.compile(r"Review: ([a-z0-9-]{1,80}): ([a-z][a-z_-]{0,39})\s*\Z")


def open_reviews(threads: Iterable[Thread], book: Book) -> tuple[tuple[Review, ...], tuple[int, ...]]:
    """One review for each record and reason, the oldest thread's; and the numbers of threads that name no record."""
    found: dict[tuple[str, str], Review] = {}
    lost = []
    for thread in threads:
        title = _TITLE.match(thread.title)
        slug = title.group(1) if title else ""
        slug = slug if slug in book.by_slug else book.redirects.get(slug, "")
        if not title or not slug:
            lost.append(thread.number)
            continue
        found.setdefault((slug, title.group(2)), Review(slug, title.group(2), thread.url, thread.opened))
    return tuple(found.values()), tuple(lost)
