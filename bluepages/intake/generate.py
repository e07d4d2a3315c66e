"""What is made of the one definition: issue forms, the chooser, the text of pull requests, and CODEOWNERS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from bluepages.config import Config
from bluepages.intake.forms import LANGUAGES, STATEWIDE, Field, Form, Forms, definition
from bluepages.records.book import Book
from bluepages.vocabulary import Vocabulary
from bluepages.vocabulary.keepers import keepers

TEMPLATES: Final = ".github/ISSUE_TEMPLATE"
_HEAD: Final = "# Made by `bluepages intake --forms` from {source}; edit that instead.\n"
_PROGRAM: Final = (
    "/bluepages/", "/schema/", "/site/", "/tests/", "/tools/", "/.github/", "/.ci/", "/bench/", "/docs/", "/approvals/",
    "/data/sources/", "/data/leads/", "/data/places/", "/data/*.yaml", "/*",
)  # fmt: skip
"""What is the maintainers': all but the records. `/*` are the files at the root alone."""


def generated(book: Book, forms: Forms) -> dict[str, str]:
    """Every generated file by its name relative to the root."""
    files = {".github/CODEOWNERS": codeowners(book.vocabulary, book.config)}
    files[".github/PULL_REQUEST_TEMPLATE.md"] = pull_request_template()
    files[f"{TEMPLATES}/config.yml"] = _yaml(_chooser(book.config))
    for form in forms.forms.values():
        for language in LANGUAGES:
            files[f"{TEMPLATES}/{file_name(form, language)}"] = _yaml(_form(form, forms, language))
    return files


def file_name(form: Form, language: str) -> str:
    """The file of a form, as `?template=` in a link names it: `2-correct.yml`, `es-2-correct.yml`."""
    return f"{form.file}.yml" if language == "en" else f"{language}-{form.file}.yml"


def stale(root: Path, files: dict[str, str]) -> list[str]:
    """Names of generated files that are missing, differ, or belong to no form any more."""
    wrong = [name for name, text in files.items() if not _same(root / name, text)]
    kept = [path.relative_to(root).as_posix() for path in sorted((root / TEMPLATES).glob("*"))]
    return sorted({*wrong, *(name for name in kept if name not in files)})


def _same(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def write(root: Path, files: dict[str, str]) -> list[str]:
    """Bring the generated files up to date; returns the names of those that changed."""
    changed = stale(root, files)
    for name in changed:
        path = root / name
        if name in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name].encode())
        else:
            path.unlink()
    return changed


def _yaml(data: dict[str, Any]) -> str:
    text: str = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1000)
    return _HEAD.format(source="schema/forms.yaml") + text


def _form(form: Form, forms: Forms, language: str) -> dict[str, Any]:
    """A form in GitHub's own syntax."""
    notes = [{"type": "markdown", "attributes": {"value": words[language]}} for words in (forms.warning, form.intro)]
    return {
        "name": form.name[language],
        "description": form.about[language],
        "title": form.title[language],
        "labels": ["intake"],
        "body": [*notes, *(_field(field, language) for field in form.fields)],
    }


_TYPES: Final = {"line": "input", "text": "textarea", "choice": "dropdown", "ticks": "checkboxes"}


def _field(field: Field, language: str) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": field.label[language]}
    if field.help:
        attributes["description"] = field.help[language]
    if field.example:
        attributes["placeholder"] = field.example
    labels = [option.label[language] for option in field.options]
    if field.kind == "choice":
        attributes["options"] = labels
    elif field.kind == "ticks":
        need = {"required": True} if field.required else {}
        attributes["options"] = [{"label": label, **need} for label in labels]
    found: dict[str, Any] = {"type": _TYPES[field.kind], "id": field.id, "attributes": attributes}
    if field.required and field.kind != "ticks":
        found["validations"] = {"required": True}
    return found


def _chooser(config: Config) -> dict[str, Any]:
    """The page of forms: what must be told in private comes first, and never becomes an issue."""
    private = (
        f"{config.site_url}report/"  # the relay holds what is said to be unsafe; it never becomes an issue
        if config.relay.url
        else f"https://github.com/{config.repository}/security/advisories/new"
        if config.repository
        else f"mailto:{config.safety_contact}"
        if config.safety_contact
        else config.site_url
    )
    mail = config.safety_contact if not config.relay.url and config.repository else ""
    say = "Tell us in private, never in an issue." + (f" Or by mail: {mail}." if mail else "")
    diga = "Díganoslo en privado, nunca en un issue." + (f" O por correo: {mail}." if mail else "")
    return {
        "blank_issues_enabled": False,  # a form warns of what must not be public; a blank page would not
        "contact_links": [
            {
                "name": "An address that is unsafe to show / Una dirección peligrosa de mostrar",
                "url": private,
                "about": f"{say} / {diga}",
            },
            {
                "name": "Without an account / Sin cuenta",
                "url": config.site_url,
                "about": "At the end of every page: Something wrong? / Al final de cada página: ¿Algo está mal?",
            },
        ],
    }


def pull_request_template() -> str:
    """What every pull request by hand begins with."""
    consent = definition()["consent"]["options"][0]["label"]
    return "\n".join(
        [
            "<!-- Made by `bluepages intake --forms`. The checks tell what changes; say what they cannot know. -->",
            "",
            "**What changes, and how do you know?** / **¿Qué cambia y cómo lo sabe?**",
            "",
            "<!-- A call and its day, the provider's own page, a public record. Never the address of a place that is",
            "kept confidential, and nothing about a person who got help: this is public for good. -->",
            "",
            f"- [ ] {consent['en']} / {consent['es']}",
            "- [ ] It is in my own words. / Está en mis propias palabras.",
            "",
        ]
    )


def codeowners(vocabulary: Vocabulary, config: Config) -> str:
    """Who is asked to review what. The last line that fits a file counts, so counties come last."""
    lines = [_HEAD.format(source="data/stewards.yaml").rstrip(), *_notes()]
    owner = config.repository.partition("/")[0]
    if owner:
        lines += [f"{path} @{owner}/maintainers" for path in reversed(_PROGRAM)]
    for folder in (STATEWIDE, *vocabulary.counties):
        names = keepers(folder, vocabulary, config).owners or _reviewers(config)
        if names:
            lines.append(_owners(folder, names))
    return "\n".join(lines) + "\n"


def _notes() -> Iterator[str]:
    yield "# Only accounts with write access: GitHub passes over a line that names another. The others are mentioned."
    yield "# A county without a steward who may write falls to the reviewers in directory.yaml; without those it has no"
    yield "# line here."


def _reviewers(config: Config) -> tuple[str, ...]:
    """Those of the whole state who may write: somebody of a county must, or the ruleset would ask nobody."""
    return tuple(each.github for each in config.reviewers if each.github and each.write_access)


def _owners(folder: str, names: Iterable[str]) -> str:
    return f"/data/providers/{folder}/ " + " ".join(f"@{name}" for name in names)
