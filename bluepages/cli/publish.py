"""`bluepages publish`: to a state portal. Plan is the default; nothing is written without being asked."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bluepages.cli.common import add_common, progress, root_of, say
from bluepages.errors import DONE, PENDING, PROBLEMS

if TYPE_CHECKING:
    from bluepages.publish import Allowed, Publication
    from bluepages.publish.interface import Tell
    from bluepages.publish.wanted import Wanted


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "publish",
        help="publish what was built to a state portal",
        description="Compare the build in _site with what a portal shows (--plan, the default), publish the "
        "difference, and read it back. CKAN_URL, CKAN_ORG and CKAN_API_TOKEN in the environment go before "
        "directory.yaml; the token is read from there alone.",
        epilog="Exit codes: 0 nothing to do, or done; 4 changes pending; 1 stopped, refused or not as it should be. "
        "Example: bluepages publish ckan --plan",
    )
    add_common(parser)
    parser.add_argument("target", metavar="TARGET", help="ckan, or another name under portals in directory.yaml")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--plan", action="store_true", help="say what would change (the default)")
    what.add_argument("--apply", action="store_true", help="publish, and read back")
    what.add_argument("--verify", action="store_true", help="read back and compare; writes nothing")
    what.add_argument(
        "--rollback", type=Path, metavar="RECEIPT", help="undo the newest run, or go back to an older one"
    )
    parser.add_argument("--release", action="store_true", help="make a data set public that was held for approval")
    parser.add_argument("--site", type=Path, metavar="DIR", help="the build to publish (default: _site in the root)")
    parser.add_argument("--pending-ok", action="store_true", help="end --plan with 0 where changes are pending, for CI")
    parser.add_argument("--format", choices=["text", "json", "markdown"], default="text")
    parser.add_argument("--allow-loss", type=int, default=-1, metavar="N", help="let exactly N rows vanish")
    parser.add_argument(
        "--allow-columns", type=int, default=-1, metavar="N", help="let exactly N columns vanish or change"
    )
    parser.add_argument("--adopt", default="", metavar="NAME", help="take over the data set of this name")
    parser.add_argument("--receipts", type=Path, metavar="DIR", help="where receipts go (.bluepages/receipts)")
    parser.add_argument("--record", action="store_true", help="keep the receipt on the branch publications as well")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Do what was asked."""
    from bluepages.publish import Allowed, Publication
    from bluepages.records.load import load_config

    root = root_of(options)
    now = datetime.now(ZoneInfo(load_config(root).time_zone))
    publication = Publication(root, options.target, os.environ, now)
    allowed = Allowed(options.allow_loss, options.allow_columns, options.adopt, options.release)
    with progress() as tell:
        if options.rollback:
            return _rollback(options, publication, allowed, tell)
        gc.disable()  # hardly anything made here lives in circles, and looking for them takes a fifth of the time
        if not options.verify:
            publication.begin(options.site or root / "_site")
        if not (options.apply or options.release or options.verify):
            publication.portal.begin()
        tell("Reading the build")
        wanted = publication.wanted(options.site or root / "_site")
        if options.apply or options.release:
            return _apply(options, publication, wanted, allowed, tell)
        if options.verify:
            return _verify(options, publication, wanted)
        tell("Comparing")
        return _plan(options, publication, wanted, allowed)


def _plan(options: argparse.Namespace, publication: Publication, wanted: Wanted, allowed: Allowed) -> int:
    from bluepages.publish.words import plan_markdown, plan_text

    plan = publication.plan(wanted, allowed)
    markdown = plan_markdown(plan, wanted)
    _show(options, plan_text(plan, wanted), markdown, {"pending": plan.pending}, plan)
    if plan.stops:
        return PROBLEMS
    return PENDING if plan.pending and not options.pending_ok else DONE


def _apply(options: argparse.Namespace, publication: Publication, wanted: Wanted, allowed: Allowed, tell: Tell) -> int:
    outcome = publication.apply(wanted, allowed, tell)
    return _told(options, publication, wanted, outcome, "apply")


def _rollback(options: argparse.Namespace, publication: Publication, allowed: Allowed, tell: Tell) -> int:
    outcome, wanted = publication.rollback(options.rollback, allowed, tell)
    code = _told(options, publication, wanted, outcome, "rollback", str(options.rollback.name))
    say("The next publication shows again what HEAD says: revert the commit too, if it was wrong.")
    return code


def _told(
    options: argparse.Namespace, publication: Publication, wanted: Wanted, outcome: object, kind: str, undoes: str = ""
) -> int:
    from bluepages.publish import Outcome
    from bluepages.publish.receipt import FOLDER
    from bluepages.publish.words import checks_markdown, checks_text, outcome_text, plan_markdown
    from bluepages.report.github import remark

    assert isinstance(outcome, Outcome)
    folder = options.receipts or publication.root / FOLDER
    kept = publication.keep(folder, outcome, wanted, kind, undoes)
    text = outcome_text(outcome) + checks_text(outcome.checks) + f"Receipt: {kept}\n"
    done = outcome_text(outcome).partition("\n")[0]
    parts = [f"### {done}", *outcome.notes, checks_markdown(outcome.checks), plan_markdown(outcome.plan, wanted)]
    markdown = "\n\n".join(parts)
    _show(options, text, markdown, {"passed": outcome.passed, "receipt": str(kept)}, outcome)
    for note in outcome.notes if os.environ.get("GITHUB_ACTIONS") else ():
        say(remark("warning", "Portal", note))
    recorded = not options.record or not (outcome.writes or not outcome.passed) or _record(publication, kept)
    if not outcome.passed:
        say("What was read back is not all as it should be. Run it again; if that does not help, roll back.")
        return PROBLEMS
    return DONE if recorded else PROBLEMS


def _record(publication: Publication, kept: Path) -> bool:
    """Put a receipt on its branch; what was published stands even where that fails."""
    from bluepages.errors import Complaint
    from bluepages.publish.ledger import BRANCH, ledger_of
    from bluepages.publish.receipt import read_receipt

    try:
        ledger_of(publication.root, publication.config, os.environ).add(kept, read_receipt(kept))
    except Complaint as failed:
        say(
            f"What was published stands, but its receipt is not on the branch {BRANCH}: {failed} {failed.hint}".rstrip()
        )
        return False
    say(f"The receipt is on the branch {BRANCH}.")
    return True


def _verify(options: argparse.Namespace, publication: Publication, wanted: Wanted) -> int:
    from bluepages.publish.words import checks_markdown, checks_text

    checks = publication.verify(wanted)
    passed = all(check.passed for check in checks)
    _show(options, checks_text(checks), checks_markdown(checks), {"passed": passed}, {"checks": checks})
    return DONE if passed else PROBLEMS


def _show(options: argparse.Namespace, text: str, markdown: str, more: dict[str, object], value: object) -> None:
    """Print in the form asked for, and put the Markdown into the summary of a job on GitHub."""
    if options.format == "json":
        import msgspec

        data = msgspec.to_builtins(value)
        sys.stdout.write(msgspec.json.format(msgspec.json.encode({**more, **data}), indent=2).decode() + "\n")
    else:
        sys.stdout.write(markdown if options.format == "markdown" else text)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with Path(summary).open("a", encoding="utf-8") as out:
            out.write(markdown + "\n")
