"""What is taken in, what counts, and the score that follows."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from contacts.models import Contact
from contacts.services import record_consent
from evidence.models import Evidence, EvidenceType, QDSnapshot
from evidence.selectors import score_of
from evidence.services import recompute_qd, withdraw_evidence
from tests.factories.contacts import ContactFactory
from tests.factories.evidence import EvidenceFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def consent(contact, by, status="granted"):
    return record_consent(contact, by=by, purpose="perception_analytics", status=status)


def test_a_repeat_returns_the_evidence_already_known():
    first = EvidenceFactory(external_id="e1")
    again = EvidenceFactory(external_id="e1", contact=first.contact, value=-1)

    assert (again, again.value, Evidence.objects.count()) == (first, 1, 1)


def test_evidence_without_a_value_says_what_its_type_says():
    assert EvidenceFactory(type="no_show").value == -0.6


def test_thin_evidence_shows_no_number():
    meera = EvidenceFactory().contact
    meera.summary.refresh_from_db()

    assert (meera.qd.band, meera.summary.qd_value) == ("thin", None)


def test_enough_evidence_shows_the_score_in_lists():
    meera = ContactFactory()
    for kind in ("site_visit_done", "payment_plan_asked", "eoi_paid", "kyc_received"):
        EvidenceFactory(contact=meera, type=kind)

    meera = Contact.objects.get(pk=meera.pk)
    assert meera.summary.qd_value == round(meera.qd.value)
    assert 50 < meera.qd.value < 100


def test_the_stored_score_is_the_one_that_is_explained():
    visit = EvidenceFactory()

    explained = score_of(visit.contact, at=visit.contact.qd.computed_at)

    assert explained.value == pytest.approx(visit.contact.qd.value, abs=1e-9)
    assert list(explained.contributions()) == [str(visit.uid)]


def test_withdrawn_evidence_stops_counting(dora):
    visit = EvidenceFactory()

    withdraw_evidence(visit, by=dora, reason="Recorded for the wrong person")

    visit.contact.qd.refresh_from_db()
    assert visit.contact.qd.value == 50


def test_perception_without_consent_is_quarantined():
    seen = EvidenceFactory(type="attention")

    assert (seen.state, seen.consent) == ("quarantined", None)
    assert "perception" not in seen.contact.qd.components


def test_perception_with_consent_names_it_and_counts(dora):
    meera = ContactFactory()
    granted = consent(meera, dora)

    seen = EvidenceFactory(contact=meera, type="attention")

    assert (seen.state, seen.consent) == ("active", granted)
    assert meera.qd.components["perception"]["coverage"] > 0


def test_perception_stops_counting_when_consent_is_withdrawn(dora):
    meera = ContactFactory()
    consent(meera, dora)
    EvidenceFactory(contact=meera, type="attention")

    consent(meera, dora, status="withdrawn")
    recompute_qd(meera)

    meera.qd.refresh_from_db()
    assert "perception" not in meera.qd.components


def test_the_conduct_of_a_minor_is_not_watched():
    child = ContactFactory(date_of_birth=date(NOW.year - 10, 1, 1))

    with pytest.raises(ValidationError, match="minor"):
        EvidenceFactory(contact=child)


def test_footage_and_embeddings_are_not_accepted():
    with pytest.raises(ValidationError, match="embedding"):
        EvidenceFactory(type="attention", payload={"embedding": [0.1, 0.2]})


def test_a_type_that_is_switched_off_is_not_accepted():
    EvidenceType.objects.filter(code="attention").update(enabled=False)

    with pytest.raises(ValidationError, match="switched off"):
        EvidenceFactory(type="attention")


def test_a_snapshot_is_added_only_when_the_score_moves():
    visit = EvidenceFactory()
    recompute_qd(visit.contact, at=visit.contact.qd.computed_at)
    assert QDSnapshot.objects.count() == 1

    recompute_qd(visit.contact, at=NOW + timedelta(days=90))

    newest = QDSnapshot.objects.first()
    assert (QDSnapshot.objects.count(), newest.top_evidence) == (2, [visit.uid])
