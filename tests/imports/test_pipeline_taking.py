"""What an approver sees of the people a file would change, before it is written."""

import pytest

from contacts.models import Contact
from contacts.services import update_contact
from identity.services.surviving import lock
from imports.pipeline import taking
from imports.pipeline.shown import told_people
from tests.imports.acts import ROWS, apply, carry_out, csv_of, propose

pytestmark = pytest.mark.django_db

CHANGED = (
    ROWS[0].replace("Director", "Chair").replace("11111", "22222"),
    ROWS[1].replace("Partner", "Owner").replace("Omar,", "Umar,"),
    ROWS[2],
    "104,Nina,Shah,nina@shah.example,,,",
)


@pytest.fixture
def planned(alice, bob, dora, hubspot):
    """A file that changes Meera, finds Omar edited and locked, and leaves Lena as she is."""
    carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    omar = Contact.objects.get(given_name="Omar")
    update_contact(omar, by=bob, occupation="Chief")
    lock(omar, "name", by=alice, reason="As in his passport")
    return propose(csv_of(*CHANGED), by=alice, source=hubspot)


def test_the_plan_counts_who_changes_and_which_fields(planned):
    counts = planned.counts

    assert (counts["match"], counts["known_compared"], counts["known_changed"]) == (3, 3, 1)
    assert counts["changes"] == {"occupation": 1, "new phone": 1}
    assert counts["left"] == {"occupation": 1, "full_name": 1, "given_name": 1}
    after = planned.proposal.current_items.get().after
    assert (after["changes"], after["known_changed"]) == ("new phone 1, occupation 1", 1)


def test_the_plan_comes_true(planned, dora):
    apply(planned.proposal, by=dora)

    planned.refresh_from_db()
    meera, omar = (Contact.objects.get(given_name=name) for name in ("Meera", "Omar"))
    assert (planned.counts["applied_updated"], planned.counts["applied_linked"]) == (1, 2)
    assert (meera.occupation, meera.points.filter(kind="phone").count()) == ("Chair", 2)
    assert (omar.occupation, omar.full_name) == ("Chief", "Omar Haddad")


def test_the_pages_show_old_and_new_values_and_who_is_behind_what_stays(planned, client, dora, bob):
    client.force_login(dora)

    pages = [
        client.get(f"/imports/{planned.uid}/?step={step}").content.decode()
        for step in ("approval", "rows&outcome=match")
    ]

    for page in pages:
        assert 'Director<span class="became"><span class="sr-only">becomes </span>Chair' in page
        assert f'Chief<span class="small muted left-alone">stays: edited by {bob}' in page
        assert 'Omar Haddad<span class="small muted left-alone">stays: locked' in page
        assert "+91 98200 22222" in page
    assert "brought up to date" not in pages[0]
    assert "Occupation stays <span" in pages[0]


def test_amounts_of_the_plan_are_in_the_currency_of_each(alice, dora, hubspot):
    header = "Record ID,First Name,Last Name,Email,Budget"
    row = "101,Meera,Rao,meera@rao.example,"
    carry_out(csv_of(f"{row}INR 20000000", header=header), by=alice, approver=dora, source=hubspot)

    again = propose(csv_of(f"{row}AED 3000000", header=header), by=alice, source=hubspot)

    (told,) = told_people(again, [2], alice).values()
    values = {each.field: (each.before, each.after) for each in told}
    assert values["budget max"] == ("₹2,00,00,000", "AED 3,000,000")


def test_values_of_people_one_may_not_see_are_not_in_the_plan(planned, client, alice):
    for each in Contact.objects.all():
        update_contact(each, by=None, visibility=0, owner=None, team=None)
    client.force_login(alice)

    page = client.get(f"/imports/{planned.uid}/?step=approval").content.decode()

    assert ("<dt>Occupation</dt>" in page, "Director" in page) == (True, False)


def test_of_a_large_file_the_first_rows_are_compared_and_the_page_says_so(
    alice, dora, hubspot, client, monkeypatch
):
    carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    monkeypatch.setattr(taking, "CHUNK", 1)
    monkeypatch.setattr(taking, "MOST", 2)
    batch = propose(csv_of(*CHANGED), by=alice, source=hubspot)
    client.force_login(dora)

    page = client.get(f"/imports/{batch.uid}/?step=approval").content.decode()

    assert (batch.counts["known_compared"], batch.counts["known_changed"]) == (2, 2)
    assert "more was not compared" in page
