"""Portals with XLoader load an uploaded CSV into a table of their own: wait for it, and mend what it guesses.

That table lies under the file, apart from ours. It is text throughout and has no key; when the columns change, XLoader
drops it, builds it anew and guesses types, so that a ZIP code 09000 becomes the number 9000. The cure is the dictionary
with `type_override: text` and a second load.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from bluepages.publish.ckan.answers import Refusal
from bluepages.publish.ckan.client import Client
from bluepages.publish.ckan.live import Typed, read_columns
from bluepages.publish.interface import Check
from bluepages.publish.wanted import Column

PATIENCE: Final = 300.0
POLL: Final = 0.5
_AT_WORK: Final = ("pending", "submitting", "submitted", "queued", "running", "running_but_viewable")
"""After `running_but_viewable` it still writes to the resource, from a copy that may lack what we said meanwhile."""


def has_xloader(extensions: Sequence[str]) -> bool:
    """Whether the portal loads uploads by itself."""
    return "xloader" in extensions or "datapusher" in extensions


def wait_for(client: Client, resource: str, pause: Callable[[float], None] = time.sleep) -> str:
    """Wait for the load of a file: `complete`, `error`, `late`, or `none` where there is no load."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = client.read("xloader_status", {"resource_id": resource})
        except Refusal as refused:
            if refused.kind in ("missing", "denied", "invalid"):
                return "none"
            raise
        status = str(found.get("status") or "")
        if status not in _AT_WORK:
            return status or "none"
        pause(POLL)
    return "late"


class Loaded:
    """The table that XLoader keeps under one file."""

    def __init__(
        self, client: Client, resource: str, columns: Sequence[Column], count: int,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self._client, self._resource, self._columns, self._count, self._pause = client, resource, columns, count, pause

    def settle(self, tell: Callable[[str], None]) -> None:
        """Wait until the load is done, and load again with all columns as text where it guessed otherwise."""
        tell("Waiting for the portal to load the CSV file")
        if self._wait() != "complete":
            return
        now = read_columns(self._client, self._resource)
        if now is None or all(self._fine(column) for column in now):
            return
        tell("Telling the portal that the columns are text, and letting it load again")
        fields = [
            {"id": column.name, "type": column.type, "info": self._info(column.name, {"type_override": "text"})}
            for column in now
        ]
        self._client.write("datastore_create", {"resource_id": self._resource, "force": True, "fields": fields})
        self._client.write("xloader_submit", {"resource_id": self._resource, "ignore_hash": True})
        self._pause(POLL)
        self._wait()

    def check(self) -> Check:
        """Whether the portal's own table has all rows and no guessed types; where it has none, nothing is wrong."""
        name = "the portal's own table under the CSV file"
        status = self._wait()
        if status == "none":
            return Check(name, True, "the portal has not loaded it")
        if status != "complete":
            return Check(name, False, f"loading it ended with: {status}")
        found = self._client.read("datastore_search", {"resource_id": self._resource, "limit": 0})
        total = int(found.get("total") or 0)
        odd = [column.name for column in read_columns(self._client, self._resource) or () if column.type != "text"]
        if total != self._count:
            return Check(name, False, f"it has {total} rows instead of {self._count}")
        return Check(name, not odd, f"{total} rows, guessed types in {', '.join(odd)}" if odd else f"{total} rows")

    def _wait(self) -> str:
        return wait_for(self._client, self._resource, self._pause)

    def _fine(self, column: Typed) -> bool:
        return column.type == "text"

    def _info(self, name: str, more: dict[str, str]) -> dict[str, str]:
        said = next((column for column in self._columns if column.name == name), None)
        return {"label": said.label, "notes": said.notes, **more} if said else dict(more)
