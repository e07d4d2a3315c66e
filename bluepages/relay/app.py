"""The addresses of the relay, and what every answer passes through."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

import h11
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bluepages.relay import store
from bluepages.relay.answers import HEADERS, json, refusal
from bluepages.relay.core import Relay
from bluepages.relay.logs import place_of
from bluepages.relay.openapi import description
from bluepages.relay.receipt import Receipts
from bluepages.relay.stewards import Stewards
from bluepages.relay.submit import Submitting, client_of

SICK_AFTER: Final = 6 * 3600
"""Seconds after which a queue that does not move makes `/healthz` say so."""
_OPEN: Final = ("/submit", "/token", "/r/", "/status")
"""What scripts of the site may ask from another origin."""


def create_app(relay: Relay) -> ASGIApp:
    """The relay as an ASGI application."""
    submitting, receipts, stewards = Submitting(relay), Receipts(relay), Stewards(relay)
    plain = Plain(relay)

    async def submit(request: Request) -> Response:
        return await submitting(request)

    routes = [
        Route("/", plain.front),
        Route("/token", plain.token),
        Route("/healthz", plain.health),
        Route("/openapi.json", plain.openapi),
        Route("/assets/{name}", plain.asset),
        Route("/submit", submit, methods=["POST"]),
        Route("/r/{receipt}", receipts.show),
        Route("/r/{receipt}/answer", receipts.answer, methods=["POST"]),
        Route("/status", receipts.ask),
        Route("/status", receipts.look_up, methods=["POST"]),
        Route("/status/{receipt}", receipts.show),
        Route("/held", stewards.login),
        Route("/held", stewards.held, methods=["POST"]),
        Route("/held/{ident}", stewards.act, methods=["POST"]),
        Route("/withheld", stewards.withheld),
    ]

    def unknown(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
        headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = ", ".join(allowed(routes, request.url.path))
        made = refusal(request, relay, status, "no-page")
        made.headers.update(headers)
        return made

    def fault(request: Request, error: Exception) -> Response:
        code = "full" if isinstance(error, sqlite3.OperationalError) else "fault"
        return refusal(request, relay, HTTPStatus.SERVICE_UNAVAILABLE, code, wait=60)

    app = Starlette(routes=routes, exception_handlers={HTTPException: unknown, Exception: fault})
    app.router.redirect_slashes = False
    return Guard(app, relay, routes)


class Plain:
    """Pages without a submission."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay

    async def front(self, request: Request) -> Response:
        """Nobody lives here: on to the site."""
        return RedirectResponse(self.relay.setup.home, HTTPStatus.SEE_OTHER)

    async def token(self, request: Request) -> Response:
        """A signed form age; a challenge with it while one is asked for."""
        relay, now = self.relay, self.relay.clock()
        token, key = relay.keys.token(now, "f")
        busy = relay.buckets.loaded(now) or relay.buckets.room(client_of(request, relay, now), now) != "free"
        return json({"token": token, "key": key, "proof": relay.proofs.challenge(now) if busy else None})

    async def health(self, request: Request) -> Response:
        """Whether it works: numbers only."""
        relay, now = self.relay, self.relay.clock()
        figures = store.figures(relay.spool, now)
        said = "stopping" if relay.stopping else "slow" if figures.oldest > SICK_AFTER else "dead letters" if (
            figures.dead
        ) else "ok"  # fmt: skip
        status = HTTPStatus.SERVICE_UNAVAILABLE if said in ("stopping", "slow") else HTTPStatus.OK
        return json({
            "status": said, "forge": relay.config.relay.forge, "breaker": relay.breaker.open(now),
            "queue": {"received": figures.received, "held": figures.held, "review": figures.review,
                      "dead": figures.dead, "oldest_seconds": figures.oldest,
                      "held_oldest_seconds": figures.held_oldest, "alerts": figures.alerts},
            "counters": figures.counters,
        }, status)  # fmt: skip

    async def openapi(self, request: Request) -> Response:
        """The description of all this."""
        return json(description())

    async def asset(self, request: Request) -> Response:
        """Style and scripts of the site."""
        found = self.relay.pages.asset(request.path_params["name"])
        if found is None:
            return refusal(request, self.relay, HTTPStatus.NOT_FOUND, "no-page")
        data, kind = found
        headers = {"Cache-Control": "public, max-age=86400", "Cross-Origin-Resource-Policy": "cross-origin"}
        return Response(data, headers=headers, media_type=kind)


class Guard:
    """Outermost: private headers on every answer, CORS for the site's scripts, and faults without their text."""

    def __init__(self, app: ASGIApp, relay: Relay, routes: Sequence[Route]) -> None:
        self.app, self.relay, self.routes = app, relay, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        relay, headers = self.relay, Headers(scope=scope)
        origin = headers.get("origin", "")
        shared = scope["path"].startswith(_OPEN) and origin in relay.origins
        begun = False

        async def send_more(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                made = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    made.setdefault(name, value)
                made.add_vary_header("Accept, Accept-Language, Origin")
                if shared:
                    made["Access-Control-Allow-Origin"] = origin
                    made["Access-Control-Expose-Headers"] = "Retry-After"
            await send(message)

        methods = allowed(self.routes, scope["path"]) if scope["method"] == "OPTIONS" else []
        if methods:
            await _options(methods, shared)(scope, receive, send_more)
            return
        try:
            await self.app(scope, receive, send_more)
        except h11.LocalProtocolError:
            return  # the other side has broken off, or off the rules: there is nobody to answer
        except Exception as error:
            relay.log("fault", place=place_of(error))
            if not begun:
                answer = json({"error": "fault"}, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "60"})
                await answer(scope, receive, send_more)


def allowed(routes: Sequence[Route], path: str) -> list[str]:
    """The methods of an address; none where there is nothing."""
    found = {method for route in routes if route.path_regex.match(path) for method in route.methods or ()}
    return sorted({*found, "OPTIONS"}) if found else []


def _options(methods: Sequence[str], shared: bool) -> Response:
    """The answer to a browser that asks before it sends."""
    headers: dict[str, str] = {"Allow": ", ".join(methods)}
    if shared:
        headers |= {
            "Access-Control-Allow-Methods": "GET, POST", "Access-Control-Allow-Headers": "Accept, Content-Type",
            "Access-Control-Max-Age": "86400",
        }  # fmt: skip
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)
