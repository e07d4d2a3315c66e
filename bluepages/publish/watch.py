"""The drift watch: every portal of the settings compared with what was published there, told in one text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Final

from bluepages.config import Config
from bluepages.errors import Complaint
from bluepages.publish.ckan import CkanTarget
from bluepages.publish.settings import DEFAULT, settings_of
from bluepages.records.load import load_config

TITLE: Final = "Changed on the state's portal by hand"


def drifted(root: FilePath, environment: Mapping[str, str]) -> dict[str, list[str]]:
    """What differs, by target; a portal that cannot be asked says so. Without any portal it is empty."""
    config: Config = load_config(root)
    plain = {name: value for name, value in environment.items() if name != "CKAN_API_TOKEN"}
    found: dict[str, list[str]] = {}
    for target in sorted({*config.portals, *([DEFAULT] if plain.get("CKAN_URL") else [])}):
        try:
            settings = settings_of(config, target, plain)
        except Complaint:
            continue  # an entry without an address is no portal yet
        try:
            found[target] = CkanTarget(settings, site=config.site_url).drift()
        except Complaint as complaint:
            found[target] = [complaint.message]
    return found


def told(found: Mapping[str, list[str]]) -> str:
    """The findings as Markdown; they hold no value of a record."""
    blocks = ["Somebody changed on the portal what was published there, or it does not give it out any more."]
    for target, lines in found.items():
        if lines:
            blocks.append("\n".join([f"**{target}**", "", *(f"- {line}" for line in lines)]))
    blocks.append(
        "If the change is right, bring it into the records; the next publication puts back what they say. "
        "`bluepages publish ckan --plan` names the rows."
    )
    if not any(found.values()):
        return "Everything on the portal is as it was published.\n"
    return "\n\n".join(blocks) + "\n"
