"""The canonical writer: one record, one spelling (DESIGN 3, rule 7).

Keys come in the order of the schema, maps of one's own keys (services, locations) in the order of the file. What the
schema marks `x-style: flow`, and lists of plain values, stand on one line while that line fits `WIDTH` columns;
everything else stands as a block, two spaces a level. Text is plain where every YAML reader takes it for text, else in
double quotes; text too long for its line is folded (`>-`). No blank lines. Comments keep their place.
"""

from __future__ import annotations

import functools
import json
import re
from typing import Any, Final

import yaml

from bluepages.problems import Path
from bluepages.records.comments import Comment, Comments
from bluepages.records.schema import Schema

WIDTH: Final = 110

_SAFE_START = re.compile(r"[^\W_]|[(+/._$]")
_UNSAFE = re.compile(r": |:$| #|[\n\t\u0085\u00a0\u2028\u2029\ufeff]")
_FLOW_UNSAFE = re.compile(r"[,?\[\]{}]")
_ESCAPE = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
_NUMBER_LIKE = re.compile(r"[-+.]?[0-9][0-9_.,:]*([eE][-+]?[0-9]+)?\Z|0[xob]", re.ASCII)
_NO_COMMENT: Final = Comment()
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n", "~"}


def write(data: dict[str, Any], schema: Schema, comments: Comments | None = None) -> str:
    """The canonical text of `data`; ends with a line feed."""
    writer = _Writer(schema, comments or {})
    writer.mapping(data, schema.resolve(schema.raw), (), 0)
    writer.lines += writer.comments.get((), _NO_COMMENT).before
    return "\n".join(writer.lines) + "\n"


class _Writer:
    def __init__(self, schema: Schema, comments: Comments) -> None:
        self.schema = schema
        self.comments = comments
        self.lines: list[str] = []

    def mapping(self, data: dict[str, Any], schema: dict[str, Any], path: Path, indent: int) -> None:
        commented = bool(self.comments)  # paths are only needed to find comments
        for name in self.ordered(data, schema):
            child = self.schema.child(schema, name)
            self.value(f"{key(name)}:", data[name], child, (*path, name) if commented else (), indent)

    def sequence(self, items: list[Any], schema: dict[str, Any], path: Path, indent: int) -> None:
        inner = self.schema.items(schema)
        for position, item in enumerate(items):
            here = (*path, position) if self.comments else ()
            if isinstance(item, dict) and item and self._flat("-", item, inner, indent) is None:
                self._block_item(item, inner, here, indent)
            else:
                self.value("-", item, inner, here, indent)

    def _block_item(self, item: dict[str, Any], schema: dict[str, Any], path: Path, indent: int) -> None:
        comment = self.comments.get(path, _NO_COMMENT)
        pad = " " * indent
        self.lines += [pad + line for line in (*comment.before, *filter(None, [comment.behind]))]
        first = len(self.lines)
        self.mapping(item, schema, path, indent + 2)
        at = next(i for i in range(first, len(self.lines)) if not self.lines[i].lstrip().startswith("#"))
        self.lines[at] = f"{pad}- {self.lines[at][indent + 2 :]}"

    def value(self, head: str, value: Any, schema: dict[str, Any], path: Path, indent: int) -> None:
        """One key with its value, or one item of a list: `head` is `name:` or `-`."""
        pad = " " * indent
        flat = self._flat(head, value, schema, indent)
        comment = self._comment(path, value, flat is not None) if self.comments else _NO_COMMENT
        if comment.before:
            self.lines += [pad + line for line in comment.before]
        behind = f"  {comment.behind}" if comment.behind else ""
        if flat is not None:
            self.lines.append(f"{pad}{head} {flat}{behind}")
        elif isinstance(value, dict):
            self.lines.append(f"{pad}{head}{behind}")
            self.mapping(value, schema, path, indent + 2)
        elif isinstance(value, list):
            self.lines.append(f"{pad}{head}{behind}")
            self.sequence(value, schema, path, indent + 2)
        else:
            self.lines.append(f"{pad}{head} >-{behind}")
            self.lines += fold(value, indent + 2)

    def _comment(self, path: Path, value: Any, flat: bool) -> Comment:
        """The comment of a value; for one written on one line, those from inside it come before it."""
        own = self.comments.get(path, _NO_COMMENT)
        if not flat or not isinstance(value, dict | list) or not self.comments:
            return own
        depth = len(path)
        inside = [c for p, c in sorted(self.comments.items(), key=_place) if len(p) > depth and p[:depth] == path]
        lifted = [line for c in inside for line in (*c.before, *filter(None, [c.behind]))]
        return Comment((*own.before, *lifted), own.behind)

    def _flat(self, head: str, value: Any, schema: dict[str, Any], indent: int) -> str | None:
        """The value on one line, or `None` where it does not fit there and has another form."""
        if isinstance(value, str):
            text = scalar(value)
            if not foldable(value):
                return text
            return text if "\n" not in value and indent + len(head) + 1 + len(text) <= WIDTH else None
        if not isinstance(value, dict | list) or not value:
            return scalar(value)
        if not self._flowable(value, schema):
            return None
        text = self.flow(value, schema)
        return text if indent + len(head) + 1 + len(text) <= WIDTH else None

    def _flowable(self, value: Any, schema: dict[str, Any]) -> bool:
        if isinstance(value, dict):
            if schema.get("x-style") != "flow":
                return False
            parts = [(inner, name) for name, inner in value.items() if isinstance(inner, dict | list)]
            return all(self._flowable(inner, self.schema.child(schema, name)) for inner, name in parts)
        items = self.schema.items(schema)
        return all(self._flowable(inner, items) for inner in value if isinstance(inner, dict | list))

    def flow(self, value: Any, schema: dict[str, Any]) -> str:
        """A value on one line."""
        if isinstance(value, dict):
            child = self.schema.child
            pairs = [f"{key(name)}: {self._inside(value[name], child(schema, name))}"
                     for name in self.ordered(value, schema)]  # fmt: skip
            return "{" + ", ".join(pairs) + "}"
        items = self.schema.items(schema)
        return "[" + ", ".join([self._inside(item, items) for item in value]) + "]"

    def _inside(self, value: Any, schema: dict[str, Any]) -> str:
        return self.flow(value, schema) if isinstance(value, dict | list) else scalar(value, True)

    def ordered(self, data: dict[str, Any], schema: dict[str, Any]) -> list[str]:
        """Keys of `data`: those the schema names in its order, then the others in theirs."""
        rank = self.schema.rank(schema)
        if not rank or len(data) < 2:
            return list(data)
        known = sorted([(rank[name], name) for name in data if name in rank])
        names = [name for _, name in known]
        return names if len(names) == len(data) else [*names, *(name for name in data if name not in rank)]


