"""One field that differs, in the words of one language; of what must not be told, its name alone."""

from __future__ import annotations

from typing import Any

import msgspec

from bluepages.problems import Path, field_name
from bluepages.records.book import Book
from bluepages.review.fields import public
from bluepages.review.hours import hours_change
from bluepages.review.private import is_private
from bluepages.review.tongue import TONGUES, Language
from bluepages.review.words import label, shown


class FieldChange(msgspec.Struct, frozen=True):
    """One field: its path, its name for people, and its value before and after (`""`: there was none).

    `parts` tell a change of hours day by day; `about` is the field alone, without what people called the thing.
    """

    field: str
    label: str
    old: str
    new: str
    parts: tuple[str, ...] = ()
    about: str = ""


class Teller(msgspec.Struct, frozen=True):
    """Makes them, in one language and with the lists of the later Book."""

    head: Book
    language: Language = "en"

    def told(self, path: Path, was: Any, now: Any, record: dict[str, Any], private: frozenset[str]) -> FieldChange:
        """A field with its values, unless one of them, or a part of it, is somebody's own."""
        return self.hidden(path, record) if is_private(path, private) else self._field(path, was, now, record)

    def hidden(self, path: Path, record: Any) -> FieldChange:
        """A field without its values."""
        open_path = public(path)
        if not open_path:
            unknown = TONGUES[self.language].say("unknown")
            return FieldChange("", unknown, "", "", about=unknown)
        name = label(open_path, record, self.language)
        return FieldChange(field_name(open_path), name, "", "", about=label(open_path[-1:], {}, self.language))

    def folder(self, old: str, new: str) -> FieldChange:
        """That it is looked after by others."""
        name = TONGUES[self.language].say("folder")
        return FieldChange("", name, old, new, about=name)

    def _field(self, path: Path, was: Any, now: Any, record: dict[str, Any]) -> FieldChange:
        vocabulary, language = self.head.vocabulary, self.language
        parts: tuple[str, ...] = ()
        if path[-1] == "hours" and isinstance(was, str) and isinstance(now, str):
            parts = hours_change(was, now, language)
        return FieldChange(
            field_name(path), label(path, record, language), shown(path, was, vocabulary, language),
            shown(path, now, vocabulary, language), parts, label(path[-1:], {}, language),
        )  # fmt: skip
