"""GitHub as a target: pull requests, issues, and the one review that all reports about the same thing join.

Exactly once, also when GitHub did something and did not say so: a branch is named after the submission, every text
holds its hidden mark, and before anything is tried again, what may be there already is looked for in the lists, which
do not lag behind as the search does.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from bluepages.errors import Complaint
from bluepages.intake.forge import Commit, Pull
from bluepages.intake.githubforge import WRITERS, GitHubForge
from bluepages.intake.handle import CHECKED
from bluepages.relay.items import REASONS, Item, Reply
from bluepages.relay.targets import Delivered, Down, Kind, News, Parcel, Rationed, Throttled, mark_of
from bluepages.report.markdown import escape

MOST_VOICES: Final = 5
"""Reports that are told word by word in one review; later ones are counted in one comment."""
LONGEST: Final = 60_000
"""Characters of such a comment, before the next one is begun; GitHub takes 65,536."""
MORE: Final = "<!-- bluepages:more -->"
LABEL: Final = "web"
"""On everything that came without an account."""
EARLIER: Final = 600
"""Seconds that clocks may differ by."""
_ASK = re.compile(r"\A/ask\s+(.{3,500})", re.DOTALL)
_DECLINE = re.compile(r"\A/decline(?:\s+([a-z-]+))?(?:[\s:.,]+(.{1,500}))?", re.DOTALL)
_IDENT = re.compile(r"<!-- proposal:([0-9a-f]{20}) -->")


class GitHubTarget:
    """One repository on GitHub. `renew` brings the token in Git's environment up to date."""

    every = 300.0

    def __init__(self, forge: GitHubForge, renew: Callable[[], None] = lambda: None) -> None:
        self.forge, self.api, self.pace, self._renew = forge, forge.api, forge.pace, renew

    def deliver(self, parcel: Parcel) -> Delivered:
        with _asking():
            self._renew()
            before = self._before(parcel) if parcel.since else None
            if before is not None:
                return before
            if parcel.considered.kind == "proposal":
                return self._pull(parcel)
            if parcel.considered.kind == "thread":
                return self._thread(parcel)
            return self._issue(parcel)

    def publish(self) -> None:
        """Ask for a publication (`publish-pages.yml`), since a place must be hidden, or need not be any more."""
        with _asking():
            self._renew()
            with contextlib.suppress(Rationed):  # nothing is written that GitHub counts, and somebody may be in danger
                self.pace()
            self.api.create_repository_dispatch("withheld", {})

    def _before(self, parcel: Parcel) -> Delivered | None:
        """What an earlier try has made of it, whatever it was taken for then: the records may have changed since."""
        owner = self.api.full_name.partition("/")[0]
        for pull in self.api.get_pulls(state="all", head=f"{owner}:{parcel.branch}"):
            missing = {"intake", LABEL} - {label.name for label in pull.labels}
            if missing:
                self.pace()
                pull.add_to_labels(*sorted(missing))
            return Delivered("pull", int(pull.number), self._link("pull", pull.number))
        number, kind = self._found(parcel)
        return Delivered(kind, number, self._link("issues", number)) if number else None

    def _pull(self, parcel: Parcel) -> Delivered:
        outcome, made = parcel.considered.outcome, parcel.considered
        proposal = outcome.proposal
        assert proposal is not None
        commit = Commit(parcel.branch, proposal.file, outcome.text, made.commit, parcel.day.isoformat())
        sha = self.forge.push(commit)
        body = f"{made.body.rstrip()}\n\n{parcel.mark}\n"
        number = self.forge.pull(Pull(parcel.branch, made.title, body, ("intake", LABEL)))
        self.forge.status(sha, "success", CHECKED, "Every check of the records has passed.")
        return Delivered("pull", number, self._link("pull", number))

    def _thread(self, parcel: Parcel) -> Delivered:
        number = self.forge.find_thread("review", parcel.considered.title)
        if not number:
            number = self._open(parcel, ["review", LABEL])
        else:
            self._join(number, parcel)
        return Delivered("thread", number, self._link("issues", number))

    def _issue(self, parcel: Parcel) -> Delivered:
        number = self._open(parcel, ["intake", LABEL])
        return Delivered("issue", number, self._link("issues", number))

    def _join(self, number: int, parcel: Parcel) -> None:
        """Add a voice to a review: in its own words, or from a certain number on, counted."""
        issue = self.api.get_issue(number)
        comments = [comment for comment in issue.get_comments() if _may_write(comment)]
        texts = [issue.body or "", *(comment.body or "" for comment in comments)]
        if any(parcel.mark in text for text in texts):
            return
        if sum(len(_IDENT.findall(text)) for text in texts) < MOST_VOICES:
            self.pace()
            issue.create_comment(f"{parcel.mark}\n{parcel.considered.body.strip()}\n")
            return
        last = [comment for comment in comments if (comment.body or "").startswith(MORE)][-1:]
        counted = last[0] if last and len(last[0].body) < LONGEST else None
        idents = [*(_IDENT.findall(counted.body) if counted else ()), parcel.ident]
        text = f"{MORE}\n{_voices(len(idents))}\n{''.join(mark_of(ident) for ident in idents)}\n"
        self.pace()
        if counted:
            counted.edit(text)
        else:
            issue.create_comment(text)

    def _open(self, parcel: Parcel, labels: list[str]) -> int:
        self.pace()
        body = f"{parcel.considered.body.strip()}\n\n{parcel.mark}\n"
        return int(self.api.create_issue(title=parcel.considered.title, body=body, labels=labels).number)

    def _found(self, parcel: Parcel) -> tuple[int, Kind]:
        """The issue that holds this parcel already, itself or in a comment of a review; 0 for none."""
        since = datetime.fromtimestamp(max(0, parcel.since - EARLIER), UTC)
        for issue in self.api.get_issues(state="all", since=since, sort="created", direction="desc"):
            review = any(label.name == "review" for label in issue.labels)
            kind: Kind = "thread" if review else "issue"
            if parcel.mark in (issue.body or ""):
                return int(issue.number), kind
            if review and issue.title == parcel.considered.title and issue.comments:
                for comment in issue.get_comments():
                    if parcel.mark in (comment.body or ""):
                        return int(issue.number), kind
        return 0, "issue"

    def _link(self, kind: str, number: int) -> str:
        return f"{self.forge.remote.removesuffix('.git')}/{kind}/{number}"

    def news(self, items: Sequence[Item], since: float) -> Iterator[News]:
        by_number: dict[int, list[Item]] = {}
        for item in items:
            if item.thread:
                by_number.setdefault(item.thread, []).append(item)
        if not by_number:
            return
        moment = datetime.fromtimestamp(max(0, since - EARLIER), UTC)
        with _asking():
            for issue in self.api.get_issues(state="all", since=moment, sort="updated", direction="asc"):
                about = by_number.get(int(issue.number))
                if about:  # a review that thousands have joined is read once, not once for each
                    told = self._told(issue)
                    yield from (msgspec.structs.replace(told, ident=item.ident) for item in about)

    def _told(self, issue: Any) -> News:
        """How one stands, and what stewards have written to whoever sent it; for nobody in particular yet."""
        question = asked = reason = said = ""
        for comment in issue.get_comments() if issue.comments else ():
            text = (comment.body or "").strip()
            ask, decline = _ASK.match(text), _DECLINE.match(text)
            if not (ask or decline) or not self._is_steward(comment.user):
                continue
            if ask:
                question, asked = " ".join(ask[1].split()), f"c{comment.id}"
            elif decline:
                reason = decline[1] if decline[1] in REASONS else "other"
                said = " ".join(filter(None, ("" if decline[1] in REASONS else decline[1], decline[2])))
        if issue.state == "open":
            return News("", question=question, asked=asked)
        if issue.pull_request is not None:
            good = bool(self.api.get_pull(int(issue.number)).merged)
        else:
            good = issue.raw_data.get("state_reason") in (None, "completed")
        if good and not reason:
            return News("", "published")
        return News("", "declined", reason or "other", " ".join(said.split()))

    def _is_steward(self, user: Any) -> bool:
        """Whether somebody may write to the repository."""
        return user is not None and self.api.get_collaborator_permission(user.login) in WRITERS

    def post(self, item: Item, reply: Reply) -> None:
        mark = f"<!-- answer:{item.ident}:{reply.number} -->"
        quoted = "\n".join(f"> {escape(line)}" for line in reply.text.split("\n"))
        with _asking():
            issue = self.api.get_issue(item.thread)
            if any(mark in (comment.body or "") for comment in issue.get_comments()):
                return
            self.pace()
            issue.create_comment(f"{mark}\nThe person who sent this answers:\n\n{quoted}\n")


