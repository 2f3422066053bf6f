"""Parts of a page say the time of their reader, as whole pages do."""

import pytest

from tests.approvals.acts import change
from tests.approvals.test_pages import browser, page, seen
from tests.factories.contacts import ContactFactory


@pytest.fixture(autouse=True)
def _at_once(settings):
    """Keep messages in memory: what is started on commit goes nowhere."""
    settings.CELERY_BROKER_URL = "memory://"


def test_the_next_proposal_after_a_decision_is_in_the_time_of_its_reader(proposal, alice, dora):
    dora.timezone = "Asia/Kolkata"
    dora.save()
    change(ContactFactory(), by=alice, occupation="Lawyer")

    answer = browser(dora).post(
        page(proposal, "approve"), seen(proposal), headers={"HX-Request": "true"}
    )

    text = answer.content.decode()
    assert ("+05:30" in text, "+00:00" in text) == (True, False)


def test_rest_speaks_utc_to_everybody(proposal, dora):
    dora.timezone = "Asia/Kolkata"
    dora.save()

    answer = browser(dora).get(f"/api/v1/proposals/{proposal.uid}/")

    assert (answer.status_code, answer.json()["submitted_at"][-1]) == (200, "Z")
