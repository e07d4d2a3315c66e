"""The documents say what the program does: every command, every rule, and every example in them is true."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bluepages.rules import RULES
from tests.project.source import ROOT

DOCUMENTS = (
    "CONTRIBUTING.md",
    "GOVERNANCE.md",
    "SECURITY.md",
    "README.md",
    *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").glob("*.md"))),
)
HAS_CLI = importlib.util.find_spec("bluepages.cli") is not None


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> list[str]:
    """Return the commands that `bluepages --help` lists, by its own words."""
    run = "from bluepages.cli import main; raise SystemExit(main())"
    command = [sys.executable, "-c", run, "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    listed = re.search(r"\{([a-z,-]+)\}", done.stdout)
    if listed:
        return listed[1].split(",")
    return re.findall(r"(?m)^ {2,4}([a-z][a-z-]+)(?: {2,}|$)", done.stdout)


@pytest.mark.skipif(not HAS_CLI, reason="the command line is not there yet")
def test_every_command_is_documented() -> None:
    found = commands()
    assert "check" in found
    text = read("docs/commands.md")
    undocumented = [name for name in found if not re.search(rf"(?m)^#+ .*`?bluepages {name}\b", text)]
    assert not undocumented, f"docs/commands.md has no heading `bluepages NAME` for {undocumented}"


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_is_documented(code: str) -> None:
    assert re.search(rf"(?m)^### {code}\b", read("docs/rules.md")), f"docs/rules.md has no `### {code}`"


def test_no_rule_is_documented_that_is_not_there() -> None:
    assert set(re.findall(r"(?m)^### (P\d{3})\b", read("docs/rules.md"))) <= set(RULES)


@pytest.mark.parametrize("code", sorted(RULES))
@pytest.mark.parametrize("kind", ["good", "bad"])
def test_every_rule_has_a_good_and_a_bad_record(code: str, kind: str) -> None:
    folder = ROOT / "tests" / "records" / code
    found = [path for path in folder.glob(f"{kind}*") if path.is_file() or any(path.iterdir())]
    assert found, f"tests/records/{code}/{kind} is not there"


def examples(name: str) -> list[Any]:
    """Return the YAML examples of a document that are whole records."""
    blocks = re.findall(r"(?ms)^```yaml\n(.*?)^```", read(name))
    # The loader keeps every scalar as written, as our reader does.
    return [yaml.load(block, Loader=yaml.BaseLoader) for block in blocks if re.search(r"(?m)^services:", block)]


def test_the_example_record_is_valid() -> None:
    schema = json.loads(read("schema/provider.schema.json"))
    found = examples("CONTRIBUTING.md")
    assert len(found) == 1
    errors = list(jsonschema.Draft202012Validator(schema).iter_errors(found[0]))
    assert not errors, errors[0].message


def test_the_example_record_uses_words_that_are_in_the_lists() -> None:
    record = examples("CONTRIBUTING.md")[0]
    needs = yaml.safe_load(read("data/needs.yaml"))
    known = json.dumps(needs)
    for service in record["services"].values():
        for need in service["needs"]:
            assert all(f'"{part}"' in known for part in need.split(".")) or f'"{need}"' in known, need
    languages = yaml.safe_load(read("data/languages.yaml"))
    assert set(record["phones"][0]["languages"]) <= set(languages)
    accessibility = yaml.safe_load(read("data/accessibility.yaml"))
    assert set(record["locations"]["kitchen"]["accessibility"]) <= set(accessibility)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_between_documents_lead_somewhere(name: str) -> None:
    text = re.sub(r"(?ms)^```.*?^```", "", read(name))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target) or target.startswith("../../"):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        assert file.exists() or "<" in path, f"{name}: {target} leads nowhere"
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file), f"{name}: no heading #{anchor} in {file.name}"


def anchors(file: Path) -> set[str]:
    """Return the anchors that GitHub gives the headings of a document."""
    headings = re.findall(r"(?m)^#+ (.+)$", file.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_editors_know_the_schemas() -> None:
    known = json.loads(read(".vscode/settings.json"))["yaml.schemas"]
    assert "data/providers/**/*.yaml" in known["./schema/provider.schema.json"]
    for schema, files in known.items():
        assert (ROOT / schema).is_file(), schema
        assert all(any(ROOT.glob(file)) for file in files), files
    vocabularies = {
        f"./{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "schema" / "vocabulary").glob("*.json")
    }
    assert vocabularies <= known.keys(), "a vocabulary has no line in .vscode/settings.json"


def test_every_make_target_is_described() -> None:
    makefile = read("Makefile")
    targets = set(re.findall(r"(?m)^([a-z-]+):", makefile)) - {"python"}
    assert targets == set(re.findall(r"(?m)^([a-z-]+):[^#\n]*# .+$", makefile))
    assert {"site", "test", "setup", "check", "lint", "lock", "help"} <= targets
