"""When a token runs out: read from the token itself, and said before it happens."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepages.publish.ckan.token import runs_out, warning

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def token(claims: object) -> str:
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    head, body = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
    return f"{head}.{body}.c2ln"


def ending(days: float) -> str:
    return token({"jti": "x", "exp": (NOW + timedelta(days=days)).timestamp()})


def test_the_end_is_read_from_the_token() -> None:
    assert runs_out(ending(3)) == NOW + timedelta(days=3)
    assert runs_out(token({"jti": "x"})) is None


@pytest.mark.parametrize(
    ("days", "said"),
    [(-1, "ran out on 2026-11-25"), (3, "runs out on 2026-11-29"), (29, "runs out on 2026-12-25"), (31, "")],
)
def test_it_is_said_a_month_before(days: float, said: str) -> None:
    assert said in warning(ending(days), NOW)
    assert bool(warning(ending(days), NOW)) == bool(said)


@given(
    st.one_of(
        st.text(),
        st.binary().map(lambda raw: f"a.{base64.urlsafe_b64encode(raw).decode()}.b"),
        st.recursive(st.none() | st.floats() | st.text(), st.lists).map(lambda exp: token({"exp": exp})),
    )
)
def test_a_token_in_another_form_is_no_trouble(text: str) -> None:
    end = runs_out(text)
    assert end is None or isinstance(end, datetime)
    assert isinstance(warning(text, NOW), str)
