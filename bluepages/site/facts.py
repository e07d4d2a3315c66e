"""What decides for a person: whom a service is for, what it costs, what to bring, which languages, which area."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup, escape

from bluepages.model import Provider, Serves, Service
from bluepages.site.catalogue import Catalogue
from bluepages.site.said import Said, Voice, label
from bluepages.vocabulary import Vocabulary

LONGEST_COST: Final = 60
"""Letters of what a service costs that a line of a list shows."""

Fact = tuple[str, object]
"""A label, and what stands beside it: text, a `Said`, `Markup`, or a list of them."""


def service_facts(key: str, service: Service, voice: Voice, t: Catalogue, vocabulary: Vocabulary) -> list[Fact]:
    """The facts of a service that are known, in the order in which people ask."""
    found: list[Fact] = [
        (t("fact.for"), _whom(key, service, voice, t, vocabulary)),
        (t("fact.ages"), ages(service, t)),
        (t("fact.cost"), _cost(key, service, voice, t)),
        (t("fact.bring"), voice.listed(key, service.required_documents, "required_documents")),
        (t("fact.languages"), languages(service.languages, t, vocabulary)),
        (t("fact.interpreters"), voice.service(key, service.interpretation_services, "interpretation_services")),
        (t("fact.apply"), voice.service(key, service.application_process, "application_process")),
        (t("fact.area"), area(service.serves, t, vocabulary)),
    ]
    return [fact for fact in found if fact[1]]


def _whom(key: str, service: Service, voice: Voice, t: Catalogue, vocabulary: Vocabulary) -> object:
    said = voice.service(key, service.eligibility_description, "eligibility_description")
    if said:
        return said
    known = [vocabulary.audiences[name] for name in service.audiences if name in vocabulary.audiences]
    names = [label(audience.label, t.language) for audience in known]
    return t.all_of([*names[:1], *map(_inside, names[1:])]) if names else ""


def _inside(name: str) -> str:
    """A label within a sentence: `People with disabilities` -> `people with disabilities`; `LGBTQ+ people` stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def ages(service: Service, t: Catalogue) -> str:
    """`18 and older`, `Up to 17`, `12 to 24`."""
    low, high = service.minimum_age, service.maximum_age
    if high is not None:
        if low:
            return t("age.between", low=t.number(low), high=t.number(high))
        return t("age.up_to", high=t.number(high))
    return t("age.from", low=t.number(low)) if low else ""


def _cost(key: str, service: Service, voice: Voice, t: Catalogue) -> object:
    parts: list[object] = []
    if service.cost == "free":
        parts.append(t("cost.free"))
    elif service.cost:
        parts.append(voice.service(key, service.cost, "cost"))
    for option in service.cost_options:
        amount = t.money(option.amount) if option.amount is not None else ""
        words = [escape(voice.own(text)) for text in (option.option, option.amount_description) if text]
        parts.append(Markup(": ").join([*words[:1], Markup(" ").join([escape(amount), *words[1:]])]))
    return parts if len(parts) > 1 else parts[0] if parts else ""


def languages(codes: Iterable[str], t: Catalogue, vocabulary: Vocabulary) -> Markup | str:
    """Languages by their own names, each marked as what it is, with the reader's name for it where it differs."""
    parts = [tongue(code, t, vocabulary) for code in codes]
    return t.all_of(parts) if parts else ""


def tongue(code: str, t: Catalogue, vocabulary: Vocabulary, *, short: bool = False) -> Markup:
    """One language: `Español (Spanish)`, or `Español` alone when `short`."""
    language = vocabulary.languages.get(code)
    if language is None:
        return Markup(escape(code))
    name = label(language.name, t.language)
    own = language.own_name or name
    own = own[:1].upper() + own[1:]
    if code == t.language or not language.own_name:
        return Markup(escape(own))
    marked = Markup('<span lang="{}"{}>{}</span>').format(
        code, Markup(' dir="rtl"') if language.direction == "rtl" else "", own
    )
    return marked if short or own.casefold() == name.casefold() else Markup("{} ({})").format(marked, name)


def area(serves: Serves | None, t: Catalogue, vocabulary: Vocabulary) -> str:
    """Where a person may live to be served."""
    if serves is None:
        return ""
    if serves.statewide:
        return t("area.statewide")
    counties = [vocabulary.counties[slug].name for slug in serves.counties if slug in vocabulary.counties]
    parts = [t("area.county", name=name) for name in counties]
    parts += [*serves.cities]
    if serves.zips:
        parts.append(t("area.zips", n=len(serves.zips), zips=t.all_of(serves.zips)))
    return t.all_of(parts) if parts else ""


def free(service: Service) -> bool:
    return service.cost == "free"


def short_cost(service: Service, said: str | None = None) -> str:
    """What it costs in words (`said`: in another language), `""` where it is free or nobody said; a long text breaks
    off after a whole word."""
    text = "" if free(service) else service.cost and (service.cost if said is None else said)
    return text if len(text) <= LONGEST_COST else f"{text[:LONGEST_COST].rpartition(' ')[0] or text[:LONGEST_COST]}…"


def description(provider: Provider, voice: Voice) -> Said:
    """What the provider says of itself."""
    return voice.provider(provider.description, "description")
