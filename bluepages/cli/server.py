"""A small static server on loopback that answers as GitHub Pages does: `/p/x` is `p/x.html`, unknown is `404.html`."""

from __future__ import annotations

import http.server
import sys
from http import HTTPStatus
from pathlib import Path as FilePath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

_TYPES: Final = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8", ".json": "application/json", ".geojson": "application/geo+json",
    ".csv": "text/csv; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8", ".zip": "application/zip", ".webmanifest": "application/manifest+json",
}  # fmt: skip


def serve(site: FilePath, prefix: str = "/", port: int = 0) -> http.server.ThreadingHTTPServer:
    """A server of `site` below `prefix` (`/`, or `/blue-pages/`) on 127.0.0.1; port 0 takes a free one.

    The caller runs `serve_forever` and closes it. Raises `OSError` where the port is taken.
    """

    class Handler(_Handler):
        folder = site
        base = prefix

    return _Server(("127.0.0.1", port), Handler)


def find(site: FilePath, path: str) -> FilePath | None:
    """The file that answers a URL path below the site's root, or `None`; never one outside of `site`."""
    parts = [part for part in unquote(path).split("/") if part]
    if any(part in (".", "..") or "\\" in part or "\0" in part for part in parts):
        return None
    place = site.joinpath(*parts)
    if path.endswith("/") or not parts:
        candidates = [place / "index.html"]
    else:
        candidates = [place, place.with_name(place.name + ".html")]
    return next((candidate for candidate in candidates if candidate.is_file()), None)


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is no fault; anything else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(http.server.BaseHTTPRequestHandler):
    folder: FilePath
    base: str
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the file, a redirect to the folder's `/`, or 404.html."""
        path = urlsplit(self.path).path
        if not path.startswith(self.base):
            self._send(HTTPStatus.NOT_FOUND, b"Not found: the site is at " + self.base.encode(), ".txt")
            return
        inner = path[len(self.base) :]
        file = find(self.folder, inner)
        if file is not None:
            self._send(HTTPStatus.OK, file.read_bytes(), file.suffix)
        elif inner and not inner.endswith("/") and find(self.folder, inner + "/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", path + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            missing = self.folder / "404.html"
            self._send(HTTPStatus.NOT_FOUND, missing.read_bytes() if missing.is_file() else b"Not found", ".html")

    do_HEAD = do_GET  # noqa: N815 - the name the standard library calls

    def _send(self, status: HTTPStatus, content: bytes, suffix: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", _TYPES.get(suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what people look at is not written down."""
