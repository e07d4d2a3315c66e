"""`Press`: what renders a page, for the build and for the relay: templates, words, addresses of assets."""

from __future__ import annotations

import functools
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
import msgspec
from markupsafe import Markup

from bluepages.config import Config
from bluepages.site.answers import Answer
from bluepages.site.assets import asset_versions
from bluepages.site.catalogue import Catalogue, load_catalogue
from bluepages.site.csp import policy
from bluepages.site.links import file_of, up_from
from bluepages.site.style import Inlined, inlined, script

_SYMBOL = re.compile(r'<symbol id="i-([a-z0-9-]+)".*?</symbol>', re.DOTALL)


class Page(msgspec.Struct):
    """One page to be written: its template, its path below its language's home, and what the template shows."""

    template: str
    path: str
    title: str
    view: Mapping[str, Any]
    description: str = ""
    section: str = ""
    sensitive: bool = False
    """Whether a glance at the tab, the history or a preview should not tell what it is about."""
    county: str = ""
    """The county that it is about, whose own 2-1-1 stands in its bar."""


class Press:
    """Renders pages in the directory's languages. `base_url` ends with `/`."""

    def __init__(self, config: Config, folder: Path, base_url: str) -> None:
        self.config, self.folder, self.base_url = config, folder, base_url
        self.languages = tuple(code for code in config.languages if (folder / f"locales/{code}.yaml").is_file())
        self.own = self.languages[0]
        self.catalogues = {code: load_catalogue(folder / "locales", code, config.state_name) for code in self.languages}
        self.versions = asset_versions(folder)
        self.root_path = urlsplit(base_url).path or "/"
        self._symbols = _symbols(folder / "templates" / "icons.svg")
        # In the page itself: one thing less to ask for. A picture of dots: one of lines is a document to the browser,
        # whose making holds the page up longer than most of its own scripts do.
        self._favicon = f"data:image/png;base64,{b64encode((folder / 'assets' / 'favicon.png').read_bytes()).decode()}"
        self._environments = {code: self._environment(code) for code in self.languages}

    def _environment(self, language: str) -> jinja2.Environment:
        """The templates of one language: its words are globals, so that imported macros are made once."""
        made = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self.folder / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
        )
        made.globals |= {
            "config": self.config,
            "csp": functools.cache(lambda *styles, script="": policy(self.config, *styles, script=script)),
            "disclaimer": self.disclaimer(language),
            "lang": language,
            "t": self.words(language),
            "favicon": self._favicon,
            "tongues": {code: each.name for code, each in self.catalogues.items()},
            "inlined": self.inlined,
            "first": self.first,
            "versions": self.versions,
        }
        return made

    @functools.cache  # noqa: B019
    def inlined(self, *chapters: str) -> Inlined:
        """The style of a page that brings its own."""
        return inlined(self.folder / "assets", *chapters)

    @functools.cache  # noqa: B019
    def first(self, name: str) -> Inlined:
        """The script of a page that speaks before its modules are there."""
        return script(self.folder / "inline", name)

    def words(self, language: str) -> Catalogue:
        """The catalogue of a language."""
        return self.catalogues[language]

    def prefix(self, language: str) -> str:
        """The folder of a language below the site's root: the first language has none."""
        return "" if language == self.own else f"{language}/"

    def address(self, language: str, page: str) -> str:
        """The full public address of a page."""
        return f"{self.base_url}{self.prefix(language)}{page}"

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

    def render_at(self, page: Page, language: str, *, up: str, root: str, home: str) -> bytes:
        """A page that stands elsewhere than the site: `up` leads to the site in its language, `root` to the assets."""
        others = [(code, f"{home}{self.prefix(code)}", "") for code in self.languages]
        return self._render(page, language, None, up, root, others)

    def _render(
        self, page: Page, language: str, icons: Icons | None, up: str, root: str, others: Sequence[tuple[str, str, str]]
    ) -> bytes:
        text = self.template(page.template, language).render(
            page.view,
            icon=icons or self.icons(),
            title=self.config.name if page.sensitive else page.title,
            sensitive=page.sensitive,
            description="" if page.sensitive else page.description,
            section=page.section,
            up=up,
            root=root,
            others=others,
            canonical=self.address(language, page.path),
            answer=self.answer(page.county),
        )
        return text.encode()

    def answer(self, county: str) -> Answer | None:
        """Who answers 2-1-1 in a county. A press alone knows no counties."""
        return None

    def disclaimer(self, language: str) -> str:
        """The directory's disclaimer in a language, else in its first."""
        said = self.config.disclaimer
        return said.get(language) or said.get(self.own, "")

    def template(self, name: str, language: str) -> jinja2.Template:
        """A template by its name, in the words of a language."""
        return self._environments[language].get_template(name)


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
