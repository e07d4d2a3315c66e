"""Where the facts of a record come from, and whether a person has checked them (DESIGN 3, rules 4 and 5)."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from bluepages.config import Config
from bluepages.enrich import Edition, Offer
from bluepages.model import Provider, Source, Verified
from bluepages.site.catalogue import Catalogue
from bluepages.site.links import web_link
from bluepages.site.past import past
from bluepages.site.said import Said, Voice
from bluepages.vocabulary.ways import way_of

GITHUB: Final = "https://github.com/"
LONGEST_ADDRESS: Final = 60
_HOST: Final = re.compile(r"[a-z0-9.-]+", re.ASCII)


class SourceView(msgspec.Struct):
    """A source of a record, with everything the record took from it.

    `dates` are in words, `pages` pairs of address and text, `notes` say where in the source.
    """

    title: Said
    href: str = ""
    publisher: Said = Said("")
    licence: str = ""
    licence_href: str = ""
    dates: str = ""
    pages: list[tuple[str, str]] = []
    notes: list[Said] = []


class Provenance(msgspec.Struct):
    """`checks` are sentences about what people checked; none means that nobody has.

    `past` tells what happened to the record, the newest first: a day and what, never a value.
    """

    checks: tuple[str, ...]
    reports: tuple[str, ...]
    sources: tuple[SourceView, ...]
    changed: str
    edit: str
    history: str
    past: tuple[tuple[str, str], ...] = ()


def provenance(slug: str, provider: Provider, voice: Voice, t: Catalogue, edition: Edition) -> Provenance:
    """Everything a page says of where a record comes from."""
    config = edition.config
    file = edition.book.by_slug[slug].file
    private = edition.book.by_slug[slug].confidential or slug in edition.history.secret
    base = f"{GITHUB}{config.repository}" if config.repository else ""
    reported = {service.reported_correct.date for service in provider.services.values() if service.reported_correct}
    return Provenance(
        checks=_checks(provider, voice, t, edition),
        reports=tuple(t("from.reported", date=t.date(date)) for date in sorted(reported, reverse=True)),
        sources=tuple(source_view(ref, taken, voice, t, edition) for ref, taken in _sources(provider).items()),
        changed=t.date(edition.last_modified(slug)[:10]),
        # The file of a place that is withheld for now still says where it is.
        edit=f"{base}/edit/{config.branch}/{file}" if base and slug not in edition.guarded else "",
        # What a confidential place was before it was confidential stays out of reach: no link to its past.
        history=f"{base}/commits/{config.branch}/{file}" if base and not private else "",
        past=tuple(past(slug, t, edition)),
    )


def freshness(offer: Offer, t: Catalogue) -> str:
    """How fresh an offer is, in one quiet line."""
    if offer.service.verified:
        return checked_words(offer.service.verified, t)
    date = t.date(offer.source_date)
    return t("fresh.listed", date=date) if date else t("fresh.unchecked")


def checked_words(check: Verified, t: Catalogue) -> str:
    """`Checked by phone on November 9, 2026`."""
    return t.group("fresh.checked")[way_of(check.how)].format(date=t.date(check.date))


def _checks(provider: Provider, voice: Voice, t: Catalogue, edition: Edition) -> tuple[str, ...]:
    """One sentence for each check, with the services it was about and what it covered."""
    about: dict[Verified, list[Said]] = {}
    for key, service in provider.services.items():
        if service.verified:
            about.setdefault(service.verified, []).append(voice.service(key, service.name, "name"))
    found = []
    for check, names in about.items():
        by = _checker(check.by, t, edition)
        said = f"{checked_words(check, t)}, {t('from.by', who=by)}" if by else checked_words(check, t)
        covered = [t.group("covers")[name] for name in check.covers]
        what = t.all_of(covered) if covered else ""
        everything = len(names) == len(provider.services)
        if not everything:
            said = t("from.check_of", check=said, services=t.all_of(names))
        found.append(t("from.covering", check=said, what=what) if what else t("from.check", check=said))
    return tuple(found)


def _checker(by: str, t: Catalogue, edition: Edition) -> str:
    vocabulary = edition.vocabulary
    if by in vocabulary.stewards:
        return vocabulary.stewards[by].name
    if by in vocabulary.counties:
        return t("from.county_steward", county=vocabulary.counties[by].name)
    return ""


def _sources(provider: Provider) -> dict[str, list[Source]]:
    """All sources of a record, those of single services and places after the record's own, by what they refer to."""
    found: dict[str, list[Source]] = {}
    services = (source for service in provider.services.values() for source in service.sources)
    places = (source for place in provider.locations.values() for source in place.sources)
    for source in dict.fromkeys((*provider.sources, *services, *places)):
        found.setdefault(source.ref, []).append(source)
    return found


def source_view(ref: str, taken: list[Source], voice: Voice, t: Catalogue, edition: Edition) -> SourceView:
    """One source, from the list of sources, or an issue, a pull request or a web page, and what was taken from it."""
    info = edition.vocabulary.sources.get(ref)
    dates = dict.fromkeys(t.date(source.date) for source in taken if source.date)
    notes = dict.fromkeys(source.note for source in taken if source.note)
    view = SourceView(
        voice.own(ref),
        dates=", ".join(date for date in dates if date),
        pages=[(link, short_address(link)) for note in notes if (link := web_link(note))],
        notes=[voice.own(note) for note in notes if " " in note],  # a file's path within a source is for stewards
    )
    kind, _, rest = ref.partition(":")
    if info is not None:
        view.title, view.href, view.publisher = voice.own(info.title), web_link(info.url), voice.own(info.publisher)
        view.licence, view.licence_href = licence_words(info.licence, t), web_link(info.licence_url)
        view.dates = view.dates or t.date(info.date)
    elif kind in ("issue", "pull") and rest.isascii() and rest.isdecimal():
        view.title, view.href = Said(t(f"from.{kind}", number=rest)), _thread(edition.config, kind, rest)
    elif kind == "form":
        view.title = Said(t("from.form"))
    elif kind == "web" and _HOST.fullmatch(rest):
        view.title, view.href = Said(t("from.website", host=rest)), f"https://{rest}/"
    return view


def short_address(address: str) -> str:
    """A web address as a text to read: no scheme, and no more of it than fits a line of a phone."""
    text = address.partition("://")[2].rstrip("/").removeprefix("www.")
    return text if len(text) <= LONGEST_ADDRESS else text[: LONGEST_ADDRESS - 1] + "…"


def _thread(config: Config, kind: str, number: str) -> str:
    place = "issues" if kind == "issue" else "pull"
    return f"{GITHUB}{config.repository}/{place}/{number}" if config.repository else ""


def licence_words(licence: str, t: Catalogue) -> str:
    """A licence in words; the short name where the catalogue has none."""
    known = t.group("licence").get(licence)
    return known or (licence.replace("-", " ") if licence.startswith("CC") else licence)
