"""What stops a command: a complaint in one to three lines for a person, with the exit code it ends in."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
PROBLEMS: Final = 1
USAGE: Final = 2
OURS: Final = 3
PENDING: Final = 4


class Complaint(Exception):  # noqa: N818 - it is not an error of the program
    """Something a person must mend before the command can go on; never shown with a traceback."""

    def __init__(self, message: str, hint: str = "", code: int = USAGE) -> None:
        super().__init__(message)
        self.message, self.hint, self.code = message, hint, code

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message
