"""The spool: one SQLite file in which everything is safe before anybody is told so.

WAL with full synchronisation: a commit is on the disk when it returns. One thread writes; whatever has come in while
it waited for the disk goes with the next commit, so that the disk is asked far less often than people are answered.
"""

from __future__ import annotations

import contextlib
import os
import queue
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Final, TypeVar

from bluepages.errors import OURS, Complaint

T = TypeVar("T")
Step = Callable[[sqlite3.Connection], Any]
VERSION: Final = 1
BATCH: Final = 256

SCHEMA: Final = """
create table meta (name text primary key, value blob not null) without rowid;
create table items (
  number integer primary key autoincrement, ident text not null unique, key text not null unique, body text not null,
  form text not null, language text not null, "values" blob not null, created integer not null,
  state text not null, why text not null default '', slug text not null default '', location text not null default '',
  released integer not null default 0, due real not null default 0, attempts integer not null default 0,
  first_attempt real not null default 0, kind text not null default '', link text not null default '',
  thread integer not null default 0, page text not null default '', reason text not null default '',
  said text not null default '', question text not null default '', asked text not null default '',
  closed integer not null default 0);
create index items_state on items (state, number);
create index items_closed on items (closed) where closed > 0;
create index items_thread on items (thread) where thread > 0;
create table private (ident text primary key, sealed blob not null) without rowid;
create table replies (
  number integer primary key autoincrement, ident text not null, body text not null, text text not null,
  state text not null, why text not null default '', created integer not null, asked text not null,
  due real not null default 0, attempts integer not null default 0, unique (ident, asked, body));
create table proofs (name text primary key, expires integer not null) without rowid;
create table alerts (
  number integer primary key autoincrement, kind text not null, ident text not null, target text not null,
  created integer not null, due real not null default 0, attempts integer not null default 0, sent integer not null
  default 0, unique (kind, ident, target));
create table counters (name text primary key, value integer not null) without rowid;
"""


