"""Background work of governance."""

import pytest

from approvals import tasks
from tests.approvals.acts import approve, expire

pytestmark = pytest.mark.django_db


def test_a_second_delivery_finds_nothing_to_do(proposal, dora, contact):
    approve(proposal, dora)

    for _ in range(2):
        tasks.apply_proposal(str(proposal.uid))

    contact.refresh_from_db()
    assert contact.version == 2


def test_the_beat_expires_and_resumes(proposal):
    expire(proposal)

    tasks.expire_proposals()
    tasks.resume_applying()

    proposal.refresh_from_db()
    assert proposal.state == "expired"
