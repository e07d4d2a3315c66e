"""The REST API over a hub: each request is held to the contract first, then struck by a fault or carried out."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.github import contract
from tests.github.cut import REPO
from tests.github.faults import Fault
from tests.github.hub import WRITERS, Actor, GitError, Hub
from tests.github.shapes import Shapes
from tests.github.smarthttp import git_over_http

Handler = Callable[["Call"], Any]
ROUTES: list[tuple[str, str, Handler]] = []


class Refused(Exception):  # noqa: N818 - an answer, not an error of ours
    """An answer that is not what was asked for."""

    def __init__(self, status: int, message: str, errors: list[Any] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.errors = status, message, errors


class Call:
    """One request, as handlers see it."""

    def __init__(self, hub: Hub, shapes: Shapes, request: Request, body: Any, actor: Actor) -> None:
        self.hub, self.shapes, self.body, self.actor = hub, shapes, body, actor
        self.path, self.query = request.path_params, request.query_params
        self.headers = request.headers
        self.url = request.url
        self.next: str = ""

    def number(self, name: str) -> int:
        return int(self.path[name])

    def thing(self, name: str = "issue_number", *, pull: bool = False) -> Any:
        found = self.hub.things.get(self.number(name))
        if found is None or (pull and not found.head):
            raise Refused(404, "Not Found")
        return found

    def paged(self, rows: list[Any]) -> list[Any]:
        size, page = min(int(self.query.get("per_page", 30)), 100), int(self.query.get("page", 1))
        if len(rows) > size * page:
            self.next = str(self.url.include_query_params(page=page + 1))
        return rows[size * (page - 1) : size * page]


def on(method: str, path: str) -> Callable[[Handler], Handler]:
    """Declare what answers an operation of the contract."""
    assert (method, path) in contract.operations(), f"{method} {path} is not in the cut"

    def keep(handler: Handler) -> Handler:
        ROUTES.append((method, path, handler))
        return handler

    return keep


def make_app(hub: Hub, faults: list[Fault], base: str) -> Starlette:
    """The API of a hub at `base`, Git over HTTPS included."""
    from tests.github import gitops, operations

    assert gitops and operations, "they declare what is answered"
    shapes = Shapes(hub, base)
    routes = []
    for method, path, handler in sorted(ROUTES, key=lambda each: each[1].count("{ref}")):
        place = re.sub(r"\{(path|ref|branch)\}", r"{\1:path}", path)
        routes.append(Route(place, _endpoint(hub, shapes, faults, method, path, handler), methods=[method]))
    git = Route("/{owner}/{name}.git/{rest:path}", git_over_http(hub, faults), methods=["GET", "POST"])
    return Starlette(routes=[*routes, git], exception_handlers={404: _missing})


async def _missing(request: Request, error: Exception) -> Response:
    return JSONResponse({"message": "Not Found", "documentation_url": "", "status": "404"}, 404)


def _endpoint(hub: Hub, shapes: Shapes, faults: list[Fault], method: str, path: str, handler: Handler) -> Any:
    async def answer(request: Request) -> Response:
        raw = await request.body()
        hub.log.append(f"{method} {request.url.path}")
        fault = next((each for each in faults if each.meets(method, request.url.path)), None)
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault and fault.kind in _REFUSALS:
            return _REFUSALS[fault.kind](fault)
        found = _carried_out(hub, shapes, request, raw, method, path, handler)
        if fault and fault.kind == "lost":
            return HTMLResponse("<html><h1>502 Bad Gateway</h1></html>", 502)
        if fault and fault.kind == "cut":
            return StreamingResponse(_broken_off(), headers={"Content-Length": "1000"})
        return found

    return answer


async def _broken_off() -> AsyncIterator[bytes]:
    yield b"{"
    raise ConnectionResetError


_REFUSALS: dict[str, Callable[[Fault], Response]] = {
    "down": lambda fault: HTMLResponse("<html>Unicorn!</html>", 503),
    "secondary": lambda fault: JSONResponse(
        {"message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."},
        403, {"Retry-After": str(int(fault.seconds))},
    ),
    "limit": lambda fault: JSONResponse(
        {"message": "API rate limit exceeded for installation ID 1."},
        403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Limit": "5000", "X-RateLimit-Reset": "2000000000"},
    ),
}  # fmt: skip


def _carried_out(
    hub: Hub, shapes: Shapes, request: Request, raw: bytes, method: str, path: str, handler: Handler
) -> Response:
    try:
        call = _checked(hub, shapes, request, raw, method, path)
        result = handler(call)
    except Refused as refused:
        if refused.status == 422:
            hub.refused.append(f"{method} {request.url.path}: {refused.errors or refused.message}")
        errors = {} if refused.errors is None else {"errors": refused.errors}
        return JSONResponse({"message": refused.message, "documentation_url": "", **errors}, refused.status)
    except GitError as error:
        return JSONResponse({"message": f"Git: {error}"}, 409)
    if method != "GET":
        hub.writes += 1
    status, data = result if isinstance(result, tuple) else (200, result)
    link = {"Link": f'<{call.next}>; rel="next"'} if call.next else {}
    return Response(status_code=status) if data is None else JSONResponse(data, status, link)


def _checked(hub: Hub, shapes: Shapes, request: Request, raw: bytes, method: str, path: str) -> Call:
    """Who asks, for what repository, and whether the request is one that GitHub describes. Raises `Refused`."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    actor = hub.tokens.get(token)
    if kind.lower() == "bearer" and token.count(".") == 2:
        actor = Actor("app", bot=True)  # an App's own signed word, with which it asks for a token
    if actor is None:
        raise Refused(401, "Bad credentials")
    params = request.path_params
    if path.startswith(REPO) and f"{params['owner']}/{params['repo']}".lower() != hub.name.lower():
        raise Refused(404, "Not Found")
    try:
        body = json.loads(raw) if raw else None
    except ValueError:
        raise Refused(400, "Problems parsing JSON") from None
    wrong = list(contract.faults(method, path, request.query_params, body, sent=bool(raw)))
    if wrong:
        raise Refused(422, "Validation Failed", [{"message": each} for each in wrong])
    return Call(hub, shapes, request, body if body is not None else {}, actor)


def decoded(content: str, encoding: str) -> bytes:
    """Content as requests hold it."""
    try:
        return base64.b64decode(content) if encoding == "base64" else content.encode()
    except ValueError:
        raise Refused(422, "content is not valid Base64") from None


def need_write(call: Call) -> None:
    """Refuse who may only read."""
    if not call.actor.bot and call.hub.permission(call.actor.login) not in WRITERS:
        raise Refused(403, "Resource not accessible by integration")
