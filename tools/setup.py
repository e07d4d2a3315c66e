"""Gets the project ready to run: `.venv`, the locked packages, the map's files, and for tests a browser.

    python3 tools/setup.py            what a build of the site needs
    python3 tools/setup.py --tests    what the tests need as well

Needs Python 3.11 or newer and nothing else; no root. Safe to run again: what is already right is left alone, which
takes a tenth of a second. Every ordinary failure (no network, a full disk, a missing piece of the system) is said in
words, with the cure. Exit codes: 0 ready, 1 cannot go on, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import browser

OLDEST_PYTHON = (3, 11)
NEWEST_LOCKED = (3, 13)
RUN_LOCK, TEST_LOCK, NPM_LOCK = "requirements.lock", "requirements-dev.lock", "package-lock.json"
NO_MAP = "The site is built without the map button and QR codes, and is complete otherwise."
NETWORK_SIGNS = (
    "name resolution",
    "failed to establish a new connection",
    "connection refused",
    "connection broken",
    "connection reset",
    "max retries exceeded",
    "network is unreachable",
    "timed out",
    "proxyerror",
    "getaddrinfo",
    "enotfound",
    "econnrefused",
    "eai_again",
    "etimedout",
)


class CannotGoOnError(Exception):
    """The set-up can't be finished here; the text says what is missing and how to mend it."""


class CommandFailedError(Exception):
    """A program we called ended badly; the text is what it printed."""


def say(text: str) -> None:
    """Tell the person what is going on, at once even when the output is piped."""
    print(text, flush=True)


def run(command: list[str], cwd: Path) -> str:
    """Run a program quietly and return what it printed; raises CommandFailedError with it when the program fails."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError as missing:
        raise CommandFailedError(f"{command[0]}: {missing.strerror}") from missing
    if done.returncode != 0:
        raise CommandFailedError(done.stdout)
    return done.stdout


def reason(output: str) -> str:
    """Put what pip, venv or npm printed into words: the cause where we know it, else its own last lines."""
    low = output.lower()
    if "no space left" in low or "enospc" in low:
        return "The disk is full. Free about 1 GB and run the same command again."
    if "do not match the hashes" in low or "eintegrity" in low:
        return (
            "A package that came is not, byte for byte, the one this project was tested with; it was not installed.\n"
            "Try again from another network; if it stays so, please report it (SECURITY.md says how)."
        )
    if any(sign in low for sign in NETWORK_SIGNS):
        return "The package registry can't be reached. Check the network (or proxy) and run the same command again."
    if "permission denied" in low or "eacces" in low:
        return "A file may not be written: see who owns the project's folder. No root is needed for any of this."
    lines = [line for line in output.strip().splitlines() if line.strip()]
    return "It said:\n  " + "\n  ".join(lines[-6:] or ["(nothing)"])


def fingerprint(root: Path, *names: str) -> str:
    """Return one hash over the named files; a file that is absent counts as empty."""
    digest = hashlib.sha256()
    for name in names:
        path = root / name
        digest.update(name.encode() + b"\0" + (path.read_bytes() if path.exists() else b"") + b"\0")
    return digest.hexdigest()


class Setup:
    """One set-up of the project in `root`; `state` is what the stamp in `.venv` says was done before."""

    def __init__(self, root: Path, *, tests: bool, needs_browser: bool) -> None:
        self.root = root
        self.tests = tests
        self.needs_browser = needs_browser
        self.venv = root / ".venv"
        self.stamp = self.venv / browser.STAMP_NAME
        self.python = self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.state = self.read_stamp()
        self.did_something = False

    def read_stamp(self) -> dict[str, Any]:
        """Return the stamp; empty where there is none, it is broken, or `.venv` was moved or its Python is gone."""
        try:
            state = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return state if isinstance(state, dict) and state.get("root") == str(self.root) and self.python.exists() else {}

    def write_stamp(self, **done: str) -> None:
        """Note in the stamp what has just been finished, so that an interrupted set-up goes on from there."""
        self.did_something = True
        self.state = {**self.state, "root": str(self.root), **done}
        self.stamp.write_text(json.dumps(self.state, indent=2, sort_keys=True) + "\n", encoding="utf-8")

    def everything(self) -> None:
        """Do whatever is not done yet, in order; raises CannotGoOnError."""
        self.packages()
        self.map_files()
        if self.needs_browser:
            self.find_browser()

    def packages(self) -> None:
        """Make `.venv` and install the locked packages and the project itself."""
        run_print = fingerprint(self.root, "pyproject.toml", RUN_LOCK)
        test_print = fingerprint(self.root, "pyproject.toml", RUN_LOCK, TEST_LOCK)
        # The lock of the tests holds everything that the lock of the build holds, so it serves both.
        if self.state.get("packages") in ({test_print} if self.tests else {test_print, run_print}):
            return
        self.make_venv()
        lock = TEST_LOCK if self.tests else RUN_LOCK
        count = (self.root / lock).read_text(encoding="utf-8").count("==")
        say(f"Installing {count} Python packages from {lock} into .venv (a minute or two the first time) ...")
        self.pip("--require-hashes", "-r", lock)
        self.pip("--no-deps", "--no-build-isolation", "-e", ".")
        self.write_stamp(packages=test_print if self.tests else run_print)

    def make_venv(self) -> None:
        """Make `.venv`, or keep the one that is there if it works."""
        if self.venv_works():
            return
        if self.venv.exists():
            say("The .venv here does not work (made elsewhere, or its Python is gone); making it anew.")
        else:
            say("Making .venv, the project's own Python ...")
        if importlib.util.find_spec("ensurepip") is None:
            self.without_ensurepip()
            return
        try:
            run([sys.executable, "-m", "venv", "--clear", str(self.venv)], self.root)
        except CommandFailedError as failed:
            if "ensurepip" not in str(failed):
                raise CannotGoOnError(f"Making .venv failed. {reason(str(failed))}") from failed
            self.without_ensurepip()

    def venv_works(self) -> bool:
        """Tell whether `.venv` has a Python new enough, with pip, that knows itself to be in this folder."""
        script = "import sys, pip; print(sys.version_info >= (3, 11), sys.prefix)"
        try:
            version_ok, prefix = run([str(self.python), "-c", script], self.root).strip().split(" ", 1)
        except (CommandFailedError, ValueError, OSError):
            return False
        return version_ok == "True" and Path(prefix).resolve() == self.venv.resolve()

    def without_ensurepip(self) -> None:
        """Make `.venv` where Python came without ensurepip, as Debian's does: by apt-get as root, or by virtualenv."""
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if browser.is_debian_root() and browser.apt_install(package, say):
            way = [sys.executable, "-m", "venv", "--clear", str(self.venv)]
        elif importlib.util.find_spec("virtualenv") is not None:
            way = [sys.executable, "-m", "virtualenv", "--clear", str(self.venv)]
        else:
            raise CannotGoOnError(
                "This Python can't make a .venv: its module ensurepip is missing.\n"
                f"Debian, Ubuntu: sudo apt install python3-venv   (or {package})\n"
                "Elsewhere: install Python 3.11 or newer from your system or python.org.\n"
                "Then run the same command again."
            )
        try:
            run(way, self.root)
        except CommandFailedError as failed:
            raise CannotGoOnError(f"Making .venv failed. {reason(str(failed))}") from failed

    def pip(self, *arguments: str) -> None:
        """Install with `.venv`'s pip; raises CannotGoOnError in words."""
        command = [str(self.python), "-m", "pip", "install", "--quiet", "--retries", "2", "--timeout", "30"]
        try:
            run([*command, *arguments], self.root)
        except CommandFailedError as failed:
            raise CannotGoOnError(
                f"Installing the Python packages failed. {reason(str(failed))}{self.age_hint()}"
            ) from failed

    def age_hint(self) -> str:
        """Add a word where this Python is newer than the ones the lock was made and tested for."""
        if sys.version_info[:2] <= NEWEST_LOCKED:
            return ""
        return "\nThe packages are locked for Python 3.11 to 3.13; one of these may work: make PYTHON=python3.13 ..."

    def map_files(self) -> None:
        """Fetch what the browser and the tests take from npm; without npm, or when it fails, say so and go on."""
        built = fingerprint(self.root, "package.json", NPM_LOCK)
        # As with the Python packages, what the tests need holds what a build needs.
        tested = f"{built} with the tests' packages"
        enough = {tested} if self.tests else {tested, built}
        if self.state.get("map") in enough and (self.root / "node_modules" / "leaflet").exists():
            return
        npm = shutil.which("npm")
        if npm is None or shutil.which("node") is None:
            say(f"Node and npm are not here. {NO_MAP}")
            return
        say("Fetching the browser's libraries (npm ci) ...")
        try:
            run([npm, *([] if self.tests else ["--omit=dev"]), "ci"], self.root)
        except CommandFailedError as failed:
            say(f"npm ci failed. {reason(str(failed))}\n{NO_MAP}")
            return
        self.write_stamp(map=tested if self.tests else built)

    def find_browser(self) -> None:
        """Find or get a browser for the tests and note it in the stamp; raises CannotGoOnError where there is none."""
        known = browser.chosen(self.root)
        # A browser of the system may have been removed; Playwright's own is tied to its version, hence to the lock.
        same_packages = self.state.get("browser_for") == self.state.get("packages")
        if known is not None and same_packages and (known == browser.PLAYWRIGHTS_OWN or Path(known).exists()):
            return
        say("Looking for a browser for the tests ...")
        found = browser.find(self.python, say)
        if found is None:
            raise CannotGoOnError(browser.MISSING.format(python=self.python))
        self.write_stamp(browser=found, browser_for=str(self.state.get("packages")))
        say(f"The browser tests use {found or 'Chromium as Playwright ships it'}.")


