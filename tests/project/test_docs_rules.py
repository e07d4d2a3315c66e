"""The examples of docs/rules.md, laid over a sound record: "not so" breaks the rule, and "but so" does not."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import yaml

from bluepages.checks import run
from bluepages.rules import RULES
from tests.project.prose import read
from tests.support import kitchen, make_book, to_bytes

NAME = "alameda/harbor-street-community-kitchen"
TODAY = datetime.date(2026, 11, 21)
EXAMPLE = re.compile(r"(?ms)^(Not so|But so):\n\n```yaml\n(.*?)^```")
OTHERWISE = {
    "P117": "about the whole file, of which the example shows two lines",
    "P190": "about a list and not a record",
    "P606": "about what the record lacks elsewhere",
    **dict.fromkeys(("P220", "P221", "P222", "P223", "P224"), "about two records"),
    "P921": "about a change",
}
"""Rules whose examples say it to people but are no record; `tests/records` holds what proves them."""
SAFE = {"services": {"safe": {"name": "Hotline", "needs": ["safety.dv"], "at": {"office": {}}}}}
BESIDE: dict[str, dict[str, Any]] = {
    "P402": SAFE,
    "P403": {**SAFE, "locations": {"office": {"county": "alameda"}}},
}
"""What else the record holds."""


def examples(code: str) -> dict[str, str]:
    """The examples of a rule that are YAML, by what stands above them."""
    text = re.search(rf"(?ms)^### {code} .*?(?=^##|\Z)", read("docs/rules.md"))
    assert text
    return dict(EXAMPLE.findall(text[0]))


CODES = [code for code in sorted(RULES) if len(examples(code)) == 2 and code not in OTHERWISE]


def laid_over(under: Any, over: Any) -> Any:
    """Plain data with `over` in place of, and inside of, what `under` has."""
    if isinstance(under, dict) and isinstance(over, dict):
        return {**under, **{key: laid_over(under.get(key), value) for key, value in over.items()}}
    return over


def with_flags(value: Any) -> Any:
    """Texts as they were read, but for `true` and `false`."""
    if isinstance(value, dict):
        return {key: with_flags(each) for key, each in value.items()}
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def as_data(code: str, example: str) -> bytes:
    """The record with the example's values."""
    values = with_flags(yaml.load(example, Loader=yaml.BaseLoader))
    return to_bytes(laid_over(laid_over(kitchen(), BESIDE.get(code, {})), values))


def as_text(example: str) -> bytes:
    """The record with the example's own lines, for what no data can say: a key that stands twice, an anchor."""
    keys = set(re.findall(r"(?m)^(\w+):", example))
    parts = re.split(r"(?m)^(?=\w+:)", to_bytes(kitchen()).decode())
    return ("".join(part for part in parts if part.partition(":")[0] not in keys) + example).encode()


def broken(example: str, record: bytes) -> set[str]:
    """The rules that the record breaks, beside another kitchen, where the example's comment says."""
    path = re.match(r"# data/providers/(\S+)\.yaml", example)
    other = to_bytes({**kitchen(), "name": "Other Kitchen", "phones": [{"number": "510-452-1234"}]})
    book = make_book({path[1] if path else NAME: record, "alameda/other-kitchen": other})
    return {problem.rule for problem in run(book, today=TODAY)}


def breaks(code: str, example: str) -> bool:
    if code in broken(example, as_text(example)):
        return True
    try:
        return code in broken(example, as_data(code, example))
    except (yaml.YAMLError, TypeError):
        return False


@pytest.mark.parametrize("code", CODES)
def test_not_so_breaks_the_rule_and_but_so_does_not(code: str) -> None:
    found = examples(code)
    assert breaks(code, found["Not so"])
    assert not breaks(code, found["But so"])


def test_most_examples_are_tried() -> None:
    assert len(CODES) > 65 and not OTHERWISE.keys() & set(CODES) and OTHERWISE.keys() <= RULES.keys()
