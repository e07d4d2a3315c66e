"""What is said of the data set: title, description with the disclaimer, contact, and the statewide fields."""

from __future__ import annotations

import re
from typing import Final

from bluepages.config import Config, Portal
from bluepages.export.notice import LICENCE_URL
from bluepages.vocabulary import Vocabulary

MANAGED_BY: Final = "bluepages"
FIELDS: Final = ("title", "notes", "license_id", "url", "author", "maintainer", "maintainer_email")
"""What CKAN has a field of its own for; everything else is a custom field."""

_ABOUT: Final = (
    "One row is one service at one place. Each row names its sources, their dates and licences; verified_date says "
    "when a person last checked it, and is empty where nobody has. Places with a secret address are given by city and "
    "county only."
)
_GIVEN: Final = (
    "The records are kept in the open by their community, and anybody may correct them. What people contribute is "
    f"given to the public domain ([CC0]({LICENCE_URL})); facts from elsewhere keep the licence named beside them."
)
_TAG: Final = re.compile(r"[^\w .-]+")


def disclaimer_of(config: Config) -> str:
    """The disclaimer in all languages of the directory, on one line."""
    said = config.disclaimer
    return " ".join(" ".join(said[language].split()) for language in config.languages if language in said)


def fields_of(config: Config, entry: Portal) -> dict[str, str]:
    """The fields that the data set has anyway."""
    said = {
        "title": f"{config.name}: human services directory",
        "notes": _notes(config),
        "license_id": "cc-zero",
        "url": config.site_url,
        "author": config.name,
        "maintainer": config.name,
        "maintainer_email": config.contact_email,
    }
    return {name: entry.metadata.get(name, value) for name, value in said.items()}


def _notes(config: Config) -> str:
    language = config.languages[0] if config.languages else "en"
    tagline = config.tagline.get(language, "")
    parts = [tagline, f"**{disclaimer_of(config)}**", _ABOUT, _GIVEN]
    if config.site_url:
        parts.append(f"Every row has a page, where mistakes can be reported: {config.site_url}")
    return "\n\n".join(part for part in parts if part)


def custom_of(config: Config, entry: Portal, schema_version: str) -> dict[str, str]:
    """The custom fields, by our names; what is empty is left out."""
    said = {
        "publisher": config.name,
        "topic": "Health and Human Services",
        "frequency": "Continuously updated",
        "program_contact_name": config.name,
        "program_contact_email": config.contact_email,
        "public_access_level": "Public",
        "rights": "No restrictions on public use.",
        "spatial_coverage": config.state_name,
        "language": ", ".join(config.languages),
        "data_standard": "https://docs.openreferral.org/",
        "liability_statement": disclaimer_of(config),
        "managed_by": MANAGED_BY,
        "directory_id": config.namespace,
        "source_repository": config.repository,
        "schema_version": schema_version,
    }
    own = {name for name in entry.metadata if name not in FIELDS}
    made = {name: entry.metadata.get(name, value) for name, value in said.items()}
    made.update({name: entry.metadata[name] for name in own})
    made.update({name: said[name] for name in ("managed_by", "directory_id", "schema_version")})
    return {name: value for name, value in made.items() if value}


def tags_of(config: Config, entry: Portal, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Tags that CKAN takes: 2 to 100 letters, digits, blanks, `-`, `_`, `.`."""
    given = entry.tags or ("human services", *(need.label.get("en", need.id) for need in vocabulary.top_needs()))
    made = (" ".join(_TAG.sub(" ", tag).split()).lower()[:100] for tag in given)
    return tuple(sorted({tag for tag in made if len(tag) > 1}))
