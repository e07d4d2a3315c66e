"""A CKAN in a container of its makers, as the public workflow runs it: an organization, an editor, their tokens."""

from __future__ import annotations

import json
import subprocess

from tests.portal.world import Portal

ORGANIZATION = "test-org"


def from_container(container: str, url: str) -> Portal:
    """Make what the tests need in a fresh portal; what is there already stays."""
    admin = _token(container, "ckan_admin")
    portal = Portal(url, "", admin, ORGANIZATION)
    portal.answer("organization_create", {"name": ORGANIZATION}, admin)
    person = {"name": "publisher", "email": "publisher@localhost.localdomain", "password": "a-long-password-of-a-test"}
    portal.answer("user_create", person, admin)
    portal.ask("organization_member_create", {"id": ORGANIZATION, "username": "publisher", "role": "editor"}, admin)
    editor = portal.ask("api_token_create", {"user": "publisher", "name": "tests"}, admin)["token"]
    return Portal(url, editor, admin, ORGANIZATION)


def _token(container: str, user: str) -> str:
    command = ["docker", "exec", container, "ckan", "user", "token", "add", user, "tests", "--json", "{}"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line.strip() for line in run.stdout.splitlines() if line.strip()]
    return str(json.loads(lines[-1])["token"]) if lines[-1].startswith("{") else lines[-1]
