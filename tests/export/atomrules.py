"""What RFC 4287 asks of a feed, as far as a feed of ours could break it: `faults` names every breach."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree as Tree

ATOM = "{http://www.w3.org/2005/Atom}"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_ONCE = ("id", "title", "updated")
_AT_MOST_ONCE = ("generator", "icon", "logo", "rights", "subtitle", "published", "summary", "content", "source")
_KNOWN = {*_ONCE, *_AT_MOST_ONCE, "author", "category", "contributor", "link", "entry"}


def faults(raw: bytes) -> list[str]:
    """Everything that is wrong with a feed; raises `ParseError` where it is no XML."""
    feed = Tree.fromstring(raw)
    if feed.tag != f"{ATOM}feed":
        return ["it is no feed"]
    found = [*_both(feed, "feed")]
    entries = feed.findall(f"{ATOM}entry")
    selfs = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if len(selfs) != 1:
        found.append("4.1.1: a feed has one link to itself")
    if feed.find(f"{ATOM}author") is None and any(entry.find(f"{ATOM}author") is None for entry in entries):
        found.append("4.1.1: nobody is the author")
    for entry in entries:
        found += _both(entry, "entry")
        alternate = [link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        if entry.find(f"{ATOM}content") is None and not alternate:
            found.append("4.1.2: an entry without content or a page")
        if len({(link.get("type"), link.get("hreflang")) for link in alternate}) != len(alternate):
            found.append("4.1.2: two pages of the same kind")
    same = Counter((_text(entry, "id"), _text(entry, "updated")) for entry in entries)
    found += [f"4.1.1: the same entry twice: {name}" for (name, _), count in same.items() if count > 1]
    newest = max((_text(entry, "updated") for entry in entries), default="")
    if newest and _text(feed, "updated")[:10] < newest[:10]:
        found.append("the feed is older than its newest entry")
    return found


def _both(element: Tree.Element, what: str) -> Iterator[str]:
    names = Counter(child.tag for child in element)
    for tag in names:
        if not tag.startswith(ATOM) or tag.removeprefix(ATOM) not in _KNOWN:
            yield f"{what}: {tag} is nothing that Atom knows"
    for name in _ONCE:
        if names[f"{ATOM}{name}"] != 1 or not _text(element, name).strip():
            yield f"{what}: exactly one {name} with a text"
    for name in _AT_MOST_ONCE:
        if names[f"{ATOM}{name}"] > 1:
            yield f"{what}: more than one {name}"
    if not urlsplit(_text(element, "id")).scheme:
        yield f"{what}: 4.2.6: an id is a whole IRI"
    if not _TIME.fullmatch(_text(element, "updated")):
        yield f"{what}: 3.3: {_text(element, 'updated')!r} is no time"
    for link in element.findall(f"{ATOM}link"):
        if not urlsplit(link.get("href", "")).scheme:
            yield f"{what}: 4.2.7: a link without an address"
    for category in element.findall(f"{ATOM}category"):
        if not category.get("term"):
            yield f"{what}: 4.2.2: a category without a term"
    for author in element.findall(f"{ATOM}author"):
        if not _text(author, "name").strip():
            yield f"{what}: 3.2.1: an author without a name"


def _text(element: Tree.Element, name: str) -> str:
    found = element.find(f"{ATOM}{name}")
    return (found.text or "") if found is not None else ""
