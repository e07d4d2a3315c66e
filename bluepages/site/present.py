"""What a record says now, beside the questions of a report: the same for the relay's pages and, as JSON, the browser.

A confidential place says nothing here; it is not even offered by its key, which may be its very street.
"""

from __future__ import annotations

from typing import Any

import msgspec

from bluepages.checks.phonenumber import canonical
from bluepages.doors.problems import phones_of
from bluepages.model import Provider
from bluepages.site.catalogue import Catalogue
from bluepages.site.openings import opening
from bluepages.site.places import address_lines

Pairs = list[tuple[str, str]]


class Present(msgspec.Struct, frozen=True):
    """`services`, `places` and `phones` to choose from, by key; values by service, place, or `service place`.

    `written` has the hours as a record writes them.
    """

    services: Pairs
    places: Pairs
    phones: Pairs
    hours: dict[str, str]
    address: dict[str, list[str]]
    eligibility: dict[str, str]
    written: dict[str, str] = {}

    def of(self, service: str, place: str) -> dict[str, list[str]]:
        """What to show beside each question, when the report is about that service and that place."""
        where = self.address.get(place) or (next(iter(self.address.values())) if len(self.address) == 1 else [])
        service = service or (self.services[0][0] if len(self.services) == 1 else "")
        kept = [said for key, said in self.hours.items() if _is_about(key, service, place)]
        for_whom = self.eligibility.get(service, "")
        return {
            "phone": [number for number, _ in self.phones],
            "hours": list(dict.fromkeys(kept)) if service or place else [],
            "street": where,
            "eligibility": [for_whom] if for_whom else [],
        }

    def for_browser(self) -> dict[str, Any]:
        """The same as plain data."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found


def _is_about(key: str, service: str, place: str) -> bool:
    of_service, _, at = key.partition(" ")
    return (not service or of_service == service) and (not place or at == place)


def present(provider: Provider, t: Catalogue) -> Present:
    """What may be shown of a record."""
    places = {key: place for key, place in provider.locations.items() if not place.confidential}
    numbers = dict.fromkeys(phone.number for phone in phones_of(provider))
    hours, written = {}, {}
    for key, service in provider.services.items():
        for at, here in service.at.items():
            location = provider.locations.get(at)
            said = here.hours or service.hours or (location.hours if location else "")
            if at in places and opening(said, t.language).sentence:
                hours[f"{key} {at}"], written[f"{key} {at}"] = opening(said, t.language).sentence, said
        if not service.at and opening(service.hours, t.language).sentence:
            hours[f"{key} "], written[f"{key} "] = opening(service.hours, t.language).sentence, service.hours
    named = [
        (key, place.name or ", ".join(address_lines(place.address)) or t("place.virtual"))
        for key, place in places.items()
    ]
    return Present(
        [(key, service.name) for key, service in provider.services.items()],
        named,
        [(canonical(number) or number, number) for number in numbers],
        hours,
        {key: list(lines) for key, place in places.items() if (lines := address_lines(place.address))},
        {key: service.eligibility_description for key, service in provider.services.items()
         if service.eligibility_description},
        written,
    )  # fmt: skip
