"""The columns of services.csv: their names, their meaning and where each value comes from, all in one table.

The file, its Table Schema, `dictionary.csv`, the dictionary page and the portal's dictionary are made from this
table and from nothing else, so they cannot disagree. Names are never changed or given another meaning; new columns
are added at the end of their group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import itemgetter
from typing import Final, Literal, get_args

from bluepages.enrich import Edition, Offer
from bluepages.export import values as v
from bluepages.export.fields import Field, FieldType
from bluepages.export.row import Row, Words, rows
from bluepages.hours import weekly_of
from bluepages.model import ServiceStatus

Per = Literal["organization", "service", "place"]
Kind = FieldType | Literal["uuid", "uri", "email"]


class Column(Field, frozen=True, kw_only=True):
    """A field with its value for a row.

    `per` says on what the value depends: all rows of one organization, or of one service, share it and it is worked
    out once for them.
    """

    value: Callable[[Row], str]
    per: Per


def _column(
    per: Per,
    name: str,
    label: str,
    kind: Kind,
    meaning: str,
    example: str,
    hsds_path: str,
    value: Callable[[Row], str],
) -> Column:  # fmt: skip
    """One column; `kind` is a type, or one of the formats of text that have a name in the Table Schema."""
    form = "" if kind in _TYPES else kind
    type_ = _TYPES.get(kind, "string")
    return Column(
        name=name, label=label, type=type_, format=form, meaning=meaning, example=example, hsds_path=hsds_path,
        values=_VALUES.get(name, ("true", "false") if type_ == "boolean" else ()),
        required=name in _REQUIRED, unique=name == "id", value=value, per=per,
    )  # fmt: skip


_TYPES: Final[dict[str, FieldType]] = {name: name for name in get_args(FieldType)}
_REQUIRED: Final = {"id", "organization_id", "organization_name", "organization_slug", "service_id", "service_name",
                    "status"}  # fmt: skip
_VALUES: Final[dict[str, tuple[str, ...]]] = {
    "status": get_args(ServiceStatus),
    "location_type": ("physical", "postal", "virtual"),
}

_organization = partial(_column, "organization")
_service = partial(_column, "service")
_place = partial(_column, "place")

COLUMNS: Final[tuple[Column, ...]] = (
    _place("id", "Row id", "uuid",
        "Identifies the row for good: the service at this place, or the service where it has no place.",
        "9b2f9c2e-5d0e-5c7e-8a53-0a5d3a2f4b10", "service_at_location.id", lambda r: r.id),
    _organization("organization_id", "Organization id", "uuid", "Identifies the organization for good.",
        "3c8b5a0e-7f57-5a41-9d0c-62f1e1a0c7d2", "organization.id", lambda r: r.organization_id),
    _organization("organization_name", "Organization", "string", "Name of the organization that gives the service.",
        "Harbor Street Community Kitchen", "organization.name", lambda r: r.provider.name),
    _organization("organization_alternate_name", "Other name", "string", "Another name or an abbreviation in use.",
        "HSCK", "organization.alternate_name", lambda r: r.provider.alternate_name),
    _organization("organization_slug", "Short name", "string",
        "Short name of the organization in web addresses; an old one leads to the new one by redirects.json.",
        "harbor-street-community-kitchen", "", lambda r: r.offer.slug),
    _organization("organization_description", "About the organization", "string", "What the organization is.",
        "Volunteer-run nonprofit serving hot meals.", "organization.description", lambda r: r.provider.description),
    _organization("website", "Website", "uri",
        "Website of the organization.", "https://harborstreet.example.org",
        "organization.website", v.website),
    _organization("page", "Page", "uri", "Page of the organization in this directory.",
        "https://directory.example.org/p/harbor-street-community-kitchen", "", v.page),
    _organization("last_modified", "Last changed", "datetime",
        "When the record was last changed, in UTC. A change is no check.",
        "2026-10-03T16:30:00Z", "service.last_modified", v.last_modified),
    _service("service_id", "Service id", "uuid",
        "Identifies the service for good; the same in each of its rows.",
        "52a7f9f4-4c3f-5d4b-b9ce-7b21a1d0f3aa", "service.id", lambda r: r.service_id),
    _service("service_name", "Service", "string", "Name of the service.", "Hot lunch", "service.name",
        lambda r: r.service.name),
    _service("service_slug", "Short name of the service", "string", "Short name of the service within its "
        "organization; on the organization's page it is the part of the address behind #s-.", "hot-lunch", "",
        lambda r: r.offer.service_key),
    _service("service_alternate_name", "Other name of the service", "string", "Another name in use.", "Noon meal",
        "service.alternate_name", lambda r: r.service.alternate_name),
    _service("status", "Status", "string",
        "active; inactive or temporarily closed: not given at present; defunct: ended for good.", "active",
        "service.status", v.status),
    _service("description", "Description", "string", "What people get.", "Free sit-down or take-away lunch.",
        "service.description", lambda r: r.service.description),
    _service("needs", "Needs (ids)", "string",
        "What it helps with: ids of this directory's list of needs, the main one "
        "first, with a semicolon and a space between.", "food.meals; food.emergency",
        "service.attributes[service_type].taxonomy_term.code", lambda r: v.joined(r.service.needs)),
    _service("needs_words", "Needs", "string", "The same in words.", "Hot meals; Food today",
        "service.attributes[service_type].taxonomy_term.name", lambda r: v.called(r.service.needs, r.words.needs)),
    _service("audiences", "Especially for (ids)", "string", "Whom it is especially for: ids; empty for everyone.",
        "veterans; older-adults", "service.attributes[eligibility].taxonomy_term.code",
        lambda r: v.joined(r.service.audiences)),
    _service("audiences_words", "Especially for", "string", "The same in words.",
        "Veterans and service members; Older adults", "service.attributes[eligibility].taxonomy_term.name",
        lambda r: v.called(r.service.audiences, r.words.audiences)),
    _service("eligibility", "Who may come", "string", "Who may use the service.", "Anyone in Alameda County.",
        "service.eligibility_description", lambda r: r.service.eligibility_description),
    _service("minimum_age", "From age", "number", "Youngest age, in years.", "18", "service.minimum_age",
        lambda r: v.years(r.service.minimum_age)),
    _service("maximum_age", "To age", "number", "Oldest age, in years.", "24", "service.maximum_age",
        lambda r: v.years(r.service.maximum_age)),
    _service("cost", "Cost", "string", "What it costs, in words and US dollars; Free where it costs nothing.", "Free",
        "service.fees_description, service.cost_options", v.cost),
    _service("application", "How to get it", "string", "What to do to get the service.", "Walk in.",
        "service.application_process", lambda r: r.service.application_process),
    _service("documents", "What to bring", "string", "Papers to bring.", "Photo ID; Proof of address",
        "service.required_documents[].document", lambda r: v.joined(r.service.required_documents)),
    _service("interpretation", "Interpreters", "string", "Interpreting that is offered.", "Sign language on request",
        "service.interpretation_services", lambda r: r.service.interpretation_services),
    _service("email", "E-mail", "email", "E-mail of the service, or else of the organization.",
        "hello@harborstreet.example.org", "service.email", v.mail),
    _service("url", "Web page of the service", "uri", "Web page of the service itself.",
        "https://harborstreet.example.org/lunch", "service.url", v.url),
    _service("serves_counties", "Serves counties", "string", "Counties whose people it serves, by name.",
        "Alameda; Contra Costa", "service.service_areas[].name", v.serves_counties),
    _service("serves_cities", "Serves cities", "string", "Cities whose people it serves.", "Berkeley; Oakland",
        "service.service_areas[].name", lambda r: v.joined(r.service.serves.cities) if r.service.serves else ""),
    _service("serves_zips", "Serves ZIP codes", "string", "ZIP codes whose people it serves.", "94607; 94612",
        "service.service_areas[].name", lambda r: v.joined(r.service.serves.zips) if r.service.serves else ""),
    _service("alert", "Notice", "string",
        "What people should know now; left out after its last day.", "Closed this week.",
        "service.alert", lambda r: v.alert(r).text),
    _service("alert_until", "Notice until", "date", "Last day of the notice.", "2026-12-01", "service.alert",
        lambda r: v.date(v.alert(r).until)),
    _service("closed_date", "Ended on", "date", "Day on which the service or the organization ended.", "2025-06-30",
        "service.alert", v.closed_date),
    _service("verified_date", "Checked on", "date",
        "Day on which a person last checked the service; empty: nobody has.",
        "2026-10-02", "service.assured_date", lambda r: v.day(r.service.verified)),
    _service("verified_how", "Checked how", "string", "How it was checked.", "phone call", "",
        lambda r: r.service.verified.how if r.service.verified else ""),
    _service("reported_correct_date", "Reported correct on", "date",
        "Day on which a visitor said that it is still correct. This is no check.", "2026-11-01", "",
        lambda r: v.day(r.service.reported_correct)),
    _place("location_id", "Place id", "uuid", "Identifies the place for good; empty for a service without one. "
        "Places of locations.geojson have the same ids.", "d1a0e9f0-3f44-5d16-9d35-3f1c9a7f3c55", "location.id",
        lambda r: r.location_id),
    _place("location_name", "Place", "string", "Name of the place, where it has its own.", "Harbor Street Kitchen",
        "location.name", lambda r: r.place.name if r.place else ""),
    _place("place_note", "About the place", "string", "What is different here, and what helps to find it.",
        "Enter on 12th St.", "service_at_location.description, location.description", v.place_note),
    _place("location_type", "Kind of place", "string", "physical: a place to go to; postal: an address to write to; "
        "virtual: a telephone line or a web site.", "physical", "location.location_type",
        lambda r: r.offer.location.location_type if r.offer.location else ""),
    _place("confidential", "Address on request", "boolean",
        "true where the place has an address that is not public: then no more than city and county stand here.",
        "false", "", v.confidential),
    _place("address_1", "Address", "string", "House number and street.", "1200 Harbor St",
        "location.addresses[0].address_1", lambda r: r.address.address_1),
    _place("address_2", "Address, second line", "string", "Suite, floor or building.", "Suite B",
        "location.addresses[0].address_2", lambda r: r.address.address_2),
    _place("city", "City", "string",
        "City or town.", "Oakland", "location.addresses[0].city", lambda r: r.address.city),
    _place("state", "State", "string", "State, two letters.", "CA", "location.addresses[0].state_province", v.state),
    _place("zip", "ZIP code", "string", "ZIP code, five digits as text.", "94607", "location.addresses[0].postal_code",
        lambda r: r.address.postal_code[:5]),
    _place("zip_4", "ZIP+4", "string", "The four digits after the ZIP code, where they are known.", "1234",
        "location.addresses[0].postal_code", lambda r: r.address.postal_code[6:]),
    _place("country", "Country", "string", "Country, two letters.", "US", "location.addresses[0].country", v.country),
    _place("county", "County", "string", "County in which the place lies, without the word County.", "Alameda",
        "location.addresses[0].region", lambda r: r.words.counties.get(r.county, "")),
    _place("county_fips", "County FIPS code", "string", "FIPS code of that county in its state, three digits as text.",
        "001", "", lambda r: r.words.fips.get(r.county, "")),
    _place("latitude", "Latitude", "number", "Degrees north (WGS 84).", "37.8044", "location.latitude",
        lambda r: r.point[0]),
    _place("longitude", "Longitude", "number", "Degrees east (WGS 84); negative in America.", "-122.2712",
        "location.longitude", lambda r: r.point[1]),
    _place("coordinates_approximate", "Position approximate", "boolean",
        "true where latitude and longitude are the middle of the ZIP code and not the place itself.", "false",
        "location.attributes[position]", lambda r: r.approximate),
    _place("phone", "Phone", "string", "First telephone to call, as a telephone takes it (E.164), or a short number "
        "such as 211.", "+15105550142", "phone.number", lambda r: v.dialled(r.phone)),
    _place("phone_display", "Phone as written", "string", "The same as people read it.", "510-555-0142",
        "phone.number", lambda r: v.displayed(r.phone)),
    _place("phone_extension", "Extension", "string", "Digits to dial after it, as text.", "12", "phone.extension",
        lambda r: r.phone.extension if r.phone else ""),
    _place("phone_type", "Kind of phone", "string", "voice, text, textphone, cell or video.", "voice", "phone.type",
        lambda r: r.phone.type if r.phone else ""),
    _place("other_phones", "Other phones", "string", "All other telephones, fax included.",
        "510-555-0143 x12 (Kitchen desk); 510-555-0144 (fax)", "phone.number", lambda r: v.joined(r.other_phones())),
    _place("languages", "Languages (codes)", "string", "Languages in which people are served: BCP 47 codes.", "en; es",
        "service.languages[].code", lambda r: v.joined(v.spoken(r))),
    _place("languages_words", "Languages", "string", "The same in words.", "English; Spanish",
        "service.languages[].name", lambda r: v.called(v.spoken(r), r.words.languages)),
    _place("hours", "Hours", "string", "Opening hours in the opening_hours syntax of OpenStreetMap (docs/hours.md), "
        "local time; empty: not known, so call first.", "Mo-Fr 11:30-13:30; PH off", "schedule",
        lambda r: r.offer.hours),
    _place("hours_words", "Hours in words", "string", "The same in English.",
        "Monday to Friday 11:30 AM to 1:30 PM; Public holidays: Closed", "schedule",
        lambda r: v.hours_words(r.offer.hours)),
    _place("hours_week", "Hours for programs", "string", "The same in the compact weekly form from which "
        "programs tell what is open now (docs/hours.md); empty: not known.", "12345=690-810;hx", "schedule",
        lambda r: weekly_of(r.offer.hours)),
    _place("hours_checked_date", "Hours checked on", "date", "Day on which a person last checked the hours; empty: "
        "nobody has.", "2026-10-02", "service.assured_date", v.hours_checked_date),
    _place("transportation", "Getting there", "string", "Bus, train, parking.", "AC Transit 14 and 88",
        "location.transportation", lambda r: r.place.transportation if r.place else ""),
    _place("accessibility", "Accessibility", "string", "What makes the place usable for people with disabilities.",
        "Step-free entrance; Accessible restroom", "location.accessibility[].description", v.accessibility),
    _place("listed_counties", "Listed under counties", "string",
        "Counties under which this directory lists the row: where the place is, and whom the service serves.",
        "Alameda; Contra Costa", "", lambda r: v.called(r.offer.counties, r.words.counties)),
    _place("serves_statewide", "Serves the whole state", "boolean", "true where everyone in the state is served.",
        "false", "service.service_areas[].name", lambda r: v.truth(r.offer.statewide)),
    _place("source", "Sources (ids)", "string", "Where the facts come from: ids of sources, issue:N for what people "
        "told us, web:host for a web page.", "csd-provider-directory; issue:214", "", v.source),
    _place("source_title", "Sources", "string", "The same in words.",
        "Local service providers of the Department of Community Services and Development; issue:214", "",
        v.source_title),
    _place("source_date", "Date of the source", "string",
        "Date of the oldest of the sources, as exact as it is known: YYYY, YYYY-MM or YYYY-MM-DD.", "2026-04", "",
        lambda r: r.offer.source_date),
    _place("source_licence", "Licence of the source", "string", "Licence under which each source gives its facts; "
        "facts-only: it states none, and only facts were taken.", "CC0-1.0", "", v.source_licence),
)  # fmt: skip
"""In the order of the file; `id` is the first."""

HEADER: Final = tuple(column.name for column in COLUMNS)

_BY_PER: Final[dict[Per, list[Callable[[Row], str]]]] = {
    per: [column.value for column in COLUMNS if column.per == per] for per in get_args(Per)
}
_INNER: Final = [column.name for per in _BY_PER for column in COLUMNS if column.per == per]
_ORDER: Final = itemgetter(*(_INNER.index(name) for name in HEADER))


def cells(row: Row) -> tuple[str, ...]:
    """The cells of one row in the order of `COLUMNS`, as they are before they are made safe to write."""
    return tuple(column.value(row) for column in COLUMNS)


def table(edition: Edition, words: Words, offers: Iterable[Offer]) -> Iterator[tuple[str, ...]]:
    """The rows of services.csv for these offers: the same as `cells` of each, made faster."""
    slug, service_key = "", ""
    organization: list[str] = []
    service: list[str] = []
    for row in rows(edition, words, offers):
        offer = row.offer
        if offer.slug != slug:
            organization = [value(row) for value in _BY_PER["organization"]]
        if offer.slug != slug or offer.service_key != service_key:
            service = [value(row) for value in _BY_PER["service"]]
        slug, service_key = offer.slug, offer.service_key
        yield _ORDER((*organization, *service, *[value(row) for value in _BY_PER["place"]]))