def _place(item: tuple[Path, Comment]) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (0, step) for step in item[0]]


@functools.lru_cache(maxsize=4096)
def key(name: str) -> str:
    """A key as it is written."""
    return scalar(name, True)


def scalar(value: Any, inside: bool = False) -> str:
    """A plain value on one line; `inside` a list or map in brackets."""
    if value is None:
        return '""'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value, inside) if len(value) < WIDTH else _written(value, inside)
    if isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    return _number(value)


def _written(text: str, inside: bool) -> str:
    return text if _is_plain(text, inside) else quoted(text)


_text = functools.lru_cache(maxsize=65_536)(_written)
"""The same words come again in many records."""


def _number(value: int | float) -> str:
    """Plain decimal digits, at most nine after the point: a tenth of a millimetre of latitude."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:.9f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def quoted(text: str) -> str:
    """Text in double quotes (YAML 1.2, section 7.3.1), which for our characters is JSON's spelling."""
    return _ESCAPE.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False))


def _is_plain(text: str, inside: bool) -> bool:
    if not text or text != text.strip() or not _SAFE_START.match(text) or _UNSAFE.search(text):
        return False
    if inside and _FLOW_UNSAFE.search(text):
        return False
    if _DATE.match(text):
        return True
    return text.lower() not in _WORDS and not _NUMBER_LIKE.match(text) and _resolves_to_text(text)


@functools.lru_cache(maxsize=65536)
def _resolves_to_text(text: str) -> bool:
    """Whether YAML 1.1 readers, which guess most, take the plain `text` for text."""
    if _ESCAPE.search(text):
        return False
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers.get(text[0], [])
    return not any(pattern.match(text) for _, pattern in resolvers)


def foldable(text: str) -> bool:
    """Whether `text` is long, or has paragraphs, and comes back unchanged from a folded block."""
    if len(text) < WIDTH // 2 and "\n" not in text:
        return False
    if _ESCAPE.search(text) or _CONTROL.search(text) or text.endswith("\n") or text.startswith(("\n", " ")):
        return False
    return all(line and line == line.strip(" ") for line in re.split("\n+", text))


def fold(text: str, indent: int) -> list[str]:
    """The lines of a folded block; a line feed of the text stands as a blank line (YAML 1.2, section 8.1.3)."""
    pad = " " * indent
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if lines:
            lines.append("")
        current = ""
        for word in re.split(r"(?<=\S) (?=\S)", paragraph):
            if current and len(current) + 1 + len(word) > max(WIDTH - indent, 40):
                lines.append(pad + current)
                current = word
            else:
                current = f"{current} {word}" if current else word
        lines += [pad + current] if current else []
    return lines
