"""How an agent changes a client on the founder's pages."""

from uuid import uuid4

import pytest

from approvals.models import Proposal
from client360.views.edited import WAITS
from contacts.models import ContactPoint
from contacts.services import PointDraft, add_point, create_contact, update_contact, update_point
from core.choices import State
from core.services import archive, share
from tests.client360.filling import filled_in, here
from tests.factories.core import UserFactory, in_role

pytestmark = pytest.mark.usefixtures("agents", "founder")


def phone_of(contact) -> ContactPoint:
    return contact.points.get(kind="phone")


def of_point(point, **given) -> dict[str, object]:
    written = {"value": point.value_raw, "version": point.version}
    return {
        f"point-{point.uid}-{name}": value
        for name, value in (written | given).items()
        if name in written
    } | {name: value for name, value in given.items() if name not in written}


def test_an_agent_changes_a_client_and_sees_it_in_the_history(browser, meera, alice):
    agent = browser(alice)
    page = agent.get(here(meera)).content.decode()
    given = filled_in(meera, full_name="Mira Rao", company_name="Rao & Co")

    saved = agent.post(here(meera, "edit"), given, follow=True).content.decode()

    meera.refresh_from_db()
    assert here(meera, "edit") in page
    assert (meera.full_name, meera.company_name, meera.version) == ("Mira Rao", "Rao & Co", 2)
    assert "Saved." in saved
    told = agent.get(here(meera, "history")).content.decode()
    assert [word for word in ("Meera Rao", "Mira Rao", "on the dossier") if word not in told] == []


def test_a_part_of_the_name_makes_the_name_anew(browser, alice, north):
    parts = {"given_name": "Meera", "family_name": "Roa", "owner": alice, "team": north}
    contact = create_contact(by=alice, **parts)
    given = filled_in(contact, given_name="Meera", middle_name="", family_name="Rao")

    browser(alice).post(here(contact, "edit"), given)

    contact.refresh_from_db()
    assert contact.full_name == "Meera Rao"


def test_what_somebody_wrote_meanwhile_is_shown_beside_what_was_typed(browser, meera, alice, bob):
    mine = filled_in(meera, full_name="Mira Rao", occupation="Architect")
    update_contact(meera, by=bob, full_name="Meera Rao-Iyer", purchase_timeline="3m")
    agent = browser(alice)

    answer = agent.post(here(meera, "edit"), mine)

    page = answer.content.decode()
    wanted = (
        "Bob Iyer changed this client while you wrote",
        "Bob Iyer wrote “Meera Rao-Iyer” here meanwhile; before that it was “Meera Rao”.",
        "Within 3 months",
        'value="Mira Rao"',
        'value="Architect"',
    )
    assert answer.status_code == 422
    assert [words for words in wanted if words not in page] == []
    meera.refresh_from_db()
    assert meera.full_name == "Meera Rao-Iyer"

    again = filled_in(meera, full_name="Mira Rao", occupation="Architect")
    agent.post(here(meera, "edit"), again)

    meera.refresh_from_db()
    assert (meera.full_name, meera.purchase_timeline) == ("Mira Rao", "3m")


def test_a_number_is_corrected_and_no_longer_verified(browser, meera, alice):
    phone = phone_of(meera)
    update_point(phone, by=alice, status="invalid")

    browser(alice).post(here(meera, "points", phone.uid), of_point(phone, value="+919820011224"))

    phone.refresh_from_db()
    meera.summary.refresh_from_db()
    assert (phone.value_norm, phone.status) == ("+919820011224", "unverified")
    assert meera.summary.phone == "+919820011224"


@pytest.mark.parametrize(
    ("value", "words"),
    [("call me", "is no valid phone number"), (" ", "Write it, or close it.")],
)
def test_what_is_no_number_is_refused_beside_it(browser, meera, alice, value, words):
    phone = phone_of(meera)

    answer = browser(alice).post(here(meera, "points", phone.uid), of_point(phone, value=value))

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_number_somebody_changed_meanwhile_is_told_with_both_values(browser, meera, alice, bob):
    phone = phone_of(meera)
    mine = of_point(phone, value="+919820011224")
    update_point(phone, by=bob, value_raw="+919820011225")

    page = browser(alice).post(here(meera, "points", phone.uid), mine).content.decode()

    assert "Bob Iyer changed this meanwhile; it is “+919820011225” now." in page
    assert 'value="+919820011224"' in page
    assert f'value="{phone.version}"' in page


def test_a_number_is_closed_and_stays_in_the_history(browser, meera, alice):
    phone, agent = phone_of(meera), browser(alice)

    answers = [
        agent.post(here(meera, "points", phone.uid), of_point(phone, close="yes")).status_code
        for _ in range(2)
    ]

    phone.refresh_from_db()
    assert (answers, phone.status) == ([302, 302], "retired")


def test_another_number_becomes_the_primary_one(browser, meera, alice):
    second = add_point(meera, PointDraft("phone", "+971501234567"), by=alice)

    browser(alice).post(here(meera, "points", second.uid), of_point(second, primary="yes"))

    meera.summary.refresh_from_db()
    assert meera.summary.phone == "+971501234567"


