""" "Something wrong?" of a provider's page: the doors that this directory has, and what the form there must know."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from bluepages.doors.definition import Forms, load_webforms
from bluepages.doors.submission import Submission
from bluepages.doors.text import compose
from bluepages.model import Provider
from bluepages.site.catalogue import script_safe
from bluepages.site.doorpages import github_form, private_ways, submit_address
from bluepages.site.present import Present, present
from bluepages.site.stage import Stage


def wrong_view(slug: str, provider: Provider, stage: Stage, language: str) -> dict[str, Any]:
    """What the template shows; `open` says whether anything can be told from here at all."""
    config, t = stage.config, stage.words(language)
    submit, mail = submit_address(config), config.contact_email
    is_open = bool(submit or mail or config.repository)
    now = present(provider, t) if is_open else None
    return {
        "open": is_open,
        "submit": submit,
        "quick": _quick(stage, language) if submit else "",
        "service": _several(now.services) if now else [],
        "place": _several(now.places) if now else [],
        "correct": github_form(config, "correct", language, record=slug),
        "report": github_form(config, "report", language, record=slug),
        "mail": _mail(slug, stage, language) if mail and not submit else "",
        "private": {} if submit else private_ways(config),
        "data": _data(provider, now) if now else "",
    }


def _several(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return pairs if len(pairs) > 1 else []


def _data(provider: Provider, now: Present) -> Markup:
    """What the form of a report must know, for its script."""
    return script_safe({"name": provider.name, **now.for_browser()})


def _mail(slug: str, stage: Stage, language: str) -> str:
    """A mail with the questions of a report, to be filled in by hand."""
    text = compose(_forms(stage), Submission("report", language, {"record": slug}))
    subject = f"{stage.config.name}: {_forms(stage).forms['report'].name[language]}"  # names nobody
    body = text.replace("\n", "\r\n")
    return f"mailto:{stage.config.contact_email}?subject={quote(subject)}&body={quote(body)}"


_KEPT: dict[int, tuple[Stage, Forms, dict[str, Markup]]] = {}


def _forms(stage: Stage) -> Forms:
    return _of(stage)[0]


def _of(stage: Stage) -> tuple[Forms, dict[str, Markup]]:
    """The forms of a build, and the part of the page's own form that is the same on every page."""
    if id(stage) not in _KEPT:
        _KEPT.clear()
        _KEPT[id(stage)] = (
            stage,
            load_webforms(stage.edition.vocabulary, stage.config.state_name, stage.languages),
            {},
        )
    _, forms, made = _KEPT[id(stage)]
    return forms, made


def _quick(stage: Stage, language: str) -> Markup:
    """The questions for those without scripts: what is wrong, and what they know. The relay asks the rest."""
    forms, made = _of(stage)
    if language not in made:
        form = forms.forms["report"]
        wanted = [field for name in ("reason", "details") if (field := form.field(name))]
        made[language] = stage.fragment("quick.html", language, stage.icons(), forms=forms, form=form, wanted=wanted)
    return made[language]
