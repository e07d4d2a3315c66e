"""What travels with the data wherever it goes: the disclaimer, the licence, the sources. `README.txt` says it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from bluepages.enrich import Edition
from bluepages.export.cells import clean
from bluepages.export.formats import File, Whole
from bluepages.export.sources import attribution, used_sources

PATH = "README.txt"
LICENCE = "CC0-1.0"
LICENCE_URL = "https://creativecommons.org/publicdomain/zero/1.0/"


def disclaimer(edition: Edition) -> str:
    """The disclaimer in all languages of the directory, on one line."""
    said = edition.config.disclaimer
    return clean(" ".join(said[language] for language in edition.config.languages if language in said))


def notice(edition: Edition, contents: Iterable[tuple[str, str]]) -> str:
    """The text that goes with the data; `contents` are paths and what they hold."""
    config = edition.config
    parts = [f"{config.name}: open data", disclaimer(edition)]
    if config.site_url:
        parts.append(f"Made from {config.site_url} where every record has a page with its sources and its age.")
    parts.append(
        f"Licence: {LICENCE} ({LICENCE_URL}). The records may be used for anything, without asking. Facts that "
        "came from elsewhere keep their source, its date and its licence, named in each row and listed below; whoever "
        "passes the data on should pass on this file."
    )
    parts.append(
        "Nothing here is verified but what says so: look at verified_date and source_date, and call before you go. "
        "Places with a secret address are given by city and county only. Please do not try to find them."
    )
    listed = "\n".join(_item(path, about) for path, about in contents)
    named = "\n".join(_wrap(f"* {attribution(source)}", "  ") for source in used_sources(edition))
    text = "\n\n".join([*map(_wrap, parts), f"Files\n\n{listed}"])
    if named:
        text += f"\n\nSources\n\n{named}"
    places = places_notice(edition)
    return f"{text}\n\nPositions that stand for a ZIP code\n\n{places}\n" if places else f"{text}\n"


def places_notice(edition: Edition) -> str:
    """What the directory's places tables ask to be passed on; `""` where they ask nothing."""
    path = edition.vocabulary.places.folder / "NOTICE"
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _wrap(text: str, indent: str = "") -> str:
    return textwrap.fill(text, 100, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _item(path: str, about: str) -> str:
    return f"{path}\n{textwrap.fill(about, 96, initial_indent='    ', subsequent_indent='    ')}"


class Readme(Whole):
    """The notice as a file of its own."""

    name = "readme"
    paths = (PATH,)
    about = "The disclaimer, the licence and the sources; keep it with the data."

    def files(self, edition: Edition) -> list[File]:
        from bluepages.export import contents

        return [(PATH, notice(edition, contents()).encode())]
