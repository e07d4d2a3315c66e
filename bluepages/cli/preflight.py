"""`bluepages preflight`: which settings of the repository on GitHub are still missing, in words."""

from __future__ import annotations

import argparse
import os

from bluepages.cli.common import add_common, root_of
from bluepages.errors import DONE, PROBLEMS, Complaint


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "preflight",
        help="see that the repository on GitHub is set up",
        description="Look at the settings of the repository on GitHub, and of directory.yaml, and say what is missing. "
        "Nothing is changed. docs/setup.md says where to click.",
        epilog="Example: bluepages preflight, with GITHUB_REPOSITORY=owner/name and GITHUB_TOKEN in the environment",
    )
    add_common(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look, and say; what stops a publication is exit code 1."""
    from bluepages.intake.preflight import GUIDE, inspect, report
    from bluepages.records.load import load_config
    from bluepages.records.vocabularies import load_vocabulary

    root = root_of(options)
    findings = inspect(load_config(root), load_vocabulary(root)[0], os.environ)
    try:
        lines = report(findings, os.environ)
    except OSError as error:
        raise Complaint(f"The summary could not be written: {error.strerror}.", "", PROBLEMS) from None
    print("\n".join(lines))
    if any(finding.state == "missing" for finding in findings):
        raise Complaint("The site can't be published yet.", f"{GUIDE} says where to click.", PROBLEMS)
    return DONE
