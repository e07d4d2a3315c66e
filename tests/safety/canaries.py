"""A directory full of secrets, and the search for them in whatever comes out, in every way they might be written.

Every secret is an address that nobody has: a street with a name of its own for each record, so that whatever is found
tells which record it came from, and a point that lies nowhere else.
"""

from __future__ import annotations

import base64
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import msgspec
import pytest

from bluepages.records.ids import slugify
from bluepages.search.grid import units
from tests.support import file_of, kitchen, make_directory, to_bytes
from tests.whole.program import git

NAMESPACE = "00000000-0000-5000-8000-000000000001"
STATEWIDE_LISTS = b'{"id":"places:'
OUTLINES = "assets/outlines.json"
"""Files that hold every ZIP code, town and county of the state, whatever the records say."""


class Address(msgspec.Struct, frozen=True):
    """A secret address; `plus_four` and the point belong to it alone."""

    number: str
    street: str
    kind: str = "Lane"
    plus_four: str = "7788"
    latitude: float = 37.801234
    longitude: float = -122.261234

    @property
    def line(self) -> str:
        return f"{self.number} {self.street} {self.kind}"

    @property
    def code(self) -> str:
        return f"94613-{self.plus_four}"

    @property
    def prose(self) -> str:
        """A sentence that gives it away, as people write one."""
        return f"We are at {self.line}, Oakland, CA {self.code}."

    @property
    def key(self) -> str:
        return slugify(self.line)

    def fields(self) -> dict[str, Any]:
        """What a location says of it."""
        return {
            "address": {"address_1": self.line, "address_2": f"Behind {self.street}", "city": "Oakland",
                        "postal_code": self.code},
            "mailing_address": {"address_1": self.line, "city": "Oakland", "postal_code": self.code},
            "latitude": self.latitude, "longitude": self.longitude,
            "name": f"House on {self.street}", "description": self.prose,
            "transportation": f"Bus 14 to {self.street} {self.kind}",
            "accessibility_details": f"Ramp on {self.street} {self.kind}",
            "url": f"https://example.org/{self.key}", "identifiers": {"state": f"X-{self.key}"},
        }  # fmt: skip

    def wanted(self) -> Iterator[bytes]:
        """Everything that would give it away, in any of its spellings."""
        words = [self.street, self.line, self.code, self.key, f"{self.latitude:.4f}", f"{abs(self.longitude):.4f}"]
        words += [f"{self.latitude:.3f}", f"{abs(self.longitude):.3f}", f"{units(self.latitude)},"]
        for word in words:
            ways = {word, quote(word), quote_plus(word), word.replace(" ", "-"), html.escape(word)}
            ways |= {json.dumps(word)[1:-1], word.upper(), word.lower()}
            yield from (way.encode() for way in ways)
        for word in (self.street, self.line, self.code):
            for shift in range(3):
                made = base64.b64encode(b" " * shift + word.encode() + b"  ")
                yield made[4 if shift else 0 : len(word) * 4 // 3 - 3]


SETTINGS_MORE = 'repository: "example/directory"\n'

PAST = Address("4471", "Quillfeather", plus_four="1001", latitude=37.811231, longitude=-122.231231)
"""Public in the first two commits, confidential since."""
WITHHELD = Address("3382", "Larkmeadow", plus_four="1002", latitude=37.822342, longitude=-122.242342)
"""In the file, and withheld for now."""
TAKEN_IN = Address("2293", "Brambleshade", plus_four="1003", latitude=37.833453, longitude=-122.253453)
"""Of a record that was public, then confidential, then taken into another."""
MOVED = Address("1184", "Thistledown", plus_four="1004", latitude=37.844564, longitude=-122.264564)
"""Public, then confidential; the record is at another, public place now."""
GONE = Address("6675", "Foxglovian", plus_four="1005", latitude=37.855675, longitude=-122.275675)
"""Public, then confidential; the record is deleted."""
CLOSED = Address("7766", "Mallowbrook", plus_four="1006", latitude=37.866786, longitude=-122.286786)
"""In the file of a closed record that is withheld."""
SECRETS = (PAST, WITHHELD, TAKEN_IN, MOVED, GONE, CLOSED)
OTHERS = tuple(
    Address(f"{n}02{n}", f"Zephyrgate{chr(97 + n)}", "Road", f"200{n}", 37.71 + n / 91, -122.11 - n / 83)
    for n in range(1, 7)
)
"""As many others, as unlike them as can be: no output may tell which of the two it was made from."""


def shelter(name: str, place: Mapping[str, Any], key: str = "house", **more: Any) -> dict[str, Any]:
    """A shelter with one place."""
    need = more.pop("need", "safety.dv")
    return {
        "name": name,
        "description": "Counsel for people leaving an abusive home.",
        "phones": [{"number": "510-555-0188"}],
        "locations": {key: {"county": "alameda", **place}},
        "services": {"shelter": {"name": "Help", "needs": [need], "at": {key: {"hours": "24/7"}}}},
        "sources": [{"ref": "issue:1", "date": "2026-10-01"}],
        **more,
    }


HIDDEN: dict[str, Any] = {"confidential": True, "address": {"city": "Oakland"}}
ALLOWED = {"confidential": False, "public_address": {"by": "staff", "date": "2026-01-02", "how": "phone"}}


def exposed(name: str, secret: Address, **more: Any) -> dict[str, Any]:
    """A record that says a street in every field that could, as one does before anybody knows that it must not."""
    record = shelter(name, {**ALLOWED, **secret.fields()}, secret.key, **more)
    record["services"]["shelter"]["needs"] = [more.pop("need", "safety.dv")]
    record.pop("need", None)
    record["locations"][secret.key]["formerly"] = [f"old-{secret.key}"]
    record["services"]["shelter"]["name"] = "Help"
    record["description"] = f"Help for families. {secret.prose}"
    record["website"] = f"https://example.org/map/{secret.key}"
    service = record["services"]["shelter"]
    service |= {
        "description": secret.prose, "application_process": f"Come to {secret.line}.",
        "alert": {"text": f"Door moved: {secret.line}", "until": "2027-01-01"}, "url": f"https://example.org/{secret.key}",
        "at": {secret.key: {"hours": "24/7", "description": f"Ring at {secret.line}"}},
    }  # fmt: skip
    record["translations"] = {"es": {
        "description": f"Estamos en {secret.line}.",
        "services": {"shelter": {"name": "Refugio", "description": f"En {secret.line}", "alert": secret.line}},
        "locations": {secret.key: {"name": f"Casa {secret.street}", "transportation": f"Bus a {secret.line}"}},
    }}  # fmt: skip
    record["questions"] = [{"field": "address", "text": f"Is it {secret.line} or {secret.code}?"}]
    record["sources"] = [{"ref": "issue:1", "date": "2026-10-01", "note": f"List with {secret.line}"},
                         {"ref": "web:example.org", "note": f"https://example.org/{secret.key}"}]  # fmt: skip
    return record


def earlier(secret: Address) -> Address:
    """Another house in the same street."""
    return msgspec.structs.replace(secret, number=f"9{secret.number}", latitude=secret.latitude + 0.01)


OTHER: dict[str, Any] = {"need": "food.meals", "phones": [{"number": "510-555-0177"}]}
"""What a record has that is not for people in danger: nothing speaks against its address until somebody reports it."""


def with_comment(record: Mapping[str, Any], secret: Address) -> bytes:
    """The file with a remark in it."""
    return b"# " + secret.line.encode() + b"\n" + to_bytes(record)


class World:
    """The directory as Git tells it, one commit a day, and the secrets in it."""

    def __init__(self, folder: Path, secrets: tuple[Address, ...] = SECRETS) -> None:
        self.root = make_directory(folder, settings=_settings())
        self.day = 0
        self.commits: list[str] = []
        git(self.root, "init", "-q", "-b", "main")
        past, withheld, taken_in, moved, gone, closed = self.secrets = secrets
        self.commit({
            "safe-harbor-house": with_comment(exposed("Safe Harbor House", past), past),
            "lantern-house": exposed("Lantern House", withheld, **OTHER),
            "old-haven": exposed("Old Haven", taken_in, need="food.meals"),
            "open-door-house": exposed("Open Door House", moved, need="food.meals"),
            "gone-house": exposed("Gone House", gone),
            "willow-house": exposed("Willow House", closed, **OTHER),
            "kitchen": kitchen(),
        })  # fmt: skip
        self.commit({
            "safe-harbor-house": exposed("Safe Harbor House", earlier(past)),
            "old-haven": exposed("Old Haven", earlier(taken_in), need="food.meals"),
            "open-door-house": exposed("Open Door House", earlier(moved), need="food.meals"),
            "gone-house": exposed("Gone House", earlier(gone)),
            "lantern-house": exposed("Lantern House", earlier(withheld), **OTHER),
        })  # fmt: skip
        self.commit({
            "lantern-house": exposed("Lantern House", withheld, **OTHER),
            "safe-harbor-house": shelter("Safe Harbor House", HIDDEN),
            "old-haven": shelter("Old Haven", HIDDEN),
            "open-door-house": shelter("Open Door House", HIDDEN),
            "gone-house": shelter("Gone House", HIDDEN),
        })  # fmt: skip
        end = {"date": "2026-11-01", "note": f"They left {closed.line}.", "see": ["kitchen"]}
        self.commit({
            "harbor-home": {**shelter("Harbor Home", HIDDEN), "formerly": ["safe-harbor-house"]},
            "open-door-house": shelter("Open Door House", {
                **ALLOWED, "address": {"address_1": "500 Broadway", "city": "Oakland", "postal_code": "94607"}},
                need="food.meals"),
            "kitchen": {**kitchen(), "merged": ["old-haven"]},
            "willow-house": exposed("Willow House", closed, **OTHER, closed=end),
        }, "safe-harbor-house", "old-haven", "gone-house")  # fmt: skip
        self.commit({"harbor-home": {**shelter("Harbor Home", HIDDEN), "formerly": ["safe-harbor-house"],
                                     "phones": [{"number": "510-555-0189"}]}})  # fmt: skip
        made = self.root / ".bluepages"
        made.mkdir()
        since = "2026-11-20"
        (made / "reviews.json").write_text(json.dumps({
            "withheld": [{"slug": "lantern-house", "location": withheld.key, "since": since},
                         {"slug": "willow-house", "location": "", "since": since}],
            "reviews": [{"slug": "lantern-house", "reason": "unsafe", "location": withheld.key, "opened": since}],
        }))  # fmt: skip
        (made / "links.json").write_text(json.dumps({"links": [
            {"slug": "lantern-house", "url": f"https://example.org/{withheld.key}", "found": "404", "since": since},
        ]}))  # fmt: skip

    def commit(self, records: Mapping[str, Any], *gone: str) -> None:
        self.day += 1
        for name, record in records.items():
            path = self.root / file_of(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(to_bytes(record))
        for name in gone:
            (self.root / file_of(name)).unlink()
        when = f"2026-11-{self.day:02}T12:00:00Z"
        git(self.root, "add", "-A")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("GIT_COMMITTER_DATE", when)
            git(self.root, "commit", "-q", "-m", f"day {self.day}", f"--date={when}")
        self.commits.append(git(self.root, "rev-parse", "HEAD"))


def _settings() -> str:
    from tests.support import SETTINGS

    return SETTINGS + SETTINGS_MORE


def unpacked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, with what is in archives instead of the archives."""
    found = dict(files)
    for name in [name for name in found if name.endswith(".zip")]:
        with zipfile.ZipFile(io.BytesIO(found.pop(name))) as archive:
            found |= {f"{name}/{inner}": archive.read(inner) for inner in archive.namelist()}
    return found


def leaks(files: Mapping[str, bytes], secrets: tuple[Address, ...] = SECRETS) -> dict[str, set[str]]:
    """By file, the streets that it gives away, by its name or by its content, in any spelling."""
    patterns = [(s.street, re.compile(b"|".join(map(re.escape, dict.fromkeys(s.wanted()))))) for s in secrets]
    found: dict[str, set[str]] = {}
    for name, content in unpacked(files).items():
        if content.startswith(STATEWIDE_LISTS) or name == OUTLINES:
            content = b""
        told = {f"{street}: {hit.group().decode(errors='replace')}" for street, pattern in patterns
                for hit in pattern.finditer(name.encode() + b"\n" + content)}  # fmt: skip
        if told:
            found[name] = told
    return found