def connect(environment: Mapping[str, str], repository: str) -> tuple[Any, Callable[[], str]]:
    """PyGithub's view of a repository, and what gives the token of the moment, for Git.

    An App's own right to one repository is asked for anew each hour (by PyGithub); a plain token is taken as it is.
    No retry of its own: it would write twice.
    """
    from github import Auth, Github, GithubIntegration

    address = environment.get("GITHUB_API_URL", "https://api.github.com")
    if not environment.get("BLUEPAGES_APP_ID"):
        token = environment.get("GITHUB_TOKEN", "")
        auth: Any = Auth.Token(token)
    else:
        try:
            key = Path(environment["BLUEPAGES_APP_KEY"]).read_text(encoding="utf-8")
        except (OSError, KeyError):
            raise Complaint("BLUEPAGES_APP_KEY names no file that can be read.") from None
        app = Auth.AppAuth(environment["BLUEPAGES_APP_ID"], key)
        owner, _, name = repository.partition("/")
        with _asking():
            found = GithubIntegration(auth=app, base_url=address, retry=None).get_repo_installation(owner, name)
        auth = app.get_installation_auth(found.id)
    settings: dict[str, Any] = {"retry": None, "lazy": True, "timeout": 30, "seconds_between_requests": 0,
                                "seconds_between_writes": 0, "per_page": 100}  # fmt: skip
    api = Github(base_url=address, auth=auth, **settings)
    return api.get_repo(repository), lambda: str(auth.token)


