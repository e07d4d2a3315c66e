"""Two records of one organization become one: what is there stays, what is missing comes, what differs is asked.

The same function joins rows with rows and rows with a file that people have edited, so that a second import of the
same table changes nothing. The one who stands first is the more trusted; of rows, that is settled before.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final

from bluepages.federate import clean
from bluepages.federate.leaves import copied
from bluepages.records.ids import MAX_SLUG, slugify
from bluepages.vocabulary.places import distance_km

Data = dict[str, Any]

SAME_PLACE_KM: Final = 2.0
"""Two sources' points of one street address lie nearer than this."""


def combine(base: Data, new: Data, *, rows: bool, many: bool = False) -> Data:
    """`base` with what `new` adds. `rows` where both are rows of one table: then areas served are added up.

    `many` where another street is another place of the same provider; otherwise it is a question.
    """
    whole: Data = copied(base)
    asked: list[Data] = []
    places = _locations(whole, new, asked, rows, many)
    fresh = set(whole.get("locations", {})) - set(base.get("locations", {}))
    _services(whole, new, places, rows, fresh, asked)
    _fill(whole, new, ("name", "alternate_name", "description", "legal_status", "email", "year_incorporated"))
    _website(whole, new, asked)
    _phones(whole, whole, new, "phones", asked)
    _identifiers(whole, new, asked)
    for name in ("not_duplicate_of", "sources"):
        _append(whole, name, new.get(name, []))
    questions = [moved(said, places) for said in new.get("questions", []) if _is_taken(said, places, whole)]
    _append(whole, "questions", [*questions, *_from(asked, new)])
    return whole


def _is_taken(question: Data, places: dict[str, str], whole: Data) -> bool:
    """Whether what is asked is about a place that came in, or about none; never about one that is hidden here."""
    head = question["field"].removeprefix("locations.").partition(".")[0]
    if not question["field"].startswith("locations.") or places.get(head) != "":
        return True
    place = whole.get("locations", {}).get(head)
    return place is not None and not place.get("confidential")


def moved(question: Data, places: dict[str, str]) -> Data:
    """A question about a place that stands under another key here."""
    head, _, rest = question["field"].removeprefix("locations.").partition(".")
    if question["field"].startswith("locations.") and places.get(head, "") not in ("", head):
        return {**question, "field": ".".join(filter(None, ("locations", places[head], rest)))}
    return question


def _from(asked: list[Data], new: Data) -> list[Data]:
    """The questions with the source whose value was not taken."""
    source = (new.get("sources") or [{}])[0]
    where = {key: source[key] for key in ("ref", "date") if key in source}
    return [{**question, **where} for question in asked]


def _fill(base: Data, new: Data, names: tuple[str, ...]) -> None:
    for name in names:
        if name in new and name not in base:
            base[name] = copied(new[name])


def _append(base: Data, name: str, items: list[Any]) -> None:
    have = base.get(name, [])
    added = [item for n, item in enumerate(items) if not _among(item, have) and not _among(item, items[:n])]
    if added:
        base[name] = [*have, *copied(added)]


def _among(item: Any, have: list[Any]) -> bool:
    """Whether a list has the item: for questions, by what is asked, whoever asks and however it is answered."""
    if isinstance(item, dict) and "text" in item:
        return any(other.get("text") == item["text"] and other.get("field") == item["field"] for other in have)
    return item in have


def _website(base: Data, new: Data, asked: list[Data]) -> None:
    mine, other = base.get("website", ""), new.get("website", "")
    if not mine:
        _fill(base, new, ("website",))
    elif other and clean.host(mine) != clean.host(other):
        asked.append({"field": "website", "text": f"Another source gives {other}. Which is right?"})


def _identifiers(base: Data, new: Data, asked: list[Data]) -> None:
    for scheme, value in new.get("identifiers", {}).items():
        have = base.setdefault("identifiers", {}).setdefault(scheme, value)
        if have != value:
            asked.append({"field": f"identifiers.{scheme}", "text": f"Another source gives {value}. Which is right?"})


def _numbers(value: Any) -> set[str]:
    """All telephone numbers anywhere in a record."""
    if isinstance(value, dict):
        own = {value["number"]} if "number" in value else set()
        return own.union(*(_numbers(inner) for inner in value.values()))
    return set().union(*(_numbers(inner) for inner in value)) if isinstance(value, list) else set()


