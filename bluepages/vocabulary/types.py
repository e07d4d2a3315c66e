"""The values of the closed vocabularies, one type a file of `data/`.

Each type mirrors its schema in `schema/vocabulary/` (a test compares the fields). Ids are the keys of the YAML maps;
texts for people are maps from a language code to words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from bluepages.vocabulary.places import Places
from bluepages.vocabulary.suggest import nearest

Words = dict[str, str]
"""The same text in several languages: `{"en": "Food", "es": "Comida"}`."""

Direction = Literal["ltr", "rtl"]


class _Value(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of all values: immutable, compared by content, unknown keys refused."""


class Operator211(_Value, frozen=True):
    """Who answers 2-1-1 in a county. With `none_known` there is no number to give, and `note` says why."""

    name: str = ""
    phone: str = ""
    url: str = ""
    alternate_phones: tuple[str, ...] = ()
    none_known: bool = False
    note: str = ""
    source: str = ""
    date: str = ""


class County(_Value, frozen=True):
    """A county: `fips` is the three digits within the state (`"001"`), `neighbours` the slugs that share a border.

    `steward` is an id of `stewards.yaml`, or `""` when nobody looks after the county yet.
    """

    slug: str
    name: str
    fips: str
    operator_211: Operator211 | None = None
    neighbours: tuple[str, ...] = ()
    steward: str = ""


class Need(_Value, frozen=True):
    """Something people need. A top need has no `parent`; `id` is `food`, or `food.pantry` below it.

    `synonyms` are what people type. `open_eligibility` is the code and term of the nearest entry of Open Eligibility
    (source `open-eligibility`).
    """

    id: str
    label: Words
    parent: str = ""
    synonyms: dict[str, tuple[str, ...]] = {}
    open_eligibility: str = ""


class Language(_Value, frozen=True):
    """A language of service: `code` is BCP 47 as short as it gets (`es`, `hmn`), `iso639_3` the three-letter code."""

    code: str
    name: Words
    own_name: str = ""
    iso639_3: str = ""
    direction: Direction = "ltr"
    synonyms: tuple[str, ...] = ()

    @property
    def name_en(self) -> str:
        """The English name."""
        return self.name.get("en", self.code)


class Accessibility(_Value, frozen=True):
    """Something that makes a place usable (HSDS `accessibility`)."""

    id: str
    label: Words
    synonyms: tuple[str, ...] = ()


class Audience(_Value, frozen=True):
    """A group of people that a service is for."""

    id: str
    label: Words
    synonyms: tuple[str, ...] = ()


class SourceInfo(_Value, frozen=True):
    """Where facts come from. `licence` is a short name from the schema's list, `licence_note` what the source says.

    `date` is that of the source, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, and `""` where its rows carry their own.
    `longest_age_years` says for each kind of place how old a row may be and still be published (DESIGN 9).
    """

    id: str
    title: str
    licence: str
    publisher: str = ""
    url: str = ""
    licence_url: str = ""
    licence_note: str = ""
    date: str = ""
    note: str = ""
    longest_age_years: dict[str, int] = {}


class Steward(_Value, frozen=True):
    """A volunteer editor, as they wish to be known. `github` is the account that reviews; no private contact here.

    `write_access` says that the account may write to the repository: GitHub passes over a line of CODEOWNERS that
    names any other, so that those are mentioned instead.
    """

    id: str
    name: str
    counties: tuple[str, ...]
    github: str = ""
    organization: str = ""
    since: str = ""
    write_access: bool = False


class Vocabulary(msgspec.Struct, frozen=True):
    """All closed lists of one directory, each a dictionary by id in the order of its file."""

    counties: dict[str, County]
    needs: dict[str, Need]
    languages: dict[str, Language]
    accessibility: dict[str, Accessibility]
    audiences: dict[str, Audience]
    sources: dict[str, SourceInfo]
    stewards: dict[str, Steward]
    places: Places

    def suggest_county(self, word: str) -> str | None:
        """`"almeda"` or `"Alameda County"` -> `"alameda"`."""
        names = {slug: slug for slug in self.counties}
        for slug, county in self.counties.items():
            names.setdefault(county.name, slug)
            names.setdefault(f"{county.name} County", slug)
        return nearest(word, names)

    def suggest_need(self, word: str) -> str | None:
        """`"food.pantrys"`, `"pantry"` or `"banco de comida"` -> `"food.pantry"`."""
        names = {need: need for need in self.needs}
        for key, need in self.needs.items():
            words = [*need.label.values(), *(word for group in need.synonyms.values() for word in group)]
            for name in [key.rpartition(".")[2], *words]:
                names.setdefault(name, key)
        return nearest(word, names)

    def suggest_language(self, word: str) -> str | None:
        """`"Spanish"` or `"español"` -> `"es"`."""
        names = {code: code for code in self.languages}
        for code, language in self.languages.items():
            for name in (*language.name.values(), language.own_name, language.iso639_3, *language.synonyms):
                if name:
                    names.setdefault(name, code)
        return nearest(word, names)

    def top_needs(self) -> list[Need]:
        """The needs without a parent, in the order of the file."""
        return [need for need in self.needs.values() if not need.parent]

    def needs_under(self, need_id: str) -> list[Need]:
        """The needs directly below `need_id`, in the order of the file."""
        return [need for need in self.needs.values() if need.parent == need_id]


def empty_vocabulary() -> Vocabulary:
    """A vocabulary with nothing in it, for tests and for a directory that has just begun."""
    return Vocabulary({}, {}, {}, {}, {}, {}, {}, Places(Path("no-such-folder")))
