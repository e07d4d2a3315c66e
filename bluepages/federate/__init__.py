"""Other people's data coming in: rows of a table become proposals for provider files.

    csv_import(source, mapping, root, plan_only=True) -> ImportReport

The mapping says which column is which field and what a row of each kind is; rows of one organization become one
provider; what is already in a file stays, and where a row says something else a question for the steward is noted.
"""

from __future__ import annotations

from pathlib import Path

from bluepages.federate.apply import write_files
from bluepages.federate.csvfile import read_rows
from bluepages.federate.mapping import load_mapping
from bluepages.federate.plan import plan_import
from bluepages.federate.report import ImportReport
from bluepages.records.load import load_book

__all__ = ["ImportReport", "csv_import"]


def csv_import(source: Path, mapping: Path, root: Path, *, plan_only: bool = False) -> ImportReport:
    """Read the table `source` by the mapping file `mapping` into the directory at `root`.

    With `plan_only` nothing is written; `files` of the report holds the texts that would be. Raises `Complaint` for a
    table or mapping that cannot be used.
    """
    book = load_book(root)
    rules = load_mapping(mapping, book)
    rows = read_rows(source, rules.input)
    report = plan_import(rows, rules, book, source.name)
    if not plan_only:
        write_files(root, report.files)
    return report
