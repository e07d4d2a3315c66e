"""The examples of the manuals are what the program takes: files it reads, settings, signatures."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import textwrap
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml

from bluepages.config import RelaySettings
from bluepages.enrich import links, reviews
from tests.project.prose import read


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a document in a language, at their own margin."""
    found = re.findall(rf"(?ms)^( *)```{language}\n(.*?)^ *```", read(name))
    return [textwrap.dedent(text) for _, text in found]


def test_the_list_of_reviews(tmp_path: Path) -> None:
    example = next(text for text in blocks("docs/reviews.md", "json") if '"reviews"' in text)
    (tmp_path / reviews.FILE).parent.mkdir()
    (tmp_path / reviews.FILE).write_text(example, encoding="utf-8")
    found = reviews.read_reviews(tmp_path)
    said = json.loads(example)
    for name in ("reviews", "withheld", "proposals", "counties"):
        assert len(getattr(found, name)) == len(said[name]) > 0


def test_the_list_of_broken_links(tmp_path: Path) -> None:
    example = next(text for text in blocks("docs/reviews.md", "json") if '"links"' in text)
    (tmp_path / links.FILE).parent.mkdir()
    (tmp_path / links.FILE).write_text(example, encoding="utf-8")
    assert len(links.read_links(tmp_path)) == 1


def test_the_mapping_file() -> None:
    schema = json.loads(read("schema/mapping.schema.json"))
    example = blocks("docs/import.md", "yaml")
    assert example
    for text in example:
        data = json.loads(json.dumps(yaml.load(text, Loader=yaml.BaseLoader)))
        jsonschema.Draft202012Validator(schema).validate(_typed(data))


def _typed(value: Any) -> Any:
    """Words as they were written, but for flags."""
    if isinstance(value, dict):
        return {key: _typed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_typed(each) for each in value]
    return {"true": True, "false": False}.get(value, value)


def test_the_settings_of_a_relay() -> None:
    for text in blocks("docs/relay.md", "yaml"):
        msgspec.convert(yaml.safe_load(text)["relay"], RelaySettings)


@pytest.mark.parametrize("name", ["docs/relay.md", "docs/site.md"])
def test_what_is_said_of_python_is_there(name: str) -> None:
    found = blocks(name, "python")
    assert found
    for text in found:
        wrong = untrue(text)
        assert not wrong


def untrue(text: str) -> list[str]:
    """What a sketch of Python says that the code does not: functions with their arguments, fields, and calls."""
    files = re.split(r"(?m)^# (bluepages/[\w/]+\.py)\n", text)
    sketches = list(zip(files[1::2], files[2::2], strict=True)) or [("", text)]
    wrong = []
    for path, part in sketches:
        # A function without a body, as one writes it in a manual, gets one.
        whole = re.sub(r"(?m)^(( *)def [^\n]*(?:\n +[^\n#]*\))?[^\n]*?[^:\n])$", r"\1: pass", part)
        names = vars(importlib.import_module(path.removesuffix(".py").replace("/", "."))) if path else {}
        wrong += _untrue(ast.parse(whole), dict(names))
    return wrong


def _untrue(tree: ast.AST, names: dict[str, Any]) -> list[str]:
    wrong: list[str] = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = importlib.import_module(node.module)
            names |= {alias.name: getattr(module, alias.name, None) for alias in node.names}
            wrong += [f"{node.module} has no {alias.name}" for alias in node.names if names[alias.name] is None]
        elif isinstance(node, ast.FunctionDef):
            real = names.get(node.name)
            told = [argument.arg for argument in node.args.args]
            if real is None or list(inspect.signature(real).parameters)[: len(told)] != told:
                wrong.append(f"{node.name}({', '.join(told)})")
        elif isinstance(node, ast.ClassDef):
            real = names.get(node.name)
            wrong += [node.name] if real is None else _untrue(node, dict(inspect.getmembers(real)))
            fields = [each.target.id for each in node.body if isinstance(each, ast.AnnAssign)]  # type: ignore[union-attr]
            if fields and real is not None and fields != [field.name for field in msgspec.structs.fields(real)]:
                wrong.append(f"{node.name} has {fields}")
        for call in ast.walk(node) if isinstance(node, ast.Expr) else ():
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and names.get(call.func.id):
                known = set(inspect.signature(names[call.func.id]).parameters)
                wrong += [f"{call.func.id}({each.arg}=)" for each in call.keywords if each.arg not in known]
    return wrong


@pytest.mark.parametrize(
    "text",
    [
        "# bluepages/intake/web.py\ndef read(form: str, fields: str) -> int\n",
        "# bluepages/intake/web.py\ndef gone(form: str) -> int\n",
        "# bluepages/intake/web.py\nclass Considered(msgspec.Struct):\n    kind: str\n    gone: str\n",
        "from bluepages.site import gone\n",
        "from bluepages.site import pages\npages(edition, speed=2)\n",
    ],
)
def test_an_untruth_is_seen(text: str) -> None:
    assert untrue(text)
