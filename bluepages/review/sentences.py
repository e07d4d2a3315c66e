"""One change of one field as a sentence: `Phone changed: 510-555-0142 becomes 510-555-0143`."""

from __future__ import annotations

from bluepages.review.diff import FieldChange, RecordChange


def sentences(record: RecordChange) -> tuple[str, ...]:
    """Everything that changes in a record."""
    if record.kind == "added":
        return tuple(f"{change.label}: {change.new}" for change in record.fields)
    return tuple(line for change in record.fields for line in sentence(change))


def sentence(change: FieldChange) -> tuple[str, ...]:
    """A change in words; of hours a sentence for each part that changes."""
    if not change.old and not change.new:
        return (f"{change.label} changed (not shown here, since it may be private)",)
    if not change.old:
        return (f"{change.label} added: {change.new}",)
    if not change.new:
        return (f"{change.label} removed: {change.old}",)
    if change.parts:
        return tuple(f"{change.label} changed {part}" for part in change.parts)
    return (f"{change.label} changed: {change.old} becomes {change.new}",)
