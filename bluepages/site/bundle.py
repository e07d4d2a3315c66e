"""The modules of a page as one file, so that a slow line asks once.

Small on purpose: it knows the few forms in which our own modules import and export, and says so when it meets another.
Nothing is renamed, so that an error still names its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from bluepages.site.squeeze import squeeze

_IMPORT: Final = re.compile(r'^import \{ ([\w, ]+) \} from "\./([\w-]+)\.mjs";\n', re.MULTILINE)
_LATER: Final = re.compile(r'\bimport\("\./([\w-]+\.mjs)"\)')
_EXPORT: Final = re.compile(r"^export ((?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
_LEFT: Final = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def bundle(modules: Sequence[str], read: Callable[[str], str], address: Callable[[str], str] = str) -> str:
    """`modules` as one, in the order in which they need each other; the last is the page's own.

    `read` gives the text of `name.mjs`, and `address` where a module is that stays apart: what other pages have too,
    and what is loaded only when it is needed. What no other of them asks a module for, it keeps to itself. Raises
    `ValueError` for an import or export in a form that it does not know.
    """
    outside: dict[str, None] = {}
    texts = {name: read(f"{name}.mjs") for name in modules}
    imports = [each for text in texts.values() for each in _IMPORT.finditer(text)]
    asked = {(each[2], name) for each in imports for name in each[1].split(", ")}

    def wrapped(name: str) -> str:
        def imported(match: re.Match[str]) -> str:
            names, other = match[1], match[2]
            if other in modules:
                return f"const {{ {names} }} = {_variable(other)};\n"
            outside[f'import {{ {names} }} from "./{address(f"{other}.mjs")}";'] = None
            return ""

        body = _LATER.sub(lambda match: f'import("./{address(match[1])}")', _IMPORT.sub(imported, texts[name]))
        exports = [match[2] for match in _EXPORT.finditer(body) if (name, match[2]) in asked]
        body = _EXPORT.sub(r"\1", body)
        left = _LEFT.search(body)
        if left:
            raise ValueError(f"{name}.mjs: this form cannot be bundled: {left[0]}")
        return squeeze(f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();")

    parts = [wrapped(name) for name in modules]
    return "\n".join([*outside, ""]) + "".join(parts)


def _variable(name: str) -> str:
    return "$" + name.replace("-", "_")
