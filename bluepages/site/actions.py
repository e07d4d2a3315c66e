"""The one step from a line of a work list to the form that does it.

With a repository these are GitHub's forms, filled in beforehand, since a steward's word counts by their account there;
with a relay, the site's own forms for that record; and without either, the doors on the record's own page.
"""

from __future__ import annotations

from urllib.parse import quote

import msgspec

from bluepages.site.doorpages import github_form, submit_address
from bluepages.site.links import provider_page
from bluepages.site.provenance import GITHUB
from bluepages.site.stage import Stage


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
    if config.repository:
        file = stage.edition.book.by_slug[slug].file
        return Actions(
            github_form(config, "confirm", language, record=slug),
            github_form(config, "correct", language, record=slug),
            ""
            if slug in stage.edition.guarded
            else f"{GITHUB}{config.repository}/edit/{quote(config.branch)}/{quote(file)}",
            github_form(config, "correct", language, record=slug, closed="YYYY-MM-DD"),
            True,
        )
    if submit_address(config):
        report = f"{up}report/?p={slug}"
        return Actions(f"{up}confirm/?p={slug}", report, "", report, False)
    door = f"{up}{provider_page(slug)}#wrong"
    return Actions(door, door, "", door, False)
