"""Pages that people write: `site/content/<language>/<name>.md`, cleaned of everything that is not plain text.

`about.md` is `about/`, any other `about/<name>`. The first line is the title, `# Title`. A page that is missing in a
language is shown in the directory's first language, and marked so.
"""

from __future__ import annotations

from pathlib import Path

import markdown
import msgspec
import nh3
from markupsafe import Markup

from bluepages.site.doorpages import github_form
from bluepages.site.links import dashed
from bluepages.site.stage import Page, Stage

_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "code", "pre", "blockquote", "table", "thead",
         "tbody", "tr", "th", "td", "hr", "dl", "dt", "dd"}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "h2": {"id"}, "h3": {"id"}, "th": {"scope"}}
_SCHEMES = {"https", "http", "mailto", "tel"}
FIRST = "about"
STEWARDS = "stewards"


class Prose(msgspec.Struct, frozen=True):
    """A page's words: its title and its cleaned HTML; `lang` where they are not in the page's language."""

    name: str
    title: str
    body: Markup
    lang: str = ""


def content_names(folder: Path) -> list[str]:
    """The names of all content pages, `about` first."""
    names = {path.stem for path in folder.glob("content/*/*.md")}
    return sorted(names, key=lambda name: (name != FIRST, name))


def content_path(name: str) -> str:
    return "about/" if name == FIRST else f"about/{dashed(name)}"


def content_page(name: str, stage: Stage, language: str) -> Page:
    """One page of prose, with links to the others."""
    prose = _prose(stage, name, language)
    siblings = [
        (content_path(each), _prose(stage, each, language).title)
        for each in content_names(stage.plan.folder)
        if each != name
    ]
    crumbs = [] if name == FIRST else [(content_path(FIRST), _prose(stage, FIRST, language).title)]
    view = {"prose": prose, "siblings": siblings, "crumbs": crumbs, "ask": _ask(name, stage, language)}
    return Page("content.html", content_path(name), prose.title, view, section="about")


def _ask(name: str, stage: Stage, language: str) -> str:
    """Where somebody asks to become a steward: the form of the project, else the public mailbox, if there is one."""
    if name != STEWARDS:
        return ""
    mail = stage.config.contact_email
    return github_form(stage.config, "project", language) or (f"mailto:{mail}" if mail else "")


def _prose(stage: Stage, name: str, language: str) -> Prose:
    for code in (language, *stage.languages):
        path = stage.plan.folder / "content" / code / f"{name}.md"
        if path.is_file():
            title, body = _read(path)
            return Prose(name, title, body, "" if code == language else code)
    raise ValueError(f"There is no page {name} in {stage.plan.folder / 'content'}")


def _read(path: Path) -> tuple[str, Markup]:
    text = path.read_text(encoding="utf-8")
    first, _, rest = text.partition("\n")
    if not first.startswith("# "):
        raise ValueError(f"{path}: the first line is the title; write it like # About these pages")
    return first[2:].strip(), clean(markdown.markdown(rest, extensions=["tables", "def_list", "sane_lists", "toc"]))


def clean(html: str) -> Markup:
    """HTML with nothing in it that runs, loads or frames; links stay only to the web, to mail and to telephones."""
    return Markup(
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes=_SCHEMES,
            link_rel=None,
            attribute_filter=lambda tag, name, value: None if name == "href" and value.startswith("//") else value,
        )
    )
