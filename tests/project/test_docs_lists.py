"""Lists in the documents hold what the program has: settings, files, rules, workflows, labels, addresses, layers."""

from __future__ import annotations

import itertools
import json
import re

import msgspec
import pytest
import yaml

from bluepages.config import Config, Holiday, Limits, Portal, RelaySettings, Reviewer, Tiles
from bluepages.intake import preflight
from bluepages.rules import RULES
from tests.export.editions import golden_files
from tests.project.prose import DOCUMENTS, FOLDERS, read, rows, section, spans
from tests.project.source import ROOT
from tests.project.test_layers import LAYERS

WORKFLOWS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml")}


def names(kind: type[msgspec.Struct]) -> set[str]:
    return {field.name for field in msgspec.structs.fields(kind)}


def test_the_settings() -> None:
    settings = {name: row for row in rows(read("docs/directory.md")) for name in spans(row[0])}
    assert settings.keys() == names(Config)
    for name, kind in (
        ("holidays", Holiday), ("limits", Limits), ("relay", RelaySettings), ("reviewers", Reviewer), ("tiles", Tiles),
    ):  # fmt: skip
        told = {part for span in spans(settings[name][1]) for part in re.findall(r"\w+", span)}
        assert names(kind) <= told, f"docs/directory.md, {name}: {sorted(names(kind) - told)}"


def test_the_settings_of_a_portal() -> None:
    told = {name for row in rows(section("docs/portal.md", "Taking this on, step by step")) for name in spans(row[0])}
    assert told == names(Portal)


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_has_its_level_and_title(code: str) -> None:
    rule = RULES[code]
    found = re.search(rf"(?m)^### {code} (.+)\n\n(\w+)\.", read("docs/rules.md"))
    assert found and found[1] == rule.title and found[2].lower() == rule.level


def test_no_rule_is_named_anywhere_that_is_not_there() -> None:
    for name in DOCUMENTS:
        assert set(re.findall(r"\bP[1-9]\d\d\b", read(name))) <= RULES.keys(), name


def test_the_data_files() -> None:
    listed = {row[0].strip("`") for row in rows(section("docs/data.md", "The files"))}
    made = {re.sub(r"^(hsds/3\.1|changes/\w+)/.*", r"\1/", path) for path in golden_files()} | {"checksums.txt"}
    assert listed == made


def test_the_commits_of_the_standard() -> None:
    from bluepages.hsds.schemas import COMPARED_WITH

    for name in ("docs/hsds.md", "schema/hsds/README.md"):
        assert set(re.findall(r"`([0-9a-f]{40})`", read(name))) == set(COMPARED_WITH.values()), name


def test_the_workflows() -> None:
    told = {name for row in rows(read("docs/operating.md")) for name in re.findall(r"`([\w-]+\.yml)`", row[1])}
    assert told == WORKFLOWS.keys()


def test_what_a_workflow_is_given_is_listed_where_owners_look() -> None:
    used = set(re.findall(r"\b(?:secrets|vars)\.(\w+)", "".join(WORKFLOWS.values())))
    text = section("docs/setup.md", "Environment")
    missing = {name for name in used if f"`{name}`" not in text}
    assert used and not missing


def test_secrets_are_kept_where_the_documents_say() -> None:
    """The one Environment whose secrets the workflows read is `records`, and no page sends its reader elsewhere."""
    for name, text in WORKFLOWS.items():
        for job in yaml.safe_load(text)["jobs"].values():
            if "secrets." in str(job):
                assert job["environment"] == "records", name
    for name in DOCUMENTS:
        for line in read(name).splitlines():
            assert not ("`WITHHELD`" in line and "github-pages" in line), f"{name}: {line}"


def test_the_labels() -> None:
    listed = {row[0].strip("`") for row in rows(section("docs/setup.md", "Labels"))}
    assert listed == set(preflight.LABELS)
    once = re.search(r"Labels: (.+)\.", read("docs/operating.md"))
    assert once and set(spans(once[1])) == listed


def test_what_the_preflight_looks_at() -> None:
    listed = {row[0].split("]")[0].strip("[") for row in rows(read("docs/setup.md")) if row[0].startswith("[")}
    assert listed == {*preflight.CHECKS, "directory.yaml", "Two people"}


def test_the_addresses_of_the_relay() -> None:
    described = json.loads(read("schema/relay-openapi.json"))["paths"]
    there = {
        (word.upper(), re.sub(r"\{\w+\}", "{}", path))
        for path, item in described.items()
        for word in item
        if word in {"get", "post"}
    }
    told = {
        (word, re.sub(r"\{\w+\}", "{}", path))
        for row in rows(section("docs/relay.md", "HTTP"))
        for word, path in re.findall(r"`(GET|POST) (/[^`]*)`", row[0])
    }
    assert told == there - {("GET", "/")}


