"""The stewards' pages: all that waits for an answer, and for each county what there is to do, most urgent first.

They are made for those who look after the records: dense, printable, no script. They depend on the day only where
something comes of age, and tell dates, not ages. Lists are cut so that each page keeps within the budget.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from bluepages.enrich.reviews import Proposal
from bluepages.export.feeds import county_feed
from bluepages.report.text import plain
from bluepages.site.caretakers import caretakers
from bluepages.site.catalogue import Catalogue
from bluepages.site.doorpages import county_form, github_form
from bluepages.site.links import STATEWIDE, county_page, provider_page, steward_page
from bluepages.site.pager import pager
from bluepages.site.provenance import GITHUB
from bluepages.site.said import Said, label
from bluepages.site.stage import Page, Stage
from bluepages.site.worksheets import call_view, row_view
from bluepages.worklist import CountyWork, Doubt

ROWS: Final = 20
CALLS: Final = 15
LEADS: Final = 60
WAITING: Final = 40
FEW: Final = 10
"""Lines of a county's first page, and of the pages of each list."""

LATE: Final = timedelta(days=14)
"""A proposal older than this has waited too long (GOVERNANCE.md)."""

LISTS: Final[dict[str, tuple[Doubt, ...]]] = {
    "reported": ("review",), "questions": ("question",), "links": ("link",),
    "ageing": ("aged",), "missing": ("no_hours", "no_point"),
}  # fmt: skip
"""Lists of a county's records by what is in doubt; the list of all has no name."""


def steward_pages(county: str, stage: Stage, language: str) -> Iterator[Page]:
    """All pages of one county (or of `statewide`)."""
    work = stage.plan.work[county]
    maker = _Maker(county, work, stage, language)
    yield maker.front()
    if work.rows:
        yield from maker.rows("all", work.rows)
        yield from maker.calls()
    for name, doubts in LISTS.items():
        if found := work.having(*doubts):
            yield from maker.rows(name, found)
    if work.pairs:
        yield from maker.pairs()
    if work.leads:
        yield from maker.leads()


