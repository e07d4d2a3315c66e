"""A `BookDiff` as text for the terminal, Markdown for a pull request, and JSON for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from bluepages.report.markdown import escape
from bluepages.review.diff import BookDiff, FieldChange, RecordChange

_HEADS = {
    "added": "New: {name}", "removed": "Removed: {name}", "changed": "{name}",
    "renamed": "{name} (until now {was})", "unreadable": "{name} cannot be read; run bluepages check",
}  # fmt: skip


def as_text(diff: BookDiff) -> str:
    """Plain lines."""
    if not diff.records:
        return "Nothing changed.\n"
    lines = [*diff.risks]
    for record in diff.records:
        lines += ["", f"{_head(record)}  [{record.file}]"]
        lines += [f"  {_sentence(change)}" for change in record.fields]
        lines += [f"  Look twice: {risk}" for risk in record.risks]
    return "\n".join(lines).lstrip("\n") + "\n"


def as_markdown(diff: BookDiff) -> str:
    """Markdown in which nothing of a record can act: no mention, link, picture or HTML."""
    if not diff.records:
        return "Nothing changed.\n"
    lines = [f"**{risk}**\n" for risk in diff.risks]
    for record in diff.records:
        lines.append(f"### {neutral(_head(record))}\n")
        lines += [f"- {neutral(_sentence(change))}" for change in record.fields]
        lines += [f"- **Look twice:** {neutral(risk)}" for risk in record.risks]
        lines.append("")
    return "\n".join(lines)


def as_json(diff: BookDiff) -> str:
    """The values themselves."""
    return msgspec.json.format(msgspec.json.encode(diff), indent=2).decode() + "\n"


def _head(record: RecordChange) -> str:
    return _HEADS[record.kind].format(name=record.name, was=record.was)


def _sentence(change: FieldChange) -> str:
    if not change.old and not change.new:
        return f"{change.label}: changed (not shown, the record has a confidential place)"
    if not change.old:
        return f"{change.label}: {change.new} (new)"
    if not change.new:
        return f"{change.label}: {change.old} (removed)"
    return f"{change.label}: {change.old} -> {change.new}"


def neutral(text: str) -> str:
    """Text that GitHub shows as it is, as `bluepages.report` makes it: no markup, mention, link or closing word."""
    return escape(text)


FORMATS: Final[dict[str, Callable[[BookDiff], str]]] = {"text": as_text, "markdown": as_markdown, "json": as_json}
