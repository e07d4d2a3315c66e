"""The server itself: slow and fat clients stop nobody, a killed process loses nothing, a stopped one finishes."""

from __future__ import annotations

import argparse
import contextlib
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bench.relay import durability
from bench.relay_drain import drained
from bluepages.relay import http
from bluepages.relay.secrets import Keys
from tests.relay.support import KITCHEN, TOKEN, make_root

JSON = {"Accept": "application/json"}


class Process:
    """`bluepages relay` as people run it, on a free port."""

    def __init__(self, root: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.root, self.url = root, f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "bluepages", "relay", "--root", str(root), "--port", str(self.port)]
        environment = {"PATH": "/usr/bin:/bin", "BLUEPAGES_STEWARD_TOKEN": TOKEN, "PYTHONPATH": str(Path.cwd())}
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment)
        for _ in range(600):
            try:
                httpx.get(f"{self.url}/healthz")
                return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise TimeoutError

    def form(self, **more: str) -> dict[str, str]:
        with sqlite3.connect(self.root / ".bluepages" / "relay.sqlite") as db:
            secret = bytes(db.execute("select value from meta where name = 'secret'").fetchone()[0])
        token = Keys(secret).token(time.time() - 60, "f")[0]
        return {"form": "report", "lang": "en", "record": KITCHEN, "reason": "closed", "token": token, **more}

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(how)
        _, said = self.process.communicate(timeout=40)
        return self.process.returncode, said.decode()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    made = Process(make_root(tmp_path_factory.mktemp("served") / "directory"))
    yield made
    if made.process.poll() is None:
        made.stop(signal.SIGKILL)


def opened(served: Process, first: bytes) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", served.port), timeout=30)
    made.sendall(first)
    return made


@pytest.mark.slow
def test_slow_and_fat_clients_stop_nobody(served: Process) -> None:
    begun = b"POST /submit HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    slow = [opened(served, b"POST /sub") for _ in range(60)]
    slow += [opened(served, begun + b"Content-Length: 60000\r\n\r\nform=") for _ in range(60)]
    fat = [
        opened(served, begun + b"Transfer-Encoding: chunked\r\n\r\n" + b"4000\r\n" + b"a" * 16384 + b"\r\n")
        for _ in range(9)
    ]
    for each in fat:
        with contextlib.suppress(OSError):  # it has heard enough
            for _ in range(5):
                each.sendall(b"4000\r\n" + b"a" * 16384 + b"\r\n")
    with httpx.Client(base_url=served.url, timeout=20) as client:
        for n in range(5):
            answer = client.post("/submit", data=served.form(details=f"Number {n}"), headers=JSON)
            assert answer.status_code == 201
    for each in fat:
        assert b"413" in each.recv(100)
    for each in slow:
        each.settimeout(30)
        said = each.recv(100)
        assert said == b"" or b"408" in said, "it is let go"
    for each in (*slow, *fat):
        each.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"BLAH\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01", b""),
        (b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 90_000 + b"\r\n", b"4"),
        (b"POST /submit HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc", b"4"),
        (b"POST /submit HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", b"400"),
        (b"POST /submit HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"4"),
    ],
)
def test_what_is_no_http(served: Process, raw: bytes, said: bytes) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as made:
        with contextlib.suppress(OSError):
            made.sendall(raw)
            made.shutdown(socket.SHUT_WR)
        try:
            answer = made.recv(200)
        except OSError:
            answer = b""
    assert answer.startswith(b"HTTP/1.1 " + said) or (not answer and not said) or answer == b""
    assert httpx.get(f"{served.url}/healthz").status_code == 200


def test_it_stops_cleanly_and_tells_nothing(served: Process) -> None:
    code, said = served.stop()
    assert code == 0 and '"event":"stopped"' in said
    assert "127.0.0.1:" not in said.replace(f"127.0.0.1:{served.port}", "") and "Traceback" not in said
    assert "Number 1" not in said


def test_a_client_has_its_share_and_no_more() -> None:
    protocol: Any = type("P", (http.Patient,), {"share": 2})
    assert protocol.share == 2 and http.Patient.share == http.A_CLIENT


@pytest.mark.slow
def test_nothing_promised_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    options = argparse.Namespace(work=tmp_path, loops=4, seed=random.randrange(10**6))
    assert durability(options) == 0, f"seed {options.seed}"


@pytest.mark.slow
def test_what_waited_for_github_goes_out_in_order_and_slowly(tmp_path: Path) -> None:
    found = drained(tmp_path, 60)
    assert (found["made while down"], found["arrived"], found["twice"]) == (0, 60, 0)
    assert found["in order"] and found["least seconds between"] >= 1
    assert not found["refused by GitHub's description"]
