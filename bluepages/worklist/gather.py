"""All work lists of an edition, worked out in one pass."""

from __future__ import annotations

from collections import defaultdict

from bluepages.checks.context import Context
from bluepages.checks.duplicates import open_pairs
from bluepages.enrich import Edition
from bluepages.enrich.links import DeadLink
from bluepages.records.leads import Lead
from bluepages.worklist.doubts import RISK, checked_by_group, is_sensitive, items_of, risk_of
from bluepages.worklist.types import CountyWork, Item, Pair, Row

STATEWIDE = "statewide"


def work_of(edition: Edition) -> dict[str, CountyWork]:
    """What there is to do, by county (and `statewide`), the counties in the order of their file."""
    context = Context(edition.book, edition.today)
    pairs = {
        pair: rule for pair, rule in open_pairs(context).items() if all(slug in edition.providers for slug in pair)
    }
    twins: dict[str, dict[str, str]] = defaultdict(dict)
    for (one, other), rule in pairs.items():
        twins[one][other] = twins[other][one] = rule
    dead: dict[str, list[DeadLink]] = defaultdict(list)
    for link in edition.dead_links:
        dead[edition.redirects.get(link.slug, link.slug)].append(link)
    rows: dict[str, list[Row]] = defaultdict(list)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for slug, provider in edition.providers.items():
        folder = edition.folder(slug)
        items = items_of(slug, provider, edition, dead.get(slug, ()), twins.get(slug, {}))
        if provider.closed is None:
            counts[folder][0] += 1
            counts[folder][1] += any(item.doubt == "never" for item in items)
        if items:
            rows[folder].append(_row(slug, items, edition, context.sensitive))
    leads, covered = _leads(edition), _covered(edition)
    return {
        county: CountyWork(
            county,
            tuple(sorted(rows[county], key=lambda row: (-row.risk, row.source, row.slug))),
            tuple(_pair(pair, pairs[pair]) for pair in sorted(pairs) if county in map(edition.folder, pair)),
            tuple(need for need in edition.vocabulary.needs if need not in covered[county]),
            tuple(leads[county]),
            *counts[county],
        )
        for county in (*edition.vocabulary.counties, STATEWIDE)
    }


def _row(slug: str, items: list[Item], edition: Edition, sensitive_needs: frozenset[str]) -> Row:
    offers, provider = edition.offers[slug], edition.providers[slug]
    sensitive = is_sensitive(offers, sensitive_needs)
    source = min((offer.source_date for offer in offers if offer.source_date), default="")
    risk = risk_of(items, sensitive=sensitive, source=source, today=edition.today)
    ordered = sorted(items, key=lambda item: -RISK[item.doubt])
    return Row(slug, tuple(ordered), checked_by_group(provider), risk, sensitive, source)


def _pair(pair: tuple[str, str], rule: str) -> Pair:
    return Pair(*pair, rule)


def _leads(edition: Edition) -> dict[str, list[Lead]]:
    """Leads by county; those of no county that we know are the state's."""
    found: dict[str, list[Lead]] = defaultdict(list)
    for lead in edition.book.leads:
        found[lead.county if lead.county in edition.vocabulary.counties else STATEWIDE].append(lead)
    return found


def _covered(edition: Edition) -> dict[str, set[str]]:
    """The needs that something meets in each county, with those above them; what serves the whole state meets it."""
    found: dict[str, set[str]] = defaultdict(set)
    for offers in edition.offers.values():
        for offer in offers:
            if not offer.active:
                continue
            needs = {".".join(parts[: at + 1]) for need in offer.service.needs for parts in [need.split(".")]
                     for at in range(len(parts))}  # fmt: skip
            for county in offer.counties:
                found[county] |= needs
            if offer.statewide:
                found[STATEWIDE] |= needs
    everywhere = found.pop(STATEWIDE, set())
    return {county: found[county] | everywhere for county in (*edition.vocabulary.counties, STATEWIDE)}
