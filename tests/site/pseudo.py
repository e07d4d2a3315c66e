"""A pseudo-locale: the English words in Hebrew letters and longer, so that what is not translated or mirrored shows.

Placeholders stay; the plural forms are those of Hebrew (one, two, other).
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from tests.support import ROOT

CODE = "he"
_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "אבגדהוזחטיכלמנסעפצקרשתאבגדאבגדהוזחטיכלמנסעפצקרשתאבגד"
)
_KEPT = re.compile(r"(\{\w+\})")
PLURALS = {"one", "other"}


def pseudo(text: str) -> str:
    """One text: `Home` -> `זסמה אא`."""
    parts = [part if _KEPT.fullmatch(part) else part.translate(_LETTERS) for part in _KEPT.split(text)]
    return "".join(parts) + " " + "א" * max(2, len(text) // 3 if " " not in text else 2) if text.strip() else text


def pseudo_tree(data: Any) -> Any:
    """A whole catalogue."""
    if isinstance(data, dict):
        made = {key: pseudo_tree(value) for key, value in data.items()}
        return made | {"two": made["other"]} if set(data) == PLURALS else made
    return pseudo(str(data))


def pseudo_site(folder: Path) -> Path:
    """This project's site folder with one more file of words: all that a new language takes."""
    shutil.copytree(ROOT / "site", folder)
    english = yaml.safe_load((folder / "locales" / "en.yaml").read_text(encoding="utf-8"))
    text = yaml.safe_dump(pseudo_tree(english), allow_unicode=True, sort_keys=False, width=10_000)
    (folder / "locales" / f"{CODE}.yaml").write_text(text, encoding="utf-8")
    return folder
