"""Slugs and ids (DESIGN 3, rule 1): chosen once, never given to another thing, never typed by a person.

An id is the uuid5 (RFC 9562, section 5.5) of the directory's namespace, the HSDS kind, and the slug path under which
the thing was first published: the first entry of `formerly`, or its present name. List items take their id from their
parent's id and their normalized value, never from their position.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid
from typing import Final

from bluepages.model import Provider

MAX_SLUG: Final = 80
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))})
RESERVED: Final = _DEVICES | {"index", "constructor", "prototype", "proto", "404"}
"""Names that a file system, a web server or a script engine gives a meaning of its own."""


def is_slug(text: str) -> bool:
    """Whether `text` may name a provider, a place or a service."""
    return len(text) <= MAX_SLUG and bool(_SLUG.match(text)) and text not in RESERVED


def slugify(text: str) -> str:
    """A slug made of `text`: ASCII letters and digits, cut at a word; `""` where nothing is left."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ").replace("'", "").replace("’", ""))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    while len("-".join(words)) > MAX_SLUG and len(words) > 1:
        words.pop()
    slug = "-".join(words)[:MAX_SLUG].strip("-")
    return f"{slug}-1" if slug in RESERVED else slug


def seed(slug: str, formerly: tuple[str, ...]) -> str:
    """The name under which something was first published."""
    return formerly[0] if formerly else slug


class Ids:
    """The ids of one directory, whose `namespace` is a UUID."""

    def __init__(self, namespace: str) -> None:
        self._space = uuid.UUID(namespace).bytes

    def _uuid5(self, name: str) -> str:
        """uuid5 as the standard library makes it, without its costs (a property test compares the two)."""
        text = hashlib.sha1(self._space + name.encode(), usedforsecurity=False).hexdigest()
        variant = "89ab"[int(text[16], 16) & 3]
        return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"

    def organization(self, slug: str, provider: Provider) -> str:
        """The id of the provider itself."""
        return self._uuid5(f"organization:{seed(slug, provider.formerly)}")

    def location(self, slug: str, provider: Provider, key: str) -> str:
        """The id of one of its locations."""
        return self._uuid5(f"location:{self._path(slug, provider, key, provider.locations[key].formerly)}")

    def service(self, slug: str, provider: Provider, key: str) -> str:
        """The id of one of its services."""
        return self._uuid5(f"service:{self._path(slug, provider, key, provider.services[key].formerly)}")

    def service_at_location(self, slug: str, provider: Provider, service: str, location: str) -> str:
        """The id of a service at a location, from the ids of the two."""
        pair = f"{self.service(slug, provider, service)}:{self.location(slug, provider, location)}"
        return self._uuid5(f"service_at_location:{pair}")

    def former(self, kind: str, path: str) -> str:
        """The id that a thing had which was joined to another: its HSDS kind and the path of its first publication."""
        return self._uuid5(f"{kind}:{path}")

    def child(self, kind: str, parent_id: str, value: str) -> str:
        """The id of a list item: its HSDS kind, its parent and its normalized value."""
        return self._uuid5(f"{kind}:{parent_id}:{value}")

    @staticmethod
    def _path(slug: str, provider: Provider, key: str, formerly: tuple[str, ...]) -> str:
        first = seed(key, formerly)
        return first if "/" in first else f"{seed(slug, provider.formerly)}/{first}"
