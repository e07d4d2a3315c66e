"""The house keeps its shape: imports point down, what is pure stays pure, and modules and functions stay small."""

from __future__ import annotations

import ast
import re
import statistics
from pathlib import Path

import pytest

from tests.project.source import PACKAGE, ROOT, Module, imports, modules, parse, unit_of

# Bottom to top. Units on one line may import each other as long as they form no ring.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"errors", "model", "problems", "rules", "config", "dates", "vocabulary", "hours"}),
    frozenset({"records"}),
    frozenset({"checks"}),
    frozenset({"hsds"}),
    frozenset({"enrich", "doors", "worklist"}),
    frozenset({"export", "site", "search", "report", "review"}),
    frozenset({"output"}),  # gathers what the layer below makes, and writes it
    frozenset({"publish", "intake", "desk", "federate", "sweep", "relay"}),
    frozenset({"cli"}),
)
LEVEL = {unit: level for level, units in enumerate(LAYERS) for unit in units}
OUTSIDE = LEVEL["publish"]
# Files below the outside that touch it all the same, each with its reason; keep this short.
EXCUSED: dict[str, str] = {}

NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "urllib3",
    "requests",
    "httpx",
    "aiohttp",
    "github",
    "ftplib",
    "smtplib",
}
CLOCK_AND_ENVIRONMENT = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "localtime"),
    ("os", "getenv"),
    ("os", "environ"),
    ("locale", "setlocale"),
}
MOST_LINES, MOST_FUNCTION_LINES, MEDIAN_LINES = 400, 80, 150


def pointing_up(module: Module) -> list[str]:
    """Name each import of a module that points to a layer above its own."""
    if module.unit not in LEVEL:
        return []
    return [
        f"{module.path}:{line} imports {name}, which is a layer above {module.unit}"
        for line, name in imports(module)
        if name.startswith("bluepages.") and LEVEL.get(unit_of(name), 0) > LEVEL[module.unit]
    ]


def impurities(module: Module) -> list[str]:
    """Name each use of the network, the clock or the environment in a module."""
    found = [
        f"{module.path}:{line} imports {name}"
        for line, name in imports(module)
        if any(name == bad or name.startswith(f"{bad}.") for bad in NETWORK)
    ]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if (owner, node.attr) in CLOCK_AND_ENVIRONMENT:
                found.append(f"{module.path}:{node.lineno} uses {owner}.{node.attr}")
    return found


def rings(edges: dict[str, set[str]]) -> list[str]:
    """Name the rings of a graph of imports, each once, as `a -> b -> a`."""
    found: list[str] = []
    done: set[str] = set()

    def walk(unit: str, way: list[str]) -> None:
        if unit in way:
            found.append(" -> ".join([*way[way.index(unit) :], unit]))
            return
        if unit in done:
            return
        for below in sorted(edges.get(unit, ())):
            walk(below, [*way, unit])
        done.add(unit)

    for unit in sorted(edges):
        walk(unit, [])
    return found


def test_every_unit_has_a_layer() -> None:
    homeless = {module.unit for module in modules()} - {"", "__main__"} - LEVEL.keys()
    assert not homeless, f"say in LAYERS where these belong: {sorted(homeless)}"


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.path)
def test_imports_point_down(module: Module) -> None:
    assert not pointing_up(module)


@pytest.mark.parametrize(
    "module",
    [m for m in modules() if LEVEL.get(m.unit, OUTSIDE) < OUTSIDE and m.path not in EXCUSED],
    ids=lambda module: module.path,
)
def test_below_the_outside_all_is_pure(module: Module) -> None:
    assert not impurities(module)


def test_units_import_each_other_in_no_ring() -> None:
    edges: dict[str, set[str]] = {}
    for module in modules():
        for _, name in imports(module):
            if (
                module.unit
                and name.startswith("bluepages.")
                and unit_of(name) in LEVEL
                and unit_of(name) != module.unit
            ):
                edges.setdefault(module.unit, set()).add(unit_of(name))
    assert not rings(edges)


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.path)
def test_modules_and_functions_are_small(module: Module) -> None:
    assert module.text.count("\n") <= MOST_LINES
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MOST_FUNCTION_LINES, f"{module.path}:{node.lineno} {node.name} has {length} lines"


@pytest.mark.parametrize("path", sorted((ROOT / "site/assets").glob("*.mjs")), ids=lambda path: path.name)
def test_scripts_of_pages_are_small(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= MOST_LINES


def test_the_middle_module_is_small() -> None:
    sizes = [module.text.count("\n") for module in modules() if module.text.strip()]
    assert statistics.median(sizes) < MEDIAN_LINES


def test_the_architecture_names_every_unit() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    units = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    unnamed = sorted(
        unit for unit in units - {"__init__", "__main__"} if not re.search(rf"`(bluepages[./])?{unit}\b", text)
    )
    assert not unnamed, f"docs/architecture.md does not name {unnamed}"


def test_what_is_excused_is_imported_by_nothing_but_the_command_line() -> None:
    excused = {path.removesuffix(".py").replace("/", ".") for path in EXCUSED}
    users = {
        module.unit
        for module in modules()
        for _, name in imports(module)
        if name in excused or name.rpartition(".")[0] in excused
    }
    assert users <= {"cli"}


# The tests above can fail.


@pytest.mark.parametrize(
    ("name", "path", "text"),
    [
        ("bluepages.records.load", "bluepages/records/load.py", "from bluepages.checks import run\n"),
        ("bluepages.model", "bluepages/model.py", "import bluepages.cli\n"),
        ("bluepages.checks.hours", "bluepages/checks/hours.py", "def f():\n    from ..hsds import compile\n"),
        ("bluepages.hours", "bluepages/hours/__init__.py", "from .. import records\n"),
        ("bluepages.enrich", "bluepages/enrich/__init__.py", "from bluepages import site\n"),
    ],
)
def test_an_import_that_points_up_is_seen(name: str, path: str, text: str) -> None:
    assert pointing_up(parse(name, path, text))


@pytest.mark.parametrize(
    "text",
    [
        "from bluepages.model import Provider\n",
        "from . import ids\n",
        "from .yamlfile import read\n",
        "import msgspec\n",
        "from bluepages import problems\n",
    ],
)
def test_an_import_that_points_down_or_aside_is_fine(text: str) -> None:
    assert not pointing_up(parse("bluepages.records.load", "bluepages/records/load.py", text))


@pytest.mark.parametrize(
    "text",
    [
        "import requests\n",
        "from urllib import request\n",
        "import urllib.request\n",
        "from datetime import date\nx = date.today()\n",
        "import datetime\nx = datetime.datetime.now()\n",
        "import os\nx = os.environ['HOME']\n",
        "import time\nx = time.time()\n",
    ],
)
def test_an_impurity_is_seen(text: str) -> None:
    assert impurities(parse("bluepages.model", "bluepages/model.py", text))


def test_urls_may_be_taken_apart_and_time_measured() -> None:
    text = "from urllib.parse import urlsplit\nimport time\nx = time.perf_counter()\n"
    assert not impurities(parse("bluepages.model", "bluepages/model.py", text))


def test_a_ring_is_seen() -> None:
    assert rings({"export": {"site"}, "site": {"export"}}) == ["export -> site -> export"]
    assert not rings({"export": {"site", "model"}, "site": {"model"}})
