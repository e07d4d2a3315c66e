"""A provider record as HSDS 3.1: one full organization, and each of its services in full.

The mapping, and what HSDS has no place for, is told in `docs/hsds.md`. Only fields that HSDS 3.0 has as well are
used, so that the output fits either version. Optional fields without a value are left out and never null; required
ones that nobody knows are `""` (DESIGN rule 9).
"""

from __future__ import annotations

from typing import Any

import msgspec

from bluepages.hsds.context import NO_FACTS, Context, ProviderFacts
from bluepages.hsds.parts import phone_objects
from bluepages.hsds.places import location_objects
from bluepages.hsds.services import service_object
from bluepages.hsds.text import email, uri
from bluepages.model import Provider

Object = dict[str, Any]


class Compiled(msgspec.Struct, frozen=True):
    """What one record publishes: the organization with `locations` and `services` (these without `organization`),
    and every service with its `organization` (that without `locations` and `services`). Parts that recur are shared
    between them, so nobody may change what is in here.
    """

    slug: str
    organization: Object
    services: tuple[Object, ...]


def compile_provider(slug: str, provider: Provider, context: Context, facts: ProviderFacts = NO_FACTS) -> Compiled:
    """The HSDS objects of one provider. Pure: the same arguments give the same objects, fields in the standard's order.

    `facts.last_modified` must be taken from a history without the earlier values of places that are now confidential;
    it is a date and nothing more.
    """
    organization_id = context.ids.organization(slug, provider)
    own = _organization(organization_id, provider, context)
    locations = location_objects(slug, provider, facts, context)
    services = tuple(service_object(slug, provider, key, own, locations, facts, context) for key in provider.services)
    full = dict(own)
    identifiers = full.pop("organization_identifiers", None)
    if locations:
        full["locations"] = list(locations.values())
    if identifiers:
        full["organization_identifiers"] = identifiers
    full["services"] = [_without_organization(service) for service in services]
    return Compiled(slug, full, services)


def _without_organization(service: Object) -> Object:
    copy = dict(service)
    del copy["organization"]
    return copy


def _organization(organization_id: str, provider: Provider, context: Context) -> Object:
    made: Object = {
        "id": organization_id,
        "name": provider.name,
        "alternate_name": provider.alternate_name,
        "description": provider.description,
        "email": email(provider.email) if provider.email else "",
        "website": uri(provider.website) if provider.website else "",
        "year_incorporated": provider.year_incorporated or "",
        "legal_status": provider.legal_status,
        "phones": phone_objects(provider.phones, organization_id, context),
        "organization_identifiers": _identifiers(organization_id, provider, context),
    }
    always = ("name", "description")
    return {name: value for name, value in made.items() if value or name in always}


def _identifiers(organization_id: str, provider: Provider, context: Context) -> list[Object]:
    types = context.settings.identifier_types
    return [
        {
            "id": context.ids.child("organization_identifier", organization_id, scheme),
            "identifier_scheme": scheme,
            "identifier_type": types.get(scheme, scheme),
            "identifier": identifier,
        }
        for scheme, identifier in provider.identifiers.items()
    ]
