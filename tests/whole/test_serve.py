"""`bluepages serve`: the site as GitHub Pages would show it, built again when a record changes."""

from __future__ import annotations

import contextlib
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bluepages.cli.server import find, serve
from tests.support import ROOT, file_of, kitchen, make_directory, to_bytes

pytestmark = pytest.mark.slow
NAME = "harbor-street-community-kitchen"


def get(url: str) -> tuple[int, str]:
    """Status and text of an address."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def wait_for(url: str, word: str, seconds: float = 60) -> bool:
    """Whether the address answers with `word` in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if word in get(url)[1]:
                return True
        except OSError:
            pass
        time.sleep(0.2)
    return False


@contextlib.contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """`bluepages serve` with these arguments, below a prefix, for as long as the context lasts: its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bluepages", "serve", *arguments, "--port", str(port), "--prefix", "/blue-pages/"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/blue-pages/"
    try:
        assert wait_for(address, "<html")
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A directory served below a prefix, and its address."""
    root = make_directory(tmp_path, {NAME: kitchen()})
    with serving("--root", str(root)) as address:
        yield root, address


def test_it_answers_as_pages_does_and_builds_again(served: tuple[Path, str]) -> None:
    root, address = served
    assert get(f"{address}p/{NAME}")[0] == 200
    assert get(f"{address}counties")[0] == 200
    assert get(f"{address}nothing-here")[0] == 404
    assert get(f"{address}..%2f..%2fdirectory.yaml")[0] == 404
    record = kitchen()
    record["description"] = "Changed while it was being served."
    (root / file_of(NAME)).write_bytes(to_bytes(record))
    assert wait_for(f"{address}p/{NAME}", "Changed while it was being served.")


def test_a_site_that_is_built_already_is_shown_and_nothing_is_built(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "index.html").write_text("<html>")
    (tmp_path / "p" / "a.html").write_text("Somebody's proposal")
    with serving("--site", str(tmp_path)) as address:
        assert get(f"{address}p/a") == (200, "Somebody's proposal")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.html", "index.html", "p"]


def test_a_folder_without_a_site_is_not_shown(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bluepages", "serve", "--site", str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 2 and "index.html" in run.stderr and "Traceback" not in run.stderr


def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    root = make_directory(tmp_path, {NAME: kitchen()})
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "bluepages", "serve", "--root", str(root), "--port", port]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 2
    assert "--port" in run.stderr and "Traceback" not in run.stderr


def test_nothing_outside_of_the_site_is_found(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "p").mkdir(parents=True)
    (site / "p" / "a.html").write_text("a")
    (site / "index.html").write_text("i")
    (tmp_path / "secret.html").write_text("s")
    assert find(site, "p/a") == site / "p" / "a.html"
    assert find(site, "") == site / "index.html"
    for path in ("../secret", "p/../../secret", "%2e%2e/secret", "..%2fsecret", "p/a/", "p", "\\..\\secret", "a\0b"):
        assert find(site, path) is None, path


def test_a_browser_that_hangs_up_makes_no_noise(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "index.html").write_bytes(b"x" * 5_000_000)
    server = serve(tmp_path)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for _ in range(5):
        with socket.create_connection(server.server_address[:2]) as line:  # type: ignore[arg-type]
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            line.recv(10)
    time.sleep(0.5)
    server.shutdown()
    server.server_close()
    assert capfd.readouterr().err == ""
