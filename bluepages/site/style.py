"""What stands in a page itself: its style, where people land; and the script that speaks before the first paint.

A page cannot be painted before its style is there, and on a slow line a second file is a second of waiting. So the
home page, the search, a provider and a county bring the chapters of `site.css` that they need (`/*= name: about */`
begins one); all other pages link the whole, which is fetched once for many. The search also brings one script of
`site/inline`. The policy of such a page lets in this one style and this one script by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Final

import msgspec
from markupsafe import Markup

from bluepages.site.squeeze import squeeze

_CHAPTER: Final = re.compile(r"^/\*= (\w+):.*?\*/\n", re.MULTILINE)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING: Final = re.compile(r'("[^"\n]*")')


class Inlined(msgspec.Struct, frozen=True):
    """What stands in `<style>` or `<script>`, and what a policy calls it."""

    text: Markup
    source: str


def inlined(folder: Path, *names: str) -> Inlined:
    """The chapters `names` of `site.css` in `folder`, in the order of the file; `search` is `search.css` after them."""
    found = chapters((folder / "site.css").read_text(encoding="utf-8"))
    found["search"] = (folder / "search.css").read_text(encoding="utf-8")
    unknown = set(names) - found.keys()
    if unknown:
        raise ValueError(f"site.css has no chapter {', '.join(sorted(unknown))}")
    text = squeezed("".join(body for name, body in found.items() if name in names))
    if "<" in text:
        raise ValueError('site.css: "<" would end the style where it stands in a page')
    return _with_hash(text)


def script(folder: Path, name: str) -> Inlined:
    """The script `name` of `folder`, without what says nothing."""
    text = squeeze((folder / f"{name}.js").read_text(encoding="utf-8")).strip()
    if "</" in text or "<!--" in text:
        raise ValueError(f'{name}.js: "</" or "<!--" would end the script where it stands in a page')
    return _with_hash(text)


def _with_hash(text: str) -> Inlined:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Inlined(Markup(text), f"'sha256-{digest}'")


def chapters(text: str) -> dict[str, str]:
    """The chapters of a style sheet by name."""
    parts = _CHAPTER.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def squeezed(text: str) -> str:
    """The same style without comments and blanks that say nothing."""
    parts = _STRING.split(_COMMENT.sub("", text))
    return "".join(part if at % 2 else _dense(part) for at, part in enumerate(parts)).strip()


def _dense(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};]) ?", r"\1", text)
    return re.sub(r"([;{][\w-]+): ", r"\1:", re.sub(r", ", ",", text)).replace(";}", "}")
