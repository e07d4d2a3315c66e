"""Nothing that a confidential record says is ever repeated (DESIGN 3, rule 3).

For such a record a problem keeps its rule, level, file and line. Its message becomes the rule's title, its hint the
rule's standing advice, its field only what the schema itself calls things, and its fix is gone: whatever is printed,
stored or sent from a problem holds no value of the record.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from bluepages.checks.privacy import PRIVACY
from bluepages.problems import Problem
from bluepages.records.book import Entry
from bluepages.records.schema import provider_schema
from bluepages.rules import RULES

ANY_KEY: Final = "*"
"""Stands in a field for a key that the author chose."""


def redact_problems(problems: Iterable[Problem], entries: Iterable[Entry]) -> list[Problem]:
    """The problems, with those of confidential records (or of ones that should be) reduced to rule and place."""
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_file[problem.file].append(problem)
    secret = {entry.file for entry in entries if entry.confidential}
    secret |= {file for file, found in by_file.items() if any(problem.rule in PRIVACY for problem in found)}
    return [
        redact_problem(problem) if file in secret else problem for file, found in by_file.items() for problem in found
    ]


def redact_problem(problem: Problem) -> Problem:
    """One problem without any word of the record."""
    rule = RULES[problem.rule]
    return replace(problem, message=f"{rule.title}.", hint=rule.advice, fix=(), field=known_field(problem.field))


def known_field(field: str) -> str:
    """`locations.12-main-st.address` -> `locations.*.address`: only names that the schema gives, and positions."""
    schema = provider_schema()
    node: dict[str, Any] = schema.resolve(schema.raw)
    shown = ""
    for step in re.findall(r"\[\d{1,5}\]|[^.\[\]]+", field):
        if step.startswith("["):
            if "items" not in node:
                break
            node, shown = schema.resolve(node["items"]), shown + step
            continue
        if step in node.get("properties", {}):
            name = step
        elif isinstance(node.get("additionalProperties"), dict):
            name = ANY_KEY
        else:
            break
        node, shown = schema.child(node, step), f"{shown}.{name}" if shown else name
    return shown
