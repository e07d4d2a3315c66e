"""`POST /submit`: from what somebody sent to a submission that is safe on disk, or to what they should mend."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from bluepages.doors.find import find
from bluepages.errors import Complaint
from bluepages.intake.web import Subject, Submission
from bluepages.problems import Problem
from bluepages.relay import screen, store
from bluepages.relay.answers import html, json, language_of, refusal, see_other, wants_json
from bluepages.relay.body import Pairs, Refused, read_pairs, take
from bluepages.relay.buckets import Room, peer
from bluepages.relay.core import Relay
from bluepages.relay.items import New
from bluepages.relay.logs import place_of
from bluepages.relay.secrets import KEY, Age, digest, ident_of, seal

FORMS: Final = ("suggest", "report", "confirm")
OURS: Final = ("form", "lang", "key", "token", "website2", "altcha", "email")
CARRIED: Final = ("form", "lang", "key", "website2", "email")
"""Of our own fields, those that go back into a page; token and proof are made anew."""
LONGEST_EMAIL: Final = 254


class Sent(msgspec.Struct, frozen=True):
    """One post, taken apart. `age` is what its token proves."""

    pairs: Pairs
    form: str
    language: str
    key: str
    honeypot: str
    altcha: str
    email: str
    age: Age | None
    submission: Submission

    def again(self) -> list[tuple[str, str]]:
        """Every field as it came, for a page that sends it once more."""
        return [(name, value) for name, value in self.pairs if name not in OURS or name in CARRIED]

    def hidden(self) -> dict[str, str]:
        """Our own fields, for the form that is shown again."""
        return {name: value for name, value in self.again() if name in CARRIED}


class Submitting:
    """The way of one post through all that may stop it."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay

    async def __call__(self, request: Request) -> Response:
        """Answer one post."""
        relay, now = self.relay, self.relay.clock()
        strange = foreign(request, relay)
        if strange == "other":
            return refusal(request, relay, HTTPStatus.FORBIDDEN, "foreign")
        try:
            pairs = await read_pairs(request)
        except Refused as refused:
            return refusal(request, relay, refused.status, refused.code)
        sent = self._sent(request, pairs, now)
        if sent is None:
            return refusal(request, relay, HTTPStatus.BAD_REQUEST, "broken")
        if relay.stopping:
            status = HTTPStatus.SERVICE_UNAVAILABLE
            return refusal(request, relay, status, "stopping", sent.language, sent.again(), 30)
        client = client_of(request, relay, now)
        room = relay.buckets.room(client, now)
        if room == "full":
            wait = relay.buckets.wait(client, now)
            return refusal(request, relay, HTTPStatus.TOO_MANY_REQUESTS, "too-many", sent.language, sent.again(), wait)
        problems = (*relay.door.problems(sent.submission), *self._email(sent))
        if problems:
            relay.buckets.pour(client, now, 0.25)
            return self._mend(request, sent, problems)
        if sent.age is None:
            relay.buckets.pour(client, now, 0.25)
            return self._check(request, sent, now)
        return await self._take(request, sent, client, room, strange, now)

    def _sent(self, request: Request, pairs: Pairs, now: float) -> Sent | None:
        form, said = take(pairs, "form"), take(pairs, "lang")
        key, age = take(pairs, "key"), self.relay.keys.age(take(pairs, "token"), now)
        if form not in FORMS or (key and not KEY.fullmatch(key)):
            return None
        language = language_of(request, self.relay, said)
        key = key or (age.key if age else "")
        submission = self.relay.door.read(form, language, [pair for pair in pairs if pair[0] not in OURS])
        return Sent(
            pairs, form, language, key, take(pairs, "website2"), take(pairs, "altcha"), take(pairs, "email"), age,
            submission,
        )  # fmt: skip

    def _email(self, sent: Sent) -> Sequence[Problem]:
        """What is wrong with the private address; it is never repeated in a message."""
        if not sent.email:
            return ()
        words = self.relay.pages.words(sent.language)
        if not self.relay.setup.seal_to:
            return (
                Problem("FORM", "error", "", 0, "email", words("relay.email.none"), words("relay.email.none_hint")),
            )
        local, at, host = sent.email.rpartition("@")
        sound = at and local and "." in host.strip(".") and not any(sign.isspace() for sign in sent.email)
        if not sound or len(sent.email) > LONGEST_EMAIL or not sent.email.isprintable():
            return (Problem("FORM", "error", "", 0, "email", words("relay.email.bad"), words("relay.email.bad_hint")),)
        return ()

    def _mend(self, request: Request, sent: Sent, problems: Sequence[Problem]) -> Response:
        if wants_json(request):
            said = [{"field": p.field, "message": p.message, "hint": p.hint} for p in problems]
            return json({"problems": said}, HTTPStatus.UNPROCESSABLE_ENTITY)
        return html(self._form(sent, problems), HTTPStatus.UNPROCESSABLE_ENTITY)

    def _form(self, sent: Sent, problems: Sequence[Problem]) -> bytes:
        """The form again, with all that was typed: also where the answer that asks for it was changed, or forgotten."""
        door = self.relay.door
        hidden = {**door.aside(sent.submission, sent.pairs), **sent.hidden()}
        return door.page(sent.submission, problems, "submit", hidden, self.relay.setup.home)

    def _check(self, request: Request, sent: Sent, now: float) -> Response:
        """A sound post that nobody has looked at for a second: scripts fetch a token, people check their answers."""
        relay = self.relay
        token, key = relay.keys.token(now, "f" if wants_json(request) else "c")
        if wants_json(request):
            return json({"error": "token", "token": token, "key": sent.key or key}, HTTPStatus.PRECONDITION_REQUIRED)
        shown = take(sent.pairs, "more").split()
        if shown and not set(relay.door.asks(sent.submission)) <= set(shown):  # questions that nobody has seen yet
            return html(self._form(sent, ()))
        answers = relay.door.summary(sent.submission)
        fields = [*sent.again(), ("token", token)]
        back = f"{relay.pages.address(sent.language, sent.form)}/"
        return html(relay.pages.check(sent.language, answers, fields, back))

    async def _take(
        self, request: Request, sent: Sent, client: bytes, room: Room, strange: str, now: float
    ) -> Response:  # fmt: skip
        relay = self.relay
        why, subject = self._suspicions(sent, strange), self._subject(sent.submission)
        if subject.reason == "unsafe":
            why = [screen.SAFETY, *why]
        proof = relay.proofs.check(sent.altcha) if sent.altcha else ""
        receipt = relay.keys.receipt(sent.key)
        known = bool(relay.spool.rows("select 1 from items where ident = ?", ident_of(receipt)))
        if not proof and not known and (room == "suspect" or relay.buckets.loaded(now)):
            if wants_json(request):
                asked = {"error": "proof", "proof": relay.proofs.challenge(now)}
                return json(asked, HTTPStatus.PRECONDITION_REQUIRED)
            why.append("flood" if room == "suspect" else "load")
        if relay.breaker.open(now):
            why.append("breaker")
        why += self._screened(sent, subject)
        new = self._new(sent, receipt, why, subject, proof, now)
        targets = relay.setup.targets if screen.SAFETY in why else ()
        taken = await self._keep(new, targets)
        if taken == "spent" and not wants_json(request):  # there is no script to do the work again
            new = msgspec.structs.replace(new, proof="", why=(*new.why, "replay"))
            taken = await self._keep(new, targets)
        if taken == "new":
            relay.buckets.pour(client, now)
            if relay.breaker.count(now):
                relay.spool.do(store.tell("breaker", f"since {relay.day(now)}", relay.setup.targets, int(now)))
            relay.wake.set()
        relay.log("submit", outcome=taken, form=sent.form, why=new.why, ident=new.ident)
        return self._answer(request, sent, receipt, taken, now)

    async def _keep(self, new: New, targets: tuple[str, ...]) -> store.Taken:
        """Safe on disk, or not taken at all."""
        try:
            return await asyncio.wrap_future(self.relay.spool.do(store.take(new, targets)))
        except (sqlite3.Error, Complaint) as error:
            self.relay.log("submit", outcome="not kept", place=place_of(error))
            return "full"

    def _suspicions(self, sent: Sent, strange: str) -> list[str]:
        """What a person would hardly do. It looks like success, and a steward looks at it."""
        why = ["honeypot"] if sent.honeypot else []
        why += ["hasty"] if sent.age is not None and sent.age.hasty else []
        return [*why, "origin"] if strange else why

    def _subject(self, submission: Submission) -> Subject:
        """What it is about, with the record's present name and a place that it has."""
        subject = self.relay.door.subject(submission)
        if not subject.slug:
            return subject
        entry = find(self.relay.door.book, submission.text("record"))
        if entry is None or entry.provider is None:
            return msgspec.structs.replace(subject, slug="", location="")
        location = subject.location if subject.location in entry.provider.locations else ""
        return msgspec.structs.replace(subject, slug=entry.slug, location=location)

    def _screened(self, sent: Sent, subject: Subject) -> list[str]:
        door, values = self.relay.door, sent.submission.values
        texts = [text for value in values.values() for text in ([value] if isinstance(value, str) else value)]
        return screen.judge(
            door.book, subject.slug, door.own_words(sent.submission), texts, needs=sent.submission.ticked("needs")
        )  # fmt: skip

    def _new(self, sent: Sent, receipt: str, why: list[str], subject: Subject, proof: str, now: float) -> New:
        values = msgspec.json.encode(dict(sorted(sent.submission.values.items())))
        # with the form's own key, which the spool does not have: what was sealed or redacted cannot be guessed from it
        body = digest(b"\0".join((sent.key.encode(), sent.form.encode(), values, sent.email.encode())))
        sealed = seal(sent.email, self.relay.setup.seal_to) if sent.email else b""
        return New(
            ident_of(receipt), digest(sent.key.encode()), body, sent.form, sent.language, values, int(now),
            tuple(dict.fromkeys(why)), subject.slug, subject.location, sealed, proof,
        )  # fmt: skip

    def _answer(self, request: Request, sent: Sent, receipt: str, taken: store.Taken, now: float) -> Response:
        relay = self.relay
        if taken == "other":
            again = [(name, value) for name, value in sent.again() if name != "key"]  # as something new
            return refusal(request, relay, HTTPStatus.CONFLICT, "other", sent.language, again)
        if taken == "full":
            return refusal(
                request, relay, HTTPStatus.SERVICE_UNAVAILABLE, "full", sent.language, sent.again(), 600
            )  # fmt: skip
        if taken == "spent":
            return json({"error": "proof", "proof": relay.proofs.challenge(now)}, HTTPStatus.PRECONDITION_REQUIRED)
        if wants_json(request):
            status = HTTPStatus.CREATED if taken == "new" else HTTPStatus.OK
            return json({"receipt": receipt, "url": relay.address(receipt)}, status)
        return see_other(f"{relay.setup.base}r/{receipt}")


def client_of(request: Request, relay: Relay, now: float) -> bytes:
    """Who asks, as a hash that is good for today."""
    host = request.client.host if request.client else ""
    forwarded = ",".join(request.headers.getlist("x-forwarded-for"))
    return relay.buckets.client(peer(host, forwarded, relay.setup.proxies), now)


def foreign(request: Request, relay: Relay) -> str:
    """`"other"` for a post that another site's page sends, `"hidden"` where the browser does not say, else `""`."""
    said = request.headers.get("origin")
    if said is None or said in relay.origins:
        return ""
    return "hidden" if said == "null" else "other"
