"""The stewards' pages: what stands on them, what does not, and how large they may get."""

from __future__ import annotations

import gzip
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
import yaml

from bluepages.config import RelaySettings
from bluepages.enrich.history import Change, History
from bluepages.intake.handle import consider
from bluepages.site import pages
from tests.intake.support import event, issue_body
from tests.intake.support import forms as issue_forms
from tests.support import ROOT
from tests.worklist.samples import TODAY, edition, record

TEMPLATES = ROOT / ".github" / "ISSUE_TEMPLATE"

BASE = "https://test.example.org/x/"


def made(extra: dict[str, dict[str, Any]] | None = None, repository: str = "") -> dict[str, str]:
    found = pages(edition(extra, repository=repository), base_url=BASE, columns=())
    return {name: content.decode() for name, content in found}


@pytest.fixture(scope="module")
def plain() -> dict[str, str]:
    return made()


@pytest.fixture(scope="module")
def hosted() -> dict[str, str]:
    return made(repository="someone/pages")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_open_proposal_is_listed_and_the_late_ones_first(plain: dict[str, str]) -> None:
    page = plain["stewards/index.html"]
    order = [page.index(title) for title in ("New &lt;b&gt;thing", "At the very edge", "Correct Fresh Food")]
    assert order == sorted(order)
    late = page[page.index("Waiting for more than 14 days") : page.index("Proposals that wait")]
    assert "New &lt;b&gt;" in late and "At the very edge" not in late, "14 days to the day is not more than 14"
    assert "\u202e" not in page and "<b>thing" not in page
    assert "Waiting since October 1, 2026" in page


def test_a_countys_page_leads_to_its_one_public_thread(hosted: dict[str, str]) -> None:
    for language in ("", "es/"):
        assert 'href="https://github.com/o/n/issues/3"' in hosted[f"{language}counties/alameda/index.html"]
        other = hosted[f"{language}counties/napa/index.html"]
        assert "issues/3" not in other and "issues?q=label%3Acounty" in other, "where none is open, a search for one"


def test_a_link_to_a_form_leads_to_that_of_the_pages_language_with_what_is_known(hosted: dict[str, str]) -> None:
    for name, text in hosted.items():
        asked = [parse_qs(query.replace("&amp;", "&")) for query in re.findall(r"issues/new\?([^\"]+)", text)]
        for each in asked:
            assert each["template"][0].startswith("es-") == name.startswith("es/"), name
        for county, slug in (("Alameda", "alameda"), ("San Luis Obispo", "san-luis-obispo")):
            if name.removeprefix("es/") in (f"counties/{slug}/index.html", f"stewards/{slug}/index.html"):
                title = f"Condado: {county}" if name.startswith("es/") else f"County: {county}"
                assert [each["title"] for each in asked if "5-county" in each["template"][0]] == [[title]], name


def test_whoever_would_like_to_be_one_finds_the_form_or_the_mailbox(
    plain: dict[str, str], hosted: dict[str, str]
) -> None:
    assert "template=6-project.yml" in hosted["about/stewards.html"]
    assert "template=es-6-project.yml" in hosted["es/about/stewards.html"]
    assert 'href="mailto:office@example.org"' in plain["about/stewards.html"]
    assert "6-project" not in hosted["about/index.html"]


def test_the_index_names_stewards_and_says_where_there_is_none(plain: dict[str, str]) -> None:
    table = words(plain["stewards/index.html"])
    assert "Alameda 12 8 1 1 Rosa M." in table
    assert "Napa 1 1 0 1 no steward yet" in table
    assert "Nobody is named for the whole state yet." in table
    spanish = words(plain["es/stewards/index.html"])
    assert "Napa 1 1 0 1 todavía nadie" in spanish


def test_a_county_page_tells_what_when_and_why(plain: dict[str, str]) -> None:
    page = words(plain["stewards/alameda/index.html"])
    assert "12 organizations are listed; a person has checked 4 of them." in page
    assert "Reported on November 20, 2026:" in page
    assert "Another source gives 510-555-0188. Is it right?" in page
    assert "Web address that leads nowhere since November 1, 2026 (404): linked.example.org/menu" in page
    assert "Looks like Twin Oaks Centre: the same phone and a similar name." in page
    assert "To check again: hours (last on November 1, 2025)" in page
    assert "No exact point on the map." in page and "No hours are known." in page
    assert "Getting around nothing at all" in page
    assert "Rosa M." in page and "Correct Fresh Food" in page


def test_each_list_has_a_page_of_its_own_in_both_languages(plain: dict[str, str]) -> None:
    names = ("all", "calls", "reported", "questions", "links", "ageing", "missing", "duplicates", "leads")
    for prefix in ("", "es/"):
        for name in names:
            assert f"{prefix}stewards/alameda/{name}.html" in plain, name
    assert "stewards/napa/links.html" not in plain, "no list where there is nothing"
    assert "Old Chapel Pantry" in plain["stewards/alameda/leads.html"]


def test_the_call_list_has_numbers_boxes_and_room_for_notes(plain: dict[str, str]) -> None:
    page = plain["stewards/alameda/calls.html"]
    assert page.count('<ul class="boxes">') == page.count('class="written"') == 10
    assert "tel:+1510555" in page
    text = words(page)
    assert "Hours: Monday to Friday 11:30 AM to 1:30 PM" in text
    assert "Main St, Oakland" in text


def test_nothing_of_a_secret_place_is_on_any_page(plain: dict[str, str]) -> None:
    for name, page in plain.items():
        if "stewards/" in name:
            assert "Hidden Lane" not in page, name
    assert "Question:" in words(plain["stewards/alameda/questions.html"])


