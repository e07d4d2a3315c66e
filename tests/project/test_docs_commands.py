"""What the documents tell people to type works: commands and options exist, and all that exist are told."""

from __future__ import annotations

import argparse
import ast
import re
from functools import cache

import pytest

from bluepages.cli import parser
from tests.project.prose import DOCUMENTS, read, rows, section, shell, spans
from tests.project.source import ROOT, modules

EVERYWHERE = {"--help", "--root", "--verbose", "--today"}
"""Told once, at the top of docs/commands.md."""
FROM_OUTSIDE = {"CI", "USER", "HOME", "PATH"}
"""What systems set by themselves, beside all that GitHub sets for a workflow (`GITHUB_...`)."""


@cache
def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command by its name, parts of commands as `relay held`."""
    found: dict[str, argparse.ArgumentParser] = {}

    def walk(above: argparse.ArgumentParser, name: str) -> None:
        for action in above._actions:
            if isinstance(action, argparse._SubParsersAction):
                for word, below in action.choices.items():
                    found[f"{name} {word}".strip()] = below
                    walk(below, f"{name} {word}".strip())

    walk(parser(), "")
    return found


def options(command: str) -> set[str]:
    """The long options of a command."""
    return {word for action in commands()[command]._actions for word in action.option_strings if word[:2] == "--"}


def sections() -> dict[str, str]:
    """What docs/commands.md says of each command, by its name."""
    headings = re.findall(r"(?m)^## (`bluepages ([a-z]+).*)$", read("docs/commands.md"))
    found: dict[str, str] = {}
    for heading, name in headings:
        found[name] = found.get(name, "") + heading + "\n" + section("docs/commands.md", heading)
    return found


def told(text: str) -> set[str]:
    """The options that a text names; a span that is a whole command line may be about another command."""
    found = (span for span in spans(text) if not span.startswith("bluepages "))
    return {word for span in found for word in re.findall(r"(?<![\w-])--[a-z][a-z-]*", span)}


def test_what_every_command_takes_is_told_once_at_the_top() -> None:
    assert told(read("docs/commands.md").partition("\n## ")[0]) == EVERYWHERE


def test_every_command_has_its_section_and_no_other_has() -> None:
    assert sections().keys() == {name.split()[0] for name in commands()}


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_option_is_told_where_its_command_is(command: str) -> None:
    missing = options(command) - EVERYWHERE - told(sections()[command.split()[0]])
    assert not missing, f"docs/commands.md does not say what these of {command} do: {sorted(missing)}"


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_word_to_choose_is_told(command: str) -> None:
    text = sections()[command.split()[0]]
    for action in commands()[command]._actions:
        if action.choices and not isinstance(action, argparse._SubParsersAction):
            missing = {str(word) for word in action.choices if not re.search(rf"(?i)\b{word}\b", text)}
            assert not missing, f"docs/commands.md, {command}: {sorted(missing)}"


@pytest.mark.parametrize("command", sorted(sections()))
def test_no_option_is_told_that_is_not_there(command: str) -> None:
    real = set().union(*(options(name) for name in commands() if name.split()[0] == command))
    gone = told(sections()[command]) - real
    assert not gone, f"docs/commands.md tells {sorted(gone)}, which `bluepages {command}` does not take"


def test_the_parts_of_commands_are_told() -> None:
    for name in commands():
        top, _, part = name.partition(" ")
        assert not part or re.search(rf"\b{part}\b", sections()[top]), f"docs/commands.md does not name {name}"


def complaint(line: str) -> str:
    """Say what is wrong with a line for the shell; `""` where nothing is, or it is not about a program of ours."""
    words = line.split()
    if not words:
        return ""
    if words[0] == "make" and len(words) > 1 and re.fullmatch("[a-z-]+", words[1]):
        return "" if re.search(rf"(?m)^{words[1]}:", read("Makefile")) else "no such target"
    module = re.match(r"(?:\S*python3?) -m (bench\.\w+)", line)
    file = re.match(r"(?:[A-Z_]+=\S+ )*\S*python3? ((?:tools/)?\w+\.py)", line) or re.match(r"pytest (\S+)", line)
    path = f"{module[1].replace('.', '/')}.py" if module else file[1] if file else ""
    if path:
        return "" if (ROOT / path).exists() else "no such file"
    if words[0] not in {"bluepages", ".venv/bin/bluepages"}:
        return ""
    known = [name for name in (" ".join(words[1:3]), words[1] if len(words) > 1 else "") if name in commands()]
    if not known:
        return "no such command" if len(words) > 1 and re.fullmatch("[a-z]+", words[1]) else ""
    wrong = set(re.findall(r"(?<!\S)--[a-z][a-z-]*", line)) - options(known[0]) - options(known[-1])
    return f"no such option: {sorted(wrong)}" if wrong else ""


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_line_for_the_shell_can_be_typed(name: str) -> None:
    wrong = {line: complaint(line) for line in shell(name) if complaint(line)}
    assert not wrong


@pytest.mark.parametrize(
    "line",
    ["make everything", "bluepages fetch", "bluepages check --mend", "python3 tools/gone.py", "python -m bench.gone",
     "pytest tests/gone", ".venv/bin/bluepages relay held --all"],
)  # fmt: skip
def test_a_line_that_cannot_be_typed_is_seen(line: str) -> None:
    assert complaint(line)


def environment_read() -> set[str]:
    """The names that the package looks up in the environment."""
    found = set()
    for module in modules():
        for node in ast.walk(module.tree):
            key: ast.expr | None = None
            owner: ast.expr | None = None
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
                owner, key = node.func.value, node.args[0] if node.args else None
            elif isinstance(node, ast.Subscript):
                owner, key = node.value, node.slice
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if name in {"environ", "environment", "given"} and isinstance(key, ast.Constant):
                found.add(str(key.value))
    return found


def test_the_environment_is_told() -> None:
    """Whoever runs a command finds every name that it reads, and none that nothing reads."""
    text = section("docs/commands.md", "The environment")
    listed = {name for row in rows(text) for name in spans(row[0])}
    ours = {name for name in environment_read() if not name.startswith("GITHUB_")} - FROM_OUTSIDE
    assert "WITHHELD" in ours
    assert ours <= listed, f"docs/commands.md does not name {sorted(ours - listed)}"
    assert listed <= environment_read()
