"""The description of the relay: current, sound, and true of what the relay answers to anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from bluepages.relay.openapi import description
from tests.relay.support import TOKEN, Desk, make_root
from tests.support import ROOT

KEPT = ROOT / "schema" / "relay-openapi.json"


def test_the_copy_in_the_repository_is_current() -> None:
    said = orjson.dumps(description(), option=orjson.OPT_INDENT_2) + b"\n"
    assert KEPT.read_bytes() == said, "write it anew: python -m bluepages.relay.openapi > schema/relay-openapi.json"


def test_the_relay_describes_itself(desk: Desk) -> None:
    assert desk.get("openapi.json").json() == description()


def test_every_address_is_described(desk: Desk) -> None:
    from bluepages.relay.app import Guard

    assert isinstance(desk.app, Guard)
    found = {(route.path, method.lower()) for route in desk.app.app.routes for method in route.methods - {"HEAD"}}
    paths: dict[str, Any] = description()["paths"]
    assert found == {(path, method) for path, operations in paths.items() for method in operations}


HALL: list[Desk] = []
ALONE = Starlette(routes=[Route("/openapi.json", lambda request: JSONResponse(description()))])


async def app(scope: Any, receive: Any, send: Any) -> None:
    """The relay of the tests below, once it is there; before that, only its description."""
    await (HALL[0].app if HALL else ALONE)(scope, receive, send)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(make_root(Path(tmp_path_factory.mktemp("openapi")) / "directory"))
    HALL.append(made)
    yield made
    HALL.clear()
    made.close()


schema = schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_the_answer_is_as_described(case: Any, hall: Desk) -> None:
    hall.clock.sleep(3600)
    headers = {"Authorization": f"Bearer {TOKEN}"} if case.path.startswith("/held") else {}
    # The questions of each form are not in the description: whatever answers them ill has 422, as it says.
    known = [schemathesis.checks.positive_data_acceptance] if case.path == "/submit" else []
    case.call_and_validate(headers=headers, excluded_checks=known)
    assert not [line for line in hall.lines() if line["event"] == "fault"]
