"""Known people whose own fields stay, but who got a number, an address or a company by a file."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.models import Contact, ContactPoint
from contacts.services import update_contact
from core.services import acting, save_canonical
from imports.models import RawBatch
from imports.selectors.gaining import gained
from tests.imports.acts import ROWS, apply, carry_out, csv_of, propose

pytestmark = pytest.mark.django_db

PLACES = "Record ID,First Name,Last Name,Email,Street,City"
SECOND_NUMBER = ROWS[0].replace("11111", "22222")
MOVED = (
    "101,Meera,Rao,meera@rao.example,7 Hill Road,Mumbai",
    "102,Omar,Haddad,omar@haddad.example,,",
)


@pytest.fixture
def known(alice, dora, hubspot):
    return carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)


@pytest.fixture
def bring_again(alice, dora, hubspot):
    """Bring a file in a transaction that began after it came, which a test's did not."""

    def bring(*rows: str, **more) -> RawBatch:
        batch = propose(csv_of(*rows, **more), by=alice, source=hubspot, again=True)
        earlier = timezone.now() - timedelta(hours=1)
        RawBatch.objects.filter(pk=batch.pk).update(created_at=earlier)
        apply(batch.proposal, by=dora)
        batch.refresh_from_db()
        assert batch.state == "applied", batch.proposal.error
        return batch

    return bring


def names_of(records) -> list[str]:
    people = Contact.objects.filter(pk__in=[record.contact_id for record in records])
    return list(people.order_by("given_name").values_list("given_name", flat=True))


def test_a_file_of_new_people_gave_nobody_known_anything(known):
    assert known.counts["applied_created"] == 3
    assert ("applied_gained" in known.counts, gained(known).count()) == (False, 0)


@pytest.mark.usefixtures("known")
def test_a_further_number_of_a_known_person_is_told(bring_again):
    again = bring_again(SECOND_NUMBER, *ROWS[1:])

    assert (again.counts["applied_linked"], again.counts["applied_gained"]) == (3, 1)
    assert names_of(gained(again)) == ["Meera"]


@pytest.mark.usefixtures("known")
def test_addresses_given_and_followed_are_told(bring_again):
    first, moved = (
        bring_again(*rows, header=PLACES)
        for rows in (MOVED, (MOVED[0].replace("7 Hill Road", "9 Lake View"), MOVED[1]))
    )

    assert [batch.counts.get("applied_updated") for batch in (first, moved)] == [None, None]
    assert [names_of(gained(batch)) for batch in (first, moved)] == [["Meera"], ["Meera"]]


def test_the_first_company_of_a_known_person_is_told(alice, dora, hubspot, bring_again):
    alone = ROWS[0].replace("Meridian Holdings", "")
    carry_out(csv_of(alone), by=alice, approver=dora, source=hubspot)
    update_contact(Contact.objects.get(), by=alice, company_name="Meridian Holdings")

    again = bring_again(ROWS[0])

    assert (again.counts["applied_accounts"], names_of(gained(again))) == (1, ["Meera"])


@pytest.mark.usefixtures("known")
def test_a_number_somebody_added_or_edited_is_not_of_the_file(alice, bring_again):
    again = bring_again(*ROWS)
    point = ContactPoint.objects.filter(kind="phone").first()
    with acting(alice, "by hand"):
        point.label = "home"
        save_canonical(point, by=alice)

    assert ("applied_gained" in again.counts, gained(again).count()) == (False, 0)


@pytest.mark.usefixtures("known")
def test_what_came_stays_told_once_somebody_edited_it(alice, bring_again):
    again = bring_again(SECOND_NUMBER)
    point = ContactPoint.objects.get(value_norm="+919820022222")
    with acting(alice, "by hand"):
        point.label = "home"
        save_canonical(point, by=alice)

    assert names_of(gained(again)) == ["Meera"]


def test_counting_them_takes_one_statement(known, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert gained(known).count() == 0


@pytest.mark.usefixtures("known")
def test_the_page_shows_them_apart_from_who_is_unchanged(client, alice, bring_again):
    again = bring_again(SECOND_NUMBER, *ROWS[1:])
    client.force_login(alice)

    pages = {
        what: client.get(f"/imports/{again.uid}/?step=result&what={what}").content.decode()
        for what in ("gained", "linked")
    }

    tiles = pages["gained"]
    assert '<strong class="number">1</strong> known, got something new' in tiles
    assert '<strong class="number">2</strong> known, unchanged' in tiles
    assert "Got something new</span>" in pages["gained"]
    assert "Known, unchanged</span>" in pages["linked"]
    assert ("Meera Rao" in tiles, "Lena Vogt" in tiles) == (True, False)
    assert ("Meera Rao" in pages["linked"], "Lena Vogt" in pages["linked"]) == (False, True)
