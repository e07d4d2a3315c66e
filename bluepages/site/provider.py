"""The page of a provider: what there is, when, where, for whom, and where that is known from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from bluepages.enrich import Offer
from bluepages.model import Closed, Provider, Service
from bluepages.site.branches import towns
from bluepages.site.catalogue import Catalogue
from bluepages.site.coming import coming
from bluepages.site.facts import Fact, description, service_facts
from bluepages.site.instead import siblings
from bluepages.site.jsonld import provider_data
from bluepages.site.links import county_page, need_page, provider_page, web_link
from bluepages.site.openings import Opening, hours_checked, opening
from bluepages.site.phones import PhoneView, callable_first, phone_view
from bluepages.site.places import PlaceView, place_view
from bluepages.site.provenance import freshness, provenance
from bluepages.site.reviewed import review_views
from bluepages.site.said import Said, Voice, label
from bluepages.site.stage import Page, Stage
from bluepages.site.webforms import REFERRER
from bluepages.site.wrong import wrong_view

NO_REFERRER = "no-referrer"
MANY_PLACES = 2
"""With more places than this, they stand after the services and not before them."""
FEW_NAMES = 6
"""With more places than this, a service given at all of them does not name each."""
JOINED = "joined"
"""The part of a page that tells those who come from a record that was joined with this one."""


class WhenWhere(msgspec.Struct, frozen=True):
    """Hours of a service at one of its places, where they are not those of the whole place (then `opening` is None)."""

    place: Said
    key: str
    opening: Opening | None
    checked: str
    dated: str
    note: Said = Said("")


class ServiceView(msgspec.Struct):
    """One service of the page. `state` is a key of the catalogue's `status` group, `""` while it runs."""

    key: str
    name: Said
    alternate_name: Said
    description: Said
    state: str
    closed: ClosedView | None
    facts: list[Fact]
    whens: list[WhenWhere]
    places: list[tuple[str, Said]]
    everywhere: bool
    phones: list[PhoneView]
    email: str
    url: str
    fresh: str
    checked: bool
    old: tuple[str, ...]


class ClosedView(msgspec.Struct, frozen=True):
    """The end of a provider or service: `date` in words, `see` pairs of page and name."""

    date: str
    note: Said
    see: tuple[tuple[str, str], ...]


class AlertView(msgspec.Struct, frozen=True):
    """A notice that still holds, and until when in words and as `day`."""

    text: Said
    until: str
    day: str


def provider_view_page(slug: str, stage: Stage, language: str) -> Page:
    """The page of the record `slug`."""
    edition, t = stage.edition, stage.words(language)
    provider = edition.providers[slug]
    voice = stage.voice(slug, language)
    offers = edition.offers[slug]
    places = _places(slug, provider, voice, t, stage)
    services = _services(provider, offers, places, voice, t, stage)
    name = voice.provider(provider.name, "name")
    sensitive = is_sensitive(provider, stage)
    about = description(provider, voice)
    view: dict[str, Any] = {
        "name": name,
        "alternate_name": voice.own(provider.alternate_name),
        "about": about,
        "crumbs": _crumbs(edition.folder(slug), t, stage),
        "closed": closed_view(provider.closed, voice, t, stage),
        "reviews": review_views(edition.reviews.get(slug, ()), provider, voice, t),
        "alerts": _alerts(provider, voice, t, stage),
        "coming": coming(offers, {place.key: place_label(place, t).text for place in places}, t, edition),
        "call": _calls(provider, offers, voice),
        "line": _line(provider, offers, t),
        "phones": [phone_view(phone, voice) for phone in provider.phones],
        "website": web_link(provider.website),
        "email": provider.email,
        "places": places,
        "many": len(places) > MANY_PLACES,
        "towns": towns(places),
        "near": siblings(slug, stage, language, closed=provider.closed is not None),
        "earlier": provider.merged,
        "slug": slug,
        "services": services,
        "more": _more(slug, offers, t, stage),
        "door": wrong_view(slug, provider, stage, language),
        "referrer": REFERRER if stage.config.relay.url else NO_REFERRER,
        "origin": provenance(slug, provider, voice, t, edition),
        "points": _points(places, stage),
        "sensitive": sensitive,
        # Neither the tab nor a preview says what a page is about that somebody else should not see.
        "data": ""
        if sensitive
        else provider_data(slug, provider, stage.address(language, provider_page(slug)), edition),
        "now": stage.now_words(language) if any(_uses_clock(places, services)) or _points(places, stage) else "",
    }
    summary = about.text if len(about.text) <= 160 else about.text[:157].rsplit(" ", 1)[0] + "..."
    county = edition.folder(slug)
    return Page("provider.html", provider_page(slug), name.text, view, summary, sensitive=sensitive, county=county)


