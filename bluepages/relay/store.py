"""What is done with submissions in the spool, as steps of one transaction each, and as questions to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final, Literal

import msgspec

from bluepages.relay.items import Item, New, Reply, State
from bluepages.relay.proof import LIFE
from bluepages.relay.spool import Spool

Taken = Literal["new", "same", "other", "full", "spent"]
MOST_BYTES: Final = 2_000_000_000
"""What a spool may grow to: hundreds of thousands of submissions."""
RETENTION: Final = 90 * 86_400
"""Seconds for which something is kept after it was closed."""
_COLUMNS: Final = ", ".join(f'"{name}"' for name in Item.__struct_fields__)


def take(new: New, targets: tuple[str, ...] = ()) -> Callable[[sqlite3.Connection], Taken]:
    """Take a submission in, once for each key; `targets` are told of it, if it is held for safety."""

    def step(db: sqlite3.Connection) -> Taken:
        known = db.execute("select body from items where key = ?", (new.key,)).fetchone()
        if known:
            return "same" if known[0] == new.body else "other"
        pages, size = db.execute("pragma page_count").fetchone()[0], db.execute("pragma page_size").fetchone()[0]
        if pages * size >= MOST_BYTES:
            return "full"
        if new.proof:
            spent = db.execute(
                "insert or ignore into proofs values (?, ?)", (new.proof, new.created + LIFE)
            ).rowcount  # fmt: skip
            if not spent:
                return "spent"
        db.execute(
            'insert into items (ident, key, body, form, language, "values", created, state, why, slug, location)'
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (new.ident, new.key, new.body, new.form, new.language, new.values, new.created,
             "held" if new.why else "received", ",".join(new.why), new.slug, new.location),
        )  # fmt: skip
        if new.sealed:
            db.execute("insert into private values (?, ?)", (new.ident, new.sealed))
        for target in targets:
            alert(db, "safety", new.ident, target, new.created)
        count(db, "held" if new.why else "accepted")
        return "new"

    return step


def alert(db: sqlite3.Connection, kind: str, ident: str, target: str, now: int) -> None:
    """Something that somebody must be told, kept until they are; once for each thing."""
    db.execute(
        "insert or ignore into alerts (kind, ident, target, created) values (?, ?, ?, ?)", (kind, ident, target, now)
    )


def tell(kind: str, name: str, targets: tuple[str, ...], now: int) -> Callable[[sqlite3.Connection], None]:
    """Tell everybody of something."""

    def step(db: sqlite3.Connection) -> None:
        for target in targets:
            alert(db, kind, name, target, now)

    return step


def remind(name: str, targets: tuple[str, ...], now: int) -> Callable[[sqlite3.Connection], None]:
    """Tell of what waits, in place of what was told of it before."""

    def step(db: sqlite3.Connection) -> None:
        db.execute("delete from alerts where kind = 'waiting'")
        for target in targets:
            alert(db, "waiting", name, target, now)

    return step


def count(db: sqlite3.Connection, name: str, by: int = 1) -> None:
    """A counter of what happened; numbers only."""
    db.execute(
        "insert into counters values (?, ?) on conflict (name) do update set value = value + excluded.value", (name, by)
    )


def change(ident: str, **values: object) -> Callable[[sqlite3.Connection], int]:
    """Set columns of one submission; returns 0 where there is none."""
    names = ", ".join(f'"{name}" = ?' for name in values)

    def step(db: sqlite3.Connection) -> int:
        return db.execute(f"update items set {names} where ident = ?", (*values.values(), ident)).rowcount

    return step


def find(spool: Spool, ident: str) -> Item | None:
    """One submission."""
    return next(iter(_items(spool, "ident = ?", ident)), None)


def next_due(spool: Spool, now: float) -> Item | None:
    """The oldest submission that is to be handed on and may be tried."""
    return next(iter(_items(spool, "state = 'received' and due <= ? order by number limit 1", now)), None)


def in_state(spool: Spool, *states: State, limit: int = 1000) -> list[Item]:
    """Submissions in one of these states: safety reports first, which a flood must not hide, then oldest first."""
    marks = ", ".join("?" for _ in states)
    order = f"(',' || why || ',') like '%,safety,%' desc, number limit {int(limit)}"
    return _items(spool, f"state in ({marks}) order by {order}", *states)


def in_review(spool: Spool) -> list[Item]:
    """Everything that is public and not decided."""
    return _items(spool, "state = 'review' order by number")


def pulls_about(spool: Spool, slug: str) -> int:
    """How many pull requests of ours about a record wait for a decision."""
    query = "select count(*) from items where state = 'review' and kind = 'pull' and slug = ? and slug != ''"
    return int(spool.rows(query, slug)[0][0])


def _items(spool: Spool, where: str, *values: object) -> list[Item]:
    rows = spool.rows(f"select {_COLUMNS} from items where {where}", *values)
    return [Item(*row) for row in rows]


def add_reply(reply: Reply, body: str) -> Callable[[sqlite3.Connection], bool]:
    """Take an answer in; the same one a second time changes nothing."""

    def step(db: sqlite3.Connection) -> bool:
        made = db.execute(
            "insert or ignore into replies (ident, body, text, state, why, created, asked)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (reply.ident, body, reply.text, reply.state, reply.why, reply.created, reply.asked),
        ).rowcount
        if made:
            db.execute("update items set question = '' where ident = ? and asked = ?", (reply.ident, reply.asked))
            count(db, "replies")
        return bool(made)

    return step


def replies(spool: Spool, where: str, *values: object) -> list[Reply]:
    """Answers, oldest first."""
    names = ", ".join(Reply.__struct_fields__)
    return [Reply(*row) for row in spool.rows(f"select {names} from replies where {where} order by number", *values)]


def purge(now: float) -> Callable[[sqlite3.Connection], int]:
    """Forget what was closed long enough ago, with everything about it, and proofs that nobody can use any more."""

    def step(db: sqlite3.Connection) -> int:
        old = f"select ident from items where closed > 0 and closed < {int(now) - RETENTION}"
        for table in ("private", "replies", "alerts"):
            db.execute(f"delete from {table} where ident in ({old})")
        gone = db.execute(f"delete from items where ident in ({old})").rowcount
        db.execute("delete from proofs where expires < ?", (int(now),))
        if gone:
            count(db, "forgotten", gone)
        return gone

    return step


def unheeded(spool: Spool, before: float) -> tuple[int, int]:
    """How many things that came before a moment wait for a steward, and since when; dead letters and answers too.

    They are never purged: nobody has decided about them. So somebody must hear of them again.
    """
    row = spool.rows(
        "select count(*), min(created) from (select created from items where state in ('held', 'dead') union all"
        " select created from replies where state = 'held') where created <= ?",
        before,
    )[0]  # fmt: skip
    return row[0], row[1] or 0


class Figures(msgspec.Struct, frozen=True):
    """How the spool stands: numbers only.

    `oldest` is the age in seconds of what waits longest to be handed on, `held_oldest` of what waits longest for a
    steward.
    """

    received: int
    held: int
    review: int
    dead: int
    oldest: int
    held_oldest: int
    alerts: int
    counters: dict[str, int]


def figures(spool: Spool, now: float) -> Figures:
    """For `/healthz`."""
    states = {row[0]: row[1] for row in spool.rows("select state, count(*) from items group by state")}
    oldest = spool.rows("select min(created) from items where state = 'received'")[0][0]
    waiting = unheeded(spool, now)
    alerts = spool.rows("select count(*) from alerts where sent = 0")[0][0]
    counters = {row[0]: row[1] for row in spool.rows("select name, value from counters order by name")}
    return Figures(
        states.get("received", 0), states.get("held", 0), states.get("review", 0), states.get("dead", 0),
        max(0, int(now - oldest)) if oldest is not None else 0,
        max(0, int(now - waiting[1])) if waiting[0] else 0, alerts, counters,
    )  # fmt: skip
