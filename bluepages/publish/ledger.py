"""The ledger: every receipt of a publication, on a branch of its own that holds nothing else.

Artifacts of a workflow vanish after some weeks; who wants to know a year later what was published, or to go back to
it, finds it here: `git fetch origin publications`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bluepages.config import Config
from bluepages.errors import OURS, Complaint
from bluepages.intake.gitbranch import GitBranch
from bluepages.intake.githubforge import token_environment
from bluepages.publish.receipt import Receipt

BRANCH: Final = "publications"
REF: Final = f"refs/heads/{BRANCH}"
ATTEMPTS: Final = 5
NAME: Final = "Blue Pages publications"
README: Final = """# Publications

Receipts of every publication to a state's portal that wrote something: what stood there, what was done, what stands
there now, in hashes and numbers. `bluepages publish ckan --rollback RECEIPT` goes back to one; docs/portal.md says how.
"""


class Ledger:
    """`remote` is where the branch lives: an address, or `""` for this clone alone."""

    def __init__(self, git: GitBranch, remote: str = "") -> None:
        self.git, self.remote = git, remote

    def add(self, path: Path, receipt: Receipt) -> str:
        """Put a receipt on the branch, unless it is there; gives the branch's commit.

        Raises `Complaint` where that is not possible; the publication stands all the same.
        """
        for _ in range(ATTEMPTS):
            tip = self._tip()
            made = self._commit(tip, path, receipt)
            if made == tip or self._moved(made, tip):
                return made
        raise Complaint(f"The branch {BRANCH} changes too quickly.", "Run it again in a while.", OURS)

    def _tip(self) -> str:
        """The branch's commit, fetched; `""` where there is none yet."""
        if not self.remote:
            return self.git.find(REF)
        return self.git.fetch(self.remote, BRANCH)

    def _commit(self, tip: str, path: Path, receipt: Receipt) -> str:
        """The commit with the receipt on top of `tip`, or `tip` itself."""
        files = {"README.md": README.encode(), f"{receipt.target}/{path.name}": path.read_bytes()}
        tree = self.git.tree(files, tip)
        if tip and self.git.run("rev-parse", f"{tip}^{{tree}}") == tree:
            return tip
        message = f"{receipt.kind.capitalize()} of {receipt.dataset}: {receipt.verdict}\n\nCommit {receipt.commit}\n"
        return self.git.commit(tree, message, tip, receipt.at, NAME)

    def _moved(self, made: str, tip: str) -> bool:
        """Move the branch from `tip` to `made`; false where somebody else moved it meanwhile."""
        try:
            if self.remote:
                self.git.run("push", "--quiet", f"--force-with-lease={REF}:{tip}", self.remote, f"{made}:{REF}")
            else:
                self.git.run("update-ref", REF, made, tip or "0" * 40)
        except Complaint:
            if self._tip() == tip:
                raise
            return False
        return True


def ledger_of(root: Path, config: Config, environment: Mapping[str, str]) -> Ledger:
    """GitHub's, where a token and a repository are named, else this clone's."""
    mail = f"publications@{urlsplit(config.site_url).hostname or 'localhost'}"
    token = environment.get("GITHUB_TOKEN", "")
    repository = environment.get("GITHUB_REPOSITORY", "") or config.repository
    if not token or not repository:
        return Ledger(GitBranch(root, mail))
    server = environment.get("GITHUB_SERVER_URL", "https://github.com").rstrip("/") + "/"
    return Ledger(GitBranch(root, mail, token_environment(token, server)), f"{server}{repository}.git")
