"""What every answer of the relay has in common: HTML or JSON, the headers that keep it private, refusals in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bluepages.relay.core import Relay

HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def wants_json(request: Request) -> bool:
    """Whether a script asks: JSON is named and HTML is not."""
    accept = request.headers.get("accept", "").lower()
    return "application/json" in accept and "text/html" not in accept


def language_of(request: Request, relay: Relay, said: str = "") -> str:
    """The language that was said, else the first one of the browser's that the site has."""
    if said in relay.pages.languages:
        return said
    for part in request.headers.get("accept-language", "").split(","):
        code = part.partition(";")[0].strip().lower()[:2]
        if code in relay.pages.languages:
            return code
    return relay.pages.own


def html(data: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A page."""
    more = {"Content-Security-Policy": POLICY, **(headers or {})}
    return Response(data, status, headers=more, media_type="text/html; charset=utf-8")


def json(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer to a script."""
    return Response(orjson.dumps(data), status, headers=dict(headers or {}), media_type="application/json")


def see_other(address: str) -> Response:
    """On to another page, after something was taken in."""
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def refusal(
    request: Request, relay: Relay, status: int, code: str, language: str = "",
    fields: Sequence[tuple[str, str]] = (), wait: int = 0, **more: Any,
) -> Response:  # fmt: skip
    """What cannot be done, with everything typed where that is known. `code` names the words."""
    headers = {"Retry-After": str(wait)} if wait else {}
    if wants_json(request):
        return json({"error": code, **more}, status, headers)
    language = language_of(request, relay, language)
    return html(relay.pages.notice(language, code.replace("-", "_"), fields), status, headers)
