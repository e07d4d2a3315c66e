"""HSDS 3.x in JSON to a `Graph`: an organization, a service, lists, pages, JSON lines, a live API, a feed of ORUK.

Nested objects come in as they stand; what is met twice (a place repeated under each service) is one thing by its id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from bluepages.errors import Complaint
from bluepages.federate.fetch import Fetcher
from bluepages.federate.graph import Category, Graph, Node, Said
from bluepages.federate.tables import scalar

Data = dict[str, Any]

_ALIASES: Final = {"url": "website", "fees": "fees_description", "eligibility": "eligibility_description"}
_MOST_PAGES: Final = 5000


class _Reader:
    def __init__(self, name: str) -> None:
        self.graph = Graph("hsds-json")
        self.name = name
        self.line = 0

    def item(self, item: Any) -> None:
        """One object of the document: its own row."""
        self.line += 1
        ref = (self.name, self.line)
        if not isinstance(item, dict):
            self.graph.leave(ref, "", "it is no object with named fields")
            return
        title = scalar(item.get("name", ""))
        if isinstance(item.get("service"), dict) and isinstance(item.get("location"), dict):
            item = {**item["service"], "service_at_locations": [{**item, "location": item["location"]}]}
        if any(
            isinstance(item.get(key), list) for key in ("services", "organization_identifiers", "programs", "locations")
        ) or ("organization" not in item and "service_at_locations" not in item and "status" not in item):
            owner = self.organization(item, ref)
            for service in _list(item, "services"):
                self.service(service, ref, owner)
        else:
            inner = item.get("organization")
            owner = (
                self.organization(inner, ref) if isinstance(inner, dict) else scalar(item.get("organization_id", ""))
            )
            if not owner or owner not in self.graph.organizations:
                self.graph.leave(ref, title, "its organization is not given")
                return
            self.service(item, ref, owner)
        if ref not in self.graph.fates:
            if owner:
                own = scalar(item.get("id", "")) if scalar(item.get("id", "")) in self.graph.services else ""
                self.graph.take(ref, title, owner, own)
            else:
                self.graph.leave(ref, title, "it has no id")

    def organization(self, item: Data, ref: tuple[str, int]) -> str:
        key = scalar(item.get("id", ""))
        if not key:
            return ""
        node = self.graph.organizations.setdefault(key, Node("organization", key, ref, _texts(item), key))
        for name, value in _texts(item).items():
            node.text.setdefault(name, value)
        self._phones(node, item, ref)
        self._contacts(item)
        for each in _list(item, "organization_identifiers"):
            scheme = scalar(each.get("identifier_scheme") or each.get("identifier_type") or "")
            scheme = re.sub(r"[^A-Za-z0-9._-]+", "-", scheme).strip("-.")[:60]
            if scheme and each.get("identifier"):
                node.identifiers[scheme] = scalar(each["identifier"])[:120]
        for place in _list(item, "locations"):
            self.location(place, ref, key)
        return key

    def location(self, item: Data, ref: tuple[str, int], owner: str) -> str:
        key = scalar(item.get("id", ""))
        if not key:
            return ""
        if key in self.graph.locations:
            return key
        node = self.graph.locations[key] = Node("location", key, ref, _texts(item), owner)
        physical = [each for each in _list(item, "addresses") if each.get("address_type", "physical") != "postal"]
        node.addresses = [Said(_texts(each), ref) for each in physical or _list(item, "physical_addresses")]
        node.accessibility = [
            " ".join(_texts(each).get(name, "") for name in ("description", "details"))
            for each in _list(item, "accessibility")
        ]
        node.languages = [scalar(each.get("name") or each.get("code") or "") for each in _list(item, "languages")]
        node.schedules = [Said(_schedule(each), ref) for each in _schedules(item)]
        self._phones(node, item, ref)
        self._contacts(item)
        return key

    def service(self, item: Data, ref: tuple[str, int], owner: str) -> None:
        key = scalar(item.get("id", ""))
        if not key or not owner:
            return
        node = self.graph.services.setdefault(key, Node("service", key, ref, _texts(item), owner))
        node.schedules = node.schedules or [Said(_schedule(each), ref) for each in _schedules(item)]
        node.areas = node.areas or [
            scalar(each.get("name") or each.get("description") or each.get("service_area") or each.get("extent") or "")
            for each in _list(item, "service_areas")
        ]
        node.languages = node.languages or [
            scalar(each.get("name") or each.get("code") or each.get("language") or "")
            for each in _list(item, "languages")
        ]
        node.documents = node.documents or [
            scalar(each.get("document", "")) for each in _list(item, "required_documents")
        ]
        node.costs = node.costs or [_cost(each) for each in _list(item, "cost_options")]
        for each in _list(item, "eligibilitys") or _list(item, "eligibility"):
            said = scalar(each.get("eligibility", ""))
            node.text.setdefault("eligibility_description", said)
        for attribute in (*_list(item, "attributes"), *_list(item, "service_taxonomys")):
            term = attribute.get("taxonomy_term") or attribute.get("taxonomy")
            if isinstance(term, dict):
                detail = term.get("taxonomy_detail") or term.get("vocabulary") or term.get("taxonomy") or ""
                name = detail.get("name", "") if isinstance(detail, dict) else detail
                kind = scalar(attribute.get("link_type", ""))
                category = Category(
                    scalar(term.get("code", "")), scalar(term.get("name", "")), f"{scalar(name)} {kind}".strip()
                )
                if category not in node.categories:
                    node.categories.append(category)
        self._phones(node, item, ref)
        self._contacts(item)
        for pair in _list(item, "service_at_locations"):
            place = pair.get("location")
            place_id = (
                self.location(place, ref, owner) if isinstance(place, dict) else scalar(pair.get("location_id", ""))
            )
            if not place_id or place_id not in self.graph.locations:
                continue
            if self.graph.locations[place_id].organization != owner:
                self.graph.notes.append(f"the place {place_id} is used by two organizations; it is taken to the first")
                continue
            node.places += [place_id] if place_id not in node.places else []
            at = self.graph.at[(key, place_id)] = Node("service", scalar(pair.get("id", "")), ref, _texts(pair), owner)
            at.schedules = [Said(_schedule(each), ref) for each in _schedules(pair)]
            self._phones(at, pair, ref)
            self._contacts(pair)

    def _phones(self, node: Node, item: Data, ref: tuple[str, int]) -> None:
        known = [said.what for said in node.phones]
        for each in _list(item, "phones"):
            said = {name: value for name, value in _texts(each).items() if name != "id" and not name.endswith("_id")}
            if said.get("number") and said not in known:
                node.phones.append(Said(said, ref))
                known.append(said)

    def _contacts(self, item: Data) -> None:
        for each in _list(item, "contacts"):
            if each.get("name"):
                self.graph.hide("names of staff")
                self.graph.people |= set(re.findall(r"[a-z]{4,}", scalar(each["name"]).casefold()))
            if each.get("email"):
                self.graph.hide("e-mail addresses of staff")
            for _ in _list(each, "phones"):
                self.graph.hide("telephones of staff")


def _list(item: Data, name: str) -> list[Data]:
    value = item.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _texts(item: Data) -> dict[str, str]:
    """The plain values of an object, under our names."""
    found: dict[str, str] = {}
    for name, value in item.items():
        if not isinstance(value, dict | list) and (text := scalar(value)):
            found.setdefault(_ALIASES.get(str(name), str(name)), text)
    return found


def _schedules(item: Data) -> list[Data]:
    return [*_list(item, "schedules"), *_list(item, "regular_schedules")]


def _schedule(item: Data) -> dict[str, str]:
    said = {name: value for name, value in _texts(item).items() if name != "id" and not name.endswith("_id")}
    for name in ("opens_at", "closes_at"):
        said[name] = re.sub(r"(?<=\d)(?:Z|[+-]\d{2}:?\d{2})\Z", "", said.get(name, ""))
    return {name: value for name, value in said.items() if value}


def _cost(item: Data) -> str:
    texts = _texts(item)
    amount = f"${texts['amount']}" if texts.get("amount") else ""
    return " ".join(part for part in (texts.get("option", ""), amount, texts.get("amount_description", "")) if part)


def read_hsds_json(document: Any, name: str) -> Graph:
    """The graph of a document, or of a list of them. Raises `Complaint`."""
    reader = _Reader(name)
    for item in items_of(document):
        reader.item(item)
    graph = reader.graph
    if not graph.fates:
        raise Complaint(
            f"{name} holds no organizations or services.", "bluepages import detect SOURCE says what it is."
        )
    return graph


def items_of(document: Any) -> list[Any]:
    """The objects of a document: a page's contents, a list, or the one object."""
    if isinstance(document, dict):
        for key in ("contents", "content", "organizations", "services", "items", "results"):
            if isinstance(document.get(key), list) and "id" not in document:
                return list(document[key])
        return [document]
    if isinstance(document, list):
        found: list[Any] = []
        for item in document:
            inner = item.get("contents") if isinstance(item, dict) and "id" not in item else None
            found += inner if isinstance(inner, list) else [item]
        return found
    return []


