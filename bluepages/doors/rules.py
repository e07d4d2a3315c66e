"""Instant checks of single answers, said once as patterns so that Python and the browser decide alike.

An answer is looked at on one line, with single spaces and none at its ends, as `submission.read` makes it.
Each is one that a record has to pass later anyway (`bluepages.checks`): what a rule here refuses, the checks refuse or
warn of as well, and a test holds it to that. The checks know more; what only they know is found when all is weighed.
The patterns are plain enough to mean the same in both languages (a test asks both).
"""

from __future__ import annotations

import re
from typing import Any, Final

from bluepages.checks.personal import MAIL_HOSTS
from bluepages.checks.webaddress import HOST

EXTENSION: Final = r" ?[,;]? ?(?:[Ee][Xx][Tt](?:[Ee][Nn][Ss][Ii][Oo][Nn])?|[Xx])\.? ?[0-9]{1,10}$"
SPELLED: Final = r"^[-+(). 0-9A-Z]+$"
TEN: Final = r"^1?[2-9A-Z][0-9A-Z]{2}[2-9A-Z][0-9A-Z]{6}$"
SHORT: Final = r"^[1-9][0-9]{2,5}$"
WEB: Final = r"^(?:[Hh][Tt][Tt][Pp][Ss]?://)?[^ /?#@\\:]+\.[^ /?#@\\.:]{2,24}(?::[0-9]{1,5})?(?:[/?#][^ \\]*)?$"
MAIL: Final = rf"^[A-Za-z0-9_+-]+(?:[.'][A-Za-z0-9_+-]+)*@{HOST}$"
ZIP: Final = r"^[0-9]{5}(?:-[0-9]{4})?$"
DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def is_phone(text: str) -> bool:
    """Whether a text may be a US telephone number, with or without an extension."""
    plain = re.sub(EXTENSION, "", text)
    if not re.search(SPELLED, plain):
        return False
    return bool(re.search(TEN, re.sub(r"[^0-9A-Z]", "", plain)) or re.search(SHORT, plain))


def is_mail(text: str) -> bool:
    """Whether a text is an e-mail address."""
    return len(text) <= 254 and bool(re.search(MAIL, text, re.IGNORECASE | re.ASCII))


def is_persons(text: str) -> bool:
    """Whether a mailbox is one of those that people keep for themselves."""
    return text.rpartition("@")[2].lower() in MAIL_HOSTS


def quick(rule: str, text: str) -> str:
    """What is wrong with an answer on one line: the name of the words for it, `""` where nothing is."""
    if rule == "phone":
        return "" if is_phone(text) else "phone"
    if rule in ("mail", "office"):
        if not is_mail(text):
            return "mail"
        return "person" if rule == "office" and is_persons(text) else ""
    pattern = {"web": WEB, "zip": ZIP, "day": DAY}.get(rule)
    return rule if pattern and not re.search(pattern, text) else ""


def for_browser() -> dict[str, Any]:
    """The same for scripts: every pattern as text, and the hosts where people keep their own mail."""
    patterns = {
        "extension": EXTENSION, "spelled": SPELLED, "ten": TEN, "short": SHORT, "web": WEB, "mail": MAIL, "zip": ZIP,
        "day": DAY,
    }  # fmt: skip
    return {**patterns, "hosts": sorted(MAIL_HOSTS)}
