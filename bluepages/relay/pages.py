"""The relay's own pages: check your answers, the receipt, the stewards' list, and what cannot be done.

They are drawn with the site's templates, words and style. Links lead to the site, wherever that stands; style and
scripts come from the relay itself, so that a page is whole even while the site is away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from bluepages.config import Config
from bluepages.relay.items import Item, Reply
from bluepages.site.assets import KINDS, assets
from bluepages.site.pages import site_folder
from bluepages.site.press import Page, Press

TYPES: Final = {".css": "text/css; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
                ".png": "image/png", ".ico": "image/x-icon"}  # fmt: skip


class View(msgspec.Struct, frozen=True):
    """What the receipt says. `step` is one of the public states; `link` and `page` are addresses, or `""`."""

    step: str
    form: str
    received: str
    link: str = ""
    page: str = ""
    reason: str = ""
    said: str = ""
    question: str = ""
    private: bool = False
    replies: tuple[Reply, ...] = ()


class Held(msgspec.Struct, frozen=True):
    """One held submission as the stewards' page shows it."""

    item: Item
    when: str
    answers: Sequence[tuple[str, str]]
    fields: Sequence[tuple[str, str]]
    replies: Sequence[Reply] = ()
    sealed: bool = False


class Pages(Press):
    """Renders the pages; `home` is the address of the site, which ends with `/`, `base` the path of the relay's own."""

    def __init__(self, root: Path, config: Config, home: str, base: str) -> None:
        folder = site_folder(root)
        super().__init__(config, folder, home)
        self.base = base
        self._files = {name.rpartition("/")[2]: data for name, data in assets(folder, None)}

    def asset(self, name: str) -> tuple[bytes, str] | None:
        """A file of the site's style and scripts, and its type."""
        suffix = name[name.rfind(".") :]
        if name not in self._files or suffix not in KINDS:
            return None
        return self._files[name], TYPES[suffix]

    def language(self, wanted: str) -> str:
        """A language that the site has."""
        return wanted if wanted in self.languages else self.own

    def check(
        self, language: str, answers: Sequence[tuple[str, str]], fields: Sequence[tuple[str, str]], back: str
    ) -> bytes:
        """ "Check your answers": every answer in words, and all fields again for the button."""
        return self._draw(
            "relay-check.html",
            language,
            self._title(language, "relay.check.title"),
            answers=answers,
            fields=fields,
            back=back,
        )

    def receipt(self, language: str, view: View, address: str, typed: str = "", *, wrong: bool = False) -> bytes:
        """The private page of one submission; `typed` is an answer that is `wrong`, to be mended."""
        title = self.words(self.language(language)).group("relay.state")[view.step]
        local = self.config.relay.forge == "local"  # what it hands on then is public to nobody
        more = {"view": view, "address": address, "typed": typed, "wrong": wrong, "local": local}
        return self._draw("relay-receipt.html", language, title, turned=not wrong, **more)

    def notice(self, language: str, name: str, fields: Sequence[tuple[str, str]] = ()) -> bytes:
        """What cannot be done, in two sentences; `fields` are everything typed, with a button to send them again."""
        words = self.words(self.language(language))
        title, text = words.group("relay.notice_title")[name], words.group("relay.notice_text")[name]
        return self._draw("relay-notice.html", language, title, text=text, fields=fields)

    def ask_receipt(self, language: str, wrong: bool, said: str = "") -> bytes:
        """The question for a private link."""
        return self._draw(
            "relay-ask.html",
            language,
            self._title(language, "relay.ask.title"),
            turned=not wrong,
            wrong=wrong,
            said=said,
        )

    def login(self, language: str, wrong: bool) -> bytes:
        """The question for a steward's token."""
        return self._draw(
            "relay-login.html", language, self._title(language, "relay.held.title"), turned=not wrong, wrong=wrong
        )

    def held(self, language: str, token: str, view: Mapping[str, Any]) -> bytes:
        """Everything that waits for a steward. The token goes back with each form, and nowhere else."""
        return self._draw("relay-held.html", language, self._title(language, "relay.held.title"), token=token, **view)

    def _title(self, language: str, key: str) -> str:
        return self.words(self.language(language))(key)

    def _draw(self, template: str, language: str, title: str, *, turned: bool = False, **view: Any) -> bytes:
        """A page. `turned`: this very page can be had in the other language too; else its link leads to the site."""
        language = self.language(language)
        ways = [(code, f"?lang={code}" if turned else self.address(code, ""), "") for code in self.languages]
        more = {"base": self.base, "referrer": "same-origin"}
        page = Page(template, "", title, {**view, **more})
        return self._render(page, language, None, self.address(language, ""), self.base, ways)
