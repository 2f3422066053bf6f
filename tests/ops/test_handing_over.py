"""What a colleague holds when they leave: told before it is forgotten, and handed over as one."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from activities.models import Task
from activities.services import complete_task
from approvals.models import Proposal
from approvals.services import apply
from approvals.services import assign as name_for
from contacts.models import Contact
from core.models import AuditEvent, ChangeEvent, User
from core.services import archive
from core.services.handing import TooMuchError, hand_over, held_by, may_hand_over
from ops.services import sync_roles
from ops.services.handing import hand_over_or_propose
from tests.approvals.acts import approve, change
from tests.factories.accounts import AccountFactory
from tests.factories.activities import TaskFactory
from tests.factories.contacts import ContactFactory, HouseholdFactory
from tests.factories.core import UserFactory, in_role
from tests.factories.opportunities import OpportunityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _roles(settings, dora) -> None:
    """Dora is the founder; what is started on commit goes nowhere."""
    settings.CELERY_BROKER_URL = "memory://"
    sync_roles()
    in_role(dora, "founder")


@pytest.fixture
def adam(north) -> User:
    """Runs the house beside Dora."""
    whole = UserFactory(
        username="adam", full_name="Adam Khan", team=north, perms=["core.see_everything"]
    )
    return in_role(whole, "admin")


@pytest.fixture
def desk(alice):
    """What Alice holds, and what she holds no more."""
    kept = ContactFactory(owner=alice, team=alice.team)
    archive(ContactFactory(owner=alice), by=alice)
    AccountFactory(owner=alice)
    HouseholdFactory(owner=alice)
    OpportunityFactory(primary_contact=kept, owner=alice, by=alice)
    OpportunityFactory(primary_contact=kept, owner=alice, stage="lost_budget", by=alice)
    TaskFactory(contact=kept, assignee=alice, by=alice)
    complete_task(TaskFactory(contact=kept, assignee=alice, by=alice), by=alice)
    return kept


def told(user: User) -> list[str]:
    return [str(each) for each in held_by(user)]


def office(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(of: User) -> str:
    return reverse("ops:hand_over", args=[of.pk])


ALL = ["accounts: 1", "clients: 1", "households: 1", "open deals: 1", "open tasks: 1"]


def test_what_is_theirs_and_open_is_counted(alice, bob, desk):
    assert desk.owner == alice
    assert (sorted(told(alice)), told(bob)) == (ALL, [])


def test_it_is_counted_no_further_than_anybody_reads(alice, monkeypatch):
    monkeypatch.setattr("core.services.handing.CAP", 2)
    ContactFactory.create_batch(4, owner=alice)

    assert told(alice) == ["clients: more than 2"]


def test_everything_goes_to_one_colleague_and_their_team(alice, charlie, dora, desk):
    given = hand_over(alice, to=charlie, by=dora)

    desk.refresh_from_db()
    assert (sorted(told(charlie)), told(alice), sum(given.values())) == (ALL, [], 5)
    assert (desk.owner, desk.team, desk.version) == (charlie, charlie.team, 2)
    assert Contact.objects.filter(owner=alice, state="archived").count() == 1
    assert Task.objects.filter(assignee=alice, status="done").count() == 1


def test_it_leaves_history_audit_and_news_like_every_write(alice, charlie, dora, desk):
    hand_over(alice, to=charlie, by=dora)

    version = desk.history.latest()
    news = ChangeEvent.objects.filter(entity_uid=desk.uid).latest("id")
    acts = AuditEvent.objects.filter(actor=dora)
    assert (version.history_user, version.history_change_reason) == (dora, "hand-over:alice")
    assert (news.version, news.cause) == (2, "hand-over:alice")
    one = acts.get(action="contact.assigned", object_uid=desk.uid)
    assert (one.object_version, one.payload) == (2, {"fields": ["owner_id", "team_id"]})
    whole = acts.get(action="user.handed_over").payload
    assert (whole["of"], whole["to"], whole["given"]["clients"]) == ("alice", "charlie", 1)


def test_too_much_for_one_person_to_decide_moves_nothing(alice, charlie, dora, monkeypatch):
    monkeypatch.setattr("core.services.handing.FREE", 2)
    ContactFactory.create_batch(3, owner=alice)

    with pytest.raises(TooMuchError):
        hand_over(alice, to=charlie, by=dora)

    assert told(alice) == ["clients: 3"]


def test_more_than_fifty_are_proposed_and_given_in_parts(alice, charlie, dora, adam, monkeypatch):
    monkeypatch.setattr("core.services.handing.FREE", 2)
    monkeypatch.setattr(
        "core.services.handing.hand_over_some.__kwdefaults__", {"cause": "", "most": 2}
    )
    ContactFactory.create_batch(5, owner=alice)

    proposal = hand_over_or_propose(alice, to=charlie, by=dora, reason="She left")
    again = hand_over_or_propose(alice, to=charlie, by=dora)
    before = told(alice)
    applied = apply(approve(proposal, adam))

    assert (again, before) == (proposal, ["clients: 5"])
    assert (applied.state, told(alice), told(charlie)) == ("applied", [], ["clients: 5"])
    assert applied.items.get().result["given"] == {"clients": 5}


def test_the_review_says_whose_it_is_whose_it_becomes_and_how_much(
    alice, charlie, dora, adam, desk, monkeypatch
):
    monkeypatch.setattr("core.services.handing.FREE", 2)
    proposal = hand_over_or_propose(alice, to=charlie, by=dora)

    text = office(adam).get(f"/review/{proposal.uid}/").content.decode()

    assert desk.owner == alice
    words = ("Hand over a colleague", "Alice Fernandes", "Charlie Mathew", "Open deals")
    assert [each for each in words if each not in text] == []


@pytest.mark.parametrize("who", ["alice", "eve", "gone"])
def test_nobody_hands_over_to_who_cannot_take_it(request, alice, dora, who):
    to = UserFactory(is_active=False) if who == "gone" else request.getfixturevalue(who)

    with pytest.raises(ValidationError, match="cannot take over"):
        hand_over_or_propose(alice, to=to, by=dora)


def test_a_proposal_they_were_to_decide_goes_to_who_may(bob, charlie, dora, adam, desk):
    in_role(bob, "steward")
    proposal = change(desk, by=charlie, occupation="Architect")
    name_for(proposal, to=bob, by=dora)
    assert told(bob) == ["proposals to decide: 1"]

    hand_over(bob, to=adam, by=dora)

    proposal.refresh_from_db()
    assert (proposal.assignee, told(bob)) == (adam, [])


def test_only_who_sees_and_may_change_all_of_it_hands_over(alice, bob, charlie, dora, adam, eve):
    in_role(bob, "agent")
    in_role(charlie, "read_only")

    may = [may_hand_over(user) for user in (dora, adam, alice, bob, charlie, eve)]

    assert may == [True, True, False, False, False, False]
    assert [office(user).get(page(alice)).status_code for user in (dora, bob)] == [200, 403]


def test_the_page_hands_over_and_says_so(alice, charlie, dora, desk):
    client = office(dora)

    shown = client.get(page(alice)).content.decode()
    client.post(page(alice), {"to": charlie.pk})

    assert desk.owner == alice
    assert "<dt>Open deals</dt><dd>1</dd>" in shown
    assert (told(alice), sorted(told(charlie))) == ([], ALL)
    assert "holds nothing" in client.get(page(alice)).content.decode()


def test_the_page_proposes_what_is_much(alice, charlie, dora, adam, desk, monkeypatch):
    for place in ("core.services.handing.FREE", "ops.views.handing.FREE"):
        monkeypatch.setattr(place, 2)
    client = office(dora)

    shown = client.get(page(alice)).content.decode()
    answer = client.post(page(alice), {"to": charlie.pk, "reason": "She left"})

    proposal = Proposal.objects.get()
    assert (desk.owner, proposal.proposer) == (alice, dora)
    assert adam.pk not in proposal.events.values_list("actor", flat=True)
    assert "a second person decides" in shown
    assert answer["Location"] == f"/review/{proposal.uid}/"
    assert told(charlie) == []


def test_the_form_of_a_login_tells_it_before_anybody_is_shut_out(alice, bob, dora, adam, desk):
    form = reverse("admin:core_user_change", args=[alice.pk])
    in_role(bob, "agent")

    seen = [office(user).get(form).content.decode() for user in (adam, dora, bob)]

    assert desk.owner == alice
    assert [page(alice) in text for text in seen] == [True, True, False]
    assert ["open deals: 1" in text for text in seen] == [True, True, False]


def test_an_administrator_who_sees_not_everything_is_told_too(alice, north, desk):
    anna = in_role(UserFactory(username="anna", team=north), "admin")

    text = office(anna).get(reverse("admin:core_user_change", args=[alice.pk])).content.decode()

    assert desk.owner == alice
    assert "open deals: 1" in text
    assert page(alice) not in text


def test_who_shuts_a_colleague_out_is_told_what_is_left(alice, adam, desk):
    client, form = office(adam), reverse("admin:core_user_change", args=[alice.pk])
    given = {
        "username": "alice", "full_name": "Alice Fernandes", "timezone": "Asia/Kolkata",
        "team": alice.team_id, "is_staff": "on", "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
    }  # fmt: skip

    answer = client.post(form, given, follow=True)

    alice.refresh_from_db()
    assert desk.owner == alice
    assert not alice.is_active
    assert "still holds 1 clients" in answer.content.decode() or "still holds" in str(
        answer.content
    )
