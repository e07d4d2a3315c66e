"""What stands beside the pages: redirects from earlier names, the page for lost visitors, sitemap and robots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from bluepages.site.links import file_of, provider_page
from bluepages.site.provider import JOINED, is_sensitive
from bluepages.site.stage import Page, Stage

SITEMAP_PAGES = 20_000
"""Addresses in one sitemap; the protocol allows 50,000."""


def redirect_pages(stage: Stage) -> Iterator[tuple[str, bytes]]:
    """A page at every earlier name of a record that sends on to its present one, in each language."""
    for language in stage.languages:
        template = stage.template("redirect.html", language)
        for old, new in stage.edition.redirects.items():
            provider = stage.edition.providers[new]
            joined = old in provider.merged
            hidden = is_sensitive(provider, stage)
            title = stage.config.name if hidden else f"{provider.name} - {stage.config.name}"
            canonical = stage.address(language, provider_page(new))
            target = f"{new}#{JOINED}" if joined else new
            text = template.render(target=target, name=provider.name, canonical=canonical, joined=joined, title=title)
            yield stage.prefix(language) + file_of(provider_page(old)), text.encode()


def lost_page(stage: Stage) -> tuple[str, bytes]:
    """`404.html`: one page in all languages, since a host knows only one."""
    page = Page("lost.html", "404", stage.words(stage.own)("lost.title"), {"all_words": stage.catalogues})
    return stage.render_lost(page, stage.own)


def sitemaps(stage: Stage, files: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """`sitemap.xml` of all pages, cut into parts where there are many (sitemaps.org, version 0.9)."""
    base = stage.plan.base_url
    parts = [files[at : at + SITEMAP_PAGES] for at in range(0, len(files), SITEMAP_PAGES)] or [[]]
    if len(parts) == 1:
        yield "sitemap.xml", _sitemap(stage, parts[0])
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, _sitemap(stage, part)
    rows = "".join(f"<sitemap><loc>{escape(base + name)}</loc></sitemap>\n" for name in names)
    yield "sitemap.xml", _xml("sitemapindex", rows)


def _sitemap(stage: Stage, files: Sequence[str]) -> bytes:
    changed = stage.edition.last_modified
    rows = []
    for file in files:
        address = file.removesuffix("index.html") if file.endswith("index.html") else file.removesuffix(".html")
        head, _, slug = address.rpartition("/")
        stamp = changed(slug) if head in ("p", *(f"{code}/p" for code in stage.languages)) else ""
        when = f"<lastmod>{stamp}</lastmod>" if stamp else ""
        rows.append(f"<url><loc>{escape(stage.plan.base_url + address)}</loc>{when}</url>\n")
    return _xml("urlset", "".join(rows))


def _xml(root: str, rows: str) -> bytes:
    name = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{name}">\n{rows}</{root}>\n'.encode()


def robots(stage: Stage) -> tuple[str, bytes]:
    """Everybody may read everything."""
    return "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {stage.plan.base_url}sitemap.xml\n".encode()
