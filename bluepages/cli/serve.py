"""`bluepages serve`: build, look at it in a browser, and build again on each change."""

from __future__ import annotations

import argparse
import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bluepages.cli.common import Clock, add_common, add_jobs, add_today, root_of, say, today_of
from bluepages.errors import DONE, Complaint

if TYPE_CHECKING:
    from bluepages.relay.local import Local

WATCHED = ("data", "site", "directory.yaml")
TRIES = 20
"""Ports after the site's own that are tried for the forms."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "serve",
        help="build, serve on this machine, rebuild on change",
        description="Build the site, serve it on this machine alone, and build again whenever a record, a template or "
        "the settings change. What is sent with its forms becomes a branch of this repository (bluepages intake "
        "--list). Ctrl+C ends it.",
        epilog="Example: bluepages serve --port 8000 --prefix /blue-pages/",
    )
    add_common(parser)
    add_today(parser)
    add_jobs(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to build (default: _site in the root)")
    parser.add_argument("--site", type=Path, metavar="DIR", help="show a site that is built already; build nothing")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="port on 127.0.0.1 (default: 8000)")
    parser.add_argument(
        "--prefix", default="/", metavar="PATH", help="path of the site's root, as on a project's Pages"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    prefix = f"/{options.prefix.strip('/')}/".replace("//", "/")
    address = f"http://127.0.0.1:{options.port}{prefix}"
    if options.site:
        return _show(options.site, prefix, options.port, address)
    root = root_of(options)
    relay = _relay(root, options.port + 1, address)
    options.relay_url = relay.url if relay else ""
    try:
        return _serve(options, root, prefix, address)
    finally:
        if relay:
            relay.stop()


def _relay(root: Path, port: int, address: str) -> Local | None:
    """The door without an account, on this machine alone; without one the site says so, and the rest works."""
    from bluepages.relay.local import start

    for each in range(port, port + TRIES):
        try:
            relay = start(root, each, address)
        except (OSError, OverflowError):
            continue
        except Complaint as complaint:
            say(f"The forms cannot be sent: {complaint}")
            return None
        say(f"What is sent with the forms waits here as a branch: bluepages intake --list --root {root}")
        return relay
    say("The forms cannot be sent: no port is free for them.")
    return None


def _show(site: Path, prefix: str, port: int, address: str) -> int:
    """A site that somebody else built: nothing of it runs here but its scripts in the browser."""
    if not (site / "index.html").is_file():
        raise Complaint(f"{site} has no index.html.", "Name the folder of a built site.")
    with _serving(site, prefix, port, address):
        threading.Event().wait()
    return DONE


def _serve(options: argparse.Namespace, root: Path, prefix: str, address: str) -> int:
    with _serving(_build(options, root, address), prefix, options.port, address):
        _watch(options, root, address)
    return DONE


@contextlib.contextmanager
def _serving(site: Path, prefix: str, port: int, address: str) -> Iterator[None]:
    """Answer with the files of `site` for as long as the context lasts."""
    from bluepages.cli.server import serve

    try:
        server = serve(site, prefix, port)
    except (OSError, OverflowError):
        raise Complaint(f"Port {port} is taken or not allowed.", "Name another one: --port 8001.") from None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(f"Serving {site} at {address} (Ctrl+C ends it).")
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def _build(options: argparse.Namespace, root: Path, address: str) -> Path:
    from bluepages.cli.reviews import pull_local
    from bluepages.output import build
    from bluepages.output.build import Options

    clock = Clock()
    pull_local(root)
    out = Path(options.out or root / "_site")
    wanted = Options(out=out, today=today_of(options), base_url=address, relay_url=options.relay_url, jobs=options.jobs)
    built = build(root, wanted)
    say(f"Built: {built.written} files written, {built.same} the same, in {clock}.")
    for slug in built.withheld[:5]:
        say(f"Left out for an error: {slug} (bluepages check says what is wrong).")
    return out


def _watch(options: argparse.Namespace, root: Path, address: str) -> None:
    """Build again after each burst of changes; what is wrong then is said, and the old site stays."""
    from watchfiles import Change, DefaultFilter, watch

    own = root / ".bluepages"
    places = [root / name for name in WATCHED if (root / name).exists()]
    places += [own] if own.is_dir() else []

    usual = DefaultFilter()

    def counts(change: Change, path: str) -> bool:
        """A report that was sent counts like a record that changed; what a build itself writes there does not."""
        return usual(change, path) and (own not in Path(path).parents or Path(path).name == "intake.json")

    for _ in watch(*places, watch_filter=counts, raise_interrupt=True):
        try:
            _build(options, root, address)
        except Complaint as complaint:
            say(str(complaint))
