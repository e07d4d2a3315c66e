"""Options for every test: which readers decide, and how hard the property tests search."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from bluepages.records import engines

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--reference`: run with PyYAML and jsonschema alone, the fast readers switched off."""
    parser.addoption("--reference", action="store_true", help="only the reference readers decide")


@pytest.fixture(autouse=True, scope="session")
def readers(request: pytest.FixtureRequest) -> Iterator[None]:
    """The readers that the run was asked to use."""
    if not request.config.getoption("--reference"):
        yield
        return
    with engines.reference_only():
        yield
