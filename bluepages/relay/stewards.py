"""What waits for a steward, as a plain page and as JSON, behind a token.

The token is a field of a form or an `Authorization` header: never part of an address, never a cookie. It is compared in
constant time, and who guesses wrong too often has to wait.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from bluepages.errors import Complaint
from bluepages.intake.web import Submission
from bluepages.relay import decide, store
from bluepages.relay.answers import html, json, language_of, refusal, wants_json
from bluepages.relay.body import Pairs, Refused, read_pairs, take
from bluepages.relay.core import Relay
from bluepages.relay.items import ACTIONS, LONGEST_IDENT, REASONS, Item
from bluepages.relay.pages import Held
from bluepages.relay.secrets import same
from bluepages.relay.submit import client_of, foreign

SHOWN: Final = 50
EVERY: Final = (*ACTIONS, "release-reply", "discard-reply", "close-breaker")


class Stewards:
    """`/held` and `/withheld`."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay

    async def login(self, request: Request) -> Response:
        """The question for the token."""
        if not self.relay.setup.steward_token:
            return refusal(request, self.relay, HTTPStatus.NOT_FOUND, "no-stewards")
        if request.headers.get("authorization"):
            stop = self._stop(request, "")
            return stop or json(self._listed())
        language = language_of(request, self.relay, request.query_params.get("lang", ""))
        return html(self.relay.pages.login(language, False))

    async def held(self, request: Request) -> Response:
        """The list, after the token."""
        found = await self._opened(request)
        if isinstance(found, Response):
            return found
        return self._page(request, found)

    async def act(self, request: Request) -> Response:
        """One decision about one submission, and the list again."""
        found = await self._opened(request)
        if isinstance(found, Response):
            return found
        action, ident = take(found, "action"), request.path_params["ident"]
        try:
            await asyncio.to_thread(self._carry_out, action, ident, found)
        except Complaint as complaint:
            if wants_json(request):
                return json({"error": "refused", "message": complaint.message}, HTTPStatus.CONFLICT)
            return self._page(request, found, complaint.message, HTTPStatus.CONFLICT)
        self.relay.log("steward", outcome=action, ident=ident[:20])
        return json({"done": action}) if wants_json(request) else self._page(request, found)

    async def withheld(self, request: Request) -> Response:
        """Places whose address is not to be shown for now."""
        if not self.relay.setup.steward_token:
            return json({"error": "no-stewards"}, HTTPStatus.NOT_FOUND)
        return self._stop(request, "") or json({"withheld": decide.withheld(self.relay.spool, self.relay.day)})

    async def _opened(self, request: Request) -> Pairs | Response:
        """The fields of a post that brings the right token."""
        relay = self.relay
        if not relay.setup.steward_token:
            return refusal(request, relay, HTTPStatus.NOT_FOUND, "no-stewards")
        if foreign(request, relay):
            return refusal(request, relay, HTTPStatus.FORBIDDEN, "foreign")
        try:
            pairs = await read_pairs(request)
        except Refused as refused:
            return refusal(request, relay, refused.status, refused.code)
        return self._stop(request, take(pairs, "steward_token"), take(pairs, "lang")) or pairs

    def _stop(self, request: Request, said: str, language: str = "") -> Response | None:
        """Why somebody may not go on."""
        relay, now = self.relay, self.relay.clock()
        client = client_of(request, relay, now)
        kind, _, bearer = request.headers.get("authorization", "").partition(" ")
        given = bearer.strip() if kind.lower() == "bearer" else said
        shut = relay.failures.room(client, now) == "full"
        if not shut and same(given, relay.setup.steward_token):
            return None  # also while others guess: they must not keep stewards from a place that has to be hidden
        many = relay.failures.loaded(now)
        if not shut:
            relay.failures.pour(client, now)
        if shut or many:
            wait = max(30, relay.failures.wait(client, now))
            return refusal(request, relay, HTTPStatus.TOO_MANY_REQUESTS, "too-many-tokens", language, wait=wait)
        relay.log("steward", outcome="wrong token")
        if wants_json(request) or request.method == "GET":
            return json({"error": "token"}, HTTPStatus.UNAUTHORIZED, {"WWW-Authenticate": "Bearer"})
        return html(relay.pages.login(language_of(request, relay, language), True), HTTPStatus.UNAUTHORIZED)

    def _carry_out(self, action: str, ident: str, fields: Pairs) -> None:
        relay = self.relay
        spool, now = relay.spool, relay.clock()
        if len(ident) > LONGEST_IDENT:  # also where the action is about none of them
            raise Complaint("That is no name of a submission.")
        if action == "close-breaker":
            relay.breaker.close()
            return
        if action in ("release-reply", "discard-reply"):
            number = take(fields, "reply")
            if not (number.isascii() and number.isdecimal() and len(number) < 12):
                raise Complaint("There is no such answer.")
            (decide.release_reply if action == "release-reply" else decide.discard_reply)(spool, int(number))
            return
        item = decide.need(spool, ident)
        if action == "release":
            decide.release(spool, item)
        elif action == "withhold":
            decide.withhold(spool, item)
        elif action == "redact":
            decide.redact(spool, item, take(fields, "field"), take(fields, "text"))
        elif action == "discard":
            decide.discard(spool, item, take(fields, "reason"), take(fields, "said"), now)
        elif action == "done":
            decide.done(spool, item, take(fields, "said"), now)
        elif action == "ask":
            decide.ask(spool, item, take(fields, "question"), now)
        elif action == "retry":
            decide.retry(spool, item)
        else:
            raise Complaint("There is no such action.", f"One of: {', '.join(EVERY)}.")

    def _page(self, request: Request, fields: Pairs, wrong: str = "", status: int = 200) -> Response:
        relay, language = self.relay, language_of(request, self.relay, take(fields, "lang"))
        if wants_json(request):
            return json(self._listed())
        items = store.in_state(relay.spool, "held", "dead", limit=SHOWN)
        figures = store.figures(relay.spool, relay.clock())
        view: dict[str, Any] = {
            "held": [self._shown(item) for item in items],
            "replies": store.replies(relay.spool, "state = 'held'")[:SHOWN],
            "figures": figures, "reasons": REASONS, "wrong": wrong, "breaker": relay.breaker.open(relay.clock()),
        }  # fmt: skip
        return html(relay.pages.held(language, take(fields, "steward_token"), view), status)

    def _shown(self, item: Item) -> Held:
        values = msgspec.json.decode(item.values, type=dict[str, str | list[str]])
        answers = self.relay.door.summary(Submission(item.form, item.language, values))
        sealed = bool(self.relay.spool.rows("select 1 from private where ident = ?", item.ident))
        replies = store.replies(self.relay.spool, "ident = ? and state != 'held'", item.ident)
        when = self.relay.day(item.created).isoformat()
        return Held(item, when, answers, [(name, name) for name in values], replies, sealed)

    def _listed(self) -> dict[str, Any]:
        items = store.in_state(self.relay.spool, "held", "dead", limit=SHOWN)
        return {"held": [listed(item, self.relay) for item in items]}


def listed(item: Item, relay: Relay) -> dict[str, Any]:
    """A held submission for scripts, without what it says."""
    return {"ident": item.ident, "state": item.state, "form": item.form, "why": list(item.reasons),
            "slug": item.slug, "received": relay.day(item.created).isoformat()}  # fmt: skip
