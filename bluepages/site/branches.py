"""The places of a provider that has many: by town, with a list to jump by, so that eighty branches stay readable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from bluepages.site.places import PlaceView

CROWD: Final = 8
"""With more places than this, each is a few lines under its town instead of a card."""


class Town(msgspec.Struct, frozen=True):
    """The places in one town; `city` is `""` where it is not known, `anchor` the id to jump to."""

    city: str
    anchor: str
    places: tuple[PlaceView, ...]


def towns(places: Sequence[PlaceView]) -> list[Town]:
    """The places by town and then name; none where there are few."""
    if len(places) <= CROWD:
        return []
    by_city: dict[str, list[PlaceView]] = {}
    for place in places:
        by_city.setdefault(place.city if place.kind != "virtual" else "", []).append(place)
    ordered = sorted(by_city.items(), key=lambda pair: (not pair[0], pair[0].casefold()))
    return [
        Town(city, f"in-{number}", tuple(sorted(found, key=_by_name)))
        for number, (city, found) in enumerate(ordered, 1)
    ]


def _by_name(place: PlaceView) -> tuple[str, str]:
    return (place.name.text or "".join(place.address)).casefold(), place.key
