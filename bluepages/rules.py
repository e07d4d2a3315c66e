"""Every rule by its code: how bad a breach is and what it is called. `docs/rules.md` says why and shows examples.

P1xx the file itself, P20x contacts, P21x names, P22x duplicates, P30x places, P31x hours, P32x needs and other lists,
P33x languages, P40x privacy, P50x dates, P60x references, P70x text, P901 what is compiled, P91x and P92x
the change itself.
"""

from __future__ import annotations

from typing import Final

import msgspec

from bluepages.problems import Level


class Rule(msgspec.Struct, frozen=True):
    """One rule. `title` and `advice` quote nothing of any record, so that they can be shown for confidential ones."""

    code: str
    level: Level
    title: str
    advice: str = ""


def _table(*rows: tuple[str, Level, str] | tuple[str, Level, str, str]) -> dict[str, Rule]:
    return {row[0]: Rule(*row) for row in rows}


RULES: Final = _table(
    ("P101", "error", "The file is not YAML that can be read"),
    ("P102", "error", "A key stands twice", "Keep one of the two, or join them."),
    ("P103", "error", "YAML that is not allowed here: anchor, alias, tag, merge key or second document"),
    ("P104", "error", "The file is too large or nested too deep"),
    ("P105", "error", "The file is not UTF-8", "Save it with the encoding UTF-8."),
    ("P106", "error", "A control or hidden character", "Type the line again."),
    ("P107", "warning", "Byte-order mark or wrong line ends", "Save it as plain UTF-8 with LF line ends."),
    ("P108", "error", "A link instead of a file", "Put a real file in its place."),
    ("P109", "error", "The file cannot be read"),
    ("P110", "error", "An unknown key", "schema/provider.schema.json lists the keys."),
    ("P111", "error", "A required key is missing"),
    ("P112", "error", "A value of the wrong kind"),
    ("P113", "error", "A value that is not in the list"),
    ("P114", "error", "A value that is empty, too long or out of range"),
    ("P115", "error", "A value that is not written in the right form"),
    ("P116", "error", "A key that is not a short name", "Use lower-case letters, digits and hyphens."),
    ("P117", "warning", "The file is not in canonical form", "Run bluepages check --fix."),
    ("P118", "warning", "A file that is not a provider"),
    ("P190", "error", "A vocabulary file is wrong"),
    ("P191", "error", "A vocabulary file is missing"),
    ("P201", "error", "Not an e-mail address", "Write it like info@example.org."),
    ("P202", "error", "Not a web address", "Write it like https://example.org."),
    ("P203", "error", "An address that hides where it leads", "Write the plain address that people know."),
    ("P204", "error", "Not a phone number", "Write it like 510-555-0100."),
    ("P205", "warning", "A phone number in another spelling", "Write it like 510-555-0100."),
    ("P206", "warning", "A fax that is listed as a voice line", "Add type: fax."),
    ("P207", "warning", "The same phone number twice in one list", "Delete one of the two."),
    ("P208", "notice", "A phone number that is only for stories", "Numbers 555-0100 to 555-0199 reach nobody."),
    ("P210", "error", "A name that cannot be used in an address", "Use lower-case letters, digits and hyphens."),
    ("P211", "error", "A folder that is not a county", "Move the file to its county's folder, or to statewide."),
    ("P212", "error", "Two records with one name", "Rename one of the two files."),
    ("P213", "error", "Two paths that differ only in case", "Rename one of the two files."),
    ("P214", "error", "A name that was given before", "A name once used is never given to another thing."),
    ("P215", "notice", "A file name that does not resemble the provider's name"),
    ("P220", "warning", "Looks like another record: same phone and a similar name"),
    ("P221", "warning", "Looks like another record: same address and a similar name"),
    ("P222", "warning", "Looks like another record: same web address and a similar name"),
    ("P223", "warning", "Looks like another record: the same name in the same county"),
    ("P224", "notice", "not_duplicate_of names a record that looks different anyway", "Delete that line."),
    ("P300", "warning", "A place without a place", "Write its address or its county."),
    ("P301", "error", "A point outside the state", "Look the point up again, or leave it out."),
    ("P302", "error", "Latitude and longitude are mixed up",
     "Latitude is degrees north; longitude is negative in the Americas."),
    ("P303", "error", "Half a point", "Write both latitude and longitude, or neither."),
    ("P304", "warning", "A point outside the stated county"),
    ("P305", "warning", "A point far from the ZIP code"),
    ("P306", "warning", "An address that is not in the state"),
    ("P307", "warning", "A ZIP code of another county"),
    ("P308", "notice", "A city that is not known in that county"),
    ("P309", "warning", "An address in the wrong fields"),
    ("P310", "error", "Hours that cannot be read", "docs/hours.md shows how to write them."),
    ("P311", "warning", "Hours in another spelling", "Run bluepages check --fix."),
    ("P320", "error", "A need that is not in the list", "data/needs.yaml lists them."),
    ("P321", "error", "An audience that is not in the list", "data/audiences.yaml lists them."),
    ("P322", "error", "An accessibility feature that is not in the list", "data/accessibility.yaml lists them."),
    ("P323", "error", "A county that is not in the list", "data/counties.yaml lists them."),
    ("P324", "error", "A check by somebody who is not a steward", "Write a steward's id or a county."),
    ("P325", "warning", "The same word twice in a list", "Delete one of the two."),
    ("P326", "error", "The lowest age is above the highest", "Exchange the two."),
    ("P327", "warning", "An area that names a place outside the state"),
    ("P330", "error", "A language that is not in the list", "data/languages.yaml lists the codes."),
    ("P331", "warning", "A translation into a language that is not published"),
    ("P401", "error", "A confidential place says more than its county and city",
     "Take out everything finer than county and city, and tell a steward in private: Git keeps what was pushed."),
    ("P402", "error", "A place for people fleeing abuse must say whether it is confidential",
     "Write confidential: true, or confidential: false with public_address: {by, date, how}."),
    ("P403", "error", "Nobody is named who allowed this address to be public",
     "Write public_address: {by, date, how}, or confidential: true."),
    ("P404", "error", "This looks like a Social Security number", "Delete it, and tell a steward in private."),
    ("P405", "error", "This looks like a payment card number", "Delete it, and tell a steward in private."),
    ("P406", "warning", "A personal mailbox", "Write the organization's own address, or only a phone."),
    ("P407", "warning", "A private person or a private phone", "Name the office or the role, never the person."),
    ("P408", "warning", "This looks like a date of birth", "Delete it."),
    ("P409", "error", "This looks like a password or a key", "Delete it, and have it withdrawn where it was issued."),
    ("P410", "error", "Hidden text", "Delete what people cannot see."),
    ("P411", "error", "A text may give away a place that must stay secret",
     "Take the street, ZIP code or map link out of the text."),
    ("P501", "error", "A day that is not in the calendar", "Write it like 2026-10-02."),
    ("P502", "error", "A date that has not come yet"),
    ("P503", "notice", "Checked too long ago"),
    ("P504", "notice", "An old source"),
    ("P505", "notice", "An alert that is over"),
    ("P506", "notice", "Closed from a date to come"),
    ("P601", "error", "A place that this file does not have", "Use a key under locations."),
    ("P602", "error", "A provider that is not there"),
    ("P603", "error", "A translation of something that is not there"),
    ("P604", "error", "A source that is not known", "Use an id of data/sources.yaml, issue:N, pull:N or web:host."),
    ("P605", "notice", "A place that no service uses"),
    ("P606", "warning", "A service that nobody can reach", "Add a phone, a web address, an e-mail or an address."),
    ("P701", "warning", "HTML in a text", "Write plain text."),
    ("P702", "warning", "Garbled letters", "Type the word again."),
    ("P703", "warning", "Placeholder text", "Leave the key out where nothing is known."),
    ("P704", "warning", "Shouting", "Write it in normal letters."),
    ("P705", "warning", "Spaces too many", "Run bluepages check --fix."),
    ("P706", "notice", "A very long name"),
    ("P901", "error", "What we made of the record does not fit the standard", "This is our fault: please report it."),
    ("P910", "error", "A record that was taken away",
     "Put the file back: mark it closed, or name it under formerly or merged of the record that took its place."),
    ("P911", "error", "A link or another repository instead of a file", "Put a real file in its place."),
    ("P912", "error", "A data file that is marked as a program",
     "Take the mark away: git update-index --chmod=-x FILE."),
    ("P913", "error", "A file name or place that is not allowed", "Move or rename it."),
    ("P914", "error", "Two names that many systems take for one", "Rename one of the two."),
    ("P915", "error", "A change of too many files", "Split it, or ask a maintainer (limits.most_changed)."),
    ("P916", "warning", "A change of records and of the program at once",
     "Propose them apart: different people review them."),
    ("P920", "error", "A check that nobody may have made",
     "Only stewards record checks (bluepages verify); anybody else's word is reported_correct."),
    ("P921", "warning", "A check that does not say how it was made",
     "Write how: phone call, visit, e-mail from the provider; and what was asked."),
)  # fmt: skip
