"""Settings looked at before anything starts: what is wrong, in words for whoever runs the relay, all at once."""

from __future__ import annotations

import base64
import binascii
import shutil
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from bluepages.config import Config
from bluepages.errors import Complaint
from bluepages.site.csp import origin

SHORTEST_TOKEN = 20
TWO = 2
"""Stewards whom a safety report calls; a webhook comes on top, since nobody knows who reads there."""


def preflight(config: Config, environment: Mapping[str, str], *, forge: str, local: bool) -> list[str]:
    """Raises `Complaint` with everything that must be mended; returns what is worth knowing."""
    wrong = list(_wrong(config, environment, forge, local))
    if wrong:
        raise Complaint("\n".join(wrong), "docs/relay.md explains every setting.")
    return list(_remarks(config, environment, local))


def _wrong(config: Config, environment: Mapping[str, str], forge: str, local: bool) -> Iterator[str]:
    relay = config.relay
    if not local:
        if not origin(relay.url) or not relay.url.endswith("/"):
            yield "relay.url: write the relay's public address, with a / at its end: https://relay.example.org/"
        elif urlsplit(relay.url).scheme != "https" and not _loopback(relay.url):
            yield "relay.url: only https keeps what people send from being read on the way."
    for each in relay.origins:
        if origin(each) != each:
            yield f"relay.origins: {each!r} is no origin; write it like https://example.org"
    if not 0 <= relay.proxies <= 5:
        yield "relay.proxies: how many proxies of your own stand before the relay, 0 to 5."
    if not local and not relay.proxies and urlsplit(relay.url).scheme == "https":
        yield "relay.proxies: the web server before the relay, which speaks https, counts too: write 1, or all are one."
    if relay.most_an_hour < 1:
        yield "relay.most_an_hour: a number of submissions from 1 on."
    if relay.seal_to and not _is_key(relay.seal_to):
        yield "relay.seal_to: not a public key; `bluepages relay keys` makes a pair."
    if not local and len(set(relay.alert_to)) < TWO:
        yield "relay.alert_to: name two stewards. A report that a place is in danger calls both, since one may be away."
    if relay.alert_to and not relay.alert_command:
        yield "relay.alert_to: name a relay.alert_command as well, which sends to each of them."
    if relay.alert_command and not shutil.which(relay.alert_command[0]):
        yield f"relay.alert_command: there is no program {relay.alert_command[0]!r} on this machine."
    if relay.alert_webhook and urlsplit(relay.alert_webhook).scheme not in ("https", "http"):
        yield "relay.alert_webhook: write a web address."
    token = environment.get("BLUEPAGES_STEWARD_TOKEN", "")
    if token and len(token) < SHORTEST_TOKEN:
        yield f"BLUEPAGES_STEWARD_TOKEN: at least {SHORTEST_TOKEN} characters; `bluepages relay keys` makes one."
    if forge == "github":
        app = environment.get("BLUEPAGES_APP_ID"), environment.get("BLUEPAGES_APP_KEY")
        if not environment.get("GITHUB_TOKEN") and not all(app):
            yield "GitHub needs BLUEPAGES_APP_ID and BLUEPAGES_APP_KEY (a file), or GITHUB_TOKEN."
        if not (environment.get("GITHUB_REPOSITORY") or config.repository):
            yield "repository: write owner/name in directory.yaml, or set GITHUB_REPOSITORY."


def _remarks(config: Config, environment: Mapping[str, str], local: bool) -> Iterator[str]:
    relay = config.relay
    if local:
        return
    if not environment.get("BLUEPAGES_STEWARD_TOKEN"):
        yield "No BLUEPAGES_STEWARD_TOKEN: the stewards' page is shut; `bluepages relay held` works on this machine."
    if not relay.seal_to:
        yield "No relay.seal_to: the forms take no e-mail address."


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except (binascii.Error, ValueError):
        return False


def _loopback(address: str) -> bool:
    return urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1")
