"""Where the templates, assets, words and content of a directory's site are."""

from __future__ import annotations

from pathlib import Path

import bluepages


def site_folder(root: Path) -> Path:
    """The folder of templates, assets, content and words: the directory's own, else this project's."""
    own = root / "site"
    return own if (own / "templates").is_dir() else Path(bluepages.__file__).parents[1] / "site"
