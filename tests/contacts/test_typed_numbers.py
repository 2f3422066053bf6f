"""Numbers as people type them: found without a country code, kept with the house's country."""

import pytest
from django.core.exceptions import ValidationError

from approvals.services import ItemDraft, propose
from contacts.models import Contact
from contacts.selectors import search
from contacts.services import PointDraft, add_point, create_contact, normal_value, suppress
from tests.api_clients import calls, contact_url, writes
from tests.approvals.acts import carry_out
from tests.factories.core import SourceSystemFactory, in_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    ["9820011223", "098200 11223", "98200-11223", "+91 98200 11223", "0091 98200 11223",
     "(98200) 11223", "९८२०० ११२२३", "٩٨٢٠٠١١٢٢٣"],
)  # fmt: skip
def test_a_number_is_found_however_it_is_typed(meera, typed):
    assert list(search(Contact.objects.all(), typed)) == [meera]


def test_a_number_of_ten_digits_is_found_over_rest(meera, alice):
    rows = calls(alice).get("/api/v1/contacts/", {"q": "9820011223"}).json()["results"]

    assert [row["uid"] for row in rows] == [str(meera.uid)]


@pytest.mark.parametrize("house", ["", "AE"])
def test_a_number_without_a_country_is_of_where_the_person_lives(settings, alice, house):
    settings.PHONE_REGION = house
    point = PointDraft("phone", "98200 11223")

    kabir = create_contact(by=alice, full_name="Kabir", residence_country="IN", points=[point])

    assert kabir.points.get().value_norm == "+919820011223"


def test_else_it_is_of_the_country_of_the_house(settings, alice, meera):
    settings.PHONE_REGION = "IN"

    kept = add_point(meera, PointDraft("phone", "022 2345 6789"), by=alice)

    assert kept.value_norm == "+912223456789"
    assert normal_value("phone", "+971 50 123 4567") == "+971501234567"


@pytest.mark.parametrize(
    ("house", "typed", "kept"),
    [
        ("AE", "050 123 4567", "+971501234567"),
        ("AE", "04 321 4567", "+97143214567"),
        ("IN", "98200 12345", "+919820012345"),
        ("IN", "022 2345 6789", "+912223456789"),
        ("IN", "+971 50 123 4567", "+971501234567"),
    ],
)
def test_a_house_types_the_numbers_of_its_country_as_they_are_said(settings, house, typed, kept):
    settings.PHONE_REGION = house

    assert normal_value("phone", typed) == kept


@pytest.mark.parametrize(("house", "lives"), [("", "IN"), ("AE", "IN"), ("IN", "")])
def test_a_machine_does_not_bring_back_who_was_erased_under_a_short_number(
    settings, house, lives, eve, dora
):
    settings.PHONE_REGION = house
    in_role(dora, "founder")
    suppress([("phone", "+919820012345")])
    points = [{"kind": "phone", "value": "98200 12345"}]
    after = {"full_name": "Kabir Rao", "residence_country": lives, "points": points}
    draft = ItemDraft(op="create", target_type="contact", after=after)
    source = SourceSystemFactory()
    asked = propose(kind="contact.create", title="Kabir", items=[draft], by=eve, source=source)

    done = carry_out(asked, dora)

    assert done.items.get().conflict["code"] == "erased_before"


def test_over_rest_it_is_kept_and_looked_for_so_too(settings, alice, meera):
    settings.PHONE_REGION = "IN"
    body = {"kind": "phone", "value": "98765 43210"}

    made = writes(alice).post(contact_url(meera, "points"), body)
    found = calls(alice).get("/api/v1/contacts/", {"phone": "98765 43210"}).json()["results"]

    assert (made.status_code, made.json()["normal"]) == (201, "+919876543210")
    assert [row["uid"] for row in found] == [str(meera.uid)]


@pytest.mark.parametrize(
    ("house", "number", "words"),
    [
        ("", "98200 11223", "“98200 11223” is no valid phone number; write it with its country"),
        ("IN", "12345", "“12345” is no valid phone number of India, taken for its country; write"),
        ("IN", "+1 555", "“+1 555” is no valid phone number; write it with its country code"),
        ("IN", "call me", "“call me” is no valid phone number of India, taken for its country"),
    ],
)
def test_a_refusal_says_which_country_was_taken(settings, house, number, words):
    settings.PHONE_REGION = house

    with pytest.raises(ValidationError) as refused:
        normal_value("phone", number)

    assert refused.value.messages[0].startswith(words)
