"""`bluepages relay held`: what waits for a steward, on the machine of the relay, also while it runs."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bluepages.cli.common import root_of, say
from bluepages.errors import DONE, Complaint

if TYPE_CHECKING:
    from bluepages.relay.items import Item
    from bluepages.relay.spool import Spool

CHOICES = ("list", "show", "release", "withhold", "redact", "discard", "done", "ask", "retry", "release-reply",
           "discard-reply")  # fmt: skip


def add(below: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the part."""
    parser = below.add_parser(
        "held",
        help="what waits for a steward",
        description="List, show, release, redact or discard what was held. Nothing of it is public.",
        epilog="Example: bluepages relay held discard 3f9a --reason spam",
    )
    common(parser)
    parser.set_defaults(run=run)
    parser.add_argument("action", choices=CHOICES, nargs="?", default="list")
    parser.add_argument(
        "ident", nargs="?", default="", help="the name of a submission, or its beginning; the number of an answer"
    )
    parser.add_argument("--field", default="", help="redact: the answer to take out")
    parser.add_argument("--text", default="", help="redact: words in its place; ask: the question")
    parser.add_argument("--reason", default="", help="discard: why, as the sender is told")
    parser.add_argument("--said", default="", help="discard, done: a sentence to the sender")
    parser.add_argument("--key", type=Path, metavar="FILE", help="show: the stewards' private key, for the e-mail")


def common(parser: argparse.ArgumentParser) -> None:
    """Options that may stand before the part or after it."""
    unset = argparse.SUPPRESS
    parser.add_argument("--root", type=Path, default=unset, metavar="DIR", help="the directory")
    parser.add_argument("--spool", type=Path, default=unset, metavar="FILE", help="where submissions are kept")
    parser.add_argument("--verbose", action="store_true", default=unset, help=unset)


def spool_of(options: argparse.Namespace) -> Path:
    """The file of the spool."""
    from bluepages.relay.run import SPOOL

    return Path(options.spool) if options.spool else root_of(options) / SPOOL


def run(options: argparse.Namespace) -> int:
    """List, show, or decide."""
    from bluepages.relay import decide
    from bluepages.relay.spool import opened

    path = spool_of(options)
    if not path.is_file():
        raise Complaint(f"There is no spool {path}.", "Name it: --spool FILE.")
    with opened(path, alone=False) as spool:
        if options.action == "list":
            return _list(options, spool)
        if not options.ident:
            raise Complaint("Name the submission.", "bluepages relay held list names them.")
        if options.action in ("release-reply", "discard-reply"):
            _decide_reply(options, spool)
            return DONE
        item = decide.need(spool, options.ident)
        if options.action == "show":
            return _show(options, spool, item)
        _decide(options, spool, item)
    say(f"Done: {options.action} {item.ident[:8]}.")
    return DONE


def _decide(options: argparse.Namespace, spool: Spool, item: Item) -> None:
    from bluepages.relay import decide

    now = time.time()
    if options.action == "release":
        decide.release(spool, item)
    elif options.action == "withhold":
        decide.withhold(spool, item)
    elif options.action == "redact":
        decide.redact(spool, item, options.field, options.text)
    elif options.action == "discard":
        decide.discard(spool, item, options.reason, options.said, now)
    elif options.action == "done":
        decide.done(spool, item, options.said, now)
    elif options.action == "ask":
        decide.ask(spool, item, options.text, now)
    else:
        decide.retry(spool, item)


def _decide_reply(options: argparse.Namespace, spool: Spool) -> None:
    from bluepages.relay import decide

    number = options.ident
    if not (number.isascii() and number.isdecimal() and len(number) < 12):
        raise Complaint(f"{number[:40]!r} is no number of an answer.", "bluepages relay held list names them.")
    (decide.release_reply if options.action == "release-reply" else decide.discard_reply)(spool, int(number))
    say(f"Done: {options.action} {number}.")


def _list(options: argparse.Namespace, spool: Spool) -> int:
    from bluepages.relay import store
    from bluepages.report.text import plain

    items = store.in_state(spool, "held", "dead")
    for item in items:
        why = ", ".join(item.reasons) or item.state
        print(f"{item.ident[:8]}  {_day(options, item.created)}  {item.form:8}  {item.slug or '-':30}  {why}")
    replies = store.replies(spool, "state = 'held'")
    for reply in replies:
        print(f"answer {reply.number:<4}  {_day(options, reply.created)}  to {reply.ident[:8]}  {plain(reply.text)}")
    waiting = len(items) + len(replies)
    say(f"{waiting} wait for a steward." if waiting else "Nothing waits for a steward.")
    return DONE


def _show(options: argparse.Namespace, spool: Spool, item: Item) -> int:
    import msgspec

    from bluepages.relay import store
    from bluepages.relay.secrets import unseal
    from bluepages.report.text import plain

    print(f"{item.ident}  {item.state}  {item.form}  {_day(options, item.created)}  {', '.join(item.reasons)}")
    values = msgspec.json.decode(item.values, type=dict[str, str | list[str]])
    for name, value in values.items():
        print(f"{name}: {plain(value if isinstance(value, str) else ', '.join(value))}")
    for reply in store.replies(spool, "ident = ?", item.ident):
        print(f"answer {reply.number} ({reply.state}): {plain(reply.text)}")
    for row in spool.rows("select sealed from private where ident = ?", item.ident):
        opened = unseal(row[0], options.key.read_text(encoding="utf-8").strip()) if options.key else None
        if options.key and opened is None:
            say("This key does not open the address.")
        sys.stdout.write(f"e-mail: {plain(opened) if opened else 'sealed (--key FILE opens it)'}\n")
    return DONE


def _day(options: argparse.Namespace, moment: int) -> str:
    from bluepages.records.load import load_config

    zone = ZoneInfo(load_config(root_of(options)).time_zone)
    return datetime.fromtimestamp(moment, UTC).astimezone(zone).date().isoformat()
