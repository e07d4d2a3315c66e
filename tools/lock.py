"""Writes the lock files anew from pyproject.toml and package.json: `python3 tools/lock.py [--upgrade]`.

For maintainers, when a dependency is added or should move on. The locker (uv) lives in a scratch environment that is
thrown away. The locks name no registry, so that they work behind any mirror, and hold the hash of every file.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = ["pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--generate-hashes"]
QUIET = ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate", "--quiet"]
LOCKS = (("requirements.lock", ["setup"]), ("requirements-dev.lock", ["setup", "dev"]))
HEADER = """# {what} Written by `make lock` from pyproject.toml; do not edit by hand.
# Every file is named by its hash, and no registry is named. For Python 3.11 to 3.13 on Linux, macOS and Windows.
"""
WHAT = {
    "requirements.lock": "What a build needs.",
    "requirements-dev.lock": "What a build and the tests need.",
}


def uv_in(folder: Path) -> Path:
    """Install uv into a fresh environment in `folder` and return its path."""
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", "uv"], check=True)
    return scripts / ("uv.exe" if os.name == "nt" else "uv")


def lock_python(uv: Path, upgrade: bool) -> None:
    """Write both Python locks; the second keeps to the versions of the first."""
    for name, extras in LOCKS:
        chosen = [part for extra in extras for part in ("--extra", extra)]
        constraint = ["--constraint", "requirements.lock"] if name != "requirements.lock" else []
        extra = ["--upgrade"] if upgrade else []
        subprocess.run([str(uv), *COMPILE, *QUIET, *chosen, *constraint, *extra, "-o", name], cwd=ROOT, check=True)
        path = ROOT / name
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        path.write_text(HEADER.format(what=WHAT[name]) + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def lock_npm() -> None:
    """Write package-lock.json; the project's .npmrc and this keep every address out of it."""
    npm = shutil.which("npm")
    if npm is None:
        print("npm is not here: package-lock.json is left as it is.")
        return
    subprocess.run([npm, "install", "--package-lock-only"], cwd=ROOT, check=True)
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)  # addresses, which nothing needs
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    """Write all locks; return 1, in words, where a program we call fails."""
    if set(arguments) - {"--upgrade"}:
        print("Usage: python3 tools/lock.py [--upgrade]", file=sys.stderr)
        return 2
    try:
        with tempfile.TemporaryDirectory() as scratch:
            lock_python(uv_in(Path(scratch)), upgrade="--upgrade" in arguments)
        lock_npm()
    except (subprocess.CalledProcessError, OSError) as failed:
        print(f"Locking failed, see above ({failed}). The package registries must be in reach.", file=sys.stderr)
        return 1
    print("Locked. Now run the tests: make test")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
