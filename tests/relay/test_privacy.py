"""Nobody can be found in what the relay keeps or says: no address, no browser, no cookie, no word of theirs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bluepages.cli import main
from bluepages.errors import Complaint
from bluepages.relay import decide, store
from bluepages.relay.buckets import Buckets, Rates, network, peer
from bluepages.relay.logs import Log
from bluepages.relay.preflight import preflight
from bluepages.relay.spool import Spool
from bluepages.relay.stewards import SHOWN
from bluepages.relay.targets import Down, News
from tests.relay.support import KITCHEN, MOMENT, PUBLIC_KEY, SHELTER, TOKEN, Desk, with_relay

ADDRESS, BROWSER, COOKIE = "203.0.113.77", "Strange Browser 7.7", "session=remember-me"


def bytes_of(desk: Desk) -> bytes:
    folder = desk.relay.setup.spool.parent
    return b"".join(path.read_bytes() for path in sorted(folder.glob("relay.sqlite*")))


def test_no_address_browser_or_cookie_is_kept_or_said(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(seal_to=PUBLIC_KEY, proxies=1)
    strange = {"User-Agent": BROWSER, "Cookie": COOKIE, "X-Forwarded-For": ADDRESS, "Accept": "application/json",
               "Referer": "https://test.example.org/es/report/"}  # fmt: skip
    answer = desk.post("submit", desk.filled(email="rosa@example.org"), headers=strange)
    assert answer.status_code == 201 and "set-cookie" not in answer.headers
    desk.post("submit", desk.filled(details="My SSN is 123-45-6789"), headers=strange)
    desk.post("submit", desk.filled(reason="phone", phone="12"), headers=strange)
    desk.post("held", {"steward_token": "wrong"}, headers=strange)
    desk.get(f"r/{answer.json()['receipt']}", headers=strange)
    desk.sender.drain()
    kept, said = bytes_of(desk), desk.said.getvalue()
    assert b"A sign at the door" in kept, "this looks where things are"
    for secret in (ADDRESS, "203.0.113", BROWSER, "remember-me", "rosa@example.org", answer.json()["receipt"]):
        assert secret.encode() not in kept
        assert secret not in said
    for written in ("A sign at the door", "123-45-6789", KITCHEN):
        assert written not in said
    columns = [
        row[1]
        for row in desk.relay.spool.rows("select m.name, p.name from sqlite_master m, pragma_table_info(m.name) p")
    ]
    assert not {name for name in columns if any(sign in name for sign in ("ip", "agent", "cookie", "addr"))} - {"ident"}


def test_a_fault_says_where_and_never_what(make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk()

    def broken(*_: object) -> None:
        raise RuntimeError("it was Rosa, at 12 Elm Street")

    monkeypatch.setattr(desk.relay.door, "subject", broken)
    answer = desk.send()
    assert answer.status_code == 503 and answer.headers["retry-after"]
    assert "Rosa" not in answer.text + desk.said.getvalue()
    assert any(line["event"] == "fault" and "RuntimeError" in str(line["place"]) for line in desk.lines())


def test_a_log_takes_only_what_may_be_said() -> None:
    with pytest.raises(ValueError, match="never says"):
        Log()("submit", details="It was Rosa")


def test_who_asks_is_a_hash_that_is_good_for_a_day() -> None:
    buckets, other = Buckets(Rates()), Buckets(Rates())
    first = buckets.client("203.0.113.7", MOMENT)
    assert first == buckets.client("203.0.113.200", MOMENT), "a network, not a machine"
    assert first != buckets.client("203.0.114.7", MOMENT)
    assert first != other.client("203.0.113.7", MOMENT), "another process, another key"
    assert first != buckets.client("203.0.113.7", MOMENT + 86_400), "another day, another key"


@pytest.mark.parametrize(
    ("address", "is_in"),
    [("203.0.113.7", "203.0.113.0/24"), ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
     ("::ffff:203.0.113.7", "203.0.113.0/24"), ("fe80::1%eth0", "fe80::/56"), ("", "-"), ("testclient", "-")],
)  # fmt: skip
def test_networks(address: str, is_in: str) -> None:
    assert network(address) == is_in


@pytest.mark.parametrize(
    ("forwarded", "proxies", "who"),
    [("1.1.1.1", 0, "9.9.9.9"), ("1.1.1.1, 2.2.2.2", 1, "2.2.2.2"), ("1.1.1.1, 2.2.2.2", 2, "1.1.1.1"),
     ("", 1, "9.9.9.9"), ("2.2.2.2", 2, "9.9.9.9"), (" , ", 1, "9.9.9.9")],
)  # fmt: skip
def test_nobody_can_claim_to_be_another(forwarded: str, proxies: int, who: str) -> None:
    assert peer("9.9.9.9", forwarded, proxies) == who


def test_what_is_redacted_is_gone_from_the_disk(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    answer = desk.send(details="My name is Rosalinda Secreto")
    item = desk.item(answer)
    assert b"Rosalinda" in bytes_of(desk)
    decide.redact(desk.relay.spool, item, "details", "A sign says so")
    assert b"Rosalinda" not in bytes_of(desk)
    decide.release(desk.relay.spool, desk.item(answer))
    desk.sender.drain()
    assert "A sign says so" in desk.target.parcels[0].considered.body


def test_a_flood_does_not_hide_a_safety_report_from_stewards(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    for n in range(SHOWN + 5):
        desk.send(details=f"Nothing {n}", website2="https://spam.example")
    unsafe = desk.item(desk.send(record=SHELTER, reason="unsafe", details="The street is in the picture."))
    page = desk.post("held", {"steward_token": TOKEN}).text
    assert f"{SHOWN + 6} submissions wait" in page and f"Here are {SHOWN} of them" in page
    assert page.index(unsafe.ident) < page.index("filled in a hidden field")


def test_what_is_redacted_or_sealed_cannot_be_guessed_from_the_spool(make_desk: Callable[..., Desk]) -> None:
    """Its hash tells a retry from other answers; whoever has the spool must not try numbers against it."""
    desk = make_desk(seal_to=PUBLIC_KEY)
    same = {"details": "My SSN is 123-45-6789", "email": "a@example.org"}
    answers = [desk.send(key=f"a-key-of-the-browser-{n}", **same).status_code for n in range(2)]
    bodies = {row[0] for row in desk.relay.spool.rows("select body from items")}
    assert answers == [201, 201] and len(bodies) == 2, "it is made with the form's own key"
    kept = b"".join(file.read_bytes() for file in desk.relay.spool.path.parent.glob("relay.sqlite*"))
    assert b"a-key-of-the-browser" not in kept, "which the spool does not have"


def test_a_safety_report_wakes_two_people_and_hides_the_place(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = make_desk()
    answer = desk.send(reason="unsafe", details="Her husband has seen the address here.", place="kitchen")
    assert desk.item(answer).reasons[0] == "safety"
    desk.sender.drain()
    assert not desk.target.parcels
    assert [target for target, _ in desk.mails] == ["a@example.org", "b@example.org"]
    for _, message in desk.mails:
        assert "husband" not in message and KITCHEN not in message
    headers = {"Authorization": "Bearer a-token-of-the-stewards-1234"}
    listed = desk.get("withheld", headers=headers).json()
    place = {"slug": KITCHEN, "location": "kitchen", "since": desk.relay.day(MOMENT).isoformat()}
    assert listed == {"withheld": [{**place, "confirmed": False}]}
    ident = desk.item(answer).ident
    assert desk.held(ident, action="release").status_code == 409, "it never becomes public"
    assert desk.held(ident, action="withhold").status_code == 200
    assert desk.get("withheld", headers=headers).json() == {"withheld": [{**place, "confirmed": True}]}
    assert desk.held(ident, action="done", said="Thank you.").status_code == 200
    assert desk.get("withheld", headers=headers).json() == {"withheld": []}
    assert desk.status(answer)["state"] == "published"


def test_a_restart_neither_asks_again_to_hide_a_place_nor_forgets_to_show_it(
    make_desk: Callable[..., Desk],
) -> None:
    desk = make_desk()
    answer = desk.send(reason="unsafe", details="Not safe to show this address.", place="kitchen")
    desk.sender.drain()
    assert (desk.target.published, len(desk.mails)) == (1, 2)
    desk.close()
    again = make_desk(keep=True)
    again.sender.drain()
    assert (again.target.published, again.mails) == (0, []), "nobody is told twice"
    again.close()
    later = make_desk(keep=True)
    assert later.held(later.item(answer).ident, action="done").status_code == 200
    later.sender.drain()
    assert later.target.published == 1
    later.close()
    last = make_desk(keep=True)
    last.sender.drain()
    assert last.target.published == 0


def test_what_could_not_be_asked_for_is_asked_for_after_a_restart(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.send(reason="unsafe", details="Not safe to show this address.", place="kitchen")
    desk.target.fail = [Down(503)]
    desk.sender.drain()
    assert desk.target.published == 0
    desk.close()
    again = make_desk(keep=True)
    again.sender.drain()
    assert again.target.published == 1


@pytest.mark.parametrize("people", [(), ("a@example.org",), ("a@example.org", "a@example.org")])
def test_a_public_relay_does_not_start_before_it_knows_two_people_to_call(
    root_of_all: Path, people: tuple[str, ...]
) -> None:
    sound = with_relay(root_of_all, proxies=1)
    token = {"BLUEPAGES_STEWARD_TOKEN": TOKEN}
    preflight(sound, token, forge="local", local=False)
    lonely = with_relay(root_of_all, proxies=1, alert_to=people, alert_webhook="https://chat.example.org/hook")
    with pytest.raises(Complaint, match="name two stewards"):
        preflight(lonely, token, forge="local", local=False)
    preflight(lonely, token, forge="local", local=True)


def test_a_relay_behind_https_knows_that_something_stands_before_it(root_of_all: Path) -> None:
    direct = with_relay(root_of_all, proxies=0)
    with pytest.raises(Complaint, match="write 1"):
        preflight(direct, {}, forge="local", local=False)


@pytest.mark.parametrize(("action", "state"), [("release-reply", "waiting"), ("discard-reply", "discarded")])
def test_answers_that_wait_are_decided_about_on_the_machine(
    desk: Desk, capsys: pytest.CaptureFixture[str], action: str, state: str
) -> None:
    answer = desk.send()
    desk.sender.drain()
    desk.target.told = [News(desk.item(answer).ident, question="Who says so?", asked="c7")]
    desk.clock.sleep(400)
    desk.sender.drain()
    desk.post(f"r/{answer.json()['receipt']}/answer", {"answer": "My name is Ana Ruiz, 510-555-0123"})
    own = ["--root", str(desk.relay.door.book.root)]
    assert main(["relay", "held", "list", *own]) == 0
    told = capsys.readouterr()
    assert "answer 1" in told.out and "Ana Ruiz" in told.out and "1 wait" in told.err
    assert main(["relay", "held", action, "1e", *own]) == 2
    assert main(["relay", "held", action, "1", *own]) == 0
    assert store.replies(desk.relay.spool, "number = 1")[0].state == state
    capsys.readouterr()
    assert main(["relay", "held", "list", *own]) == 0 and "Nothing waits" in capsys.readouterr().err


def test_what_nobody_decides_about_stays_and_is_told_again(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.send(details="My SSN is 123-45-6789")
    desk.clock.sleep(2 * 86_400)
    desk.sender.drain()
    assert not desk.mails
    for _ in range(20):  # twenty days
        desk.clock.sleep(86_400)
        desk.sender.drain()
    assert [target for target, _ in desk.mails] == ["a@example.org", "b@example.org"] * 3, "each week"
    assert all("(1 since 20" in words and "SSN" not in words for _, words in desk.mails)
    desk.clock.sleep(400 * 86_400)
    desk.sender.drain()
    held = store.in_state(desk.relay.spool, "held")
    assert len(held) == 1 and desk.get("healthz").json()["queue"]["held_oldest_seconds"] > 400 * 86_400
    decide.discard(desk.relay.spool, held[0], "private", "", desk.clock())
    told = len(desk.mails)
    desk.clock.sleep(91 * 86_400)
    desk.sender.drain()
    assert len(desk.mails) == told and not desk.relay.spool.rows("select 1 from items")


def test_a_place_that_a_report_makes_up_is_no_place(desk: Desk) -> None:
    desk.send(reason="unsafe", details="Not safe to show this address.", place="../../x")
    desk.send(reason="unsafe", details="The address here is not safe.", record="Nobody at all")
    listed = decide.withheld(desk.relay.spool, desk.relay.day)
    assert [(row["slug"], row["location"]) for row in listed] in ([(KITCHEN, "")], [])


def test_what_the_checks_hold_no_steward_can_make_public_by_mistake(desk: Desk) -> None:
    answer = desk.send(record=SHELTER, details="It is at 12 Elm Street")
    for _ in range(2):
        assert desk.held(desk.item(answer).ident, action="release").status_code == 200
        desk.sender.drain()
        assert desk.item(answer).state == "held" and not desk.target.parcels


def test_a_steward_asks_in_private(desk: Desk) -> None:
    answer = desk.send(details="My name is Rosa and I know it")
    ident = desk.item(answer).ident
    assert desk.held(ident, action="ask", question="May we publish this without your name?").status_code == 200
    assert desk.status(answer)["question"] == "May we publish this without your name?"
    path = f"r/{answer.json()['receipt']}/answer"
    assert "Only stewards read it." in desk.get(f"r/{answer.json()['receipt']}").text
    assert desk.post(path, {"answer": "Yes, my name is Rosa."}).status_code == 303
    desk.sender.drain()
    assert not desk.target.posted
    page = desk.post("held", {"steward_token": "a-token-of-the-stewards-1234"})
    assert "Yes, my name is Rosa." in page.text


def test_a_copy_of_the_spool_is_whole_and_goes_back(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    from bluepages.errors import Complaint
    from bluepages.relay import spool, store

    desk = make_desk()
    answer = desk.send()
    spool.backup(desk.relay.setup.spool, tmp_path / "copy")
    with pytest.raises(Complaint):
        spool.backup(desk.relay.setup.spool, tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0, "nobody else may read it"
    (tmp_path / "torn").write_bytes((tmp_path / "copy").read_bytes()[:9000])
    for wrong in ("torn", "none"):
        with pytest.raises(Complaint):
            spool.restore(tmp_path / wrong, tmp_path / "new.sqlite")
    assert spool.restore(tmp_path / "copy", tmp_path / "new.sqlite") == 1
    again = Spool(tmp_path / "new.sqlite")
    item = store.find(again, desk.item(answer).ident)
    assert item is not None and item.first_attempt > 0, "what was sent after the copy is looked for first"
    assert again.secret() == desk.relay.spool.secret()
    with pytest.raises(Complaint, match="Another relay"):
        Spool(tmp_path / "new.sqlite")
    again.close()
