"""Services as HSDS sees them: what they are, for whom, what they cost, where and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import structs

from bluepages.hsds.context import Context, ProviderFacts
from bluepages.hsds.parts import language_objects, phone_objects, schedule_objects
from bluepages.hsds.taxonomy import attribute
from bluepages.hsds.text import date, email, moment, number, uri
from bluepages.model import At, Closed, Provider, Serves, Service

Object = dict[str, Any]


def service_object(
    slug: str,
    provider: Provider,
    key: str,
    organization: Object,
    locations: Mapping[str, Object],
    facts: ProviderFacts,
    context: Context,
) -> Object:
    """One full service with its organization (without services and locations) and its places nested whole."""
    service = provider.services[key]
    service_id = context.ids.service(slug, provider, key)
    closed = service.closed or provider.closed
    made: Object = {
        "id": service_id,
        "name": service.name,
        "alternate_name": service.alternate_name,
        "description": service.description,
        "url": uri(service.url) if service.url else "",
        "email": email(service.email) if service.email else "",
        "status": "defunct" if closed else service.status,
        "interpretation_services": service.interpretation_services,
        "application_process": service.application_process,
        "fees_description": "Free" if service.cost == "free" else service.cost,
        "eligibility_description": service.eligibility_description,
        "minimum_age": number(service.minimum_age),
        "maximum_age": number(service.maximum_age),
        **_assurance(service, context),
        "alert": _alert(service, closed, context),
        "last_modified": moment(facts.last_modified),
        "phones": phone_objects(service.phones, service_id, context),
        "schedules": schedule_objects(service.hours, service_id, context),
        "service_areas": service_areas(service.serves, service_id, context) if service.serves else (),
        "service_at_locations": _places(slug, provider, key, locations, context),
        "languages": language_objects(service.languages, service_id, context),
        "organization": organization,
        "cost_options": _cost_options(service, service_id, context),
        "required_documents": _documents(service, service_id, context),
        "attributes": _attributes(service, service_id, context),
    }
    return {name: value for name, value in made.items() if value or value == 0}


def _assurance(service: Service, context: Context) -> Object:
    """Rule 4: only a check by a person counts, and only a role's mailbox is named."""
    day = date(service.verified.date) if service.verified else ""
    return {"assured_date": day, "assurer_email": email(context.settings.assurer_email)} if day else {}


def _alert(service: Service, closed: Closed | None, context: Context) -> str:
    parts = []
    if closed:
        parts.append(f"Closed for good on {closed.date}.")
        if closed.note:
            parts.append(closed.note)
        if closed.see and context.settings.record_base:
            pages = ", ".join(context.settings.record_base + slug for slug in closed.see)
            parts.append(f"Instead, see {pages}")
    alert = service.alert
    if alert and not (alert.until and context.settings.today and alert.until < context.settings.today):
        parts.append(f"{alert.text} (until {alert.until})" if alert.until else alert.text)
    return " ".join(parts)


def service_areas(serves: Serves, service_id: str, context: Context) -> list[Object]:
    """One HSDS service area for the state and for each county, city and ZIP code that is served."""
    known, state = context.vocabulary.counties, context.settings.state_name
    named = [(state, state)] if serves.statewide else []
    for slug in serves.counties:
        name = f"{known[slug].name} County" if slug in known else slug
        named.append((name, f"{name}, {state}"))
    named += [(name, f"{name}, {state}") for name in serves.cities]
    named += [(f"ZIP code {code}", f"ZIP code {code}, {state}") for code in serves.zips]
    found: dict[str, Object] = {}
    for name, extent in named:
        area = {"id": context.ids.child("service_area", service_id, name)}
        found.setdefault(area["id"], {**area, "name": name, "extent": extent, "extent_type": "text"})
    return list(found.values())


def _places(slug: str, provider: Provider, key: str, locations: Mapping[str, Object], context: Context) -> list[Object]:
    made = []
    for place, at in provider.services[key].at.items():
        if place not in locations:
            continue
        pair_id = context.ids.service_at_location(slug, provider, key, place)
        pair: Object = {"id": pair_id}
        if provider.locations[place].confidential:
            at = _without_words(at)
        if at.description:
            pair["description"] = at.description
        if at.phones:
            pair["phones"] = phone_objects(at.phones, pair_id, context)
        if schedules := schedule_objects(at.hours, pair_id, context):
            pair["schedules"] = schedules
        pair["location"] = locations[place]
        made.append(pair)
    return made


def _without_words(at: At) -> At:
    """What may be said of a service at a confidential place: words on how to find it are as good as its address."""
    phones = tuple(structs.replace(phone, description="") for phone in at.phones)
    return At(hours="" if '"' in at.hours else at.hours, phones=phones)


def _cost_options(service: Service, service_id: str, context: Context) -> list[Object]:
    currency = context.settings.currency
    found: dict[str, Object] = {}
    if service.cost == "free":
        option_id = context.ids.child("cost_option", service_id, "free")
        found[option_id] = {"id": option_id, "option": "Free", "currency": currency, "amount": 0}
    for option in service.cost_options:
        amount = number(option.amount)
        value = "\n".join((option.option, "" if amount is None else str(amount), option.amount_description))
        made: Object = {"id": context.ids.child("cost_option", service_id, value)}
        if option.option:
            made["option"] = option.option
        if amount is not None:
            made |= {"currency": currency, "amount": amount}
        if option.amount_description:
            made["amount_description"] = option.amount_description
        found.setdefault(made["id"], made)
    return list(found.values())


def _documents(service: Service, service_id: str, context: Context) -> list[Object]:
    found: dict[str, Object] = {}
    for text in service.required_documents:
        made = {"id": context.ids.child("required_document", service_id, text), "document": text}
        found.setdefault(made["id"], made)
    return list(found.values())


def _attributes(service: Service, service_id: str, context: Context) -> list[Object]:
    """Needs say what a service is, audiences whom it is for; ids that no vocabulary knows are passed over."""
    terms = context.terms
    made = [
        attribute(context.ids, service_id, "service", "service_type", terms.needs[need])
        for need in dict.fromkeys(service.needs)
        if need in terms.needs
    ]
    made += [
        attribute(context.ids, service_id, "service", "eligibility", terms.audiences[audience])
        for audience in dict.fromkeys(service.audiences)
        if audience in terms.audiences
    ]
    return made
