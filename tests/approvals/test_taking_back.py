"""A decision that can be taken back has a button that says which, and the answer says what."""

import pytest
from django.urls import reverse

from approvals import services
from tests.approvals.acts import approve, carry_out, text_of
from tests.approvals.test_pages import browser, page, seen

BUTTON = "Undo: approved “A change”"


@pytest.fixture(autouse=True)
def _at_once(settings):
    """Keep messages in memory: what is started on commit goes nowhere."""
    settings.CELERY_BROKER_URL = "memory://"


def test_taking_back_says_what(proposal, dora):
    client = browser(dora)
    approve(proposal, dora)

    text = text_of(client.post(reverse("approvals:undo"), follow=True))

    assert "Taken back: your approval of “A change”. It waits again." in text


def test_the_last_decision_has_a_button_of_its_own_while_it_can_be_undone(proposal, dora):
    client = browser(dora)
    before = text_of(client.get(reverse("approvals:queue")))
    client.post(page(proposal, "approve"), seen(proposal))

    after = text_of(client.get(reverse("approvals:queue")))

    assert (BUTTON in before, BUTTON in after) == (
        False,
        True,
    )


def test_nobody_is_offered_to_undo_what_is_being_undone(proposal, dora, bob):
    services.revert(carry_out(proposal, dora), by=bob)

    assert BUTTON not in text_of(browser(dora).get(reverse("approvals:queue")))


def test_what_is_applied_is_due_no_more(proposal, dora):
    carry_out(proposal, dora)
    proposal.refresh_from_db()

    text = text_of(browser(dora).get(page(proposal)))

    assert ("Due" in text.split(), "Applied just now" in text) == (False, True)


def test_nobody_rejects_many_at_once_without_choosing_why(proposal, dora):
    chosen = f"{proposal.uid}:{proposal.revision}:{proposal.content_hash}"

    answer = browser(dora).post(
        reverse("approvals:batch"),
        {"chosen": chosen, "decision": "reject", "reason_code": ""},
        follow=True,
    )

    proposal.refresh_from_db()
    assert (proposal.state, "Outdated" in text_of(answer).split("Reason to reject…")[0]) == (
        "pending",
        False,
    )
