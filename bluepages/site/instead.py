"""Where else to go: siblings near by, and what a closed provider's page offers in its place."""

from __future__ import annotations

from typing import Final

import msgspec

from bluepages.site.catalogue import Catalogue
from bluepages.site.links import STATEWIDE, provider_page
from bluepages.site.nearby import Near
from bluepages.site.phones import PhoneView, callable_first, phone_view
from bluepages.site.said import Said, label
from bluepages.site.stage import Stage

SIBLINGS: Final = 4
INSTEAD: Final = 6
STATEWIDE_LINES: Final = 2
"""How many that serve everybody a closed provider's page names where nothing is near."""


class Sibling(msgspec.Struct, frozen=True):
    """Another provider: its page, the need it shares in words, its town, how far, and a telephone."""

    page: str
    name: Said
    need: str
    city: str
    away: str
    call: PhoneView | None


def siblings(slug: str, stage: Stage, language: str, *, closed: bool = False) -> list[Sibling]:
    """Others near by that meet the same needs; for a closed one more of them, and those for everybody."""
    t = stage.words(language)
    named = stage.edition.providers[slug].closed
    shown = set(named.see) if named else set()
    found = [near for near in stage.nearby.of(slug, INSTEAD if closed else SIBLINGS) if near.slug not in shown]
    if closed and not found:
        needs = dict.fromkeys(need for offer in stage.edition.offers[slug] for need in offer.service.needs)
        everybody = {
            offer.slug: Near(offer.slug, need, "")
            for need in needs
            for offer in stage.shelves.shelf(STATEWIDE, need).area[:STATEWIDE_LINES]
            if offer.slug != slug
        }
        found = list(everybody.values())
    return [_sibling(near, t, stage, language) for near in found]


def _sibling(near: Near, t: Catalogue, stage: Stage, language: str) -> Sibling:
    edition = stage.edition
    voice = stage.voice(near.slug, language)
    offers = [offer for offer in edition.offers[near.slug] if offer.active and near.need in offer.service.needs]
    phone = callable_first(phone for offer in offers for phone in offer.phones)
    need = edition.vocabulary.needs.get(near.need)
    return Sibling(
        provider_page(near.slug),
        voice.provider(edition.providers[near.slug].name, "name"),
        label(need.label, language) if need else "",
        near.city,
        "" if near.miles is None else _away(near.miles, t),
        phone_view(phone, voice) if phone else None,
    )


def _away(miles: float, t: Catalogue) -> str:
    """How far, no more exact than is known: points may only stand for a ZIP code."""
    if miles < 1:
        return t("near.under_a_mile")
    return t("near.miles", n=round(miles))
