"""What in a change deserves a second look, in sentences that never repeat a value of a record with a secret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from typing import Final

from bluepages.checks.webaddress import host_and_path
from bluepages.enrich.places import locate
from bluepages.model import Provider, Verified
from bluepages.records.book import Book, Entry
from bluepages.review.fields import Difference
from bluepages.review.private import is_private
from bluepages.vocabulary import Vocabulary
from bluepages.vocabulary.keepers import may_sign
from bluepages.vocabulary.places import distance_km
from bluepages.vocabulary.ways import way_of

BULK: Final = 20
"""More changed records, or checks of one person on one day, than this deserve a remark of their own."""

FAR_KM: Final = 1.0

_BY_FIELD: Final = {
    "phones": "A telephone number changes.",
    "address": "An address changes.",
    "email": "An e-mail address changes.",
    "eligibility_description": "Who can get it changes.",
    "minimum_age": "Who can get it changes.",
    "maximum_age": "Who can get it changes.",
    "audiences": "Who can get it changes.",
    "cost": "The cost changes.",
    "cost_options": "The cost changes.",
    "closed": "Something is marked as closed, or no longer so.",
    "status": "The status of a service changes.",
    "confidential": "Whether a place is confidential changes.",
    "public_address": "It is said anew that an address may be public.",
}
_WEB: Final = ("website", "url")


def record_risks(
    old: Entry, new: Entry, pairs: list[Difference], book: Book, private: Set[str], secret: bool
) -> Iterator[str]:
    """What to look at twice in one changed record. Of what `private` names (`""`: all of it) no value is told, nor
    anything that follows from one; `secret`: it has, or had, a confidential place.
    """
    assert old.provider is not None and new.provider is not None
    yield from dict.fromkeys(_BY_FIELD[str(step)] for path, _, _ in pairs for step in path if step in _BY_FIELD)
    yield from dict.fromkeys(_web(pairs, private))
    untold = any(is_private((top,), private) for top in ("locations", "services"))
    yield from _places(old.provider, new.provider, old.folder, new.folder, book.vocabulary, untold)
    if secret:
        yield "It has, or had, a confidential place."
    elif is_sensitive(new.provider, book) or is_sensitive(old.provider, book):
        yield "People in danger rely on it."
    if old.confidential and not new.confidential:
        yield "The record no longer has a confidential place."
    yield from _checks(old.provider, new.provider, book)


def new_risks(entry: Entry, book: Book) -> Iterator[str]:
    """What to look at twice in a new record."""
    if entry.confidential:
        yield "It has a confidential place."
    elif entry.provider is not None and is_sensitive(entry.provider, book):
        yield "People in danger rely on it."
    if entry.provider is not None:
        for service in entry.provider.services.values():
            if service.verified:
                yield "It comes with a check by a person."
                yield from _unsigned(service.verified, book)


def is_sensitive(provider: Provider, book: Book) -> bool:
    """Whether a service of it is for people fleeing abuse."""
    wanted = book.config.sensitive_needs
    needs = [need for service in provider.services.values() for need in service.needs]
    return any(need == top or need.startswith(f"{top}.") for need in needs for top in wanted)


def _web(pairs: Iterable[Difference], private: Set[str]) -> Iterator[str]:
    """Another page of the same site is no risk; another site may be anybody's."""
    for path, was, now in pairs:
        if not path or path[-1] not in _WEB or not isinstance(now, str) or not now:
            continue
        before, after = _domain(str(was or "")), _domain(now)
        if before != after:
            named = f": {before or 'none'} becomes {after}" if not is_private(path, private) else ""
            yield f"A web address leads to another site{named}."


def _domain(address: str) -> str:
    host, _ = host_and_path(address)
    return host.removeprefix("www.")


def _places(
    old: Provider, new: Provider, was_in: str, now_in: str, vocabulary: Vocabulary,
    hidden: bool,
) -> Iterator[str]:  # fmt: skip
    for key, place in new.locations.items():
        before = old.locations.get(key)
        if before is None:
            continue
        if before.confidential and not place.confidential:
            yield "A place that was confidential would be shown."
        if hidden:
            continue  # how far it moved tells of where it was
        start, end = locate(before, was_in, vocabulary), locate(place, now_in, vocabulary)
        if start.latitude is None or start.longitude is None or end.latitude is None or end.longitude is None:
            continue
        km = distance_km(start.latitude, start.longitude, end.latitude, end.longitude)
        if km > FAR_KM and not (start.approximate != end.approximate and _same_zip(before, place)):
            vague = ", as far as the ZIP codes tell" if start.approximate or end.approximate else ""
            yield f"A place moves by {km:.0f} km{vague}."
    gone = [key for key in old.locations if key not in new.locations and not _renamed(key, new)]
    if gone:
        yield "A place is taken away." if len(gone) == 1 else f"{len(gone)} places are taken away."
    if any(key not in new.services for key in old.services if not _service_renamed(key, new)):
        yield "A service is taken away: one that has ended is closed instead."


def _same_zip(old: object, new: object) -> bool:
    codes = [getattr(getattr(place, "address", None), "postal_code", "") for place in (old, new)]
    return bool(codes[0]) and codes[0] == codes[1]


def _renamed(key: str, new: Provider) -> bool:
    return any(key in (*place.formerly, *place.merged) for place in new.locations.values())


def _service_renamed(key: str, new: Provider) -> bool:
    return any(key in (*service.formerly, *service.merged) for service in new.services.values())


def _checks(old: Provider, new: Provider, book: Book) -> Iterator[str]:
    """Checks that are new or dated anew, and whether they say who and how."""
    for key, service in new.services.items():
        was = old.services[key].verified if key in old.services else None
        now = service.verified
        if now == was:
            continue
        if now is None:
            yield "A check by a person is taken away."
        else:
            yield "A check by a person is recorded."
            yield from _unsigned(now, book)
            if was is not None and now.date > was.date and (now.by, now.how) == (was.by, was.how):
                yield "A check is dated anew in the same words as before: was it really made again?"


def _unsigned(check: Verified, book: Book) -> Iterator[str]:
    if way_of(check.how) == "other":
        yield "A check does not say whether somebody called, went there or was written to."
    if not may_sign(check.by, book.vocabulary, book.config):
        yield "A check is signed by nobody who looks after these records."


def whole_risks(records: int, checks: Iterable[tuple[str, str]], newcomers: int) -> Iterator[str]:
    """What to look at twice in the change as a whole; `checks` are the signer and day of each that is new."""
    if records > BULK:
        yield f"This changes {records} records at once."
    for (_, day), count in sorted(Counter(checks).items()):
        if count > BULK:
            yield f"{count} services are marked as checked on {day} by the same person."
    if newcomers:
        yield "It is by somebody who has not changed anything here before."


def new_checks(old: Provider | None, new: Provider) -> Iterator[tuple[str, str]]:
    """Signer and day of each check that is new."""
    for key, service in new.services.items():
        was = old.services[key].verified if old is not None and key in old.services else None
        if service.verified and service.verified != was:
            yield service.verified.by, service.verified.date
