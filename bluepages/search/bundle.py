"""The modules of the search page as one file, so that a slow line asks once.

Small on purpose: it knows the few forms in which our own modules import and export, and says so when it meets another.
Nothing is renamed, so that an error still names its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bluepages.site.squeeze import squeeze

MODULES: Final = (
    "search-words",
    "search-index",
    "search-plan",
    "search-engine",
    "search-source",
    "search-place",
    "search-cards",
    "search",
)
"""In the order in which they need each other; the last is the page's own."""

_IMPORT: Final = re.compile(r'^import \{ ([\w, ]+) \} from "\./([\w-]+)\.mjs";\n', re.MULTILINE)
_LATER: Final = re.compile(r'\bimport\("\./([\w-]+\.mjs)"\)')
_EXPORT: Final = re.compile(r"^export ((?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
_LEFT: Final = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def bundle(assets: Path, versions: Mapping[str, str]) -> bytes:
    """The modules in `assets` as one; `versions` are the addresses of those that stay apart: `site.mjs`, and
    what is loaded only when it is needed.

    Raises `ValueError` for an import or export in a form that it does not know.
    """
    outside: dict[str, None] = {}
    parts = [
        _wrapped(name, (assets / f"{name}.mjs").read_text(encoding="utf-8"), versions, outside) for name in MODULES
    ]
    return ("\n".join([*outside, ""]) + "".join(parts)).encode()


def _wrapped(name: str, text: str, versions: Mapping[str, str], outside: dict[str, None]) -> str:
    def imported(match: re.Match[str]) -> str:
        names, other = match[1], match[2]
        if other in MODULES:
            return f"const {{ {names} }} = {_variable(other)};\n"
        address = versions[f"{other}.mjs"].rpartition("/")[2]
        outside[f'import {{ {names} }} from "./{address}";'] = None
        return ""

    body = _LATER.sub(lambda match: f'import("./{versions[match[1]].rpartition("/")[2]}")', _IMPORT.sub(imported, text))
    exports = [match[2] for match in _EXPORT.finditer(body)]
    body = _EXPORT.sub(r"\1", body)
    left = _LEFT.search(body)
    if left:
        raise ValueError(f"{name}.mjs: this form cannot be bundled: {left[0]}")
    return squeeze(f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();")


def _variable(name: str) -> str:
    return "$" + name.replace("-", "_")
