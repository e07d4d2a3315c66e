"""Loads the programs of `tools/`, which stand outside of any package since they run before one is installed."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

from tests.project.source import ROOT


def load(name: str) -> ModuleType:
    """Return `tools/NAME.py` as a module of its own, fresh, with its neighbours importable as they are for a script."""
    folder = str(ROOT / "tools")
    spec = importlib.util.spec_from_file_location(f"project_tools_{name}", ROOT / "tools" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.insert(0, folder)
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(folder)
    return module
