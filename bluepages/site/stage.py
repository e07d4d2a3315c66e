"""`Stage`: what every page of one build shares, made once a process: the press, the edition, its shelves."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup

from bluepages.enrich import Edition
from bluepages.site.answers import Answer, answer
from bluepages.site.assets import outlines
from bluepages.site.catalogue import script_safe
from bluepages.site.coverage import Coverage, coverage
from bluepages.site.nearby import Nearby
from bluepages.site.press import Icons, Page, Press
from bluepages.site.said import Voice
from bluepages.site.shelves import Shelves
from bluepages.site.statemap import Ring, shapes
from bluepages.worklist import CountyWork

__all__ = ["Download", "Icons", "Page", "Plan", "Stage"]


class Download(msgspec.Struct, frozen=True):
    """A file of `data/` that the data page offers: its path below `data/`, bytes, rows, and what it holds.

    `about` is in the directory's first language; a text of the catalogue for that file name wins.
    """

    path: str
    size: int = 0
    rows: int | None = None
    about: str = ""


class Plan(msgspec.Struct, frozen=True):
    """The inputs of the pages besides the edition. `base_url` ends with `/`."""

    base_url: str
    folder: Path
    with_map: bool = False
    downloads: tuple[Download, ...] = ()
    columns: tuple[Any, ...] = ()
    work: dict[str, CountyWork] = {}


class Stage(Press):
    """Renders the pages of one edition."""

    def __init__(self, edition: Edition, shelves: Shelves, plan: Plan) -> None:
        super().__init__(edition.config, plan.folder, plan.base_url)
        self.edition, self.shelves, self.plan = edition, shelves, plan
        self._now_words = {code: self._now(code) for code in self.languages}

    def voice(self, slug: str, language: str) -> Voice:
        """Says the texts of a record in a language, and marks translations that are stale."""
        stale = self.edition.history.stale.get(slug, {}).get(language, frozenset())
        remark = self.words(language)("translation.stale") if stale else ""
        return Voice(self.edition.providers[slug], language, self.own, stale, remark)

    def answer(self, county: str) -> Answer | None:
        """Who answers 2-1-1 in a county."""
        return answer(county, self.edition.vocabulary.counties.get(county))

    @functools.cached_property
    def nearby(self) -> Nearby:
        """What lies near what."""
        return Nearby(self.edition, self.shelves)

    @functools.cached_property
    def coverage(self) -> dict[str, Coverage]:
        """What each county has and lacks."""
        return coverage(self.edition, self.shelves)

    @functools.cached_property
    def shapes(self) -> dict[str, tuple[str, list[Ring]]]:
        """The outlines of the counties."""
        return shapes(self.edition.book.root / "data" / "places")

    @functools.cached_property
    def towns(self) -> dict[str, list[tuple[str, float, float]]]:
        """The larger towns of each county: name, latitude, longitude."""
        drawn = outlines(self.edition.book.root / "data" / "places")["towns"]
        return {slug: [(name, north, east) for name, north, east in found] for slug, found in drawn.items()}

    def is_sensitive(self, needs: Iterable[str]) -> bool:
        """Whether one of some needs is that of people who may be watched at home."""
        wanted = self.config.sensitive_needs
        return any(need == each or need.startswith(f"{each}.") for need in needs for each in wanted)

    def feed(self, path: str) -> str:
        """Where the feed `path` of the data files lies below the site's root; `""` where this build has no feeds."""
        return f"data/{path}" if any(file.path == "changes.atom" for file in self.plan.downloads) else ""

    def now_words(self, language: str) -> Markup:
        """What the browser needs to say whether something is open: words, limits, the clock's zone, holidays (JSON)."""
        return self._now_words[language]

    def _now(self, language: str) -> Markup:
        year, limits = self.edition.today.year, self.config.limits
        dates = self.edition.calendar.dates
        return script_safe(
            {
                "words": self.words(language).group("now"),
                "zone": self.config.time_zone,
                "months": [limits.verified_fresh_months, limits.source_fresh_months],
                "holidays": [day.isoformat() for each in (year, year + 1) for day in dates(each)],
            }
        )
