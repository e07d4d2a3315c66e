"""What a steward does with a held submission; the command line and the page do the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

import msgspec

from bluepages.errors import Complaint
from bluepages.relay import store
from bluepages.relay.items import LONGEST_IDENT, REASONS, Item
from bluepages.relay.screen import SAFETY
from bluepages.relay.spool import Spool

MOST_WITHHELD: Final = 500
"""Places in the list; the oldest, and those that a steward has agreed to, come first."""
LONGEST_SAID: Final = 500


def need(spool: Spool, ident: str) -> Item:
    """A submission by its public name, or the beginning of one. Raises `Complaint`."""
    rows = spool.rows("select ident from items where ident glob ? limit 2", f"{ident}*") if ident.isalnum() else []
    item = store.find(spool, rows[0][0]) if len(rows) == 1 else None
    if item is None:
        raise Complaint(f"There is no submission {ident[:LONGEST_IDENT]}.", "bluepages relay held list names them.")
    return item


def release(spool: Spool, item: Item) -> None:
    """Hand it on after all. A safety report never goes there: what it is about must not become public."""
    _held(item)
    if SAFETY in item.reasons:
        raise Complaint(
            "A safety report never becomes public.", "Mend the record, then close it: done, or discard with a reason."
        )
    spool.now(_closing("released", store.change(item.ident, state="received", released=1, due=0, attempts=0)))


def redact(spool: Spool, item: Item, field: str, text: str = "") -> None:
    """Take one answer out, or put other words in its place; what stood there is overwritten on the disk."""
    _held(item)
    values = msgspec.json.decode(item.values, type=dict[str, str | list[str]])
    if field not in values:
        raise Complaint(f"There is no answer {field[:40]!r}.", f"There are: {', '.join(values)}.")
    values = {**values, field: text} if text else {name: value for name, value in values.items() if name != field}
    spool.now(_closing("redacted", store.change(item.ident, values=msgspec.json.encode(values))))
    spool.checkpoint()


def discard(spool: Spool, item: Item, reason: str, said: str, now: float) -> None:
    """Decline it; whoever wrote it reads the reason, and `said`, on their private page."""
    _open(item)
    if reason not in REASONS:
        raise Complaint(f"{reason[:40]!r} is no reason.", f"One of: {', '.join(REASONS)}.")
    changed = store.change(item.ident, state="declined", reason=reason, said=said[:LONGEST_SAID], closed=int(now))
    spool.now(_closing("discarded", changed))


def done(spool: Spool, item: Item, said: str, now: float) -> None:
    """Close it as settled: the record was mended by hand."""
    _open(item)
    changed = store.change(item.ident, state="published", said=said[:LONGEST_SAID], closed=int(now))
    spool.now(_closing("done", changed))


def ask(spool: Spool, item: Item, question: str, now: float) -> None:
    """Ask whoever wrote it something on their private page; only stewards read the answer."""
    _open(item)
    text = " ".join(question.split())[:LONGEST_SAID]
    if not text:
        raise Complaint("Say what you ask.")
    spool.now(_closing("asked", store.change(item.ident, question=text, asked=f"held:{int(now)}")))


def retry(spool: Spool, item: Item) -> None:
    """Try a dead letter again."""
    if item.state != "dead":
        raise Complaint("It is no dead letter.")
    spool.now(_closing("retried", store.change(item.ident, state="received", due=0, first_attempt=0)))


def release_reply(spool: Spool, number: int) -> None:
    """Post a held answer to the public discussion."""
    _reply(spool, number, "waiting")


def discard_reply(spool: Spool, number: int) -> None:
    """Keep a held answer out of the public discussion."""
    _reply(spool, number, "discarded")


def withhold(spool: Spool, item: Item) -> None:
    """Agree to a safety report: the place stays hidden until the report is closed."""
    _held(item)
    if SAFETY not in item.reasons:
        raise Complaint("Only a safety report withholds a place.")
    spool.now(_closing("withheld", store.change(item.ident, released=1)))


def withheld(spool: Spool, day: Callable[[float], object]) -> list[dict[str, Any]]:
    """Places that open safety reports are about, for `reviews pull`; `confirmed` where a steward has agreed."""
    rows = spool.rows(
        "select slug, location, min(created) as since, max(released) as agreed from items where state = 'held'"
        " and slug != '' and (',' || why || ',') like '%,safety,%' group by slug, location"
        " order by agreed desc, since, slug, location limit ?",
        MOST_WITHHELD,
    )  # fmt: skip
    found = []
    for slug, location, since, agreed in rows:
        since_day = str(day(since))
        found.append({"slug": slug, "location": location, "since": since_day, "confirmed": bool(agreed)})
    return found


def fingerprint(places: list[dict[str, Any]]) -> bytes:
    """By this the list of withheld places is known again, without a word of which they are."""
    said = sorted((str(each["slug"]), str(each["location"]), bool(each["confirmed"])) for each in places)
    return sha256(msgspec.json.encode(said)).digest()


def _held(item: Item) -> None:
    if item.state != "held":
        raise Complaint(f"It is not held: {item.state}.")


def _open(item: Item) -> None:
    if item.state not in ("held", "dead"):
        raise Complaint(f"It is not held: {item.state}.", "What is public is decided where it is discussed.")


def _reply(spool: Spool, number: int, state: str) -> None:
    def step(db: sqlite3.Connection) -> int:
        return db.execute(
            "update replies set state = ?, due = 0 where number = ? and state = 'held'", (state, number)
        ).rowcount  # fmt: skip

    if not spool.now(step):
        raise Complaint(f"There is no held answer {number}.")


def _closing(name: str, step: Callable[[sqlite3.Connection], int]) -> Callable[[sqlite3.Connection], int]:
    def both(db: sqlite3.Connection) -> int:
        store.count(db, name)
        return step(db)

    return both
