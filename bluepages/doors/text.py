"""A form as a mail: its questions as headings with the answers below, as `intake.webtext` reads them again.

The browser writes the same (`site/assets/forms-text.mjs`); a test holds the two together.
"""

from __future__ import annotations

import re
from typing import Final

from bluepages.doors.definition import Field, Forms
from bluepages.doors.submission import Submission

TAKEN: Final = re.compile(r"'*[#>]")
"""A line of an answer that could be taken for a heading, or be lost as a quotation: it is sent with a `'` before it."""


def compose(forms: Forms, made: Submission) -> str:
    """The text of a mail; with no answers, a form to fill in by hand."""
    form, language = forms.forms[made.form], made.language
    parts = [f"### {field.label[language]}\n\n{_answer(field, made)}" for field in form.fields]
    consent = forms.consent
    parts.append(f"### {consent.label[language]}\n\n- [x] {consent.text[language]}")
    return "\n\n".join([*parts, ""])


def _answer(field: Field, made: Submission) -> str:
    if field.kind == "ticks":
        options = [(name, field.option(name)) for name in made.ticked(field.id)]
        return "\n".join(f"- [x] {option.full(made.language) if option else name}" for name, option in options)
    value = made.text(field.id)
    option = field.option(value)
    if option:
        return option.full(made.language)
    return "\n".join(f"'{line}" if TAKEN.match(line) else line for line in value.split("\n"))
