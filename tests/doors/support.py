"""A site with a relay on another origin, both on loopback, over a small directory in a Git repository of its own."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from bluepages.cli.server import serve
from bluepages.output.build import Options, build
from bluepages.relay.local import Local, start
from tests.support import SETTINGS, kitchen, make_directory

TODAY = date(2026, 11, 21)
SLUG = "harbor-street-community-kitchen"


class Site(msgspec.Struct):
    """A served site: its folder, its address, and its relay, if it has one."""

    root: Path
    out: Path
    address: str
    relay: Local | None

    def rebuild(self) -> None:
        """Build again, as `serve` does on a change."""
        url = self.relay.url if self.relay else ""
        build(self.root, Options(self.out, max(TODAY, date.today()), self.address, relay_url=url, exports=False))


def hurried() -> Callable[[], float]:
    """A clock on which tests fill in their forms as slowly as people do."""
    begin = time.time()
    return lambda: begin + (time.time() - begin) * 100


def records() -> dict[str, Any]:
    """A kitchen with two services and two telephones, and another provider."""
    made = kitchen()
    made["phones"].append({"number": "510-555-0199"})
    made["services"]["evening"] = {
        "name": "Evening meal", "needs": ["food.meals"], "eligibility_description": "Anyone over 60.",
        "at": {"kitchen": {"hours": "Sa 17:00-19:00"}},
    }  # fmt: skip
    return {SLUG: made, "lone-pantry": {**kitchen(), "name": "Lone Pantry", "services": {
        "groceries": {"name": "Groceries", "needs": ["food.pantry"], "at": {"kitchen": {"hours": "Mo 09:00-12:00"}}}
    }}}  # fmt: skip


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), "-c", "user.name=Rosa", "-c", "user.email=rosa@example.org", *arguments],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


def make_repository(root: Path, settings: str = SETTINGS) -> Path:
    """The directory with one commit."""
    make_directory(root, records(), settings)
    (root / ".gitignore").write_text("_site/\n.bluepages/\n", encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "The directory")
    return root


@contextlib.contextmanager
def site(root: Path, settings: str = SETTINGS, *, relay: bool = True, port: int = 0) -> Iterator[Site]:
    """A whole site being served, with a relay on another port where asked for."""
    make_repository(root, settings)
    server = serve(Path(), "/", port)
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    made = None
    if relay:
        for each in range(server.server_address[1] + 1, server.server_address[1] + 40):
            with contextlib.suppress(OSError, OverflowError):
                made = start(root, each, address)
                made.run.relay.clock = hurried()
                break
    here = Site(root, root / "_site", address, made)
    try:
        here.rebuild()
        server.RequestHandlerClass.folder = here.out  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield here
    finally:
        server.shutdown()
        server.server_close()
        if made:
            made.stop()
