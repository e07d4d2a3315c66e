"""`bluepages intake --text`, `--list`, `--show`, `--accept`, `--decline`: proposals without GitHub."""

from __future__ import annotations

import argparse
import hashlib
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bluepages.cli.common import say, today_of
from bluepages.errors import DONE, PROBLEMS, Complaint

if TYPE_CHECKING:
    from bluepages.intake.localreview import LocalReview, Waiting
    from bluepages.intake.web import Considered
    from bluepages.records.book import Book


def run(options: argparse.Namespace, book: Book) -> int:
    """One of the five."""
    if options.text:
        return _text(options, book)
    from bluepages.intake.localreview import LocalReview

    review = LocalReview(book, _mail(book))
    if options.list:
        return _list(review)
    each = review.find(options.show or options.accept or options.decline)
    if options.show:
        return _show(review, each)
    if options.decline:
        review.decline(each)
        say(f"Declined: {each.title}. Nothing else has changed.")
        return DONE
    return _accept(options, review, each)


def _mail(book: Book) -> str:
    return f"intake@{urlsplit(book.config.site_url).hostname or 'localhost'}"


def _list(review: LocalReview) -> int:
    waiting = review.waiting()
    for each in waiting:
        print(f"{each.ident}  {each.day}  {each.title}{'' if each.file else '  (a report; changes nothing by itself)'}")
    say(f"{len(waiting)} proposals wait." if len(waiting) != 1 else "One proposal waits.")
    if waiting:
        say(f"See one: bluepages intake --show {waiting[0].ident}")
    return DONE


def _show(review: LocalReview, each: Waiting) -> int:
    print(each.message.strip())
    words = review.words(each)
    if words:
        print(f"\n{words.strip()}")
    say(f"\nTake it over: bluepages intake --accept {each.ident}\nEnd it: bluepages intake --decline {each.ident}")
    return DONE


def _accept(options: argparse.Namespace, review: LocalReview, each: Waiting) -> int:
    if options.dry_run:
        say("Nothing was written.")
        return _show(review, each)
    done = review.accept(each, today_of(options))
    if not done.file:
        say(f"Settled: {each.title}. A report changes no record: where something is wrong, edit the record itself.")
        return DONE
    print(done.words.strip())
    for problem in done.remarks:
        say(f"Worth a look: {problem.field}: {problem.message} {problem.hint}".strip())
    say(f"Accepted: {done.file} is written and committed. The pages follow with the next build (serve does it now).")
    return DONE


def _text(options: argparse.Namespace, book: Book) -> int:
    """A mail becomes what the form on the site would have become."""
    from bluepages.intake import web, webtext

    try:
        raw = sys.stdin.buffer.read(webtext.LARGEST) if str(options.text) == "-" else options.text.read_bytes()
    except OSError as error:
        raise Complaint(f"{options.text} cannot be read: {error.strerror}.", "Name a file with the mail.") from None
    forms = web.webforms(book)
    found = webtext.read_mail(raw, forms)
    if found is None:
        raise Complaint("There is no form in this text.", "It begins with a line such as: ### " + next(
            forms.forms["report"].fields).label["en"])  # fmt: skip
    made = found.submission
    form = forms.forms[made.form]
    problems = found.faults or web.problems(book, made)
    for problem in problems:
        field = form.field(problem.field)
        where = field.label[made.language] if field else problem.field
        print(f"{where.rstrip('?¿:')}: {problem.message} {problem.hint}".strip())
    if problems:
        say("Nothing was written. Ask back, or mend the text and run it again.")
        return PROBLEMS
    day = today_of(options)
    ident = hashlib.sha256(repr((made.form, made.language, sorted(made.values.items()))).encode()).hexdigest()[:16]
    return _tell(options, book, web.consider(book, made, ident, day, day), ident)


def _tell(options: argparse.Namespace, book: Book, found: Considered, ident: str) -> int:
    """Say what became of it, and let it wait as a branch."""
    if found.kind == "held":
        say("Held: it may be about a place or a person that must stay private. Nothing was written or repeated.")
        say("Look at it in private; what is safe can be proposed by hand.")
        return PROBLEMS
    if found.kind == "proposal":
        from bluepages.review.formats import as_text

        print(as_text(found.outcome.diff).strip())
    else:
        print(f"{found.title}\n\n{found.body.strip()}")
    if options.dry_run:
        say("Nothing was written.")
        return DONE
    from bluepages.relay.run import local_target
    from bluepages.relay.targets import Parcel

    local_target(book.root, book.config).deliver(Parcel(ident, found, today_of(options)))
    say(f"It waits as the branch proposals/{ident}. Next: bluepages intake --show {ident}")
    return DONE
