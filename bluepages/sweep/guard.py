"""Which addresses may be asked at all: public ones, at the ports of the web, whatever a record or a redirect says.

Anybody can write a web address into a proposal. Without this, the sweep would fetch from inside of whatever network it
runs in. The address that was looked at is the one that is connected to: the name is not resolved a second time.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import urlsplit

import httpcore

PORTS: Final = frozenset({80, 443})
OF_THE_HOST: Final = frozenset({"168.63.129.16"})
"""Addresses of the public range that lead to what a machine in somebody's cloud runs on."""

_NO_SUCH_NAME: Final = frozenset(
    getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)
)
Resolve = Callable[[str, int], list[str]]
"""Name and port to the addresses as text; raises `UnknownHost` where there is no such name, `OSError` otherwise."""


class Refused(OSError):  # noqa: N818 - a decision of ours
    """An address that is not asked."""


class UnknownHost(OSError):  # noqa: N818 - what the world said
    """The name system knows no such name."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, by the system."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno in _NO_SUCH_NAME:
            raise UnknownHost(host) from None
        raise
    except UnicodeError:
        raise UnknownHost(host) from None
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def is_public(address: str) -> bool:
    """Whether an address belongs to the public network; what is wrapped in another one is unwrapped first."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(str(inner))
        if found in ipaddress.ip_network("::/96") or found.is_site_local:
            return False
    return (
        found.is_global
        and str(found) not in OF_THE_HOST
        and not (found.is_multicast or found.is_reserved or found.is_unspecified)
    )


def check_url(url: str) -> None:
    """Raise `Refused` for an address that is not asked whatever it resolves to."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refused(url) from None
    wrong = parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password
    if wrong or (port is not None and port not in PORTS):
        raise Refused(url)


class GuardedBackend(httpcore.SyncBackend):
    """Connects only to public addresses, and to the very ones that were looked at."""

    def __init__(self, resolver: Resolve = resolve, public: Callable[[str], bool] = is_public) -> None:
        super().__init__()
        self.resolver, self.public = resolver, public

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """A connection to one of the host's addresses; all of them must be public."""
        addresses = self.resolver(host, port)
        if not addresses or not all(self.public(address) for address in addresses):
            raise Refused(host)
        last: Exception = Refused(host)
        for address in addresses[:3]:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last

    def connect_unix_socket(self, *arguments: Any, **named: Any) -> httpcore.NetworkStream:
        """Never."""
        raise Refused("unix")
