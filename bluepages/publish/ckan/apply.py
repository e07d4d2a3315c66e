"""Publishing: the steps in an order in which a reader never meets a missing, empty or half-filled table.

A new data set is private until all is there and was read back. Files go into the resources they have, rows are
upserted before any is deleted, and what is said of the data set, with hash and commit, comes last: until then a run
that died can be told from one that was done. Every step looks at what is there, so a run after a crash does the rest.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bluepages.errors import PROBLEMS, Complaint
from bluepages.publish.ckan.answers import Refusal
from bluepages.publish.ckan.client import Client
from bluepages.publish.ckan.compare import compare, words_of
from bluepages.publish.ckan.fields import (
    COMMIT,
    MODIFIED,
    RELEASED,
    RUN,
    SHA,
    WATCH,
    custom_payload,
    file_differs,
    payload,
    said_now,
    table_fields,
    watch,
)
from bluepages.publish.ckan.files import upload
from bluepages.publish.ckan.lease import Lease
from bluepages.publish.ckan.live import TABLE, Live, read_all, read_live, read_package
from bluepages.publish.ckan.table import delete_rows, ensure_resource, ensure_table, retire, send_rows
from bluepages.publish.ckan.verify import state_of, verify
from bluepages.publish.ckan.xloader import Loaded, has_xloader, wait_for
from bluepages.publish.interface import Allowed, Check, Outcome, Plan, Tell
from bluepages.publish.settings import Settings
from bluepages.publish.wanted import Wanted, rows_digest


class Run:
    """One publication."""

    def __init__(
        self, client: Client, wanted: Wanted, settings: Settings, allowed: Allowed, tell: Tell,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self.client, self.wanted, self.settings, self.allowed, self.tell = client, wanted, settings, allowed, tell
        self.entry = settings.entry
        self.pause = pause
        self.version = self.table = ""
        self.extensions: tuple[str, ...] = ()
        self.lease = Lease(self._holder, self._hold, os.environ, pause=pause)

    def publish(self) -> Outcome:
        """Do it all; raises `Complaint` where something stops it before anything is written."""
        self.tell("Looking at the portal")
        status = self.client.status
        self.version = str(status.get("ckan_version") or "")
        self.extensions = tuple(status.get("extensions") or ())
        live = self._read()
        before = state_of(live, self.wanted)
        plan = self._plan(live)
        if not plan.pending:
            return self._done(plan, 0, before, live)
        if live.package is None:
            self._create()
        self.lease.take(self.tell)
        try:
            live = self._read()  # the one before may have changed it while we waited
            current = self._plan(live)
            sent = self._bring(live, current)
            if bool((live.package or {}).get("private")):
                self._release(current)
        except BaseException:
            self._give_up()
            raise
        return self._done(plan, sent, before, None)

    def _read(self) -> Live:
        """What is there. CKAN reads a data set and its fields one after the other, so a release that happens meanwhile
        looks like one that somebody took back: what looks so is looked at again."""
        live = read_all(self.client, self.wanted.name)
        if live.seen == "private" and said_now(live, self.entry, RELEASED, custom=True):
            live = read_all(self.client, self.wanted.name)
        return live

    def _give_up(self) -> None:
        """Say that this run is over and not done, so that the next one need not wait; if that fails too, it waits."""
        with contextlib.suppress(Refusal, Complaint):
            self.lease.confirm()
            self._hold(self.lease.over())

    def _plan(self, live: Live) -> Plan:
        plan = compare(self.wanted, live, self.settings, self.allowed)
        if plan.stops:
            first = plan.stops[0]
            raise Complaint(first.message, first.hint, PROBLEMS)
        return plan

    def _create(self) -> None:
        self.tell("Creating the data set, private for now")
        what: dict[str, Any] = {
            "name": self.wanted.name,
            "private": True,
            **payload(self.wanted, Live(), self.entry, {RUN: self.lease.mine.text()}),
        }
        if self.settings.organization:
            what["owner_org"] = self.settings.organization
        try:
            self.client.write("package_create", what, done=lambda: read_package(self.client, self.wanted.name))
        except Refusal as refused:
            if refused.kind != "taken" or read_package(self.client, self.wanted.name) is None:
                raise
            self._plan(self._read())  # somebody was quicker: is it one of ours?

    def _bring(self, live: Live, plan: Plan) -> int:
        """Files, table, dictionary and, last, what is said of it all; gives the number of rows sent."""
        wanted, client = self.wanted, self.client
        for file in wanted.files:
            if file_differs(file, live):
                self.tell(f"Uploading {file.filename}")
                upload(client, wanted, live, file)
                self.lease.keep()
        sent = self._table(live, plan) if live.keeps_tables else 0
        self._settle(live)
        self.tell("Saying what it is")
        if live.keeps_tables:
            self._describe_table(live)
        private = bool((live.package or {}).get("private"))
        more = {
            RUN: self.lease.mine.text() if private else "",  # what is private is not done before it was read back
            SHA: wanted.file("csv").sha256,
            COMMIT: wanted.commit,
            WATCH: watch(wanted),
            MODIFIED: _now()[:10],
        }
        now = Live(read_package(client, wanted.name))
        self.lease.confirm()
        client.write("package_patch", {"id": wanted.name, **payload(wanted, now, self.entry, more)})
        return sent

    def _describe_table(self, live: Live) -> None:
        """Hash, commit and words beside the table, where they differ."""
        rows = rows_digest([column.name for column in self.wanted.columns], self.wanted.rows)
        resources = (live.package or {}).get("resources") or ()
        there: dict[str, Any] = next((each for each in resources if each["id"] == self.table), {})
        said = table_fields(self.wanted, rows, words_of(self.wanted))
        if any(there.get(name) != value for name, value in said.items() if name != COMMIT):
            self.client.write("resource_patch", {"id": self.table, **said, "last_modified": _now()})

    def _table(self, live: Live, plan: Plan) -> int:
        wanted, client, columns = self.wanted, self.client, plan.columns
        odd = bool(columns.retyped or columns.gone) and live.has_table
        in_place = not columns.retyped and _release_of(self.version) >= (2, 12)
        if odd and not in_place:
            self.tell("Making a new table beside the old one, whose columns cannot be changed")
            retire(client, live)
            live = read_live(client, wanted.name)
            plan = compare(wanted, live, self.settings, self.allowed)
            columns = plan.columns
        table = self.table = ensure_resource(client, wanted, live)
        if not live.has_table or columns.added or columns.described or columns.gone:
            self.tell("Writing the columns and the dictionary")
            there = [column.name for column in live.columns]
            ensure_table(client, table, wanted.columns, there, delete=bool(columns.gone))
        if plan.rows.added or plan.rows.changed:
            self.tell(f"Sending {len(plan.rows.added) + len(plan.rows.changed)} rows")
        sent = send_rows(client, table, wanted, plan, self.lease.keep, rehearse=live.has_table)
        if plan.rows.removed:
            self.tell(f"Deleting {len(plan.rows.removed)} rows")
            delete_rows(client, table, wanted.key, plan.rows.removed, self.lease.keep)
        return sent

    def _loaded(self) -> Loaded | None:
        """The portal's own table under the CSV file, where it makes one."""
        csv = Live(read_package(self.client, self.wanted.name)).resource("csv")
        if csv is None or not has_xloader(self.extensions):
            return None
        return Loaded(self.client, str(csv["id"]), self.wanted.columns, len(self.wanted.rows), self.pause)

    def _settle(self, live: Live) -> None:
        """Wait for the portal's own loads of our files: each ends with a write that knows nothing of what we say later.

        Of all files, changed or not: the run before this one may have died while they were loaded.
        """
        if not has_xloader(self.extensions):
            return
        now = Live(read_package(self.client, self.wanted.name))
        for resource in filter(None, (now.resource(file.role) for file in self.wanted.files)):
            wait_for(self.client, str(resource["id"]), self.pause)
        loaded = self._loaded()
        if loaded is not None and file_differs(self.wanted.file("csv"), live):
            loaded.settle(self.tell)

    def _release(self, plan: Plan) -> None:
        """Read back what is private still, and make it public if all is well."""
        self.tell("Reading it back while it is private")
        checks = verify(self.client, self.wanted, self.settings, public=False)
        failed = [check for check in checks if not check.passed]
        if failed:
            raise Complaint(
                "What is on the portal is not what was sent, so it stays private: "
                f"{failed[0].name} ({failed[0].detail}).",
                "Run it again; it goes on from here.",
                PROBLEMS,
            )
        more = {RUN: ""}
        if plan.release:
            self.tell("Making it public")
            more[RELEASED] = _now()[:10]
        now = Live(read_package(self.client, self.wanted.name))
        self.lease.confirm()
        what = custom_payload(now, self.entry, more)
        self.client.write("package_patch", {"id": self.wanted.name, "private": not plan.release, **what})

    def _done(self, plan: Plan, sent: int, before: dict[str, str], same: Live | None) -> Outcome:
        """Read it all back, as the public if it is public."""
        self.tell("Reading it back")
        live = same or read_live(self.client, self.wanted.name)
        checks: tuple[Check, ...] = verify(self.client, self.wanted, self.settings, public=live.seen == "public")
        loaded = self._loaded()
        if loaded is not None:
            checks = (*checks, loaded.check())
        ids = {"dataset": str((live.package or {}).get("id") or "")}
        ids.update({file.role: str((live.resource(file.role) or {}).get("id") or "") for file in self.wanted.files})
        ids["table"] = str((live.resource(TABLE) or {}).get("id") or "")
        return Outcome(
            plan=plan, checks=checks, writes=self.client.writes, rows_sent=sent, ids=ids, before=before,
            after=state_of(live, self.wanted), seen=live.seen, version=self.version,
        )  # fmt: skip

    def _holder(self) -> str:
        live = Live(read_package(self.client, self.wanted.name))
        return said_now(live, self.entry, RUN, custom=True)

    def _hold(self, text: str) -> None:
        live = Live(read_package(self.client, self.wanted.name))
        what = custom_payload(live, self.entry, {RUN: text})
        self.client.write("package_patch", {"id": self.wanted.name, **what})


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _release_of(version: str) -> tuple[int, int]:
    parts = version.split(".")
    return (
        (int(parts[0]), int(parts[1])) if len(parts) > 1 and parts[0].isdecimal() and parts[1].isdecimal() else (0, 0)
    )
