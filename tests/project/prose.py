"""The documents as the tests read them: code spans and blocks, tables, and what stands under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tests.project.source import ROOT

FOLDERS = ("data", "bluepages", "tests", "site", "schema", "docs", "tools", "bench", ".github")
DOCUMENTS = (
    *sorted(path.name for path in ROOT.glob("*.md")),
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")),
    *sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("[a-z]*/README.md")),
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "schema").glob("*/README.md")),
)


@cache
def read(name: str) -> str:
    """The text of a document, by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def section(name: str, heading: str) -> str:
    """What stands under a heading (given without its `#`s) up to the next one of its level or above."""
    found = re.search(rf"(?ms)^(#+) {re.escape(heading)}\n(.*)", read(name))
    assert found, f"{name} has no heading {heading!r}"
    return re.split(rf"(?m)^#{{1,{len(found[1])}}} ", found[2])[0]


def rows(text: str) -> list[list[str]]:
    """The rows of all tables of a text, header and rule left out, cells without their outer spaces."""
    lines = text.splitlines()
    found = []
    for number, line in enumerate(lines):
        if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line):
            header = number + 1 < len(lines) and re.fullmatch(r"[|\s:-]+", lines[number + 1])
            if not header:
                found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return found


def spans(text: str) -> list[str]:
    """What stands between backticks in running text and tables; a span that goes on in the next line is joined."""
    bare = re.sub(r"(?ms)^ *```.*?^ *```", "", text)
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", bare)]


def shell(name: str) -> Iterator[str]:
    """Every line of a document that somebody may copy into a shell: of fenced `sh` and indented blocks, and spans."""
    for block in re.findall(r"(?ms)^ *```sh\n(.*?)^ *```", read(name)):
        yield from (line.partition("#")[0].strip() for line in block.splitlines())
    yield from (line.strip() for line in re.findall(r"(?m)^    (\S.*)$", read(name)))
    yield from spans(read(name))
