"""`Edition`: a Book on a day, with everything that follows from it. All outputs are written from this one value."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date

import msgspec

from bluepages.enrich.hiding import hide_withheld
from bluepages.enrich.history import History
from bluepages.enrich.links import DeadLink
from bluepages.enrich.offers import Offer, offers
from bluepages.enrich.places import location_facts
from bluepages.enrich.reviews import NONE, Review, Reviews
from bluepages.hours import Calendar
from bluepages.hsds.context import Context, LocationFacts, ProviderFacts, make_context, settings_of
from bluepages.model import Provider
from bluepages.records.book import Book
from bluepages.records.ids import Ids


class Edition:
    """What is published: the records of `book` that are not `withheld`, as of `today`.

    `withheld` names records with an error: they are left out of every output until they are mended. Of the places
    that `reviews` withholds, `book` itself no longer has the street, so that no output can hold it; their records are
    `guarded`: no link leads to the file, which still has it. `links` are those that were found dead.
    """

    def __init__(
        self, book: Book, today: date, history: History, withheld: Iterable[str] = (), reviews: Reviews = NONE,
        links: Iterable[DeadLink] = (),
    ) -> None:  # fmt: skip
        hidden = frozenset(withheld)
        book = hide_withheld(book, reviews)
        self.book = book
        self.guarded = frozenset(
            book.redirects.get(each.slug, each.slug) for each in reviews.withheld
        ) & book.by_slug.keys()  # fmt: skip
        self._reviews = reviews.reviews
        self.proposals = reviews.proposals
        self.county_threads = {each.county: each.url for each in reversed(reviews.counties)}
        self.dead_links = tuple(links)
        self.today = today
        self.history = history
        self.withheld = hidden
        self.config = book.config
        self.vocabulary = book.vocabulary
        self.ids = Ids(book.config.namespace)
        self.calendar = Calendar.of(msgspec.to_builtins(book.config.holidays))
        self.providers: dict[str, Provider] = {
            slug: provider for slug, provider in book.providers.items() if slug not in hidden
        }

    def folder(self, slug: str) -> str:
        """The county (or `statewide`) whose stewards look after a record."""
        return self.book.by_slug[slug].folder

    @functools.cached_property
    def spots(self) -> dict[str, dict[str, LocationFacts]]:
        """County and point of every location, by slug and location key."""
        return {
            slug: location_facts(provider, self.folder(slug), self.vocabulary)
            for slug, provider in self.providers.items()
        }

    @functools.cached_property
    def offers(self) -> dict[str, tuple[Offer, ...]]:
        """The offers of every provider, by slug."""
        return {
            slug: offers(slug, provider, self.folder(slug), self.spots[slug])
            for slug, provider in self.providers.items()
        }

    @functools.cached_property
    def redirects(self) -> dict[str, str]:
        """Earlier names to present ones, for the records that are published."""
        return {old: new for old, new in self.book.redirects.items() if new in self.providers}

    @functools.cached_property
    def reviews(self) -> dict[str, tuple[Review, ...]]:
        """The open reviews of the records that are published, by the present slug, in the order of the file."""
        found: dict[str, tuple[Review, ...]] = {}
        for review in self._reviews:
            slug = review.slug if review.slug in self.providers else self.redirects.get(review.slug, "")
            if slug:
                found[slug] = (*found.get(slug, ()), review)
        return found

    def last_modified(self, slug: str) -> str:
        """When the record was last changed (RFC 3339, UTC), `""` where Git does not say."""
        return self.history.changed.get(self.book.by_slug[slug].file, "")

    @functools.cached_property
    def hsds_context(self) -> Context:
        """What compiling to HSDS needs."""
        return hsds_context(self.book, self.today)

    def hsds_facts(self, slug: str) -> ProviderFacts:
        """What is derived of one provider, in the form that compiling to HSDS takes."""
        return ProviderFacts(self.spots[slug], self.last_modified(slug))


def hsds_context(book: Book, today: date) -> Context:
    """The HSDS context of a book: the directory's own words and defaults."""
    settings = settings_of(book.config, today.isoformat())
    return make_context(Ids(book.config.namespace), book.vocabulary, settings=settings)


def gather(
    book: Book, today: date, history: History | None = None, withheld: Iterable[str] = (), reviews: Reviews = NONE,
    links: Iterable[DeadLink] = (),
) -> Edition:  # fmt: skip
    """The edition of `book` on `today`."""
    return Edition(book, today, history or History(), withheld, reviews, links)