def test_what_a_line_leads_to_becomes_a_proposal_once_the_rest_is_filled_in(hosted: dict[str, str]) -> None:
    """Each link of each list, as whoever presses it would send it: the form as filled in, and what it still needs."""
    where, known = edition(repository="someone/pages").book, issue_forms()
    rest = {"confirm": {"how": "phone call", "date": "2026-11-20"}, "correct": {"source": "I called."}}
    found = set[str]()
    for name, page in hosted.items():
        if "stewards/" in name:
            found.update(re.findall(r"issues/new\?([^\"]+)", page))
    sent = 0
    for query in sorted(found):
        values = {key: each[0] for key, each in parse_qs(query.replace("&amp;", "&")).items()}
        file = values.pop("template").removesuffix(".yml")
        kind = next(kind for kind, form in known.forms.items() if form.file == file.removeprefix("es-"))
        if kind not in rest:
            continue
        if kind == "correct":
            values |= {"closed": "2026-11-01"} if "closed" in values else {}
            values |= {} if {"closed", "different_from"} & set(values) else {"email": "office@harborstreet.org"}
        body = issue_body(kind, {**values, **rest[kind]}, "es" if file.startswith("es-") else "en")
        assert consider(where, known, event(body), TODAY).kind == "proposal", query
        sent += 1
    assert sent > 60


def test_with_a_repository_each_line_leads_to_its_form_filled_in(hosted: dict[str, str]) -> None:
    page = hosted["stewards/alameda/all.html"]
    links = [urlsplit(found.replace("&amp;", "&")) for found in re.findall(r'href="(https://github.com/[^"]+)"', page)]
    forms = [parse_qs(link.query) for link in links if link.path == "/someone/pages/issues/new"]
    assert {"template": ["4-confirm.yml"], "record": ["aged"]} in forms
    assert any(form.get("closed") for form in forms)
    assert any(link.path == "/someone/pages/edit/main/data/providers/alameda/aged.yaml" for link in links)
    spanish = hosted["es/stewards/alameda/all.html"]
    assert "template=es-4-confirm.yml" in spanish


def test_a_link_fills_in_text_alone_since_github_fills_in_nothing_else(hosted: dict[str, str]) -> None:
    known = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in TEMPLATES.glob("*.yml")}
    queries = {query for text in hosted.values() for query in re.findall(r"issues/new\?([^\"]+)", text)}
    asked = [parse_qs(query.replace("&amp;", "&")) for query in queries]
    assert {field for each in asked for field in each} >= {"record", "closed", "title", "different_from", "name"}
    for each in asked:
        form = known[each.pop("template")[0]]
        text = {part["id"] for part in form["body"] if part["type"] in ("input", "textarea")}
        assert set(each) - {"title"} <= text, each
        assert each.get("title", [form["title"]])[0].startswith(form["title"]), each


def test_without_a_repository_they_lead_to_the_doors_of_the_page(plain: dict[str, str]) -> None:
    page = plain["stewards/alameda/all.html"]
    assert 'href="../../p/aged#wrong"' in page and 'id="wrong"' in plain["p/aged.html"]
    assert "github.com/" not in re.sub(r"https://github.com/(o/n|rosa-example)", "", page)


def test_with_a_relay_they_lead_to_the_sites_own_forms() -> None:
    edited = edition()
    edited.config = msgspec.structs.replace(edited.config, relay=RelaySettings(url="https://relay.example.org/"))
    found = dict(pages(edited, base_url=BASE, columns=()))
    page = found["es/stewards/alameda/all.html"].decode()
    assert 'href="../../confirm/?p=aged"' in page and 'href="../../report/?p=aged"' in page
    assert "es/confirm/index.html" in found and "es/report/index.html" in found


@pytest.mark.slow
def test_a_county_with_900_records_stays_within_the_budget() -> None:
    many = {f"fresno/place-{number}": record(f"Place {number} of {'many words ' * 5}") for number in range(900)}
    found = made(many, "someone/pages")
    own = {name: text for name, text in found.items() if "stewards/" in name}
    assert "stewards/fresno/all-45.html" in own and "stewards/fresno/calls-60.html" in own
    assert max(len(gzip.compress(text.encode())) for text in own.values()) < 15_000
    listed = "".join(text for name, text in own.items() if name.startswith("stewards/fresno/all"))
    assert all(f'href="../../p/place-{number}"' in listed for number in range(900)), "each can be reached"


def test_the_pages_stay_out_of_the_site_map(plain: dict[str, str]) -> None:
    assert "stewards/alameda" not in plain["sitemap.xml"]
    assert "about/stewards" in plain["sitemap.xml"]


def test_a_page_tells_what_changed_and_when_without_a_value() -> None:
    happened = {
        slug: (
            Change("2026-11-02T10:00:00Z", slug, "changed", ("hours", "phones", "1200-harbor-st"), "1" * 40),
            Change("2026-10-01T10:00:00Z", slug, "added", (), "2" * 40),
        )
        for slug in ("never", "quiet-door")
    }
    edited = edition()
    edited.history = History("0" * 40, True, True, changes=happened)
    found = {name: content.decode() for name, content in pages(edited, base_url=BASE, columns=())}
    page = words(found["p/never.html"])
    assert "What changed here, and when November 2, 2026: Changed: hours, telephone October 1, 2026: Listed" in page
    assert "2 de noviembre de 2026: Cambió: horario, teléfono" in words(found["es/p/never.html"])
    secret = words(found["p/quiet-door.html"])
    assert "November 2, 2026: Changed October 1, 2026: Listed" in secret, "only that it changed"
    assert not any("1200-harbor-st" in text for name, text in found.items() if "p/" in name)