def _may_write(comment: Any) -> bool:
    """Whether a comment is ours or of somebody who may write here: anybody can put our marks into one of their own."""
    bot = comment.user is not None and comment.user.type == "Bot"
    return bot or comment.author_association in ("OWNER", "MEMBER", "COLLABORATOR")


def _voices(count: int) -> str:
    return "One more person has said the same." if count == 1 else f"{count} more people have said the same."


@contextlib.contextmanager
def _asking() -> Iterator[None]:
    """What GitHub's failures mean for the queue; no word of what was asked or answered goes on."""
    from github import GithubException
    from requests import RequestException

    try:
        yield
    except GithubException as error:
        wait = _wait(error)
        if wait:
            raise Throttled(wait) from None
        if error.status >= 500 or error.status in (0, 401, 403, 408, 429):
            raise Down(error.status) from None
        raise Complaint(f"GitHub answered with {error.status}.") from None
    except (RequestException, ValueError):
        raise Down from None
    except Complaint as complaint:
        if complaint.message.startswith("Git failed at"):
            raise Down from None
        raise


def _wait(error: Any) -> float:
    """How long GitHub asks us to wait; 0 where it does not."""
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    said = str(headers.get("retry-after", ""))
    if error.status not in (403, 429):
        return 0
    if said.isdecimal():
        return float(said)
    if headers.get("x-ratelimit-remaining") == "0":
        reset = str(headers.get("x-ratelimit-reset", ""))
        return min(3600.0, max(60.0, float(reset) - time.time())) if reset.isdecimal() else 60.0
    return 60.0 if "rate limit" in str(error.data).lower() else 0
