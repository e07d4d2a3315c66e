"""Which readers decide: the fast ones (ryaml, jsonschema-rs), or only the references (PyYAML, jsonschema).

The references are always right and always there; tests run with the fast ones switched off to prove that nothing
depends on them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

_state = {"fast": True}


def fast() -> bool:
    """Whether the fast readers may be used."""
    return _state["fast"]


@contextlib.contextmanager
def reference_only() -> Iterator[None]:
    """Within this context only the reference readers decide."""
    before = _state["fast"]
    _state["fast"] = False
    try:
        yield
    finally:
        _state["fast"] = before
