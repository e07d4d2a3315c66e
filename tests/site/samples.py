"""An invented directory with every kind of record that a page must show well, and some that mean it ill."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bluepages.enrich import Edition, gather
from bluepages.enrich.history import History
from tests.support import make_book

TODAY = date(2026, 11, 21)
STREET = "17 Hidden Orchard Lane"
HOSTILE = '<script>alert(1)</script> "O\'Hara" & </title> {{ 7*7 }}'

ELM: dict[str, Any] = {
    "name": "Elm Street Neighbors",
    "alternate_name": "ESN",
    "description": "Neighbors who share what they have.",
    "website": "https://elm.example.org",
    "email": "hello@elm.example.org",
    "legal_status": "nonprofit",
    "phones": [
        {"number": "559-555-0101", "languages": ["en", "es"]},
        {"number": "559-555-0102", "extension": "12", "description": "Evenings"},
        {"number": "559-555-0103", "type": "fax"},
    ],
    "locations": {
        "hall": {
            "name": "Elm Hall",
            "address": {"address_1": "1200 Elm Ave", "city": "Fresno", "postal_code": "93706"},
            "latitude": 36.7100,
            "longitude": -119.8000,
            "accessibility": ["step-free-entrance"],
            "accessibility_details": "Ring at the side door.",
            "transportation": "Bus 32 stops outside.",
        }
    },
    "services": {
        "food-box": {
            "name": "Saturday food box",
            "description": "A box of vegetables and bread for each household.",
            "needs": ["food.pantry"],
            "eligibility_description": "Anyone in Fresno County",
            "cost": "free",
            "required_documents": ["Nothing"],
            "languages": ["en", "es", "hmn"],
            "at": {"hall": {"hours": "Sa 09:00-13:00; PH off"}},
            "verified": {"date": "2026-11-09", "by": "fresno", "how": "phone call", "covers": ["hours", "phone"]},
        },
        "forms": {
            "name": "Help with CalFresh forms",
            "needs": ["food.calfresh"],
            "minimum_age": 18,
            "cost": "Small fee",
            "cost_options": [{"option": "Copies", "amount": 2.5}],
            "serves": {"counties": ["fresno"], "cities": ["Clovis"], "zips": ["93612"]},
            "at": {"hall": {"hours": 'Tu,We 10:00-14:00 "by appointment"'}},
            "alert": {"text": "No forms in the last week of November.", "until": "2026-11-30"},
        },
    },
    "translations": {
        "es": {
            "services": {
                "food-box": {"name": "Caja de comida del sábado", "description": "Una caja de verduras y pan."}
            }
        }
    },
    "questions": [{"field": "phones", "text": "QUESTION-FOR-STEWARDS"}],
    "sources": [{"ref": "hud-pha-contacts", "date": "2026-01", "note": "https://elm.example.org/a/page"}],
    "formerly": ["elm-street"],
}
SAFE: dict[str, Any] = {
    "name": "Quiet Door",
    "description": "A safe place for people leaving an abusive home.",
    "phones": [{"number": "559-555-0160"}],
    "locations": {
        "house": {
            "confidential": True,
            "county": "fresno",
            "address": {"address_1": STREET, "city": "Fresno", "postal_code": "93701-1234"},
            "latitude": 36.74321,
            "longitude": -119.78321,
        }
    },
    "services": {"shelter": {"name": "Safe shelter", "needs": ["safety.dv"], "at": {"house": {"hours": "24/7"}}}},
    "sources": [{"ref": "web:quiet.example.org", "date": "2026-06"}],
}
HOSTILE_RECORD: dict[str, Any] = {
    "name": HOSTILE,
    "description": "</script><img src=x onerror=alert(1)>",
    "website": "https://hostile.example.org/?q=%22><script>",
    "phones": [{"number": "559-555-0170", "description": "\"><b onclick='x'>"}],
    "locations": {
        "place": {
            "name": "'\"><svg onload=alert(1)>",
            "address": {"address_1": '1 "Quote" St', "city": "Fresno", "postal_code": "93706"},
        }
    },
    "services": {"x": {"name": "<i>x</i>", "needs": ["food"], "at": {"place": {"hours": "Mo-Fr 09:00-17:00"}}}},
    "sources": [{"ref": "web:hostile.example.org", "date": "2020", "note": "<u>note</u>"}],
}
CLOSED: dict[str, Any] = {
    "name": "Old Mill Pantry",
    "description": "A pantry that has closed.",
    "phones": [{"number": "559-555-0180"}],
    "services": {"pantry": {"name": "Pantry", "needs": ["food.pantry"]}},
    "closed": {"date": "2025-06-30", "note": "The hall was sold.", "see": ["elm-street-neighbors", "nobody-knows"]},
    "sources": [{"ref": "issue:12", "date": "2025-07-01"}],
    "merged": ["older-mill"],
}
LINE: dict[str, Any] = {
    "name": "California Help Line",
    "description": "Somebody to talk to.",
    "phones": [{"number": "800-555-0199"}, {"number": "741741", "type": "text"}],
    "services": {
        "talk": {
            "name": "Talk to someone",
            "needs": ["mind.crisis", "food"],
            "hours": "24/7",
            "serves": {"statewide": True},
        }
    },
    "sources": [{"ref": "web:line.example.org", "date": "2024-05"}],
}
BARE: dict[str, Any] = {
    "name": "Bare Minimum",
    "description": "Nobody knows more.",
    "services": {"something": {"name": "Something", "needs": ["things"]}},
    "sources": [{"ref": "web:bare.example.org"}],
}


def many(count: int) -> dict[str, dict[str, Any]]:
    """`count` pantries in two towns, so that a list has several pages."""
    return {
        f"fresno/pantry-{number:02}": {
            "name": f"Pantry {number:02}",
            "description": "A pantry.",
            "phones": [{"number": f"559-555-{1000 + number}"}],
            "locations": {"here": {"address": {"city": "Clovis" if number % 2 else "Fresno", "postal_code": "93612"}}},
            "services": {"food": {"name": "Groceries", "needs": ["food.pantry"], "at": {"here": {}}}},
            "sources": [{"ref": "web:pantries.example.org", "date": "2026"}],
        }
        for number in range(count)
    }


def libraries() -> dict[str, Any]:
    """One provider with more places than stand beside its services."""
    return {
        "name": "County Library",
        "description": "Branches in many towns.",
        "phones": [{"number": "559-555-0190"}],
        "locations": {
            f"branch-{n}": {
                "name": f"Branch {n}",
                "address": {"address_1": f"{n} Book St", "city": "Fresno", "postal_code": "93721"},
            }
            for n in range(1, 5)
        },
        "services": {
            "cool": {"name": "Cool room", "needs": ["things.cooling"],
                     "at": {f"branch-{n}": {"hours": f"Mo-Fr {8 + n:02}:00-17:00"} for n in range(1, 5)}}
        },
        "sources": [{"ref": "web:library.example.org", "date": "2026-05"}],
    }  # fmt: skip


def records() -> Mapping[str, dict[str, Any]]:
    """All of them by the name of their file."""
    return {
        "fresno/elm-street-neighbors": ELM,
        "fresno/quiet-door": SAFE,
        "fresno/hostile": HOSTILE_RECORD,
        "fresno/old-mill-pantry": CLOSED,
        "fresno/county-library": libraries(),
        "kings/bare-minimum": BARE,
        "statewide/california-help-line": LINE,
        **many(30),
    }


def edition(extra: Mapping[str, dict[str, Any]] | None = None) -> Edition:
    """The directory on its day."""
    changed = {"data/providers/fresno/elm-street-neighbors.yaml": "2026-10-03T16:30:00Z"}
    history = History("0" * 40, True, True, changed, changed)
    return gather(make_book({**records(), **(extra or {})}), TODAY, history)
