"""The planned files on disk: whole or not at all, and only those whose bytes differ."""

from __future__ import annotations

import os
from pathlib import Path

from bluepages.errors import OURS, Complaint
from bluepages.federate.state import FOLDER
from bluepages.records.leads import LEADS
from bluepages.records.load import PROVIDERS


def write_files(root: Path, files: dict[str, str]) -> int:
    """Write texts to their paths below `root`; returns how many differed. Raises `Complaint` where it cannot."""
    bases = [(root / folder).resolve() for folder in (PROVIDERS, LEADS, FOLDER)]
    safe: dict[Path, bool] = {}
    written = 0
    for name, text in sorted(files.items()):
        path = root / name
        folder = path.parent
        if folder not in safe:
            safe[folder] = any(folder.resolve().is_relative_to(base) for base in bases)
        if not safe[folder]:
            raise Complaint(
                f"{name} is not below {PROVIDERS}, {LEADS} or {FOLDER}.", "This is a fault of the program.", OURS
            )
        source = text.encode()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if path.is_file() and path.read_bytes() == source:
                continue
            aside = path.with_name(f".{path.name}.new")
            aside.write_bytes(source)
            os.replace(aside, path)  # noqa: PTH105 - atomic also on Windows
        except OSError as error:
            raise Complaint(
                f"{name} cannot be written: {error.strerror}.", "Check disk space and permissions."
            ) from None
        written += 1
    return written