def _places(slug: str, provider: Provider, voice: Voice, t: Catalogue, stage: Stage) -> list[PlaceView]:
    spots = stage.edition.spots[slug]
    here: dict[str, list[Offer]] = {key: [] for key in provider.locations}
    for offer in stage.edition.offers[slug]:
        if offer.location_key and offer.active:
            here[offer.location_key].append(offer)
    return [
        place_view(key, place, spots.get(key), here[key], voice, t, stage.edition)
        for key, place in provider.locations.items()
    ]


def _services(
    provider: Provider, offers: Sequence[Offer], places: Sequence[PlaceView],
    voice: Voice, t: Catalogue, stage: Stage,
) -> list[ServiceView]:  # fmt: skip
    """The services that run, in the order of the file, then those that do not."""
    by_key = {place.key: place for place in places}
    found = []
    for key, service in provider.services.items():
        own = [offer for offer in offers if offer.service_key == key]
        at = [by_key[offer.location_key] for offer in own if offer.location_key in by_key]
        found.append(
            ServiceView(
                key=key,
                name=voice.service(key, service.name, "name"),
                alternate_name=voice.service(key, service.alternate_name, "alternate_name"),
                description=voice.service(key, service.description, "description"),
                state="" if service.status == "active" else service.status.replace(" ", "_"),
                closed=closed_view(service.closed, voice, t, stage),
                facts=service_facts(key, service, voice, t, stage.edition.vocabulary),
                whens=_whens(own, by_key, voice, t),
                places=[(place.key, place_label(place, t)) for place in at] if len(places) > 1 else [],
                everywhere=len(at) == len(places) > FEW_NAMES,
                phones=[phone_view(phone, voice) for phone in _own_phones(service)],
                email=service.email,
                url=web_link(service.url),
                fresh=freshness(own[0], t) if own else "",
                checked=service.verified is not None,
                old=service.formerly,
            )
        )
    return sorted(found, key=lambda view: bool(view.state or view.closed))


def place_label(place: PlaceView, t: Catalogue) -> Said:
    """What a place is called: its name, else its street, else its city."""
    if place.name:
        return place.name
    if place.kind == "private":
        return Said(t("hit.private_in", city=place.city) if place.city else t("place.private"))
    if place.kind == "virtual":
        return Said(t("place.virtual"))
    return Said(place.address[0] if place.address else place.city or place.key)


def _own_phones(service: Service) -> list[Any]:
    return [*service.phones, *(phone for at in service.at.values() for phone in at.phones)]


def _whens(own: Sequence[Offer], places: dict[str, PlaceView], voice: Voice, t: Catalogue) -> list[WhenWhere]:
    """The hours of a service where the place's own table does not tell them."""
    found = []
    for offer in own:
        place = places.get(offer.location_key)
        at = offer.service.at.get(offer.location_key)
        note = voice.own(at.description if at else "")
        if place is not None and place.shared and not note:
            continue
        found.append(
            WhenWhere(
                place_label(place, t) if place and len(own) > 1 else Said(""),
                offer.location_key,
                None if place is not None and place.shared else opening(offer.hours, t.language),
                hours_checked(offer.service),
                offer.source_date,
                note,
            )
        )
    return found


