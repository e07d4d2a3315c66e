"""The lines that a machine would write instead, for a contributor to copy: as a difference in Markdown."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Final

from bluepages.report.markdown import code
from bluepages.report.text import HIDDEN

MOST_LINES: Final = 120
"""Of one file; nobody copies more by hand."""

MOST_FILES: Final = 20


def mended_lines(texts: Mapping[str, tuple[str, str]]) -> str:
    """Markdown with the mended lines of each file, from its text as it is and as it would be; `""` for none."""
    blocks = [block for name in sorted(texts)[:MOST_FILES] for block in _block(name, *texts[name])]
    if not blocks:
        return ""
    said = "A machine can mend these: `bluepages check --fix`, or copy the lines that begin with `+`."
    more = [f"{len(texts) - MOST_FILES} more files can be mended as well."] if len(texts) > MOST_FILES else []
    return "\n\n".join(["### Mended lines", said, *blocks, *more]) + "\n"


def _block(name: str, old: str, new: str) -> Iterator[str]:
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), n=1, lineterm=""))[2:]
    if lines:
        shown = [HIDDEN.sub(" ", line) for line in lines[:MOST_LINES]]
        shown += ["..."] if len(lines) > MOST_LINES else []
        text = "\n".join(shown)
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
        yield f"{code(name)}\n\n{fence}diff\n{text}\n{fence}"
