"""The Content-Security-Policy of every page, from the settings alone: our own files, and the hosts that they name.

It stands in a `<meta>`, since static hosts let nobody set headers; `frame-ancestors` and `report-uri` do nothing there.
Whoever brings another host adds it here, to the directives that need it, and nowhere else.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup

from bluepages.config import Config

GITHUB: Final = "https://github.com"
_HOST: Final = re.compile(r"[a-z0-9._:-]+", re.ASCII)


def policy(config: Config, *styles: str, script: str = "") -> Markup:
    """The value of the policy. Every host in it comes from `directory.yaml`; none of a stranger's text does.

    `styles` are hashes of what stands in `<style>` on this page, `script` that of its one script, if it has one
    (`bluepages/site/style.py`).
    """
    relay = origin(config.relay.url)
    searched = [portal.url for portal in config.portals.values() if portal.search != "off"]
    asks = [relay, *map(origin, searched)]  # what scripts may ask
    shows = [origin(config.tiles.url)]  # pictures of others
    takes = [relay] if relay else [GITHUB] if config.repository else []  # where a form may be sent
    directives = {
        "default-src": "'none'",
        "script-src": _list("'self'", script),
        "style-src": _list("'self'", *styles),
        "img-src": _list("'self'", "data:", *shows),
        "connect-src": _list("'self'", *asks),
        "form-action": _list("'self'", *takes),
        "base-uri": "'none'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
    }
    return Markup("; ".join(f"{name} {value}" for name, value in directives.items()))


def origin(address: str) -> str:
    """`https://relay.example.org/x` -> `https://relay.example.org`; `""` for what is no web address."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("https", "http") or parts.username is not None or not _HOST.fullmatch(host):
        return ""
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def _list(*sources: str) -> str:
    return " ".join(dict.fromkeys(filter(None, sources)))
