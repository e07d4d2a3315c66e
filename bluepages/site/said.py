"""Texts of records in the reader's language where a person has translated them, else marked with their own."""

from __future__ import annotations

from collections.abc import Mapping, Set

import msgspec
from markupsafe import Markup, escape

from bluepages.model import LocationWords, Provider, ServiceWords, Translation


class Said(msgspec.Struct, frozen=True):
    """A text and, where it is not the page's, the language it is in. In a template it escapes and marks itself.

    `stale` is a short remark in the page's language where the text is a translation older than what it translates.
    """

    text: str
    lang: str = ""
    stale: str = ""

    def __html__(self) -> Markup:
        text = escape(self.text)
        if self.stale and self.text:
            return Markup('{} <small class="stale">({})</small>').format(text, self.stale)
        return Markup(f'<span lang="{self.lang}">{text}</span>') if self.lang and self.text else text

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


_NO_WORDS = Translation()
_NO_SERVICE = ServiceWords()
_NO_LOCATION = LocationWords()


class Voice:
    """Says the texts of one provider in one language; `own` is the language in which records are written.

    `stale` names the texts whose translation is older than what it translates, `remark` is what is said of them.
    """

    def __init__(
        self, provider: Provider, language: str, own: str, stale: Set[tuple[str, ...]] = frozenset(), remark: str = ""
    ) -> None:
        self._foreign = language != own
        self._stale = stale
        self._remark = remark
        self._own = own
        self._words = provider.translations.get(language, _NO_WORDS) if self._foreign else _NO_WORDS

    def provider(self, text: str, field: str) -> Said:
        """A text of the provider; `field` is its name among the translations (`name`, `description`)."""
        return self._said(text, getattr(self._words, field), (field,))

    def service(self, key: str, text: str, field: str) -> Said:
        """A text of the service `key`."""
        return self._said(text, getattr(self._words.services.get(key, _NO_SERVICE), field), ("services", key, field))

    def location(self, key: str, text: str, field: str) -> Said:
        """A text of the location `key`."""
        return self._said(text, getattr(self._words.locations.get(key, _NO_LOCATION), field), ("locations", key, field))

    def listed(self, key: str, items: tuple[str, ...], field: str) -> list[Said]:
        """A list of texts of the service `key`; a translation replaces the whole list."""
        translated: tuple[str, ...] = getattr(self._words.services.get(key, _NO_SERVICE), field)
        if not translated:
            return [self._said(item, "") for item in items]
        remark = self._remark if ("services", key, field) in self._stale else ""
        return [*map(Said, translated[:-1]), Said(translated[-1], stale=remark)]

    def own(self, text: str) -> Said:
        """A text that has no translation."""
        return self._said(text, "")

    def _said(self, text: str, translated: str, way: tuple[str, ...] = ()) -> Said:
        if translated or not self._foreign:
            return Said(translated or text, stale=self._remark if translated and way in self._stale else "")
        return Said(text, self._own)


def label(words: Mapping[str, str], language: str) -> str:
    """A label of a vocabulary in `language`, else in any language it has."""
    return words.get(language) or next(iter(words.values()), "")
