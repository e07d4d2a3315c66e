"""A `Graph` becomes records: one draft a provider, cleaned, with needs of ours, nothing private, nothing invented."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from bluepages.federate import clean, confide, contact, prosetext
from bluepages.federate.crosswalk import Crosswalk
from bluepages.federate.draft import NOTHING_LISTED, Draft, filled
from bluepages.federate.graph import Graph, Node
from bluepages.federate.journal import Journal
from bluepages.federate.persons import Persons
from bluepages.federate.said import hours_text, phone_list, question, serves_of
from bluepages.federate.spots import Points, address
from bluepages.records.book import Book
from bluepages.records.ids import slugify

Data = dict[str, Any]
MOST_QUESTIONS = 12
"""So many questions a record gets from one import; the others are in the report."""


class Rules(msgspec.Struct, frozen=True):
    """What a source needs said: its id and date, and what its mapping file settles."""

    source: str
    date: str = ""
    as_of: str = ""
    needs: dict[str, str] = {}
    default_need: str = ""
    statuses: dict[str, str] = {}
    areas: dict[str, tuple[str, ...]] = {}
    county: str = ""
    confidential: frozenset[str] = frozenset()
    skip: dict[str, str] = {}
    read_names: bool = True


class Assembled(msgspec.Struct):
    """Drafts by the id of their organization, and why organizations and services were left out."""

    drafts: dict[str, Draft]
    left: dict[str, str]
    left_services: dict[str, str]


class Assembler:
    """Makes the records of one graph for one directory."""

    def __init__(self, graph: Graph, book: Book, rules: Rules, journal: Journal) -> None:
        self.graph, self.book, self.rules, self.journal = graph, book, rules, journal
        self.words = book.vocabulary
        self.crosswalk = Crosswalk(self.words, book.root, rules.needs)
        places = graph.locations.values()
        self.points = Points(book, [(n.text.get("latitude", ""), n.text.get("longitude", "")) for n in places])
        self.left: dict[str, str] = {}
        self.left_services: dict[str, str] = {}
        only = next(iter(self.words.counties)) if len(self.words.counties) == 1 else ""
        self.county = rules.county or only
        nodes = [node for group in (graph.organizations, graph.services, graph.locations) for node in group.values()]
        names = (node.text.get("name", "") for node in nodes)
        journal.persons = Persons.of(self.words, names, graph.people, book.config.state_name)
        journal.persons.hear(text for node in nodes for text in node.text.values())
        self.guard = confide.Confide(book, rules.confidential, journal)
        said = {node.text.get("status", "").casefold() for node in graph.services.values()}
        self.dead_status = len(graph.services) > 10 and said in ({"inactive"}, {"defunct"})
        if self.dead_status:
            journal.notes.append(f"every service says “{said.pop()}”: that column tells nothing and was left out")

    def run(self) -> Assembled:
        """All organizations. What leads to no record is in `left` and `left_services`."""
        places: dict[str, list[Node]] = {}
        services: dict[str, list[Node]] = {}
        for node in self.graph.locations.values():
            places.setdefault(node.organization, []).append(node)
        for node in self.graph.services.values():
            services.setdefault(node.organization, []).append(node)
        drafts: dict[str, Draft] = {}
        for key, node in self.graph.organizations.items():
            draft = self._provider(node, places.get(key, []), services.get(key, []))
            if draft is not None:
                drafts[key] = draft
        return Assembled(drafts, self.left, self.left_services)

    def _text(self, node: Node, field: str, most: int = 5000) -> str:
        name = "cost" if field == "fees_description" else field
        return prosetext.text(node.text.get(field, ""), name, self.journal, most)

    def _provider(self, node: Node, places: list[Node], services: list[Node]) -> Draft | None:
        name = clean.name(self._text(node, "name", 200))
        reason = self.rules.skip.get(node.id, "") or ("" if name else "its organization has no name")
        reason = reason or ("it is a test" if node.text.get("kind") == "test" or name.casefold() == "test" else "")
        if reason:
            self.left[node.id] = reason
            return None
        source = {"ref": self.rules.source, **({"date": self._date(node)} if self._date(node) else {})}
        self.asked: list[Data] = []
        keys: dict[str, str] = {}
        locations: Data = {}
        for place in places:
            key = _free(
                slugify(place.text.get("name", "") or place.text.get("city", "") or "office")[:60].strip("-")
                or "office",
                locations,
            )
            keys[place.id] = key
            locations[key] = self._location(place, key, source, name)
        made = self._services(services, places, keys, source, name)
        if not made:
            self.left[node.id] = NOTHING_LISTED
            return None
        data: Data = {
            "name": name,
            "alternate_name": self._text(node, "alternate_name", 200),
            "description": self._text(node, "description") or self._described(places, services, name),
            "website": contact.url(node.text.get("website", ""), node.ref, self.journal),
            "email": contact.email(node.text.get("email", ""), node.ref, self.journal, name),
            "year_incorporated": _year(node.text.get("year_incorporated", "")),
            "legal_status": self._text(node, "legal_status", 120),
            "identifiers": self._identifiers(node),
            "phones": phone_list(node.phones, self.journal),
            "locations": locations,
            "services": made,
            "sources": [source],
        }  # fmt: skip
        data["services"] = made
        self.guard.apply(data, node, {key: place for place in places for key in (keys[place.id],)})
        if self.asked:
            data["questions"] = [{**asked, **source} for asked in self.asked[:MOST_QUESTIONS]]
        counties = self._counties(data)
        folder = counties[0] if counties else self.county or "statewide"
        data = filled(data)
        return Draft(node.ref[1], name, "", slugify(name) or "provider", folder, counties, data, (0, "", node.ref[1]))

    def _date(self, node: Node) -> str:
        for field in ("updated_at", "last_modified", "updated", "verified_date"):
            found = node.text.get(field, "")[:10]
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", found):
                return found
        return self.rules.date

    def _when(self, node: Node) -> tuple[str, str]:
        return self._date(node), self.rules.as_of

    def _identifiers(self, node: Node) -> Data:
        found = {} if node.id.startswith("name:") else {self.rules.source: node.id[:120]}
        tax = re.sub(r"\D", "", node.text.get("tax_id", ""))
        if len(tax) == 9:
            found["US-EIN"] = f"{tax[:2]}-{tax[2:]}"
        return {**found, **node.identifiers}

    def _described(self, places: list[Node], services: list[Node], name: str) -> str:
        """A description the source itself gives, of a place or a service; else the names of its services."""
        for node in (*places, *services):
            for field in ("description", "short_description"):
                found = self._text(node, field, 600)
                if found:
                    return found
        names = [clean.text(node.text.get("name", "")) for node in services]
        listed = "; ".join(dict.fromkeys(one for one in names if one and one != name))
        return prosetext.shorten(f"Services: {listed}.", 600) if listed else name

    # Places

    def _location(self, node: Node, key: str, source: Data, owner: str) -> Data:
        where, journal = node.ref, self.journal
        cells = dict(node.addresses[0].what) if node.addresses else dict(node.text)
        if len(node.addresses) > 1:
            self.asked.append(
                question(f"locations.{key}.address", "The source gives several addresses. Which is right?")
            )
        ref = node.addresses[0].ref if node.addresses else where
        found = address(cells, ref, self.book.config.state, self.book.vocabulary.places, journal)
        post = clean.is_box(found.get("address_1", ""))
        point = self.points.read(
            node.text.get("latitude", ""), node.text.get("longitude", ""), found.get("postal_code", ""), where, journal
        )
        kind = node.text.get("location_type", "").casefold()
        virtual = kind == "virtual" or node.text.get("virtual", "").casefold() in ("true", "yes", "1", "t")
        codes, _ = prosetext.languages([*node.languages, node.text.get("languages", "")], self.words, where, journal)
        marks, access = prosetext.accessibility(
            [*node.accessibility, node.text.get("accessibility", "")], self.words, journal
        )
        hours = hours_text(node, f"locations.{key}.hours", self.asked, self._when(node), journal)
        name = clean.name(self._text(node, "name", 200))
        empty = not any(found.get(field) for field in ("address_1", "city", "postal_code")) and point is None
        return filled({
            "location_type": "virtual" if virtual or empty else "",
            "name": name if name != owner else "",
            "alternate_name": self._text(node, "alternate_name", 200),
            "description": self._text(node, "description", 2000),
            "address": {} if virtual else {name: part for name, part in found.items() if not post or name == "city"},
            "mailing_address": found if post and not virtual else {},
            "county": self._county(found, point),
            "latitude": point[0] if point and not virtual else None,
            "longitude": point[1] if point and not virtual else None,
            "url": contact.url(node.text.get("website", ""), where, journal),
            "phones": phone_list(node.phones, journal),
            "hours": hours, "languages": codes,
            "transportation": self._text(node, "transportation", 500),
            "accessibility": marks, "accessibility_details": access,
            "identifiers": {self.rules.source: node.id[:120]},
            "sources": [dict(source)],
        })  # fmt: skip

    def _county(self, found: Data, point: tuple[float, float] | None) -> str:
        places = self.words.places
        if point and places.has_shapes:
            return places.county_at(*point) or ""
        by_zip = places.zip(found.get("postal_code", "")) if found.get("postal_code") else None
        by_city = places.city(found["city"]) if found.get("city") else None
        county = by_zip.county if by_zip else by_city.county if by_city else self.county
        return county if county in self.words.counties else ""

    def _counties(self, data: Data) -> tuple[str, ...]:
        found = [place.get("county", "") for place in data["locations"].values()]
        served = [county for body in data["services"].values() for county in body.get("serves", {}).get("counties", ())]
        return tuple(dict.fromkeys(county for county in (*found, *served) if county))

    # Services

    def _services(self, nodes: list[Node], places: list[Node], keys: dict[str, str], source: Data, owner: str) -> Data:
        by_id = {place.id: place for place in places}
        made: Data = {}
        twins: dict[tuple[Any, ...], str] = {}
        for node in nodes:
            body = self._service(node, [by_id[key] for key in node.places if key in by_id], source, owner)
            if body is None:
                continue
            at = body.pop("at")
            twin = (
                body["name"],
                body.get("description", ""),
                tuple(body["needs"]),
                body.get("eligibility_description", ""),
            )
            key = twins.get(twin, "")
            if not key:
                key = twins[twin] = _free(slugify(body["name"]) or "service", made)
                made[key] = {**body, "at": {}}
            for place, how in at.items():
                if place in keys:
                    made[key]["at"].setdefault(keys[place], how)
            if not node.schedules and not node.text.get("hours"):
                continue
            hours = hours_text(node, f"services.{key}.hours", self.asked, self._when(node), self.journal)
            if hours:
                made[key].setdefault("hours", hours)
        for body in made.values():
            if not body["at"]:
                del body["at"]
        return made

    def _service(self, node: Node, places: list[Node], source: Data, owner: str) -> Data | None:
        text = node.text
        name = (
            clean.name(self._text(node, "name", 200))
            or (clean.name(self._text(places[0], "name", 200)) if places else "")
            or owner
        )
        said = self.rules.statuses.get(text.get("status", ""), text.get("status", "").casefold())
        reason = self.rules.skip.get(node.id, "")
        reason = reason or (
            "the source says that it no longer exists" if said == "defunct" and not self.dead_status else ""
        )
        reason = reason or ("it is a test" if places and places[0].text.get("kind") == "test" else "")
        needs = self._needs(node, places, name)
        reason = reason or ("" if needs else "what it does is not among the needs of this directory")
        if reason:
            self.left_services[node.id] = reason
            return None
        status = said if said in ("inactive", "temporarily closed") and not self.dead_status else ""
        codes, helped = prosetext.languages(
            [*node.languages, text.get("languages", "")], self.words, node.ref, self.journal
        )
        ages = _ages(text)
        who = self._text(node, "eligibility_description", 1000) or self._text(node, "audience", 1000)
        papers = [*node.documents, *_listed(text.get("required_documents", ""))]
        areas = [*node.areas, *_listed(text.get("service_areas", ""))]
        at = {place.id: self._at(node, place) for place in places}
        cost = self._text(node, "fees_description", 500) or "; ".join(clean.text(cost) for cost in node.costs)[:500]
        return filled({
            "name": name, "needs": needs, "status": status,
            "alternate_name": self._text(node, "alternate_name", 200),
            "description": self._text(node, "description") or self._text(node, "short_description"),
            "eligibility_description": who,
            "minimum_age": ages[0], "maximum_age": ages[1],
            "cost": "free" if re.fullmatch(r"(?:none|free|no (?:cost|charge|fee))\.?", cost, re.IGNORECASE) else cost,
            "application_process": self._text(node, "application_process", 1000),
            "required_documents": [clean.text(one)[:200] for one in papers],
            "languages": codes,
            "interpretation_services": self._text(node, "interpretation_services", 300) or helped,
            "url": contact.url(text.get("website", ""), node.ref, self.journal, "url"),
            "email": contact.email(text.get("email", ""), node.ref, self.journal, owner),
            "phones": phone_list(node.phones, self.journal),
            "serves": serves_of(areas, self.book, self.rules.areas, node.ref, self.journal),
            "identifiers": {self.rules.source: node.id[:120]},
            "sources": [dict(source)],
        }) | {"at": at}  # fmt: skip

    def _at(self, node: Node, place: Node) -> Data:
        pair = self.graph.at.get((node.id, place.id))
        if pair is None:
            return {}
        hours = hours_text(
            pair,
            f"services.{slugify(node.text.get('name', '')) or 'service'}.hours",
            self.asked,
            self._when(node),
            self.journal,
        )
        said = prosetext.text(pair.text.get("description", ""), "description", self.journal, 1000)
        return filled({"hours": hours, "description": said, "phones": phone_list(pair.phones, self.journal)})

    def _needs(self, node: Node, places: list[Node], name: str) -> list[str]:
        needs, unmapped = self.crosswalk.needs(node.categories)
        for category in unmapped:
            self.journal.unmapped[f"{category.code} {category.name}".strip()] += 1
        if not needs and self.rules.read_names:
            words = [name, node.text.get("keywords", ""), *(place.text.get("name", "") for place in places)]
            needs = self.crosswalk.in_words(*words)
            if needs:
                self.journal.mend("needs read from a name or from keywords")
        if not needs and self.rules.default_need:
            needs = [self.rules.default_need]
        return needs


def _free(wanted: str, taken: Data) -> str:
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted[:70]}-{number}"
    return key


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;|]", cell) if part.strip()]


def _year(cell: str) -> int | None:
    match = re.search(r"\b(1[6-9]\d\d|20\d\d)\b", cell)
    return int(match.group()) if match else None


def _ages(text: dict[str, str]) -> tuple[float | None, float | None]:
    """The lowest and highest age, each where it is a number that can be one."""
    found: list[float | None] = []
    for field in ("minimum_age", "maximum_age"):
        try:
            age = float(text.get(field, ""))
        except ValueError:
            age = -1.0
        found.append((int(age) if age.is_integer() else age) if 0 <= age <= 120 else None)
    low, high = found
    return (low, high) if low is None or high is None or low <= high else (None, None)
