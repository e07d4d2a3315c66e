"""What is said of the data set and of its resources, as CKAN keeps it: read, merge, send; nothing of others is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bluepages.config import Portal
from bluepages.publish.ckan.live import ROLE, TABLE, Live
from bluepages.publish.wanted import File, Wanted, words_digest

RUN: Final = "bluepages_run"
"""Who is publishing at the moment; empty when nobody is."""

RELEASED: Final = "bluepages_released"
"""The day on which the data set was made public by us; empty before."""

COMMIT, SHA, MODIFIED, WATCH = "source_commit", "source_sha256", "data_modified", "metadata_sha256"
ROWS, WORDS = "rows_sha256", "dictionary_sha256"


def named(entry: Portal, name: str) -> str:
    """What the portal calls a field of ours."""
    return entry.fields.get(name, name)


def said_now(live: Live, entry: Portal, name: str, *, custom: bool) -> str:
    """What the portal says under a field of ours."""
    theirs = named(entry, name)
    if custom:
        return live.custom(theirs).strip()
    return str((live.package or {}).get(theirs) or "").strip()


def differing(wanted: Wanted, live: Live, entry: Portal) -> tuple[str, ...]:
    """Fields of ours that the portal says otherwise. Commit and dates only follow other changes."""
    found = [
        name for name, value in wanted.fields.items() if said_now(live, entry, name, custom=False) != value.strip()
    ]
    custom = {**wanted.custom, SHA: wanted.file("csv").sha256}
    found += [name for name, value in custom.items() if said_now(live, entry, name, custom=True) != value.strip()]
    tags = {tag.get("name") for tag in (live.package or {}).get("tags") or ()}
    if not set(wanted.tags) <= tags:
        found.append("tags")
    return tuple(found)


def payload(wanted: Wanted, live: Live, entry: Portal, more: Mapping[str, str]) -> dict[str, Any]:
    """All that is said of the data set, for `package_create` and `package_patch`; `more` are custom fields too.

    `package_patch` takes a list of extras or tags for the whole list, so what others put there is sent along.
    """
    made: dict[str, Any] = {named(entry, name): value for name, value in wanted.fields.items()}
    made.update(custom_payload(live, entry, {**wanted.custom, **more}))
    tags = {tag["name"] for tag in (live.package or {}).get("tags") or ()} | set(wanted.tags)
    made["tags"] = [{"name": tag} for tag in sorted(tags)]
    return made


def custom_payload(live: Live, entry: Portal, custom: Mapping[str, str]) -> dict[str, Any]:
    """Custom fields as this portal keeps them; an empty value takes a field away."""
    theirs = {named(entry, name): value for name, value in custom.items()}
    if entry.custom_fields == "dataset":
        return dict(theirs)
    extras = {str(extra["key"]): extra.get("value") for extra in (live.package or {}).get("extras") or ()}
    extras.update(theirs)
    return {
        "extras": [{"key": key, "value": value} for key, value in sorted(extras.items()) if value not in ("", None)]
    }


def watch(wanted: Wanted) -> str:
    """The hash by which a change by hand of what is said is seen later, with the names it is made of."""
    said = {**wanted.fields, **wanted.custom}
    stripped = {name: value.strip() for name, value in said.items()}
    return f"{words_digest(stripped)} {', '.join(sorted(wanted.custom))}"


def file_fields(file: File, commit: str) -> dict[str, str]:
    """What is said of a file; CKAN computes no hash, and XLoader overwrites `hash`, so ours has a field of its own."""
    return {
        "name": file.title,
        "description": file.description,
        "format": file.format,
        "mimetype": file.mimetype,
        "hash": f"sha256:{file.sha256}",
        ROLE: file.role,
        SHA: file.sha256,
        COMMIT: commit,
    }


def file_differs(file: File, live: Live) -> bool:
    """Whether a file has to be uploaded, or what is said of it sent."""
    there = live.resource(file.role)
    if there is None:
        return True
    return not file_arrived(file, live) or not file_described(file, there)


def file_arrived(file: File, live: Live) -> bool:
    """Whether the bytes are there: by the hash that stands beside them, and their own where somebody looked."""
    there = live.resource(file.role) or {}
    return bool(there.get(SHA) == file.sha256 and live.held.get(file.role, file.sha256) == file.sha256)


def file_described(file: File, there: Mapping[str, Any]) -> bool:
    """Whether a resource says of a file what it should."""
    return bool(
        there.get("name") == file.title
        and str(there.get("description") or "").strip() == file.description.strip()
        and str(there.get("format") or "").lower() == file.format.lower()
        and there.get("url_type") == "upload"
    )


def table_fields(wanted: Wanted, rows: str, words: str) -> dict[str, str]:
    """What is said of the table."""
    return {
        "name": wanted.table_title,
        "description": wanted.table_about,
        "format": "CSV",
        ROLE: TABLE,
        SHA: wanted.file("csv").sha256,
        COMMIT: wanted.commit,
        ROWS: rows,
        WORDS: words,
    }


def table_described(wanted: Wanted, there: Mapping[str, Any]) -> bool:
    """Whether the table's resource says what it should."""
    return bool(
        there.get("name") == wanted.table_title
        and str(there.get("description") or "").strip() == wanted.table_about.strip()
        and there.get(SHA) == wanted.file("csv").sha256
    )
