"""Stands between the publisher and the portal, counts what passes, and misbehaves when told to."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx

READS = frozenset({
    "status_show", "package_show", "datastore_search", "organization_list_for_user", "xloader_status",
    "dashboard_activity_list", "user_show",
})  # fmt: skip

KEPT = ("content-type", "location", "access-control-allow-origin", "retry-after")
Answer = tuple[int, dict[str, str], bytes]
Fault = Callable[[str, int], Any]
"""Of an action and how often it has come: `None` to pass it on; an `Answer` to give instead; a number of seconds to say
nothing; or a function that gets the portal's true answer and returns another."""


class Proxy:
    """`url` is where it listens. `calls` has every action in order, `headers` what came with each."""

    def __init__(self, target: str) -> None:
        self.target, self.calls, self.headers, self.fault = target, list[str](), list[dict[str, str]](), None
        self.fault: Fault | None
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()
        self._http = httpx.Client(timeout=120, trust_env=False)
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                proxy.handle(self)

            def do_POST(self) -> None:
                proxy.handle(self)

            def log_message(self, format: str, *arguments: Any) -> None:
                return

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Proxy:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._http.close()

    @property
    def writes(self) -> list[str]:
        """The calls that change something."""
        return [action for action in self.calls if action and action not in READS]

    def handle(self, request: http.server.BaseHTTPRequestHandler) -> None:
        length = int(request.headers.get("content-length") or 0)
        body = request.rfile.read(length)
        path = urlsplit(request.path).path
        action = path.rpartition("/action/")[2] if "/action/" in path else ""
        with self._lock:
            self.calls.append(action)
            self.headers.append({name.lower(): value for name, value in request.headers.items()})
            count = self._counts[action] = self._counts.get(action, 0) + 1
        fault = self.fault(action, count) if self.fault else None
        if isinstance(fault, float):
            time.sleep(fault)
            request.close_connection = True
            return
        if isinstance(fault, tuple):
            self._send(request, fault)
            return
        headers = {name: value for name, value in request.headers.items()
                   if name.lower() not in ("host", "content-length", "connection", "accept-encoding")}  # fmt: skip
        true = self._http.request(request.command, self.target + request.path, headers=headers, content=body)
        content = true.content
        if "json" in true.headers.get("content-type", ""):
            content = content.replace(self.target.encode(), self.url.encode())
        kept = {name: true.headers[name] for name in KEPT if name in true.headers}
        answer: Answer = (true.status_code, kept, content)
        self._send(request, fault(answer) if callable(fault) else answer)

    @staticmethod
    def _send(request: http.server.BaseHTTPRequestHandler, answer: Answer) -> None:
        status, headers, content = answer
        try:
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name, value)
            request.send_header("content-length", str(len(content)))
            request.end_headers()
            request.wfile.write(content)
        except OSError:
            request.close_connection = True  # the publisher was killed meanwhile


def page(status: int, title: str, **headers: str) -> Answer:
    """An answer as web servers in front of a portal give it."""
    made = {"content-type": "text/html", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return status, made, f"<html><head><title>{title}</title></head><body>{title}</body></html>".encode()


def refused(status: int, error: str) -> Answer:
    """An answer as CKAN gives it."""
    return status, {"content-type": "application/json"}, error.encode()
