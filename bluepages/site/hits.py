"""One line of a list: a service at its place, with what decides and a button to call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from msgspec.structs import replace

from bluepages.enrich import Offer
from bluepages.site.catalogue import Catalogue
from bluepages.site.facts import ages, free, short_cost, tongue
from bluepages.site.links import provider_page
from bluepages.site.openings import hours_checked, opening
from bluepages.site.phones import callable_first, phone_view
from bluepages.site.provenance import freshness
from bluepages.site.said import Said
from bluepages.site.shelves import city_of
from bluepages.site.stage import Icons, Stage

TONGUES = 3
"""How many languages a line names before it counts the rest."""


class Hits:
    """Renders lines, each once for all the lists of one county that it stands on."""

    def __init__(self, stage: Stage, language: str, up: str) -> None:
        self._stage = stage
        self._language = language
        self._up = up
        self._done: dict[tuple[str, str, str, bool], Markup] = {}

    def lines(self, offers: Sequence[Offer], icons: Icons, *, away: bool = False) -> list[Markup]:
        """The lines of `offers`; `away` says that their places, if any, lie in another county."""
        icons.want(("phone", "save"))
        return [self._line(offer, away) for offer in offers]

    def _line(self, offer: Offer, away: bool) -> Markup:
        key = (offer.slug, offer.service_key, offer.location_key, away)
        if key not in self._done:
            view = hit_view(offer, self._stage, self._language, away=away)
            icons = self._stage.icons()
            self._done[key] = self._stage.fragment("hit.html", self._language, icons, hit=view, up=self._up)
        return self._done[key]


def hit_view(offer: Offer, stage: Stage, language: str, *, away: bool = False) -> dict[str, Any]:
    """What a line says of an offer."""
    t = stage.words(language)
    voice = stage.voice(offer.slug, language)
    first = callable_first(offer.phones)
    hours = opening(offer.hours, language)
    name = voice.provider(offer.provider.name, "name")
    service = voice.service(offer.service_key, offer.service.name, "name")
    return {
        "href": f"{provider_page(offer.slug)}#s-{offer.service_key}",
        "slug": offer.slug,
        "service_key": offer.service_key,
        "at": offer.location_key,
        "service": service,
        "name": Said("") if name.text == service.text else name,
        "where": _where(offer, t, away),
        "placed": offer.location is not None and offer.location.location_type == "physical",
        "opening": hours,
        "checked": hours_checked(offer.service),
        "dated": offer.source_date,
        "tags": _tags(offer, t, stage),
        "fresh": freshness(offer, t),
        "verified": offer.service.verified is not None,
        "call": phone_view(first, voice) if first else None,
    }


def _where(offer: Offer, t: Catalogue, away: bool) -> str:
    place = offer.location
    if place is None:
        return t("hit.no_place")
    if place.confidential:
        city = city_of(offer)
        return t("hit.private_in", city=city) if city else t("hit.private")
    if place.location_type != "physical":
        return t("hit.no_place")
    address = place.address
    parts = [part for part in ((address.address_1, address.city) if address else ()) if part]
    return ", ".join([city_of(offer)] if away and parts else parts)


def _cost(offer: Offer, stage: Stage, language: str) -> Said:
    service = offer.service
    said = stage.voice(offer.slug, language).service(offer.service_key, service.cost, "cost")
    return replace(said, text=short_cost(service, said.text))


def _tags(offer: Offer, t: Catalogue, stage: Stage) -> list[object]:
    service = offer.service
    codes = [code for code in service.languages if code != "en"]
    tags: list[object] = (
        [t("cost.free")] if free(service) else [_cost(offer, stage, t.language)] if service.cost else []
    )
    if ages(service, t):
        tags.append(t("hit.ages", ages=ages(service, t)))
    tags += [tongue(code, t, stage.edition.vocabulary, short=True) for code in codes[:TONGUES]]
    if len(codes) > TONGUES:
        tags.append(t("hit.more_languages", n=len(codes) - TONGUES))
    return tags
