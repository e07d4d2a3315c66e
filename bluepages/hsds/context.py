"""What compiling needs besides the record: ids, vocabularies, the directory's settings, and facts derived elsewhere."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from bluepages.config import Config
from bluepages.hours import HoursError, parse, schedules
from bluepages.hsds.schemas import object_types
from bluepages.hsds.taxonomy import AUDIENCES, NEEDS, TaxonomyInfo, Terms, build_terms
from bluepages.records.ids import Ids
from bluepages.vocabulary import Vocabulary


class LocationFacts(msgspec.Struct, frozen=True):
    """What is derived of one location: the county's slug, and a point in degrees (WGS 84).

    `approximate` says that the point only stands for the ZIP code's area. A confidential location gets no point,
    whatever stands here.
    """

    county: str = ""
    latitude: float | None = None
    longitude: float | None = None
    approximate: bool = False


class ProviderFacts(msgspec.Struct, frozen=True):
    """What is derived of one provider: facts by location key, and the last change in Git (RFC 3339, `""` unknown)."""

    locations: Mapping[str, LocationFacts] = {}
    last_modified: str = ""


NO_FACTS = ProviderFacts()


def _identifier_types() -> dict[str, str]:
    return {"US-EIN": "Employer Identification Number"}


class Settings(msgspec.Struct, frozen=True):
    """A directory's own words and defaults. `assurer_email` is a role's mailbox, never a person's.

    `record_base` is the address to which a provider's slug is added (`https://x.org/p/`), `today` the build's date;
    either may be `""`: then no page is named, and no alert is dropped for its age.
    """

    state: str = "CA"
    state_name: str = "California"
    country: str = "US"
    currency: str = "USD"
    assurer_email: str = ""
    record_base: str = ""
    term_base: str = ""
    today: str = ""
    needs_taxonomy: TaxonomyInfo = NEEDS
    audiences_taxonomy: TaxonomyInfo = AUDIENCES
    identifier_types: Mapping[str, str] = msgspec.field(default_factory=_identifier_types)


DEFAULTS = Settings()

Schedules = Callable[[str], tuple[dict[str, Any], ...]]
"""Hours as people write them -> HSDS schedules without ids."""


@functools.lru_cache(maxsize=65536)
def read_schedules(hours: str) -> tuple[dict[str, Any], ...]:
    """HSDS schedules of hours as people write them; none for hours that cannot be read."""
    try:
        rows = schedules(parse(hours))
    except HoursError:
        return ()
    order = object_types()["schedule"].fields
    return tuple({name: row[name] for name in order if name in row} for row in rows)


class Context(msgspec.Struct, frozen=True):
    """Everything shared by all providers of one build. Make one with `make_context`."""

    ids: Ids
    vocabulary: Vocabulary
    terms: Terms
    schedules: Schedules = read_schedules
    settings: Settings = DEFAULTS


def settings_of(config: Config, today: str = "") -> Settings:
    """The settings that follow from `directory.yaml`; `today` is the build's date, `YYYY-MM-DD`."""
    return Settings(
        state=config.state,
        state_name=config.state_name,
        country=config.country,
        assurer_email=config.assurer_email,
        record_base=f"{config.site_url}p/",
        today=today,
        needs_taxonomy=TaxonomyInfo(f"{config.name}: needs", NEEDS.description),
        audiences_taxonomy=TaxonomyInfo(f"{config.name}: audiences", AUDIENCES.description),
    )


def make_context(
    ids: Ids, vocabulary: Vocabulary, schedules: Schedules = read_schedules, settings: Settings = DEFAULTS
) -> Context:
    """The context of one build, with the taxonomy terms built once."""
    terms = build_terms(
        ids,
        vocabulary.needs,
        vocabulary.audiences,
        settings.needs_taxonomy,
        settings.audiences_taxonomy,
        settings.term_base,
    )
    return Context(ids, vocabulary, terms, schedules, settings)
