"""A source record gets a person of its own, with what its row says, and goes back again."""

import pytest

from approvals import services as approvals
from contacts.models import Contact, ContactPoint
from contacts.services import update_contact
from identity.models import MergeOperation
from identity.services.errors import UndoneError
from identity.services.proposing import propose_split
from identity.services.splitting import rejoin, split
from imports.models import NormalisedRow
from tests.factories.contacts import ContactPointFactory
from tests.identity.graphs import sourced
from tests.identity.test_handlers import decide

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, MAIL = "+919876543210", "sneha@example.com"


@pytest.fixture
def record(meera, alice):
    """A broker's row about Sneha that was taken for Meera, whose number HubSpot had brought."""
    sourced(meera, "occupation", row_no=1, source="hubspot")
    for kind, value in (("phone", PHONE), ("email", MAIL)):
        ContactPointFactory(
            contact=meera, kind=kind, value_raw=value, value_norm=value, is_identity=True,
            is_primary=True,
        )  # fmt: skip
    update_contact(meera, by=alice, cause="import:2", full_name="Sneha Kulkarni")
    brought = sourced(meera, "full_name", row_no=2, source="broker")
    NormalisedRow.objects.create(
        batch_id=brought.batch_id, row_no=2, name_key="sneha kulkarni",
        points=[{"kind": "phone", "value": PHONE, "raw": "98765 43210"}],
    )  # fmt: skip
    return brought


def test_who_is_split_off_can_be_reached_where_the_row_says(meera, record, alice):
    new = split([record], by=alice).losers.get()

    shared = ContactPoint.objects.get(contact=new)
    assert (shared.kind, shared.value_norm, shared.is_primary) == ("phone", PHONE, True)
    assert not shared.is_identity
    assert set(meera.points.values_list("value_norm", flat=True)) == {PHONE, MAIL}


def test_a_split_is_undone_by_merging_the_two_again(meera, record, alice, frank, dora):
    done = decide(propose_split([record], by=alice, reason="another person"), frank)
    new = Contact.objects.exclude(pk=meera.pk).get()

    undone = decide(approvals.revert(done, by=alice), dora)

    new.refresh_from_db()
    record.refresh_from_db()
    meera.refresh_from_db()
    assert (undone.state, new.merged_into, record.contact) == ("applied", meera, meera)
    standing = meera.points.exclude(status="retired").values_list("value_norm", "is_identity")
    assert set(standing) == {(PHONE, True), (MAIL, True)}
    assert MergeOperation.objects.get(kind="split").state == "undone"


def test_a_split_is_undone_once(record, alice):
    operation = split([record], by=alice)
    rejoin(operation, by=alice)

    with pytest.raises(UndoneError):
        rejoin(operation, by=alice)
