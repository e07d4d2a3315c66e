"""The container file, carried out as far as it goes without an engine: what it copies is all that the relay needs."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.relay.support import TOKEN, make_root
from tests.support import ROOT

LINES = re.sub(r"\\\n\s*", "", (ROOT / "Containerfile").read_text(encoding="utf-8")).splitlines()


def said(word: str) -> list[str]:
    return [line.removeprefix(f"{word} ") for line in LINES if line.startswith(f"{word} ")]


def app(folder: Path) -> Path:
    """What the COPY lines make of the repository."""
    for line in said("COPY"):
        *sources, target = line.split()
        for source in sources:
            there = folder / (f"{target}{source}" if target.endswith("/") else target)
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, there, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / source, there)
    return folder


@pytest.mark.slow
def test_what_is_copied_is_a_relay_that_is_well(tmp_path: Path) -> None:
    made, root, spool = app(tmp_path / "app"), make_root(tmp_path / "directory"), tmp_path / "spool.sqlite"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    where = {"python": sys.executable, "/directory": str(root), "/spool/relay.sqlite": str(spool)}
    (entry,) = said("ENTRYPOINT")
    command = [where.get(part, part) for part in json.loads(entry)] + ["--port", port]
    path = Path(sys.executable).parent
    environment = {"PATH": f"{path}:/usr/bin:/bin", "PYTHONPATH": str(made), "BLUEPAGES_STEWARD_TOKEN": TOKEN}
    used = subprocess.run(
        [sys.executable, "-c", "import bluepages; print(bluepages.__file__)"],
        env=environment, cwd=made, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(used.stdout.strip()).is_relative_to(made)
    process = subprocess.Popen(command, env=environment, cwd=made, stderr=subprocess.PIPE)
    try:
        (health,) = (line.partition("CMD ")[2].replace("8080", port) for line in said("HEALTHCHECK"))
        check = [where.get(part, part) for part in json.loads(health)]
        for _ in range(600):
            if process.poll() is not None or not subprocess.run(check, capture_output=True, check=False).returncode:
                break
            time.sleep(0.1)
        address = f"http://127.0.0.1:{port}/"
        assert process.poll() is None and httpx.get(f"{address}healthz").json()["status"] == "ok"
        assert "assets/site.css" in httpx.get(f"{address}status", headers={"Accept": "text/html"}).text
        assert httpx.get(f"{address}assets/site.css").status_code == 200
        assert spool.is_file()
    finally:
        process.terminate()
        process.communicate(timeout=40)
    assert process.returncode == 0


def test_it_is_locked_runs_as_nobody_special_and_keeps_its_spool() -> None:
    assert any("--require-hashes -r requirements.lock" in line for line in said("RUN"))
    assert said("USER") == ["relay"] and said("VOLUME") == ["/spool"]
    for line in said("COPY"):
        assert all((ROOT / source).exists() for source in line.split()[:-1]), line