class _Maker:
    def __init__(self, county: str, work: CountyWork, stage: Stage, language: str) -> None:
        self.county, self.work, self.stage, self.language = county, work, stage, language
        self.t = stage.words(language)
        entry = stage.edition.vocabulary.counties.get(county)
        self.where = self.t("county.name", name=entry.name) if entry else self.t("area.statewide")
        self.crumbs = [("stewards/", self.t("work.title"))]
        self.below = [*self.crumbs, (steward_page(county), self.where)]
        self.up = "../../"

    def front(self) -> Page:
        """The county at a glance: who, how much of what, and the first few things."""
        t, work, stage = self.t, self.work, self.stage
        waiting = [each for each in stage.edition.proposals if each.county == self.county]
        view = {
            "crumbs": self.crumbs,
            "where": self.where,
            "caretakers": caretakers(self.county, stage),
            "counts": list(self._counts()),
            "records": work.records,
            "checked": work.records - work.never,
            "waiting": _waiting(waiting, stage, t),
            "rows": [row_view(row, stage, self.language, self.up) for row in work.rows[:FEW]],
            "all": steward_page(self.county, "all"),
            "more": max(len(work.rows) - FEW, 0),
            "gaps": self._gaps(),
            "public": county_page(self.county),
            "feed": stage.feed(county_feed(self.county)),
            "add": self._form("suggest"),
            "intake": self._intake(),
        }
        title = t("work.in", where=self.where)
        about = t("work.description", where=self.where)
        return Page("steward.html", steward_page(self.county), title, view, about, county=self.county)

    def _counts(self) -> Iterator[tuple[str, str, int]]:
        t, work = self.t, self.work
        if work.rows:
            yield steward_page(self.county, "all"), t("work.lists.all"), len(work.rows)
            yield steward_page(self.county, "calls"), t("work.lists.calls"), len(work.rows)
        for name, doubts in LISTS.items():
            if found := work.having(*doubts):
                yield steward_page(self.county, name), t.group("work.lists")[name], len(found)
        if work.pairs:
            yield steward_page(self.county, "duplicates"), t("work.lists.duplicates"), len(work.pairs)
        if work.leads:
            yield steward_page(self.county, "leads"), t("work.lists.leads"), len(work.leads)

    def _gaps(self) -> list[tuple[str, list[str], bool]]:
        """Top needs, each with those below it for which there is nothing; the last: there is nothing at all."""
        vocabulary, gaps = self.stage.edition.vocabulary, set(self.work.gaps)
        found = []
        for top in vocabulary.top_needs():
            below = [label(n.label, self.language) for n in vocabulary.needs_under(top.id) if n.id in gaps]
            if top.id in gaps or below:
                found.append((label(top.label, self.language), below, top.id in gaps))
        return found

    def rows(self, name: str, found: Sequence[Any]) -> Iterator[Page]:
        """A list of records, cut in pages."""
        yield from self._list(name, "worklist.html", found, ROWS, lambda part: {
            "rows": [row_view(row, self.stage, self.language, self.up) for row in part],
        })  # fmt: skip

    def calls(self) -> Iterator[Page]:
        """The list for calling."""
        yield from self._list("calls", "calls.html", self.work.rows, CALLS, lambda part: {
            "calls": [call_view(row, self.stage, self.language, self.up) for row in part],
            "first": self.work.rows.index(part[0]) + 1,
        })  # fmt: skip

    def pairs(self) -> Iterator[Page]:
        """Records that may be one."""
        yield from self._list("duplicates", "duplicates.html", self.work.pairs, ROWS, lambda part: {
            "pairs": [self._pair(pair) for pair in part],
        })  # fmt: skip

    def _pair(self, pair: Any) -> dict[str, Any]:
        providers = self.stage.edition.providers
        sides = [(slug, provider_page(slug), self._own(providers[slug].name)) for slug in (pair.one, pair.other)]
        different = self._form("correct", record=pair.one, different_from=pair.other)
        return {"sides": sides, "why": self.t.group("work.why")[pair.rule], "different": different}

    def leads(self) -> Iterator[Page]:
        """Rows of others' lists that are too old, or too private, to be published before somebody calls."""
        sources = self.stage.edition.vocabulary.sources
        yield from self._list("leads", "leads.html", self.work.leads, LEADS, lambda part: {
            "leads": [
                {
                    "name": self._own(lead.name), "city": lead.city, "kind": self._own(lead.kind),
                    "date": self.t.date(lead.date), "reason": self._own(lead.reason),
                    "source": self._own(sources[lead.source].title if lead.source in sources else lead.source),
                    "add": self._form("suggest", name=lead.name, city=lead.city),
                }
                for lead in part
            ],
        })  # fmt: skip

    def _intake(self) -> str:
        known = self.stage.edition.vocabulary.counties.get(self.county)
        return county_form(self.stage.config, self.language, known.name) if known else ""

    def _form(self, which: str, /, **answers: str) -> str:
        return github_form(self.stage.config, which, self.language, **answers)

    def _own(self, text: str) -> Said:
        return Said(text, "" if self.language == self.stage.own else self.stage.own)

    def _list(self, name: str, template: str, found: Sequence[Any], size: int, view: Any) -> Iterator[Page]:
        t = self.t
        pages = -(-len(found) // size)
        heading = t.group("work.lists")[name]
        for number in range(1, pages + 1):
            more = {
                "crumbs": self.below,
                "where": self.where,
                "heading": heading,
                "lead": t.group("work.leads_in").get(name, ""),
                "count": len(found),
                "pager": pager([steward_page(self.county, name, each) for each in range(1, pages + 1)], number),
            }
            title = f"{heading}: {self.where}"
            title = t("list.page_title", title=title, number=number) if number > 1 else title
            part = found[(number - 1) * size : number * size]
            path = steward_page(self.county, name, number)
            yield Page(template, path, title, {**more, **view(part)}, county=self.county)


def stewards_pages(stage: Stage, language: str) -> Iterator[Page]:
    """All that waits for an answer, the oldest first and those that waited too long above all; then the counties."""
    t = stage.words(language)
    proposals = sorted(stage.edition.proposals, key=lambda each: (each.opened or "9", each.number))
    pages = max(-(-len(proposals) // WAITING), 1)
    for number in range(1, pages + 1):
        part = proposals[(number - 1) * WAITING : number * WAITING]
        late, new = _split(part, stage.edition.today)
        paths = ["stewards/" if each == 1 else f"stewards/waiting-{each}" for each in range(1, pages + 1)]
        view = {
            "crumbs": [] if number == 1 else [("stewards/", t("work.title"))],
            "late": _waiting(late, stage, t),
            "new": _waiting(new, stage, t),
            "count": len(proposals),
            "pager": pager(paths, number),
            "counties": list(_index(stage, language)) if number == 1 else [],
            "reviewers": [
                (person.name, person.organization, f"{GITHUB}{person.github}" if person.github else "")
                for person in stage.config.reviewers
            ],
            "number": number,
        }
        title = t("work.title") if number == 1 else t("list.page_title", title=t("work.title"), number=number)
        yield Page("stewards.html", paths[number - 1], title, view, t("work.lead"))


def _split(proposals: Sequence[Proposal], today: date) -> tuple[list[Proposal], list[Proposal]]:
    limit = (today - LATE).isoformat()
    late = [each for each in proposals if each.opened and each.opened < limit]
    return late, [each for each in proposals if each not in late]


def _waiting(proposals: Sequence[Proposal], stage: Stage, t: Catalogue) -> list[dict[str, str]]:
    """Proposals as lines, the oldest first. Their titles are strangers' words: one line, nothing hidden."""
    limit = (stage.edition.today - LATE).isoformat()
    counties = stage.edition.vocabulary.counties
    return [
        {
            "title": " ".join(plain(each.title).split())[:140] or f"#{each.number}",
            "number": str(each.number),
            "url": each.url,
            "date": t.date(each.opened),
            "late": "late" if each.opened and each.opened < limit else "",
            "where": t("county.name", name=counties[each.county].name) if each.county in counties else "",
            "page": steward_page(each.county) if each.county in counties or each.county == STATEWIDE else "",
        }
        for each in sorted(proposals, key=lambda each: (each.opened or "9", each.number))
    ]


def _index(stage: Stage, language: str) -> Iterator[dict[str, Any]]:
    t = stage.words(language)
    counties = sorted(stage.edition.vocabulary.counties.values(), key=lambda county: county.name)
    waiting = [each.county for each in stage.edition.proposals]
    for slug, name in [*((c.slug, c.name) for c in counties), (STATEWIDE, t("area.statewide"))]:
        work, keep = stage.plan.work[slug], caretakers(slug, stage)
        yield {
            "page": steward_page(slug),
            "name": name,
            "who": ", ".join(person[0] for person in keep.people) if keep.why == "stewards" else "",
            "records": work.records,
            "never": work.never,
            "reported": len(work.having("review")),
            "waiting": waiting.count(slug),
        }
