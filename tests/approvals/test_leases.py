"""Two reviewers never work on the same proposal, and a hasty one takes their decision back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from approvals import services
from approvals.models import ApprovalPolicy, Proposal
from approvals.services import IllegalTransitionError, RejectedBeforeError
from approvals.tasks import apply_proposal
from core.models import SourceSystem
from tests.approvals.acts import approve, at_once, carry_out, change, steps, update
from tests.factories.contacts import ContactFactory
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(alice, dora, frank) -> Proposal:  # noqa: ARG001 -- dora and frank may decide
    """Another wish, younger than the first."""
    return change(ContactFactory(owner=alice, team=alice.team), by=alice, occupation="Judge")


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def led_to(user, query: str = "") -> str:
    return browser(user).get(f"/review/next/{query}")["Location"]


def page(proposal: Proposal, part: str = "") -> str:
    return f"/review/{proposal.uid}/{part}"


def stands(proposal: Proposal) -> dict:
    return {"revision": proposal.revision, "content_hash": proposal.content_hash}


def test_two_reviewers_are_led_to_two_proposals(proposal, second, dora, frank):
    assert [led_to(user) for user in (dora, frank)] == [page(proposal), page(second)]


def test_whoever_leaves_a_proposal_lets_others_have_it(proposal, second, dora, frank):
    led_to(dora)
    led_to(dora, f"?after={proposal.uid}")

    assert led_to(frank) == page(proposal)
    assert led_to(frank, f"?after={proposal.uid}") == "/review/"
    assert Proposal.objects.get(pk=second.pk).leased_by == dora


def test_a_lease_ends_by_itself(proposal, second, dora, frank):  # noqa: ARG001 -- a second one waits
    led_to(dora)
    Proposal.objects.update(leased_until=timezone.now() - timedelta(seconds=1), leased_by=dora)

    assert led_to(frank) == page(proposal)


def test_who_opens_what_somebody_works_on_reads_it_and_waits(proposal, dora, frank):
    browser(dora).get(page(proposal))

    shown = browser(frank).get(page(proposal))
    answer = browser(frank).post(page(proposal, "approve/"), stands(proposal))

    assert "Dora Kapadia has this open" in shown.content.decode()
    assert (shown.context["may_decide"], answer.status_code) == (False, 409)


def test_the_queue_says_who_has_what_open_and_gives_back_ones_own(proposal, dora, frank):
    browser(dora).get(page(proposal))
    seen = browser(frank).get("/review/").content.decode()
    browser(dora).get("/review/")

    proposal.refresh_from_db()
    assert ("Dora Kapadia has it open" in seen, proposal.leased_by) == (True, None)


def test_a_lease_has_an_end_in_the_database(proposal, dora):
    broken = Proposal.objects.filter(pk=proposal.pk)

    assert refusal(lambda: broken.update(leased_by=dora)) == "proposal_lease_has_an_end"


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_once_each_gets_their_own(proposal, second, dora, frank):
    found = at_once([lambda user=user: led_to(user) for user in (dora, frank)])

    assert sorted(found) == sorted([page(proposal), page(second)])


def test_a_rejection_taken_back_waits_again(proposal, frank, dora):
    services.reject(proposal, by=frank, reason="no", **stands(proposal))

    waiting = services.undo_last(by=frank)

    assert (waiting.pk, waiting.state, waiting.revision) == (proposal.pk, "pending", 2)
    assert steps(waiting)[-2:] == ["rejected", "taken_back"]
    assert carry_out(waiting, frank).state == "applied"
    assert dora.pk not in waiting.barred


def test_an_approval_taken_back_is_not_applied(proposal, frank):
    approve(proposal, frank)

    services.undo_last(by=frank)

    apply_proposal(str(proposal.uid))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_at) == ("pending", None)


def test_what_was_applied_is_proposed_to_be_undone(proposal, frank):
    carry_out(proposal, frank)

    undoing = services.undo_last(by=frank)

    assert (undoing.reverts, undoing.state, frank.pk in undoing.barred) == (
        proposal, "pending", True
    )  # fmt: skip


def test_nobody_takes_back_what_somebody_else_said(proposal, frank, dora):
    services.reject(proposal, by=frank, reason="no", **stands(proposal))

    with pytest.raises(IllegalTransitionError, match="you decided nothing"):
        services.undo_last(by=dora)


def test_a_value_is_free_again_when_its_rejection_was_taken_back(contact, eve, frank, dora):  # noqa: ARG001 -- dora may decide
    source = SourceSystem.objects.create(code="eve", name="Eve", owner=eve)

    def wish(**after) -> Proposal:
        items = [update(contact, occupation="Judge", **after)]
        known = {"kind": "contact.update", "title": "x", "by": eve, "source": source}
        return services.propose(items=items, **known)

    proposal = wish()
    services.reject(proposal, by=frank, reason="no", **stands(proposal))
    with pytest.raises(RejectedBeforeError):
        wish(department="Law")

    services.undo_last(by=frank)

    assert wish(department="Law").state == "pending"


def test_raw_sql_reopens_nothing_without_a_new_revision(proposal, frank):
    services.reject(proposal, by=frank, reason="no", **stands(proposal))
    reopen = "UPDATE approvals_proposal SET state = 'pending', decided_at = NULL"

    assert refusal(lambda: connection.cursor().execute(reopen)) == "resolved_by_revision"


def test_the_key_undoes_on_the_page(proposal, frank):
    client = browser(frank)
    client.post(page(proposal, "reject/"), {**stands(proposal), "reason": "no"})

    answer = client.post("/review/undo/", follow=True)

    assert answer.redirect_chain[-1][0] == page(proposal)
    assert answer.context["may_decide"] is True


def test_the_badge_of_the_navigation_drops_with_each_decision(proposal, second, frank):
    client = browser(frank)
    before = client.get("/review/count/").content
    htmx = {"HX-Request": "true"}

    after = client.post(page(proposal, "approve/"), stands(proposal), headers=htmx)

    badge = '<span class="count" id="waiting-badge" hx-swap-oob="true">1</span>'
    assert (before, badge in after.content.decode()) == (b"2", True)
    assert second.title in after.content.decode()


def test_leads_are_named_by_the_rule_of_new_records():
    rule = ApprovalPolicy.objects.get(code="record-create", active=True)

    assert rule.approver_roles == ["founder", "admin", "steward", "lead"]
