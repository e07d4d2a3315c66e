"""Field names and values as people say them."""

from __future__ import annotations

from typing import Any

from bluepages.problems import Path

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
    words = [_LABELS.get(str(step), str(step).replace("_", " ")) for step in path if not isinstance(step, int)]
    if len(path) < 3 or path[0] not in ("services", "locations"):
        return ": ".join(words) if path[:1] == ("translations",) else words[-1] if len(words) == 1 else ", ".join(words)
    kind, key = str(path[0]), str(path[1])
    thing = record.get(kind, {}).get(key) or {}
    name = thing.get("name") or key.replace("-", " ")
    rest = path[2:]
    if rest[0] == "at" and len(rest) > 2:
        return f"{_LABELS.get(str(rest[2]), str(rest[2]))} of {name} at {str(rest[1]).replace('-', ' ')}"
    return f"{_LABELS.get(str(rest[-1]), str(rest[-1]).replace('_', ' '))} of {name}"


def shown(path: Path, value: Any) -> str:
    """A value on one line; `""` for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        if "number" in value:
            return " ".join(str(part) for part in (value["number"], value.get("description", "")) if part)
        return ", ".join(filter(None, (shown((*path, key), inner) for key, inner in value.items())))
    if isinstance(value, list | tuple):
        return ", ".join(shown(path, item) for item in value)
    return " ".join(str(value).split())
