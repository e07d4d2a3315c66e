"""Telling stewards that something waits: by a command of the machine or a webhook, again and again until it went out.

A message says that something waits and where to look, and nothing of what it is about: others read mail and chat.
"""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable
from typing import Final

import orjson

from bluepages.config import RelaySettings
from bluepages.relay.logs import Log
from bluepages.relay.spool import Spool

SECONDS: Final = 30
FIRST_WAIT, LONGEST_WAIT = 60.0, 3600.0
WORDS: Final = {
    "safety": "Somebody reports that an address should not be shown. If people in danger go there, it is hidden with"
    " the next publication, up to five a day; otherwise it stays until you say so.",
    "dead": "Something could not be handed on for a week.",
    "waiting": "What people sent has waited for a steward for days, and stays until one decides.",
    "breaker": "Far more than usual comes in. All that is new is held.",
}

Send = Callable[[str, str], bool]
"""From a target and a message to whether it went out."""


class Alerts:
    """The alerts of one spool; each stays until it was sent to each of its targets."""

    def __init__(
        self, spool: Spool, settings: RelaySettings, held_page: str, log: Log, send: Send | None = None
    ) -> None:
        self.spool, self.settings, self.page, self.log = spool, settings, held_page, log
        self._send = send or self._send_really

    def once(self, now: float) -> None:
        """Send what is due."""
        rows = self.spool.rows("select * from alerts where sent = 0 and due <= ? order by number limit 20", now)
        for row in rows:
            words = WORDS.get(row["kind"], "Something needs a steward.")
            good = self._send(row["target"], f"{words} Look at {self.page} ({row['ident'][:30]}).")
            wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(row["attempts"], 10))
            values = (int(good), now + wait, row["number"])
            self.spool.now(_mark(values))
            self.log("alert", kind=row["kind"], outcome="sent" if good else "failed", count=row["attempts"] + 1)

    def _send_really(self, target: str, message: str) -> bool:
        if target == self.settings.alert_webhook:
            return self._webhook(target, message)
        command = [part.replace("{to}", target) for part in self.settings.alert_command]
        if command == list(self.settings.alert_command):
            command.append(target)
        try:
            done = subprocess.run(
                command, input=f"{message}\n".encode(), capture_output=True, check=False, timeout=SECONDS
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0

    def _webhook(self, target: str, message: str) -> bool:
        import httpx

        try:
            answer = httpx.post(
                target, content=orjson.dumps({"text": message}), headers={"Content-Type": "application/json"},
                timeout=SECONDS, follow_redirects=False,
            )  # fmt: skip
        except httpx.HTTPError:
            return False
        return answer.is_success


def _mark(values: tuple[int, float, int]) -> Callable[..., None]:
    def step(db: sqlite3.Connection) -> None:
        db.execute("update alerts set sent = ?, due = ?, attempts = attempts + 1 where number = ?", values)

    return step
