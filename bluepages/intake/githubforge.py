"""GitHub as a forge: its API through PyGithub, branches through Git over HTTPS.

The token stands in Git's environment, never in an argument, an address or a message.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
from collections.abc import Callable, Collection, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from bluepages.errors import OURS, Complaint
from bluepages.intake.forge import Commit, Pull, State, Taken, Thread
from bluepages.intake.gitbranch import GitBranch

_LONGEST_STATUS = 140
_MOST_COUNTED = 200
_MOST_FILES = 30
WRITERS = frozenset({"admin", "maintain", "write"})
PAUSES = {"seconds_between_requests": 0.25, "seconds_between_writes": 1.0}
"""GitHub asks for at least a second between writes."""


def connect(token: str, repository: str, api: str = "https://api.github.com") -> Any:
    """PyGithub's view of a repository, without a request. It does not try again by itself: a lost answer to a write
    would then be a second write; `again.patiently` begins the whole, which looks first, anew.
    """
    from github import Auth, Github

    hub = Github(base_url=api, auth=Auth.Token(token), retry=None, lazy=True, timeout=30, **PAUSES)  # type: ignore[arg-type]
    return hub.get_repo(repository)


@contextlib.contextmanager
def asking() -> Iterator[None]:
    """Say in a sentence that GitHub failed, without a word of what was asked or answered."""
    from github import GithubException
    from requests import RequestException

    try:
        yield
    except GithubException as error:
        hint = "Run it again in a while; what was done is not done twice."
        raise Complaint(f"GitHub answered with {error.status}.", hint, OURS) from None
    except RequestException:
        raise Complaint("GitHub cannot be reached.", "Run it again in a while.", OURS) from None


def token_environment(token: str, server: str) -> dict[str, str]:
    """The environment in which Git shows the token to `server` (`https://github.com/`) and to nobody else."""
    secret = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{server}.extraheader",
        "GIT_CONFIG_VALUE_0": f"AUTHORIZATION: basic {secret}",
    }


class GitHubForge:
    """One repository on GitHub. `api` is what `connect` gives; `remote` is where Git pushes to.

    `pace` is called before each write, by whoever must leave time between them; `time_zone` says on which day an
    issue was opened.
    """

    def __init__(
        self, api: Any, git: GitBranch, remote: str, base: str = "main", pace: Callable[[], None] = lambda: None,
        time_zone: str = "UTC",
    ) -> None:  # fmt: skip
        self.api, self.git, self.remote, self.base, self.pace = api, git, remote, base, pace
        self.time_zone = time_zone

    def current(self, issue: int) -> str | None:
        found = self.api.get_issue(issue)
        return str(found.body or "") if found.state == "open" else ""

    def comment(self, issue: int, mark: str, body: str) -> None:
        for comment in self._ours(issue, mark):
            if comment.body != body:
                self.pace()
                comment.edit(body)
            return
        self.pace()
        self.api.get_issue(issue).create_comment(body)

    def find_comment(self, issue: int, mark: str) -> str:
        return next((str(comment.body) for comment in self._ours(issue, mark)), "")

    def _ours(self, issue: int, mark: str) -> Iterator[Any]:
        """Comments with our mark that a program wrote: anybody can write the mark."""
        for comment in self.api.get_issue(issue).get_comments():
            if (comment.body or "").startswith(mark) and comment.user is not None and comment.user.type == "Bot":
                yield comment

    def settle(
        self, issue: int, *, title: str = "", body: str = "", labels: Collection[str] = (), close: bool = False
    ) -> None:
        found = self.api.get_issue(issue)
        wanted = {"title": title, "body": body}
        edits = {name: text for name, text in wanted.items() if text and getattr(found, name) != text}
        if close and found.state == "open":
            edits |= {"state": "closed"}
        if edits:
            self.pace()
            found.edit(**edits)
        missing = set(labels) - {label.name for label in found.labels}
        if missing:
            self.pace()
            found.add_to_labels(*sorted(missing))

    def find_thread(self, label: str, title: str) -> int:
        for found in self.api.get_issues(state="open", labels=[label], sort="created", direction="asc"):
            if found.title == title and found.pull_request is None:
                return int(found.number)
        return 0

    def threads(self, label: str) -> list[Thread]:
        zone = ZoneInfo(self.time_zone)
        return [
            Thread(int(found.number), str(found.title), str(found.html_url),
                   found.created_at.astimezone(zone).date().isoformat())
            for found in self.api.get_issues(state="open", labels=[label], sort="created", direction="asc")
            if found.pull_request is None
        ]  # fmt: skip

    def open_pulls(self) -> list[Thread]:
        zone = ZoneInfo(self.time_zone)
        found = self.api.get_pulls(state="open", base=self.base, sort="created", direction="asc")
        return [
            Thread(int(pull.number), str(pull.title), str(pull.html_url),
                   pull.created_at.astimezone(zone).date().isoformat(),
                   self._files(pull) if at < _MOST_COUNTED else ())
            for at, pull in enumerate(found)
        ]  # fmt: skip

    @staticmethod
    def _files(pull: Any) -> tuple[str, ...]:
        """What it touches, as far as it tells whose county that is: one request for each."""
        return tuple(file.filename for file in itertools.islice(pull.get_files(), _MOST_FILES))

    def waiting_forms(self, label: str) -> list[bytes]:
        found = self.api.get_issues(state="open", labels=[label], sort="created", direction="asc")
        return [orjson.dumps(each.raw_data) for each in found if each.pull_request is None]

    def waiting(self, login: str, before: int) -> int:
        found = self.api.get_issues(state="open", labels=["intake"], creator=login)
        return sum(1 for issue in itertools.islice(found, _MOST_COUNTED) if issue.number < before)

    def push(self, commit: Commit) -> str:
        base, old = self.git.fetch(self.remote, self.base), self.git.fetch(self.remote, commit.branch)
        try:
            made = self.git.build(commit, base, old)
        except Taken:
            open_pull = self._open(commit.branch)
            raise Taken(int(open_pull.number) if open_pull else 0) from None
        if made != old:
            ref = f"refs/heads/{commit.branch}"
            self.pace()
            self.git.run("push", "--quiet", f"--force-with-lease={ref}:{old}", self.remote, f"{made}:{ref}")
        return made

    def pull(self, pull: Pull) -> int:
        found = self._open(pull.branch)
        if found is None:
            self.pace()
            found = self.api.create_pull(base=self.base, head=pull.branch, title=pull.title, body=pull.body)
        elif (found.title, found.body) != (pull.title, pull.body):
            self.pace()
            found.edit(title=pull.title, body=pull.body)
        missing = set(pull.labels) - {label.name for label in found.labels}
        if missing:
            self.pace()
            found.add_to_labels(*sorted(missing))
        return int(found.number)

    def _open(self, branch: str) -> Any:
        """The open pull request of one of our branches; of a fork's branch with that name, never."""
        owner = self.api.full_name.partition("/")[0]
        for found in self.api.get_pulls(state="open", head=f"{owner}:{branch}", base=self.base):
            return found
        return None

    def tip(self, branch: str) -> tuple[str, str]:
        sha = self.git.fetch(self.remote, branch)
        return (sha, self.git.first_message(self.git.fetch(self.remote, self.base), sha)) if sha else ("", "")

    def approvers(self, pull: int, sha: str) -> frozenset[str]:
        last: dict[str, Any] = {}
        for review in self.api.get_pull(pull).get_reviews():
            if review.user is not None and review.state in ("APPROVED", "CHANGES_REQUESTED", "DISMISSED"):
                last[review.user.login] = review
        said = [login for login, review in last.items() if review.state == "APPROVED" and review.commit_id == sha]
        return frozenset(login for login in said if self.api.get_collaborator_permission(login) in WRITERS)

    def status(self, sha: str, state: State, context: str, words: str) -> None:
        self.pace()
        self.api.get_commit(sha).create_status(state=state, context=context, description=words[:_LONGEST_STATUS])