def _phones(record: Data, base: Data, new: Data, field: str, asked: list[Data]) -> None:
    """Telephones of one owner: its first come in; a further one that says what it is for joins, any other is asked."""
    if not new.get("phones"):
        return
    known = _numbers({key: value for key, value in record.items() if key != "questions"})
    had = bool(base.get("phones"))
    for phone in new.get("phones", []):
        if phone["number"] in known:
            continue
        if had and not phone.get("description"):
            number = phone["number"] + (f" ext. {phone['extension']}" if phone.get("extension") else "")
            asked.append({"field": field, "text": f"Another source gives {number}. Is it right, and whose line is it?"})
        else:
            base["phones"] = [*base.get("phones", []), dict(phone)]
            known.add(phone["number"])


def _locations(base: Data, new: Data, asked: list[Data], rows: bool, many: bool) -> dict[str, str]:
    """Join the places; says under which key each place of `new` stands now (`""`: not taken)."""
    keys: dict[str, str] = {}
    if any(place.get("confidential") for place in base.get("locations", {}).values()):
        asked += [{"field": "locations", "text": _besides(place)} for place in new.get("locations", {}).values()
                  if rows and not place.get("confidential") and street_of(place)]  # fmt: skip
        return dict.fromkeys(new.get("locations", {}), "")  # no import brings a street back (DESIGN 3, rule 3)
    for given, place in new.get("locations", {}).items():
        key = given
        here = base.setdefault("locations", {})
        twin = twin_of(place, here)
        if twin is None and key in here:
            twin = key if _may_be_one(here[key], place) else None
            if twin is None and many:
                key = _free_key(key, place, here)
            elif twin is None:
                text = f"Another source gives {address_line(place)}. Which is right, or are there two offices?"
                asked.append({"field": f"locations.{key}.address", "text": text})
                keys[key] = ""
                continue
        if twin is None:
            here[key] = copied(place)
        else:
            _join_place(base, here[twin], place, twin, asked)
        keys[given] = twin or key
    if not base.get("locations"):
        base.pop("locations", None)
    return keys


def _besides(place: Data) -> str:
    city = place.get("address", {}).get("city", "")
    where = f" in {city}" if city else ""
    return (
        f"The source also lists a place{where} without calling it confidential. It is not shown, since "
        "a place of this provider is confidential. Is it another one, open to the public?"
    )


def twin_of(place: Data, places: dict[str, Data]) -> str | None:
    """The place at the same street of the same town."""
    street = street_of(place)
    for key, other in places.items():
        if street and street == street_of(other) and not towns_apart(place, other):
            return key
    return None


def towns_apart(place: Data, other: Data) -> bool:
    """Whether two places at streets of one name are in different towns, by all that is known of both."""
    mine, theirs = place.get("address", {}), other.get("address", {})
    if mine.get("postal_code") and theirs.get("postal_code"):
        return bool(mine["postal_code"][:5] != theirs["postal_code"][:5] and mine.get("city") != theirs.get("city"))
    if "latitude" in place and "latitude" in other:
        where = (place["latitude"], place["longitude"], other["latitude"], other["longitude"])
        return distance_km(*where) > SAME_PLACE_KM
    return bool(mine.get("city") and theirs.get("city") and mine["city"].casefold() != theirs["city"].casefold())


def _free_key(key: str, place: Data, places: dict[str, Data]) -> str:
    """A key for one more place: with its city, its street, then a number."""
    address = place.get("address", {})
    street = re.sub(r"\A[\d\s-]+", "", address.get("address_1", ""))
    ends = [end for end in (slugify(address.get("city", "")), slugify(street)) if end and end not in key]
    for candidate in (*(f"{key}-{end}" for end in ends), *(f"{key}-{n}" for n in range(2, 1000))):
        if candidate[:MAX_SLUG].strip("-") not in places:
            return candidate[:MAX_SLUG].strip("-")
    return key


