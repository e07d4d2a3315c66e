"""`changes.csv`: what happened to which record and when, as Git and the open reviews tell it. Never a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from bluepages.enrich import Edition
from bluepages.enrich.history import Change
from bluepages.export.cells import lines
from bluepages.export.fields import Field, table_schema
from bluepages.export.formats import File, Whole
from bluepages.export.jsontext import pretty

PATH: Final = "changes.csv"

FIELDS: Final = (
    Field(name="id", label="Id", type="string", format="uuid", required=True, unique=True,
          meaning="Id of the change; the entry of the feeds has the same.",
          example="7d0f6a52-52a5-5f0c-8a38-0b1f6c1d2e3f"),
    Field(name="time", label="When", type="string", required=True, example="2026-11-20T18:03:11Z",
          meaning="When the change was published, in UTC. A report has only its day, a change its second."),
    Field(name="kind", label="What happened", type="string", required=True, example="changed",
          values=("added", "changed", "closed", "verified", "flagged"),
          meaning="added, changed, closed (it, or a service of it), verified (a person checked it), or flagged "
          "(somebody reported it, and the review is open)."),
    Field(name="slug", label="Short name", type="string", required=True,
          meaning="Present short name of the organization, as in services.csv.",
          example="harbor-street-community-kitchen"),
    Field(name="organization_id", label="Our id", type="string", format="uuid", required=True,
          meaning="Id of the organization in all our files.", example="3c8b5a0e-7f57-5a41-9d0c-62f1e1a0c7d2",
          hsds_path="organization.id"),
    Field(name="name", label="Name", type="string", required=True, meaning="Present name of the organization.",
          example="Harbor Street Community Kitchen", hsds_path="organization.name"),
    Field(name="county", label="Looked after by", type="string", required=True, example="alameda",
          meaning="The county whose stewards look after the record, or statewide."),
    Field(name="fields", label="What of it", type="string", example="hours; phones",
          meaning="Names of the fields that changed or were checked, with a semicolon between them; for a flag "
          "its reason. Empty for a record with a secret place."),
    Field(name="page", label="Page", type="string", format="uri", meaning="The page of the record.",
          example="https://example.org/p/harbor-street-community-kitchen"),
    Field(name="reference", label="Reference", type="string", example="9f2c1e7a0b5d4c3e8f6a1b2c3d4e5f60718293a4",
          meaning="The Git commit, or the address of the review. Empty for a record with a secret place."),
)  # fmt: skip
"""The columns of changes.csv, in order."""


def all_changes(edition: Edition) -> list[Change]:
    """What happened to the records that are published, the newest first."""
    found = [*_flags(edition)]
    found += (change for slug, told in edition.history.changes.items() if slug in edition.providers for change in told)
    found.sort(key=lambda change: (change.slug, change.kind))
    found.sort(key=lambda change: change.time, reverse=True)
    return [_quiet(change) if edition.book.by_slug[change.slug].confidential else change for change in found]


def _flags(edition: Edition) -> Iterator[Change]:
    for slug, reviews in edition.reviews.items():
        for review in reviews:
            yield Change(review.opened, slug, "flagged", (review.reason,), review.url)


def _quiet(change: Change) -> Change:
    """A change of a record with a secret place, one that is withheld for now as well."""
    return msgspec.structs.replace(change, fields=(), commit=change.commit if change.kind == "flagged" else "")


class ChangesCsv(Whole):
    """Every change that is known, the newest first."""

    name = "changes"
    paths = (PATH,)
    about = "What was added, changed, closed, verified or flagged, and when; the newest first. Never a value."

    def files(self, edition: Edition) -> list[File]:
        rows = [[field.name for field in FIELDS], *(_row(edition, change) for change in all_changes(edition))]
        return [(PATH, lines(rows))]


def _row(edition: Edition, change: Change) -> list[str]:
    provider = edition.providers[change.slug]
    return [
        change_id(edition, change), change.time, change.kind, change.slug,
        edition.ids.organization(change.slug, provider), provider.name, edition.folder(change.slug),
        "; ".join(change.fields), page_of(edition, change.slug), change.commit,
    ]  # fmt: skip


def change_id(edition: Edition, change: Change) -> str:
    """An id that stays the same as long as the change is told."""
    own = edition.ids.organization(change.slug, edition.providers[change.slug])
    reason = ",".join((*change.fields, change.commit)) if change.kind == "flagged" else ""
    return edition.ids.child("change", own, f"{change.time}:{change.kind}:{reason}")


def page_of(edition: Edition, slug: str) -> str:
    """The public address of a record's page."""
    return f"{edition.config.site_url}p/{slug}"


class ChangesSchema(Whole):
    """The Table Schema of changes.csv on its own."""

    name = "changes-schema"
    paths = ("changes.schema.json",)
    about = "The columns of changes.csv as a Table Schema."

    def files(self, edition: Edition) -> list[File]:
        return [(self.paths[0], pretty(table_schema(FIELDS, "id")))]
