"""The races of the bars, at full length: `make test-races` runs them, ordinary runs do not."""

from functools import partial

import pytest

from approvals import services
from contacts.models import Contact
from contacts.services import update_contact
from core.services import VersionConflictError
from tests.approvals.acts import approve, at_once, change, once_applying
from tests.factories.contacts import ContactFactory

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("dora", "frank"),
]
ROUNDS = 200


def test_double_approve_by_16_threads_200_rounds_applies_once_each(alice, dora, frank):
    for round_ in range(ROUNDS):
        contact = ContactFactory(owner=alice)
        proposal = change(contact, by=alice, occupation=f"Job {round_}")

        answers = at_once([partial(decide_and_apply, proposal, who) for who in (dora, frank) * 8])

        contact.refresh_from_db()
        events = proposal.events.filter(type__in=["approved", "applied"])
        counted = sorted(events.values_list("type", flat=True))
        late = [each for each in answers if isinstance(each, services.AlreadyDecidedError)]
        assert (contact.version, contact.history.count(), len(late)) == (2, 2, 15), answers
        assert counted == ["applied", "approved"]


def decide_and_apply(proposal, who):
    return services.apply(approve(proposal, who))


def test_200_edits_against_applications_lose_no_update(alice, dora, frank):
    for round_ in range(ROUNDS):
        contact = ContactFactory(owner=alice)
        proposal = approve(change(contact, by=alice, occupation="Architect"), dora)
        seen = Contact.objects.get(pk=contact.pk)
        field = "occupation" if round_ % 2 else "department"  # the same field, then another one
        by_hand = partial(update_contact, seen, by=frank, expected_version=1, **{field: "By hand"})
        hand = partial(once_applying, proposal, by_hand) if round_ % 4 > 1 else by_hand

        edited, applied = at_once([hand, partial(services.apply, proposal)])

        contact.refresh_from_db()
        wrote = not isinstance(edited, VersionConflictError)
        done = applied.state == "applied"
        assert contact.version == contact.history.count() == 1 + wrote + done
        assert wrote or done
        assert (getattr(contact, field) == "By hand") is wrote
        assert done or (field, applied.state) == ("occupation", "conflict")
