import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from imports.cleaning import clean_emails, is_valid_email


def accepted_by_django(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def addresses(raw):
    return [email.address for email in clean_emails(raw)]


@pytest.mark.parametrize(
    "raw",
    [
        "Alice.M@example.com ::: bob@example.org",
        "Alice.M@Example.COM, bob@example.org",
        "Alice.M@example.com;bob@example.org;ALICE.m@example.com",
        '"Mehra, Alice" <Alice.M@example.com>, Bob <bob@example.org>',
        "mailto:Alice.M@example.com?subject=hi\nbob@example.org",
        "Alice.M@example.com / bob@example.org",
        "Email: Alice.M@example.com bob@example.org.",
    ],
)
def test_the_addresses_of_a_cell_are_split_and_unwrapped(raw):
    assert addresses(raw) == ["Alice.M@example.com", "bob@example.org"]


def test_addresses_are_compared_folded_but_never_without_dots_or_plus():
    keys = [email.key for email in clean_emails("A.Lice+crm@Example.com alice@example.com")]

    assert keys == ["a.lice+crm@example.com", "alice@example.com"]


def test_a_domain_is_kept_in_its_wire_form():
    assert addresses("info@MÜLLER.example") == ["info@xn--mller-kva.example"]
    assert addresses("info@straße.example") == ["info@xn--strae-oqa.example"]


@pytest.mark.parametrize(
    "raw",
    [
        "na@na.com",
        "test@example.com",
        "noreply@example.com",
        "No-Reply@example.com",
        "n/a",
        "none@x.in",
    ],
)
def test_a_placeholder_is_kept_but_marked(raw):
    (email,) = clean_emails(raw)

    assert (email.raw, email.is_placeholder) == (raw, True)


def test_a_spoilt_address_is_refused_with_its_repair():
    (email,) = clean_emails("alice (at) example.com")

    assert (email.address, email.issues[0].suggestion) == (None, "alice@example.com")


def test_a_misspelt_provider_is_pointed_out():
    (email,) = clean_emails("alice@gmial.com")

    assert (email.address, email.issues[0].suggestion) == ("alice@gmial.com", "alice@gmail.com")


PIECES = st.text("aZ0_.-+'\"\\ @[]:éß☃\n", max_size=8)


@given(st.builds("{}@{}.{}".format, PIECES, PIECES, PIECES) | st.emails() | st.text())
@example("a@[::1]")
@example("a@[127.0.0.1]")
@example("a@[::ffff:1.2.3.4.5]")
@example("a@localhost")
@example("a@b.c\n")
@example("a" * 310 + "@example.com")
def test_an_address_is_valid_exactly_when_django_says_so(text):
    assert is_valid_email(text) == accepted_by_django(text)


@given(st.emails() | st.builds("{}@{}.com".format, PIECES, PIECES))
def test_every_kept_address_is_valid(raw):
    kept = [email.address for email in clean_emails(raw) if email.address]

    assert [address for address in kept if not accepted_by_django(address)] == []


@pytest.mark.parametrize("sign", ["\u2400", "\u2122", "\u20b9", "\U0001f600"])
def test_a_sign_no_domain_may_hold_makes_up_no_other_domain(sign):
    found = clean_emails(f"n2@gm{sign}ail.com")

    assert [(email.address, email.key) for email in found] == [(None, None)]
    assert found[0].issues[0].code == "invalid_email"


def test_a_domain_in_another_script_is_still_one():
    assert addresses("meera@\u092e\u0940\u0930\u093e.\u092d\u093e\u0930\u0924") == [
        "meera@xn--r2be6bg.xn--h2brj9c"
    ]
