"""What a source says of places that are hidden here, once it no longer calls them confidential.

The street does not come back (DESIGN 3, rule 3): whether it may is asked of a steward, once. Nor is anything lost that
the record got while the source hid the place, such as its telephone, which stands under what is given there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bluepages.federate.leaves import Path

Data = dict[str, Any]

SAID_HIDDEN: Final[Path] = ("confidential",)
"""In the memory of a source: it called a place of this provider confidential."""
NO_LONGER: Final = (
    "The source no longer calls a place of this provider confidential. Its address stays hidden here. May it be shown? "
    "Only somebody who has asked there can say."
)


def is_hidden(record: Data) -> bool:
    """Whether a place of the record is confidential."""
    return any(place.get("confidential") for place in record.get("locations", {}).values())


def no_longer(existing: Data, new: Data, said: Mapping[Path, str]) -> list[Data]:
    """The question to a steward where the source called a place confidential last time and calls none so now."""
    if SAID_HIDDEN in said and new.get("locations") and is_hidden(existing) and not is_hidden(new):
        return [{"field": "locations", "text": NO_LONGER}]
    return []


def veiled(existing: Data, new: Data, said: Mapping[Path, str]) -> Data:
    """The new record with the telephones of places that do not come in where they were told while they were hidden.

    Only for a service of which the source told a telephone last time and tells none now.
    """
    if not is_hidden(existing):
        return new
    told: dict[str, set[str]] = {}
    for path in said:
        if path[0] == "services" and len(path) == 4 and path[2] == "phones":
            told.setdefault(path[1], set()).add(path[3])
    services = dict(new.get("services", {}))
    for key, body in services.items():
        if key not in told or body.get("phones"):
            continue
        lines: dict[str, Data] = {}
        for place in _closed(existing, new, body):
            lines.update((phone["number"], phone) for phone in place.get("phones", ()))
        known = [phone for number, phone in lines.items() if number in told[key]]
        if lines:
            services[key] = {**body, "phones": known or list(lines.values())}
    return {**new, "services": services}


def _closed(existing: Data, new: Data, body: Data) -> list[Data]:
    """The places of a service that do not come in, since they are not shown here."""
    here = existing.get("locations", {})
    places = new.get("locations", {})
    return [places[key] for key in (body.get("at") or places) if key in places and not _shown(here.get(key))]


def _shown(place: Data | None) -> bool:
    return place is not None and not place.get("confidential")
