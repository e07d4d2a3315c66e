"""What there is to do about one record, and how urgent it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from bluepages.checks.walk import urls
from bluepages.dates import within
from bluepages.enrich import Edition, Offer
from bluepages.enrich.links import DeadLink
from bluepages.model import Provider, Service
from bluepages.worklist.types import GROUPS, Doubt, Group, Item

RISK: Final[Mapping[Doubt, int]] = {
    "review": 100, "question": 25, "link": 20, "duplicate": 15, "never": 20, "aged": 8, "no_hours": 8, "no_point": 4,
}  # fmt: skip
"""How much each thing weighs; a sensitive record, and what keeps people from reaching help, weighs more."""

SENSITIVE: Final = 30
URGENT_FIELDS: Final = frozenset({"phones", "phone", "address", "hours", "closed", "confidential"})
MOST_YEARS: Final = 10
_COVERS: Final[Mapping[Group, frozenset[str]]] = {group: frozenset({group, "all"}) for group in GROUPS}
_CRISIS: Final = "mind.crisis"


def items_of(
    slug: str, provider: Provider, edition: Edition, links: Iterable[DeadLink], twins: Mapping[str, str]
) -> list[Item]:
    """Everything to do about a record; `twins` are the records that it resembles, with the rule."""
    private = edition.book.by_slug[slug].confidential
    found = [Item("review", each.reason, date=each.opened, url=each.url) for each in edition.reviews.get(slug, ())]
    if provider.closed:
        return found
    for question in provider.questions:
        # A question of a record with a secret place may name it: only that there is one is said.
        about, text = ("", "") if private else (question.field, question.text)
        found.append(Item("question", about, text, date=question.date))
    # An address that the record no longer shows, since a place is withheld, may be the very street.
    shown = {url for _, url in urls(provider)} if private else {each.url for each in links}
    found += (Item("link", each.url, text=each.found, date=each.since) for each in links if each.url in shown)
    found += (Item("duplicate", twin, rule=rule) for twin, rule in sorted(twins.items()))
    found += _ages(provider, edition)
    found += _missing(slug, provider, edition)
    return list(dict.fromkeys(found))


def _running(provider: Provider) -> list[Service]:
    return [s for s in provider.services.values() if s.status == "active" and s.closed is None]


def checked_by_group(provider: Provider) -> dict[Group, str]:
    """When a person last checked each group of fields: in that service in which it is longest ago, `""` for never."""
    found: dict[Group, str] = {}
    running = _running(provider)
    for group in GROUPS:
        if running and _applies(group, provider):
            found[group] = min(_checked(service, group) for service in running)
    return found


def _applies(group: Group, provider: Provider) -> bool:
    if group == "address":
        return any(p.location_type == "physical" and not p.confidential for p in provider.locations.values())
    return True


def _checked(service: Service, group: Group) -> str:
    check = service.verified
    if check is None or (check.covers and not _COVERS[group] & set(check.covers)):
        return ""
    return check.date


def _ages(provider: Provider, edition: Edition) -> Iterator[Item]:
    """Never checked at all is one thing to do; what was checked too long ago, or left out of the check, is one each."""
    checked = checked_by_group(provider)
    if not checked:
        return
    if not any(checked.values()) and not any(service.verified for service in _running(provider)):
        yield Item("never")
        return
    for group, day in checked.items():
        if not within(day, edition.today, edition.config.limits.verified_fresh_months):
            yield Item("aged", group, date=day)


def _missing(slug: str, provider: Provider, edition: Edition) -> Iterator[Item]:
    for offer in edition.offers[slug]:
        if offer.active and not offer.hours:
            yield Item("no_hours", offer.service_key)
    for key, place in provider.locations.items():
        spot = edition.spots[slug].get(key)
        if place.location_type == "physical" and not place.confidential and (spot is None or _vague(spot)):
            yield Item("no_point", key)


def _vague(spot: object) -> bool:
    return getattr(spot, "latitude", None) is None or bool(getattr(spot, "approximate", False))


def is_sensitive(offers: Iterable[Offer], needs: frozenset[str]) -> bool:
    """Whether people in danger rely on it."""
    wanted = needs | {_CRISIS}
    return any(need in wanted for offer in offers for need in offer.service.needs)


def risk_of(items: Iterable[Item], *, sensitive: bool, source: str, today: date) -> int:
    """How urgent a record is: what is in doubt, how much it hurts, and how old it is."""
    kinds: dict[Doubt, int] = {}
    for item in items:
        weight = RISK[item.doubt] + (15 if item.doubt == "question" and _urgent(item.about) else 0)
        kinds[item.doubt] = max(weight, kinds.get(item.doubt, 0)) + (4 if item.doubt in kinds else 0)
    if not kinds:
        return 0
    years = min(max(today.year - int(source[:4]), 0), MOST_YEARS) if source[:4].isdecimal() else MOST_YEARS // 2
    return sum(kinds.values()) + (SENSITIVE if sensitive else 0) + years


def _urgent(field: str) -> bool:
    return bool(URGENT_FIELDS & set(field.replace("[", ".").split(".")))
