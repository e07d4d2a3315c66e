"""What the commands share: options, dates, processes, progress."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

from bluepages.config import Config
from bluepages.errors import USAGE
from bluepages.records.load import load_config


class Parser(argparse.ArgumentParser):
    """Says what is wrong and how to see more, instead of printing the whole usage."""

    def error(self, message: str) -> NoReturn:
        """Stop with exit code 2."""
        self.exit(USAGE, f"{self.prog}: {message}\nSee {self.prog} --help.\n")


def add_common(parser: argparse.ArgumentParser) -> None:
    """The options that every command has."""
    parser.add_argument("--root", type=Path, default=Path(), metavar="DIR", help="the directory (default: this folder)")
    parser.add_argument("--verbose", action="store_true", help="show where in the program an error arose")


def add_today(parser: argparse.ArgumentParser) -> None:
    """`--today`, for builds and checks that must not depend on the clock."""
    parser.add_argument("--today", type=_day, metavar="DATE", help="take this day for today, as in 2026-11-21")


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """`--jobs`, how many processes may work at a time."""
    parser.add_argument("--jobs", type=_count, default=os.cpu_count() or 1, metavar="N", help="processes to use")


def root_of(options: argparse.Namespace) -> Path:
    """The absolute path of the directory."""
    return Path(os.path.abspath(options.root))  # noqa: PTH100 - does not follow links, unlike resolve()


def today_of(options: argparse.Namespace, config: Config | None = None) -> date:
    """The day of the build: as asked, or the day it is now in the directory's time zone, by its settings if at hand."""
    if options.today:
        return date.fromisoformat(str(options.today))
    return datetime.now(ZoneInfo((config or load_config(root_of(options))).time_zone)).date()


def say(message: str) -> None:
    """A line for the person at the terminal; results go to standard output instead."""
    sys.stderr.write(message + "\n")


@contextlib.contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A function that shows the step at work, with the time it takes; quiet where nobody watches (CI, a pipe)."""
    if not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda step: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    from rich.console import Console

    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=None)
        yield lambda step: bar.update(task, description=step)


class Clock:
    """Measures the wall time of a command."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __str__(self) -> str:
        return f"{time.monotonic() - self._start:.1f} s"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it like 2026-11-21") from None


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 64")
    return int(text)
