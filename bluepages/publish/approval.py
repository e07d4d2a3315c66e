"""The standing approval of a department: who, when, at what level, for which columns. The repository invents none."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Final

import msgspec

from bluepages.publish.interface import Stop
from bluepages.records.yamlfile import read_yaml

LEVELS: Final = ("1", "2")
"""Level One is unrestricted, Level Two needs a word of the agency, Level Three is never published."""

_HINT: Final = "Fill in a copy of approvals/template.yaml and commit it; docs/portal.md says who signs."


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who approved, by role or name, and when."""

    name: str = ""
    date: str = ""


class Approval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One record. `schema_version` is what `bluepages publish` prints; other columns need another approval."""

    level: str = ""
    schema_version: str = ""
    steward: Person = Person()
    deputy_director: Person = Person()
    legal_counsel: Person = Person()
    director: Person = Person()
    agency: Person = Person()
    filed: str = ""
    note: str = ""


def approval_stops(root: FilePath, record: str, version: str, today: datetime.date) -> Iterator[Stop]:
    """Why there is no valid approval; nothing where there is one. Whatever cannot be read is none."""
    path = root / record
    if not path.is_file():
        yield Stop("approval", f"There is no approval of this publication: {record} is not there.", _HINT)
        return
    data, problems = read_yaml(path, root)
    if problems or not isinstance(data, dict):
        line = problems[0].line if problems else 1
        yield Stop("approval", f"{record}:{line} cannot be read.", _HINT)
        return
    try:
        approval = msgspec.convert(_texts(data), Approval)
    except msgspec.ValidationError as error:
        yield Stop("approval", f"{record}: {error}", _HINT)
        return
    yield from _lacking(record, approval, version, today)


def _texts(value: object) -> object:
    """Every scalar as the text it was written as, an empty one as nothing."""
    if isinstance(value, dict):
        return {str(key): _texts(inner) for key, inner in value.items()}
    return "" if value is None else str(value)


def _lacking(record: str, approval: Approval, version: str, today: datetime.date) -> Iterator[Stop]:
    if approval.level == "3":
        yield Stop("approval", f"{record} says Level Three, which is never published.", "Ask your data coordinator.")
    elif approval.level not in LEVELS:
        yield Stop("approval", f"{record} has no level; write 1 or 2.", _HINT)
    elif approval.level == "2" and not approval.agency.name:
        yield Stop("approval", f"{record} says Level Two, which the agency decides on, and names nobody there.", _HINT)
    if not approval.steward.name:
        yield Stop("approval", f"{record} names no data steward.", _HINT)
    for role in ("steward", "deputy_director", "legal_counsel", "director", "agency"):
        person: Person = getattr(approval, role)
        if person.name and not _is_past(person.date, today):
            yield Stop("approval", f"{record}: {role} has no date up to today, like 2026-10-02.", _HINT)
    if approval.schema_version != version:
        said = approval.schema_version or "none"
        yield Stop(
            "approval",
            f"The approval is for the columns {said}, and those of today are {version}.",
            "A new or retyped column needs an approval of its own; then write the new version in the record.",
        )


def _is_past(text: str, today: datetime.date) -> bool:
    try:
        return datetime.date.fromisoformat(text) <= today
    except ValueError:
        return False
