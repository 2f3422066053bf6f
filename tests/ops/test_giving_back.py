"""Few things handed over at once: given back as one, by one person, from the same page."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from contacts.models import Contact
from contacts.services import update_contact
from core.models import AuditEvent, User
from core.services import handing, save_canonical
from core.services.auditing import audit
from core.services.handing import (
    Gift,
    few_handed_over,
    give_back,
    hand_over,
    hand_over_some,
    handed,
    held_by,
)
from ops.services import sync_roles
from tests.factories.accounts import AccountFactory
from tests.factories.activities import TaskFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import in_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alone(dora) -> None:
    """Dora is the founder, and nobody else could decide."""
    sync_roles()
    in_role(dora, "founder")


@pytest.fixture
def desk(alice) -> Contact:
    """What Alice holds: a client, a task for her and an account."""
    client = ContactFactory(owner=alice, team=alice.team)
    AccountFactory(owner=alice)
    TaskFactory(contact=client, assignee=alice, by=alice)
    return client


ALL = ["accounts: 1", "clients: 1", "open tasks: 1"]


def told(user: User) -> list[str]:
    return sorted(str(each) for each in held_by(user))


def office(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(of: User) -> str:
    return reverse("ops:hand_over", args=[of.pk])


def test_all_of_it_goes_back_into_its_team_with_what_was_written_since(alice, charlie, dora, desk):
    own = ContactFactory(owner=charlie)
    hand_over(alice, to=charlie, by=dora)
    desk.refresh_from_db()
    update_contact(desk, by=charlie, occupation="Architect")

    client = office(dora)
    shown = client.get(page(alice)).content.decode()
    act = few_handed_over(alice)[0]
    after = client.post(page(alice), {"undone": str(act.uid)}, follow=True).content.decode()

    desk.refresh_from_db()
    own.refresh_from_db()
    assert "still there: " in shown
    assert "holds again" in after
    assert (told(alice), told(charlie), own.owner) == (ALL, ["clients: 1"], charlie)
    assert (desk.owner, desk.team, desk.occupation) == (alice, alice.team, "Architect")
    assert desk.history.latest().history_change_reason == f"hand-back:{act.uid}"


@pytest.mark.usefixtures("desk")
def test_of_two_clicks_at_once_the_later_is_told_that_nothing_is_left(
    alice, charlie, dora, monkeypatch
):
    hand_over(alice, to=charlie, by=dora)
    found = few_handed_over(alice)
    give_back(alice, found[0].uid, by=dora)
    monkeypatch.setattr(handing, "few_handed_over", lambda _of: found)  # as both clicks read it

    with pytest.raises(ValidationError, match="any more"):
        give_back(alice, found[0].uid, by=dora)

    assert told(alice) == ALL


def test_it_is_on_record_and_goes_back_once(alice, charlie, dora, desk):
    hand_over(alice, to=charlie, by=dora)
    act = few_handed_over(alice)[0].uid

    given = give_back(alice, act, by=dora)

    back = AuditEvent.objects.get(action="user.handed_back", object_uid=act)
    assert (desk.version, back.actor, back.payload["given"]) == (1, dora, given)
    assert few_handed_over(alice) == []
    with pytest.raises(ValidationError, match="can go back any more"):
        give_back(alice, act, by=dora)


def test_each_part_of_much_goes_back_for_itself(alice, charlie, dora):
    first, second = (ContactFactory(owner=alice) for _ in range(2))
    for _ in range(2):
        hand_over_some(alice, to=charlie, by=dora, most=1)

    latest, _earlier = few_handed_over(alice)
    give_back(alice, latest.uid, by=dora)

    for each in (first, second):
        each.refresh_from_db()
    assert [first.owner, second.owner] == [charlie, alice]


def test_what_was_given_on_since_stays_where_it_is(alice, bob, charlie, dora, desk):
    hand_over(alice, to=charlie, by=dora)
    desk.refresh_from_db()
    desk.owner = bob
    save_canonical(desk, by=charlie)

    give_back(alice, few_handed_over(alice)[0].uid, by=dora)

    desk.refresh_from_db()
    assert (desk.owner, told(alice)) == (bob, ["accounts: 1", "open tasks: 1"])


def test_what_was_proposed_is_undone_by_its_proposal_alone(alice, charlie, dora, desk):
    hand_over_some(alice, to=charlie, by=dora, cause="proposal:1")

    assert desk.owner == alice
    assert few_handed_over(alice) == []


@pytest.mark.parametrize("act", ["", "x", "0198c5a2-0000-7000-8000-000000000000"])
def test_a_hand_over_there_is_not_is_refused_in_words(alice, charlie, dora, desk, act):
    hand_over(alice, to=charlie, by=dora)

    answer = office(dora).post(page(alice), {"undone": act}, follow=True)

    assert desk.owner == alice
    assert (told(alice), told(charlie)) == ([], ALL)
    assert any(
        words in answer.content.decode()
        for words in ("Choose a hand-over of this page.", "can go back any more")
    )


def test_who_may_not_hand_over_gives_nothing_back(alice, bob, charlie, dora, desk):
    hand_over(alice, to=charlie, by=dora)
    in_role(bob, "agent")

    answer = office(bob).post(page(alice), {"undone": str(few_handed_over(alice)[0].uid)})

    assert desk.owner == alice
    assert (answer.status_code, told(charlie)) == (403, ALL)


def test_an_act_names_what_can_go_back_and_nothing_else_is_looked_through(
    alice, charlie, dora, desk
):
    hand_over(alice, to=charlie, by=dora)
    act = AuditEvent.objects.get(action="user.handed_over")

    assert str(desk.uid) in act.payload["records"]
    assert len(act.payload["records"]) == len(ALL)

    gift = Gift(charlie, f"hand-over:{act.object_uid}", records=[str(desk.uid)])
    assert [str(each) for each in handed(gift)] == ["clients: 1"]


def test_an_act_that_named_nothing_is_not_offered(alice, charlie, dora, desk):
    uid = uuid4()
    hand_over_some(alice, to=charlie, by=dora, cause=f"hand-over:{uid}")
    told = {"of": alice.username, "to": charlie.username, "given": {"clients": 1}}
    audit("user.handed_over", by=dora, object_type="hand_over", object_uid=uid, payload=told)

    assert desk.owner == alice
    assert few_handed_over(alice) == []
