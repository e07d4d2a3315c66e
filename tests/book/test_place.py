"""The quick way to a value's line gives what the whole tree gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from bluepages.model import Provider
from bluepages.problems import Path
from bluepages.records.place import place_in
from bluepages.records.schema import provider_schema
from bluepages.records.write import write
from bluepages.records.yamlfile import Document
from tests.strategies import providers
from tests.support import ROOT


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every path of plain data, and one below each that is not there."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in inner:
        yield from paths(child, (*path, step))
    if isinstance(value, dict):
        yield (*path, "missing")


def agree(text: str) -> None:
    document = Document(text.encode(), "x.yaml", provider_schema())
    for path in paths(document.data):
        for key in (False, True):
            quick = place_in(text, path, key=key)
            assert quick in (None, document.at(path, key=key)), path


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(providers())
def test_any_record(provider: Provider) -> None:
    agree(write(msgspec.json.decode(msgspec.json.encode(provider)), provider_schema()))


@pytest.mark.parametrize("folder", sorted((ROOT / "data" / "providers").glob("*"))[:12], ids=lambda path: path.name)
def test_records_of_the_directory(folder: Any) -> None:
    for file in sorted(folder.glob("*.yaml"))[:2]:
        agree(file.read_text(encoding="utf-8"))
