"""The home page and the pages of needs: what people come for, and in which counties it is found."""

from __future__ import annotations

from typing import Any

from bluepages.export.feeds import ALL, need_feed
from bluepages.site.counties import STATEWIDE_LINES
from bluepages.site.hits import Hits
from bluepages.site.links import STATEWIDE, county_page, need_page
from bluepages.site.openings import opening
from bluepages.site.said import label
from bluepages.site.stage import Icons, Page, Stage


def home_page(stage: Stage, language: str) -> Page:
    """The first page: needs, counties, and how to tell us what is wrong."""
    t = stage.words(language)
    view = {
        "needs": _tiles(stage, language),
        "providers": len(stage.edition.providers),
        "services": stage.shelves.services,
        "counties": len(stage.edition.vocabulary.counties),
        "name": stage.config.name,
        "feed": stage.feed(ALL),
    }
    return Page("home.html", "", t("home.title"), view, stage.config.tagline.get(language, ""), "home")


def needs_page(stage: Stage, language: str) -> Page:
    """All needs with those below them."""
    t = stage.words(language)
    vocabulary = stage.edition.vocabulary
    needs = [
        tile
        | {"below": [(need_page(need.id), label(need.label, language)) for need in vocabulary.needs_under(tile["id"])]}
        for tile in _tiles(stage, language)
    ]
    return Page("needs.html", "needs/", t("needs.title"), {"needs": needs}, t("needs.lead"), "needs")


def need_view_page(need: str, stage: Stage, language: str) -> tuple[Page, Icons]:
    """One need: those below it, the counties that have it, and what serves the whole state."""
    t, icons = stage.words(language), stage.icons()
    vocabulary = stage.edition.vocabulary
    entry = vocabulary.needs[need]
    name = label(entry.label, language)
    counts = stage.shelves.counties_of(need)
    statewide = stage.shelves.shelf(STATEWIDE, need).area
    counties = [
        (county_page(slug, need), county.name, counts[slug])
        for slug, county in sorted(vocabulary.counties.items(), key=lambda pair: pair[1].name)
        if slug in counts
    ]
    top = vocabulary.needs[entry.parent] if entry.parent else None
    view = {
        "crumbs": [("needs/", t("nav.needs")), *([(need_page(top.id), label(top.label, language))] if top else [])],
        "heading": name,
        "feed": stage.feed(need_feed(need)),
        "below": [(need_page(each.id), label(each.label, language)) for each in vocabulary.needs_under(need)],
        "counties": counties,
        "lines": Hits(stage, language, "../").lines(statewide[:STATEWIDE_LINES], icons),
        "more": max(len(statewide) - STATEWIDE_LINES, 0),
        "statewide_page": county_page(STATEWIDE, need) if statewide else "",
        "now": stage.now_words(language)
        if any(opening(o.hours, language).opens for o in statewide[:STATEWIDE_LINES])
        else "",
    }
    said = t("need.description", need=name)
    return Page("need.html", need_page(need), name, view, said, "needs", stage.is_sensitive((need,))), icons


def _tiles(stage: Stage, language: str) -> list[dict[str, Any]]:
    icons = stage.icons()
    return [
        {
            "id": need.id,
            "page": need_page(need.id),
            "name": label(need.label, language),
            "icon": need.id if need.id in icons else "need",
        }
        for need in stage.edition.vocabulary.top_needs()
    ]
