"""Git's own protocol over HTTP, by `git http-backend`, with the token asked for as GitHub does."""

from __future__ import annotations

import asyncio
import base64
import os
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tests.github.faults import Fault
from tests.github.hub import Hub


def git_over_http(hub: Hub, faults: list[Fault]) -> Any:
    """The endpoint for `<base>/owner/name.git/...`."""

    async def answer(request: Request) -> Response:
        hub.log.append(f"git {request.method} {request.url.path}")
        if f"{request.path_params['owner']}/{request.path_params['name']}" != hub.name:
            return Response("Not Found", 404)
        push = "git-receive-pack" in str(request.url)
        if push and _password(request) not in hub.tokens:
            return Response("Who are you?", 401, {"WWW-Authenticate": 'Basic realm="GitHub"'})
        body = await request.body()
        fault = next((each for each in faults if each.meets(f"git-{request.method}", request.url.path)), None)
        if fault and fault.kind != "lost":
            return Response("", 503)
        status, headers, content = await _backend(hub, request, body)
        if push and request.method == "POST":
            hub.writes += 1
        return Response(content, status, headers) if fault is None else Response("", 502)

    return answer


def _password(request: Request) -> str:
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return ""
    return base64.b64decode(secret).decode("utf-8", "replace").partition(":")[2]


async def _backend(hub: Hub, request: Request, body: bytes) -> tuple[int, dict[str, str], bytes]:
    environment = {
        **os.environ, "GIT_PROJECT_ROOT": str(hub.git.path), "GIT_HTTP_EXPORT_ALL": "1", "REMOTE_USER": "someone",
        "PATH_INFO": f"/{request.path_params['rest']}", "REQUEST_METHOD": request.method,
        "QUERY_STRING": request.url.query, "CONTENT_TYPE": request.headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(body)), "GIT_PROTOCOL": request.headers.get("git-protocol", ""),
        "HTTP_CONTENT_ENCODING": request.headers.get("content-encoding", ""),
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        "git", "http-backend", env=environment, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate(body)
    head, _, content = out.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode("latin-1").split("\r\n") if ": " in line)
    status = int(headers.pop("Status", "200 OK").split()[0])
    return status, headers, content
