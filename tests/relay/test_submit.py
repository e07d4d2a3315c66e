"""From a form to a submission that is safe, and from there to what its sender is told."""

from __future__ import annotations

import re
from collections.abc import Callable

import orjson
import pytest

from bluepages.relay import store
from bluepages.relay.buckets import Rates
from bluepages.relay.secrets import unseal
from bluepages.relay.targets import News
from tests.relay.support import BASE, KITCHEN, PRIVATE_KEY, PUBLIC_KEY, SHELTER, Desk

JSON = {"Accept": "application/json"}


def hidden_fields(page: str) -> dict[str, str]:
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    areas = re.findall(r'<textarea hidden name="([^"]+)" aria-hidden="true">\n(.*?)</textarea>', page, re.S)
    return {**found, **dict(areas)}


def test_a_script_sends_a_form_and_has_a_receipt(desk: Desk) -> None:
    answer = desk.send()
    assert answer.status_code == 201
    receipt = answer.json()["receipt"]
    assert answer.json()["url"] == f"{BASE}r/{receipt}"
    assert desk.status(answer) | {"received": ""} == {
        "state": "received", "form": "report", "received": "", "link": "", "page": "", "reason": "", "said": "",
        "question": "", "answers": [],
    }  # fmt: skip


def test_without_a_script_people_check_their_answers_first(desk: Desk) -> None:
    typed = {
        "form": "report",
        "lang": "es",
        "record": KITCHEN,
        "reason": "closed",
        "details": "Un letrero\nlo dice <b>",
    }
    page = desk.post("submit", typed)
    assert page.status_code == 200
    assert "Revise sus respuestas" in page.text and "lo dice &lt;b&gt;" in page.text
    again = hidden_fields(page.text)
    assert again["details"].replace("&lt;b&gt;", "<b>") == typed["details"] and again["token"]
    assert not store.in_state(desk.relay.spool, "received", "held")
    desk.clock.sleep(5)
    sent = {**again, "details": typed["details"]}
    done = desk.post("submit", sent)
    assert done.status_code == 303
    receipt = desk.get(done.headers["location"])
    assert receipt.status_code == 200 and "Lo recibimos" in receipt.text
    assert desk.post("submit", sent).headers["location"] == done.headers["location"], "the button was pressed twice"
    assert len(store.in_state(desk.relay.spool, "received")) == 1


def test_what_is_wrong_stands_in_the_form_with_everything_typed(desk: Desk) -> None:
    typed = {"form": "report", "lang": "en", "record": KITCHEN, "reason": "phone", "phone": "12", "how": "called"}
    page = desk.post("submit", typed)
    assert page.status_code == 422
    assert 'value="12"' in page.text and "510-555-0100" in page.text and 'value="called" checked' in page.text
    said = desk.post("submit", typed, headers=JSON)
    assert said.status_code == 422
    assert [problem["field"] for problem in said.json()["problems"]] == ["phone"]


def test_an_answer_outlives_the_question_that_asks_for_it(desk: Desk) -> None:
    """Without a script: the reason forgotten, or changed on a page that has asked something else."""
    typed = {"form": "report", "lang": "en", "record": KITCHEN, "phone": "510 555 0188"}
    page = desk.post("submit", typed)
    assert page.status_code == 422 and 'value="510 555 0188"' in page.text and 'name="hours"' in page.text
    assert "Check your answers" in desk.post("submit", {**hidden_fields(page.text), **typed, "reason": "phone"}).text
    page = desk.post("submit", {**typed, "record": "no-such-page", "reason": "closed"})
    assert page.status_code == 422 and 'name="closed_on"' in page.text and 'id="f-phone"' not in page.text
    fields = hidden_fields(page.text)
    assert fields["phone"] == "510 555 0188", "kept, though nobody asks for it now"
    changed = desk.post("submit", {**fields, "record": KITCHEN, "reason": "phone"})
    assert 'id="f-phone"' in changed.text and 'value="510 555 0188"' in changed.text, "what nobody has seen is asked"
    told = desk.post("submit", {**hidden_fields(changed.text), **typed, "reason": "phone"}).text
    assert "Check your answers" in told and "510 555 0188" in told


