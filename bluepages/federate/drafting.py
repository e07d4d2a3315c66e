"""A first mapping file for a stranger's table: its columns, and what a person has to decide marked with TODO."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from bluepages.federate.guess import day_of
from bluepages.hours.value import DAYS

_END: Final = re.compile(
    r"(open(?:s|ing)?(?: time)?|(?:start|from)(?: time)?|time open)|(?:clos(?:e|es|ing)|end|to)(?: time)?|time closed?"
)


class Column(msgspec.Struct, frozen=True):
    """One column: how much of it is filled, what it looks like, and the field it may be."""

    name: str
    filled: int
    different: int
    looks: str
    field: str
    example: str
    rows: int = 0
    sure: bool = True


def draft(name: str, columns: list[Column]) -> str:
    """A mapping file to begin with, as YAML; what has to be decided is marked."""
    spans = _spans(columns)
    left = ("hours", "days") if spans else ()
    fields = [(column.field, column.name) for column in columns if column.field and column.field not in left]
    named = "{service_name}" if any(field == "service_name" for field, _ in fields) else "TODO"
    lines = [
        f"# Drafted from {name}: read it, decide what is marked with TODO, then try it with --plan.",
        f"title: {_quoted(name)}",
        "as_of: 2026-01-01   # TODO: the day from which ages are counted",
        "columns:" if fields else "columns: {}   # TODO: which column is which field",
        *(f"  {field}: {_quoted(column)}" for field, column in fields),
        "source: {id: TODO}   # an id of data/sources.yaml, with its licence",
        "kinds:",
        '  "":',
        '    description: "TODO: what the provider is, in plain words; {fields} may stand in it"',
        "    places: many",
        '    place: "{place_key}"',
        "    phone: place",
        "    services:",
        "      main:",
        f'        name: "{named}"',
    ]  # fmt: skip
    if any(field == "category" for field, _ in fields):
        column = next(column for column in columns if column.field == "category")
        lines += [f"# needs:   # which need is each category of {column.name}?", f'#   "{column.example}": food.pantry']
    else:
        lines.append("        needs: [TODO]")
    week = {} if {"days", "hours"} & {field for field, _ in fields} else _week(columns)
    if spans:
        lines += ["timetable:", *spans]
    elif week:
        lines += ["week:   # one column a day", *(f"  {day}: {_quoted(column)}" for day, column in week.items())]
    elif {"days", "hours"} <= {field for field, _ in fields}:
        lines += ["rows:   # days and times stand in two columns: one text of both", '  - pattern: {days: ".+"}',
                  '    set: {hours: "{days} {hours}"}']  # fmt: skip
    return "\n".join(lines) + "\n"


def _week(columns: list[Column]) -> dict[str, str]:
    """The columns of hours that are one day's each: `Monday`, `Hours Tue`; `{}` for fewer than three."""
    found: dict[str, str] = {}
    for column in columns:
        day, part = day_of(column.name)
        if day >= 0 and not part:
            found.setdefault(DAYS[day], column.name)
    return found if len(found) >= 3 else {}


def _spans(columns: list[Column]) -> list[str]:
    """Lines of a timetable: `Monday Open`, `Monday Close`; or the columns for days, opening and closing."""
    by_day: dict[int, dict[str, str]] = {}
    ends: dict[str, str] = {}
    for column in columns:
        day, part = day_of(column.name)
        if day >= 0 and part:
            by_day.setdefault(day, {}).setdefault(part, column.name)
        match = _END.fullmatch(re.sub(r"[^a-z]+", " ", column.name.casefold()).strip())
        if match:
            ends.setdefault("open" if match.group(1) else "close", column.name)
    pairs = {day: parts for day, parts in by_day.items() if len(parts) == 2}
    lines = [
        f"  - {{weekday: {DAYS[day]}, opens: {_quoted(parts['open'])}, closes: {_quoted(parts['close'])}}}"
        for day, parts in sorted(pairs.items())
    ]
    days = next((column.name for column in columns if column.field == "days"), "")
    if not lines and days and len(ends) == 2:
        lines = [f"  - {{day: {_quoted(days)}, opens: {_quoted(ends['open'])}, closes: {_quoted(ends['close'])}}}"]
    return lines


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
