"""Atom feeds (RFC 4287) of what changed: of everything, of each county, and of each need. The newest entries of each.

The bytes depend on nothing but the edition: every id and time is set here, none is taken from the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from bluepages.enrich import Edition
from bluepages.enrich.history import Change
from bluepages.export.cells import clean
from bluepages.export.changes import all_changes, change_id, page_of
from bluepages.export.formats import File, Whole
from bluepages.review.words import field_label

ALL: Final = "changes.atom"
ENTRIES: Final = 100
"""Entries of one feed; changes.csv has all."""

_NEVER: Final = "1970-01-01T00:00:00Z"
_SAID: Final = {
    "added": "New", "changed": "Changed", "closed": "Closed", "verified": "Checked by a person",
    "flagged": "Reported, under review",
}  # fmt: skip


def county_feed(county: str) -> str:
    """Where the feed of a county (or of `statewide`) lies, below `data/`."""
    return f"changes/county/{county}.atom"


def need_feed(need: str) -> str:
    """Where the feed of a need lies, below `data/`; a top need has what is below it too."""
    return f"changes/need/{need.replace('.', '-')}.atom"


class Feeds(Whole):
    """All feeds."""

    name = "feeds"
    paths = (ALL,)
    about = "The newest changes as an Atom feed, to follow them in a feed reader."

    def files(self, edition: Edition) -> Iterator[File]:
        yield ALL, feed(edition, ALL, edition.config.name, all_changes(edition))


class CountyFeeds(Whole):
    """The same for each county, and for the records that belong to none."""

    name = "county-feeds"
    paths = (county_feed("<county>"),)
    about = "An Atom feed of the changes in each county."

    def files(self, edition: Edition) -> Iterator[File]:
        changes, counties = all_changes(edition), _homes(edition)
        for county in (*edition.vocabulary.counties, "statewide"):
            entry = edition.vocabulary.counties.get(county)
            where = f"{entry.name} County" if entry else f"all of {edition.config.state_name}"
            here = [change for change in changes if county in counties[change.slug]]
            path = county_feed(county)
            yield path, feed(edition, path, f"{edition.config.name}: {where}", here, changes)


class NeedFeeds(Whole):
    """The same for each need."""

    name = "need-feeds"
    paths = (need_feed("<need>"),)
    about = "An Atom feed of the changes to services for each need."

    def files(self, edition: Edition) -> Iterator[File]:
        changes, needs = all_changes(edition), _needs(edition)
        for need, known in edition.vocabulary.needs.items():
            here = [change for change in changes if need in needs[change.slug]]
            title = known.label.get("en") or next(iter(known.label.values()), need)
            path = need_feed(need)
            yield path, feed(edition, path, f"{edition.config.name}: {title}", here, changes)


def _homes(edition: Edition) -> dict[str, set[str]]:
    """The counties in which each record is found, that of its stewards among them."""
    return {
        slug: {edition.folder(slug), *(county for offer in found for county in offer.counties)}
        for slug, found in edition.offers.items()
    }


def _needs(edition: Edition) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for slug, provider in edition.providers.items():
        own = found.setdefault(slug, set())
        for service in provider.services.values():
            for need in service.needs:
                while need:
                    own.add(need)
                    need = need.rpartition(".")[0]
    return found


def feed(
    edition: Edition, path: str, title: str, changes: Iterable[Change], everything: Iterable[Change] = ()
) -> bytes:
    """One feed. One that is empty bears the time of the newest change of `everything`, as Atom wants a time."""
    from feedgen.feed import FeedGenerator

    site = edition.config.site_url
    entries = list(changes)[:ENTRIES]
    newest = next((_time(change) for change in (*entries, *everything)), _NEVER)
    made = FeedGenerator()
    made.id(f"{site}data/{path}")
    made.title(clean(title))
    made.updated(newest)
    made.author({"name": edition.config.name})
    made.generator("Blue Pages")
    made.rights("CC0-1.0")
    made.link([{"href": f"{site}data/{path}", "rel": "self"}, {"href": site, "rel": "alternate"}])
    for change in entries:
        _entry(made, edition, change)
    text: bytes = made.atom_str(pretty=True)
    return text


def _entry(made: Any, edition: Edition, change: Change) -> None:
    provider = edition.providers[change.slug]
    entry = made.add_entry(order="append")
    entry.id(f"urn:uuid:{change_id(edition, change)}")
    entry.title(clean(f"{_SAID[change.kind]}: {provider.name}"))
    entry.updated(_time(change))
    entry.link(href=page_of(edition, change.slug))
    entry.category(term=change.kind)
    summary = sentence(edition, change)
    if summary:
        entry.summary(summary)


def sentence(edition: Edition, change: Change) -> str:
    """What of it, and where: `Hours, Phone. Alameda County.`"""
    what = ", ".join(dict.fromkeys(field_label(field) for field in change.fields)) if change.fields else ""
    county = edition.vocabulary.counties.get(edition.folder(change.slug))
    where = f"{county.name} County" if county else ""
    return clean(" ".join(f"{part}." for part in (what, where) if part))


def _time(change: Change) -> str:
    """A full time, as Atom wants it, also for what has only a day."""
    return change.time if "T" in change.time else f"{change.time or '1970-01-01'}T00:00:00Z"
