"""`Relay`: everything that the parts of one running relay share."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from bluepages.config import Config
from bluepages.relay.buckets import Breaker, Buckets, Rates
from bluepages.relay.door import Door
from bluepages.relay.logs import Log
from bluepages.relay.pages import Pages
from bluepages.relay.proof import Proofs
from bluepages.relay.secrets import Keys
from bluepages.relay.spool import Spool
from bluepages.site.csp import origin

Clock = Callable[[], float]
FAILURES: Final = Rates(burst=3, most=8, a_minute=0.5, all_a_minute=6)
"""Wrong steward's tokens: eight from one client, then one in two minutes."""


class Setup(msgspec.Struct, frozen=True):
    """How one relay is run. `home` is the site's address, `base` the relay's own; both end with `/`.

    `steward_token` opens the stewards' page, `""` keeps it shut. `targets` are whom an alert goes to.
    """

    home: str
    base: str
    spool: Path
    steward_token: str = ""
    rates: Rates = Rates()
    most_an_hour: int = 120
    proxies: int = 0
    origins: frozenset[str] = frozenset()
    seal_to: str = ""
    targets: tuple[str, ...] = ()


class Relay:
    """One relay at work. The clock can be another one in tests."""

    def __init__(
        self, setup: Setup, config: Config, door: Door, spool: Spool, pages: Pages, log: Log, clock: Clock = time.time
    ) -> None:
        self.setup, self.config, self.door, self.spool, self.pages = setup, config, door, spool, pages
        self.log, self.clock = log, clock
        self.keys = Keys(spool.secret())
        self.proofs = Proofs(self.keys.derived("proof of work"))
        self.buckets = Buckets(setup.rates)
        self.failures = Buckets(FAILURES)
        self.breaker = Breaker(setup.most_an_hour)
        self.origins = frozenset({origin(setup.home), origin(setup.base), *setup.origins}) - {""}
        self.stopping = False
        self.wake = threading.Event()
        self.zone = ZoneInfo(config.time_zone)

    def day(self, moment: float) -> date:
        """The day that a moment is on, where the directory is."""
        return datetime.fromtimestamp(moment, UTC).astimezone(self.zone).date()

    def address(self, receipt: str) -> str:
        """The private link of a receipt."""
        return f"{self.setup.base}r/{receipt}"


def setup_of(
    config: Config, spool: Path, base: str, home: str = "", environment: Mapping[str, str] | None = None
) -> Setup:
    """The settings of `directory.yaml` and of the environment. What is wrong with them, `relay.preflight` says."""
    given = os.environ if environment is None else environment
    relay = config.relay
    return Setup(
        home=home or config.site_url, base=base, spool=spool, steward_token=given.get("BLUEPAGES_STEWARD_TOKEN", ""),
        most_an_hour=relay.most_an_hour, proxies=relay.proxies,
        origins=frozenset(filter(None, (origin(each) for each in relay.origins))), seal_to=relay.seal_to,
        targets=targets_of(config),
    )  # fmt: skip


def targets_of(config: Config) -> tuple[str, ...]:
    """Whom an alert goes to: each address by the command, and the webhook."""
    relay = config.relay
    return (*(relay.alert_to if relay.alert_command else ()), *((relay.alert_webhook,) if relay.alert_webhook else ()))
