"""What a directory has and lacks, county by county: needs that are met, and how far what is listed may be trusted."""

from __future__ import annotations

from typing import Final

import msgspec

from bluepages.dates import within
from bluepages.enrich import Edition, Offer
from bluepages.site.openings import hours_checked
from bluepages.site.shelves import Shelves

STEPS: Final = 5
"""Shades of a map; 0 is nothing at all."""
MET_BOUNDS: Final = (0.1, 0.25, 0.5)
"""Of all kinds of help, few counties have half: the scale of that map is finer where they are."""


class Coverage(msgspec.Struct, frozen=True):
    """One county. `met` and `missing` are ids of the exact needs; `by_top` counts offers by top need.

    Of its offers, `checked` were checked by a person within the limit, `recent` come from a source within it, `old`
    from an older one, and of `undated` nobody knows.
    """

    slug: str
    name: str
    providers: int
    met: tuple[str, ...]
    missing: tuple[str, ...]
    by_top: dict[str, int]
    checked: int
    recent: int
    old: int
    undated: int

    @property
    def offers(self) -> int:
        return self.checked + self.recent + self.old + self.undated

    @property
    def share_met(self) -> float:
        """From 0 to 1."""
        return len(self.met) / (len(self.met) + len(self.missing) or 1)

    @property
    def share_fresh(self) -> float:
        """From 0 to 1: checked, or from a recent source."""
        return (self.checked + self.recent) / (self.offers or 1)


def coverage(edition: Edition, shelves: Shelves) -> dict[str, Coverage]:
    """Every county of the directory, by slug, in the order of their names."""
    vocabulary = edition.vocabulary
    parents = {need.parent for need in vocabulary.needs.values()}
    exact = [need for need in vocabulary.needs if need not in parents]
    tops = [need.id for need in vocabulary.top_needs()]
    found = {}
    for slug, county in sorted(vocabulary.counties.items(), key=lambda pair: pair[1].name):
        counts = shelves.needs_of(slug)
        tally = _tally(_offers(slug, tops, shelves), edition)
        found[slug] = Coverage(
            slug,
            county.name,
            len(shelves.members.get(slug, ())),
            tuple(need for need in exact if counts.get(need)),
            tuple(need for need in exact if not counts.get(need)),
            {need: counts.get(need, 0) for need in tops},
            *tally,
        )
    return found


def shade(share: float, bounds: tuple[float, float, float] = (0.25, 0.5, 0.75)) -> int:
    """A share as a step of a scale: 0 for nothing, and one more for each of the bounds that it passes."""
    return 0 if share <= 0 else 1 + sum(share > bound for bound in bounds)


def shade_count(count: int) -> int:
    """A count as a step: nothing, one or two, up to five, up to twenty, more."""
    return next((step for step, most in enumerate((0, 2, 5, 20)) if count <= most), STEPS - 1)


def _offers(county: str, tops: list[str], shelves: Shelves) -> list[Offer]:
    """All offers of a county, each once although it may stand on several lists."""
    listed = (offer for need in tops for shelf in [shelves.shelf(county, need)] for offer in (*shelf.here, *shelf.area))
    return list({(offer.slug, offer.service_key, offer.location_key): offer for offer in listed}.values())


def _tally(offers: list[Offer], edition: Edition) -> tuple[int, int, int, int]:
    limits, counts = edition.config.limits, [0, 0, 0, 0]
    for offer in offers:
        checked = offer.service.verified.date if offer.service.verified else hours_checked(offer.service)
        if within(checked, edition.today, limits.verified_fresh_months):
            counts[0] += 1
        elif within(offer.source_date, edition.today, limits.source_fresh_months):
            counts[1] += 1
        else:
            counts[2 if offer.source_date or checked else 3] += 1
    return counts[0], counts[1], counts[2], counts[3]
