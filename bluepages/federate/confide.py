"""Places that must stay hidden, found before anything is written (DESIGN 3, rule 3).

A place where people fleeing abuse are served, one that the source itself calls confidential, and one in somebody's
home come in as county and city alone; streets in texts about them go. The source saying that a street is public is
not enough: a steward who has asked writes `confidential: false` with `public_address`.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from bluepages.checks.context import Context
from bluepages.checks.privacy import is_sensitive, speaks_of_abuse
from bluepages.checks.streets import is_map_link, streets_in
from bluepages.federate.graph import Node
from bluepages.federate.journal import Journal
from bluepages.federate.marks import hides
from bluepages.federate.spots import HIDDEN, HOME
from bluepages.model import Provider, Service
from bluepages.records.book import Book

Data = dict[str, Any]


class Confide:
    """The hidden places of one directory's imports. `named` are ids that the mapping file says are confidential."""

    def __init__(self, book: Book, named: frozenset[str], journal: Journal) -> None:
        self.context = Context(book, datetime.date(2000, 1, 1))
        self.named, self.journal = named, journal

    def apply(self, data: Data, owner: Node | None = None, nodes: dict[str, Node] | None = None) -> None:
        """Hide what must be hidden in a record made of plain data, its texts included."""
        locations, services = data.get("locations", {}), data.get("services", {})
        sensitive = {key for key, body in services.items() if self._sensitive(body, data["name"])}
        told = {key for key, body in services.items() if HIDDEN.search(_words(body))}
        hidden = self._hidden(data, sensitive | told, nodes or {}, owner)
        bare = any(place.get("confidential") for place in locations.values())
        if not sensitive and not hidden and not bare:
            return
        names: dict[str, str] = {}
        for key in hidden:
            new = (
                key
                if re.fullmatch(r"confidential(-place)?(-\d+)?", key)
                else _free("confidential-place", {*locations, *names.values()})
            )
            names[key] = new
            self._hide(data, key, new)
            self.journal.hide("places held back as confidential or as somebody's home")
        self._texts(data, sensitive, bool(hidden) or bare)

    def _sensitive(self, body: Data, name: str) -> bool:
        service = Service(
            name=body["name"], needs=tuple(body["needs"]), description=body.get("description", ""),
            eligibility_description=body.get("eligibility_description", ""),
        )  # fmt: skip
        if any(need.startswith("housing") for need in service.needs) and speaks_of_abuse(f"{name} {_words(body)}"):
            return True  # a list that files a helper of people fleeing abuse under housing means a shelter
        return is_sensitive(service, Provider(name=name, description="", services={}, sources=()), self.context)

    def _hidden(self, data: Data, services: set[str], nodes: dict[str, Node], owner: Node | None) -> list[str]:
        locations = data.get("locations", {})
        taken = {place for key, body in data["services"].items() if key not in services for place in body.get("at", {})}
        found = [place for key in services for place in (data["services"][key].get("at") or locations.keys() - taken)]
        all_named = owner is not None and owner.id in self.named
        for key, place in locations.items():
            node = nodes.get(key)
            flagged = node is not None and (hides(node.text) or any(hides(each.what) for each in node.addresses))
            said = " ".join((_words(place), *(node.text.values() if node else ())))
            if flagged or HIDDEN.search(said) or HOME.search(said) or all_named or (node and node.id in self.named):
                found.append(key)
        return [key for key in locations if key in found and locations[key].get("location_type") != "virtual"]

    def _hide(self, data: Data, key: str, new: str) -> None:
        """County and city are left of a place; its telephones go to the services given there."""
        place = data["locations"][key]
        bare: Data = {"confidential": True}
        if place.get("address", {}).get("city"):
            bare["address"] = {"city": place["address"]["city"]}
        if place.get("county"):
            bare["county"] = place["county"]
        bare["sources"] = [{k: v for k, v in source.items() if k != "note"} for source in place.get("sources", [])]
        data["locations"] = {new if name == key else name: bare if name == key else body
                             for name, body in data["locations"].items()}  # fmt: skip
        for body in data["services"].values():
            at = body.get("at", {})
            if key not in at:
                continue
            body["at"] = {new if name == key else name: how for name, how in at.items()}
            if place.get("phones") and not body.get("phones"):
                body["phones"] = [dict(phone) for phone in place["phones"]]

    def _texts(self, data: Data, sensitive: set[str], any_hidden: bool) -> None:
        """Sentences that name a street, a ZIP code or a map go from every text that may give a place away."""
        bodies = [data] if any_hidden or sensitive else []
        bodies += [body for key, body in data["services"].items() if any_hidden or key in sensitive]
        for body in bodies:
            for field, text in list(body.items()):
                if isinstance(text, str) and field not in ("website", "url", "email", "name") and streets_in(text):
                    body[field] = _without_streets(text)
                    self.journal.hide("sentences that might give a hidden place away")
                    if not body[field]:
                        del body[field]
                elif field in ("website", "url") and isinstance(text, str) and is_map_link(text):
                    del body[field]
        if not data.get("description"):
            data["description"] = data["name"]


def _without_streets(text: str) -> str:
    kept = [sentence for sentence in re.split(r"(?<=[.!?;])\s+", text) if not streets_in(sentence)]
    return " ".join(kept).strip()


def _words(body: Data) -> str:
    """All words of a place or a service."""
    return " ".join(value for value in body.values() if isinstance(value, str))


def _free(wanted: str, taken: set[str]) -> str:
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key
