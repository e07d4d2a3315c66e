"""`services.csv`: a row for each service at each place, and one for each service without a place."""

from __future__ import annotations

from collections.abc import Sequence

from bluepages.enrich import Edition
from bluepages.export.cells import lines
from bluepages.export.columns import COLUMNS, HEADER, table
from bluepages.export.fields import table_schema
from bluepages.export.formats import File, Joined, Record, Whole
from bluepages.export.jsontext import pretty
from bluepages.export.row import Words

PATH = "services.csv"


class ServicesCsv:
    """The flat file that most people want, in the order of the short names."""

    name = "services"
    paths = (PATH,)
    about = "All services, one row for each service at each place, and one for a service without a place."

    def part(self, edition: Edition, batch: Sequence[Record]) -> bytes:
        words = Words(edition)
        return lines(list(table(edition, words, (offer for record in batch for offer in record.offers))))

    def sink(self, edition: Edition) -> Joined:
        return Joined(PATH, head=lines([HEADER]))


class ServicesSchema(Whole):
    """The Table Schema of services.csv on its own, for portals that want it so."""

    name = "services-schema"
    paths = ("services.schema.json",)
    about = "The columns of services.csv as a Table Schema."

    def files(self, edition: Edition) -> list[File]:
        return [(self.paths[0], pretty(table_schema(COLUMNS, "id")))]
