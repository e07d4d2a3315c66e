"""Finds a Chromium for the browser tests: Playwright's own, else one of the system, else one it can install.

Standard library only: it runs before anything is installed. Whether a browser is any good is decided by starting
it once through Playwright, since a path that exists may be a stub or lack libraries.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Say = Callable[[str], None]

STAMP_NAME = "bluepages-setup.json"
SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
SYSTEM_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
PROBE = """
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1] or None)
    browser.new_page().goto("about:blank")
    browser.close()
"""
PLAYWRIGHTS_OWN = ""
MISSING = """The browser tests need Chromium, and none was found that starts.
Mend it with one of these, then run the same command again:
  - install Chromium or Chrome with your system (Debian, Ubuntu: sudo apt install chromium);
  - {python} -m playwright install --with-deps chromium
To run the tests that need no browser: make test-fast"""


def system_browsers() -> Iterator[str]:
    """Yield the paths of Chromium-like browsers that the system has, the likeliest first, each once."""
    found = [shutil.which(name) for name in SYSTEM_NAMES] + [path for path in SYSTEM_PATHS if Path(path).exists()]
    yield from dict.fromkeys(path for path in found if path)


def starts(python: Path, executable: str) -> bool:
    """Tell whether Playwright (installed for `python`) can start `executable`; `""` is Playwright's own browser."""
    command = [str(python), "-c", PROBE, executable]
    try:
        done = subprocess.run(command, capture_output=True, timeout=90, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def is_debian_root() -> bool:
    """Tell whether packages of the system can be installed here without asking anybody."""
    geteuid = getattr(os, "geteuid", None)
    is_root = geteuid is not None and geteuid() == 0
    return is_root and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def apt_install(package: str, say: Say) -> bool:
    """Install a Debian package as root, with fresh package lists if the first try fails; False if it can't be had."""
    say(f"Installing the system package {package} (apt-get, since this runs as root on Debian) ...")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", package]
    for command in (install, ["apt-get", "update"], install):
        try:
            done = subprocess.run(command, env=environment, capture_output=True, timeout=900, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return False
        if command is install and done.returncode == 0:
            return True
    return False


def download(python: Path, say: Say) -> bool:
    """Let Playwright fetch its own Chromium into the user's cache; False if that fails, for instance offline."""
    say("Fetching Playwright's Chromium (about 100 MB, once) ...")
    command = [str(python), "-m", "playwright", "install", "--only-shell", "chromium"]
    try:
        return subprocess.run(command, capture_output=True, timeout=900, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def find(python: Path, say: Say) -> str | None:
    """Return the browser to test with: `""` for Playwright's own, a path for the system's, None where none starts."""
    for candidate in (PLAYWRIGHTS_OWN, *system_browsers()):
        if starts(python, candidate):
            return candidate
    if is_debian_root() and apt_install("chromium", say):
        for candidate in system_browsers():
            if starts(python, candidate):
                return candidate
    if download(python, say) and starts(python, PLAYWRIGHTS_OWN):
        return PLAYWRIGHTS_OWN
    return None


def chosen(root: Path) -> str | None:
    """Return what the set-up found for the project in `root` (as `find`), or None where it has not looked yet."""
    try:
        stamp = json.loads((root / ".venv" / STAMP_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    value = stamp.get("browser") if isinstance(stamp, dict) else None
    return value if isinstance(value, str) else None


if __name__ == "__main__":
    answer = find(Path(sys.executable), print)
    print(MISSING.format(python=sys.executable) if answer is None else answer or "Playwright's own Chromium")
    sys.exit(1 if answer is None else 0)
