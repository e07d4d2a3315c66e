"""What a page of a built site weighs on its way to a browser, as DESIGN 10 counts it: bytes gzipped, and requests.

Counted are the page, its styles, scripts with what they import at once, and its icon; not what only a press asks for.
"""

from __future__ import annotations

import functools
import gzip
import posixpath
import re
from collections.abc import Iterator

import msgspec

from tests.site.test_pages import Reader

HTML, STYLE, SCRIPT, ALL, REQUESTS = 15_000, 12_000, 20_000, 60_000, 6
_IMPORT = re.compile(r"""\bfrom\s*["']\./([^"']+)["']""")


class Weight(msgspec.Struct):
    """The bytes of one page by kind, and how many files are asked for."""

    html: int
    style: int
    script: int
    requests: int
    all: int

    @property
    def over(self) -> list[str]:
        """What is more than its budget."""
        limits = {"html": HTML, "style": STYLE, "script": SCRIPT, "all": ALL, "requests": REQUESTS}
        return [f"{name} {getattr(self, name)} > {most}" for name, most in limits.items() if getattr(self, name) > most]


def weigh(html: bytes, path: str, files: dict[str, bytes]) -> Weight:
    """The weight of the page at `path`; `files` are the others of the site by their path, at least the assets."""
    asked = set(_asked(html.decode(), path))
    waiting = [name for name in asked if name.endswith(".mjs")]
    while waiting:
        name = waiting.pop()
        for found in _IMPORT.findall(files[name].decode()):
            inner = posixpath.join(posixpath.dirname(name), found.partition("?")[0])
            if inner not in asked:
                asked.add(inner)
                waiting.append(inner)
    sizes = {name: _size(files[name]) for name in asked}
    page = len(gzip.compress(html))
    return Weight(
        page,
        sum(size for name, size in sizes.items() if name.endswith(".css")),
        sum(size for name, size in sizes.items() if name.endswith(".mjs")),
        1 + len(sizes),
        page + sum(sizes.values()),
    )


def _asked(text: str, path: str) -> Iterator[str]:
    text = re.sub(r"<noscript>.*?</noscript>", "", text, flags=re.DOTALL)
    for tag, attributes in Reader(text).tags:
        loads = tag == "link" and attributes.get("rel") in ("stylesheet", "icon", "modulepreload")
        link = attributes.get("href") if loads else attributes.get("src") if tag in ("script", "img") else ""
        if link and not link.startswith("data:"):
            yield posixpath.normpath(posixpath.join("/", posixpath.dirname(path), link.partition("?")[0])).lstrip("/")


@functools.cache
def _size(data: bytes) -> int:
    return len(gzip.compress(data))
