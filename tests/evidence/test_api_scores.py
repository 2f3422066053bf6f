"""Scores over REST: as of now, as of then, by the weights in force and by others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evidence.models import QDConfig
from tests.api_clients import calls
from tests.factories.contacts import ContactFactory
from tests.factories.evidence import EvidenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meera(alice):
    """A client of Alice's who came to see a flat yesterday."""
    meera = ContactFactory(owner=alice)
    EvidenceFactory(
        contact=meera, type="site_visit_done", occurred_at=timezone.now() - timedelta(days=1)
    )
    return meera


def score(user, contact, **asked) -> dict:
    return calls(user).get(f"/api/v1/contacts/{contact.uid}/qd/", asked).json()


def test_a_score_is_read_as_of_a_moment_before_the_evidence(alice, meera):
    before = (timezone.now() - timedelta(days=2)).isoformat()

    assert score(alice, meera)["value"] > 50
    assert (score(alice, meera, at=before)["value"], score(alice, meera, at=before)["band"]) == (
        50.0,
        "thin",
    )


def test_a_score_is_read_by_other_weights(alice, meera):
    other = QDConfig.objects.get(state="active")
    other.pk, other.version, other.state, other.prior = None, 99, "retired", 0.1
    other.save()

    now, then = score(alice, meera), score(alice, meera, config="qd-99")

    assert (now["config"], then["config"]) == ("qd-1", "qd-99")
    assert then["value"] < now["value"]


@pytest.mark.parametrize("asked", [{"config": "qd-98"}, {"config": "x"}, {"at": "yesterday"}])
def test_unknown_weights_and_moments_are_refused(alice, meera, asked):
    answer = calls(alice).get(f"/api/v1/contacts/{meera.uid}/qd/explain/", asked)

    assert answer.status_code == 400