def test_an_answer_that_nobody_asks_for_goes_no_further(desk: Desk) -> None:
    answer = desk.send(reason="closed", phone="510 555 0188")
    assert b"0188" not in desk.item(answer).values


def test_a_double_click_and_a_retry_are_one_submission(desk: Desk) -> None:
    key = "a-key-of-the-browser-01"
    first, second = desk.send(key=key), desk.send(key=key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    other = desk.send(key=key, details="Something else")
    assert other.status_code == 409 and other.json() == {"error": "other"}
    assert len(store.in_state(desk.relay.spool, "received")) == 1


def test_other_answers_under_the_same_key_can_be_sent_as_well(desk: Desk) -> None:
    first = desk.filled(key="one-form-of-one-person", details="It is shut.")
    assert desk.post("submit", first).status_code == 303
    refused = desk.post("submit", {**first, "details": "It is shut, and the sign is gone."})
    assert refused.status_code == 409
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', refused.text))
    assert fields["details"] == "It is shut, and the sign is gone." and "key" not in fields
    assert "Check your answers" in desk.post("submit", fields).text


def test_a_relay_that_stops_gives_everything_back(desk: Desk) -> None:
    desk.relay.stopping = True
    refused = desk.post("submit", desk.filled(details="Nobody was there."))
    assert refused.status_code == 503 and refused.headers["retry-after"] == "30"
    assert 'name="details" value="Nobody was there."' in refused.text


def test_a_script_without_a_token_is_given_one(desk: Desk) -> None:
    answer = desk.send(token="forged.token.x")
    assert answer.status_code == 428 and answer.json()["error"] == "token"
    desk.clock.sleep(3)
    assert desk.send(token=answer.json()["token"]).status_code == 201


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"website2": "https://spam.example"}, "honeypot"),
        ({"details": "Buy https://a.example https://b.example https://c.example"}, "links"),
        ({"details": "My SSN is 123-45-6789"}, "personal"),
        ({"details": "Write to rosa.diaz@gmail.com"}, "personal"),
        ({"details": "Call me at 510-555-0188"}, "personal"),
        ({"details": "My daughter was raped and they sent us away"}, "story"),
        ({"details": "Mi hija está embarazada y no la atendieron"}, "story"),
        ({"details": "I am undocumented and they asked for papers"}, "story"),
        ({"record": SHELTER, "details": "It is at 12 Elm Street"}, "confidential"),
        ({"details": "Her husband knows the address"}, "confidential"),
        ({"details": "Read this: display:none"}, "hidden"),
    ],
)
def test_suspicion_holds_and_looks_like_success(desk: Desk, more: dict[str, str], why: str) -> None:
    answer = desk.send(**more)
    assert answer.status_code == 201
    item = desk.item(answer)
    assert item.state == "held" and why in item.reasons
    assert desk.status(answer)["state"] == "waiting"
    desk.sender.drain()
    assert not desk.target.parcels


@pytest.mark.parametrize(
    "details",
    [
        "I called 510-555-0142 on Monday and nobody answers.",
        "They have moved to the church next door.",
        "The food for homeless people is given out on Tuesdays now.",
        "Our own web site says so: https://harborstreet.example.org/hours",
        "Llamé y dijeron que ya no dan comida los lunes.",
        "I was told that they closed.",
    ],
)
def test_ordinary_words_go_on_by_themselves(desk: Desk, details: str) -> None:
    assert desk.item(desk.send(details=details)).reasons == ()


def test_a_form_sent_faster_than_a_person_types_is_held(desk: Desk) -> None:
    assert desk.item(desk.send(token=desk.token(age=0.5))).reasons == ("hasty",)


