"""The private page of one submission: what became of it, and a steward's question with a place for the answer."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from bluepages.doors.clean import visible
from bluepages.relay import screen, store
from bluepages.relay.answers import html, json, language_of, refusal, see_other, wants_json
from bluepages.relay.body import Refused, read_pairs, take
from bluepages.relay.core import Relay
from bluepages.relay.items import PUBLIC_STATES, Item, Reply
from bluepages.relay.pages import View
from bluepages.relay.secrets import RECEIPT, digest, ident_of
from bluepages.relay.submit import client_of, foreign

LONGEST_ANSWER: Final = 2000


class Receipts:
    """`/r/{receipt}` and `/status`."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay

    async def show(self, request: Request) -> Response:
        """What became of it."""
        receipt = request.path_params["receipt"]
        item = self._find(receipt)
        if item is None:
            return refusal(request, self.relay, HTTPStatus.NOT_FOUND, "no-receipt")
        view = view_of_item(self.relay, item)
        if wants_json(request):
            return json({
                "state": view.step, "form": view.form, "received": view.received, "link": view.link,
                "page": view.page, "reason": view.reason, "said": view.said, "question": view.question,
                "answers": [{"text": reply.text, "state": _told(reply)} for reply in view.replies],
            })  # fmt: skip
        language = language_of(request, self.relay, request.query_params.get("lang", "") or item.language)
        return html(self.relay.pages.receipt(language, view, self.relay.address(receipt)))

    async def look_up(self, request: Request) -> Response:
        """From a private link that somebody pasted, or its last part, to the page."""
        relay = self.relay
        if foreign(request, relay) == "other":
            return refusal(request, relay, HTTPStatus.FORBIDDEN, "foreign")
        try:
            pairs = await read_pairs(request)
        except Refused as refused:
            return refusal(request, relay, refused.status, refused.code)
        said = take(pairs, "receipt")
        last = said.partition("?")[0].rstrip("/").rpartition("/")[2]
        if RECEIPT.fullmatch(last) and self._find(last) is not None:
            return see_other(relay.address(last))
        if wants_json(request):
            return json({"error": "no-receipt"}, HTTPStatus.NOT_FOUND)
        language = language_of(request, relay, take(pairs, "lang"))
        return html(relay.pages.ask_receipt(language, True, said[:200]), HTTPStatus.NOT_FOUND)

    async def ask(self, request: Request) -> Response:
        """The question for a private link."""
        return html(
            self.relay.pages.ask_receipt(language_of(request, self.relay, request.query_params.get("lang", "")), False)
        )

    async def answer(self, request: Request) -> Response:
        """The answer to a steward's question: screened, and on its way to the public discussion or to a steward."""
        relay, now = self.relay, self.relay.clock()
        if foreign(request, relay) == "other":
            return refusal(request, relay, HTTPStatus.FORBIDDEN, "foreign")
        receipt = request.path_params["receipt"]
        item = self._find(receipt)
        if item is None:
            return refusal(request, relay, HTTPStatus.NOT_FOUND, "no-receipt")
        try:
            pairs = await read_pairs(request)
        except Refused as refused:
            return refusal(request, relay, refused.status, refused.code, item.language)
        client = client_of(request, relay, now)
        text = visible(take(pairs, "answer"))
        fields = [("answer", text), ("lang", item.language)]
        if relay.buckets.room(client, now) == "full":
            wait = relay.buckets.wait(client, now)
            return refusal(request, relay, HTTPStatus.TOO_MANY_REQUESTS, "too-many", item.language, fields, wait)
        asked = item.asked if item.question else self._asked_before(item, text)
        if not asked:
            return refusal(request, relay, HTTPStatus.CONFLICT, "not-asked", item.language)
        if not text or len(text) > LONGEST_ANSWER:
            return self._mend(request, item, receipt, text)
        why = screen.screen_reply(relay.door.book, item.slug, text)
        private = asked.startswith("held")
        state = "posted" if private else "held" if why or screen.SAFETY in item.reasons else "waiting"
        reply = Reply(0, item.ident, text, state, ",".join(why), int(now), asked)
        made = await asyncio.wrap_future(relay.spool.do(store.add_reply(reply, digest(text.encode()))))
        relay.buckets.pour(client, now)
        relay.log("answer", outcome="new" if made else "same", why=why, ident=item.ident)
        if wants_json(request):
            return json({"state": _told(reply)}, HTTPStatus.CREATED if made else HTTPStatus.OK)
        return see_other(relay.address(receipt))

    def _mend(self, request: Request, item: Item, receipt: str, typed: str) -> Response:
        """The page again, with what is wrong beside the question and what was typed in it."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if wants_json(request):
            return json({"error": "answer"}, status)
        view, address = view_of_item(self.relay, item), self.relay.address(receipt)
        return html(self.relay.pages.receipt(item.language, view, address, typed, wrong=True), status)

    def _find(self, receipt: str) -> Item | None:
        return store.find(self.relay.spool, ident_of(receipt)) if RECEIPT.fullmatch(receipt) else None

    def _asked_before(self, item: Item, text: str) -> str:
        """The question that this very answer has answered already: a second click is no second answer."""
        found = store.replies(self.relay.spool, "ident = ? and text = ?", item.ident, text)
        return found[-1].asked if found else ""


def view_of_item(relay: Relay, item: Item) -> View:
    """A submission as its sender may see it."""
    replies = store.replies(relay.spool, "ident = ?", item.ident)
    return View(
        PUBLIC_STATES[item.state], item.form, relay.day(item.created).isoformat(), item.link, item.page,
        item.reason, item.said, item.question, item.asked.startswith("held"), tuple(replies),
    )  # fmt: skip


def _told(reply: Reply) -> str:
    """What the sender of an answer is told of it."""
    return {"waiting": "received", "held": "waiting", "posted": "posted", "discarded": "declined"}[reply.state]
