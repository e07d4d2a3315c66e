"""What a page says of open reviews: what somebody reported, since when, and where it is talked about."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from bluepages.enrich.reviews import Review
from bluepages.model import Provider
from bluepages.site.catalogue import Catalogue
from bluepages.site.said import Said, Voice


class ReviewView(msgspec.Struct, frozen=True):
    """One open review: a sentence, the service or place it is about (blank: all), the day in words, the discussion."""

    text: str
    about: Said
    service: str
    location: str
    since: str
    url: str


def review_views(reviews: Iterable[Review], provider: Provider, voice: Voice, t: Catalogue) -> list[ReviewView]:
    """The open reviews of one record. A hidden place is not named: its own page does not name it either."""
    reasons = t.group("review.reason")
    found = []
    for review in reviews:
        service = provider.services.get(review.service)
        place = provider.locations.get(review.location)
        about = Said("")
        if service:
            about = voice.service(review.service, service.name, "name")
        elif place and not place.confidential:
            about = voice.location(review.location, place.name, "name")
        found.append(
            ReviewView(
                reasons.get(review.reason, reasons["other"]),
                about,
                review.service if service else "",
                review.location if place else "",
                t.date(review.opened),
                review.url,
            )
        )
    return found
