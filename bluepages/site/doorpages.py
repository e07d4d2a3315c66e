"""The doors without an account: `suggest/`, `report/`, `confirm/` and `status/`.

A form is plain HTML that posts to the relay; `forms.mjs` makes one question at a time of it. Where no relay is
configured the page says so, and offers what else there is: the form at GitHub, a mail, or nothing, honestly.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote, urlencode

from markupsafe import Markup

from bluepages.config import Config
from bluepages.doors import rules
from bluepages.doors.definition import Field, Form, Forms, load_webforms
from bluepages.doors.submission import Submission
from bluepages.site.catalogue import script_safe
from bluepages.site.csp import GITHUB
from bluepages.site.links import up_from
from bluepages.site.press import Page
from bluepages.site.stage import Stage
from bluepages.site.webforms import REFERRER, form_view
from bluepages.vocabulary import Vocabulary

STATUS: Final = "status/"
TEMPLATES: Final = {
    "suggest": "1-add", "report": "3-report", "correct": "2-correct", "confirm": "4-confirm", "county": "5-county",
    "project": "6-project",
}  # fmt: skip
"""The issue form at GitHub for each web form (`schema/forms.yaml`; a test holds it to that)."""

_COUNTY_TITLES: Final = {"en": "County: ", "es": "Condado: "}
"""How an issue from the form about a county begins (likewise)."""


def door_pages(stage: Stage, language: str) -> list[Page]:
    """All pages of the doors in one language."""
    forms = load_webforms(stage.edition.vocabulary, stage.config.state_name, stage.languages)
    return [*(_form_page(forms, form, stage, language) for form in forms.forms.values()), _status_page(stage, language)]


def _form_page(forms: Forms, form: Form, stage: Stage, language: str) -> Page:
    t, config = stage.words(language), stage.config
    path = f"{form.id}/"
    view = form_view(forms, form, Submission(form.id, language), t, still=True)
    view |= {
        "action": submit_address(config),
        "hidden": {"form": form.id, "lang": language, "key": "", "token": ""},
        "about": None,
        "script": True,
        "referrer": REFERRER,
        "offers_email": bool(config.relay.url and config.relay.seal_to),
        "github": github_form(config, form.id, language),
        "mail": config.contact_email,
        "private": private_ways(config),
        "data": _data(forms, form, stage, language),
        "elsewhere": False,
    }
    return Page("door.html", path, form.name[language], view, form.lead[language], form.id)


def _status_page(stage: Stage, language: str) -> Page:
    t, relay = stage.words(language), stage.config.relay.url
    view = {"action": f"{relay.rstrip('/')}/status" if relay else "", "referrer": REFERRER,
            "issues": f"{GITHUB}/{stage.config.repository}/issues" if stage.config.repository else ""}  # fmt: skip
    return Page("status.html", STATUS, t("status_page.title"), view, t("status_page.lead"), "status")


def submit_address(config: Config) -> str:
    """Where a form is sent, `""` without a relay."""
    return f"{config.relay.url.rstrip('/')}/submit" if config.relay.url else ""


def github_form(config: Config, name: str, language: str, /, **answers: str) -> str:
    """The address of an issue form at GitHub with answers filled in, `""` without a repository."""
    if not config.repository:
        return ""
    file = f"{TEMPLATES[name]}.yml" if language == "en" else f"{language}-{TEMPLATES[name]}.yml"
    return f"{GITHUB}/{config.repository}/issues/new?{urlencode({'template': file, **answers}, quote_via=quote)}"


def county_form(config: Config, language: str, county: str) -> str:
    """That of the form about a county, named in the title: GitHub fills in text alone, never a choice."""
    begins = _COUNTY_TITLES.get(language, _COUNTY_TITLES["en"])
    return github_form(config, "county", language, title=f"{begins}{county}")


def private_ways(config: Config) -> dict[str, str]:
    """How what is unsafe to show is told where there is no relay: by address of the link."""
    found = {}
    if config.repository:
        found["github"] = f"{GITHUB}/{config.repository}/security/advisories/new"
    if config.safety_contact:
        found["mail"] = config.safety_contact
    return found


def _data(forms: Forms, form: Form, stage: Stage, language: str) -> Markup:
    """What the script needs: where things go, words, rules, and by what names needs are known."""
    t, config = stage.words(language), stage.config
    words = t.group("form_script") | {f"p_{name}": said[language] for name, said in forms.problems.items()}
    up = up_from(f"{form.id}/")
    root = f"{up}{'../' * stage.prefix(language).count('/')}"
    return script_safe(
        {
            "form": form.id,
            "relay": f"{config.relay.url.rstrip('/')}/" if config.relay.url else "",
            "up": up,
            "index": f"{root}search/index/",
            "own": stage.own,
            "github": github_form(config, form.id, language),
            "correct": github_form(config, "correct", language) if form.id == "report" else "",
            "mail": config.contact_email,
            "private": private_ways(config),
            "site": stage.address(language, ""),
            "consent": [forms.consent.label[language], forms.consent.text[language]],
            "words": words,
            "rules": rules.for_browser(),
            "fields": [for_browser(field, language) for field in form.fields],
            "one_of": form.one_of,
            "months": [config.limits.verified_fresh_months, config.limits.source_fresh_months],
            "needs": _needs(stage.edition.vocabulary, language) if form.field("needs") else {},
        }
    )


def for_browser(field: Field, language: str) -> dict[str, Any]:
    """A question as the script knows it; nothing that the page itself says."""
    said: dict[str, Any] = {
        "id": field.id,
        "kind": field.kind,
        "label": field.label[language],
        "longest": field.longest,
    }
    more: dict[str, Any] = {"rule": field.rule, "required": field.required, "most": field.most, "when": field.when,
            "needed": field.needed}  # fmt: skip
    return said | {name: value for name, value in more.items() if value}


def _needs(vocabulary: Vocabulary, language: str) -> dict[str, str]:
    """The other names of each need, in the reader's language."""
    return {
        need.id: "|".join(need.synonyms.get(language, ()))
        for need in vocabulary.needs.values()
        if need.parent and need.synonyms.get(language)
    }
