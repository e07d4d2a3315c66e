"""The forms in `.github/` are those of the definition, and fit what GitHub takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from bluepages.config import Reviewer
from bluepages.intake.forms import LANGUAGES, load_forms
from bluepages.intake.generate import TEMPLATES, codeowners, file_name, generated, stale, write
from bluepages.intake.reply import private_way
from bluepages.records.book import Book
from bluepages.records.load import load_config
from bluepages.vocabulary import Steward
from bluepages.vocabulary.keepers import keepers
from tests.intake.support import forms
from tests.support import ROOT, settings, vocabulary


def here() -> dict[str, str]:
    config = load_config(ROOT)
    book = Book(ROOT, config, vocabulary(), [])
    return generated(book, load_forms(vocabulary(), config.state_name))


def test_the_files_are_current() -> None:
    assert not stale(ROOT, here()), "run: bluepages intake --forms"


def test_renewing_brings_up_to_date_and_removes_what_is_no_form(tmp_path: Path) -> None:
    files = here()
    assert set(write(tmp_path, files)) == set(files)
    assert write(tmp_path, files) == []
    old = tmp_path / TEMPLATES / "9-old.yml"
    old.write_text("name: old", encoding="utf-8")
    (tmp_path / ".github" / "CODEOWNERS").write_text("* @everybody\n", encoding="utf-8")
    assert write(tmp_path, files) == [".github/CODEOWNERS", f"{TEMPLATES}/9-old.yml"]
    assert not old.exists()


FORMS = [(form, language) for form in forms().forms.values() for language in LANGUAGES]


@pytest.mark.parametrize(("form", "language"), FORMS, ids=lambda value: getattr(value, "kind", value))
def test_a_form_is_one_that_github_takes(form: Any, language: str) -> None:
    """The rules of GitHub's documentation of issue forms, as far as they can be broken here."""
    data = yaml.safe_load(here()[f"{TEMPLATES}/{file_name(form, language)}"])
    assert data.keys() == {"name", "description", "title", "labels", "body"}
    assert all(isinstance(data[key], str) and len(data[key]) >= 3 for key in ("name", "description", "title"))
    asked = [part for part in data["body"] if part["type"] != "markdown"]
    ids = [part["id"] for part in asked]
    assert len(set(ids)) == len(ids) and "template" not in ids and "title" not in ids, "they are query parameters"
    for part in asked:
        assert part["type"] in {"input", "textarea", "dropdown", "checkboxes"}
        assert part["attributes"]["label"]
        options = part["attributes"].get("options", [])
        assert bool(options) == (part["type"] in {"dropdown", "checkboxes"})
        if part["type"] == "dropdown":
            assert all(isinstance(option, str) for option in options), "no bare yes or no"
            assert "none" not in {option.lower() for option in options}
    consent = asked[-1]["attributes"]["options"]
    assert "CC0" in consent[0]["label"] and consent[0]["required"] is True


def test_nothing_public_is_offered_for_an_unsafe_address() -> None:
    for name, text in here().items():
        if name.startswith(TEMPLATES) and not name.endswith("config.yml"):
            assert "shelter" in text or "refugio" in text, "each form warns"
    chooser = yaml.safe_load(here()[f"{TEMPLATES}/config.yml"])
    assert "unsafe" in chooser["contact_links"][0]["name"]
    assert chooser["blank_issues_enabled"] is False, "a blank page warns of nothing"
    config = msgspec.structs.replace(settings(), repository="someone/blue-pages")
    files = generated(Book(ROOT, config, vocabulary(), []), forms())
    link = yaml.safe_load(files[f"{TEMPLATES}/config.yml"])["contact_links"][0]["url"]
    assert link == "https://github.com/someone/blue-pages/security/advisories/new"
    mailed = msgspec.structs.replace(config, safety_contact="safe@example.org")
    said = generated(Book(ROOT, mailed, vocabulary(), []), forms())[f"{TEMPLATES}/config.yml"]
    assert yaml.safe_load(said)["contact_links"][0]["about"].count("safe@example.org") == 2
    relay = msgspec.structs.replace(config.relay, url="https://relay.example.org/")
    held = msgspec.structs.replace(config, relay=relay)
    files = generated(Book(ROOT, held, vocabulary(), []), forms())
    link = yaml.safe_load(files[f"{TEMPLATES}/config.yml"])["contact_links"][0]["url"]
    assert link == "https://test.example.org/report/", "with a relay, its held queue"
    assert "https://test.example.org/report/" in private_way("en", held)


def test_the_pull_request_template_asks_for_cc0() -> None:
    assert "public domain (CC0)" in here()[".github/PULL_REQUEST_TEMPLATE.md"]


def test_owners_are_the_stewards_of_each_county_who_may_write() -> None:
    rosa = Steward("rosa", "Rosa M.", ("alameda", "marin"), github="rosa-example", write_access=True)
    sam = Steward("sam", "Sam", ("marin", "yolo"), github="sam-example")
    quiet = Steward("quiet", "Quiet", ("napa",), write_access=True)
    words = msgspec.structs.replace(vocabulary(), stewards={"rosa": rosa, "sam": sam, "quiet": quiet})
    config = msgspec.structs.replace(settings(), repository="someone/blue-pages")
    lines = codeowners(words, config).splitlines()
    assert "/data/providers/alameda/ @rosa-example" in lines
    assert "/data/providers/marin/ @rosa-example" in lines, "GitHub would pass over a line with sam-example"
    assert "/data/providers/statewide/ @rosa-example" in lines
    assert not any("napa" in line for line in lines), "no account, no owner"
    assert not any("yolo" in line for line in lines), "mentioned in proposals instead"
    assert "/approvals/ @someone/maintainers" in lines
    assert lines.index("/* @someone/maintainers") < lines.index("/bluepages/ @someone/maintainers")
    assert "@" not in codeowners(vocabulary(), settings()), "no steward is made up"


def test_a_county_without_a_steward_falls_to_the_reviewers_of_the_state() -> None:
    rosa = Steward("rosa", "Rosa M.", ("alameda",), github="rosa-example", write_access=True)
    words = msgspec.structs.replace(vocabulary(), stewards={"rosa": rosa})
    team = (Reviewer("Team", github="team-example", write_access=True), Reviewer("Ana", github="ana-example"))
    config = msgspec.structs.replace(settings(), reviewers=team)
    lines = codeowners(words, config).splitlines()
    assert "/data/providers/alameda/ @rosa-example" in lines
    assert "/data/providers/napa/ @team-example" in lines
    assert "/data/providers/statewide/ @team-example" in lines
    ana = Steward("ana", "Ana", ("yolo",), github="ana-writes-not")
    both = msgspec.structs.replace(words, stewards={"rosa": rosa, "ana": ana})
    assert "/data/providers/yolo/ @team-example" in codeowners(both, config).splitlines(), "somebody must be asked"
    assert keepers("yolo", both, config).mentions == ("ana-writes-not",)
    found = keepers("napa", words, config)
    assert (found.why, found.mentions) == ("reviewers", ("ana-example",))
    assert keepers("alameda", words, config).why == "stewards"
    nobody = keepers("napa", words, settings())
    assert (nobody.why, nobody.people) == ("nobody", ())
