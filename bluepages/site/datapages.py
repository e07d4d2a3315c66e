"""The pages about the data: what can be downloaded, and the dictionary of its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bluepages.export.feeds import ALL
from bluepages.site.said import Said
from bluepages.site.stage import Page, Stage


class Column(Protocol):
    """What the dictionary shows of a column (`bluepages.export.columns`)."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> Any: ...
    @property
    def type(self) -> str: ...
    @property
    def meaning(self) -> Any: ...
    @property
    def example(self) -> Any: ...
    @property
    def hsds_path(self) -> str: ...


def data_page(stage: Stage, language: str) -> Page:
    """What the directory offers to other programs, with sizes, licence and sources."""
    t = stage.words(language)
    known = t.group("download")
    files = [
        {
            "path": file.path,
            "href": f"data/{file.path}",
            "about": known.get(re.sub(r"[^a-z0-9]+", "_", file.path).strip("_"), "")
            or Said(file.about, "" if language == stage.own else stage.own),
            "size": size_words(file.size, language, stage) if file.size else "",
            "rows": t("data.rows", n=file.rows) if file.rows is not None else "",
        }
        for file in stage.plan.downloads
    ]
    used = {source.ref for provider in stage.edition.providers.values() for source in provider.sources}
    sources = [info for key, info in stage.edition.vocabulary.sources.items() if key in used]
    view = {"files": files, "sources": sources, "has_dictionary": bool(stage.plan.columns), "feed": stage.feed(ALL)}
    return Page("data.html", "data/", t("data.title"), view, t("data.lead"), "data")


def dictionary_page(stage: Stage, language: str) -> Page:
    """Every column of the flat files, from the one table they are written from."""
    t = stage.words(language)
    rows = [
        {
            "name": column.name,
            "label": _said(column.label, language),
            "type": str(column.type),
            "meaning": _said(column.meaning, language),
            "example": "" if column.example is None else str(column.example),
            "hsds": str(column.hsds_path or ""),
            "lang": "" if language == stage.own or isinstance(column.meaning, Mapping) else stage.own,
        }
        for column in _columns(stage.plan.columns)
    ]
    view = {"columns": rows, "crumbs": [("data/", t("nav.data"))]}
    return Page("dictionary.html", "data/dictionary", t("dictionary.title"), view, t("dictionary.lead"), "data")


def _columns(columns: Sequence[Column]) -> Sequence[Column]:
    return columns


def _said(text: Any, language: str) -> str:
    if isinstance(text, Mapping):
        return str(text.get(language) or next(iter(text.values()), ""))
    return str(text)


def size_words(size: int, language: str, stage: Stage) -> str:
    """`812 KB`, `1.4 MB` (decimal units)."""
    t = stage.words(language)
    if size < 1_000_000:
        return f"{t.number(max(1, round(size / 1000)))} KB"
    return f"{t.number(round(size / 1_000_000, 1))} MB"