def closed_view(closed: Closed | None, voice: Voice, t: Catalogue, stage: Stage) -> ClosedView | None:
    """A closure with the places to go instead that are published."""
    if closed is None:
        return None
    providers = stage.edition.providers
    see = tuple((provider_page(slug), providers[slug].name) for slug in closed.see if slug in providers)
    return ClosedView(t.date(closed.date), voice.own(closed.note), see)


def _alerts(provider: Provider, voice: Voice, t: Catalogue, stage: Stage) -> list[AlertView]:
    today = stage.edition.today.isoformat()
    return [
        AlertView(voice.service(key, service.alert.text, "alert"), t.date(service.alert.until), service.alert.until)
        for key, service in provider.services.items()
        if service.alert and (not service.alert.until or service.alert.until >= today)
    ]


def _calls(provider: Provider, offers: Sequence[Offer], voice: Voice) -> list[PhoneView]:
    """The telephones for the buttons: the provider's first two, else the first of any of its services or places."""
    lines = [phone for phone in provider.phones if phone.type in ("voice", "cell", "text", "textphone")][:2]
    if not lines:
        first = callable_first(phone for offer in offers for phone in offer.phones)
        lines = [first] if first else []
    return [view for phone in lines if (view := phone_view(phone, voice)).href]


def _line(provider: Provider, offers: Sequence[Offer], t: Catalogue) -> WhenWhere | None:
    """The hours of a provider without places, if all its services keep the same."""
    running = [offer for offer in offers if offer.active]
    if provider.locations or not running or len({offer.hours for offer in running}) > 1:
        return None
    checked = [hours_checked(offer.service) for offer in running]
    dated = [offer.source_date for offer in running]
    return WhenWhere(
        Said(""),
        "",
        opening(running[0].hours, t.language),
        min(checked) if all(checked) else "",
        min(dated) if all(dated) else "",
    )


def _crumbs(folder: str, t: Catalogue, stage: Stage) -> list[tuple[str, str]]:
    county = stage.edition.vocabulary.counties.get(folder)
    name = t("county.name", name=county.name) if county else t("area.statewide")
    return [("counties/", t("nav.counties")), (county_page(folder), name)]


def _more(slug: str, offers: Sequence[Offer], t: Catalogue, stage: Stage) -> list[tuple[str, str]]:
    """Lists on which the services stand: others like it."""
    needs = stage.edition.vocabulary.needs
    folder = stage.edition.folder(slug)
    found: dict[str, str] = {}
    for need in dict.fromkeys(need for offer in offers for need in offer.service.needs):
        if need not in needs:
            continue
        listed = stage.shelves.shelf(folder, need)
        name = label(needs[need].label, t.language)
        county = stage.edition.vocabulary.counties.get(folder)
        if len(listed) > 1:
            where = t("county.name", name=county.name) if county else t("area.statewide_in")
            found[county_page(folder, need)] = t("list.need_in", need=name, where=where)
        else:
            found[need_page(need)] = name
    return list(found.items())[:8]


def _points(places: Sequence[PlaceView], stage: Stage) -> list[dict[str, Any]]:
    """What the map shows: only places that may be shown, and only where there is a map."""
    if not stage.plan.with_map:
        return []
    return [
        {
            "at": place.point[:2],
            "near": place.point[2],
            "name": place.name.text or (place.address or (place.city,))[0],
            "county": place.county_slug,
        }
        for place in places
        if place.point and place.kind == "physical"
    ]


def is_sensitive(provider: Provider, stage: Stage) -> bool:
    """Whether nobody should learn from a tab or a preview that this page was looked at."""
    return any(place.confidential for place in provider.locations.values()) or any(
        stage.is_sensitive(service.needs) for service in provider.services.values()
    )


def _uses_clock(places: Sequence[PlaceView], services: Sequence[ServiceView]) -> list[bool]:
    return [place.opening.opens for place in places] + [
        when.opening.opens for view in services for when in view.whens if when.opening
    ]