def test_a_number_is_added_once(browser, meera, alice):
    agent = browser(alice)
    given = {"new-kind": "whatsapp", "new-value": "+971 50 123 4567", "new-key": str(uuid4())}

    answers = [agent.post(here(meera, "points"), given).status_code for _ in range(2)]
    twice = agent.post(here(meera, "points"), given | {"new-key": str(uuid4())})

    assert (answers, twice.status_code) == ([302, 302], 422)
    assert meera.points.get(kind="whatsapp").value_norm == "+971501234567"
    assert "Meera Rao already has +971 50 123 4567" in twice.content.decode()


def test_a_number_somebody_else_claims_is_kept_without_the_claim(browser, meera, alice, charlie):
    points = [PointDraft("phone", "+971501234567")]
    create_contact(by=charlie, owner=charlie, full_name="Hidden Holder", points=points)
    agent, phone = browser(alice), phone_of(meera)
    other = "+971 50 123 4567"

    page = agent.post(
        here(meera, "points", phone.uid), of_point(phone, value=other), follow=True
    ).content.decode()

    phone.refresh_from_db()
    assert (phone.value_norm, phone.is_identity) == ("+971501234567", False)
    assert "Somebody else on record has it as well" in page
    assert "Hidden Holder" not in page


def test_a_date_of_birth_is_proposed_and_the_person_is_told_what_happens_next(
    browser, meera, alice
):
    in_role(UserFactory(), "admin")  # two approve it
    agent = browser(alice)
    asked = agent.get(here(meera, "edit")).content.decode()
    given = {"birth-born": "1988-05-17", "birth-version": meera.version, "birth-key": str(uuid4())}

    told, _ = [agent.post(here(meera, "birth"), given, follow=True) for _ in range(2)]

    meera.refresh_from_db()
    assert WAITS in asked
    assert f"Proposed: Date of birth of Meera Rao. {WAITS}" in told.content.decode()
    assert (Proposal.objects.get().kind, meera.date_of_birth) == ("contact.update", None)


def test_a_date_of_birth_nobody_could_approve_is_refused_in_words(browser, meera, alice):
    given = {"birth-born": "1988-05-17", "birth-version": meera.version, "birth-key": str(uuid4())}

    answer = browser(alice).post(here(meera, "birth"), given)

    assert answer.status_code == 422
    assert "2 approvals by founder or admin or steward needed" in answer.content.decode()
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize(
    ("born", "words"),
    [("2999-01-01", "Nobody is born on a day to come."), ("", "This is the date on record.")],
)
def test_a_date_that_cannot_be_is_not_proposed(browser, meera, alice, born, words):
    given = {"birth-born": born, "birth-version": meera.version, "birth-key": str(uuid4())}

    answer = browser(alice).post(here(meera, "birth"), given)

    assert words in answer.content.decode()
    assert Proposal.objects.count() == 0


def test_who_does_not_see_a_date_of_birth_is_not_asked_for_it(browser, meera, bob):
    assert "Date of birth" not in browser(bob).get(here(meera, "edit")).content.decode()


def doors(meera) -> list[str]:
    uid = phone_of(meera).uid
    return [here(meera, *rest) for rest in (["edit"], ["points"], ["points", uid], ["birth"])]


def test_charlie_reaches_no_door_of_alices_client(browser, meera, charlie):
    stranger = browser(charlie)

    assert stranger.get(here(meera, "edit")).status_code == 404
    assert [stranger.post(door).status_code for door in doors(meera)] == [404] * 4


def test_who_may_only_read_changes_nothing(browser, meera, alice, bob, charlie):
    bob.groups.clear()
    in_role(bob, "read_only")
    share(meera, with_user=charlie, level="view", by=alice)

    for user in (bob, charlie):
        reader = browser(user)
        assert here(meera, "edit") not in reader.get(here(meera)).content.decode()
        assert [reader.post(door).status_code for door in doors(meera)] == [403] * 4


def test_a_service_changes_nothing(browser, meera, eve, alice):
    share(meera, with_user=eve, level="change", by=alice)
    in_role(eve, "agent")

    assert [browser(eve).post(door).status_code for door in doors(meera)] == [403] * 4


def test_an_archived_client_is_changed(browser, meera, alice):
    archive(meera, by=alice)

    browser(alice).post(here(meera, "edit"), filled_in(meera, full_name="Mira Rao"))

    meera.refresh_from_db()
    assert (meera.full_name, meera.state) == ("Mira Rao", State.ARCHIVED)


def test_the_page_costs_few_queries(browser, meera, alice, django_assert_max_num_queries):
    agent = browser(alice)
    agent.get(here(meera, "edit"))
    for number in range(4):
        add_point(meera, PointDraft("phone", f"+97150123456{number}"), by=alice)

    with django_assert_max_num_queries(9):
        agent.get(here(meera, "edit"))


def test_a_number_stands_in_groups_and_left_alone_changes_nothing(browser, meera, alice):
    phone = phone_of(meera)
    update_point(phone, by=alice, value_raw="+919820011224")
    agent = browser(alice)

    page = agent.get(here(meera, "edit")).content.decode()
    agent.post(here(meera, "points", phone.uid), of_point(phone, value="+91 98200 11224"))

    now = ContactPoint.objects.get(pk=phone.pk)
    assert 'value="+91 98200 11224"' in page
    assert (now.value_raw, now.version) == ("+919820011224", phone.version)
