"""Hypothesis strategies shared by the tests: whole provider records with ugly text and missing parts.

`providers()` yields values that fit `schema/provider.schema.json`; `tests/hsds/test_properties.py` holds it to that.
"""

from __future__ import annotations

import datetime
from typing import Any

import msgspec
from hypothesis import strategies as st

from bluepages.model import Provider

NEEDS = ("food", "food.meals", "food.pantry", "housing.shelter", "health.mental")
AUDIENCES = ("veterans", "older-adults", "people-fleeing-abuse")
LANGUAGES = ("en", "es", "zh-Hant", "vi", "hmn", "qq")
COUNTIES = ("alameda", "contra-costa", "los-angeles", "san-francisco")
HOURS = (
    "Mo-Fr 09:00-17:00",
    "Mo-Fr 11:30-13:30; Sa[1,3] 12:00-14:00; PH off",
    "24/7",
    "Fr-Sa 20:00-02:00",
    'Mo,We 10:00-12:00 "by appointment"',
    "unknown",
    "Jun-Aug Tu 08:00-12:00",
    "2026 Dec 24 off",
)
UGLY = (
    '=HYPERLINK("http://x")',
    "@SUM(A1)",
    "+1 510",
    "-2+3",
    "  padded  ",
    "a\nb\r\nc",
    "null",
    "\u202dright\u202c",
    "Peña & Søn <b>“x”</b>",
    "日本語 한국어 العربية",
    "😀\u0301\ufeff",
    '"quoted", with; separators\t|',
    "\\ / ' % {{ x }}",
)
WEB = (
    "https://example.org",
    "http://example.org/a?b=c&d=%20#e",
    "https://españa.example/ñandú",
    "www.example.org",
    "https://example.org/a b|c",
    "https://user:secret@example.org/",
    "ftp://example.org",
    "https://exa mple.org",
    "HTTPS://EXAMPLE.ORG:8443/X",
)
MAIL = (
    "help@example.org",
    "a.b+c@sub.example.org",
    "nobody",
    "a@b",
    "José@example.org",
    "a..b@example.org",
    '"x y"@e.org',
)
NUMBERS = (
    "510-555-0142",
    "(510) 555-0143",
    "211",
    "988",
    "1-800-555-0199",
    "+1 415 555 0100",
    "call us",
    "800-GET-HELP",
)

slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
dates = st.dates(min_value=datetime.date(2000, 1, 1)).map(str)


def words(longest: int = 60) -> st.SearchStrategy[str]:
    """One text as an author might leave it: never empty, no surrogates."""
    free = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=longest)
    return st.one_of(free, st.sampled_from([text for text in UGLY if len(text) <= longest]))


def some(values: st.SearchStrategy[Any] | tuple[str, ...], most: int = 3) -> st.SearchStrategy[list[Any]]:
    """One to `most` values."""
    items = st.sampled_from(values) if isinstance(values, tuple) else values
    return st.lists(items, min_size=1, max_size=most)


def record(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A map with the required keys and any of the optional ones."""
    return st.fixed_dictionaries(required, optional=optional)


phones = record(
    {"number": st.one_of(st.sampled_from(NUMBERS), words(40))},
    {
        "extension": st.from_regex(r"[0-9]{1,10}", fullmatch=True),
        "type": st.sampled_from(("voice", "text", "fax", "textphone", "cell", "pager", "video")),
        "description": words(),
        "languages": some(LANGUAGES),
    },
)
addresses = record(
    {"city": words()},
    {
        "attention": words(),
        "address_1": words(),
        "address_2": words(),
        "region": words(),
        "state_province": st.sampled_from(("CA", "NV")),
        "postal_code": st.from_regex(r"[0-9]{5}(-[0-9]{4})?", fullmatch=True),
        "country": st.just("US"),
    },
)
identifiers = st.dictionaries(st.sampled_from(("US-EIN", "CA-CDSS", "x.1")), words(), min_size=1, max_size=3)
locations = record(
    {},
    {
        "location_type": st.sampled_from(("physical", "postal", "virtual")),
        "name": words(),
        "alternate_name": words(),
        "description": words(),
        "address": addresses,
        "mailing_address": addresses,
        "county": st.one_of(st.sampled_from(COUNTIES), slugs),
        "latitude": st.floats(-90, 90),
        "longitude": st.floats(-180, 180),
        "url": st.sampled_from(WEB),
        "phones": some(phones),
        "hours": st.sampled_from(HOURS),
        "languages": some(LANGUAGES),
        "transportation": words(),
        "accessibility": some(("step-free-entrance", "accessible-restroom", "unheard-of")),
        "accessibility_details": words(),
        "confidential": st.booleans(),
        "identifiers": identifiers,
    },
)
serves = st.one_of(
    st.just({"statewide": True}),
    record(
        {"counties": some(COUNTIES)},
        {"cities": some(words()), "zips": some(st.from_regex(r"[0-9]{5}", fullmatch=True))},
    ),
)
cost_options = record(
    {"option": words()}, {"amount": st.floats(0, 1e6, allow_subnormal=False), "amount_description": words()}
)
closed = record({"date": dates}, {"note": words(), "see": some(slugs)})
places_of_service = record({}, {"description": words(), "hours": st.sampled_from(HOURS), "phones": some(phones, 2)})


def services(keys: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """A service at any of the locations `keys`, or at one that is not there."""
    return record(
        {"name": words(), "needs": some(NEEDS)},
        {
            "alternate_name": words(),
            "status": st.sampled_from(("active", "inactive", "defunct", "temporarily closed")),
            "description": words(),
            "audiences": some(AUDIENCES),
            "eligibility_description": words(),
            "minimum_age": st.sampled_from((0, 18, 55.5)),
            "maximum_age": st.integers(0, 120),
            "cost": st.one_of(st.just("free"), words()),
            "cost_options": some(cost_options),
            "application_process": words(),
            "required_documents": some(words()),
            "languages": some(LANGUAGES),
            "interpretation_services": words(),
            "url": st.sampled_from(WEB),
            "email": st.sampled_from(MAIL),
            "phones": some(phones),
            "hours": st.sampled_from(HOURS),
            "serves": serves,
            "at": st.dictionaries(st.sampled_from([*keys, "nowhere"]), places_of_service, min_size=1, max_size=4),
            "alert": record({"text": words()}, {"until": dates}),
            "closed": closed,
            "verified": record({"date": dates, "by": words(), "how": words()}, {}),
            "reported_correct": record({"date": dates}, {}),
            "identifiers": identifiers,
            "formerly": some(slugs, 2),
        },
    )


@st.composite
def providers(draw: st.DrawFn) -> Provider:
    """A provider record as `bluepages.records` could have loaded it."""
    places = draw(st.dictionaries(slugs, locations, max_size=5))
    raw = draw(
        record(
            {
                "name": words(),
                "description": words(),
                "sources": some(record({"ref": st.just("web:example.org")}, {"note": words()}), 1),
            },
            {
                "alternate_name": words(),
                "website": st.sampled_from(WEB),
                "email": st.sampled_from(MAIL),
                "year_incorporated": st.integers(1700, 2100),
                "legal_status": words(),
                "identifiers": identifiers,
                "phones": some(phones),
                "closed": closed,
                "formerly": some(slugs, 2),
            },
        )
    )
    if places:
        raw["locations"] = places
    raw["services"] = draw(st.dictionaries(slugs, services(list(places)), min_size=1, max_size=3))
    return msgspec.convert(raw, Provider)
