"""The command line: arguments, progress and exit codes; the work is done by the packages below (DESIGN 12)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from bluepages.cli import (
    build,
    check,
    diff,
    distinct,
    imports,
    intake,
    merge,
    new,
    preflight,
    publish,
    relay,
    reviews,
    serve,
    sweep,
    verify,
)
from bluepages.cli.common import Parser, say
from bluepages.errors import OURS, Complaint

COMMANDS = (
    build, check, serve, new, verify, distinct, merge, diff, imports, intake, reviews, publish, sweep, relay, preflight,
)  # fmt: skip


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = Parser(
        prog="bluepages",
        description="Keep, check and publish an open directory of human services.",
        epilog="Exit codes: 0 done, 1 errors found, 2 wrong usage, 3 our own fault, 4 changes pending.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; errors for people are one to three lines."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except Complaint as complaint:
        if options.verbose:
            raise
        say(str(complaint))
        return complaint.code
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if options.verbose:
            raise
        say(f"This is our own fault, not yours: {type(error).__name__} in {_where(error)}.")
        say("Please report it with the command you ran; --verbose shows where it happened.")
        return OURS


def _where(error: BaseException) -> str:
    """Module and line of the fault, never its text: that may hold what must not be shown."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "?"