def test_the_fields_of_every_form_and_what_is_told_of_it_later() -> None:
    from bluepages.relay.openapi_parts import FIELDS

    described = json.loads(read("schema/relay-openapi.json"))["paths"]["/r/{receipt}"]["get"]["responses"]["200"]
    state = re.search(r"\(JSON: `\{(state, [^}]+)\}`", section("docs/relay.md", "HTTP"))
    assert state and set(state[1].split(", ")) == set(described["content"]["application/json"]["schema"]["properties"])
    told = {name for row in rows(section("docs/relay.md", "Fields that every form has")) for name in spans(row[0])}
    assert told == set(FIELDS)


def test_the_benches() -> None:
    runnable = {
        f"bench.{path.stem}"
        for path in (ROOT / "bench").glob("*.py")
        if "__main__" in path.read_text(encoding="utf-8") and "_server" not in path.stem
    }
    assert set(re.findall(r"python -m (bench\.\w+)", read("bench/README.md"))) == runnable


def layers_told() -> list[set[str]]:
    """The rooms of docs/architecture.md, bottom to top, as one set for each layer of its table."""
    found: list[set[str]] = []
    for row in rows(section("docs/architecture.md", "The rooms, bottom to top")):
        if row[0]:
            found.append(set())
        found[-1].add(row[1].strip("`"))
    return found


def test_the_rooms_stand_in_their_layers() -> None:
    """A layer of the table may hold two of those of the imports (`output` gathers what stands beside it)."""
    rank = {unit: level for level, units in enumerate(LAYERS) for unit in units}
    told = layers_told()
    assert set().union(*told) == rank.keys()
    for below, above in itertools.pairwise(told):
        assert max(rank[unit] for unit in below) < min(rank[unit] for unit in above), (below, above)


def test_contributors_hear_of_the_same_layers() -> None:
    text = read("CONTRIBUTING.md")
    found = re.search(r"(?s)imports only point down; (.+?)\.\n", text)
    assert found
    told = [unit for unit in spans(found[1]) if unit in set().union(*LAYERS)]
    rank = {unit: level for level, units in enumerate(LAYERS) for unit in units}
    assert [rank[unit] for unit in told] == sorted(rank[unit] for unit in told)
    assert set(told) == rank.keys(), sorted(rank.keys() - set(told))


def paths(name: str) -> set[str]:
    """The files and folders of this project that a document names in code spans."""
    found = set()
    for span in spans(read(name)):
        if re.fullmatch(rf"({'|'.join(map(re.escape, FOLDERS))})/[\w.,{{}}*/-]*", span):
            choice = re.search(r"\{([^}]+)\}", span)
            words = choice[1].split(",") if choice else [""]
            found |= {span.replace(choice[0], word) if choice else span for word in words}
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_files_that_are_named_are_there(name: str) -> None:
    made_later = re.compile(
        r"data/(hsds|changes|(services|dictionary|metadata)\.csv|locations\.geojson)|docs/rules\.md#"
    )
    gone = {path for path in paths(name) if not made_later.match(path) and not any(ROOT.glob(path.rstrip("/")))}
    assert not gone


def test_every_document_can_be_found_from_the_readme() -> None:
    seen, waiting = set(), ["README.md"]
    while waiting:
        name = waiting.pop()
        seen.add(name)
        for target in re.findall(r"\]\(([^)\s#]+)", read(name)):
            file = (ROOT / name).parent / target
            if file.suffix == ".md" and file.is_file():
                path = file.resolve().relative_to(ROOT).as_posix()
                waiting += [path] if path not in seen else []
    assert seen >= set(DOCUMENTS), sorted(set(DOCUMENTS) - seen)


def test_the_readme_leads_to_the_site_of_the_settings() -> None:
    """The pictures' and the files' addresses are those of `site_url`: whoever changes one hears of the other."""
    site = yaml.safe_load(read("directory.yaml"))["site_url"]
    linked = re.findall(r"\]\((https://[^)]*)\)", read("README.md"))
    assert len(linked) > 1 and all(address.startswith(site) for address in linked)


def test_the_readme_names_every_manual() -> None:
    named = set(re.findall(r"\]\((docs/[a-z-]+\.md)\)", read("README.md")))
    assert named == {name for name in DOCUMENTS if name.startswith("docs/")}
