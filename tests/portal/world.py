"""A small directory in Git, its build, and one data set on a real portal: what the portal tests work with."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import subprocess
import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from bluepages.cli import main
from bluepages.enrich import gather
from bluepages.enrich.history import read_history
from bluepages.enrich.reviews import read_reviews
from bluepages.enrich.stamp import stamp
from bluepages.export import export_all
from bluepages.records.load import load_book
from tests.support import SETTINGS, file_of, kitchen, make_directory, to_bytes

TODAY = date(2026, 11, 9)
SAID = 'disclaimer: {en: "The state is not responsible for accuracy.", es: "El estado no responde por la exactitud."}\n'


class Portal(msgspec.Struct, frozen=True):
    """A portal that runs: its address, an editor's and an administrator's token, and the editor's organization."""

    url: str
    editor: str
    admin: str
    organization: str

    def ask(self, action: str, question: Mapping[str, Any] | None = None, token: str = "") -> Any:
        """One call of its API, as everybody or with a token; raises `AssertionError` where it fails."""
        answer = self.answer(action, question, token)
        assert answer.status_code == 200, f"{action}: {answer.status_code}: {answer.text[:500]}"
        return answer.json()["result"]

    def answer(self, action: str, question: Mapping[str, Any] | None = None, token: str = "") -> httpx.Response:
        headers = {"Authorization": token} if token else {}
        return httpx.post(
            f"{self.url}/api/3/action/{action}", json=dict(question or {}), headers=headers, timeout=60, trust_env=False
        )


class World:
    """One directory with its own data set on `portal`."""

    def __init__(
        self, folder: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch, settings: str = "", records: Any = None
    ) -> None:
        self.root, self.portal, self.dataset = folder, portal, f"test-{uuid.uuid4().hex[:12]}"
        self._patch = monkeypatch
        entry = f"portals:\n  ckan:\n    dataset: {self.dataset}\n" + settings
        made = {"food": kitchen(), "more": other("Second Kitchen", 5)} if records is None else records
        make_directory(folder, made, SETTINGS + SAID + entry)
        (folder / ".gitignore").write_text("_site/\n.bluepages/\n", encoding="utf-8")
        git(folder, "init", "-q", "-b", "main")
        self.connect(portal.url, portal.editor)
        self.commit()

    def connect(self, url: str, token: str) -> None:
        """Say by the environment where to publish, and as whom."""
        for name, value in (("CKAN_URL", url), ("CKAN_API_TOKEN", token), ("CKAN_ORG", self.portal.organization)):
            self._patch.setenv(name, value)

    def write(self, name: str, record: Any) -> None:
        """Put a record in its place; `None` takes it away."""
        path = self.root / file_of(name)
        if record is None:
            path.unlink()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_bytes(record))

    def commit(self) -> str:
        """Commit everything, build, and give the commit."""
        git(self.root, "add", "-A")
        git(
            self.root, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "x"
        )
        self.build()
        return git(self.root, "rev-parse", "HEAD")

    def build(self) -> None:
        """The data files of a build with its stamp; the pages are not needed here."""
        book = load_book(self.root)
        edition = gather(book, TODAY, read_history(self.root), (), read_reviews(self.root))
        for name, content in export_all(edition):
            path = self.root / "_site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (self.root / "_site" / "build.json").write_bytes(stamp(edition))

    def tamper(self, name: str, old: str, new: str) -> None:
        """Change a data file of the build as somebody might who wants it published, checksums and all."""
        path = self.root / "_site" / "data" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        sums = self.root / "_site" / "data" / "checksums.txt"
        lines = [line for line in sums.read_text(encoding="utf-8").splitlines() if not line.endswith(f"  {name}")]
        lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}")
        sums.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """`bluepages publish ckan ...` in this process: exit code, standard output, standard error."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["publish", "ckan", "--root", str(self.root), *arguments])
        return code, out.getvalue(), err.getvalue()

    def data(self, *arguments: str) -> Any:
        """The same with `--format json`, whatever the exit code."""
        code, out, err = self.run(*arguments, "--format", "json")
        assert out, f"{code}: {err}"
        return json.loads(out)

    def published(self, *arguments: str) -> Any:
        """`--apply`, which must succeed; its outcome."""
        code, out, err = self.run("--apply", "--format", "json", *arguments)
        assert code == 0, f"{err}\n{out}"
        return json.loads(out)

    def package(self, token: str = "") -> Any:
        """The data set as everybody sees it, or somebody with a token."""
        return self.portal.ask("package_show", {"id": self.dataset}, token)

    def resource(self, role: str, token: str = "") -> Any:
        """A resource of it by its role."""
        return next(each for each in self.package(token)["resources"] if each.get("bluepages_role") == role)

    def rows(self, token: str = "") -> dict[str, Any]:
        """The table as everybody sees it, by id."""
        found = self.portal.ask("datastore_search", {"resource_id": self.resource("table", token)["id"]}, token)
        return {row["id"]: row for row in found["records"]}

    def extra(self, name: str, token: str = "") -> str:
        """A custom field of the data set."""
        return next((each["value"] for each in self.package(token)["extras"] if each["key"] == name), "")


def other(name: str, number: int) -> dict[str, Any]:
    """A record like the kitchen under another name, with a telephone and a street of its own."""
    record = kitchen()
    record["name"] = name
    record["phones"] = [{"number": f"510-555-01{number:02}"}]
    record["locations"]["kitchen"]["address"] = {
        "address_1": f"{100 + number} Third Street", "city": "Oakland", "postal_code": "94607"
    }  # fmt: skip
    return record


def git(folder: Path, *arguments: str) -> str:
    """What Git says."""
    run = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True)
    return run.stdout.strip()


@contextlib.contextmanager
def changed(value: Any, **names: Any) -> Iterator[None]:
    """Attributes of a module as they should be for a while."""
    before = {name: getattr(value, name) for name in names}
    for name, new in names.items():
        setattr(value, name, new)
    try:
        yield
    finally:
        for name, old in before.items():
            setattr(value, name, old)
