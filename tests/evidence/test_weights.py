"""What counts for how much is changed in the administration, and everybody is scored anew."""

import pytest
from django.urls import reverse

from core.models import SourceSystem
from evidence import admin, tasks
from evidence.models import EvidenceType, QDScore
from evidence.selectors import score_of
from ops.services import sync_roles
from tests.factories.core import in_role
from tests.factories.evidence import EvidenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(dora, client, monkeypatch):
    """Dora of the house before the administration, its background work done at once."""
    sync_roles()
    dora.is_staff = dora.is_superuser = True
    dora.save()
    client.force_login(in_role(dora, "founder"))
    monkeypatch.setattr(admin.rescore_everybody, "delay", tasks.rescore_everybody)
    return client


def change(office, row, **values) -> None:
    """Open the form of a row and save it with other values."""
    address = reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])
    form = office.get(address).context["adminform"].form
    shown = {field.html_name: field.value() for field in form}
    sent = {name: value for name, value in (shown | values).items() if value not in (None, False)}
    answer = office.post(address, sent)
    assert answer.status_code == 302, answer.context["adminform"].form.errors


def is_right() -> bool:
    kept = QDScore.objects.select_related("contact").get()
    return kept.value == pytest.approx(score_of(kept.contact, at=kept.computed_at).value)


@pytest.mark.parametrize("values", [{"base_weight": 7}, {"enabled": False}, {"name": "A visit"}])
def test_scores_follow_a_kind_of_sign(office, django_capture_on_commit_callbacks, values):
    EvidenceFactory(contact=EvidenceFactory(type="eoi_paid").contact)
    before = QDScore.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        change(office, EvidenceType.objects.get(code="site_visit_done"), **values)

    after = QDScore.objects.get()
    assert is_right()
    assert (after.computed_at == before.computed_at) == ("name" in values)


@pytest.mark.parametrize("values", [{"base_trust": 1}, {"name": "Pulse of India"}])
def test_scores_follow_the_trust_in_a_source(office, django_capture_on_commit_callbacks, values):
    EvidenceFactory(contact=EvidenceFactory(type="eoi_paid").contact)
    before = QDScore.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        change(office, SourceSystem.objects.get(code="pulse"), **values)

    after = QDScore.objects.get()
    assert is_right()
    assert (after.computed_at == before.computed_at) == ("name" in values)
