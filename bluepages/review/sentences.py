"""One change of one field as a sentence: `Phone changed: 510-555-0142 becomes 510-555-0143`."""

from __future__ import annotations

from bluepages.review.diff import RecordChange
from bluepages.review.fieldchange import FieldChange
from bluepages.review.tongue import TONGUES


def sentences(record: RecordChange, language: str = "en") -> tuple[str, ...]:
    """Everything that changes in a record; in the language in which its values are told."""
    if record.kind == "added":
        return tuple(f"{change.label}: {change.new}" for change in record.fields)
    return tuple(line for change in record.fields for line in sentence(change, language))


def sentence(change: FieldChange, language: str = "en") -> tuple[str, ...]:
    """A change in words; of hours a sentence for each part that changes."""
    tongue = TONGUES[language]
    values = {"field": change.label, "old": change.old, "new": change.new}
    if change.old and change.new:
        return tuple(tongue.say("part", field=change.label, part=part) for part in change.parts) or (
            tongue.say("changed", **values),
        )
    return (tongue.say("added" if change.new else "removed" if change.old else "hidden", **values),)
