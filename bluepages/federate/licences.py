"""Under which licences data may come in (DESIGN 9): what can be given on to the public domain, and nothing else."""

from __future__ import annotations

from typing import Final

from bluepages.errors import Complaint
from bluepages.records.book import Book

FREE: Final = frozenset({"public-domain", "CC0-1.0", "PDDL-1.0", "MIT", "ISC"})
"""Always accepted."""
NAMED: Final = frozenset({"CC-BY-3.0", "CC-BY-4.0", "ODC-By-1.0", "Apache-2.0"})
"""Accepted where `allow_licences` of directory.yaml names them: their attribution must travel in every output."""
_SHARE: Final = frozenset({"CC-BY-SA-3.0", "CC-BY-SA-4.0", "ODbL-1.0"})


def check_licence(book: Book, source: str, *, words: bool) -> None:
    """Raise `Complaint` where a source may not be imported. `words`: its own texts would come in, not only facts."""
    info = book.vocabulary.sources.get(source)
    if info is None:
        raise Complaint(
            f'The source "{source}" is not in data/sources.yaml.',
            "Add it with title, publisher, url and licence; docs/federation.md shows how.",
        )
    licence = info.licence
    if licence in FREE or licence in book.config.allow_licences:
        return
    if licence == "facts-only":
        if not words:
            return
        raise Complaint(
            f"{source} states no licence, so only facts may be taken from it, in words of our own.",
            "Ask the publisher for CC0; or bring it in as a table, with a mapping that writes its own texts.",
        )
    if licence in NAMED:
        raise Complaint(
            f"{source} is under {licence}, which asks for its name in every copy.",
            f"Where the stewards agree: allow_licences: [{licence}] in directory.yaml; every output then names it.",
        )
    if licence in _SHARE:
        raise Complaint(
            f"{source} is under {licence}: whoever uses it must share alike, which the public domain cannot promise.",
            "Ask the publisher for CC0 or PDDL for the facts.",
        )
    raise Complaint(
        f"{source} is under {licence}, which does not allow everybody every use.", "Ask the publisher for CC0 or PDDL."
    )
