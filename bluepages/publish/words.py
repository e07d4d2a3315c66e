"""Plans, outcomes and checks in words: for a terminal, and as Markdown for a job summary or a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bluepages.publish.interface import Check, Outcome, Plan
from bluepages.publish.wanted import Wanted

MOST: Final = 20
"""Rows named one by one."""


def plan_text(plan: Plan, wanted: Wanted) -> str:
    """For the terminal."""
    return "\n".join(_plan_lines(plan, wanted, "  ", "")) + "\n"


def plan_markdown(plan: Plan, wanted: Wanted) -> str:
    """For GitHub."""
    head, *rest = _plan_lines(plan, wanted, "- ", "`")
    return "\n".join([f"### {head}", "", *rest]) + "\n"


def _plan_lines(plan: Plan, wanted: Wanted, dot: str, quote: str) -> Iterator[str]:
    yield f"Publishing {quote}{plan.dataset}{quote} to {plan.url}"
    yield {
        "absent": "The data set is not there yet; it would be created, private at first.",
        "private": "The data set is there, private.",
        "public": "The data set is there, public.",
    }[plan.seen]
    if plan.unfinished:
        yield "An earlier run was not finished, or one is at work; a run would do the rest."
    yield f"{dot}rows: {_counts(plan)}"
    for mark, keys in (("+", plan.rows.added), ("-", plan.rows.removed)):
        if plan.rows.before or mark == "-":
            yield from _rows(mark, keys, wanted, dot, quote)
    for key, names in list(plan.rows.changed.items())[:MOST]:
        yield f"{dot}~ {quote}{key}{quote} {_called(key, wanted)}: {', '.join(names)}"
    if len(plan.rows.changed) > MOST:
        yield f"{dot}~ and {len(plan.rows.changed) - MOST} more"
    yield from _around(plan, dot, quote)
    yield f"{dot}columns as of {quote}{plan.schema_version}{quote}"
    yield from plan.notes
    for stop in plan.stops:
        yield f"STOP ({stop.code}): {stop.message} {stop.hint}".rstrip()
    yield "Nothing to do." if not plan.pending else "Stopped." if plan.stops else "Changes are pending: --apply"


def _counts(plan: Plan) -> str:
    rows = plan.rows
    return (
        f"{len(rows.added)} added, {len(rows.changed)} changed, {len(rows.removed)} removed; "
        f"{rows.before} there, {rows.after} wanted"
    )


def _rows(mark: str, keys: Sequence[str], wanted: Wanted, dot: str, quote: str) -> Iterator[str]:
    for key in keys[:MOST]:
        yield f"{dot}{mark} {quote}{key}{quote} {_called(key, wanted)}".rstrip()
    if len(keys) > MOST:
        yield f"{dot}{mark} and {len(keys) - MOST} more"


def _called(key: str, wanted: Wanted) -> str:
    """Whose row it is, as today's data says; of a row that is gone nothing is known."""
    row = wanted.rows.get(key)
    at = {column.ours: place for place, column in enumerate(wanted.columns)}
    names = [row[at[name]] for name in ("organization_name", "service_name") if name in at] if row else []
    return ", ".join(str(name) for name in names if name).replace("`", "'").replace("|", "/")


def _around(plan: Plan, dot: str, quote: str) -> Iterator[str]:
    columns = plan.columns
    if columns.added and plan.rows.before:
        yield f"{dot}columns added: {', '.join(columns.added)}"
        yield f"{dot}a portal with XLoader loads the CSV's own table anew then; its readers see a gap, ours do not"
    elif columns.added:
        yield f"{dot}a table of {len(columns.added)} columns"
    if columns.gone:
        yield f"{dot}columns gone: {', '.join(columns.gone)}"
    for name, (before, after) in columns.retyped.items():
        yield f"{dot}column {quote}{name}{quote}: {before} would become {after}, in a new table beside the old one"
    if columns.described:
        yield f"{dot}dictionary: {', '.join(columns.described)}"
    if plan.files:
        yield f"{dot}files: {', '.join(plan.files)}"
    if plan.metadata:
        yield f"{dot}said of it: {', '.join(plan.metadata)}"
    if plan.release:
        yield f"{dot}it would be made public, once it was read back"


def checks_text(checks: Sequence[Check]) -> str:
    """What was read back, line by line."""
    return "".join(
        f"  {'ok  ' if check.passed else 'FAIL'} {check.name}{': ' if check.detail else ''}{check.detail}\n"
        for check in checks
    )


def checks_markdown(checks: Sequence[Check]) -> str:
    """The same as a table."""
    rows = [
        f"| {'ok' if check.passed else '**failed**'} | {check.name} | {check.detail.replace('|', '/')} |"
        for check in checks
    ]
    return "\n".join(["| | read back | |", "| --- | --- | --- |", *rows]) + "\n"


def outcome_text(outcome: Outcome) -> str:
    """What a run did, in a line or two."""
    if not outcome.writes:
        said = "Nothing to do: the portal shows this already, and nothing was written."
    else:
        rows = outcome.plan.rows
        said = (
            f"Published: {len(rows.added)} rows added, {len(rows.changed)} changed, {len(rows.removed)} removed; "
            f"{outcome.rows_sent} sent in {outcome.writes} writes."
        )
    if outcome.plan.unfinished and outcome.writes:
        said += f" An earlier run ({outcome.plan.unfinished.split(' ')[0]}) had not been finished; its work was done."
    if outcome.seen == "private":
        said += " The data set is private: --release makes it public."
    return said + "\n"
