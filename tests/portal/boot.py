"""Booting a CKAN by the tool that lies beside the project, and ending what these tests booted."""

from __future__ import annotations

import os
import subprocess

from tests.portal.container import from_container
from tests.portal.world import Portal
from tests.support import ROOT

CKAN_UP = ROOT.parent / "shared" / "ckan" / "ckan-up"
STARTED = ROOT / ".bluepages" / "ckan-started"
"""Says that a run of tests booted it, and did not find it running."""


def boot() -> dict[str, str] | str:
    """What the tool says of the portal that runs now, or why none does."""
    if not CKAN_UP.is_file():
        return "neither CKAN_URL and CKAN_EDITOR_TOKEN are set nor is ckan-up beside the project"
    running = subprocess.run([str(CKAN_UP), "--status"], capture_output=True, check=False, timeout=60).returncode == 0
    if not running:
        STARTED.parent.mkdir(exist_ok=True)
        STARTED.touch()
    run = subprocess.run([str(CKAN_UP)], capture_output=True, text=True, check=False, timeout=900)
    if run.returncode:
        return f"ckan-up could not boot a CKAN here: {' '.join(run.stderr.strip().splitlines()[-1:])}"
    return dict(line.split("=", 1) for line in run.stdout.splitlines() if "=" in line)


def end() -> None:
    """End it if it was booted here."""
    if STARTED.exists():
        STARTED.unlink()
        subprocess.run([str(CKAN_UP), "--down"], capture_output=True, check=False, timeout=120)


def chosen() -> Portal | str:
    """The portal that the environment names, a container has, or `ckan-up` boots; else why there is none."""
    given = os.environ
    if given.get("CKAN_CONTAINER"):
        return from_container(given["CKAN_CONTAINER"], given.get("CKAN_URL", "http://127.0.0.1:5000"))
    if given.get("CKAN_URL") and given.get("CKAN_EDITOR_TOKEN"):
        return Portal(given["CKAN_URL"], given["CKAN_EDITOR_TOKEN"], given["CKAN_API_TOKEN"], given["CKAN_ORG"])
    said = boot()
    if isinstance(said, str):
        return said
    return Portal(said["CKAN_URL"], said["CKAN_EDITOR_TOKEN"], said["CKAN_API_TOKEN"], said["CKAN_ORG"])