def read_api(url: str, fetcher: Fetcher, progress: Callable[[str], None] = lambda step: None) -> Graph:
    """A live API: every page of its services, each asked for in full. Raises `Complaint`."""
    parts = urlsplit(url)
    base = f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/").removesuffix("/services")
    reader = _Reader(f"{base}/services")
    for number, item in enumerate(_pages(f"{base}/services", fetcher), 1):
        progress(f"Fetching {base}: {number} services")
        key = scalar(item.get("id", "")) if isinstance(item, dict) else ""
        whole = fetcher.json(f"{base}/services/{key}") if re.fullmatch(r"[\w.:-]{1,100}", key) else item
        reader.item(_joined(item, whole))
    if not reader.graph.fates:
        raise Complaint(f"{base} lists no services.", "Is it the address of an HSDS API?")
    return reader.graph


def _joined(item: Any, whole: Any) -> Any:
    return {**item, **whole} if isinstance(item, dict) and isinstance(whole, dict) else whole


def _pages(url: str, fetcher: Fetcher) -> Iterator[Any]:
    number, last = 1, 1
    seen: set[str] = set()
    while number <= min(last, _MOST_PAGES):
        page = fetcher.json(url, {"page": number})
        fresh = 0
        for item in items_of(page):
            key = scalar(item.get("id", "")) if isinstance(item, dict) else ""
            if key and key in seen:
                continue
            seen.add(key)
            fresh += 1
            yield item
        if isinstance(page, dict):
            last = next(
                (int(page[name]) for name in ("total_pages", "totalPages") if str(page.get(name, "")).isdigit()),
                number + 1,
            )  # a server that tells no number of pages is asked until nothing new comes
        if not fresh:
            return  # a server that gives the same page for ever
        number += 1
