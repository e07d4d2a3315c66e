"""The record as frozen values: what a provider file says, in HSDS names wherever HSDS has one.

These types mirror `schema/provider.schema.json` (a test compares them field by field); maps keep the file's own keys
and order. Nothing here is derived: what follows from a record and the places tables is in `bluepages.enrich`.
Dates are the ISO text of the file, `YYYY-MM-DD` unless a field says otherwise; absent text is `""`.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
import msgspec.structs

ServiceStatus = Literal["active", "inactive", "defunct", "temporarily closed"]
LocationType = Literal["physical", "postal", "virtual"]


class _Value(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of all values: immutable, compared by content, unknown keys refused."""


class Phone(_Value, frozen=True):
    """A telephone (HSDS `phone`). `number` as people read it: `510-555-0142`, or a short number such as `211`."""

    number: str
    extension: str = ""
    type: str = "voice"
    description: str = ""
    languages: tuple[str, ...] = ()


class Address(_Value, frozen=True):
    """A postal address (HSDS `address`); every part may be unknown, `""`."""

    attention: str = ""
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    region: str = ""
    state_province: str = ""
    postal_code: str = ""
    country: str = ""


class PublicAddress(_Value, frozen=True):
    """Who said, when and how that the address of a sensitive place may be public (DESIGN rule 3)."""

    by: str
    date: str
    how: str


class Source(_Value, frozen=True):
    """Where a fact comes from: `ref` is an id of `data/sources.yaml` or `issue:N`, `pull:N`, `form:<id>`, `web:<host>`.

    `date` is the date of the source itself, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `note` says where in the source.
    """

    ref: str
    date: str = ""
    note: str = ""


class Verified(_Value, frozen=True):
    """A check by a person (rule 4): `by` is a steward's id or county, `covers` the fields that were checked."""

    date: str
    by: str
    how: str
    covers: tuple[str, ...] = ()


class ReportedCorrect(_Value, frozen=True):
    """A visitor's "still correct": never a verification."""

    date: str


class Closed(_Value, frozen=True):
    """The end of a provider or a service: it keeps its page, which names where to go instead (slugs in `see`)."""

    date: str
    note: str = ""
    see: tuple[str, ...] = ()


class Alert(_Value, frozen=True):
    """A dated notice; the page drops it after `until`."""

    text: str
    until: str = ""


class Question(_Value, frozen=True):
    """Something a steward should find out, such as the other value where two sources disagree."""

    field: str
    text: str
    ref: str = ""
    date: str = ""


class Serves(_Value, frozen=True):
    """The area a service serves; county slugs, ZIP codes and city names. All empty: not known."""

    statewide: bool = False
    counties: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    zips: tuple[str, ...] = ()


class CostOption(_Value, frozen=True):
    """One price (HSDS `cost_option`), in US dollars."""

    option: str = ""
    amount: float | None = None
    amount_description: str = ""


class Location(_Value, frozen=True):
    """A place of a provider (HSDS `location`). Confidential ones hold a county and at most a city."""

    location_type: LocationType = "physical"
    name: str = ""
    alternate_name: str = ""
    description: str = ""
    address: Address | None = None
    mailing_address: Address | None = None
    county: str = ""
    latitude: float | None = None
    longitude: float | None = None
    url: str = ""
    phones: tuple[Phone, ...] = ()
    hours: str = ""
    languages: tuple[str, ...] = ()
    transportation: str = ""
    accessibility: tuple[str, ...] = ()
    accessibility_details: str = ""
    confidential: bool | None = None
    public_address: PublicAddress | None = None
    identifiers: dict[str, str] = {}
    formerly: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


class At(_Value, frozen=True):
    """A service at one of the provider's locations (HSDS `service_at_location`)."""

    description: str = ""
    hours: str = ""
    phones: tuple[Phone, ...] = ()


class Service(_Value, frozen=True):
    """Something people can get (HSDS `service`). `cost` is `free` or words; `needs` are ids of `data/needs.yaml`."""

    name: str
    needs: tuple[str, ...]
    alternate_name: str = ""
    status: ServiceStatus = "active"
    description: str = ""
    audiences: tuple[str, ...] = ()
    eligibility_description: str = ""
    minimum_age: float | None = None
    maximum_age: float | None = None
    cost: str = ""
    cost_options: tuple[CostOption, ...] = ()
    application_process: str = ""
    required_documents: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interpretation_services: str = ""
    url: str = ""
    email: str = ""
    phones: tuple[Phone, ...] = ()
    hours: str = ""
    serves: Serves | None = None
    at: dict[str, At] = {}
    alert: Alert | None = None
    closed: Closed | None = None
    verified: Verified | None = None
    reported_correct: ReportedCorrect | None = None
    identifiers: dict[str, str] = {}
    formerly: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


class ServiceWords(_Value, frozen=True):
    """The translatable words of a service."""

    name: str = ""
    alternate_name: str = ""
    description: str = ""
    eligibility_description: str = ""
    cost: str = ""
    application_process: str = ""
    required_documents: tuple[str, ...] = ()
    interpretation_services: str = ""
    alert: str = ""


class LocationWords(_Value, frozen=True):
    """The translatable words of a location."""

    name: str = ""
    description: str = ""
    transportation: str = ""
    accessibility_details: str = ""


class Translation(_Value, frozen=True):
    """A reviewed translation of a record's words; what is missing is shown in its own language."""

    name: str = ""
    description: str = ""
    services: dict[str, ServiceWords] = {}
    locations: dict[str, LocationWords] = {}


class Provider(_Value, frozen=True):
    """One provider: an HSDS `organization` with its locations and services, as one file says it."""

    name: str
    description: str
    services: dict[str, Service]
    sources: tuple[Source, ...]
    alternate_name: str = ""
    website: str = ""
    email: str = ""
    year_incorporated: int | None = None
    legal_status: str = ""
    identifiers: dict[str, str] = {}
    phones: tuple[Phone, ...] = ()
    locations: dict[str, Location] = {}
    closed: Closed | None = None
    translations: dict[str, Translation] = {}
    formerly: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    not_duplicate_of: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def plain(value: Any) -> Any:
    """A value as plain data without what was left to its default, so that two can be compared field by field.

    `msgspec.to_builtins` leaves a default out only where it is the very same object; a record that came from another
    process has a text of its own for it, and would seem to say "active" where the same record, read here, says nothing.
    """
    if isinstance(value, msgspec.Struct):
        return {
            field.encode_name: plain(given)
            for field in msgspec.structs.fields(value)
            if (given := getattr(value, field.name)) != _default(field)
        }
    if isinstance(value, dict):
        return {key: plain(given) for key, given in value.items()}
    return tuple(plain(given) for given in value) if isinstance(value, tuple) else value


def _default(field: msgspec.structs.FieldInfo) -> Any:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
