"""The one step from a line of a work list to the form that does it.

With a repository these are GitHub's forms, filled in beforehand; without one, the doors on the record's own page.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlencode

import msgspec

from bluepages.site.links import provider_page
from bluepages.site.provenance import GITHUB
from bluepages.site.stage import Stage

CONFIRM: Final = "4-confirm"
CORRECT: Final = "2-correct"
ADD: Final = "1-add"
COUNTY: Final = "5-county"
"""Files of the issue forms in `.github/ISSUE_TEMPLATE/` (`schema/forms.yaml`; a test compares them)."""


class Actions(msgspec.Struct, frozen=True):
    """Where a record is confirmed, corrected, edited by hand and closed; `outside` says that it is on GitHub."""

    confirm: str
    correct: str
    edit: str
    close: str
    outside: bool


def actions(slug: str, stage: Stage, language: str, up: str) -> Actions:
    """The steps for one record, as addresses from a page that lies `up` below its language's home."""
    config = stage.config
    if not config.repository:
        door = f"{up}{provider_page(slug)}#wrong"
        return Actions(door, door, "", door, False)
    file = stage.edition.book.by_slug[slug].file
    return Actions(
        issue_form(CONFIRM, stage, language, record=slug),
        issue_form(CORRECT, stage, language, record=slug),
        f"{GITHUB}{config.repository}/edit/{quote(config.branch)}/{quote(file)}",
        issue_form(CORRECT, stage, language, record=slug, closed="YYYY-MM-DD"),
        True,
    )


def issue_form(form: str, stage: Stage, language: str, **fields: str) -> str:
    """The address of an issue form with some fields filled in; `""` without a repository."""
    if not stage.config.repository:
        return ""
    template = f"{form}.yml" if language == "en" else f"{language}-{form}.yml"
    return f"{GITHUB}{stage.config.repository}/issues/new?{urlencode({'template': template, **fields})}"
