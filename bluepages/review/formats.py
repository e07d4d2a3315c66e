"""A `BookDiff` as text for the terminal, Markdown for a pull request, and JSON for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from bluepages.report.markdown import escape
from bluepages.report.text import plain
from bluepages.review.diff import BookDiff, RecordChange
from bluepages.review.groups import Group, groups
from bluepages.review.risks import BULK
from bluepages.review.sentences import sentences

_HEADS = {
    "added": "New: {name}", "removed": "Removed: {name}", "changed": "{name}", "merged": "{name} becomes part of {was}",
    "renamed": "{name} (until now {was})", "unreadable": "{name} cannot be read; run bluepages check",
}  # fmt: skip

LONGEST: Final = 400
"""Characters of one sentence where a group has more records than can be read one by one, and of a line of several."""

MOST_NAMED: Final = 200
"""Records of one group that are told one by one: a job summary holds a megabyte, and nobody reads more. Those with the
most risks come first.
"""


def as_text(diff: BookDiff) -> str:
    """Plain lines."""
    if not diff.records:
        return "Nothing changed.\n"
    lines = [f"Look twice: {risk}" for risk in diff.risks]
    many = groups(diff)
    if many:
        for group in many:
            lines += ["", *_group_lines(group)]
    else:
        for record in diff.records:
            lines += ["", f"{_head(record)}  [{record.file}]"]
            lines += [f"  {line}" for line in sentences(record)]
            lines += [f"  Does not fit: {problem}" for problem in record.problems]
            lines += [f"  Look twice: {risk}" for risk in record.risks]
    return "\n".join(map(plain, lines)).lstrip("\n") + "\n"


def _group_lines(group: Group) -> Iterator[str]:
    yield f"{group.what}: {_count(group)}"
    yield from (f"  {line}" for line in group.said)
    yield from (f"  Look twice: {risk}" for risk in group.risks)
    for record in group.records[:MOST_NAMED]:
        told = _told(group, record)
        yield f"  - {_head(record)}" + _inline(told)
        yield from (f"    {line}" for line in _below(told))
    if len(group.records) > MOST_NAMED:
        yield f"  - and {len(group.records) - MOST_NAMED} more"


def _told(group: Group, record: RecordChange) -> list[str]:
    """What is said of one record of a group, beyond what is said of all."""
    wrong = (f"does not fit: {problem}" for problem in record.problems)
    said = [*(() if group.said else sentences(record)), *wrong]
    return said if len(group.records) <= BULK else [_short(line) for line in said]


def _inline(told: list[str]) -> str:
    """Behind the name, where it fits on a line."""
    return "" if not told or _below(told) else f": {'; '.join(told)}"


def _below(told: list[str]) -> list[str]:
    """A line each, where it does not."""
    return told if sum(len(line) + 2 for line in told) > LONGEST else []


def _count(group: Group) -> str:
    return f"{len(group.records)} record{'' if len(group.records) == 1 else 's'}"


def _short(text: str) -> str:
    """Cut in the middle: what was stands at the beginning, what comes at the end."""
    half = LONGEST // 2 - 2
    return text if len(text) <= LONGEST else f"{text[:half]} … {text[-half:]}"


def as_markdown(diff: BookDiff) -> str:
    """Markdown in which nothing of a record can act: no mention, link, picture or HTML."""
    if not diff.records:
        return "Nothing changed.\n"
    lines = [f"**Look twice:** {neutral(risk)}\n" for risk in diff.risks]
    many = groups(diff)
    if many:
        for group in many:
            lines += [*_group_markdown(group), ""]
    else:
        for record in diff.records:
            lines.append(f"### {neutral(_head(record))}\n")
            lines += [f"- {neutral(line)}" for line in sentences(record)]
            lines += [f"- **Does not fit:** {neutral(problem)}" for problem in record.problems]
            lines += [f"- **Look twice:** {neutral(risk)}" for risk in record.risks]
            lines.append("")
    return "\n".join(lines)


def _group_markdown(group: Group) -> Iterator[str]:
    yield f"### {neutral(group.what)}: {_count(group)}\n"
    yield from (f"{neutral(line)}\n" for line in group.said)
    yield from (f"**Look twice:** {neutral(risk)}\n" for risk in group.risks)
    for record in group.records[:MOST_NAMED]:
        told = _told(group, record)
        yield f"- **{neutral(_head(record))}**" + neutral(_inline(told))
        yield from (f"  - {neutral(line)}" for line in _below(told))
    if len(group.records) > MOST_NAMED:
        yield f"- and {len(group.records) - MOST_NAMED} more"


def as_json(diff: BookDiff) -> str:
    """The values themselves, each record with its sentences, and the groups of a change of many."""
    records = [
        {**msgspec.to_builtins(record), "sentences": list(sentences(record))} for record in diff.records
    ]  # fmt: skip
    whole = {
        "risks": list(diff.risks),
        "records": records,
        "groups": [
            {"what": group.what, "said": list(group.said), "slugs": [record.slug for record in group.records]}
            for group in groups(diff)
        ],
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


def _head(record: RecordChange) -> str:
    return _HEADS[record.kind].format(name=record.name, was=record.was)


def neutral(text: str) -> str:
    """Text that GitHub shows as it is, as `bluepages.report` makes it: no markup, mention, link or closing word."""
    return escape(text)


FORMATS: Final[dict[str, Callable[[BookDiff], str]]] = {"text": as_text, "markdown": as_markdown, "json": as_json}
