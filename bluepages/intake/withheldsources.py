"""Where private reports are kept: the stewards' own list, the relay's held queue, private reports on GitHub.

Each that is configured must answer: a list that cannot be fetched stops the publication, and what is published stays
as it was. No answer is ever repeated in a message.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import orjson

from bluepages.errors import OURS, Complaint
from bluepages.intake.again import patiently
from bluepages.intake.withhold import Told, about, read_lines, read_rows
from bluepages.records.book import Book

LARGEST: Final = 1_000_000
_STATES: Final = {"triage": False, "draft": True}
"""Open private reports on GitHub; a draft is one that a maintainer has accepted."""


def from_list(text: str) -> list[Told]:
    """The stewards' list, as the secret `WITHHELD` holds it."""
    try:
        return read_lines(text)
    except ValueError as error:
        hint = "Write slug/location on each line, and a day such as 2026-11-21 behind it if you like."
        raise Complaint(f"Line {error} of the list of withheld places cannot be read.", hint, OURS) from None


def from_relay(url: str, token: str, transport: Any = None) -> list[Told]:
    """What the relay withholds (docs/relay.md). It is asked by HTTPS alone and no redirect is followed."""
    import httpx

    if not token:
        hint = "Set RELAY_TOKEN: the token of a steward, as in docs/relay.md."
        raise Complaint("The relay cannot be asked what it withholds.", hint, OURS)
    if not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise Complaint("The relay is asked by HTTPS alone.", "Mend relay.url in directory.yaml.", OURS)

    def ask() -> bytes:
        try:
            with httpx.Client(timeout=20, transport=transport, trust_env=transport is None) as client:
                answer = client.get(f"{url.rstrip('/')}/withheld", headers={"Authorization": f"Bearer {token}"})
        except httpx.HTTPError:
            raise Complaint("The relay cannot be reached.", "Run it again in a while.", OURS) from None
        if answer.status_code != 200 or len(answer.content) > LARGEST:
            raise Complaint(f"The relay answered with {answer.status_code}.", "See docs/relay.md.", OURS)
        return answer.content

    try:
        return read_rows(orjson.loads(patiently(ask))["withheld"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        raise Complaint("What the relay answered is no list of withheld places.", "See docs/relay.md.", OURS) from None


def from_advisories(api: Any, book: Book, day: Callable[[Any], str]) -> list[Told]:
    """Private reports on GitHub that are still open. `api` is PyGithub's repository, by a token that may read them."""
    found = []
    for each in api.get_repository_advisories():
        if each.state in _STATES:
            slug, location = about(f"{each.summary}\n{each.description}", book)
            if slug or not _of_program(each):
                found.append(Told(slug, location, day(each.created_at), _STATES[each.state]))
    return found


def _of_program(each: Any) -> bool:
    """Whether a report names a package: then it is about a hole in the program, not about an address."""
    return any(part.package is not None and part.package.name for part in each.vulnerabilities or ())
