"""What a table says beyond name, place and telephone: hours, languages, who may come, categories, ids, areas.

It joins the draft that the recipe made; what the recipe says itself stands. What is not sure becomes a question.
"""

from __future__ import annotations

import datetime
import re
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bluepages.federate import clean, contact, prosetext
from bluepages.federate.crosswalk import Crosswalk
from bluepages.federate.csvfile import Row
from bluepages.federate.draft import Draft, filled
from bluepages.federate.fields import Facts
from bluepages.federate.graph import Category
from bluepages.federate.journal import Journal
from bluepages.federate.mapping import Mapping
from bluepages.federate.said import OVER, question, serves_of
from bluepages.federate.spots import Points
from bluepages.federate.timetable import hours_of
from bluepages.hours import HoursError
from bluepages.hours.prose import read_prose
from bluepages.hours.value import DAYS
from bluepages.records.book import Book
from bluepages.records.ids import slugify

Data = dict[str, Any]

TEXTS: Final = {
    "eligibility": ("eligibility_description", 1000), "application": ("application_process", 1000),
    "about": ("description", 5000),
    "service_name": ("name", 200), "interpretation": ("interpretation_services", 300),
}  # fmt: skip
_YES_OR_NO: Final = re.compile(r"(?:yes|no|y|n|true|false|x|1|0)\.?", re.IGNORECASE)
_FREE: Final = re.compile(r"(?:none|free|no (?:cost|charge|fee)|\$?0)\.?", re.IGNORECASE)
NO_NEED: Final = "its category is not among the needs of this directory"


def prepare(fact: Facts, points: Points, journal: Journal) -> None:
    """The point of a row as it should be: two numbers in their order, or none."""
    fields, where = fact.fields, ("", fact.line)
    latitude, longitude = fields.get("latitude", ""), fields.get("longitude", "")
    pair = re.findall(r"-?\d+(?:\.\d+)?", latitude) if latitude == longitude else []
    if len(pair) == 2:  # one column with both, in whichever order
        latitude, longitude = pair
    if latitude or longitude:
        point = points.read(latitude, longitude, clean.zip_code(fields.get("zip", "")), where, journal)
        fields["latitude"], fields["longitude"] = map(str, point) if point else ("", "")


def row_hours(row: Row, mapping: Mapping) -> str:
    """The hours that a row spreads over several columns: canonical where certain, else what the columns say."""
    spans = []
    for one in mapping.timetable:
        day = one.weekday or row.cells.get(one.day, "")
        opens, closes = row.cells.get(one.opens, ""), row.cells.get(one.closes, "")
        if day and (opens or closes):
            spans.append({"weekday": day, "opens_at": opens, "closes_at": closes})
    if mapping.weekly.field:
        spans += _weekly(row, mapping)
    hours, unsure = hours_of(spans)
    return hours or unsure or _by_day(row, mapping)


def _by_day(row: Row, mapping: Mapping) -> str:
    """One text of the columns that hold a day's hours each: `Mo,We 9am-noon; Tu closed`; a blank day is not named."""
    days: dict[str, list[str]] = {}
    for day in DAYS:
        said = clean.text(row.cells.get(mapping.week.get(day, ""), "")) if day in mapping.week else ""
        if said:
            days.setdefault(said, []).append(day)
    return "; ".join(f"{','.join(names)} {said}" for said, names in days.items())


def _weekly(row: Row, mapping: Mapping) -> list[dict[str, str]]:
    """`{"0": [[900, 1700]]}`: intervals by the number of the day, as numbers HHMM."""
    prefix, days = mapping.weekly.field, mapping.weekly.days
    spans = []
    for column, cell in row.cells.items():
        match = re.fullmatch(rf"{re.escape(prefix)}\.(\d)(?:\.\d+)?", column)
        numbers = re.findall(r"\d+", cell) if match else []
        if not match or len(numbers) != 2:
            continue
        number = int(match.group(1))
        day = days[number] if number < len(days) else "?"
        opens, closes = (text.zfill(4) for text in numbers)
        if (opens, closes) == ("0000", "1200"):  # some systems write round the clock so: nobody knows
            spans.append({"weekday": day, "description": "midnight to noon, or all day"})
        else:
            spans.append({"weekday": day, "opens_at": opens, "closes_at": "2400" if closes == "2359" else closes})
    return spans


