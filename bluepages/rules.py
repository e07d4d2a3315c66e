"""Every rule by its code: how bad a breach is and what it is called. `docs/rules.md` says why and shows examples."""

from __future__ import annotations

from typing import Final

import msgspec

from bluepages.problems import Level


class Rule(msgspec.Struct, frozen=True):
    """One rule. `title` says what is wrong without quoting the record, so it can be shown for confidential ones."""

    code: str
    level: Level
    title: str


def _table(*rows: tuple[str, Level, str]) -> dict[str, Rule]:
    return {code: Rule(code, level, title) for code, level, title in rows}


RULES: Final = _table(
    ("P101", "error", "The file is not YAML that can be read"),
    ("P102", "error", "A key stands twice"),
    ("P103", "error", "YAML that is not allowed here: anchor, alias, tag, merge key or second document"),
    ("P104", "error", "The file is too large or nested too deep"),
    ("P105", "error", "The file is not UTF-8"),
    ("P106", "error", "A control or hidden character"),
    ("P107", "warning", "Byte-order mark or wrong line ends"),
    ("P108", "error", "A link instead of a file"),
    ("P109", "error", "The file cannot be read"),
    ("P110", "error", "An unknown key"),
    ("P111", "error", "A required key is missing"),
    ("P112", "error", "A value of the wrong kind"),
    ("P113", "error", "A value that is not in the list"),
    ("P114", "error", "A value that is empty, too long or out of range"),
    ("P115", "error", "A value that is not written in the right form"),
    ("P116", "error", "A key that is not a short name"),
    ("P117", "warning", "The file is not in canonical form"),
    ("P118", "warning", "A file that is not a provider"),
    ("P190", "error", "A vocabulary file is wrong"),
    ("P191", "error", "A vocabulary file is missing"),
)
