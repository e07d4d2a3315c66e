"""Open threads of reviews, as issues keep them, to the list that a build reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from bluepages.checks.streets import streets_in
from bluepages.doors.clean import one_line, visible
from bluepages.enrich.reviews import CountyThread, Proposal, Review
from bluepages.intake.forge import Thread
from bluepages.records.book import Book

LABEL: Final = "review"
COUNTY: Final = "county"
STATEWIDE: Final = "statewide"
_LONGEST_TITLE = 160
_RECORD = re.compile(r"(?:.*/)?data/providers/([a-z0-9-]{1,80})/[^/]+\.yaml\Z")
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


def county_threads(threads: Iterable[Thread], book: Book) -> tuple[CountyThread, ...]:
    """The conversation about each county, the oldest that is open."""
    found: dict[str, CountyThread] = {}
    for thread in threads:
        county = thread.title.removeprefix("County: ").strip()
        if thread.title.startswith("County: ") and county in book.vocabulary.counties and thread.url:
            found.setdefault(county, CountyThread(county, thread.url))
    return tuple(found.values())


def open_proposals(pulls: Iterable[Thread], book: Book) -> tuple[Proposal, ...]:
    """The pull requests that wait, with the county they are about where it is one. A title is a stranger's word: it is
    cut short, and one that tells a street is not repeated.
    """
    found = []
    for pull in pulls:
        folders = {match.group(1) for file in pull.files if (match := _RECORD.match(file))}
        county = folders.pop() if len(folders) == 1 else ""
        county = county if county in book.vocabulary.counties or county == STATEWIDE else ""
        title = one_line(visible(pull.title))[:_LONGEST_TITLE]
        title = f"#{pull.number}" if streets_in(title) or not title else title
        found.append(Proposal(pull.number, title, pull.url, pull.opened, county))
    return tuple(found)
