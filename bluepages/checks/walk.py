"""Where in a record the phones, addresses, hours, texts and dates stand: each with its path, in the record's order."""

from __future__ import annotations

from collections.abc import Iterator

from bluepages.model import Address, Location, LocationWords, Phone, Provider, Service, ServiceWords, Source
from bluepages.problems import Path

_SERVICE_TEXTS = (
    "name", "alternate_name", "description", "eligibility_description", "cost", "application_process",
    "interpretation_services",
)  # fmt: skip
_LOCATION_TEXTS = ("name", "alternate_name", "description", "transportation", "accessibility_details")
_WORD_TEXTS = (*_SERVICE_TEXTS, "alert")
_ADDRESS_TEXTS = ("attention", "address_1", "address_2", "city", "region")


def phone_lists(provider: Provider) -> Iterator[tuple[Path, tuple[Phone, ...]]]:
    """Every list of phones."""
    if provider.phones:
        yield ("phones",), provider.phones
    for key, place in provider.locations.items():
        if place.phones:
            yield ("locations", key, "phones"), place.phones
    for key, service in provider.services.items():
        if service.phones:
            yield ("services", key, "phones"), service.phones
        for where, at in service.at.items():
            if at.phones:
                yield ("services", key, "at", where, "phones"), at.phones


def hours(provider: Provider) -> Iterator[tuple[Path, str]]:
    """Every hours value."""
    for key, place in provider.locations.items():
        if place.hours:
            yield ("locations", key, "hours"), place.hours
    for key, service in provider.services.items():
        if service.hours:
            yield ("services", key, "hours"), service.hours
        for where, at in service.at.items():
            if at.hours:
                yield ("services", key, "at", where, "hours"), at.hours


def urls(provider: Provider) -> Iterator[tuple[Path, str]]:
    """Every web address."""
    if provider.website:
        yield ("website",), provider.website
    for key, place in provider.locations.items():
        if place.url:
            yield ("locations", key, "url"), place.url
    for key, service in provider.services.items():
        if service.url:
            yield ("services", key, "url"), service.url


def emails(provider: Provider) -> Iterator[tuple[Path, str]]:
    """Every e-mail address."""
    if provider.email:
        yield ("email",), provider.email
    for key, service in provider.services.items():
        if service.email:
            yield ("services", key, "email"), service.email


def addresses(provider: Provider) -> Iterator[tuple[Path, Location, Address]]:
    """Every address with its location; the path's last step tells `address` from `mailing_address`."""
    for key, place in provider.locations.items():
        if place.address:
            yield ("locations", key, "address"), place, place.address
        if place.mailing_address:
            yield ("locations", key, "mailing_address"), place, place.mailing_address


def sources(provider: Provider) -> Iterator[tuple[Path, Source]]:
    """Every source."""
    for at, source in enumerate(provider.sources):
        yield ("sources", at), source
    for key, place in provider.locations.items():
        for at, source in enumerate(place.sources):
            yield ("locations", key, "sources", at), source
    for key, service in provider.services.items():
        for at, source in enumerate(service.sources):
            yield ("services", key, "sources", at), source


def texts(provider: Provider) -> Iterator[tuple[Path, str]]:
    """Every free text: names, descriptions, notes, translations; no phones, addresses on the web, dates or ids."""
    for name in ("name", "alternate_name", "description", "legal_status"):
        text = getattr(provider, name)
        if text:
            yield (name,), text
    for key, place in provider.locations.items():
        yield from _location(("locations", key), place)
    for key, service in provider.services.items():
        yield from _service(("services", key), service)
    for path, phones in phone_lists(provider):
        for at, phone in enumerate(phones):
            if phone.description:
                yield (*path, at, "description"), phone.description
    for path, source in sources(provider):
        if source.note:
            yield (*path, "note"), source.note
    for at, question in enumerate(provider.questions):
        yield ("questions", at, "text"), question.text
    if provider.closed and provider.closed.note:
        yield ("closed", "note"), provider.closed.note
    yield from _translations(provider)


def _location(path: Path, place: Location) -> Iterator[tuple[Path, str]]:
    for name in _LOCATION_TEXTS:
        text = getattr(place, name)
        if text:
            yield (*path, name), text
    for kind, address in (("address", place.address), ("mailing_address", place.mailing_address)):
        if address:
            for name in _ADDRESS_TEXTS:
                text = getattr(address, name)
                if text:
                    yield (*path, kind, name), text
    if place.public_address:
        yield (*path, "public_address", "by"), place.public_address.by
        yield (*path, "public_address", "how"), place.public_address.how


def _service(path: Path, service: Service) -> Iterator[tuple[Path, str]]:
    for name in _SERVICE_TEXTS:
        text = getattr(service, name)
        if text:
            yield (*path, name), text
    for at, text in enumerate(service.required_documents):
        yield (*path, "required_documents", at), text
    for at, option in enumerate(service.cost_options):
        for name in ("option", "amount_description"):
            text = getattr(option, name)
            if text:
                yield (*path, "cost_options", at, name), text
    for key, place in service.at.items():
        if place.description:
            yield (*path, "at", key, "description"), place.description
    if service.alert:
        yield (*path, "alert", "text"), service.alert.text
    if service.closed and service.closed.note:
        yield (*path, "closed", "note"), service.closed.note
    if service.verified:
        yield (*path, "verified", "how"), service.verified.how


def _translations(provider: Provider) -> Iterator[tuple[Path, str]]:
    for language, words in provider.translations.items():
        for name in ("name", "description"):
            text = getattr(words, name)
            if text:
                yield ("translations", language, name), text
        for key, place in words.locations.items():
            yield from _words(("translations", language, "locations", key), place)
        for key, service in words.services.items():
            yield from _words(("translations", language, "services", key), service)


def _words(path: Path, words: ServiceWords | LocationWords) -> Iterator[tuple[Path, str]]:
    for name in _WORD_TEXTS if isinstance(words, ServiceWords) else _LOCATION_TEXTS:
        text = getattr(words, name, "")
        if text:
            yield (*path, name), text
    for at, text in enumerate(getattr(words, "required_documents", ())):
        yield (*path, "required_documents", at), text
