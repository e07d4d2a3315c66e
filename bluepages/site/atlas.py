"""The state as a picture (`/counties/`), and what a county's page says of its coverage, its gaps and how to help."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec

from bluepages.site.coverage import MET_BOUNDS, Coverage, shade, shade_count
from bluepages.site.doorpages import county_form
from bluepages.site.links import STATEWIDE, county_page, dashed
from bluepages.site.provenance import GITHUB
from bluepages.site.said import label
from bluepages.site.stage import Page, Stage
from bluepages.site.statemap import OwnMap, own_map, state_map
from bluepages.vocabulary import County


class Shaded(msgspec.Struct, frozen=True):
    """One county of a map: its page, its steps on the two scales, and what a pointer is told."""

    slug: str
    page: str
    path: str
    met: int
    fresh: int
    said: str


def counties_page(stage: Stage, language: str) -> Page:
    """All counties: by name, on a map of what is listed and one of how fresh it is, and with the gaps at a glance."""
    t = stage.words(language)
    found = list(stage.coverage.values())
    needs = [(dashed(need.id), label(need.label, language)) for need in stage.edition.vocabulary.top_needs()]
    drawn = state_map(stage.shapes)
    view = {
        "rows": [(county_page(each.slug), each.name, each.providers) for each in found],
        "statewide": (county_page(STATEWIDE), len(stage.shelves.members.get(STATEWIDE, ()))),
        "table": [(each, round(each.share_fresh * 100)) for each in found],
        "exact": len(found[0].met) + len(found[0].missing) if found else 0,
        "needs": needs,
        "matrix": [(each.slug, each.name, [(n, shade_count(n)) for n in each.by_top.values()]) for each in found],
        "gaps": sum(n == 0 for each in found for n in each.by_top.values()),
        "drawn": drawn,
        "shaded": [
            Shaded(
                shape.slug,
                f"{shape.slug}/",
                shape.path,
                shade(each.share_met, MET_BOUNDS),
                shade(each.share_fresh),
                f"{each.name}: {_met(each)} · {round(each.share_fresh * 100)}%",
            )
            for shape in (drawn.counties if drawn else ())
            if (each := stage.coverage.get(shape.slug))
        ],
    }
    return Page("counties.html", "counties/", t("counties.title"), view, t("counties.lead", n=len(found)), "counties")


def _met(each: Coverage) -> str:
    return f"{len(each.met)}/{len(each.met) + len(each.missing)}"


def county_state(entry: County, stage: Stage, language: str) -> dict[str, Any]:
    """What a county's page says of itself: outline, freshness, gaps, and where its people talk about it."""
    found = stage.coverage[entry.slug]
    needs = stage.edition.vocabulary.needs
    return {
        "coverage": found,
        "exact": len(found.met) + len(found.missing),
        "missing": [label(needs[need].label, language) for need in found.missing],
        "bars": _bars(found),
        "map": _own_map(entry.slug, stage),
        "thread": _thread(entry.slug, stage),
        "answer": county_form(stage.config, language, entry.name),
    }


def _bars(found: Coverage) -> list[tuple[str, int, int, int]]:
    """Parts of the bar of freshness: its name, how many, where it begins and how wide it is, in thousandths."""
    parts, at = [], 0
    for name in ("checked", "recent", "old", "undated"):
        count = getattr(found, name)
        wide = round(1000 * count / (found.offers or 1))
        parts.append((name, count, at, wide))
        at += wide
    return parts


def _own_map(slug: str, stage: Stage) -> OwnMap | None:
    if slug not in stage.shapes:
        return None
    return own_map(stage.shapes[slug][1], stage.towns.get(slug, ()))


def _thread(slug: str, stage: Stage) -> str:
    """The county's public conversation, which the form "Tell us about your county" opens or joins; where none is open
    as far as this build knows, a search for it.
    """
    if slug in stage.edition.county_threads:
        return stage.edition.county_threads[slug]
    if not stage.config.repository:
        return ""
    return f"{GITHUB}{stage.config.repository}/issues?q=" + quote(f'label:county in:title "County: {slug}"')