def test_an_e_mail_address_is_sealed(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(seal_to=PUBLIC_KEY)
    answer = desk.send(email="rosa@example.org")
    sealed = desk.relay.spool.rows("select sealed from private where ident = ?", desk.item(answer).ident)[0][0]
    assert b"rosa" not in sealed
    assert unseal(sealed, PRIVATE_KEY) == "rosa@example.org"
    assert desk.send(email="not an address").json()["problems"][0]["field"] == "email"


def test_without_a_key_no_address_is_taken(desk: Desk) -> None:
    answer = desk.send(email="rosa@example.org")
    assert answer.status_code == 422 and "rosa" not in answer.text


def test_many_from_one_network_show_some_work_then_wait(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(rates=Rates(burst=3, most=6, a_minute=1, all_a_minute=1000))
    assert [desk.send(details=f"Reason {n}").status_code for n in range(3)] == [201] * 3
    asked = desk.send(details="Reason 3")
    assert asked.status_code == 428 and asked.json()["error"] == "proof"
    form = {**desk.filled(details="By hand"), "token": desk.relay.keys.token(desk.clock() - 9, "c")[0]}
    for _ in range(3):
        page = desk.post("submit", {**form, "token": desk.relay.keys.token(desk.clock() - 9, "c")[0]})
        assert page.status_code == 303, "a person without scripts is never turned away"
    assert {item.why for item in store.in_state(desk.relay.spool, "held")} == {"flood"}
    full = desk.post("submit", {**form, "details": "Kept\nwhole"})
    assert full.status_code == 429 and int(full.headers["retry-after"]) > 0
    assert hidden_fields(full.text)["details"] == "Kept\nwhole"
    desk.address = "198.51.100.9"
    assert desk.send(details="From elsewhere").status_code == 201


def test_a_proof_of_work_counts_once(make_desk: Callable[..., Desk]) -> None:
    import altcha

    desk = make_desk(rates=Rates(burst=0, most=100, a_minute=1, all_a_minute=1000))
    desk.clock.now = __import__("time").time()
    desk.relay.proofs.cost = 10
    asked = desk.send().json()["proof"]
    challenge = altcha.Challenge.from_dict(asked)
    solution = altcha.solve_challenge(challenge)
    payload = altcha.Payload(challenge, solution).to_base64()
    first = desk.send(altcha=payload)
    assert first.status_code == 201 and not desk.item(first).reasons
    assert desk.send(altcha=payload, details="Again").status_code == 428


def test_the_circuit_breaker_holds_everything_new(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(most_an_hour=2)
    states = [desk.item(desk.send(details=f"Reason {n}")).why for n in range(4)]
    assert states == ["", "", "", "breaker"]
    desk.sender.drain()
    assert [target for target, _ in desk.mails] == ["a@example.org", "b@example.org"], "once, not for each"
    assert "Far more than usual" in desk.mails[0][1]
    desk.relay.breaker.close()
    assert desk.item(desk.send(details="Later")).why == ""


def test_the_way_of_a_submission_to_its_end(desk: Desk) -> None:
    answer = desk.send()
    assert desk.sender.drain() == 1
    assert desk.status(answer)["state"] == "review"
    assert desk.status(answer)["link"] == "https://github.example/issues/1"
    ident = desk.item(answer).ident
    desk.target.told = [News(ident, question="Since when?", asked="c1")]
    desk.clock.sleep(400)
    desk.sender.drain()
    assert desk.status(answer)["question"] == "Since when?"
    receipt = answer.json()["receipt"]
    page = desk.get(f"r/{receipt}")
    assert "Since when?" in page.text and f'action="{BASE}r/{receipt}/answer"' in page.text
    for _ in range(2):
        assert desk.post(f"r/{receipt}/answer", {"answer": "Since May.", "lang": "en"}).status_code == 303
    desk.sender.drain()
    assert [reply.text for reply in desk.target.posted] == ["Since May."]
    assert desk.status(answer)["answers"] == [{"text": "Since May.", "state": "posted"}]
    desk.target.told = [News(ident, "published")]
    desk.clock.sleep(400)
    desk.sender.drain()
    assert desk.status(answer)["state"] == "published"
    assert desk.status(answer)["page"] == f"https://test.example.org/p/{KITCHEN}"
    desk.clock.sleep(91 * 86_400)
    desk.sender.drain()
    assert desk.get(f"r/{receipt}").status_code == 404, "it is forgotten"
    assert desk.relay.spool.rows("select count(*) from replies")[0][0] == 0


@pytest.mark.parametrize("typed", ["", " \n ", "a" * 2001])
def test_an_answer_that_cannot_be_taken_stands_in_the_page(desk: Desk, typed: str) -> None:
    answer = desk.send(lang="es")
    desk.sender.drain()
    desk.target.told = [News(desk.item(answer).ident, question="¿Desde cuándo?", asked="c7")]
    desk.clock.sleep(400)
    desk.sender.drain()
    path = f"r/{answer.json()['receipt']}/answer"
    page = desk.post(path, {"answer": typed})
    assert page.status_code == 422 and "¿Desde cuándo?" in page.text
    assert page.text.count("Escriba una respuesta") == 2, "in a summary and beside the question"
    assert 'aria-invalid="true"' in page.text and typed.strip() in page.text
    assert desk.post(path, {"answer": typed}, headers=JSON).json() == {"error": "answer"}
    assert desk.post(path, {"answer": "Desde mayo."}).status_code == 303


def test_an_answer_that_must_not_be_public_waits(desk: Desk) -> None:
    answer = desk.send()
    desk.sender.drain()
    desk.target.told = [News(desk.item(answer).ident, question="Who says so?", asked="c7")]
    desk.clock.sleep(400)
    desk.sender.drain()
    path = f"r/{answer.json()['receipt']}/answer"
    assert desk.post(path, {"answer": "My name is Rosa, call me at 510-555-0188"}).status_code == 303
    desk.sender.drain()
    assert not desk.target.posted
    assert desk.status(answer)["answers"][0]["state"] == "waiting"
    number = store.replies(desk.relay.spool, "state = 'held'")[0].number
    assert desk.held(desk.item(answer).ident, action="release-reply", reply=str(number)).status_code == 200
    desk.sender.drain()
    assert len(desk.target.posted) == 1
    assert desk.post(path, {"answer": "More"}, headers=JSON).status_code == 409, "nothing is asked any more"


def test_a_pasted_link_leads_to_its_page(desk: Desk) -> None:
    answer = desk.send()
    for said in (answer.json()["url"], answer.json()["receipt"], f" {answer.json()['url']}?lang=es "):
        found = desk.post("status", {"receipt": said})
        assert found.status_code == 303 and found.headers["location"] == answer.json()["url"]
    wrong = desk.post("status", {"receipt": "nothing", "lang": "es"})
    assert wrong.status_code == 404 and "No conocemos ese enlace" in wrong.text


@pytest.mark.parametrize(("forge", "public"), [("local", False), ("github", True)])
def test_nothing_is_called_public_that_is_not(make_desk: Callable[..., Desk], forge: str, public: bool) -> None:
    desk = make_desk(forge=forge)
    answer = desk.send()
    desk.sender.drain()
    page = desk.get(f"r/{answer.json()['receipt']}").text
    assert ("It is public now" in page, "It is not public yet" in page) == (public, not public)


def test_the_health_is_numbers_only(desk: Desk) -> None:
    desk.send()
    desk.send(details="My SSN is 123-45-6789")
    said = desk.get("healthz").json()
    assert said["status"] == "ok"
    assert said["queue"] == {"received": 1, "held": 1, "review": 0, "dead": 0, "oldest_seconds": 0,
                             "held_oldest_seconds": 0, "alerts": 0}  # fmt: skip
    desk.clock.sleep(7 * 3600)
    assert desk.get("healthz").status_code == 503, "a queue that does not move"
    assert set(orjson.loads(desk.get("healthz").content)) == {"status", "forge", "breaker", "queue", "counters"}
