"""The output folder: a file is written only where its bytes differ, and what no build made any more is removed."""

from __future__ import annotations

import errno
import os
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from typing import Final

from bluepages.enrich.stamp import STAMP
from bluepages.errors import Complaint

UNFINISHED: Final = b"{}\n"
"""What the stamp holds until the first build is whole: no commit, so nothing of it can be published."""


class Folder:
    """Writes one build. `root` is made if need be; `written`, `same` and `removed` count files.

    Raises `Complaint` where the folder holds something else, cannot be written, or the disk is full.
    """

    def __init__(self, root: FilePath) -> None:
        self.root = root
        self.written = 0
        self.same = 0
        self.removed = 0
        self.bytes = 0
        self._made: set[str] = set()
        self._folders: set[FilePath] = set()
        self._guard()

    def _guard(self) -> None:
        try:
            if self.root.is_dir():
                if (self.root / STAMP).is_file():
                    return
                if any(self.root.iterdir()):
                    raise Complaint(
                        f"{self.root} holds files that no build made, so it is left alone.",
                        "Empty it, or name another folder: --out DIR.",
                    )
            self.root.mkdir(parents=True, exist_ok=True)
            # From here on the folder is ours, also where this first build is cut short.
            (self.root / STAMP).write_bytes(UNFINISHED)
        except OSError as error:
            raise _complaint(self.root, error) from None

    def write(self, name: str, content: bytes) -> None:
        """Write one file; `name` is relative, with `/`, and given only once in a build."""
        parts = PurePosixPath(name).parts
        if not parts or ".." in parts or name.startswith("/") or name in self._made:
            raise ValueError(f"{name!r} is no name for a new output file")
        self._made.add(name)
        self.bytes += len(content)
        path = self.root / name
        try:
            if self._holds(path, content):
                self.same += 1
                return
            if path.parent not in self._folders:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._folders.add(path.parent)
            path.write_bytes(content)
            self.written += 1
        except OSError as error:
            raise _complaint(path, error) from None

    @staticmethod
    def _holds(path: FilePath, content: bytes) -> bool:
        try:
            with path.open("rb") as stream:
                return os.fstat(stream.fileno()).st_size == len(content) and stream.read() == content
        except FileNotFoundError:
            return False
        except (IsADirectoryError, NotADirectoryError):
            return False

    def finish(self) -> None:
        """Remove the files that this build did not make, and the folders that are empty then."""
        try:
            for place, folders, names in os.walk(self.root, topdown=False):
                here = FilePath(place)
                for name in names:
                    if (here / name).relative_to(self.root).as_posix() not in self._made:
                        (here / name).unlink()
                        self.removed += 1
                if folders or here == self.root:
                    for folder in folders:
                        inner = here / folder
                        if not inner.is_symlink() and not any(inner.iterdir()):
                            inner.rmdir()
        except OSError as error:
            raise _complaint(self.root, error) from None


def _complaint(path: FilePath, error: OSError) -> Complaint:
    """What a failed write means for a person."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Complaint(f"The disk is full: {path} could not be written.", "Make room, then build again.", code=3)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Complaint(f"There is no permission to write {path}.", "Change it, or name another folder: --out DIR.")
    return Complaint(f"{path} could not be written: {error.strerror}.", "Name another folder: --out DIR.")
