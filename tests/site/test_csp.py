"""The policy of every page: our own files and the hosts that the settings name, and nothing else gets in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bluepages.config import Config, RelaySettings
from bluepages.site.csp import origin, policy
from tests.support import settings


def config(url: str = "", repository: str = "") -> Config:
    return replace(settings(), relay=RelaySettings(url=url), repository=repository)


def directives(made: str) -> dict[str, list[str]]:
    return {part.split()[0]: part.split()[1:] for part in made.split(";")}


def test_without_a_relay_nothing_leaves_the_site() -> None:
    found = directives(policy(config()))
    assert found["form-action"] == found["connect-src"] == ["'self'"]
    assert found["default-src"] == found["base-uri"] == ["'none'"]


def test_forms_and_scripts_may_reach_the_relay_and_no_other_host() -> None:
    found = directives(policy(config("https://relay.example.org:8443/blue/?x#y", "a/b")))
    assert found["form-action"] == found["connect-src"] == ["'self'", "https://relay.example.org:8443"]
    assert found["script-src"] == ["'self'"]


def test_a_style_in_the_page_is_let_in_by_its_hash_alone() -> None:
    found = directives(policy(config(), "'sha256-abc='"))
    assert found["style-src"] == ["'self'", "'sha256-abc='"]
    assert directives(policy(config()))["style-src"] == ["'self'"]


def test_a_script_in_the_page_is_let_in_by_its_hash_alone() -> None:
    found = directives(policy(config(), "'sha256-abc='", script="'sha256-def='"))
    assert found["script-src"] == ["'self'", "'sha256-def='"]
    assert found["style-src"] == ["'self'", "'sha256-abc='"]


def test_without_a_relay_the_plain_form_may_open_the_form_at_github() -> None:
    found = directives(policy(config(repository="owner/name")))
    assert found["form-action"] == ["'self'", "https://github.com"]
    assert found["connect-src"] == ["'self'"]


@pytest.mark.parametrize(
    "address",
    ["", "relay.example.org", "javascript:alert(1)", "https://a b/", "https://me@host/", "https://x;y/", "//h"],
)
def test_what_is_no_web_address_adds_nothing(address: str) -> None:
    assert origin(address) == ""


@given(st.text(max_size=40))
def test_no_text_adds_a_directive(text: str) -> None:
    made = policy(config("https://" + text))
    assert list(directives(made)) == list(directives(policy(config())))
    assert len(directives(made)["form-action"]) <= 2
