"""Other people's data coming in: tables, packages and live sources become proposals for provider files.

    csv_import(source, mapping, root, plan_only=True) -> ImportReport
    sources.plan(Wish(format, source, name), book, today) -> ImportReport

A mapping says which column is which field and what a row of each kind is; packages of organizations, services and
places need none. What a person wrote stays; what nobody touched follows the source; where both changed, a question for
the steward is noted. `docs/federation.md` tells how it goes together.
"""

from __future__ import annotations

from pathlib import Path

from bluepages.federate.apply import write_files
from bluepages.federate.csvfile import read_bytes
from bluepages.federate.mapping import load_mapping
from bluepages.federate.plan import plan_import
from bluepages.federate.report import ImportReport
from bluepages.federate.tables import read_table
from bluepages.records.load import load_book

__all__ = ["ImportReport", "csv_import"]


def csv_import(source: Path, mapping: Path, root: Path, *, plan_only: bool = False) -> ImportReport:
    """Read the table `source` by the mapping file `mapping` into the directory at `root`.

    With `plan_only` nothing is written; `files` of the report holds the texts that would be. Raises `Complaint` for a
    table or mapping that cannot be used.
    """
    book = load_book(root)
    rules = load_mapping(mapping, book)
    table = read_table(read_bytes(source), source.name, rules.input)
    report = plan_import(list(table.rows), rules, book, source.name, notes=table.notes)
    if not plan_only:
        write_files(root, report.files)
    return report
