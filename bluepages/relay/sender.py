"""Hands submissions on, oldest first, and hears what became of them; one thread, one thing at a time.

Before anything is tried, the spool says that it is being tried: after a crash, what may have gone out already is looked
for first. What fails because the forge is down makes everything wait; what fails for itself waits alone.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from typing import Final

import msgspec

from bluepages.errors import Complaint
from bluepages.intake.web import Considered, Submission
from bluepages.relay import decide, store
from bluepages.relay.alerts import Alerts
from bluepages.relay.core import Relay
from bluepages.relay.items import CLOSED, Item
from bluepages.relay.logs import place_of
from bluepages.relay.screen import SAFETY
from bluepages.relay.targets import Delivered, Down, News, Parcel, Rationed, Target, Throttled

WEEK: Final = 7 * 86_400
REFRESH: Final = 300.0
TIDY: Final = 3600.0
PATIENCE: Final = 3 * 86_400
"""Seconds for which something may wait for a steward before somebody is told, and each week again."""
MOST_PROPOSED: Final = 3
"""Changes of one record that wait as pull requests; what more is reported of it joins its review."""
IDLE: Final = 5.0
FIRST_WAIT, LONGEST_WAIT = 60.0, 3600.0
FINISHED: Final = 30.0
FORBIDDEN: Final = 403


class Sender:
    """The one that writes to the forge."""

    def __init__(self, relay: Relay, target: Target, alerts: Alerts) -> None:
        self.relay, self.target, self.alerts = relay, target, alerts
        self.wake = relay.wake
        self._failures, self._quiet_until, self._full_until = 0, 0.0, 0.0
        self._next_poll = self._next_refresh = self._next_tidy = 0.0
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Work until stopped."""
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is at hand, and nothing more."""
        self.relay.stopping = True
        self.wake.set()
        if self._thread:
            self._thread.join(FINISHED)

    def _run(self) -> None:
        while not self.relay.stopping:
            self.wake.clear()
            try:
                busy = self.once()
            except Exception as error:
                self.relay.log("fault", place=place_of(error))
                busy = False
            if not busy:
                self.wake.wait(IDLE)

    def once(self) -> bool:
        """One step; whether there is more to do at once."""
        now = self.relay.clock()
        self._tend(now)
        if now < self._quiet_until:
            return False
        try:
            if self._next_poll <= now:
                self._listen(now)
            self._publish()
            done = self._full_until <= now and (self._post(now) or self._hand_on(now))
        except Rationed as rationed:
            self._full_until = now + rationed.seconds
            self.relay.log("forge", outcome="rationed", seconds=round(rationed.seconds))
            return False
        except Throttled as throttled:
            self._pause(now, throttled.seconds, "throttled")
            return False
        except Down as down:
            wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(self._failures, 10))
            self._failures += 1
            self._pause(now, wait, "down", down.status)
            return False
        if done:
            self._failures = 0
        return done

    def drain(self) -> int:
        """Hand on all that can be handed on now; returns how many went out."""
        before = self._sent()
        self._next_poll = 0.0
        while self.once():
            pass
        return self._sent() - before

    def _sent(self) -> int:
        found = self.relay.spool.rows("select value from counters where name = 'delivered'")
        return int(found[0][0]) if found else 0

    def _pause(self, now: float, seconds: float, outcome: str, status: int = 0) -> None:
        self._quiet_until = now + seconds
        self.relay.log("forge", outcome=outcome, status=status, seconds=round(seconds))

    def _tend(self, now: float) -> None:
        """What needs no forge: alerts, retention, what waits too long."""
        if self._next_tidy <= now:
            self._next_tidy = now + TIDY
            if self.relay.spool.now(store.purge(now)):
                self.relay.spool.checkpoint()  # what was forgotten stands in the log of changes until then
            self._remind(now)
        self.alerts.once(now)

    def _remind(self, now: float) -> None:
        """Tell stewards, once a week, of what nobody decides about."""
        spool = self.relay.spool
        number, since = store.unheeded(spool, now - PATIENCE)
        last = spool.rows("select max(created) from alerts where kind = 'waiting'")[0][0]
        if number and now - (last or 0) >= WEEK:
            name = f"{number} since {self.relay.day(since).isoformat()}"
            spool.now(store.remind(name, self.relay.setup.targets, int(now)))

    def _publish(self) -> None:
        """Have the site built anew as soon as a place must be hidden, or need not be any more.

        What was asked for last stays in the spool, so that a restart neither asks again nor forgets to.
        """
        spool = self.relay.spool
        hidden = decide.fingerprint(decide.withheld(spool, self.relay.day))
        asked = spool.rows("select value from meta where name = 'hidden'")
        if hidden == (asked[0][0] if asked else decide.fingerprint([])):
            return
        try:
            self.target.publish()
        except (Complaint, Down) as error:
            if isinstance(error, Down) and error.status != FORBIDDEN:
                raise
            self.relay.log("publish", outcome="refused", status=FORBIDDEN)  # the next nightly one hides it
        spool.now(lambda db: db.execute("insert or replace into meta values ('hidden', ?)", (hidden,)))

    def _hand_on(self, now: float) -> bool:
        """The oldest submission that is due; whether there was one."""
        item = store.next_due(self.relay.spool, now)
        if item is None:
            return False
        if self._next_refresh <= now:
            self._next_refresh = now + REFRESH
            self.relay.door.refresh()
        spool = self.relay.spool
        first = item.first_attempt or now
        spool.now(store.change(item.ident, attempts=item.attempts + 1, first_attempt=first))
        try:
            made = self._considered(item)
            if made.kind == "held" or (SAFETY in item.reasons):
                self._hold(item)
                return True
            parcel = Parcel(item.ident, made, self.relay.day(item.created), item.first_attempt)
            self._delivered(item, made, self.target.deliver(parcel))
        except Down:
            self._bury(item, first, now, alone=False)
            raise
        except Throttled:
            raise
        except Exception as error:
            self._bury(item, first, now, alone=True)
            self.relay.log("deliver", outcome="failed", ident=item.ident, place=place_of(error))
        return True

    def _considered(self, item: Item) -> Considered:
        values = msgspec.json.decode(item.values, type=dict[str, str | list[str]])
        submission = Submission(item.form, item.language, values)
        made = self.relay.door.consider(submission, item.ident, self.relay.day(item.created))
        many = made.kind == "proposal" and store.pulls_about(self.relay.spool, item.slug) >= MOST_PROPOSED
        return self.relay.door.tell(submission) if many and not item.released else made

    def _hold(self, item: Item) -> None:
        """The checks know more than the door: what they hold waits for a steward, even if one has released it."""
        why = ",".join(dict.fromkeys((*item.reasons, "checks")))
        self.relay.spool.now(store.change(item.ident, state="held", why=why))
        self.relay.log("deliver", outcome="held", ident=item.ident)

    def _delivered(self, item: Item, made: Considered, delivered: Delivered) -> None:
        slug = made.outcome.proposal.slug if made.outcome.proposal else item.slug

        def step(db: sqlite3.Connection) -> None:
            store.change(
                item.ident, state="review", kind=delivered.kind, thread=delivered.number, link=delivered.link, slug=slug
            )(db)
            store.count(db, "delivered")

        self.relay.spool.now(step)
        self.relay.log("deliver", outcome="done", kind=delivered.kind, ident=item.ident)

    def _bury(self, item: Item, first: float, now: float, *, alone: bool) -> None:
        """After a failure: try again later, and after a week tell somebody and stop."""
        dead = now - first >= WEEK
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(item.attempts, 10)) if alone else 0.0

        def step(db: sqlite3.Connection) -> None:
            store.change(item.ident, state="dead" if dead else "received", due=now + wait)(db)
            if dead:
                store.count(db, "dead")
                for target in self.relay.setup.targets:
                    store.alert(db, "dead", item.ident, target, int(now))

        self.relay.spool.now(step)
        if dead:
            self.relay.log("deliver", outcome="dead", ident=item.ident)

    def _post(self, now: float) -> bool:
        """The oldest answer that is due; whether there was one."""
        spool = self.relay.spool
        found = store.replies(spool, "state = 'waiting' and due <= ?", now)
        for reply in found[:1]:
            item = store.find(spool, reply.ident)
            if item is None or not item.thread:
                spool.now(_reply(reply.number, "held", now))
                return True
            try:
                self.target.post(item, reply)
            except Complaint:
                spool.now(_reply(reply.number, "waiting", now + LONGEST_WAIT))
                return True
            spool.now(_reply(reply.number, "posted", now))
            self.relay.log("answer", outcome="posted", ident=reply.ident)
        return bool(found)

    def _listen(self, now: float) -> None:
        """What became of everything that is public."""
        spool = self.relay.spool
        items = {item.ident: item for item in store.in_review(spool)}
        last = spool.rows("select value from meta where name = 'polled'")
        for news in self.target.news(list(items.values()), float(last[0][0]) if last else 0.0):
            self._heard(items[news.ident], news, now)
        self._next_poll = now + self.target.every
        spool.now(lambda db: db.execute("insert or replace into meta values ('polled', ?)", (str(now).encode(),)))

    def _heard(self, item: Item, news: News, now: float) -> None:
        values: dict[str, object] = {}
        if news.state in CLOSED:
            page = f"{self.relay.setup.home}p/{item.slug}" if news.state == "published" and item.slug else ""
            values |= {"state": news.state, "reason": news.reason, "said": news.said, "page": page,
                       "closed": int(now), "question": ""}  # fmt: skip
        elif news.asked and _newer(news.asked, item.asked):
            values |= {"question": news.question, "asked": news.asked}
        if values:
            self.relay.spool.now(store.change(item.ident, **values))
            self.relay.log("news", outcome=news.state, ident=item.ident)


def _newer(asked: str, before: str) -> bool:
    """Whether a question is another one than the last; questions are named by the number of their comment."""
    number = int(asked[1:])
    return not before.startswith("c") or number > int(before[1:])


def _reply(number: int, state: str, due: float) -> Callable[..., None]:
    def step(db: sqlite3.Connection) -> None:
        db.execute(
            "update replies set state = ?, due = ?, attempts = attempts + 1 where number = ?", (state, due, number)
        )  # fmt: skip

    return step
