"""Field names and values as people say them."""

from __future__ import annotations

from typing import Any

from bluepages.problems import Path
from bluepages.review.hours import said as hours_said
from bluepages.vocabulary import Vocabulary

_LABELS = {
    "name": "Name", "alternate_name": "Other name", "description": "Description", "website": "Web site",
    "url": "Web page", "email": "E-mail", "phones": "Phone", "address": "Address",
    "mailing_address": "Mailing address", "hours": "Hours", "address_1": "Street", "address_2": "Suite",
    "city": "City", "postal_code": "ZIP code", "latitude": "Latitude", "longitude": "Longitude",
    "needs": "Needs", "languages": "Languages", "cost": "Cost", "status": "Status",
    "eligibility_description": "Who can get it", "minimum_age": "Youngest age", "maximum_age": "Oldest age",
    "application_process": "How to apply", "required_documents": "What to bring", "serves": "Area served",
    "counties": "Counties", "zips": "ZIP codes", "cities": "Cities", "closed": "Closed",
    "verified": "Checked by a person", "alert": "Notice", "sources": "Source",
    "questions": "Question for stewards", "transportation": "Bus and train", "accessibility": "Getting in",
    "confidential": "Confidential", "locations": "Place", "services": "Service", "formerly": "Earlier names",
    "merged": "Merged records", "translations": "Translation", "identifiers": "Identifier", "county": "County",
    "location_type": "Kind of place", "audiences": "Who it is for",
}  # fmt: skip


def field_label(field: str) -> str:
    """`hours` -> `Hours`; a name that nothing else is known of is told as it is."""
    return _LABELS.get(field, field.replace("_", " ").capitalize())


def label(path: Path, record: dict[str, Any]) -> str:
    """`("services", "lunch", "at", "kitchen", "hours")` -> `Hours of Hot lunch at kitchen`."""
    words = [field_label(str(step)) for step in path if not isinstance(step, int)]
    if len(path) < 3 or path[0] not in ("services", "locations"):
        return ": ".join(words) if path[:1] == ("translations",) else words[-1] if len(words) == 1 else ", ".join(words)
    kind, key = str(path[0]), str(path[1])
    thing = record.get(kind, {}).get(key) or {}
    name = thing.get("name") or key.replace("-", " ")
    rest = path[2:]
    if rest[0] == "at" and len(rest) > 1:
        where = f"{name} at {str(rest[1]).replace('-', ' ')}"
        return f"{field_label(str(rest[2]))} of {where}" if len(rest) > 2 else where
    return f"{field_label(str(rest[-1]))} of {name}"


def shown(path: Path, value: Any, vocabulary: Vocabulary | None = None) -> str:
    """A value on one line, as people say it; `""` for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    last = str(path[-1]) if path else ""
    if isinstance(value, dict):
        return _object(path, last, value, vocabulary)
    if isinstance(value, list | tuple):
        return ", ".join(shown(path, item, vocabulary) for item in value)
    if last == "hours":
        return hours_said(str(value))
    return _known(last, " ".join(str(value).split()), vocabulary)


def _object(path: Path, last: str, value: dict[str, Any], vocabulary: Vocabulary | None) -> str:
    if "number" in value:
        extra = [f"ext. {value['extension']}"] if value.get("extension") else []
        kind = [f"({value['type']})"] if value.get("type", "voice") != "voice" else []
        spoken = [f"in {shown(('languages',), value['languages'], vocabulary)}"] if value.get("languages") else []
        return " ".join(str(part) for part in (value["number"], *extra, *kind, value.get("description", ""), *spoken)
                        if part)  # fmt: skip
    if last == "verified":
        covers = ", ".join(value.get("covers") or ("everything",))
        return f"on {value.get('date')} by {value.get('by')}, {value.get('how')}: {covers}"
    if last == "closed":
        see = f"; instead: {', '.join(value['see'])}" if value.get("see") else ""
        note = f" ({value['note']})" if value.get("note") else ""
        return f"on {value.get('date')}{note}{see}"
    if last == "serves" and value.get("statewide"):
        return "the whole state"
    if last == "identifiers":
        return ", ".join(f"{scheme} {number}" for scheme, number in value.items())
    if not value:
        return "yes"  # it is there, and nothing more is said of it
    return ", ".join(filter(None, (shown((*path, key), inner, vocabulary) for key, inner in value.items())))


def _known(field: str, text: str, vocabulary: Vocabulary | None) -> str:
    """An id of one of our lists as its label."""
    if vocabulary is None:
        return text
    if field == "needs" and text in vocabulary.needs:
        return vocabulary.needs[text].label.get("en", text)
    if field == "languages" and text in vocabulary.languages:
        return vocabulary.languages[text].name_en
    if field in ("counties", "county") and text in vocabulary.counties:
        return f"{vocabulary.counties[text].name} County"
    if field == "audiences" and text in vocabulary.audiences:
        return vocabulary.audiences[text].label.get("en", text)
    if field == "accessibility" and text in vocabulary.accessibility:
        return vocabulary.accessibility[text].label.get("en", text)
    return text
