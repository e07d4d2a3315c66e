"""Invented providers, and the context to compile them in, for the HSDS tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bluepages.export.cells import lines
from bluepages.hsds.context import LocationFacts, ProviderFacts, Settings, make_context
from bluepages.hsds.tabular import columns
from bluepages.model import Provider
from bluepages.records.ids import Ids
from bluepages.vocabulary import Accessibility, Audience, County, Language, Need, Places, Vocabulary

NAMESPACE = "6f0c8b5e-7a51-4d0e-9a57-3f2f3c1d9b10"
STREET = "1200 Hidden Harbor Lane"

VOCABULARY = Vocabulary(
    counties={
        slug: County(slug, name, fips)
        for slug, name, fips in (
            ("alameda", "Alameda", "001"),
            ("contra-costa", "Contra Costa", "013"),
            ("los-angeles", "Los Angeles", "037"),
            ("san-francisco", "San Francisco", "075"),
        )
    },
    needs={
        need.id: need
        for need in (
            Need("food.meals", {"en": "Hot meals", "es": "Comidas calientes"}, "food", {"en": ("soup kitchen",)}),
            Need("food", {"en": "Food", "es": "Comida"}),
            Need("food.pantry", {"en": "Free groceries"}, "food"),
            Need("housing", {"en": "Housing"}),
            Need("housing.shelter", {"en": "A place to sleep tonight"}, "housing"),
            Need("money", {"en": "Money"}),
        )
    },
    languages={
        language.code: language
        for language in (
            Language("en", {"en": "English"}, iso639_3="eng"),
            Language("es", {"en": "Spanish"}, iso639_3="spa"),
            Language("vi", {"en": "Vietnamese"}, iso639_3="vie"),
            Language("zh-Hant", {"en": "Chinese (traditional)"}, iso639_3="zho"),
        )
    },
    accessibility={
        "step-free-entrance": Accessibility("step-free-entrance", {"en": "Step-free entrance"}),
        "accessible-restroom": Accessibility("accessible-restroom", {"en": "Accessible restroom"}),
    },
    audiences={
        "veterans": Audience("veterans", {"en": "Veterans"}),
        "older-adults": Audience("older-adults", {"en": "Older adults"}, ("seniors",)),
    },
    sources={},
    stewards={},
    places=Places(Path("nowhere")),
)

SETTINGS = Settings(
    assurer_email="stewards@bluepages.example.org",
    record_base="https://bluepages.example.org/p/",
    today="2026-11-09",
)
CONTEXT = make_context(Ids(NAMESPACE), VOCABULARY, settings=SETTINGS)

_SOURCE = [{"ref": "issue:1", "date": "2026-10-01"}]

RAW: dict[str, dict[str, Any]] = {
    "harbor-street-community-kitchen": {
        "name": "Harbor Street Community Kitchen",
        "alternate_name": "HSCK",
        "description": "Volunteer-run nonprofit serving hot meals and groceries in West Oakland since 1987.",
        "website": "https://harborstreet.example.org",
        "email": "hello@harborstreet.example.org",
        "year_incorporated": 1987,
        "legal_status": "Nonprofit corporation",
        "identifiers": {"US-EIN": "00-0000000", "CA-RCT": "CT000"},
        "phones": [
            {"number": "510-555-0142", "languages": ["en", "es"]},
            {"number": "510-555-0142", "type": "fax"},
        ],
        "locations": {
            "kitchen": {
                "name": "Harbor Street Kitchen",
                "address": {"address_1": "1200 Harbor St", "city": "Oakland", "postal_code": "94607"},
                "mailing_address": {"address_1": "PO Box 1", "city": "Oakland", "postal_code": "94607"},
                "latitude": 37.8044,
                "longitude": -122.2712,
                "transportation": "AC Transit 14 and 88",
                "accessibility": ["step-free-entrance", "accessible-restroom"],
                "accessibility_details": "Ring for the ramp on 12th St.",
                "languages": ["en"],
                "hours": "Mo-Fr 09:00-17:00",
                "identifiers": {"CA-CHHS-FACILITY": "140000000", "other": "2"},
            },
            "hotline": {"location_type": "virtual", "url": "https://harborstreet.example.org/call"},
        },
        "services": {
            "hot-lunch": {
                "name": "Hot lunch",
                "description": "Free sit-down or take-away lunch. No sign-up.",
                "needs": ["food.meals"],
                "audiences": ["older-adults"],
                "eligibility_description": "Anyone.",
                "minimum_age": 0,
                "cost": "free",
                "languages": ["en", "es", "zh-Hant"],
                "interpretation_services": "Sign language on Wednesdays",
                "serves": {"counties": ["alameda"], "cities": ["Berkeley"], "zips": ["94607"]},
                "at": {
                    "kitchen": {
                        "hours": "Mo-Fr 11:30-13:30; Sa[1,3] 12:00-14:00; PH off",
                        "phones": [{"number": "(510) 555-0143", "extension": "12", "description": "Kitchen desk"}],
                        "description": "Enter on 12th St.",
                    }
                },
                "verified": {"date": "2026-10-02", "by": "alameda", "how": "phone call"},
            },
            "grocery-delivery": {
                "name": "Grocery delivery",
                "needs": ["food.pantry", "food"],
                "url": "https://harborstreet.example.org/delivery",
                "email": "delivery@harborstreet.example.org",
                "minimum_age": 18,
                "maximum_age": 120,
                "cost": "Suggested donation",
                "cost_options": [{"option": "Box", "amount": 5, "amount_description": "each"}, {"amount": 2.5}],
                "application_process": "Call the meals line.",
                "required_documents": ["Proof of address"],
                "hours": "Mo-Fr 09:00-17:00",
                "at": {"hotline": {"hours": "Mo-Fr 09:00-16:00"}},
                "alert": {"text": "Waiting list.", "until": "2026-12-01"},
            },
        },
        "translations": {"es": {"services": {"hot-lunch": {"name": "Almuerzo caliente"}}}},
        "sources": _SOURCE,
    },
    "safe-door": {
        "name": "Safe Door",
        "description": "Help for people leaving an abusive home.",
        "phones": [{"number": "800-555-0199", "extension": "0042"}],
        "locations": {
            "shelter": {
                "confidential": True,
                "county": "contra-costa",
                "name": f"House at {STREET}",
                "description": f"Behind {STREET}",
                "address": {"address_1": STREET, "city": "Hiddenville", "postal_code": "94801-4242"},
                "mailing_address": {"address_1": STREET, "city": "Hiddenville"},
                "latitude": 37.93571,
                "longitude": -122.34771,
                "url": "https://maps.example.org/hidden",
                "transportation": f"Bus to {STREET}",
                "identifiers": {"CA-CDSS": "secret-license"},
                "phones": [{"number": "510-555-0666"}],
                "accessibility_details": f"Ramp on {STREET}",
            }
        },
        "services": {
            "shelter": {
                "name": "Emergency shelter",
                "needs": ["housing.shelter"],
                "serves": {"statewide": True},
                "at": {"shelter": {"hours": "24/7", "description": f"Ring at {STREET}"}},
            }
        },
        "sources": _SOURCE,
    },
    "old-mill-pantry": {
        "name": "Old Mill Pantry",
        "description": "A pantry that has closed.",
        "locations": {"hall": {"address": {"city": "Richmond"}}, "box": {"location_type": "postal"}},
        "services": {
            "pantry": {"name": "Pantry", "needs": ["food.pantry"], "at": {"hall": {}, "box": {}}},
            "soup": {
                "name": "Soup",
                "needs": ["food.meals"],
                "status": "temporarily closed",
                "closed": {"date": "2025-01-31"},
                "alert": {"text": "Old news.", "until": "2025-02-01"},
            },
        },
        "closed": {"date": "2025-06-30", "note": "The hall was sold.", "see": ["harbor-street-community-kitchen"]},
        "sources": _SOURCE,
    },
    "bare-minimum": {
        "name": "Bare Minimum",
        "description": "Nothing else is known.",
        "services": {"help": {"name": "Help", "needs": ["food"]}},
        "sources": _SOURCE,
    },
    "renamed-clinic": {
        "name": "Clínica “Ñandú” 健康 <b>& Søn</b>",
        "description": "=1+1\n\nTwo paragraphs, with “quotes”, commas; and = signs.",
        "website": "https://clínica.example/ñ?q=ü",
        "email": "not an address",
        "locations": {
            f"site-{number}": {
                "name": f"Site {number}",
                "address": {"address_1": f"{number} Main St", "city": "Los Angeles", "postal_code": "90001"},
                "formerly": [f"old-{number}"],
            }
            for number in range(12)
        },
        "services": {
            "visits": {
                "name": "Visits",
                "needs": ["food", "unheard-of.need"],
                "audiences": ["veterans", "unheard-of"],
                "url": "no address",
                "at": {f"site-{number}": {"hours": "Mo-Fr 09:00-17:00"} for number in range(12)},
            }
        },
        "formerly": ["first-name"],
        "sources": _SOURCE,
    },
}

PROVIDERS: dict[str, Provider] = {slug: msgspec.convert(raw, Provider) for slug, raw in RAW.items()}

FACTS = {
    "harbor-street-community-kitchen": ProviderFacts(
        {"kitchen": LocationFacts("alameda")}, "2026-10-03T09:30:00-07:00"
    ),
    "safe-door": ProviderFacts({"shelter": LocationFacts("contra-costa", 37.93571, -122.34771, True)}),
    "renamed-clinic": ProviderFacts({"site-0": LocationFacts("los-angeles", 33.97, -118.25, True)}),
}


def csv_bytes(table: str, rows: Iterable[Sequence[Any]]) -> bytes:
    """A table as the CSV file that is published."""
    return lines([columns(table), *rows])
