"""The lines of the stewards' lists: what is in doubt about a record in words, and the steps that settle it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from bluepages.model import Provider
from bluepages.site.actions import Actions, actions
from bluepages.site.catalogue import Catalogue
from bluepages.site.links import provider_page
from bluepages.site.openings import opening
from bluepages.site.phones import PhoneView, phone_view
from bluepages.site.provenance import short_address
from bluepages.site.said import Said, Voice
from bluepages.site.stage import Stage
from bluepages.worklist import Item, Row


class Reason(msgspec.Struct, frozen=True):
    """One sentence on what is in doubt; `quote` is what somebody asked, in their words; `href` leads further."""

    text: str
    quote: Said = Said("")
    href: str = ""
    link: str = ""
    urgent: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is one of those that can stand in a row with others."""
        return not (self.urgent or self.quote or self.href)


class RowView(msgspec.Struct, frozen=True):
    """A line of a work list."""

    page: str
    name: Said
    town: str
    sensitive: bool
    reasons: tuple[Reason, ...]
    source: str
    steps: Actions


class CallView(msgspec.Struct, frozen=True):
    """A line of the list for calling: whom, on which numbers, and what to ask; `ask` pairs it with what we say.

    A record with a secret place has no address here either.
    """

    page: str
    name: Said
    town: str
    phones: tuple[PhoneView, ...]
    ask: tuple[tuple[str, Said], ...]
    questions: tuple[Said, ...]
    last: str
    steps: Actions


def row_view(row: Row, stage: Stage, language: str, up: str) -> RowView:
    """A record with its reasons in words."""
    t, provider = stage.words(language), stage.edition.providers[row.slug]
    voice = stage.voice(row.slug, language)
    return RowView(
        provider_page(row.slug),
        voice.provider(provider.name, "name"),
        _town(provider),
        row.sensitive,
        tuple(_reasons(row, provider, voice, t, stage)),
        t.date(row.source),
        actions(row.slug, stage, language, up),
    )


def _town(provider: Provider) -> str:
    towns = dict.fromkeys(p.address.city for p in provider.locations.values() if p.address and p.address.city)
    return next(iter(towns), "")


def _reasons(row: Row, provider: Provider, voice: Voice, t: Catalogue, stage: Stage) -> Iterator[Reason]:
    """Like things in one sentence: what has no hours, which parts were checked long ago."""
    for item in row.items:
        if item.doubt in ("review", "question", "link", "duplicate", "never"):
            yield _reason(item, voice, t, stage)
    aged = [item for item in row.items if item.doubt == "aged"]
    if aged:
        since, never = t.group("work.aged_since"), t.group("work.aged_never")
        said = [since[i.about].format(date=t.date(i.date)) if i.date else never[i.about] for i in aged]
        yield Reason(t("work.aged", what="; ".join(said)))
    named = [_service(provider, i.about, voice) for i in row.items if i.doubt == "no_hours"]
    if named:
        everything = len(named) == len(provider.services)
        yield Reason(t("work.no_hours_at_all") if everything else t("work.no_hours", what=_some(named)))
    points = [i for i in row.items if i.doubt == "no_point"]
    if points:
        yield Reason(t("work.no_point", n=len(points)))


SHOWN = 4
"""Names in one sentence."""


def _some(names: list[str]) -> str:
    shown = list(dict.fromkeys(names))
    return ", ".join(shown[:SHOWN]) + (" …" if len(shown) > SHOWN else "")


def _service(provider: Provider, key: str, voice: Voice) -> str:
    service = provider.services.get(key)
    return voice.service(key, service.name, "name").text if service else key


def _reason(item: Item, voice: Voice, t: Catalogue, stage: Stage) -> Reason:
    if item.doubt == "review":
        reasons = t.group("review.reason")
        text = t("work.review", what=reasons.get(item.about, reasons["other"]), date=t.date(item.date))
        return Reason(text, href=item.url, link=t("review.link") if item.url else "", urgent=True)
    if item.doubt == "question":
        return Reason(t("work.question"), voice.own(item.text)) if item.text else Reason(t("work.question_untold"))
    if item.doubt == "link":
        text = t("work.link", found=item.text, date=t.date(item.date)) if item.date else t("work.link_now")
        return Reason(text, href=item.about, link=short_address(item.about))
    if item.doubt == "duplicate":
        twin = stage.edition.providers[item.about].name
        return Reason(t("work.duplicate", name=twin, why=t.group("work.why")[item.rule]))
    return Reason(t("work.never"))


def call_view(row: Row, stage: Stage, language: str, up: str) -> CallView:
    """A record for somebody with a telephone and a pen."""
    t, edition = stage.words(language), stage.edition
    provider = edition.providers[row.slug]
    voice = stage.voice(row.slug, language)
    private = edition.book.by_slug[row.slug].confidential
    last = max(row.checked.values(), default="")
    return CallView(
        provider_page(row.slug),
        voice.provider(provider.name, "name"),
        _town(provider),
        tuple(_phones(row, stage, voice)),
        tuple(_ask(row, provider, voice, t, stage)),
        () if private else tuple(voice.own(i.text) for i in row.items if i.doubt == "question" and i.text),
        t.date(last),
        actions(row.slug, stage, language, up),
    )


def _phones(row: Row, stage: Stage, voice: Voice) -> Iterator[PhoneView]:
    """At most three numbers, those of the provider first; a fax answers no questions."""
    provider = stage.edition.providers[row.slug]
    phones = [*provider.phones, *(phone for offer in stage.edition.offers[row.slug] for phone in offer.phones)]
    spoken = dict.fromkeys(phone for phone in phones if phone.type in ("voice", "cell", "textphone"))
    for phone in list(spoken)[:3]:
        yield phone_view(phone, voice)


def _ask(row: Row, provider: Provider, voice: Voice, t: Catalogue, stage: Stage) -> Iterator[tuple[str, Said]]:
    """What the record says, by group, to be ticked or put right; hours and words of the first few services."""
    words = t.group("work.groups")
    hours = dict.fromkeys(
        (opening(offer.hours, t.language).sentence, _service(provider, offer.service_key, voice))
        for offer in stage.edition.offers[row.slug] if offer.active
    )  # fmt: skip
    yield words["hours"], Said("; ".join(_said_hours(hours)))
    streets = [
        ", ".join(filter(None, (place.address.address_1, place.address.city)))
        for place in provider.locations.values()
        if place.address and place.address.address_1 and not place.confidential
    ]
    if "address" in row.checked:
        yield words["address"], Said("; ".join(dict.fromkeys(streets[:SHOWN])))
    who = dict.fromkeys(
        voice.service(key, service.eligibility_description, "eligibility_description").text
        for key, service in provider.services.items() if service.eligibility_description
    )  # fmt: skip
    yield words["eligibility"], Said("; ".join(list(who)[:2]))


def _said_hours(hours: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Hours once each, with the service where they differ."""
    found: dict[str, list[str]] = {}
    for sentence, service in hours:
        if sentence:
            found.setdefault(sentence, []).append(service)
    for sentence, services in list(found.items())[:SHOWN]:
        yield sentence if len(found) == 1 else f"{services[0]}: {sentence}"
