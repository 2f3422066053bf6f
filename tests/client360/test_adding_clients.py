"""How an agent adds a client on the founder's pages."""

import re
from http import HTTPStatus
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection

from contacts.models import Contact
from contacts.services import PointDraft, create_contact
from core.choices import Visibility
from core.models import IdempotencyRecord
from identity.models import MatchCandidate
from tests.factories.contacts import ContactFactory
from tests.factories.core import in_role

pytestmark = pytest.mark.usefixtures("agents")

NEW = "/contacts/new/"
LOOKALIKES = f"{NEW}lookalikes/"
HELD = "already holds one of these numbers or addresses"


def filled_in(owner, **given) -> dict[str, str]:
    return {"full_name": "Ravi Menon", "owner": owner.pk, "key": str(uuid4()), **given}


def test_an_agent_adds_a_client(browser, alice):
    given = filled_in(
        alice, company_name="Menon & Sons", phone="+91 98200 22222", email="Ravi@Menon.example",
        email_2="office@menon.example", city="Pune", residence_country="IN",
    )  # fmt: skip

    answer = browser(alice).post(NEW, given, follow=True)

    ravi = Contact.objects.get()
    assert answer.redirect_chain == [(f"/contacts/{ravi.uid}/", HTTPStatus.FOUND)]
    assert "Ravi Menon is on record." in answer.content.decode()
    assert (ravi.owner, ravi.team, ravi.company_name) == (alice, alice.team, "Menon & Sons")
    assert sorted(ravi.points.values_list("value_norm", flat=True)) == [
        "+919820022222", "office@menon.example", "ravi@menon.example",
    ]  # fmt: skip
    address = ravi.addresses.get()
    assert (address.city, address.country, address.is_primary) == ("Pune", "IN", True)


def test_a_number_without_its_country_code_is_one_of_the_country_they_live_in(browser, alice):
    given = filled_in(alice, phone="98200 22222", residence_country="IN")

    browser(alice).post(NEW, given)

    assert Contact.objects.get().summary.phone == "+919820022222"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"full_name": " "}, "Write a name."),
        ({"phone": "98200 22222"}, "write it with its country code"),
        ({"email": "ravi at menon"}, "valid email"),
        ({"phone": "+91 98200 22222", "phone_2": "+919820022222"}, "This is the same as above."),
        ({"key": ""}, "This page is out of date."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    browser, alice, given, words
):
    answer = browser(alice).post(NEW, filled_in(alice, company_name="Menon & Sons", **given))

    page = answer.content.decode()
    assert (answer.status_code, Contact.objects.count()) == (422, 0)
    assert words in page
    assert 'value="Menon &amp; Sons"' in page


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_the_second_waits_for_the_first(browser, alice):
    given, answers = filled_in(alice), []

    def click() -> None:
        answers.append(browser(alice).post(NEW, given))
        connection.close()

    clicks = [Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Contact.objects.count() == 1


def test_a_client_for_somebody_else_is_theirs(browser, alice, charlie):
    answer = browser(alice).post(NEW, filled_in(charlie), follow=True)

    assert (Contact.objects.get().owner, Contact.objects.get().team) == (charlie, charlie.team)
    assert answer.redirect_chain == [("/contacts/", HTTPStatus.FOUND)]


def test_who_is_on_record_is_told_while_typing_and_once_more_before_saving(browser, alice, meera):
    agent = browser(alice)
    given = filled_in(alice, full_name="Meera Rao", phone="+91 98200 11223")

    typing = agent.post(LOOKALIKES, given).content.decode()
    refused = agent.post(NEW, given)

    for page in (typing, refused.content.decode()):
        assert "1 on record may be this person" in page
        assert f"/contacts/{meera.uid}/" in page
    assert (refused.status_code, Contact.objects.count()) == (409, 1)
    assert HELD not in refused.content.decode()


def test_whom_a_person_may_not_see_they_are_not_told_of(browser, charlie, meera):
    stranger = browser(charlie)
    given = filled_in(charlie, full_name="Meera Rao", phone="+91 98200 11223")

    typing = stranger.post(LOOKALIKES, given).content.decode()
    refused = stranger.post(NEW, given)

    page = refused.content.decode()
    assert (typing.strip(), refused.status_code) == ("", 409)
    assert HELD in page
    assert "Ask a founder or an administrator" in page
    assert str(meera.uid) not in page
    assert "Alice" not in re.sub(r"<option.*?</option>", "", page)


def test_who_holds_a_number_nobody_may_see_is_asked_of_the_lead(browser, charlie, bob, south):
    create_contact(
        by=bob, full_name="Z", owner=bob, visibility=Visibility.RESTRICTED,
        points=[PointDraft("phone", "+919820011223")],
    )  # fmt: skip
    south.lead = bob
    south.save()

    page = browser(charlie).post(NEW, filled_in(charlie, phone="+919820011223")).content.decode()

    assert "Ask Bob Iyer whose client they are" in page


def test_whoever_is_added_anyway_stands_beside_them_for_the_reviewers(browser, charlie, meera):
    given = filled_in(charlie, full_name="Meera Rao", phone="+91 98200 11223", kept="yes")

    browser(charlie).post(NEW, given)

    twin = Contact.objects.get(owner=charlie)
    assert not twin.points.get().is_identity
    assert MatchCandidate.objects.filter(left=meera, right=twin).exists()


def test_a_refused_form_leaves_no_key_behind(browser, alice, meera):
    agent = browser(alice)
    given = filled_in(alice, full_name="Meera Rao", phone="+91 98200 11223")
    agent.post(NEW, given)

    agent.post(NEW, given | {"kept": "yes"})

    assert Contact.objects.exclude(pk=meera.pk).count() == IdempotencyRecord.objects.count() == 1


def test_who_may_not_add_clients_is_offered_no_form(browser, alice, bob, eve):
    bob.groups.clear()
    in_role(bob, "read_only")

    for page in ("/", "/contacts/"):
        assert "New client" in browser(alice).get(page).content.decode()
        assert "New client" not in browser(bob).get(page).content.decode()
    for user in (bob, eve):
        assert [browser(user).get(NEW).status_code for _ in "x"] == [403]
        assert browser(user).post(NEW, filled_in(bob)).status_code == 403
        assert browser(user).post(LOOKALIKES, {"full_name": "Meera"}).status_code == 403
    assert Contact.objects.count() == 0


def test_the_form_says_what_a_number_without_a_country_code_is(browser, alice):
    page = browser(alice).get(NEW).content.decode()

    assert "A number without a country code is read as one of this country." in page


def test_the_page_costs_few_queries(browser, alice, meera, django_assert_max_num_queries):
    agent = browser(alice)
    ContactFactory.create_batch(3, owner=alice)
    agent.get(NEW)

    with django_assert_max_num_queries(8):
        agent.get(NEW)
    with django_assert_max_num_queries(14):
        agent.post(LOOKALIKES, {"full_name": meera.full_name, "phone": "+919820011223"})
