"""Only public addresses are asked, at every hop, and the one that was looked at is the one that is connected to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import httpcore
import pytest

from bluepages.sweep.fetch import LARGEST, Fetcher
from bluepages.sweep.guard import GuardedBackend, Refused, UnknownHost, check_url, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "64:ff9b::7f00:1",
        "::127.0.0.1",
        "2001:db8::1",
        "fec0::1",
        "",
        "localhost",
        "1",
    ],
)
def test_private_addresses_are_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_asked(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://x.example/",
        "gopher://x.example",
        "http://user:pass@x.example/",
        "http://x.example:22/",
        "https://x.example:8443/",
        "http://",
        "//x.example",
        "javascript:alert(1)",
        "http://x.example:99999/",
        "http://[::1",
    ],
)
def test_other_kinds_of_address_are_refused(url: str) -> None:
    with pytest.raises(Refused):
        check_url(url)


class Site(BaseHTTPRequestHandler):
    """A web site: what each path answers, and what it was asked."""

    asked: ClassVar[list[tuple[str, dict[str, str]]]]

    def do_GET(self) -> None:
        type(self).asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        name = self.path.strip("/")
        if name.isdecimal():
            self.send_response(int(name))
            self.send_header("Content-Length", "0")
        elif name.startswith("to/"):
            self.send_response(302)
            self.send_header("Location", name[3:].replace("~", "/"))
            self.send_header("Set-Cookie", "spy=1")
        elif name in ("utf-8", "latin-1"):
            self.send_response(302)
            self.wfile.write(b"".join(self._headers_buffer))  # a header in the bytes that real servers send
            self._headers_buffer = []
            self.wfile.write(b"Location: http://caf\xc3\xa9.example/ni\xc3\xb1os\r\n" if name == "utf-8"
                             else b"Location: /ni\xf1os\r\n")  # fmt: skip
        elif name == "loop":
            self.send_response(301)
            self.send_header("Location", "/loop")
        else:
            self.send_response(200)
        self.end_headers()
        try:
            if name == "flood":
                for _ in range(4000):
                    self.wfile.write(b"x" * 4096)
                type(self).asked.append(("flooded", {}))
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass


class World:
    """Names of a small internet, all of which lead to one server of this machine."""

    def __init__(self, port: int) -> None:
        self.port, self.names, self.connected = port, {"site.example": ["93.184.216.34"]}, list[str]()

    def resolve(self, host: str, port: int) -> list[str]:
        if host == "gone.example":
            raise UnknownHost(host)
        if host == "flaky.example":
            raise socket.gaierror(socket.EAI_AGAIN, "later")
        return self.names.get(host, [host])

    def fetcher(self, **more: Any) -> Fetcher:
        world = self

        class Backend(GuardedBackend):
            def connect_tcp(self, host: str, port: int, *rest: Any, **named: Any) -> httpcore.NetworkStream:
                addresses = self.resolver(host, port)
                if not all(map(self.public, addresses)):
                    raise Refused(host)
                world.connected += addresses
                return httpcore.SyncBackend().connect_tcp("127.0.0.1", world.port)

        return Fetcher("Test/1.0", Backend(self.resolve), **more)


@pytest.fixture
def world() -> Iterator[World]:
    class Here(Site):
        asked: ClassVar[list[tuple[str, dict[str, str]]]] = []

    server = ThreadingHTTPServer(("127.0.0.1", 0), Here)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made = World(server.server_address[1])
    made.asked = Here.asked  # type: ignore[attr-defined]
    yield made
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", "ok"),
        ("/404", "404"),
        ("/410", "410"),
        ("/403", "unsure"),
        ("/429", "unsure"),
        ("/500", "unsure"),
        ("/loop", "unsure"),
        ("/to/~404", "404"),
        ("/to/~", "ok"),
        ("/to/http:~~10.0.0.1~", "refused"),
        ("/to/http:~~localhost~", "refused"),
        ("/to/http:~~169.254.169.254~latest", "refused"),
        ("/to/file:~~~etc~passwd", "refused"),
        ("/to/http:~~[::1]~", "refused"),
        ("/to/http:~~site.example:22~", "refused"),
        ("/to/http:~~gone.example~", "unknown host"),
        ("/to/http:~~flaky.example~", "unsure"),
    ],
)
def test_what_is_found(world: World, path: str, found: str) -> None:
    world.names["localhost"] = ["127.0.0.1"]
    assert world.fetcher().look(f"http://site.example{path}") == found
    assert set(world.connected) <= {"93.184.216.34"}, "nothing private was ever connected to"


def test_addresses_with_letters_of_other_languages_are_asked_as_a_browser_does(world: World) -> None:
    world.names["xn--caf-dma.example"] = ["93.184.216.34"]
    look = world.fetcher().look
    assert look("http://caf\u00e9.example/ni\u00f1os?q=s\u00ed") == "ok"
    assert look("http://site.example/utf-8") == "ok" and look("http://site.example/latin-1") == "ok"
    paths = [path for path, _ in world.asked]  # type: ignore[attr-defined]
    assert paths == ["/ni%C3%B1os?q=s%C3%AD", "/utf-8", "/ni%C3%B1os", "/latin-1", "/ni%C3%B1os"]
    world.names["xn--caf-dma.example"] = ["10.0.0.1"]
    assert look("http://caf\u00e9.example/") == "refused"
    assert look("http://\u2460\u2461\u2466.0.0.1/") == "unsure", "no name that anybody has"


def test_a_name_with_one_private_address_is_refused(world: World) -> None:
    world.names["mixed.example"] = ["93.184.216.34", "10.0.0.1"]
    assert world.fetcher().look("http://mixed.example/") == "refused" and not world.connected


def test_no_cookie_is_sent_back_and_we_say_who_we_are(world: World) -> None:
    world.fetcher().look("http://site.example/to/~")
    assert [path for path, _ in world.asked] == ["/to/~", "/"]  # type: ignore[attr-defined]
    for _, headers in world.asked:  # type: ignore[attr-defined]
        assert headers["user-agent"] == "Test/1.0" and "cookie" not in headers and "authorization" not in headers


def test_a_flood_is_cut_off(world: World) -> None:
    assert world.fetcher().look("http://site.example/flood") == "ok"
    assert ("flooded", {}) not in world.asked and LARGEST < 4000 * 4096  # type: ignore[attr-defined]


def test_somebody_who_sends_a_byte_at_a_time_is_left() -> None:
    """Its clock runs a second at each look, so that ten looks are ten seconds."""
    ticks = iter(range(10_000))

    class Drip(httpcore.NetworkStream):
        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            return b"H"

        def write(self, buffer: bytes, timeout: float | None = None) -> None:
            pass

        def close(self) -> None:
            pass

        def get_extra_info(self, info: str) -> Any:
            return None

    class Backend(httpcore.NetworkBackend):
        def connect_tcp(self, *arguments: Any, **named: Any) -> httpcore.NetworkStream:
            return Drip()

    assert Fetcher("x", Backend(), clock=lambda: float(next(ticks))).look("http://site.example/") == "unsure"
    assert next(ticks) < 30


def test_the_backend_connects_to_what_it_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(
        httpcore.SyncBackend,
        "connect_tcp",
        lambda self, host, *rest: seen.append(host) or Refused,  # type: ignore[func-returns-value]
    )
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    backend = GuardedBackend(lambda host, port: next(answers))
    backend.connect_tcp("rebinding.example", 80)
    assert seen == ["93.184.216.34"]
    with pytest.raises(Refused):
        backend.connect_tcp("rebinding.example", 80)
    with pytest.raises(Refused):
        backend.connect_unix_socket("/var/run/docker.sock")
