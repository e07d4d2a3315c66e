"""The web forms as pages: on the site (`doorpages`), and at the relay with what was typed and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from bluepages.doors.definition import Field, Form, Forms, load_webforms
from bluepages.doors.find import find
from bluepages.doors.submission import Submission, in_words
from bluepages.model import Provider
from bluepages.problems import Problem
from bluepages.records.book import Book
from bluepages.site.catalogue import Catalogue
from bluepages.site.home import site_folder
from bluepages.site.links import provider_page
from bluepages.site.present import Present, present
from bluepages.site.press import Page, Press

REFERRER: Final = "strict-origin"
"""Under `no-referrer` a form tells the relay no origin, and it could not tell our site from another."""

_NOTHING: Final = Present([], [], [], {}, {}, {})


class WebForms(Press):
    """Forms for the relay, which serves style and scripts at `assets/` below `base_url`, its own address."""

    def __init__(self, root: Path, book: Book, base_url: str) -> None:
        super().__init__(book.config, site_folder(root), base_url)
        self.book = book
        self.forms = load_webforms(book.vocabulary, book.config.state_name, book.config.languages)

    def page(
        self, submission: Submission, problems: Sequence[Problem], action: str, hidden: Mapping[str, str], home: str
    ) -> bytes:
        """The form again: errors in a summary and beside the fields, every answer kept.

        `hidden` holds the relay's own fields, and answers to questions that the others do not ask: they are asked too
        where nobody can tell which are. `home` is where the site's pages are, with a `/` at its end.
        """
        language, form = submission.language, self.forms.forms.get(submission.form)
        t = self.words(language)
        if form is None:
            form = self.forms.forms["report"]
        entry = find(self.book, submission.text("record")) if submission.text("record") else None
        provider = entry.provider if entry else None
        still = not _decisive(form).isdisjoint(problem.field for problem in problems)
        aside = {name: value for name, value in hidden.items() if still and form.field(name)}
        submission = msgspec.structs.replace(submission, values={**aside, **submission.values})
        shown = [field.id for field in form.fields if still or submission.asks(field)]
        kept = {name: value for name, value in hidden.items() if name not in aside}
        kept |= {"form": form.id, "lang": language, "more": " ".join(shown)}
        view = form_view(self.forms, form, submission, t, problems, provider, still=still)
        here = f"{home}{self.prefix(language)}"
        about = (f"{here}{provider_page(entry.slug)}", provider.name) if entry and provider else None
        view |= {
            "action": action,
            "hidden": kept,
            "about": about,
            "script": False,
            "referrer": REFERRER,
            "elsewhere": True,
        }
        view["offers_email"] = bool(self.config.relay.seal_to)
        title = form.name[language]
        page = Page("form.html", "", f"{t('form.error')} {title}" if problems else title, view)
        return self.render_at(page, language, up=here, root=self.base_url, home=home)

    def asks(self, submission: Submission) -> list[str]:
        """The questions that these answers lead to."""
        form = self.forms.forms.get(submission.form)
        return [field.id for field in form.fields if submission.asks(field)] if form else []

    def summary(self, submission: Submission) -> list[tuple[str, str]]:
        """Question and answer in words, for the check page and for stewards."""
        return summary(self.forms, submission)


def _decisive(form: Form) -> set[str]:
    """The questions whose answers decide which others are asked."""
    return {name for field in form.fields for name in field.when}


def summary(forms: Forms, made: Submission) -> list[tuple[str, str]]:
    """Question and answer in words."""
    form = forms.forms.get(made.form)
    asked = form.fields if form else ()
    told = [(field.label[made.language], "; ".join(in_words(field, made))) for field in asked]
    return [(question, answer) for question, answer in told if answer]


def form_view(
    forms: Forms, form: Form, made: Submission, t: Catalogue,
    problems: Iterable[Problem] = (), provider: Provider | None = None, *, still: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """What the template of a form shows. `still`: a page that does not know the answers, and so asks everything."""
    language = made.language
    now = present(provider, t) if provider else _NOTHING
    wrong: dict[str, str] = {}
    for problem in problems:
        wrong.setdefault(problem.field, f"{problem.message} {problem.hint}".strip())
    steps = [(step, [field for field in step.fields if still or made.asks(field)]) for step in form.steps]

    def only_words(name: str, values: Sequence[str]) -> str:
        asked = form.field(name)
        labels = [option.label[language] for option in asked.options if option.id in values] if asked else []
        return "; ".join(labels)

    def groups(field: Field) -> list[tuple[str, list[Any]]]:
        found: dict[str, list[Any]] = {}
        for option in field.options:
            found.setdefault(option.group[language], []).append(option)
        return list(found.items())

    parts = {"service": now.services, "place": now.places, "old_phone": now.phones}
    return {
        "forms": forms,
        "form": form,
        "made": made,
        "steps": [(step, fields) for step, fields in steps if fields],
        "wrong": wrong,
        "still": still,
        "known": _Known(now.of(made.text("service"), made.text("place")) if made.form == "report" else {}),
        "parts_of": {name: some if len(some) > 1 else [] for name, some in parts.items()},
        "only_words": only_words,
        "groups": groups,
        "chosen_from": lambda field: [(option.id, option.label[language]) for option in field.options],
    }


class _Known(dict[str, list[str]]):
    """What the record says, by question; nothing for the others."""

    def __missing__(self, name: str) -> list[str]:
        return []
