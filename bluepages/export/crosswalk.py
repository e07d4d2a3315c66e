"""`crosswalk.csv`: our ids beside those that others have for the same thing, and `redirects.json` beside our own past.

Confidential places are not in it, nor are the services given at one: a licence number leads to an address.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bluepages.enrich import Edition
from bluepages.export.cells import lines
from bluepages.export.fields import Field, table_schema
from bluepages.export.formats import File, Joined, Record, Whole
from bluepages.export.jsontext import pretty

PATH: Final = "crosswalk.csv"
NEEDS: Final = "open-eligibility"
"""The scheme under which needs are matched with terms of Open Eligibility."""

MERGED: Final = "merged"
"""The scheme under which our own earlier ids stand of what was joined to something else."""

FIELDS: Final = (
    Field(name="id", label="Our id", type="string", format="uuid", required=True,
          meaning="Id of the thing in all our files; it stands here once for each foreign identifier.",
          example="3c8b5a0e-7f57-5a41-9d0c-62f1e1a0c7d2", hsds_path="organization.id, location.id, service.id"),
    Field(name="kind", label="Kind", type="string", meaning="What kind of thing it is.", example="organization",
          values=("organization", "location", "service", "taxonomy_term"), required=True),
    Field(name="slug", label="Short name", type="string", required=True,
          meaning="Short name: of the organization, or organization/place, or organization/service, or a need's id.",
          example="harbor-street-community-kitchen"),
    Field(name="scheme", label="Scheme", type="string", meaning="Whose identifier it is.", example="US-EIN",
          hsds_path="organization_identifier.identifier_scheme", required=True),
    Field(name="identifier", label="Foreign identifier", type="string", meaning="The identifier there, as text.",
          example="00-0000000", hsds_path="organization_identifier.identifier", required=True),
)  # fmt: skip
"""The columns of crosswalk.csv, in order."""

Line = tuple[str, str, str, str, str]


class Crosswalk:
    """Our ids to every foreign identifier: of needs first, then of the records by short name."""

    name = "crosswalk"
    paths = (PATH,)
    about = "Our ids beside the identifiers that others use for the same organization, place, service or need."

    def part(self, edition: Edition, batch: Sequence[Record]) -> bytes:
        return lines([line for record in batch
                      for line in (*identifiers(edition, record), *joined(edition, record))])  # fmt: skip

    def sink(self, edition: Edition) -> Joined:
        header = lines([[field.name for field in FIELDS]])
        return Joined(PATH, header + lines(list(need_identifiers(edition))))


def identifiers(edition: Edition, record: Record) -> Iterator[Line]:
    """All foreign identifiers of one provider."""
    ids, slug, provider = edition.ids, record.slug, record.provider
    known = provider.locations
    if provider.identifiers:
        own = ids.organization(slug, provider)
        for scheme, value in provider.identifiers.items():
            yield own, "organization", slug, scheme, value
    for key, place in provider.locations.items():
        if place.identifiers and not place.confidential:
            own = ids.location(slug, provider, key)
            for scheme, value in place.identifiers.items():
                yield own, "location", f"{slug}/{key}", scheme, value
    for key, service in provider.services.items():
        if service.identifiers and not any(known[at].confidential for at in service.at if at in known):
            own = ids.service(slug, provider, key)
            for scheme, value in service.identifiers.items():
                yield own, "service", f"{slug}/{key}", scheme, value


def joined(edition: Edition, record: Record) -> Iterator[Line]:
    """Ids of ours that led to something which is part of another now: of records, places and services merged."""
    ids, slug, provider = edition.ids, record.slug, record.provider
    known = provider.locations
    for name in provider.merged:
        yield ids.organization(slug, provider), "organization", slug, MERGED, ids.former("organization", name)
    for key, place in provider.locations.items():
        for name in place.merged if not place.confidential else ():
            own = ids.location(slug, provider, key)
            yield own, "location", f"{slug}/{key}", MERGED, ids.former("location", _path(name, slug))
    for key, service in provider.services.items():
        if any(known[at].confidential for at in service.at if at in known):
            continue
        for name in service.merged:
            own = ids.service(slug, provider, key)
            yield own, "service", f"{slug}/{key}", MERGED, ids.former("service", _path(name, slug))


def _path(name: str, slug: str) -> str:
    return name if "/" in name else f"{slug}/{name}"


def need_identifiers(edition: Edition) -> Iterator[Line]:
    """The terms of Open Eligibility that needs were matched with."""
    terms = edition.hsds_context.terms.needs
    for key, need in edition.vocabulary.needs.items():
        if need.open_eligibility:
            yield terms[key]["id"], "taxonomy_term", key, NEEDS, need.open_eligibility


class CrosswalkSchema(Whole):
    """The Table Schema of crosswalk.csv on its own."""

    name = "crosswalk-schema"
    paths = ("crosswalk.schema.json",)
    about = "The columns of crosswalk.csv as a Table Schema."

    def files(self, edition: Edition) -> list[File]:
        return [(self.paths[0], pretty(table_schema(FIELDS)))]


class Redirects(Whole):
    """Earlier short names and those of records that were taken in, to present ones."""

    name = "redirects"
    paths = ("redirects.json",)
    about = "Earlier short names of organizations, each with the present one."

    def files(self, edition: Edition) -> list[File]:
        return [(self.paths[0], pretty(edition.redirects))]