def _zone_names(zone: str) -> list[str]:
    """What people write behind a time of their own zone, which says nothing: `PST`, `PDT`, `PT`."""
    days = (datetime.datetime(2000, month, 1, tzinfo=ZoneInfo(zone)).tzname() or "" for month in (1, 7))
    found = {name for name in days if re.fullmatch(r"[A-Z]{3,4}", name)}
    return sorted({*found, *(f"{name[:-2]}T" for name in found if name.endswith(("ST", "DT")))})


class Extras:
    """Completes drafts of one table."""

    def __init__(self, mapping: Mapping, book: Book, journal: Journal) -> None:
        self.mapping, self.book, self.journal = mapping, book, journal
        self.crosswalk = Crosswalk(book.vocabulary, book.root, mapping.needs)
        self.source = mapping.source.id
        known = book.vocabulary.sources.get(self.source)
        self.date = known.date if known else ""
        names = "|".join(_zone_names(book.config.time_zone)) or "(?!)"
        self.here = re.compile(rf"\s*\(?\b(?:{names})\b\)?")

    def complete(self, draft: Draft, fact: Facts) -> tuple[Draft, str]:
        """The draft with everything that the row says, or why nothing can be made of it."""
        fields, data = fact.fields, {**draft.data}
        where, asked = ("", fact.line), list(data.get("questions", []))
        services = {key: {**body} for key, body in data.get("services", {}).items()}
        for key in list(services):
            if not services[key].get("needs"):
                needs = self._needs(fields)
                if needs:
                    services[key]["needs"] = needs
                else:
                    del services[key]
        if not services:
            return draft, f"{NO_NEED}: {fields.get('category', '')[:80]}".rstrip(": ")
        made: Data = {}
        for key, body in services.items():
            body = self._texts(body, fields)
            named = self._key(key, body, fields)
            made[named] = self._service(named, body, fact, asked, where)
        data["services"] = made
        data["locations"] = {key: self._place(place, fields, where) for key, place in data.get("locations", {}).items()}
        box = contact.email(fields.get("email", ""), where, self.journal, data["name"]) if fields.get("email") else ""
        if box:
            data.setdefault("email", box)
        self._identify(data, fields)
        data["questions"] = asked
        data = filled(data)
        return replace(draft, data=data), ""

    def _key(self, key: str, body: Data, fields: dict[str, str]) -> str:
        """Services that the row names itself are told apart by their names."""
        named = fields.get("service_name") and body.get("name") == clean.text(fields["service_name"])
        return (slugify(body["name"]) or key) if named else key

    def _needs(self, fields: dict[str, str]) -> list[str]:
        categories = [Category(name=part) for part in re.split(r"[;|]", fields.get("category", "")) if part.strip()]
        needs, unmapped = self.crosswalk.needs(categories)
        if not needs and "," in fields.get("category", ""):  # several in one cell: `Employment, Training`
            parts = [Category(name=part.strip()) for category in categories for part in category.name.split(",")]
            needs, unmapped = self.crosswalk.needs([part for part in parts if part.name])
        for category in unmapped:
            self.journal.unmapped[category.name.strip()] += 1
        if not needs and self.mapping.read_names:
            needs = self.crosswalk.in_words(
                fields.get("name", ""), fields.get("service_name", ""), fields.get("keywords", "")
            )
            if needs:
                self.journal.mend("needs read from a name or from keywords")
        return needs or ([self.mapping.default_need] if self.mapping.default_need else [])

    def _texts(self, body: Data, fields: dict[str, str]) -> Data:
        for field, (name, most) in TEXTS.items():
            if fields.get(field) and not body.get(name):
                body[name] = prosetext.text(fields[field], name, self.journal, most)
        return body

    def _service(self, key: str, body: Data, fact: Facts, asked: list[Data], where: tuple[str, int]) -> Data:
        fields, journal = fact.fields, self.journal
        cost = prosetext.text(fields.get("cost", ""), "cost", journal, 500)
        if cost and not body.get("cost"):
            body["cost"] = (
                "free" if re.fullmatch(r"(?:none|free|no (?:cost|charge|fee)|\$?0)\.?", cost, re.IGNORECASE) else cost
            )
        if fields.get("languages") and not body.get("languages"):
            codes, helped = prosetext.languages([fields["languages"]], self.book.vocabulary, where, journal)
            body["languages"] = codes
            if helped and not body.get("interpretation_services"):
                body["interpretation_services"] = helped
        if fact.recipe.serves == "area":
            area = serves_of(re.split(r"[;|,]", fields.get("area", "")), self.book, self.mapping.areas, where, journal)
            body["serves"] = area
        self._hours(key, body, fields, asked, where)
        return {name: value for name, value in body.items() if value not in ("", None, [], {}) or name == "at"}

    def _hours(self, key: str, body: Data, fields: dict[str, str], asked: list[Data], where: tuple[str, int]) -> None:
        """The row's hours, at its place where it has one; where they are not certain, a question."""
        said = fields.get("hours", "")
        said = prosetext.unmark(said) if "<" in said else said
        said = clean.text(re.sub(r"\b(\d{1,2})(\d\d) ?([AP]M)\b", r"\1:\2 \3", said))
        said = self.here.sub("", said)
        holders = [how for how in body.get("at", {}).values() if not how.get("hours")]
        if not said or body.get("hours") or (body.get("at") and not holders):
            return
        try:
            hours = read_prose(said, fields.get("date", "") or self.date, self.mapping.as_of)
        except HoursError as error:
            field = f"services.{key}.hours"
            self.journal.doubt(
                where,
                field,
                f"hours that are not certain: {re.sub('“[^”]*”', '…', error.message).rstrip('.')}",
                self.journal.persons.shown(said),
            )
            shown = self.journal.persons.shown(said)
            shown = prosetext.shorten(shown, 300) if len(shown) > 300 else shown
            asked.append({**question(field, f"The source gives the hours as “{shown}”. What are they?"), **self._ref()})
            return
        self.journal.mend("hours in words read as hours" if hours else OVER)
        if hours and holders:
            body["at"] = {place: {**how, "hours": how.get("hours", hours)} for place, how in body["at"].items()}
        elif hours:
            body["hours"] = hours

    def _ref(self) -> Data:
        return {"ref": self.source} if self.source else {}

    def _place(self, place: Data, fields: dict[str, str], where: tuple[str, int]) -> Data:
        if place.get("confidential"):
            return place
        found = {**place}
        if fields.get("accessibility"):
            said = fields["accessibility"]
            if _YES_OR_NO.fullmatch(said):  # of what, its heading alone says
                said = f"{self.mapping.columns.get('accessibility', 'accessibility')}: {said}"
            marks, words = prosetext.accessibility([said], self.book.vocabulary, self.journal)
            found.setdefault("accessibility", marks)
            found.setdefault("accessibility_details", words)
        if fields.get("transportation"):
            found.setdefault(
                "transportation", prosetext.text(fields["transportation"], "transportation", self.journal, 500)
            )
        return {name: value for name, value in found.items() if value not in ("", [], {})}

    def _identify(self, data: Data, fields: dict[str, str]) -> None:
        """The row's own id goes to its place, or to the provider where it has none: to the crosswalk."""
        key = clean.text(fields.get("key", ""))[:120]
        if not key or not self.source:
            return
        places = [place for place in data["locations"].values() if not place.get("confidential")]
        holder = places[0] if len(places) == 1 else data if not data["locations"] else None
        if holder is not None and self.source not in holder.get("identifiers", {}):
            holder["identifiers"] = {**holder.get("identifiers", {}), self.source: key}
