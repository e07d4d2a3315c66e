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
from bluepages.vocabulary import Vocabulary

_SAID = (
    "24 24hr 24hrs a above abuse access admin administration administrative admissions admitting adult adults advice "
    "after agency alcohol all also alternate and answering anytime appointment appointments are area assault "
    "assistance at bank before below benefits business call callers cantonese care center child children chinese city "
    "client clients clinic community counseling county crisis customer date day dental department dept desk direct "
    "domestic donations drug early emergencies emergency english enrollment espanol español ext extension families "
    "family fax federal first food for free fri friday from front general headquarter headquarters health hearing "
    "help helpline him hmong hot hotline hotlines hour hours housing hr hrs human impaired in info information intake "
    "international is korean legal library line lines local machine main mandarin meals medical member men message "
    "mobile mon monday national nearby nearest new night non number numbers nurse of office offices on online only "
    "option or organization other our out outside page pantry pharmacy phone phones please press prevention primary "
    "program programs public rape reception referral referrals regional registration relay residents russian sat "
    "saturday scheduling school secondary secretary senior seniors service services sexual shelter site social "
    "spanish state statewide suicide sun sunday support switchboard system tagalog tape tdd team teen tel telephone "
    "text the them thu thursday time times to today toll tollfree treatment tty tue tuesday unit us usa veterans via "
    "vietnamese violence visit voice voicemail volunteer volunteering volunteers web website wed wednesday with "
    "within women x your youth"
)
OFFICE: Final = frozenset(_SAID.split())
"""Words of desks and kinds of lines."""
_ROLES = (
    "admin appointment billing board career center church clinic communications community complaint consumer "
    "contact county courts crisis customer desk development director donate donation education employ energy "
    "enroll executive family food front general health hello help hotline housing human info inquir intake job "
    "legal librar mail media member ministr nutrition office outreach pantry parish parks police program public "
    "question reception recovery referral register registra resource safety school senior service shelter staff "
    "support tax team tenant therapy transit veteran volunteer webmaster youth"
)
_ROLE: Final = re.compile("|".join(_ROLES.split()))
_TWO_NAMES: Final = re.compile(r"[a-z]{2,}[._][a-z]{2,}\Z|[a-z][._][a-z]{3,}\Z")
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
        self.staff = {name for name in staff if name not in OFFICE and not _ROLE.search(name)}
        self.unheard: Iterable[str] = ()

    @classmethod
    def of(cls, vocabulary: Vocabulary, names: Iterable[str], staff: Iterable[str]) -> Persons:
        """What is known of a source: the directory's vocabularies, the names of what it lists, and of its staff."""
        said: list[str] = []
        for need in vocabulary.needs.values():
            said += [*need.label.values(), *(each for those in need.synonyms.values() for each in those)]
        for language in vocabulary.languages.values():
            said += [*language.name.values(), *language.synonyms]
        counties = (county.name for county in vocabulary.counties.values())
        return cls(said, [*names, *vocabulary.places.city_names, *counties], staff)

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
        return bool(self.unknown(plain))

    def owns(self, box: str, name: str = "") -> bool:
        """Whether a mailbox is one person's: at a webmail host, or not surely an office's or an organization's."""
        local, _, host = box.casefold().partition("@")
        if host in MAIL_HOSTS:
            return True
        plain = re.sub(r"[^a-z]", "", local)
        if any(plain == each or (len(each) >= 4 and each in plain) or plain[1:] == each or plain[:-1] == each
               for each in self.staff if len(each) >= 3):  # fmt: skip
            return True
        if _ROLE.search(local):
            return False
        if _TWO_NAMES.match(local):
            return True
        labels = [re.sub(r"[^a-z0-9]", "", part) for part in host.split(".")[:-1]]
        if any(len(part) >= 3 and (plain in part or part in plain) for part in labels if len(plain) >= 3):
            return False
        words = re.findall(r"[a-z0-9]+", name.casefold())
        initials = "".join(word[0] for word in words)
        if len(plain) >= 2 and (plain in initials or plain == "".join(w[0] for w in words if w not in _SMALL_WORDS)):
            return False
        if len(plain) >= 4 and plain in "".join(words):
            return False
        return not (len(plain) >= 6 and self._is_word(plain))

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
        if names_a_person(sentence):
            return True
        if any(self.unknown(led) for led in _LED.findall(sentence)):
            return True
        if not _REACHED.search(sentence):
            return False
        if any(self.owns(box) for box in _MAILBOX.findall(sentence)):
            return True
        return any(len(self.unknown(run)) >= len(_plain_words(run)) for run in _RUN.findall(sentence))


_SMALL_WORDS: Final = frozenset({"of", "the", "and", "for", "in", "at", "de", "la"})


def _plain_words(text: str) -> list[str]:
    """The words of a text in small letters, without 's and without signs with numbers such as `X2400`."""
    found = (word.casefold().replace("’", "'") for word in _WORD.findall(text) if not word[1:].isdigit())
    return [word.removesuffix("'s").rstrip("'-") for word in found]
