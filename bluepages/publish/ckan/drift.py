"""What somebody changed on the portal by hand: the portal compared with the hashes that a publication left there.

It is asked as the public, needs neither a token nor a build, and writes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from bluepages.publish.ckan.answers import Refusal
from bluepages.publish.ckan.client import Client
from bluepages.publish.ckan.fields import ROWS, RUN, SHA, WATCH, WORDS, said_now
from bluepages.publish.ckan.live import ROLE, TABLE, Live, read_live
from bluepages.publish.metadata import FIELDS
from bluepages.publish.settings import Settings
from bluepages.publish.wanted import rows_digest, words_digest

ROLES = ("csv", "dictionary", "geojson", "hsds", "package", "readme", TABLE)
"""What each data set has, the table last."""


def drift(client: Client, settings: Settings) -> list[str]:
    """Every difference in a sentence; none where all is as it was published."""
    live = read_live(client, settings.dataset, public=True)
    if live.package is None:
        return [f"The data set {settings.dataset} cannot be seen by the public."]
    if said_now(live, settings.entry, RUN, custom=True):
        return ["A publication is at work, or was not finished, so nothing can be compared."]
    return [*_said(live, settings), *_files(client, live), *(_table(live) if live.keeps_tables else ())]


def _said(live: Live, settings: Settings) -> Iterator[str]:
    watched, _, names = said_now(live, settings.entry, WATCH, custom=True).partition(" ")
    if not watched:
        yield "The mark by which changes of title, description and fields are seen is gone."
        return
    said = {name: said_now(live, settings.entry, name, custom=False) for name in FIELDS}
    ours = [name for name in names.replace(" ", "").split(",") if name]
    said.update({name: said_now(live, settings.entry, name, custom=True) for name in ours})
    if words_digest(said) != watched:
        yield "Title, description, contact or a custom field was changed."


def _files(client: Client, live: Live) -> Iterator[str]:
    known = [each for each in (live.package or {}).get("resources") or () if each.get(ROLE)]
    for role in ROLES if live.keeps_tables else ROLES[:-1]:
        if not any(each.get(ROLE) == role for each in known):
            yield f"The resource {role} is gone."
    for each in known:
        if each.get("url_type") != "upload":
            continue
        try:
            content = client.download(str(each.get("url"))).content
        except Refusal as refused:
            yield f"The file of {each[ROLE]} cannot be fetched: {refused.said}."
            continue
        if hashlib.sha256(content).hexdigest() != each.get(SHA):
            yield f"The file of {each[ROLE]} is not the one that was published."


def _table(live: Live) -> Iterator[str]:
    resource = live.resource(TABLE)
    if resource is None:
        return
    if not live.has_table:
        yield "The table is gone."
        return
    if rows_digest([column.name for column in live.columns], live.rows) != resource.get(ROWS):
        yield f"Rows or columns of the table were changed; it has {len(live.rows)} rows now."
    words = {column.name: [column.type, column.label.strip(), column.notes.strip()] for column in live.columns}
    if words_digest(words) != resource.get(WORDS):
        yield "The data dictionary of the table was changed."
