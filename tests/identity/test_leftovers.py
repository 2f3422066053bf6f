"""What undoing a merge left is told in words, and a steward decides about it."""

import pytest
from django.core.exceptions import ValidationError

from activities.models import Interaction
from contacts.services import PointDraft, add_point, update_point
from core.models import AuditEvent
from identity.models import MergeOperation
from identity.services.leftovers import leave_leftover, move_leftover
from identity.services.merging import Order, merge
from identity.services.unmerging import unmerge
from tests.factories.activities import InteractionFactory
from tests.identity.graphs import sourced

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora")]

PHONE = "+919820011111"


@pytest.fixture
def message(meera, mira, alice) -> Interaction:
    """A message over Mira's number while she was merged into Meera; undone since."""
    point = add_point(mira, PointDraft("phone", PHONE), by=alice)
    operation = merge(Order(survivor=meera, losers=[mira]), by=alice)
    written = InteractionFactory(contact=meera, channel_point=point, by=alice)
    unmerge(operation, by=alice)
    return written


@pytest.fixture
def undone(message) -> MergeOperation:  # noqa: ARG001 -- it is what is left
    return MergeOperation.objects.get()


@pytest.fixture
def steward(client, frank):
    client.force_login(frank)
    return client


def test_the_page_says_in_words_what_is_left_and_links_both(steward, undone, meera, mira):
    page = steward.get(f"/duplicates/contacts/{meera.uid}/").content.decode()

    assert "came after the merge over a number or source of Mira Rao" in page
    assert "activities_interaction" not in page
    assert "contact_id" not in page
    assert f"/contacts/{meera.uid}/" in page
    assert f"/contacts/{mira.uid}/" in page
    assert f"/duplicates/operations/{undone.uid}/left/" in page


def test_a_steward_moves_a_message_to_whom_it_belongs(steward, undone, message, meera, mira):
    steward.post(f"/duplicates/operations/{undone.uid}/left/", {"line": "0", "answer": "move"})

    message.refresh_from_db()
    assert message.contact == mira
    assert AuditEvent.objects.filter(action="contact.leftover_decided").count() == 1
    page = steward.get(f"/duplicates/contacts/{meera.uid}/").content.decode()
    assert "moved to Mira Rao by Frank Shah" in page
    assert "/left/" not in page


def test_a_steward_leaves_a_message_where_it_is(steward, undone, message, meera):
    steward.post(f"/duplicates/operations/{undone.uid}/left/", {"line": "0", "answer": "leave"})

    message.refresh_from_db()
    page = steward.get(f"/duplicates/contacts/{meera.uid}/").content.decode()
    assert message.contact == meera
    assert "left where it is by Frank Shah" in page


def test_what_is_left_is_decided_once(undone, frank):
    leave_leftover(undone, 0, by=frank)

    with pytest.raises(ValidationError):
        move_leftover(undone, 0, by=frank)


def test_an_agent_reads_what_is_left_and_decides_nothing(client, alice, undone, meera):
    client.force_login(alice)

    page = client.get(f"/duplicates/contacts/{meera.uid}/").content.decode()
    assert "came after the merge" in page
    assert "/left/" not in page
    answer = client.post(
        f"/duplicates/operations/{undone.uid}/left/", {"line": "0", "answer": "move"}
    )
    assert answer.status_code == 403


def test_a_source_record_that_is_moved_takes_along_what_it_brought(meera, mira, alice, frank):
    old = sourced(mira, "department", row_no=1, source="broker")
    operation = merge(Order(survivor=meera, losers=[mira]), by=alice)
    meera.refresh_from_db()
    new = sourced(meera, "department", row_no=2, source="broker")
    old.refresh_from_db()
    old.superseded_by = new
    old.save(update_fields=["superseded_by"])
    undone = unmerge(operation, by=alice)
    assert [(line["table"], line["row"]) for line in undone.residue] == [
        ("identity_sourcerecord", new.pk)
    ]

    move_leftover(undone, 0, by=frank)
    new.refresh_from_db()
    assert (new.contact, new.first_contact_id) == (mira, meera.pk)


def test_a_number_two_were_given_says_what_changed(steward, meera, mira, alice):
    add_point(meera, PointDraft("phone", "+919820022222"), by=alice)
    add_point(mira, PointDraft("phone", PHONE), by=alice)
    second = add_point(mira, PointDraft("phone", "+919820033333"), by=alice)
    operation = merge(Order(survivor=meera, losers=[mira]), by=alice)
    second.refresh_from_db()
    update_point(second, by=alice, is_primary=True)
    unmerge(operation, by=alice)

    page = steward.get(f"/duplicates/contacts/{meera.uid}/").content.decode()
    assert f"Phone {PHONE}</strong>: primary changed after the merge" in page
