"""Field names and values as people say them."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from bluepages.problems import Path
from bluepages.review.hours import said as hours_said
from bluepages.review.tongue import TONGUES, Language, Tongue
from bluepages.vocabulary import Vocabulary

_CODED: Final = frozenset({"cost", "type", "status", "location_type", "covers", "how"})
"""Fields whose values are words of the schema, or of a form, and not of a record."""


def field_label(field: str, language: str = "en") -> str:
    """`hours` -> `Hours`; a name that nothing else is known of is told as it is."""
    return TONGUES[language].label(field)


def label(path: Path, record: dict[str, Any], language: str = "en") -> str:
    """`("services", "lunch", "at", "kitchen", "hours")` -> `Hours of Hot lunch at kitchen`."""
    tongue = TONGUES[language]
    words = [tongue.label(str(step)) for step in path if not isinstance(step, int)]
    if len(path) < 3 or path[0] not in ("services", "locations"):
        return ": ".join(words) if path[:1] == ("translations",) else words[-1] if len(words) == 1 else ", ".join(words)
    kind, key = str(path[0]), str(path[1])
    thing = record.get(kind, {}).get(key) or {}
    name = thing.get("name") or key.replace("-", " ")
    rest = path[2:]
    if rest[0] == "at" and len(rest) > 1:
        where = tongue.say("at", thing=name, place=str(rest[1]).replace("-", " "))
        return tongue.say("of", field=tongue.label(str(rest[2])), thing=where) if len(rest) > 2 else where
    return tongue.say("of", field=tongue.label(str(rest[-1])), thing=name)


def shown(path: Path, value: Any, vocabulary: Vocabulary | None = None, language: Language = "en") -> str:
    """A value on one line, as people say it; `""` for none."""
    return _Said(vocabulary, language, TONGUES[language]).value(path, value)


class _Said(NamedTuple):
    """Values in the words of one language."""

    vocabulary: Vocabulary | None
    language: Language
    tongue: Tongue

    def value(self, path: Path, value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return self.tongue.say("yes" if value else "no")
        last = str(path[-1]) if path else ""
        if isinstance(value, dict):
            return self.thing(path, last, value)
        if isinstance(value, list | tuple):
            return ", ".join(self.value(path, item) for item in value)
        if last == "hours":
            return hours_said(str(value), self.language)
        return self.known(last, " ".join(str(value).split()))

    def thing(self, path: Path, last: str, value: dict[str, Any]) -> str:
        tongue = self.tongue
        if "number" in value:
            return self.telephone(value)
        if last == "verified":
            covers = ", ".join(map(tongue.code, value.get("covers") or (tongue.say("everything"),)))
            how = tongue.code(str(value.get("how")))
            return tongue.say("checked", date=value.get("date"), by=value.get("by"), how=how, covers=covers)
        if last == "closed":
            see = tongue.say("instead", records=", ".join(value["see"])) if value.get("see") else ""
            note = f" ({value['note']})" if value.get("note") else ""
            return f"{tongue.say('since', date=value.get('date'))}{note}{see}"
        if last == "serves" and value.get("statewide"):
            return tongue.say("state")
        if last == "identifiers":
            return ", ".join(f"{scheme} {number}" for scheme, number in value.items())
        if not value:
            return tongue.say("yes")  # it is there, and nothing more is said of it
        return ", ".join(filter(None, (self.value((*path, key), inner) for key, inner in value.items())))

    def telephone(self, value: dict[str, Any]) -> str:
        tongue = self.tongue
        extra = [tongue.say("extension", number=value["extension"])] if value.get("extension") else []
        kind = [f"({tongue.code(value['type'])})"] if value.get("type", "voice") != "voice" else []
        languages = value.get("languages")
        spoken = [tongue.say("spoken", languages=self.value(("languages",), languages))] if languages else []
        parts = (value["number"], *extra, *kind, value.get("description", ""), *spoken)
        return " ".join(str(part) for part in parts if part)

    def known(self, field: str, text: str) -> str:
        """An id of one of our lists as its label."""
        vocabulary, language = self.vocabulary, self.language
        if field in _CODED:
            return self.tongue.code(text)
        if vocabulary is None:
            return text
        if field == "needs" and text in vocabulary.needs:
            return vocabulary.needs[text].label.get(language, text)
        if field == "languages" and text in vocabulary.languages:
            return vocabulary.languages[text].name.get(language, text)
        if field in ("counties", "county") and text in vocabulary.counties:
            return self.tongue.say("county", name=vocabulary.counties[text].name)
        if field == "audiences" and text in vocabulary.audiences:
            return vocabulary.audiences[text].label.get(language, text)
        if field == "accessibility" and text in vocabulary.accessibility:
            return vocabulary.accessibility[text].label.get(language, text)
        return text
