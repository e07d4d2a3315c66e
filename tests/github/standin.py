"""GitHub for tests: a stateful stand-in of its REST API and of Git over HTTP, on a free port of this machine.

    with Standin(tmp_path) as github:                       # an empty bare repository, `someone/blue-pages`
        github.hub.git.seed({"data/providers/...": b"..."}) # a first commit on main
        repo = github.repo()                                # PyGithub, unmodified, with the settings it needs
        github.fault("lost", "POST", "/pulls$")             # the write happens, the answer is a 502
        ...
        assert not github.hub.refused                       # nothing that GitHub's description does not allow

`github.url` is the API and the server of `<url>/<owner>/<name>.git` in one; `github.environment()` is what a command
needs to talk to it (GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_SERVER_URL). `github.hub` holds the state:
`things` (issues and pull requests by number), `comments_of(n)`, `statuses`, `permissions`, `dispatches`, `advisories`,
`git` (the bare repository), `log` (each request), `writes`, `seen()` (all that people see, to compare two outcomes).
`github.person("rosa")` acts as somebody with an account. Faults: `faults.py`. Every body is held to `contract.py`; one
that does not fit is answered with 422 and named in `hub.refused`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.github.faults import Fault, Kind
from tests.github.hub import Actor, Hub, Issue, Review

TOKEN = "token"


class Person:
    """Somebody with an account, working in the browser."""

    def __init__(self, hub: Hub, login: str) -> None:
        self.hub, self.actor = hub, Actor(login)

    def opens(self, title: str, body: str, labels: Collection[str] = ()) -> Issue:
        """An issue; a form's own labels are given by GitHub, whoever sends it."""
        return self.hub.add(title, body, self.actor, labels=list(labels))

    def edits(self, number: int, body: str) -> Issue:
        thing = self.hub.things[number]
        thing.edits.append(thing.body)
        thing.body, thing.updated_at = body, self.hub.moment()
        return thing

    def closes(self, number: int) -> None:
        self.hub.set_state(self.hub.things[number], "closed")

    def comments(self, number: int, body: str) -> None:
        self.hub.add_comment(number, body, self.actor)

    def reviews(self, pull: int, state: str = "APPROVED") -> Review:
        thing = self.hub.things[pull]
        sha = self.hub.git.find(thing.head)
        review = Review(self.hub.next_id(), self.actor, state, "", sha, self.hub.moment())
        thing.reviews.append(review)
        return review

    def merges(self, pull: int) -> str:
        return self.hub.merge(self.hub.things[pull])


class Standin:
    """The server, in a thread of its own; see the module."""

    def __init__(self, folder: Path, name: str = "someone/blue-pages", port: int = 0) -> None:
        self.hub = Hub(folder / "github.git", name)
        self.faults: list[Fault] = []
        self._port = port

    def __enter__(self) -> Standin:
        import socket

        import uvicorn

        from tests.github.app import make_app

        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named: see relay/http.py
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._port))
        listener.listen(128)
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(make_app(self.hub, self.faults, self.url), log_level="critical", lifespan="off",
                                timeout_graceful_shutdown=1)  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]}, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    def fault(self, kind: Kind, method: str = "write", path: str = "", **more: Any) -> Fault:
        """Let the next fitting request fail (`times`, `after`, `seconds`: see `Fault`)."""
        made = Fault(kind, method, path, **more)
        self.faults.append(made)
        return made

    def person(self, login: str, permission: str = "") -> Person:
        """Somebody; with `permission` (`write`, `admin`) a collaborator."""
        if permission:
            self.hub.permissions[login] = permission
        return Person(self.hub, login)

    def repo(self, token: str = TOKEN) -> Any:
        """PyGithub's repository, as the program connects to it, but without its pauses between requests."""
        from github import Auth, Github

        settings: dict[str, Any] = {"retry": None, "lazy": True, "seconds_between_requests": 0}
        hub = Github(base_url=self.url, auth=Auth.Token(token), seconds_between_writes=0, **settings)
        return hub.get_repo(self.hub.name)

    def environment(self, token: str = TOKEN) -> dict[str, str]:
        """What a workflow's step finds in its environment."""
        return {"GITHUB_TOKEN": token, "GITHUB_REPOSITORY": self.hub.name, "GITHUB_API_URL": self.url,
                "GITHUB_SERVER_URL": self.url, "GITHUB_ACTIONS": "true"}  # fmt: skip

    def issue_event(self, number: int, action: str = "opened", sender: str = "") -> dict[str, Any]:
        """The event that GitHub writes for a workflow when an issue was opened, edited, ..."""
        from tests.github.shapes import Shapes

        thing, shapes = self.hub.things[number], Shapes(self.hub, self.url)
        who = Actor(sender) if sender else thing.user
        return {"action": action, "issue": shapes.issue(thing), "sender": who.data(), "repository": shapes.repository()}

    def review_event(self, pull: int, action: str = "submitted") -> dict[str, Any]:
        """The event of a pull request's newest review."""
        from tests.github.shapes import Shapes

        thing, shapes = self.hub.things[pull], Shapes(self.hub, self.url)
        review = shapes.review(thing.reviews[-1], pull)
        return {"action": action, "review": review, "pull_request": shapes.pull(thing), "sender": review["user"],
                "repository": shapes.repository()}  # fmt: skip