def lift_phones(record: Data) -> Data:
    """A telephone that most places of a provider have is the provider's, said once."""
    places = record.get("locations", {})
    if len(places) < 2:
        return record
    count = Counter(phone["number"] for place in places.values() for phone in place.get("phones", []))
    common = [number for number, times in count.items() if times > 1 and times * 2 > len(places)]
    if not common or record.get("phones"):
        return record
    lifted: Data = copied(record)
    lifted["phones"] = [{"number": number} for number in common]
    for place in lifted["locations"].values():
        kept = [phone for phone in place.get("phones", []) if phone["number"] not in common]
        if kept:
            place["phones"] = kept
        else:
            place.pop("phones", None)
    return lifted


def street_of(place: Data) -> str:
    """The form in which the streets of two places are compared; `""` for none."""
    address = place.get("address", {})
    if not address.get("address_1"):
        return ""
    return clean.street_key(f"{address['address_1']} {address.get('address_2', '')}")


def _may_be_one(old: Data, new: Data) -> bool:
    """Whether two places under one key are one: a street is missing, or the house number and first word agree."""
    if old.get("confidential") or new.get("confidential"):
        return True
    a, b = street_of(old), street_of(new)
    return not a or not b or re.findall(r"\w+", a)[:3] == re.findall(r"\w+", b)[:3]


def _join_place(record: Data, old: Data, new: Data, key: str, asked: list[Data]) -> None:
    if old.get("confidential"):
        return
    if new.get("confidential"):
        text = "Another source calls this place confidential. Should its address be hidden?"
        asked.append({"field": f"locations.{key}", "text": text})
    _fill(old, new, ("name", "county", "url", "mailing_address"))
    for scheme, value in new.get("identifiers", {}).items():
        old.setdefault("identifiers", {}).setdefault(scheme, value)
    if "latitude" not in old:
        _fill(old, new, ("latitude", "longitude"))
    address = old.setdefault("address", {})
    for name, value in new.get("address", {}).items():
        mine = address.get(name, "")
        if not mine:
            address[name] = value
        elif name in ("city", "postal_code") and mine.casefold() != value.casefold():
            text = f"Another source gives {value} instead of {mine}. Which is right?"
            asked.append({"field": f"locations.{key}.address.{name}", "text": text})
    if not address:
        del old["address"]
    _phones(record, old, new, f"locations.{key}.phones", asked)
    _append(old, "sources", new.get("sources", []))


def address_line(place: Data) -> str:
    """An address on one line."""
    address = place.get("address", {})
    parts = [address.get(name, "") for name in ("address_1", "address_2", "city", "postal_code")]
    return ", ".join(part for part in parts if part)


def _services(base: Data, new: Data, places: dict[str, str], rows: bool, fresh: set[str], asked: list[Data]) -> None:
    """Join the services; one that is there already is given at further places only where the place is `fresh`."""
    services = base.setdefault("services", {})
    for key, said in new.get("services", {}).items():
        body = copied(said)
        at = {places.get(place, place): how for place, how in body.pop("at", {}).items() if places.get(place, place)}
        if key not in services:
            if at:
                body["at"] = at
            if body.get("phones"):
                _only_new_phones(base, body)
            services[key] = body
            continue
        mine = services[key]
        _serves(mine, body, rows)
        _phones(base, mine, body, f"services.{key}.phones", asked)
        kept = {name for name in body if name not in ("phones", "serves", "sources")}
        _fill(mine, body, tuple(kept))
        for place, how in at.items():
            if rows or "at" not in mine or place in fresh:
                mine.setdefault("at", {}).setdefault(place, how)
        _append(mine, "sources", body.get("sources", []))
    if not services:
        del base["services"]


def _only_new_phones(record: Data, body: Data) -> None:
    """A new service does not repeat the provider's own telephone."""
    general = {phone["number"] for phone in record.get("phones", [])}
    body["phones"] = [phone for phone in body["phones"] if phone["number"] not in general]
    if not body["phones"]:
        del body["phones"]


def _serves(mine: Data, body: Data, rows: bool) -> None:
    theirs = body.get("serves")
    if not theirs:
        return
    if "serves" not in mine:
        mine["serves"] = theirs
    elif rows and not mine["serves"].get("statewide"):
        for name, values in theirs.items():
            if isinstance(values, list):
                have = mine["serves"].get(name, [])
                mine["serves"][name] = [*have, *(value for value in values if value not in have)]
