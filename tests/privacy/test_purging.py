"""What was kept long enough is cleared, and what rested on it follows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.services import record_consent
from evidence.models import Evidence, EvidenceType, QDScore
from evidence.selectors import score_of
from oracle_bridge.models import WebhookDelivery, WebhookEndpoint
from privacy.services import purge
from tests.factories.contacts import ContactFactory
from tests.factories.evidence import EvidenceFactory

pytestmark = pytest.mark.django_db
IN_TEN_YEARS = timezone.now() + timedelta(days=3_650)


@pytest.fixture
def watched(alice):
    """Somebody with two signs of sensors, one of which carries nothing, and two of deeds."""
    meera = ContactFactory()
    record_consent(meera, by=alice, purpose="perception_analytics", status="granted")
    kind = EvidenceType.objects.filter(family="perception", enabled=True).first()
    EvidenceFactory(contact=meera, type=kind, value=1, payload={"note": "the model flat"})
    EvidenceFactory(contact=meera, type=kind, value=1)
    for deed in ("site_visit_done", "eoi_paid"):
        EvidenceFactory(contact=meera, type=deed)
    return meera


def test_old_signs_of_sensors_count_no_more_whatever_they_carry(watched, dora):
    before = QDScore.objects.get().value
    cleared = [purge(by=dora, now=IN_TEN_YEARS)["perception"] for _ in range(2)]
    kept = QDScore.objects.get()

    signs = Evidence.objects.filter(type__family="perception").values_list("state", "payload")
    assert cleared == [2, 0]
    assert list(signs) == [("withdrawn", {})] * 2
    assert kept.value == pytest.approx(score_of(watched, at=kept.computed_at).value)
    assert kept.value != before


def test_a_withdrawn_sign_loses_what_it_carried_too(watched, dora):
    Evidence.objects.filter(payload__note="the model flat").update(state="withdrawn")

    purge(by=dora, now=IN_TEN_YEARS)

    assert not Evidence.objects.filter(payload__note="the model flat", contact=watched).exists()


def test_counting_what_is_old_changes_nothing(watched, dora):
    found = purge(by=dora, now=IN_TEN_YEARS, dry_run=True)

    assert found["perception"] == 2
    assert not Evidence.objects.filter(contact=watched, state="withdrawn").exists()


def test_old_messages_go_and_those_that_wait_stay(alice, dora):
    shell = WebhookEndpoint.objects.create(name="Shell", url="https://crm.example/", owner=alice)
    for state, at in (("delivered", timezone.now()), ("dead", None), ("pending", None)):
        WebhookDelivery.objects.create(endpoint=shell, events=[], state=state, delivered_at=at)

    soon = purge(by=dora)["delivery"]
    late = purge(by=dora, now=IN_TEN_YEARS)["delivery"]

    assert (soon, late) == (0, 2)
    assert WebhookDelivery.objects.get().state == "pending"
