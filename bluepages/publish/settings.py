"""Where to publish: the entry of `directory.yaml`, and over it what the environment says."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

import msgspec

from bluepages.config import Config, Portal
from bluepages.errors import Complaint
from bluepages.records.ids import slugify

DEFAULT: Final = "ckan"
_NAME: Final = re.compile(r"[a-z0-9_-]{2,100}", re.ASCII)


class Settings(msgspec.Struct, frozen=True):
    """One target. `token` leaves this value only in a header of a request to `url`: it is in no representation."""

    target: str
    entry: Portal
    url: str
    organization: str
    dataset: str
    approval: bool
    record: str
    token: str = ""

    def __repr__(self) -> str:
        return f"Settings({self.target!r}, {self.url!r}, {self.dataset!r})"


def settings_of(config: Config, target: str, environment: Mapping[str, str]) -> Settings:
    """The settings of a target; raises `Complaint` where there is no address, or one that must not get a token."""
    if target not in config.portals and target != DEFAULT:
        known = ", ".join(sorted({DEFAULT, *config.portals}))
        raise Complaint(f"directory.yaml has no portal named {target}.", f"Known: {known}. docs/portal.md says more.")
    entry = config.portals.get(target, Portal())
    url = (environment.get("CKAN_URL") or entry.url).strip().rstrip("/")
    if not url:
        raise Complaint(
            "There is no portal to publish to.",
            f"Set CKAN_URL (and CKAN_ORG, CKAN_API_TOKEN), or portals.{target}.url in directory.yaml.",
        )
    check_address(url)
    dataset = entry.dataset or slugify(config.name)[:100]
    if not _NAME.fullmatch(dataset):
        raise Complaint(
            f"portals.{target}.dataset is no name for a data set.",
            "Two to 100 lower-case letters, digits, - and _, as in blue-pages-california.",
        )
    return Settings(
        target=target,
        entry=entry,
        url=url,
        organization=(environment.get("CKAN_ORG") or entry.organization).strip(),
        dataset=dataset,
        approval=entry.approval == "required" or (not entry.approval and not is_loopback(url)),
        record=entry.approval_record or f"approvals/{target}.yaml",
        token=environment.get("CKAN_API_TOKEN", "").strip(),
    )


def check_address(url: str) -> None:
    """Raise `Complaint` for an address that is none, holds a secret, or would send a token in the clear."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Complaint("The portal's address is no web address.", "Write it like https://data.example.gov")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise Complaint("The portal's address holds more than an address.", "Write it like https://data.example.gov")
    if parts.scheme == "http" and not is_loopback(url):
        raise Complaint(
            "The portal's address is not https, so a token sent there could be read on the way.",
            "Only a portal on this machine may be http.",
        )


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
