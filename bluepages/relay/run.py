"""One relay, put together from the settings, and run: until a signal, once, or in a thread of another program."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from bluepages.config import Config
from bluepages.errors import Complaint
from bluepages.intake.gitbranch import GitBranch
from bluepages.intake.localforge import LocalForge
from bluepages.relay import http
from bluepages.relay.alerts import Alerts
from bluepages.relay.app import create_app
from bluepages.relay.core import Clock, Relay, Setup, setup_of
from bluepages.relay.door import Door, Forms
from bluepages.relay.logs import Log
from bluepages.relay.pages import Pages
from bluepages.relay.sender import Sender
from bluepages.relay.spool import Spool
from bluepages.relay.targets import LocalTarget, Target

SPOOL: Final = ".bluepages/relay.sqlite"
"""Below the root, where Git ignores it."""


class Running:
    """A relay at work: its web side and its sender."""

    def __init__(self, relay: Relay, target: Target) -> None:
        self.relay = relay
        alerts = Alerts(relay.spool, relay.config.relay, f"{relay.setup.base}held", relay.log)
        self.sender = Sender(relay, target, alerts)
        self.server = http.server(create_app(relay), share=0 if relay.setup.proxies else http.A_CLIENT)
        self._thread: threading.Thread | None = None

    def serve(self, host: str, port: int) -> None:
        """Serve until a signal: finish what is at hand, then stop."""
        try:
            listener = http.listen(host, port)
        except (OSError, OverflowError):
            raise Complaint(
                f"Port {port} of {host} is taken or not allowed.", "Name another one: --port 8081."
            ) from None
        before = {number: signal.signal(number, _heard) for number in (signal.SIGTERM, signal.SIGINT)}
        self.sender.start()
        try:
            self.server.run(sockets=[listener])
        finally:
            self.close()
            for number, handler in before.items():
                signal.signal(number, handler)

    def start(self, host: str, port: int) -> None:
        """Serve in a thread of this program. Raises `OSError`, and lets go of the spool, where the port is taken."""
        try:
            listener = http.listen(host, port)
        except (OSError, OverflowError):
            self.relay.spool.close()
            raise
        self.sender.start()
        self._thread = threading.Thread(target=self.server.run, args=([listener],), name="relay", daemon=True)
        self._thread.start()
        while not self.server.started and self._thread.is_alive():
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop what `start` began."""
        self.relay.stopping = True
        self.server.should_exit = True
        if self._thread:
            self._thread.join(30)
        self.close()

    def close(self) -> None:
        """Let go of everything, in order: no more answers, nothing half sent, the file whole."""
        self.sender.stop()
        self.relay.spool.close()
        self.relay.log("stopped", outcome="clean")


def _heard(number: int, frame: object) -> None:
    """The server has stopped for this signal, and raises it once more; there is still something to finish."""


def assemble(
    root: Path, config: Config, setup: Setup, door: Door, clock: Clock = time.time, log: Log | None = None
) -> Relay:  # fmt: skip
    """A relay over its spool."""
    pages = Pages(root, config, setup.home, urlsplit(setup.base).path or "/")
    return Relay(setup, config, door, Spool(setup.spool), pages, log or Log(), clock)


def forms_of(root: Path, config: Config, base: str, upstream: str = "") -> Forms:
    """The forms over the records of a directory."""
    zone = ZoneInfo(config.time_zone)

    def today() -> date:
        return datetime.now(UTC).astimezone(zone).date()

    return Forms(root, base, today, upstream)


def mail_of(config: Config) -> str:
    """Who the relay is in Git's commits: the same as intake, so that either knows the other's work."""
    return f"intake@{urlsplit(config.site_url).hostname or 'localhost'}"


def local_target(root: Path, config: Config) -> LocalTarget:
    """Branches in the repository of the folder itself. Raises `Complaint` where there is nothing to branch from."""
    forge = LocalForge(root, mail_of(config), config.branch)
    if not forge.git.find(forge.base):
        raise Complaint(
            f"There is no branch {config.branch} in {root} from which a proposal could branch off.",
            f"Commit the directory (git init -b {config.branch}; git add -A; git commit -m First),"
            " or name another branch in directory.yaml: branch.",
        )
    return LocalTarget(forge)


def github_target(root: Path, config: Config, environment: Mapping[str, str]) -> tuple[Target, str]:
    """GitHub, and the address from which the records are followed. PyGithub is loaded here and nowhere earlier."""
    from bluepages.intake.githubforge import GitHubForge, token_environment
    from bluepages.relay.githubtarget import GitHubTarget, connect
    from bluepages.relay.pace import Pace

    repository = environment.get("GITHUB_REPOSITORY") or config.repository
    server = environment.get("GITHUB_SERVER_URL", "https://github.com").rstrip("/") + "/"
    api, auth = connect(environment, repository)
    git = GitBranch(root, mail_of(config))

    def renew() -> None:
        git.extra = token_environment(auth(), server)

    pace = Pace(float(environment.get("BLUEPAGES_PACE", "1")))
    forge = GitHubForge(api, git, f"{server}{repository}.git", config.branch, pace)
    return GitHubTarget(forge, renew), f"{server}{repository}.git"


def running(
    root: Path, config: Config, *, forge: str, base: str, home: str = "", spool: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Running:  # fmt: skip
    """A whole relay from the settings."""
    given = os.environ if environment is None else environment
    config = msgspec.structs.replace(config, relay=msgspec.structs.replace(config.relay, forge=forge))
    setup = setup_of(config, spool or root / SPOOL, base, home, given)
    target: Target
    if forge == "github":
        target, upstream = github_target(root, config, given)
    else:
        target, upstream = local_target(root, config), ""
    relay = assemble(root, config, setup, forms_of(root, config, base, upstream))
    return Running(relay, target)
