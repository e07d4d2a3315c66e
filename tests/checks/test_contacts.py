"""Phones against phonenumbers, and web and mail addresses as people and tricksters write them."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepages.checks import phonenumber
from bluepages.checks.phonenumber import KNOWN_AREAS, SHORT, canonical, is_settled, split_extension
from bluepages.checks.webaddress import email_fault, host_and_path, url_fault


def judged(digits: str) -> bool:
    """What the library says of ten digits."""
    return phonenumbers.is_valid_number_for_region(phonenumbers.parse(digits, "US"), "US")


@pytest.mark.parametrize("area", sorted(KNOWN_AREAS))
def test_the_fast_path_agrees_with_the_library(area: str) -> None:
    for exchange in range(200, 1000, 7):
        assert judged(f"{area}{exchange}2345"), f"{area}-{exchange}"
        assert is_settled(f"{area}-{exchange}-2345")


@given(st.from_regex(r"[2-9][0-9]{9}", fullmatch=True))
def test_ten_digits(digits: str) -> None:
    spelled = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    assert canonical(digits) == (spelled if judged(digits) else "")
    assert not is_settled(spelled) or judged(digits)


@given(st.text(max_size=20))
def test_any_text(text: str) -> None:
    number = canonical(text)
    assert number in ("", canonical(number))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("510-555-0142", "510-555-0142"), ("(510) 555-0142", "510-555-0142"), ("510.555.0142", "510-555-0142"),
        ("+1 510 555 0142", "510-555-0142"), ("1-800-799-7233", "800-799-7233"), ("1-800-GET-HELP", "800-438-4357"),
        ("211", "211"), ("988", "988"), ("911", "911"), ("311", "311"), ("511", "511"), ("711", "711"), ("811", "811"),
        ("741741", "741741"), ("510 555 01", ""), ("555-0142", ""), ("999", ""), ("12", ""), ("call us", ""),
        ("010-555-0142", ""), ("510-155-0142", ""), ("+44 20 7946 0018", ""), ("５１０-555-0142", ""), ("", ""),
        ("510-555-0142 / 0143", ""),
    ],
)  # fmt: skip
def test_spellings(text: str, number: str) -> None:
    assert canonical(text) == number


@pytest.mark.parametrize("text", ["510-555-0142 x12", "510-555-0142 ext. 12", "510-555-0142, Extension 12"])
def test_extensions(text: str) -> None:
    assert split_extension(text) == ("510-555-0142", "12")


def test_short_numbers_are_settled() -> None:
    assert all(is_settled(number) for number in SHORT)
    assert phonenumber.is_fictional("510-555-0142") and not phonenumber.is_fictional("510-555-1142")


GOOD_URLS = [
    "https://example.org", "http://www.example.org/a/b?c=d&e=%20#f", "https://a-b.example.co.uk:8443/x",
    "https://españa.example/ñandú", "HTTPS://EXAMPLE.ORG/X", "https://example.org/@handle", "https://sf.gov/~x",
]  # fmt: skip


@pytest.mark.parametrize("url", GOOD_URLS)
def test_good_urls(url: str) -> None:
    assert url_fault(url) is None


@pytest.mark.parametrize(
    "url",
    ["example", "ftp://example.org", "javascript:alert(1)", "mailto:a@example.org", "https://", "https:///x",
     "https://exa mple.org", "https://localhost/", "https://10.0.0.1/", "https://[::1]/", "https://example.org:99999",
     "https:\\\\example.org", "https://-bad-.org", "tel:211", "data:text/html,x", "https://example", "//example.org",
     " https://example.org", "https://exa_mple.org"],
)  # fmt: skip
def test_bad_urls(url: str) -> None:
    fault = url_fault(url)
    assert fault and not fault.hides


@pytest.mark.parametrize(
    "url",
    ["https://example.org@evil.example", "https://user:pw@example.org/", "https://xn--e1afmkfd.example/",
     "https://ехample.org", "https://exampłe.org", "https://ɡoogle.com", "https://ｅxample.org", "https://bankı.example"],
)  # fmt: skip
def test_tricky_urls(url: str) -> None:
    fault = url_fault(url)
    assert fault and fault.hides and "xn--" not in fault.hint


@pytest.mark.parametrize("text", ["www.example.org", "example.org/help", "Example.org"])
def test_a_missing_beginning_is_added(text: str) -> None:
    fault = url_fault(text)
    assert fault and fault.mended == f"https://{text}" and url_fault(fault.mended) is None


@given(st.text(max_size=60))
def test_no_text_breaks_them(text: str) -> None:
    for fault in (url_fault(text), url_fault(f"https://{text}"), email_fault(text), email_fault(f"a@{text}")):
        assert fault is None or fault.message
    host_and_path(text)


@pytest.mark.parametrize("text", ["info@example.org", "a.b+c@sub.example.org", "o'neil@example.org", "A@EXAMPLE.ORG"])
def test_good_emails(text: str) -> None:
    assert email_fault(text) is None


@pytest.mark.parametrize("text", ["nobody", "a@b", "a..b@example.org", "@example.org", "a@example", "a b@example.org"])
def test_bad_emails(text: str) -> None:
    assert email_fault(text)


def test_mails_with_more_than_the_address() -> None:
    fault = email_fault("mailto:info@example.org")
    assert fault and fault.mended == "info@example.org"
    tricky = email_fault("info@ехample.org")
    assert tricky and tricky.hides
