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
        "absent": "The data set is not there yet. It would be made, and be private until all of it has been read back.",
        "private": "The data set is there, private.",
        "public": "The data set is there, public.",
    }[plan.seen]
    if plan.unfinished:
        yield "An earlier run was not finished, or one is at work now; --apply would wait for it and do the rest."
    yield f"{dot}rows: {_counts(plan)}"
    for mark, keys in (("add", plan.rows.added), ("delete", plan.rows.removed)):
        if plan.rows.before or mark == "delete":
            yield from _rows(mark, keys, wanted, dot, quote)
    for key, names in list(plan.rows.changed.items())[:MOST]:
        yield f"{dot}change {quote}{key}{quote} {_called(key, wanted)}: {', '.join(names)}"
    if len(plan.rows.changed) > MOST:
        yield f"{dot}change {len(plan.rows.changed) - MOST} more"
    yield from _around(plan, dot, quote)
    yield f"{dot}version of the columns, which an approval names: {quote}{plan.schema_version}{quote}"
    yield from plan.notes
    for stop in plan.stops:
        yield f"STOP ({stop.code}): {stop.message} {stop.hint}".rstrip()
    yield _ending(plan)


def _ending(plan: Plan) -> str:
    if plan.stops:
        return "Stopped: nothing is sent while one of these stands."
    if not plan.pending:
        return "Nothing to do: the portal shows this already."
    return "Changes are pending; --apply publishes them."


def _counts(plan: Plan) -> str:
    rows = plan.rows
    return (
        f"{len(rows.added)} to add, {len(rows.changed)} to change, {len(rows.removed)} to delete; "
        f"{rows.before} on the portal, {rows.after} in the build"
    )


def _rows(mark: str, keys: Sequence[str], wanted: Wanted, dot: str, quote: str) -> Iterator[str]:
    for key in keys[:MOST]:
        yield f"{dot}{mark} {quote}{key}{quote} {_called(key, wanted)}".rstrip()
    if len(keys) > MOST:
        yield f"{dot}{mark} {len(keys) - MOST} more"


def _called(key: str, wanted: Wanted) -> str:
    """Whose row it is, as today's data says; of a row that is gone nothing is known."""
    row = wanted.rows.get(key)
    at = {column.ours: place for place, column in enumerate(wanted.columns)}
    names = [row[at[name]] for name in ("organization_name", "service_name") if name in at] if row else []
    return ", ".join(str(name) for name in names if name).replace("`", "'").replace("|", "/")


def _around(plan: Plan, dot: str, quote: str) -> Iterator[str]:
    columns = plan.columns
    if columns.added and plan.rows.before:
        yield f"{dot}columns to add: {', '.join(columns.added)}"
        yield f"{dot}a portal with XLoader loads the CSV's own table anew then; its readers see a gap, ours do not"
    elif columns.added:
        yield f"{dot}a new table of {len(columns.added)} columns"
    if columns.gone:
        yield f"{dot}columns to delete: {', '.join(columns.gone)}"
    for name, (before, after) in columns.retyped.items():
        yield f"{dot}column {quote}{name}{quote}: {before} would become {after}, in a new table beside the old one"
    if columns.described:
        yield f"{dot}columns to explain anew in the dictionary: {', '.join(columns.described)}"
    if plan.files:
        yield f"{dot}to send: {', '.join(plan.files)}"
    if plan.metadata:
        yield f"{dot}fields of the data set to fill in or correct: {', '.join(plan.metadata)}"
    if plan.release:
        yield f"{dot}it would be made public, once it has been read back"


def checks_text(checks: Sequence[Check]) -> str:
    """What was read back, line by line, and what follows from it."""
    failed = sum(1 for check in checks if not check.passed)
    last = f"{failed} of {len(checks)} checks failed." if failed else f"All {len(checks)} checks passed."
    lines = "".join(
        f"  {'ok  ' if check.passed else 'FAIL'} {check.name}{': ' if check.detail else ''}{check.detail}\n"
        for check in checks
    )
    return f"{lines}{last}\n"


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
            f"Published. Rows: {len(rows.added)} added, {len(rows.changed)} changed, {len(rows.removed)} deleted; "
            f"{outcome.rows_sent} sent. Calls that wrote: {outcome.writes}."
        )
    if outcome.plan.unfinished and outcome.writes:
        said += f" An earlier run ({outcome.plan.unfinished.split(' ')[0]}) had not been finished; its work was done."
    if outcome.seen == "private":
        said += " The data set is private; --release makes it public."
    return "\n".join([said, *outcome.plan.notes, *outcome.notes]) + "\n"
