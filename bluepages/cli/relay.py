"""`bluepages relay`: the door without an account, and what its steward and its keeper do on the machine."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from bluepages.cli import relay_held
from bluepages.cli.common import add_common, root_of, say
from bluepages.errors import DONE, PROBLEMS, Complaint

if TYPE_CHECKING:
    from bluepages.relay.run import Running


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and what stands below it."""
    parser = commands.add_parser(
        "relay",
        help="take forms in without an account, and hand them on",
        description="Take in what people send with the forms of the site, keep it safe, and hand it on as branches of "
        "this repository or as issues and pull requests on GitHub. Ctrl+C stops it without losing anything.",
        epilog="Example: bluepages relay --forge local --port 8080",
    )
    add_common(parser)
    parser.add_argument("--forge", choices=["local", "github"], help="where proposals go (default: directory.yaml)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8080, metavar="N", help="port to listen on (default: 8080)")
    parser.add_argument("--spool", type=Path, metavar="FILE", help="where submissions are kept")
    parser.set_defaults(run=run)
    below = parser.add_subparsers(dest="part", metavar="PART")
    relay_held.add(below)
    _part(below, "check", "say what is wrong with the settings, and stop", check)
    drain = _part(below, "drain", "hand on what waits, without serving", drain_once)
    drain.add_argument("--once", action="store_true", help="stop when nothing more can be handed on now (always so)")
    drain.add_argument("--forge", choices=["local", "github"], default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    copy = _part(below, "backup", "copy the spool, also while it is in use", backup_to)
    copy.add_argument("file", type=Path, metavar="FILE")
    back = _part(below, "restore", "put a copy in the place of a spool that is gone", restore_from)
    back.add_argument("file", type=Path, metavar="FILE")
    _part(below, "keys", "make a key pair for e-mail addresses, and a stewards' token", keys)


def _part(
    below: argparse._SubParsersAction[argparse.ArgumentParser], name: str, about: str, action: object
) -> argparse.ArgumentParser:
    part = below.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    relay_held.common(part)
    part.set_defaults(run=action)
    return part


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    here = f"http://{options.host}:{options.port}/"
    made, base, forge = _made(options, here)
    say(f"Taking forms at {here} ({base}), handing on to {forge} (Ctrl+C stops it).")
    made.serve(options.host, options.port)
    return DONE


def _made(options: argparse.Namespace, here: str) -> tuple[Running, str, str]:
    """The relay as the settings want it, the address of its pages, and what it hands on to."""
    from bluepages.records.load import load_config
    from bluepages.relay.run import running

    root = root_of(options)
    config = load_config(root)
    forge = options.forge or config.relay.forge
    _preflight(options, forge)
    base = config.relay.url or here
    return running(root, config, forge=forge, base=base, spool=relay_held.spool_of(options)), base, forge


def _preflight(options: argparse.Namespace, forge: str) -> None:
    from bluepages.records.load import load_config
    from bluepages.relay.preflight import preflight

    config = load_config(root_of(options))
    local = forge == "local" and not config.relay.url
    for remark in preflight(config, os.environ, forge=forge, local=local):
        say(f"Worth knowing: {remark}")


def check(options: argparse.Namespace) -> int:
    """Say how the settings are."""
    from bluepages.records.load import load_config

    _preflight(options, options.forge or load_config(root_of(options)).relay.forge)
    say("The settings of the relay are sound.")
    return DONE


def drain_once(options: argparse.Namespace) -> int:
    """Hand on what waits; for machines that only run from time to time."""
    from bluepages.relay import store

    made, _, _ = _made(options, "http://127.0.0.1:8080/")
    try:
        count = made.sender.drain()
        left = store.figures(made.relay.spool, made.relay.clock())
    finally:
        made.close()
    say(f"Handed on: {count}. Still waiting: {left.received}, held for a steward: {left.held}, dead: {left.dead}.")
    return PROBLEMS if left.received or left.dead else DONE


def backup_to(options: argparse.Namespace) -> int:
    """Copy the spool."""
    from bluepages.relay.spool import backup

    backup(relay_held.spool_of(options), options.file)
    say(f"Copied to {options.file}. It holds what people sent and the relay's secret: keep it as safe as the spool.")
    return DONE


def restore_from(options: argparse.Namespace) -> int:
    """Put a copy back."""
    from bluepages.relay.spool import restore

    if not options.file.is_file():
        raise Complaint(f"There is no file {options.file}.")
    count = restore(options.file, relay_held.spool_of(options))
    say(f"Restored: {count} submissions.")
    return DONE


def keys(options: argparse.Namespace) -> int:
    """Make secrets and say where each belongs."""
    import secrets

    from bluepages.relay.secrets import new_pair

    public, private = new_pair()
    print(json.dumps({"seal_to": public, "private_key": private, "steward_token": secrets.token_urlsafe(24)}, indent=2))
    say("seal_to goes to directory.yaml. The private key stays with the stewards, never on the relay's machine.")
    say("The token goes to the environment of the relay, as BLUEPAGES_STEWARD_TOKEN.")
    return DONE
