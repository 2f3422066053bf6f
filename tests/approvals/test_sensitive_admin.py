"""Administration > Sensitive fields: a form that proposes and writes nothing."""

import pytest
from django.urls import reverse

from approvals.models import Proposal
from core.models import SensitiveField
from tests.approvals.acts import carry_out

ADD = reverse("admin:core_sensitivefield_add")
ASKED = {
    "level": 2,
    "seen_by": "founder",
    "hidden_from": "",
    "approved_by": "",
    "owner_sees": "on",
    "mask": "tail",
    "reason": "It tells too much.",
}
OCCUPATION = {**ASKED, "entity": "contact", "field": "occupation"}


@pytest.fixture
def desk(client, dora):
    """The administration, as the founder has it."""
    dora.is_staff = dora.is_superuser = True
    dora.save()
    client.force_login(dora)
    return client


def row(entity, field) -> SensitiveField:
    return SensitiveField.objects.get(entity=entity, field=field)


@pytest.mark.usefixtures("frank")
def test_guarding_a_field_waits_for_a_second_person(desk, grace):
    answer = desk.post(ADD, OCCUPATION)

    proposal = Proposal.objects.get()
    before = SensitiveField.objects.filter(field="occupation").count()
    carry_out(proposal, grace)
    assert answer["Location"] == reverse("approvals:detail", args=[proposal.uid])
    assert (before, row("contact", "occupation").level) == (0, 2)


@pytest.mark.usefixtures("frank", "grace")
def test_a_change_leaves_the_row_as_it_is(desk):
    known = row("contactsummary", "email")

    answer = desk.post(reverse("admin:core_sensitivefield_change", args=[known.pk]), ASKED)

    assert answer["Location"].startswith("/review/")
    assert row("contactsummary", "email").level == known.level


@pytest.mark.parametrize("wrong", [{"field": "king"}, {"entity": "king"}, {"seen_by": "king"}])
def test_what_cannot_be_is_refused_in_words(desk, wrong):
    page = desk.post(ADD, OCCUPATION | wrong, follow=True).content.decode()

    assert "Not proposed" in page
    assert Proposal.objects.count() == 0
