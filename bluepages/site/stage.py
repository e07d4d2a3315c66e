"""`Stage`: what every page of one build shares, made once a process: templates, words, addresses of assets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
import msgspec
from markupsafe import Markup

from bluepages.enrich import Edition
from bluepages.site.assets import asset_versions
from bluepages.site.catalogue import Catalogue, load_catalogue, script_safe
from bluepages.site.links import file_of, up_from
from bluepages.site.shelves import Shelves

_SYMBOL = re.compile(r'<symbol id="i-([a-z0-9-]+)".*?</symbol>', re.DOTALL)


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


class Page(msgspec.Struct):
    """One page to be written: its template, its path below its language's home, and what the template shows."""

    template: str
    path: str
    title: str
    view: Mapping[str, Any]
    description: str = ""
    section: str = ""


class Stage:
    """Renders pages in the directory's languages."""

    def __init__(self, edition: Edition, shelves: Shelves, plan: Plan) -> None:
        self.edition = edition
        self.shelves = shelves
        self.plan = plan
        self.config = edition.config
        self.languages = tuple(
            code for code in edition.config.languages if (plan.folder / f"locales/{code}.yaml").is_file()
        )
        self.own = self.languages[0]
        self.catalogues = {code: load_catalogue(plan.folder / "locales", code) for code in self.languages}
        self.versions = asset_versions(plan.folder)
        self._now_words = {code: self._now(code) for code in self.languages}
        self.root_path = urlsplit(plan.base_url).path or "/"
        self._symbols = _symbols(plan.folder / "templates" / "icons.svg")
        self._environments = {code: self._environment(code) for code in self.languages}

    def _environment(self, language: str) -> jinja2.Environment:
        """The templates of one language: its words are globals, so that imported macros are made once."""
        made = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self.plan.folder / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
        )
        made.globals |= {
            "config": self.config,
            "csp": CSP,
            "disclaimer": self.disclaimer(language),
            "lang": language,
            "t": self.words(language),
            "versions": self.versions,
        }
        return made

    def words(self, language: str) -> Catalogue:
        """The catalogue of a language."""
        return self.catalogues[language]

    def prefix(self, language: str) -> str:
        """The folder of a language below the site's root: the first language has none."""
        return "" if language == self.own else f"{language}/"

    def address(self, language: str, page: str) -> str:
        """The full public address of a page."""
        return f"{self.plan.base_url}{self.prefix(language)}{page}"

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

    def fragment(self, template: str, language: str, icons: Icons, **view: Any) -> Markup:
        """A part of a page, rendered apart so that it can be used on many."""
        return Markup(self.template(template, language).render(icon=icons, **view))

    def icons(self) -> Icons:
        """A fresh collection of icons, for one page."""
        return Icons(self._symbols)

    def render(self, page: Page, language: str, icons: Icons | None = None) -> tuple[str, bytes]:
        """A page as its file's path below the site's root and its bytes."""
        up = up_from(page.path)
        prefix = self.prefix(language)
        root = up + "../" * prefix.count("/")
        others = [
            (code, f"{root}{self.prefix(code)}{page.path}" or "./", self.address(code, page.path))
            for code in self.languages
        ]
        return prefix + file_of(page.path), self._render(page, language, icons, up, root, others)

    def render_lost(self, page: Page, language: str) -> tuple[str, bytes]:
        """The page for addresses that do not exist: served at any depth, so its links begin at the site's root."""
        root = self.root_path
        others = [(code, f"{root}{self.prefix(code)}", "") for code in self.languages]
        return file_of(page.path), self._render(page, language, None, root, root, others)

    def _render(
        self, page: Page, language: str, icons: Icons | None, up: str, root: str, others: Sequence[tuple[str, str, str]]
    ) -> bytes:
        text = self.template(page.template, language).render(
            page.view,
            icon=icons or self.icons(),
            title=page.title,
            description=page.description,
            section=page.section,
            up=up,
            root=root,
            others=others,
            canonical=self.address(language, page.path),
        )
        return text.encode()

    def disclaimer(self, language: str) -> str:
        """The directory's disclaimer in a language, else in its first."""
        said = self.config.disclaimer
        return said.get(language) or said.get(self.own, "")

    def template(self, name: str, language: str) -> jinja2.Template:
        """A template by its name, in the words of a language."""
        return self._environments[language].get_template(name)


CSP = Markup(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; manifest-src 'self'; worker-src 'self'"
)


class Icons:
    """Gives icons to a page and remembers which, so that each is drawn once at its end."""

    def __init__(self, symbols: Mapping[str, str]) -> None:
        self._symbols = symbols
        self._used: dict[str, None] = {}

    def __call__(self, name: str) -> Markup:
        """The icon `name`; decoration only, the words stand beside it."""
        self.want((name,))
        return Markup(f'<svg class="i" aria-hidden="true"><use href="#i-{name}"/></svg>')

    def want(self, names: Iterable[str]) -> None:
        """Icons that stand in parts rendered apart."""
        for name in names:
            if name not in self._symbols:
                raise KeyError(f"There is no icon {name} in icons.svg")
            self._used[name] = None

    def drawn(self) -> Markup:
        """The drawings of all icons used."""
        return Markup("".join(self._symbols[name] for name in sorted(self._used)))

    def __contains__(self, name: str) -> bool:
        return name in self._symbols


def _symbols(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8")
    return {match[1]: re.sub(r">\s+<", "><", match[0]) for match in _SYMBOL.finditer(text)}
