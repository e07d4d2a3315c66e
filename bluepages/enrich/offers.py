"""`Offer`: a service at one place, or without a place. The unit of lists, of flat rows and of search results."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from bluepages.hsds.context import LocationFacts
from bluepages.model import Location, Phone, Provider, Service, Source

_SILENT = ("fax", "pager")


class Offer(msgspec.Struct, frozen=True):
    """A service at a place. `hours` and `phones` are those that count here, the nearest to the service first.

    `location_key` is `""`, and `location` and `spot` are `None`, for a service without a place. `counties` are the
    slugs of the counties in which a person should find it: where it is, and whom it serves.
    """

    slug: str
    provider: Provider
    service_key: str
    service: Service
    location_key: str
    location: Location | None
    spot: LocationFacts | None
    hours: str
    phones: tuple[Phone, ...]
    sources: tuple[Source, ...]
    counties: tuple[str, ...]
    statewide: bool

    @property
    def source_date(self) -> str:
        """The date of the oldest source it rests on, as exact as it is known; `""` where none is dated."""
        dates = [source.date for source in self.sources if source.date]
        return min(dates) if dates else ""

    @property
    def active(self) -> bool:
        """Whether the service is running, as far as the record says."""
        return self.service.status == "active" and self.provider.closed is None and self.service.closed is None


def offers(slug: str, provider: Provider, folder: str, spots: dict[str, LocationFacts]) -> tuple[Offer, ...]:
    """Every service of a provider at each of its places, in the order of the file."""
    found = []
    for service_key, service in provider.services.items():
        for key in [key for key in service.at if key in provider.locations] or [""]:
            found.append(_offer(slug, provider, folder, spots, service_key, service, key))
    return tuple(found)


def _offer(
    slug: str, provider: Provider, folder: str, spots: dict[str, LocationFacts],
    service_key: str, service: Service, key: str,
) -> Offer:  # fmt: skip
    place = provider.locations[key] if key else None
    at = service.at[key] if key else None
    spot = spots.get(key)
    hours = (at.hours if at else "") or service.hours or (place.hours if place else "")
    phones = _phones(at.phones if at else (), service.phones, place.phones if place else (), provider.phones)
    sources = service.sources or provider.sources
    if place and place.sources:
        sources = tuple(dict.fromkeys((*sources, *place.sources)))
    counties, statewide = _area(service, spot, folder)
    return Offer(
        slug, provider, service_key, service, key, place, spot, hours, phones, sources, counties, statewide
    )  # fmt: skip


def _phones(*groups: Iterable[Phone]) -> tuple[Phone, ...]:
    """The telephones that a person may call about an offer, each once."""
    found: dict[tuple[str, str], Phone] = {}
    for phone in (phone for group in groups for phone in group):
        found.setdefault((phone.number, phone.extension), phone)
    return tuple(sorted(found.values(), key=lambda phone: phone.type in _SILENT))


def _area(service: Service, spot: LocationFacts | None, folder: str) -> tuple[tuple[str, ...], bool]:
    """The counties in which an offer should be listed, and whether it serves the whole state."""
    serves = service.serves
    statewide = bool(serves and serves.statewide) or (folder == "statewide" and not (serves and serves.counties))
    named = (*((spot.county,) if spot and spot.county else ()), *(serves.counties if serves else ()))
    if not named and not statewide and folder != "statewide":
        named = (folder,)
    return tuple(dict.fromkeys(named)), statewide


def hours_checked(service: Service) -> str:
    """The date on which a person last checked the hours of a service, `""` if nobody did."""
    checked = service.verified
    if checked is None or (checked.covers and not {"hours", "all"} & set(checked.covers)):
        return ""
    return checked.date
