"""What a colleague holds when they leave: told before it is forgotten, and handed over as one."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from activities.models import Task
from activities.services import complete_task
from approvals.models import Proposal
from approvals.services import NoApproverError, SelfApprovalError, apply, revert
from approvals.services import assign as name_for
from contacts.models import Contact, Household
from contacts.services import update_contact
from core.models import AuditEvent, ChangeEvent, User
from core.services import archive, save_canonical
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
    whole = acts.get(action="user.handed_over")
    cause = f"hand-over:{whole.object_uid}"
    assert (version.history_user, version.history_change_reason) == (dora, cause)
    assert (news.version, news.cause) == (2, cause)
    one = acts.get(action="contact.assigned", object_uid=desk.uid)
    assert (one.object_version, one.payload) == (2, {"fields": ["owner_id", "team_id"]})
    names = whole.payload
    assert (names["of"], names["to"], names["given"]["clients"]) == ("alice", "charlie", 1)


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


@pytest.fixture
def given(alice, charlie, dora, adam, desk, monkeypatch):
    """All Alice held is Charlie's: Dora proposed it and Adam agreed."""
    assert desk.owner == alice
    monkeypatch.setattr("core.services.handing.FREE", 2)
    proposal = hand_over_or_propose(alice, to=charlie, by=dora, reason="She left")
    return apply(approve(proposal, adam))


def test_a_hand_over_is_undone_as_one_by_two(alice, charlie, dora, adam, desk, given):
    own = ContactFactory(owner=charlie, team=charlie.team)
    asked = revert(given, by=adam)
    text = office(dora).get(f"/review/{asked.uid}/").content.decode()

    done = apply(approve(asked, dora))

    desk.refresh_from_db()
    own.refresh_from_db()
    given.refresh_from_db()
    assert (done.state, asked.required_approvals) == ("applied", 1)
    assert done.items.get().result["given"] == {each.split(": ")[0]: 1 for each in ALL}
    assert (sorted(told(alice)), told(charlie)) == (ALL, ["clients: 1"])
    assert (desk.owner, desk.team, own.owner) == (alice, alice.team, charlie)
    assert desk.history.latest().history_change_reason == f"proposal:{asked.uid}"
    assert AuditEvent.objects.filter(action="user.handed_back", actor=dora).count() == 1
    assert given.reverted_at is not None
    assert [each for each in ("Goes back from", "Open deals") if each not in text] == []


def test_what_was_given_on_closed_or_written_since_is_not_taken_back(
    alice, bob, charlie, dora, adam, given
):
    task = Task.objects.get(assignee=charlie)
    complete_task(task, by=charlie)
    account, household = Account.objects.get(owner=charlie), Household.objects.get(owner=charlie)
    for row, owner in (account, bob), (household, bob), (household, charlie):
        row.owner = owner
        save_canonical(row, by=charlie)
    update_contact(Contact.objects.get(owner=charlie), by=charlie, occupation="Architect")

    apply(approve(revert(given, by=adam), dora))

    assert Contact.objects.get(owner=alice, state="active").occupation == "Architect"
    assert (told(bob), told(charlie)) == (["accounts: 1"], ["households: 1"])
    assert Task.objects.get(pk=task.pk).assignee == charlie
    assert sorted(told(alice)) == ["clients: 1", "open deals: 1"]


def test_much_is_given_back_in_parts(alice, charlie, dora, adam, given, monkeypatch):
    many = {"cause": "", "most": 2}
    monkeypatch.setattr("ops.handlers.CHUNK", 2)
    monkeypatch.setattr("core.services.handing.hand_over_some.__kwdefaults__", many)

    done = apply(approve(revert(given, by=adam), dora))

    assert (done.state, sorted(told(alice)), told(charlie)) == ("applied", ALL, [])


def test_who_approved_a_hand_over_asks_for_its_undoing_and_does_not_approve_that(dora, adam, given):
    with pytest.raises(NoApproverError, match="Adam Khan approved what is undone, and may ask"):
        revert(given, by=dora)
    asked = revert(given, by=adam)

    with pytest.raises(SelfApprovalError):
        approve(asked, adam)


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


@pytest.fixture
def few(monkeypatch):
    """One person decides about two things."""
    for place in ("core.services.handing", "ops.views.handing", "ops.services.handing"):
        monkeypatch.setattr(f"{place}.FREE", 2)


@pytest.mark.usefixtures("few")
def test_a_house_of_one_founder_is_told_what_to_do(alice, charlie, dora, desk):
    answer = office(dora).post(page(alice), {"to": charlie.pk})

    text = answer.content.decode()
    assert desk.owner == alice
    assert "1 approval by founder or admin needed" in text
    assert "a superuser makes somebody founder or admin" in text
    assert "Hand over 2 now" in text
    assert (Proposal.objects.count(), told(charlie)) == (0, [])


@pytest.mark.usefixtures("few")
def test_it_hands_over_as_much_as_one_decides_until_nothing_is_left(alice, charlie, dora, desk):
    client, sent = office(dora), {"to": charlie.pk, "part": "yes"}

    places = [client.post(page(alice), sent)["Location"] for _ in range(3)]

    assert desk.owner == alice
    assert places == [page(alice)] * 2 + [reverse("admin:core_user_change", args=[alice.pk])]
    assert (told(alice), sorted(told(charlie))) == ([], ALL)
    given = AuditEvent.objects.filter(action="user.handed_over", actor=dora)
    given = given.order_by("id")
    assert [sum(each.payload["given"].values()) for each in given] == [2, 2, 1]


@pytest.mark.usefixtures("few")
def test_nobody_hands_over_in_parts_what_somebody_else_could_decide(
    alice, charlie, dora, adam, desk
):
    office(dora).post(page(alice), {"to": charlie.pk, "part": "yes"})

    assert (desk.owner, told(charlie), Proposal.objects.get().proposer) == (alice, [], dora)
    assert adam.is_active


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