class Spool:
    """The file, its one writing thread, and a reading connection for each thread that asks.

    Only one process at a time may hand things on (`alone`); stewards may look and decide beside it.
    """

    def __init__(self, path: Path, *, alone: bool = True) -> None:
        self.path = path
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._steps: queue.SimpleQueue[tuple[Step, Future[Any]] | None] = queue.SimpleQueue()
        self._lock = _lock(path) if alone else contextlib.nullcontext()
        try:
            self._writer = connect(path)
            _prepare(self._writer)
        except sqlite3.DatabaseError:
            self._lock.__exit__(None, None, None)
            raise Complaint(
                f"{path} is not a spool of the relay, or is damaged.", "Restore a backup, or name another file."
            ) from None
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="spool", daemon=True)
        self._thread.start()

    def do(self, step: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Carry out `step` in a transaction; the future is done when that is on the disk."""
        done: Future[T] = Future()
        if self._closing:
            done.set_exception(Complaint("The relay is stopping.", "Try again in a minute.", OURS))
            return done
        self._steps.put((step, done))
        return done

    def now(self, step: Callable[[sqlite3.Connection], T]) -> T:
        """`do`, and wait for it."""
        return self.do(step).result(timeout=60)

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """What stands there, as of the last commit."""
        found: sqlite3.Connection | None = getattr(self._local, "reader", None)
        if found is None:
            found = self._local.reader = connect(self.path)
            self._readers.append(found)
        return found.execute(query, values).fetchall()

    def checkpoint(self) -> None:
        """Bring the log of changes into the file and empty it, so that no old words stay in it."""
        with contextlib.closing(connect(self.path)) as own:
            own.execute("pragma wal_checkpoint(truncate)")

    def secret(self) -> bytes:
        """The secret of this relay, made with the file."""
        return bytes(self.rows("select value from meta where name = 'secret'")[0][0])

    def close(self) -> None:
        """Finish what waits, and let the file go."""
        self._closing = True
        self._steps.put(None)
        self._thread.join(timeout=30)
        for reader in self._readers:
            with contextlib.suppress(sqlite3.ProgrammingError):
                reader.close()
        self._writer.close()
        self._lock.__exit__(None, None, None)

    def _work(self) -> None:
        while True:
            first = self._steps.get()
            if first is None:
                return
            batch, last = [first], False
            while len(batch) < BATCH:
                try:
                    more = self._steps.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    last = True
                    break
                batch.append(more)
            self._commit(batch)
            if last:
                return

    def _commit(self, batch: list[tuple[Step, Future[Any]]]) -> None:
        """All steps of a batch in one transaction, each in a savepoint: what fails does not take the others along."""
        done: list[tuple[Future[Any], Any]] = []
        try:
            self._writer.execute("begin immediate")
            for step, future in batch:
                self._writer.execute("savepoint step")
                try:
                    result = step(self._writer)
                except Exception as error:
                    self._writer.execute("rollback to step")
                    future.set_exception(error)
                else:
                    done.append((future, result))
                self._writer.execute("release step")
            self._writer.execute("commit")
        except sqlite3.Error as error:
            if self._writer.in_transaction:
                self._writer.execute("rollback")
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for future, result in done:
            future.set_result(result)


def connect(path: Path) -> sqlite3.Connection:
    """A connection as all of ours are: nothing is told before the disk has it, and what is deleted is overwritten."""
    made = sqlite3.connect(path, timeout=20, isolation_level=None, check_same_thread=False)
    made.row_factory = sqlite3.Row
    for pragma in ("journal_mode=wal", "synchronous=full", "secure_delete=on", "foreign_keys=on", "busy_timeout=20000"):
        made.execute(f"pragma {pragma}")
    return made


def _prepare(connection: sqlite3.Connection) -> None:
    version = connection.execute("pragma user_version").fetchone()[0]
    if version == VERSION:
        return
    if version:
        raise Complaint(f"The spool is of version {version}, and this program knows {VERSION}.", "Use the newer one.")
    script = f"begin immediate; {SCHEMA} pragma user_version = {VERSION}; commit;"
    connection.executescript(script)
    connection.execute("insert into meta values ('secret', ?)", (secrets.token_bytes(32),))


def _lock(path: Path) -> Any:
    """One process at a time: two would hand on everything twice."""
    import fcntl

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        handle = open(path.with_name(f"{path.name}.lock"), "w")  # noqa: SIM115, PTH123 - held while we live
    except OSError as error:
        raise Complaint(f"{path} cannot be written: {error.strerror}.", "Name another file: --spool FILE.") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise Complaint(
            f"Another relay is using {path}.", "Stop it first, or name another file: --spool FILE."
        ) from None
    return handle


def backup(path: Path, to: Path) -> None:
    """A whole copy of a spool, also of one that is in use. Raises `Complaint`."""
    if not path.is_file():
        raise Complaint(f"There is no spool {path}.")
    if to.exists():
        raise Complaint(f"{to} is there already.", "Name a new file.")
    os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with contextlib.closing(sqlite3.connect(path)) as source, contextlib.closing(sqlite3.connect(to)) as target:
        source.backup(target)


def restore(copy: Path, path: Path) -> int:
    """Put a backup in the place of a spool that is gone; returns how many submissions it holds.

    What was handed on after the copy was made is in it as if it were not: each is looked for before it is sent.
    """
    if path.exists():
        raise Complaint(f"{path} is there already.", "Move it away first, so that nothing in it is lost.")
    try:
        with contextlib.closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as source:
            sound = source.execute("pragma integrity_check").fetchone()[0] == "ok"
            count = int(source.execute("select count(*) from items").fetchone()[0])
    except sqlite3.DatabaseError:
        sound, count = False, 0
    if not sound:
        raise Complaint(f"{copy} is not a whole backup of a spool.", "Take another one.")
    backup(copy, path)
    with contextlib.closing(connect(path)) as own:
        own.execute("update items set first_attempt = created where state = 'received' and first_attempt = 0")
    return count


@contextlib.contextmanager
def opened(path: Path, *, alone: bool = True) -> Iterator[Spool]:
    """A spool for the time of a block."""
    spool = Spool(path, alone=alone)
    try:
        yield spool
    finally:
        spool.close()