def check_python() -> None:
    """Refuse a Python that is too old, naming a newer one if it is installed; raises CannotGoOnError."""
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return
    newer = next((name for name in ("python3.13", "python3.12", "python3.11") if shutil.which(name)), None)
    here = ".".join(str(part) for part in sys.version_info[:3])
    cure = f"Here is one: make PYTHON={newer} site" if newer else "Get it from your system or from python.org."
    raise CannotGoOnError(f"This needs Python 3.11 or newer; {sys.executable} is {here}. {cure}")


def system_trouble(error: OSError) -> str:
    """Word an error of the file system."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"The disk is full{where}. Free about 1 GB and run the same command again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"A file may not be written{where}: see who owns the project's folder. No root is needed."
    return f"The system says: {error.strerror or error}{where}."


def main(arguments: list[str] | None = None, root: Path | None = None) -> int:
    """Set up the project and return the exit code."""
    parser = argparse.ArgumentParser(
        description="Get the project ready: .venv, locked packages, the map's files, a browser for tests.",
        epilog="Example: python3 tools/setup.py --tests",
    )
    parser.add_argument("--tests", action="store_true", help="also install what the tests need")
    parser.add_argument("--no-browser", action="store_true", help="with --tests: do not look for a browser")
    options = parser.parse_args(arguments)
    try:
        check_python()
        home = root or Path(__file__).resolve().parent.parent
        setup = Setup(home, tests=options.tests, needs_browser=options.tests and not options.no_browser)
        setup.everything()
    except CannotGoOnError as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\n{system_trouble(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on from here.", file=sys.stderr)
        return 1
    if setup.did_something:
        say("Set up.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
