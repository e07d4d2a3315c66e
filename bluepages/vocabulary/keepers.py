"""Who looks after the records of a county: its stewards, else those who review for the whole state, else nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from bluepages.config import Config
from bluepages.vocabulary.types import Steward, Vocabulary

STATEWIDE = "statewide"


class Keeper(msgspec.Struct, frozen=True):
    """One person who looks after records, as they wish to be known. `id` is `""` for a reviewer of the whole state."""

    name: str
    github: str = ""
    organization: str = ""
    write_access: bool = False
    id: str = ""


class Keepers(msgspec.Struct, frozen=True):
    """Those who look after a folder of records, and why they: `stewards` of the county, `reviewers`, or `nobody`."""

    people: tuple[Keeper, ...] = ()
    why: Literal["stewards", "reviewers", "nobody"] = "nobody"

    @property
    def owners(self) -> tuple[str, ...]:
        """Accounts that CODEOWNERS may name."""
        return tuple(person.github for person in self.people if person.github and person.write_access)

    @property
    def mentions(self) -> tuple[str, ...]:
        """Accounts that cannot be asked for a review by CODEOWNERS, and are told by name instead."""
        return tuple(person.github for person in self.people if person.github and not person.write_access)


def keepers(folder: str, vocabulary: Vocabulary, config: Config) -> Keepers:
    """Who looks after `data/providers/<folder>/`. Nobody is made up: where there is no one, it says so.

    What belongs to no county is the reviewers' of the whole state, or any steward's where there are none.
    """
    stewards = list(vocabulary.stewards.values()) if folder == STATEWIDE else list(_stewards(folder, vocabulary))
    reviewers = tuple(
        Keeper(person.name, person.github, person.organization, person.write_access) for person in config.reviewers
    )
    if stewards and not (folder == STATEWIDE and reviewers):
        people = tuple(Keeper(s.name, s.github, s.organization, s.write_access, s.id) for s in stewards)
        return Keepers(people, "stewards")
    return Keepers(reviewers, "reviewers" if reviewers else "nobody")


def may_sign(by: str, vocabulary: Vocabulary, config: Config) -> bool:
    """Whether a check may bear this name: a steward's, or that of a county that has one."""
    if by in vocabulary.stewards:
        return True
    return by in vocabulary.counties and keepers(by, vocabulary, config).why == "stewards"


def _stewards(county: str, vocabulary: Vocabulary) -> Iterator[Steward]:
    """The steward whom the county names, then all others who look after it, in the order of their file."""
    entry = vocabulary.counties.get(county)
    first = vocabulary.stewards.get(entry.steward) if entry and entry.steward else None
    if first is not None:
        yield first
    for steward in vocabulary.stewards.values():
        if county in steward.counties and steward is not first:
            yield steward
