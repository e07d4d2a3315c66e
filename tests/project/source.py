"""The project's own source as the tests of this folder see it: files, modules and what they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "bluepages"


@dataclass(frozen=True)
class Module:
    """One module of ours: its dotted name, its path from the root, and its parsed text."""

    name: str
    path: str
    text: str
    tree: ast.Module

    @property
    def unit(self) -> str:
        """The module or sub-package directly below `bluepages`; `""` for the package itself."""
        return unit_of(self.name)


def unit_of(name: str) -> str:
    """Return the unit of a dotted name: `checks` for `bluepages.checks.hours`."""
    return name.split(".")[1] if "." in name else ""


def parse(name: str, path: str, text: str) -> Module:
    """Make a Module of a text (tests make small ones of their own)."""
    return Module(name, path, text, ast.parse(text))


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the package, by path."""
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(parse(name, file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")))
    return tuple(found)


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of everything a module imports, anywhere in it, relative imports made absolute."""
    is_package = module.path.endswith("__init__.py")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = module.name.split(".")
                parents = parents[: len(parents) - node.level + (1 if is_package else 0)]
                base = ".".join([*parents, base] if base else parents)
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"
