"""What undoing would do is told before anybody asks for it, and on the proposal."""

import pytest

from contacts.models import Contact
from contacts.services import update_contact
from core.models import ChangeEvent
from imports.selectors.telling import tell_undoing
from imports.services import foresee_undo, foreseeing, propose_revert
from tests.imports.acts import ROWS, carry_out, csv_of, undo
from tests.imports.told_again import deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def brought(alice, dora, hubspot):
    """Three people; Alice changed Meera since."""
    batch = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    update_contact(Contact.objects.get(given_name="Meera"), by=alice, department="Board")
    return batch


def test_what_is_foreseen_comes_true_and_nothing_stays_of_the_try(brought, alice, dora):
    events = ChangeEvent.objects.count()

    foreseen = foresee_undo(brought, by=alice)

    assert (str(foreseen), foreseen.why) == ("2 archived, 1 kept", {"changed since: department": 1})
    brought.refresh_from_db()
    assert (brought.state, ChangeEvent.objects.count()) == ("applied", events)
    assert Contact.objects.filter(state="active").count() == 3
    assert undo(brought, by=alice, approver=dora).counts["reverted"] == {"archived": 2, "kept": 1}


def test_the_proposal_says_what_would_be_kept_and_why(brought, alice, dora):
    item = propose_revert(brought, by=alice).current_items.get()

    facts = dict(tell_undoing(item, dora).facts)

    assert (facts["Would be archived"], facts["Would be kept"]) == (2, 1)
    assert facts["Kept because"] == "1 changed since: department"


def test_the_page_tells_it_before_anybody_proposes(brought, client, alice):
    client.force_login(alice)

    pages = [
        client.get(f"/imports/{brought.uid}/?step=result{more}").content.decode()
        for more in ("", "&look=undo")
    ]

    assert "look=undo" in pages[0]
    assert "would be archived" in pages[1]
    assert "kept: changed since: department" in pages[1]
    assert "Later imports" not in pages[0]


def test_the_page_warns_of_a_later_import_on_top(brought, client, alice, dora, hubspot):
    changed = ROWS[0].replace("Director", "Chair")
    carry_out(csv_of(changed), by=alice, approver=dora, source=hubspot, name="december.csv")
    client.force_login(alice)

    page = client.get(f"/imports/{brought.uid}/?step=result").content.decode()

    assert "Later imports tell of the same records" in page
    assert "december.csv" in page


def test_the_undoing_of_deals_is_foreseen_too(take_in, alice):
    batch, _ = take_in(deal(1), deal(2)), take_in(deal(1, "1500000"))

    foreseen = foresee_undo(batch, by=alice)

    assert str(foreseen) == "1 archived, 1 kept"


def test_a_large_import_is_not_tried(brought, client, alice, monkeypatch):
    monkeypatch.setattr(foreseeing, "MOST", 2)
    client.force_login(alice)

    page = client.get(f"/imports/{brought.uid}/?step=result&look=undo").content.decode()

    assert "too large to try" in page
