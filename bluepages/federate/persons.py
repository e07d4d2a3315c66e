"""Whether words beside a telephone, a mailbox or a sentence name a person (DESIGN 3, rule 6).

No list of first and last names is complete, so the question is turned round: a word is no name where it belongs to
offices and lines, to what the directory is about, to the name of an organization or town, or stands in small letters
somewhere in the source's own texts. What is left may be somebody, and is left out and counted.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import Final

from bluepages.checks.personal import MAIL_HOSTS, names_a_person
from bluepages.federate.mailboxes import ROLES, Known, is_of_staff, is_office
from bluepages.vocabulary import Vocabulary

_SAID = (
    "contact 24 24hr 24hrs a above abuse access admin administration administrative admissions admitting adult adults "
    "advice after agency alcohol all also alternate am and answering anytime appointment appointments archives "
    "are area assault assistance at bank before below benefits billing business call callers cancellation "
    "cancellations cantonese care center child children chinese circulation city clerk client clients clinic "
    "community corporate counseling county crisis customer customers date day dental department dept desk "
    "detectives direct domestic donations drug early emergencies emergency english enrollment espanol español ext "
    "extension families family fax federal first floor food for free fri friday from front general headquarter "
    "headquarters health hearing help helpline him hmong hot hotline hotlines hour hours housing hr hrs human "
    "impaired in info infoline information intake international is korean legal library line lines local "
    "lunchline machine mailbox main mandarin meals medical member membership men message mobile mon monday "
    "national nd nearby nearest new newsline night non number numbers nurse of ofc office offices on online only "
    "option or organization other our out outside page pantry parish patient patients payment payments pharmacy "
    "phone phones placement please pm police press prevention primary program programs public rape rd reception "
    "recorder recording recordings recruitment rectory reference referral referrals regional registration relay "
    "reservation reservations residents russian sat saturday scheduling school secondary secretary senior seniors "
    "service services sexual shelter shelterline sheriff site social spanish st state stateline statewide suicide "
    "sun sunday support switchboard system tagalog tape tdd team teen tel telephone text th the them thu thurs "
    "thursday time times tipline to today toll tollfree transportation treatment tty tue tues tuesday unit us usa "
    "veterans via vietnamese violence visit voice voicemail volunteer volunteering volunteers warmline web "
    "website wed wednesday weds with within women x your youth"
)
_FIRST = (
    "amber angel art autumn bill brook buddy candy carol charity chase chip christian chuck clay cliff constance "
    "cooper crystal daisy dale dawn dean dick dolly don drew earnest faith fern forest frank gene ginger glen "
    "grace grant guy harmony hazel heath heather heaven holly honor hope hunter iris ivy jack jasmine jay jewel "
    "joy karen kitty lance lane lily mark mason max melody mercy merry miles misty norm olive opal page pat "
    "patience pearl penny piper porter ray reed rich rob robin rocky rose ruby rusty sage sandy savannah serenity "
    "skip sky sterling stormy sue summer sunny tanner taylor terry trinity victor violet wade walker ward will "
    "willow woody"
)
FIRST: Final = frozenset(_FIRST.split())
"""First names that are everyday words too."""
OFFICE: Final = frozenset(_SAID.split())
"""Words of desks and kinds of lines."""
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*")
_SMALL: Final = re.compile(r"(?<![\w'’-])[^\W\d_A-Z]{3,}(?![\w'’-])")
_ADDRESS: Final = re.compile(r"\S*[@/]\S*|\bwww\.\S+|\S+\.(?:org|com|net|gov|edu|us)\b")
"""Mailboxes and web addresses, whose words may be names in small letters."""
_NOT_GIVEN: Final = re.compile(
    r"\b(?:do(?:es)? ?n[o']?t (?:give|publish|list|share)|not (?:for (?:the )?public|public|published)"
    r"|staff only|cell(?:ular)?|home (?:phone|number)|updates? only|private(?! (?:pay|duty|school|insurance))"
    r"|internal(?! medicine)|personal(?! (?:care|finance|assistance|growth))"
    r"|mobile(?! (?:\w+ )?(?:clinic|crisis|unit|response|outreach|health|medical|pantry|van|service|dental|shower|team"
    r"|food|market|home)))\b|\w's home\b|\bhome #|\(home\)",
    re.IGNORECASE,
)
_TITLED: Final = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Rev|Fr|Sr|Sra|Pastor|Father|Sister|Deacon|Coach)\.? )?"
_RUN: Final = re.compile(r"\b[A-Z][a-z'’]+(?: [A-Z]\.?)? (?:(?:[Dd]e|[Ll]a|[Vv]an|[Vv]on|[Dd]el) )*[A-Z][A-Za-z'’-]+\b")
_LED: Final = re.compile(
    rf"\b(?:[Cc]all|[Cc]ontact(?: person)?|[Aa]sk for|[Ee]-?mail|[Tt]ext|[Rr]each|[Ss]peak (?:to|with)|[Ss]ee|[Aa]ttn|"
    rf"[Aa]ttention|[Cc]/o|(?:[Mm]anager|[Cc]oordinator|[Dd]irector|[Ss]upervisor|[Pp]astor|[Aa]dministrator"
    rf"|[Pp]rincipal|[Pp]resident|[Ll]eader),?|[Ll]lame a|[Pp]regunte por):? {_TITLED}"
    rf"([A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+){{0,2}})"
)
_REACHED: Final = re.compile(r"\d{3}\D{0,3}\d{3}\D{0,2}\d{4}|@")
_MAILBOX: Final = re.compile(r"[A-Za-z0-9][\w.+%-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_KINDS: Final = (
    r"(?:Centers?|Centres?|Clinics?|Librar(?:y|ies)|Schools?|Elementary|Preschool|Hospitals?|Colleges?|University|Campus"
    r"|Museum|Academy|Courthouse|Pantry|Shelter|Building|Station)"
)
"""Institutions whose names are often those of people; `Park` and `Church` are names of families as well."""
_PLACE: Final = re.compile(rf"[A-Z][\w'’.&-]*(?: (?:[A-Z][\w'’.&-]*|of|the|and|at|for|&)){{0,5}} {_KINDS}")
_HOUSES: Final = frozenset(
    ("housing", "house", "pantry", "clinic", "center", "school", "library", "shelter", "meals", "program", "payment")
)
_TITLE: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Rev|Fr|Sr|Sra|Pastor|Father|Sister|Brother|Deacon|Coach|Rabbi)\b")
_PLACES: Final = re.compile(
    rf"\b(?!Call\b|Contact\b|Ask\b|See\b|Email\b)(?:[A-Z][\w'’.-]+ ){{1,4}}{_KINDS}\b"
    r"(?! (?:[A-Z]\w+ ){0,2}(?:Director|Manager|Coordinator|Supervisor|Administrator|Principal|President|Leader|Pastor"
    r"|Staff|Nurse|Specialist|Counselor))"
)
_STREETS: Final = re.compile(
    r"\b\d{1,6}(?:-\d+)? (?:[NSEW]\.? |(?:North|South|East|West) )?(?:[A-Z][\w'’.]*\.? ){1,3}"
    r"(?:St|Street|Ave?|Avenue|Blvd|Boulevard|Rd|Road|Dr|Drive|Ln|Lane|Way|Ct|Court|Pl|Place|Hwy|Highway|Pkwy|Parkway"
    r"|Cir|Circle|Ter|Terrace|Pike|Sq|Square)\b\.?"
)
_CELLS: Final = re.compile(
    r"\b(?:sickle|stem|blood|fuel|cancer|jail|holding|t)[- ]cells?\b|\bcell (?:disease|anemia|trait|therapy|research)",
    re.IGNORECASE,
)
_CELL_PHONES: Final = re.compile(
    r"(?<!['’]s )(?<!\bhis )(?<!\bher )(?<!\bmy )\bcell(?:ular)? ?phones?\b", re.IGNORECASE
)
_SENTENCE: Final = re.compile(
    r"(?<![ (]Mr\.)(?<![ (]Ms\.)(?<![ (]Dr\.)(?<![ (]Fr\.)(?<![ (]Sr\.)(?<![ (]St\.)(?<!Mrs\.)(?<!Rev\.)(?<!ext\.)"
    r"(?<!Ext\.)(?<! [A-Z]\.)(?<=[.!?;])\s+"
)


class Persons:
    """Tells names of people from other words, by what is known of one source. `staff` are names that it gives."""

    def __init__(self, words: Iterable[str] = (), names: Iterable[str] = (), staff: Iterable[str] = ()) -> None:
        self.words = {*OFFICE, *(word for said in words for word in _plain_words(said))}
        self.singles: set[str] = set()
        self.pairs: set[tuple[str, str]] = set()
        for name in names:
            parts = _plain_words(name)
            self.singles.update(parts if len(parts) == 1 else ())
            self.pairs.update(itertools.pairwise(parts))
        self.staff = {name for name in staff if len(name) >= 3 and name not in OFFICE and name not in ROLES}
        self.needs: frozenset[str] = frozenset()
        self.curated = frozenset(self.words)
        self.unheard: Iterable[str] = ()

    @classmethod
    def of(cls, vocabulary: Vocabulary, names: Iterable[str], staff: Iterable[str], state: str = "") -> Persons:
        """What is known of a source: the directory's vocabularies, the names of what it lists, and of its staff."""
        said: list[str] = []
        for need in vocabulary.needs.values():
            said += [*need.label.values(), *(each for those in need.synonyms.values() for each in those)]
        needs = frozenset(word for each in said for word in _plain_words(each))
        for language in vocabulary.languages.values():
            said += [each for each in (*language.name.values(), *language.synonyms) if each.casefold() not in FIRST]
        counties = (county.name for county in vocabulary.counties.values())
        found = cls(said, [*names, *vocabulary.places.city_names, *counties, state], staff)
        found.needs = needs - FIRST
        return found

    def hear(self, texts: Iterable[str]) -> None:
        """Learn, once it matters, what stands in small letters in the source's own texts."""
        self.unheard = texts

    def unknown(self, text: str) -> list[str]:
        """The words of a text that may be names; those of an organization or town are known beside each other."""
        parts = _plain_words(text)
        found = []
        for at, part in enumerate(parts):
            beside = tuple(parts[at - 1 : at + 1]) in self.pairs or tuple(parts[at : at + 2]) in self.pairs
            if not beside and not self._is_word(part):
                found.append(part)
        return found

    def _is_word(self, part: str) -> bool:
        if part in self.staff:
            return False
        if not self._is_known(part) and self.unheard:
            for text in self.unheard:
                self.words.update(_SMALL.findall(_ADDRESS.sub(" ", text)))
            self.unheard = ()
        return self._is_known(part)

    def _is_known(self, part: str) -> bool:
        return part in self.singles or all(
            each in self.words or each.removesuffix("s") in self.words or len(each) < 2 for each in part.split("-")
        )

    def may_be_named(self, label: str) -> bool:
        """Whether a label beside a telephone may name a person, or says that the number is not for everybody."""
        if _NOT_GIVEN.search(label) or names_a_person(label):
            return True
        plain = _MAILBOX.sub(" ", label)
        if not plain.isupper():  # short words in capitals are those of offices: `COIL`, `HEAP`
            plain = re.sub(r"(?<![\w'-])[A-Z]{2,5}(?![\w'-])", " ", plain)
        if not _TITLE.search(plain) and _PLACE.fullmatch(plain.strip()) and self.staff.isdisjoint(_plain_words(plain)):
            return False
        return bool(self.unknown(plain)) or self._everyday(plain)

    def _everyday(self, label: str) -> bool:
        """Whether a label is a name made of everyday words: `Rose`, `Mark Baker`, `Grace (intake)`."""
        if not FIRST.intersection(_plain_words(label)) or not _HOUSES.isdisjoint(_plain_words(label)):
            return False
        words = [word for word in _WORD.findall(label) if word.casefold() not in OFFICE]
        parts = [part for word in words for part in _plain_words(word)]
        if not parts or parts[0] not in FIRST or len(parts) > 3 or not all(word[0].isupper() for word in words):
            return False
        beside = any(pair in self.pairs for pair in itertools.pairwise(parts))
        return not beside and all(part in FIRST or part not in self.curated for part in parts)

    def owns(self, box: str, name: str = "") -> bool:
        """Whether a mailbox is one person's: at a webmail host, or not surely an office's or an organization's."""
        local, _, host = box.casefold().partition("@")
        if host in MAIL_HOSTS:
            return True
        known = Known(host, name, self.needs, self.singles)
        return is_of_staff(local, self.staff, known) or not is_office(local, known)

    def without(self, text: str) -> tuple[str, int]:
        """The text without the sentences that name a person to call, write to or ask for, and how many those were."""
        if not _REACHED.search(text) and not _LED.search(text) and not names_a_person(text):
            return text, 0
        sentences = _SENTENCE.split(text)
        kept = [sentence for sentence in sentences if not self._names(sentence)]
        return " ".join(kept).strip(), len(sentences) - len(kept)

    def shown(self, text: str) -> str:
        """The text for a question or a report, without what names a person."""
        kept, named = self.without(text)
        return f"{kept} … (words about a person were left out)".strip() if named else text

    def _names(self, sentence: str) -> bool:
        plain = _CELLS.sub(" ", sentence)
        if not _REACHED.search(sentence):  # telephones that are given to people, or spoken of
            plain = _CELL_PHONES.sub(" ", plain)
        if names_a_person(plain):
            return True
        sentence = self._without_places(sentence)
        if any(self.unknown(led) for led in _LED.findall(sentence)):
            return True
        if not _REACHED.search(sentence):
            return False
        if any(self.owns(box) for box in _MAILBOX.findall(sentence)):
            return True
        return any(len(self.unknown(run)) >= len(_plain_words(run)) for run in _RUN.findall(sentence))

    def _without_places(self, sentence: str) -> str:
        """The sentence without streets, and without institutions that are named after somebody."""
        sentence = _STREETS.sub(" ", sentence)
        return _PLACES.sub(
            lambda found: " " if self.staff.isdisjoint(_plain_words(found.group())) else found.group(), sentence
        )


def _plain_words(text: str) -> list[str]:
    """The words of a text in small letters, without 's and without signs with numbers such as `X2400`."""
    found = (word.casefold().replace("’", "'") for word in _WORD.findall(text) if not word[1:].isdigit())
    return [word.removesuffix("'s").rstrip("'-") for word in found]
