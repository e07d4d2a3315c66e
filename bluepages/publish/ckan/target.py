"""`CkanTarget`: one CKAN portal behind the interface of all portals."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime

from msgspec.structs import replace

from bluepages.errors import PROBLEMS, USAGE, Complaint
from bluepages.publish.ckan.answers import Refusal
from bluepages.publish.ckan.apply import Run
from bluepages.publish.ckan.client import Client
from bluepages.publish.ckan.compare import compare
from bluepages.publish.ckan.drift import drift
from bluepages.publish.ckan.fields import SHA
from bluepages.publish.ckan.live import Live, read_all, read_package
from bluepages.publish.ckan.token import runs_out, warning
from bluepages.publish.ckan.verify import verify
from bluepages.publish.interface import Allowed, Check, Outcome, Plan, Tell
from bluepages.publish.settings import Settings
from bluepages.publish.wanted import Wanted


class CkanTarget:
    """Speaks to one portal. What the portal refuses ends in a `Complaint`, in words, without the token."""

    def __init__(
        self, settings: Settings, *, site: str = "", pause: Callable[[float], None] = time.sleep,
        client: Client | None = None,
    ) -> None:  # fmt: skip
        self.settings, self._pause = settings, pause
        self.client = client or Client(settings.url, settings.token, site=site, pause=pause)
        self._begun: Future[Live] | None = None

    def begin(self) -> None:
        """Start reading what is live in a thread that nobody waits for, unless `plan` takes up what it finds."""
        begun: Future[Live] = Future()

        def read() -> None:
            try:
                begun.set_result(self._look())
            except BaseException as error:
                begun.set_exception(error)

        threading.Thread(target=read, daemon=True).start()
        self._begun = begun

    def _look(self) -> Live:
        return read_all(self.client, self.settings.dataset)

    def plan(self, wanted: Wanted, allowed: Allowed) -> Plan:
        """What would be done. Without a token a private data set looks absent, which the plan says."""
        begun, self._begun = self._begun, None
        try:
            plan = compare(wanted, begun.result() if begun else self._look(), self.settings, allowed)
        except Refusal as refused:
            raise complaint(refused) from None
        notes = [warning(self.settings.token, self._now())]
        if plan.seen == "absent" and not self.client.has_token:
            notes.append("Without a token a private data set cannot be told from none: it may be there already.")
        return replace(plan, notes=(*plan.notes, *filter(None, notes)))

    @staticmethod
    def _now() -> datetime:
        return datetime.now(UTC)

    def apply(self, wanted: Wanted, allowed: Allowed, tell: Tell) -> Outcome:
        """Publish, and read back."""
        try:
            self._authorized()
            outcome = Run(self.client, wanted, self.settings, allowed, tell, self._pause).publish()
            told = warning(self.settings.token, self._now())
            return replace(outcome, notes=(told,) if told else ())
        except Refusal as refused:
            raise complaint(refused) from None

    def verify(self, wanted: Wanted) -> tuple[Check, ...]:
        """Read back as the public; what is private, with the token if there is one."""
        try:
            there = read_package(self.client, wanted.name)
            public = there is None or not there.get("private")
            return verify(self.client, wanted, self.settings, public=public)
        except Refusal as refused:
            raise complaint(refused) from None

    def rollback(self, earlier: Wanted, allowed: Allowed, tell: Tell) -> Outcome:
        """Publish an earlier state; what vanishes thereby is meant to."""
        plan = self.plan(earlier, allowed)
        odd = len(plan.columns.gone) + len(plan.columns.retyped)
        meant = replace(allowed, loss=len(plan.rows.removed), columns=odd or allowed.columns)
        return self.apply(earlier, meant, tell)

    def drift(self) -> list[str]:
        """What somebody changed there by hand since the last publication."""
        try:
            return drift(self.client, self.settings)
        except Refusal as refused:
            raise complaint(refused) from None

    def live_hash(self) -> str:
        """The hash of the CSV file that is there now, as we said it; `""` where there is none."""
        try:
            package = read_package(self.client, self.settings.dataset)
        except Refusal as refused:
            raise complaint(refused) from None
        return str((Live(package).resource("csv") or {}).get(SHA) or "")

    def _authorized(self) -> None:
        """Tell a token that is wrong from one that may not publish: CKAN answers both in the same words."""
        if not self.client.has_token:
            raise Complaint(
                "There is no token, so nothing can be written.", "Set CKAN_API_TOKEN in the environment.", USAGE
            )
        mine = self.client.read("organization_list_for_user", {"permission": "create_dataset"})
        names = {str(each.get(key)) for each in mine for key in ("name", "id")}
        wanted = self.settings.organization
        if not mine and not self._known():
            end = runs_out(self.settings.token)
            over = end is not None and end <= self._now()
            raise Complaint(
                warning(self.settings.token, self._now())
                if over
                else "The portal does not know the token in CKAN_API_TOKEN.",
                "Make a new one in your account there."
                if over
                else "It may be mistyped, withdrawn or expired: make a new one in your account there.",
                PROBLEMS,
            )
        if not mine or (wanted and wanted not in names):
            where = f"the organization {wanted}" if wanted else "any organization"
            raise Complaint(
                f"The token is good, but its account may not publish in {where}.",
                "Ask the portal to make the account an editor there, or correct CKAN_ORG.",
                PROBLEMS,
            )
        if not wanted and read_package(self.client, self.settings.dataset) is None:
            if len(mine) > 1:
                raise Complaint(
                    "The account may publish in several organizations.",
                    f"Set CKAN_ORG to one of: {', '.join(sorted(str(each.get('name')) for each in mine))}",
                    USAGE,
                )
            self.settings = replace(self.settings, organization=str(mine[0]["name"]))

    def _known(self) -> bool:
        """Whether the token is somebody's: who one is, or what is new for one, only an account is told."""
        for action in ("user_show", "dashboard_activity_list"):
            try:
                self.client.read(action, {})
            except Refusal as refused:
                if refused.kind not in ("denied", "missing", "invalid"):
                    raise
            else:
                return True
        return False


def complaint(refused: Refusal) -> Complaint:
    """What the portal's refusal means for a person."""
    said = f"The portal refused {refused.action}: {refused.said}."
    hints = {
        "denied": "The account may not do this there. Ask the portal for an editor's rights.",
        "busy": f"It was asked several times. {_AGAIN}",
        "unreachable": f"Is the address right, and is it up? {_AGAIN}",
        "deadlock": f"Somebody else writes there at the same time. {_AGAIN}",
        "moved": "Nothing was sent to the other address.",
        "broken": f"That is a fault of the portal. {_AGAIN}",
    }
    if refused.kind == "unreachable":
        said = f"The portal did not answer {refused.action}: {refused.said}."
    return Complaint(said, hints.get(refused.kind, "docs/portal.md says what portals refuse, and why."), PROBLEMS)


_AGAIN = "Run it again in a while; what was done is not done twice."
