"""The words of the pages in one language: strings, plurals, dates, lists and money.

A catalogue is `site/locales/<language>.yaml`: maps of maps of texts, read as keys with points (`home.title`). A text
may hold `{name}` for a value, and `{state}` for the state's name; a map with the CLDR plural categories (`one`,
`other`, ...) is chosen by `n`. Plural rules, dates and lists are Babel's (CLDR).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from markupsafe import Markup, escape

from bluepages.records.yamlfile import read_yaml

Text = str | dict[str, str]
_PLURALS = frozenset(("zero", "one", "two", "few", "many", "other"))


class Catalogue:
    """The texts of one language. Calling it gives a text: `words("list.count", n=3)`."""

    def __init__(self, language: str, texts: dict[str, Text]) -> None:
        self.language = language
        self.texts = texts
        self._groups: dict[str, dict[str, str]] = {}
        # Numbers and money as they are written here: $2.50, also in Spanish.
        self._locale = Locale.parse("es_US" if language == "es" else language)

    @property
    def name(self) -> str:
        """The language by its own name: `English`, `Español`."""
        name = self._locale.get_language_name(self.language) or self.language
        return name[:1].upper() + name[1:]

    @property
    def direction(self) -> str:
        """`rtl` for languages that are written from right to left (CLDR), else `ltr`."""
        return str(self._locale.text_direction)

    def __call__(self, key: str, n: int | None = None, **values: object) -> str:
        """The text of `key` with its values filled in; `n` chooses the plural and fills `{n}`.

        With a `Markup` (or anything that knows its HTML) among the values the whole is `Markup`, and what is not is
        escaped. Raises `KeyError` for a key the catalogue does not have: a mistake of ours, which the tests find.
        """
        text = self.texts[key]
        if isinstance(text, dict):
            text = text.get(self._locale.plural_form(n or 0)) or text["other"]
        if n is not None:
            values["n"] = self.number(n)
        if not values:
            return text
        if any(hasattr(value, "__html__") for value in values.values()):
            return Markup(escape(text)).format(**values)
        return text.format(**values)

    def group(self, prefix: str) -> dict[str, str]:
        """All plain texts below `prefix`, by what follows it."""
        if prefix not in self._groups:
            start = f"{prefix}."
            self._groups[prefix] = {
                key.removeprefix(start): text
                for key, text in self.texts.items()
                if key.startswith(start) and isinstance(text, str)
            }
        return self._groups[prefix]

    def date(self, text: str) -> str:
        """`2026-11-09` -> `November 9, 2026`; `2026-11` -> `November 2026`; `2026` stays; "" for what is no date."""
        return _date(text, self.language)

    def number(self, value: float) -> str:
        """`1234` -> `1,234`."""
        return format_decimal(value, locale=self._locale)

    def money(self, amount: float) -> str:
        """US dollars, without cents where there are none."""
        pattern = "¤#,##0" if amount == int(amount) else "¤#,##0.00"
        return format_currency(amount, "USD", pattern, locale=self._locale, currency_digits=False)

    def all_of(self, items: Iterable[Any]) -> str:
        """`a, b, and c`; `Markup` when one of the items is."""
        found = list(items)
        if any(hasattr(item, "__html__") for item in found):
            return Markup(format_list([str(escape(item)) for item in found], locale=self._locale))
        return format_list([str(item) for item in found], locale=self._locale)


@functools.lru_cache(maxsize=4096)
def _date(text: str, language: str) -> str:
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 1:
            return text
        if len(numbers) == 2:
            month = "MMMM 'de' y" if language == "es" else "MMMM y"
            return format_date(date(numbers[0], numbers[1], 1), month, locale=language)
        return format_date(date(*numbers[:3]), "long", locale=language)
    except ValueError:
        return ""


def load_catalogue(folder: Path, language: str, state: str) -> Catalogue:
    """The catalogue `<language>.yaml` of `folder`, with the state's name where a text has `{state}`.

    Raises `ValueError` saying what is wrong with the file.
    """
    path = folder / f"{language}.yaml"
    data, problems = read_yaml(path, folder)
    if problems or not isinstance(data, dict):
        said = f"{problems[0].line}: {problems[0].message}" if problems else " it is empty"
        raise ValueError(f"{path}:{said}")
    return Catalogue(language, {key: _in_state(text, state) for key, text in flatten(data)})


def _in_state(text: Text, state: str) -> Text:
    if isinstance(text, dict):
        return {plural: each.replace("{state}", state) for plural, each in text.items()}
    return text.replace("{state}", state)


def flatten(data: dict[str, Any], prefix: str = "") -> Iterable[tuple[str, Text]]:
    """Nested maps as pairs of a key with points and its text; maps of plural categories stay whole."""
    for key, value in data.items():
        if isinstance(value, dict) and not set(value) <= _PLURALS:
            yield from flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value if isinstance(value, dict) else str(value)


def script_safe(data: object) -> Markup:
    """JSON that cannot end the `<script>` it stands in."""
    text = orjson.dumps(data).decode()
    for character, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(character, code)
    return Markup(text)
