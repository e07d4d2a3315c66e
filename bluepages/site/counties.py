"""The pages of a county: who answers 2-1-1, what is listed, and a list for each need. `statewide` is one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import msgspec
from markupsafe import Markup

from bluepages.enrich import Offer
from bluepages.export.feeds import county_feed
from bluepages.site.answers import dialled
from bluepages.site.atlas import county_state
from bluepages.site.caretakers import caretakers
from bluepages.site.catalogue import Catalogue
from bluepages.site.hits import Hits
from bluepages.site.links import STATEWIDE, county_all_page, county_page, need_page, provider_page, web_link
from bluepages.site.openings import opening
from bluepages.site.pager import pager
from bluepages.site.provenance import licence_words
from bluepages.site.said import Said, label
from bluepages.site.shelves import city_of
from bluepages.site.stage import Icons, Page, Stage
from bluepages.vocabulary import County

A_PAGE = 20
"""Lines on one page of a list."""
NAMES_A_PAGE = 40
"""Names on one page of the list of everybody."""
STATEWIDE_LINES = 5
"""How many statewide services a county's list ends with."""


class Group(msgspec.Struct):
    """Lines under one heading, a town or a part of the list."""

    heading: str
    lines: list[Markup]
    town: bool = False


def county_pages(county: str, stage: Stage, language: str) -> Iterator[tuple[Page, Icons]]:
    """All pages of a county: its own, the list of everybody, and the lists for each need."""
    entry = stage.edition.vocabulary.counties.get(county)
    t = stage.words(language)
    where = t("county.name", name=entry.name) if entry else t("area.statewide")
    members = stage.shelves.members.get(county, [])
    yield _own_page(county, entry, where, members, stage, language), stage.icons()
    pages = -(-len(members) // NAMES_A_PAGE)
    for number in range(1, pages + 1) if pages > 1 else ():
        part = members[(number - 1) * NAMES_A_PAGE : number * NAMES_A_PAGE]
        view = {
            "crumbs": [("counties/", t("nav.counties")), (county_page(county), where)],
            "members": _members(part, county, stage, language),
            "pager": pager([county_all_page(county, each) for each in range(1, pages + 1)], number),
            "count": len(members),
            "where": where,
        }
        title = _numbered(t("county.all_in", where=where), number, t)
        yield Page("everybody.html", county_all_page(county, number), title, view, county=county), stage.icons()
    hits = Hits(stage, language, "../../")
    for need in stage.edition.vocabulary.needs:
        if stage.shelves.needs_of(county).get(need):
            yield from _need_lists(county, where, need, stage, language, hits)


def _own_page(
    county: str, entry: County | None, where: str, members: list[str], stage: Stage, language: str
) -> Page:  # fmt: skip
    t = stage.words(language)
    counties = stage.edition.vocabulary.counties
    view = {
        "crumbs": [("counties/", t("nav.counties"))],
        "where": where,
        "entry": entry,
        "two_one_one": _two_one_one(entry, stage, language) if entry else None,
        "caretakers": caretakers(county, stage),
        "feed": stage.feed(county_feed(county)),
        "needs": need_counts(county, stage, language),
        "members": _members(members, county, stage, language) if len(members) <= NAMES_A_PAGE else [],
        "everybody": county_all_page(county),
        "count": len(members),
        "state": county_state(entry, stage, language) if entry else None,
        "neighbours": [
            (county_page(slug), t("county.name", name=counties[slug].name))
            for slug in (entry.neighbours if entry else ())
            if slug in counties
        ],
        "statewide": need_counts(STATEWIDE, stage, language) if entry else [],
        "statewide_page": county_page(STATEWIDE),
    }
    description = t("county.description", where=where, n=len(members))
    return Page("county.html", county_page(county), where, view, description, "counties", county=county)


def need_counts(county: str, stage: Stage, language: str) -> list[dict[str, Any]]:
    """The needs for which a county has something, top needs with those below them."""
    vocabulary = stage.edition.vocabulary
    counts = stage.shelves.needs_of(county)
    return [
        {
            "id": top.id,
            "page": county_page(county, top.id),
            "name": label(top.label, language),
            "count": counts[top.id],
            "below": [
                (county_page(county, need.id), label(need.label, language), counts[need.id])
                for need in vocabulary.needs_under(top.id)
                if counts.get(need.id)
            ],
        }
        for top in vocabulary.top_needs()
        if counts.get(top.id)
    ]


def _two_one_one(entry: County, stage: Stage, language: str) -> dict[str, Any] | None:
    """Who answers 2-1-1, plainly also where nobody is known to."""
    operator = entry.operator_211
    if operator is None:
        return None
    t = stage.words(language)
    source = stage.edition.vocabulary.sources.get(operator.source)
    voice = _plain_voice(stage, language)
    return {
        "none": operator.none_known or not operator.name,
        "name": operator.name,
        "phones": dialled(operator),
        "url": web_link(operator.url),
        "note": voice(operator.note),
        "source": voice(source.title) if source else Said(""),
        "licence": licence_words(source.licence, t) if source else "",
        "date": t.date(operator.date),
    }


def _plain_voice(stage: Stage, language: str) -> Any:
    """Marks texts of the vocabularies, which are written in the directory's first language."""
    return lambda text: Said(text, "" if language == stage.own else stage.own)


def _members(slugs: Sequence[str], county: str, stage: Stage, language: str) -> list[dict[str, Any]]:
    """Names with their towns (those in this county) and the needs they meet."""
    edition, needs = stage.edition, stage.edition.vocabulary.needs
    found = []
    for slug in slugs:
        provider = edition.providers[slug]
        offers = edition.offers[slug]
        tops = dict.fromkeys(need.partition(".")[0] for offer in offers if offer.active for need in offer.service.needs)
        towns = dict.fromkeys(
            city_of(offer) for offer in offers if city_of(offer) and offer.spot and offer.spot.county == county
        )
        found.append(
            {
                "page": provider_page(slug),
                "name": stage.voice(slug, language).provider(provider.name, "name"),
                "town": next(iter(towns), ""),
                "more_towns": max(len(towns) - 1, 0),
                "needs": [label(needs[top].label, language) for top in tops if top in needs],
                "closed": provider.closed is not None,
            }
        )
    return found


def _need_lists(
    county: str, where: str, need: str, stage: Stage, language: str, hits: Hits
) -> Iterator[tuple[Page, Icons]]:
    """The pages of one list. Local offers by city, then those for the whole county, then a few for the whole state."""
    t = stage.words(language)
    shelf = stage.shelves.shelf(county, need)
    name = label(stage.edition.vocabulary.needs[need].label, language)
    items = [(offer, True) for offer in shelf.here] + [(offer, False) for offer in shelf.area]
    chunks = [items[at : at + A_PAGE] for at in range(0, len(items), A_PAGE)]
    within = t("area.statewide_in") if county == STATEWIDE else where
    title = t("list.need_in", need=name, where=within)
    for number, chunk in enumerate(chunks, 1):
        icons = stage.icons()
        groups = list(_groups(chunk, county, where, t, hits, icons))
        last = number == len(chunks)
        view = {
            "crumbs": _crumbs(county, where, need, stage, language),
            "heading": title,
            "groups": groups,
            "statewide": _statewide(shelf.here, shelf.area, county, need, stage, hits, icons) if last else None,
            "pager": pager([county_page(county, need, each + 1) for each in range(len(chunks))], number),
            "count": len(items),
            "number": number,
            "below": _below(county, need, stage, language),
            "elsewhere": need_page(need),
            "need": name,
            "where": where,
            "now": stage.now_words(language) if any(opening(offer.hours, language).opens for offer, _ in chunk) else "",
        }
        yield (
            Page(
                "list.html", county_page(county, need, number), _numbered(title, number, t), view,
                sensitive=stage.is_sensitive((need,)), county=county,
            ),
            icons,
        )  # fmt: skip


def _groups(
    chunk: list[tuple[Offer, bool]], county: str, where: str, t: Catalogue, hits: Hits, icons: Icons
) -> Iterator[Group]:  # fmt: skip
    here = [offer for offer, local in chunk if local]
    for city, found in groupby(here, key=city_of):
        yield Group(city or t("list.no_city"), hits.lines(list(found), icons), town=True)
    area = [offer for offer, local in chunk if not local]
    if area:
        heading = t("list.statewide") if county == STATEWIDE else t("list.area", where=where)
        yield Group(heading, hits.lines(area, icons, away=True))


def _statewide(
    here: list[Offer], area: list[Offer], county: str, need: str, stage: Stage, hits: Hits, icons: Icons
) -> dict[str, Any] | None:
    if county == STATEWIDE:
        return None
    shown = {(offer.slug, offer.service_key) for offer in (*here, *area)}
    offers = [
        offer for offer in stage.shelves.shelf(STATEWIDE, need).area if (offer.slug, offer.service_key) not in shown
    ]
    if not offers:
        return None
    return {
        "lines": hits.lines(offers[:STATEWIDE_LINES], icons, away=True),
        "more": max(len(offers) - STATEWIDE_LINES, 0),
        "page": county_page(STATEWIDE, need),
    }


def _below(county: str, need: str, stage: Stage, language: str) -> list[tuple[str, str, int]]:
    counts = stage.shelves.needs_of(county)
    top = need.partition(".")[0]
    return [
        (county_page(county, each.id) if each.id != need else "", label(each.label, language), counts[each.id])
        for each in stage.edition.vocabulary.needs_under(top)
        if counts.get(each.id)
    ]


def _crumbs(county: str, where: str, need: str, stage: Stage, language: str) -> list[tuple[str, str]]:
    t = stage.words(language)
    found = [("counties/", t("nav.counties")), (county_page(county), where)]
    top = need.partition(".")[0]
    if top != need:
        found.append((county_page(county, top), label(stage.edition.vocabulary.needs[top].label, language)))
    return found


def _numbered(title: str, number: int, t: Catalogue) -> str:
    return t("list.page_title", title=title, number=number) if number > 1 else title
