"""Two records that look alike and are two: said once, in the record, and not asked again."""

from __future__ import annotations

from bluepages.desk.verify import edited
from bluepages.errors import Complaint
from bluepages.problems import Edit
from bluepages.records.book import Entry


def distinct(one: Entry, other: Entry) -> str | None:
    """The text of `one` that says that it is not `other`; `None` where either says so already."""
    if one.slug == other.slug:
        raise Complaint("This is one record, not two.", "Name two.")
    assert one.provider is not None and other.provider is not None
    if other.slug in one.provider.not_duplicate_of or one.slug in other.provider.not_duplicate_of:
        return None
    return edited(one, [Edit(("not_duplicate_of",), [*one.provider.not_duplicate_of, other.slug])])
