"""Who looks after a county, as its pages say it: its stewards, the reviewers of the whole state, or plainly nobody."""

from __future__ import annotations

import msgspec

from bluepages.site.links import steward_page
from bluepages.site.provenance import GITHUB
from bluepages.site.stage import Stage
from bluepages.vocabulary.keepers import keepers


class Caretakers(msgspec.Struct):
    """`people` are name, organization and the address of an account (`""` where there is none); `why` as in `Keepers`.

    `work` is the page of what there is to do in the county.
    """

    people: list[tuple[str, str, str]]
    why: str
    work: str


def caretakers(county: str, stage: Stage) -> Caretakers:
    """Who looks after a county (or `statewide`); the template `caretakers.html` says it."""
    found = keepers(county, stage.edition.vocabulary, stage.config)
    people = [(p.name, p.organization, f"{GITHUB}{p.github}" if p.github else "") for p in found.people]
    return Caretakers(people, found.why, steward_page(county))
