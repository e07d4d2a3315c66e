"""A `BookDiff` as text for the terminal, Markdown for a pull request, and JSON for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from typing import Final, NamedTuple

import msgspec

from bluepages.report.markdown import escape
from bluepages.report.text import plain
from bluepages.review.diff import BookDiff, RecordChange
from bluepages.review.groups import Group, groups
from bluepages.review.sentences import sentences
from bluepages.review.tongue import TONGUES

LINE: Final = 400
"""Characters that stand behind a name; more get a line each."""

_SLACK: Final = 1_000
"""Bytes for what says that something is left out."""


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
    yield f"{group.what}: {_count(len(group.records))}"
    yield from (f"  {line}" for line in group.said)
    yield from (f"  Look twice: {risk}" for risk in group.risks)
    for record in group.records:
        told = _told(group, record)
        yield f"  - {_head(record)}" + _inline(told)
        yield from (f"    {line}" for line in _below(told))


def _told(group: Group, record: RecordChange) -> list[str]:
    """What is said of one record of a group, beyond what is said of all; never cut, so that old and new can be read."""
    return [*(() if group.said else sentences(record)), *(f"does not fit: {problem}" for problem in record.problems)]


def _inline(told: list[str]) -> str:
    """Behind the name, where it fits on a line."""
    return "" if not told or _below(told) else f": {'; '.join(told)}"


def _below(told: list[str]) -> list[str]:
    """A line each, where it does not."""
    return told if sum(len(line) + 2 for line in told) > LINE else []


def _count(number: int) -> str:
    return f"{number} record{'' if number == 1 else 's'}"


class _Block(NamedTuple):
    """What stands above some records, and what is said of each of them, in the order in which they are shown."""

    head: list[str]
    records: list[tuple[RecordChange, list[str]]]


def as_markdown(diff: BookDiff, room: int = 0, whole: str = "") -> str:
    """Markdown in which nothing of a record can act: no mention, link, picture or HTML.

    With `room`, the bytes that there are, records with the most risks come first; how much does not fit is said above
    everything and where it is missing, and `whole` is the command that shows it. No sentence is ever cut.
    """
    if not diff.records:
        return "Nothing changed.\n"
    risks = [f"**Look twice:** {neutral(risk)}\n" for risk in diff.risks]
    blocks = [*map(_group_block, groups(diff))] or [_record_block(record) for record in diff.records]
    everything = _joined([*risks, *(line for block in blocks for line in _shown(block))])
    if not room or len(everything.encode()) <= room:
        return everything
    return _fitted(risks, blocks, room, whole)


def _fitted(risks: list[str], blocks: list[_Block], room: int, whole: str) -> str:
    """As many records as fit, the riskiest first."""
    room -= _SLACK + len(whole.encode()) + sum(len(line.encode()) + 1 for line in risks)
    at = {id(record): block for block in blocks for record, _ in block.records}
    order = sorted((pair for block in blocks for pair in block.records), key=lambda pair: -len(pair[0].risks))
    kept, opened = set[int](), set[int]()
    for record, lines in order:
        block = at[id(record)]
        above = [] if id(block) in opened else [*block.head, _left(block.records, len(block.records))]
        need = sum(len(line.encode()) + 1 for line in (*above, *lines))
        if need <= room:
            room -= need
            kept.add(id(record))
            opened.add(id(block))
    out = [pair for pair in order if id(pair[0]) not in kept]
    letters = _letters(out) + sum(len(line.rstrip()) for x in blocks if id(x) not in opened for line in x.head)
    said = f"**Not everything fits here.** Left out: {_count(len(out))} of {len(order)}, with {letters:,} characters."
    shown = [line for block in blocks if id(block) in opened for line in _shown(block, kept)]
    return _joined([f"{said} All of it: {whole}\n" if whole else f"{said}\n", *risks, *shown])


def _shown(block: _Block, kept: Set[int] | None = None) -> Iterator[str]:
    yield from block.head
    for record, lines in block.records:
        if kept is None or id(record) in kept:
            yield from lines
    out = [pair for pair in block.records if kept is not None and id(pair[0]) not in kept]
    if out:
        yield _left(out, len(block.records))
    yield ""


def _left(out: list[tuple[RecordChange, list[str]]], count: int) -> str:
    return f"- and {_count(len(out))} more of these {count}, with {_letters(out):,} characters"


def _letters(out: list[tuple[RecordChange, list[str]]]) -> int:
    return sum(len(line.rstrip()) for _, lines in out for line in lines)


def _joined(lines: list[str]) -> str:
    return "\n".join(lines)


def _record_block(record: RecordChange) -> _Block:
    lines = [f"### {neutral(_head(record))}\n"]
    lines += [f"- {neutral(line)}" for line in sentences(record)]
    lines += [f"- **Does not fit:** {neutral(problem)}" for problem in record.problems]
    lines += [f"- **Look twice:** {neutral(risk)}" for risk in record.risks]
    return _Block([], [(record, lines)])


def _group_block(group: Group) -> _Block:
    head = [f"### {neutral(group.what)}: {_count(len(group.records))}\n"]
    head += [f"{neutral(line)}\n" for line in group.said]
    head += [f"**Look twice:** {neutral(risk)}\n" for risk in group.risks]
    return _Block(head, [(record, list(_record_markdown(group, record))) for record in group.records])


def _record_markdown(group: Group, record: RecordChange) -> Iterator[str]:
    told = _told(group, record)
    yield f"- **{neutral(_head(record))}**" + neutral(_inline(told))
    yield from (f"  - {neutral(line)}" for line in _below(told))


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


def _head(record: RecordChange, language: str = "en") -> str:
    return TONGUES[language].say(f"head_{record.kind}", name=record.name, was=record.was)


def as_answer(diff: BookDiff, language: str) -> list[str]:
    """Markdown for the person who asked for a change, a line a field: `diff` must be told in their language.

    What a steward should look at twice is not for them.
    """
    lines = []
    for record in diff.records:
        lines += [f"### {neutral(_head(record, language))}\n"]
        lines += [f"- {neutral(line)}" for line in sentences(record, language)]
    return lines


def neutral(text: str) -> str:
    """Text that GitHub shows as it is, as `bluepages.report` makes it: no markup, mention, link or closing word."""
    return escape(text)


FORMATS: Final[dict[str, Callable[[BookDiff], str]]] = {"text": as_text, "markdown": as_markdown, "json": as_json}
