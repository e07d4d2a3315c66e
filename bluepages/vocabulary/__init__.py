"""The closed vocabularies of a directory: counties, needs, languages, and the other lists a record may name.

Frozen values only; `bluepages.records.vocabularies` reads them from `data/*.yaml`. Lookups are plain dictionaries by
id. What a person mistyped is met with `suggest_*`, which knows labels and synonyms as well as ids.
"""

from __future__ import annotations

from bluepages.vocabulary.places import City, Places, Zip
from bluepages.vocabulary.suggest import nearest
from bluepages.vocabulary.types import (
    Accessibility,
    Audience,
    County,
    Language,
    Need,
    Operator211,
    SourceInfo,
    Steward,
    Vocabulary,
    empty_vocabulary,
)

__all__ = [
    "Accessibility",
    "Audience",
    "City",
    "County",
    "Language",
    "Need",
    "Operator211",
    "Places",
    "SourceInfo",
    "Steward",
    "Vocabulary",
    "Zip",
    "empty_vocabulary",
    "nearest",
]
