"""How much may come from one client and from all together, and when everything new waits for a steward.

Nothing here is ever written down: a client is a keyed hash of its network, the key is made anew each day and lives in
memory alone, so that nobody can tell afterwards who came.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections import OrderedDict
from typing import Final, Literal

import msgspec

Room = Literal["free", "suspect", "full"]
_DAY: Final = 86_400


class Rates(msgspec.Struct, frozen=True):
    """Posts. A library or a shelter is one client, so `burst` is not small; `most` is the wall.

    `a_minute` is what comes back; `all_a_minute` is where load begins for everybody together.
    """

    burst: float = 12
    most: float = 60
    a_minute: float = 2
    all_a_minute: float = 60
    clients: int = 20_000


class Buckets:
    """Leaky buckets by client, and one for all."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self._levels: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._all = (0.0, 0.0)
        self._key, self._day = secrets.token_bytes(32), -1

    def client(self, address: str, now: float) -> bytes:
        """Who asks, as far as we care: a keyed hash of the /24 or /56 that good for a day."""
        if int(now // _DAY) != self._day:
            self._key, self._day = secrets.token_bytes(32), int(now // _DAY)
            self._levels.clear()
        return hmac.digest(self._key, network(address).encode(), hashlib.sha256)[:16]

    def room(self, client: bytes, now: float) -> Room:
        """How full a client's bucket is, before one more."""
        level = self._level(client, now)
        return "full" if level >= self.rates.most else "suspect" if level >= self.rates.burst else "free"

    def pour(self, client: bytes, now: float, amount: float = 1.0) -> None:
        """One more from that client."""
        self._levels[client] = (self._level(client, now) + amount, now)
        self._levels.move_to_end(client)
        while len(self._levels) > self.rates.clients:
            self._levels.popitem(last=False)
        self._all = (self._total(now) + amount, now)

    def wait(self, client: bytes, now: float) -> int:
        """Seconds until a full bucket has room again."""
        over = self._level(client, now) - self.rates.most + 1
        return max(1, int(over * 60 / self.rates.a_minute) + 1)

    def loaded(self, now: float) -> bool:
        """Whether so much comes from all together that each must show some work."""
        return self._total(now) >= self.rates.all_a_minute

    def _level(self, client: bytes, now: float) -> float:
        level, at = self._levels.get(client, (0.0, now))
        return max(0.0, level - max(0.0, now - at) * self.rates.a_minute / 60)

    def _total(self, now: float) -> float:
        level, at = self._all
        return max(0.0, level - max(0.0, now - at) * self.rates.all_a_minute / 60)


class Breaker:
    """Opens when far more comes within an hour than a directory gets: then all that is new waits for a steward."""

    def __init__(self, most_an_hour: int) -> None:
        self.most, self._started, self._count, self._until = most_an_hour, 0.0, 0, 0.0

    def count(self, now: float) -> bool:
        """One more was taken in; whether this one has opened it."""
        if now - self._started >= 3600:
            self._started, self._count = now, 0
        self._count += 1
        if self._count <= self.most:
            return False
        before, self._until = self._until, now + 3600
        return before <= now

    def open(self, now: float) -> bool:
        """Whether new submissions are held."""
        return now < self._until

    def close(self) -> None:
        """A steward has looked: go on as usual."""
        self._started, self._count, self._until = 0.0, 0, 0.0


def network(address: str) -> str:
    """The /24 of an IPv4 address, the /56 of an IPv6 one; what is neither is one client."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "-"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 56), strict=False))


def peer(host: str, forwarded: str, proxies: int) -> str:
    """The address of who asks: the socket's, or what our own `proxies` say; what comes before them is a claim."""
    if proxies < 1:
        return host
    said = [part.strip() for part in forwarded.split(",") if part.strip()]
    return said[-proxies] if len(said) >= proxies else host
