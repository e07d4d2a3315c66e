"""`directory.yaml`: everything that makes a directory this one and not another."""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec


class Holiday(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One public holiday, `PH` in hours: its name, its rule and when it is observed (`docs/directory.md`)."""

    name: str
    rule: str
    observed: Literal["", "monday", "weekday"] = ""


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ages in months (DESIGN 3, rule 5), and other bounds."""

    source_fresh_months: int = 12
    """Hours from a source younger than this may be called open."""
    verified_fresh_months: int = 12
    """A check by a person counts as fresh this long."""
    coming_days: int = 14
    """Closures this near are shown as a notice."""
    most_changed: int = 2000
    """Files that one change may touch (P915)."""


class RelaySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The relay between the forms and the repository (`docs/relay.md`); without a `url` the site has none.

    Secrets stand in the environment, never here. `seal_to` is a public key.
    """

    url: str = ""
    forge: Literal["local", "github"] = "local"
    origins: tuple[str, ...] = ()
    proxies: int = 0
    seal_to: str = ""
    alert_to: tuple[str, ...] = ()
    alert_command: tuple[str, ...] = ()
    alert_webhook: str = ""
    most_an_hour: int = 120
    """More than this from everybody together, and all that is new waits for a steward."""


class Tiles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pictures of streets for the map of results, from somebody else; without a `url` there are none.

    Whoever serves them learns which part of the map people look at, so the page says so.
    """

    url: str = ""
    attribution: str = ""
    max_zoom: int = 18


class Reviewer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who reviews for the whole state: what belongs to no county, or to a county without a steward.

    `write_access` says that the account `github` may write to the repository, so that CODEOWNERS may name it.
    """

    name: str
    github: str = ""
    organization: str = ""
    write_access: bool = False


class Portal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One portal that the data is published to (`docs/portal.md`); `CKAN_URL` of the environment goes first.

    `columns` gives columns of services.csv another name there, `fields` does so for what we say of the data set, and
    `metadata` gives that another value. `approval` `""` means: required, but for a portal on this machine.
    """

    kind: Literal["ckan"] = "ckan"
    url: str = ""
    organization: str = ""
    dataset: str = ""
    approval: Literal["", "required", "none"] = ""
    approval_record: str = ""
    address_standard: bool = True
    columns: dict[str, str] = {}
    metadata: dict[str, str] = {}
    fields: dict[str, str] = {}
    custom_fields: Literal["extras", "dataset"] = "extras"
    tags: tuple[str, ...] = ()
    most_lost_rows: int = 50
    most_lost_percent: int = 10
    personal_mailboxes: Literal["stop", "leave-out"] = "stop"
    cors: bool = True
    search: Literal["off", "offered", "default"] = "off"


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of one directory; `docs/directory.md` explains each.

    `namespace` is the UUID that seeds every id and never changes; `site_url` ends with `/`; `repository` is
    `owner/name` on GitHub or `""`; `allow_licences` widens what sources may be under (DESIGN 9).
    """

    name: str
    state: str
    state_name: str
    state_fips: str
    namespace: str
    site_url: str
    time_zone: str
    languages: tuple[str, ...]
    contact_email: str
    tagline: dict[str, str] = {}
    disclaimer: dict[str, str] = {}
    country: str = "US"
    repository: str = ""
    branch: str = "main"
    assurer_email: str = ""
    safety_contact: str = ""
    holidays: tuple[Holiday, ...] = ()
    limits: Limits = Limits()
    sensitive_needs: tuple[str, ...] = ()
    reviewers: tuple[Reviewer, ...] = ()
    allow_licences: tuple[str, ...] = ()
    relay: RelaySettings = RelaySettings()
    portals: dict[str, Portal] = {}
    tiles: Tiles = Tiles()


_KINDS: Final = {
    "str": "a text", "int": "a whole number", "float": "a number", "bool": "true or false",
    "array": "a list, as in [a, b]", "object": "settings with their names, as in {name: value}",
}  # fmt: skip
_FAULT: Final = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<where>[^`]*)`)?")
_SAID: Final = (
    (re.compile(r"Invalid enum value (?P<found>.*)"), "{found} is not one of the words that it can be."),
    (re.compile(r"Object contains unknown field `(?P<found>.*)`"), "there is no setting {found!r}."),
    (re.compile(r"Object missing required field `(?P<found>.*)`"), "{found!r} is missing."),
    (re.compile(r"Expected `(?P<wanted>\w+)`, got `(?P<got>\w+)`"), "write {wanted}; this is {got}."),
)


def in_words(fault: str) -> str:
    """What is wrong with a setting, as msgspec says it, in the terms of whoever wrote `directory.yaml`."""
    match = _FAULT.fullmatch(fault)
    what, where = (match["what"], match["where"] or "") if match else (fault, "")
    for pattern, said in _SAID:
        if found := pattern.fullmatch(what):
            words = {name: _KINDS.get(text, text) for name, text in found.groupdict().items()}
            return f"{where}: {said.format(**words)}".removeprefix(": ")
    return fault
