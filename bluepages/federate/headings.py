"""What directories call their tables and columns: Ohana, HSDS 1.1, 2.0 and 3.x, and the inner names of ORServices.

One reader serves them all: it goes by what a column means, never by what a package claims to be.
"""

from __future__ import annotations

import re
from typing import Final

from bluepages.federate.csvfile import Row, Table

TABLES: Final = {
    "organization": "organizations", "organizations": "organizations",
    "service": "services", "services": "services",
    "location": "locations", "locations": "locations",
    "service_at_location": "at", "services_at_location": "at", "service_at_locations": "at",
    "services_at_locations": "at",
    "address": "addresses", "addresses": "addresses", "physical_address": "addresses",
    "physical_addresses": "addresses", "postal_address": "mail", "postal_addresses": "mail", "mail_addresses": "mail",
    "phone": "phones", "phones": "phones",
    "contact": "contacts", "contacts": "contacts",
    "schedule": "schedules", "schedules": "schedules", "regular_schedule": "schedules",
    "regular_schedules": "schedules", "holiday_schedule": "holidays", "holiday_schedules": "holidays",
    "language": "languages", "languages": "languages",
    "accessibility": "accessibility", "accessibility_for_disabilities": "accessibility",
    "service_area": "areas", "service_areas": "areas",
    "eligibility": "eligibility", "eligibilities": "eligibility",
    "taxonomy": "terms", "taxonomy_term": "terms", "taxonomy_terms": "terms",
    "taxonomies": "taxonomies", "taxonomy_types": "taxonomies",
    "attribute": "attributes", "attributes": "attributes", "service_attribute": "attributes",
    "service_attributes": "attributes", "service_taxonomy": "attributes", "services_taxonomy": "attributes",
    "service_taxonomies": "attributes", "services_taxonomies": "attributes", "other_attributes": "attributes",
    "program": "programs", "programs": "programs",
    "required_document": "documents", "required_documents": "documents",
    "cost_option": "costs", "cost_options": "costs", "fees": "costs",
    "payment_accepted": "payments", "payments_accepted": "payments",
    "organization_identifier": "identifiers", "organization_identifiers": "identifiers",
    "url": "urls", "urls": "urls",
    "funding": "funding", "metadata": "metadata", "meta_table_descriptions": "metadata",
    "service_capacity": "capacity", "units": "capacity", "unit": "capacity",
}  # fmt: skip

ALIASES: Final = {
    "recordid": "id", "uuid": "id", "url": "website", "web_site": "website", "website_url": "website",
    "organization_recordid": "organization_id", "service_recordid": "service_id", "location_recordid": "location_id",
    "organisation_id": "organization_id", "organization": "organization_id", "organizations": "organization_id",
    "locations": "location_ids", "lat": "latitude", "lng": "longitude", "lon": "longitude", "long": "longitude",
    "phone": "number", "phone_number": "number", "number_type": "type", "fees": "fees_description",
    "how_to_apply": "application_process", "eligibility": "eligibility_description", "address": "address_1",
    "street": "address_1", "address1": "address_1", "address2": "address_2", "street_address": "address_1",
    "state": "state_province", "zip": "postal_code", "zipcode": "postal_code", "zip_code": "postal_code",
    "accepted_payments": "payments", "taxonomy": "taxonomy_ids", "terms": "taxonomy_ids",
    "date_incorporated": "year_incorporated", "short_desc": "short_description", "start_date": "valid_from",
    "end_date": "valid_to", "day": "weekday", "open": "opens_at", "close": "closes_at", "opens": "opens_at",
    "closes": "closes_at", "wait": "wait_time", "org_id": "organization_id", "org": "organization_id",
    "desc": "description", "web": "website", "notes": "description",
}  # fmt: skip
_PREFIX: Final = {
    "organizations": "organization_", "services": "service_", "locations": "location_", "terms": "taxonomy_",
    "taxonomies": "taxonomy_type_", "phones": "phone_", "contacts": "contact_", "schedules": "schedule_",
    "addresses": "address_", "programs": "program_",
}  # fmt: skip
_NOT_STRIPPED: Final = frozenset({"organization_id", "service_id", "location_id", "taxonomy_id", "location_type"})


def table_of(file: str) -> str:
    """What a file of that name holds; `""` for one that is none of the standard's."""
    stem = re.sub(r"[-\s.]+", "_", file.rpartition(".")[0].strip().casefold())
    return TABLES.get(stem, "")


def fields(table: str, header: tuple[str, ...]) -> dict[str, str]:
    """Column to field for one kind of table; of two columns for one field, the first that has its own name wins."""
    prefix = _PREFIX.get(table, "")
    plain = {column: re.sub(r"[^a-z0-9]+", "_", column.casefold()).strip("_") for column in header}
    inner = bool(prefix) and f"{prefix}recordid" in plain.values()
    best: dict[str, str] = {}
    for column, name in plain.items():
        field = _alias(table, _short(table, name, prefix, inner))
        if field and (field not in best or (name == field and plain[best[field]] != field)):
            best[field] = column
    return {column: field for field, column in best.items()}


def _short(table: str, name: str, prefix: str, inner: bool) -> str:
    """The name without the table's prefix: each where the table has the inner names of ORServices, else those two."""
    if inner:
        return name if name in _NOT_STRIPPED else name.removeprefix(prefix)
    if table == "organizations" and name == "org_name":
        return "name"
    return name.removeprefix(prefix) if prefix and name in (f"{prefix}name", f"{prefix}description") else name


def _alias(table: str, name: str) -> str:
    if table == "terms":
        if name == "taxonomy_id":  # Ohana: the term's own code
            return "code"
        return {"taxonomy": "vocabulary", "term": "name"}.get(name, ALIASES.get(name, name))
    if name == "recordid":
        return "id"
    if table == "attributes" and name in ("taxonomy_term_id", "taxonomy_id", "term_id"):
        return "term_id"
    if table == "areas" and name in ("service_area", "area"):
        return "name"
    if table == "languages" and name == "language":
        return "name"
    if table == "documents" and name == "name":
        return "document"
    return ALIASES.get(name, name)


def renamed(table: str, source: Table) -> list[Row]:
    """The rows under the names of fields."""
    names = fields(table, source.header)
    return [Row(row.line, {names[column]: cell for column, cell in row.cells.items() if column in names}, row.trouble)
            for row in source.rows]  # fmt: skip


_READ: Final = """
    id name organization_id service_id location_id service_at_location_id location_ids service_ids phone_id
    contact_id link_id link_entity parent_organization_id alternate_name description short_description website
    email status year_incorporated legal_status tax_id tax_status identifier identifier_scheme identifier_type
    number extension type department vanity_number country_prefix hours schedule latitude longitude
    location_type virtual transportation accessibility accessibility_details languages language code term_id
    taxonomy_ids categories keywords vocabulary value taxonomy_id parent_id address_1 address_2 address_3
    address_4 attention city region state_province postal_code country county address_type fees_description
    application_process eligibility_description minimum_age maximum_age wait_time interpretation_services
    required_documents document service_areas extent weekday opens_at closes_at dtstart until byday freq
    interval bymonthday byweekno byyearday count valid_from valid_to closed timezone schedule_link kind audience
    program_id option amount amount_description currency details title holiday uri last_modified assured_date
    accreditations licenses alert funding_sources payments
"""
READ: Final = frozenset(_READ.split())
"""The fields that a reader of packages looks at, or knowingly leaves out."""


def read_as(table: str, header: tuple[str, ...]) -> dict[str, str]:
    """Column to field, of those that are read."""
    return {column: field for column, field in fields(table, header).items() if field in READ}
