"""An id that comes again: twice in one file, of somebody archived, of somebody else."""

import pytest

from contacts.models import Contact
from core.services import archive
from identity.models import SourceRecord
from identity.services.surviving import differences
from imports import services
from imports.services import Decision
from tests.imports.acts import HEADER, ROWS, apply, csv_of, propose, undo

pytestmark = pytest.mark.django_db

MEERA = ROWS[0]
CHAIR = MEERA.replace("Director", "Chair")


@pytest.fixture
def bring(alice, dora, hubspot):
    """Brings rows of HubSpot; `answers` decide about rows before Dora approves."""

    def run(*rows, header=HEADER, **answers):
        batch = propose(csv_of(*rows, header=header), by=alice, source=hubspot)
        if answers:
            services.decide_rows(batch, [Decision(2, **answers)], by=alice)
            batch.refresh_from_db()
        apply(batch.proposal, by=dora)
        batch.refresh_from_db()
        return batch

    return run


def bearers() -> list[tuple[int, bool]]:
    """Return who bore the id 101, in time, and whether they do."""
    records = SourceRecord.objects.filter(external_id="101").order_by("pk")
    return [(each.contact_id, each.ended_at is None) for each in records]


def test_a_row_that_stands_twice_in_a_file_may_be_brought_again(bring):
    bring(MEERA, MEERA)

    again = bring(MEERA, CHAIR)

    assert list(again.resolutions.values_list("outcome", flat=True)) == ["match", "match"]
    assert again.resolutions.filter(reason__contains="refused").count() == 0
    assert Contact.objects.get().occupation == "Chair"


def test_a_person_said_to_be_new_takes_the_id_of_somebody_archived(bring, alice, dora):
    bring(MEERA)
    old = Contact.objects.get()
    archive(old, by=alice)

    again = bring(CHAIR, outcome="create")

    new = Contact.objects.get(state="active")
    assert again.counts["applied_created"] == 1
    assert bearers() == [(old.pk, False), (new.pk, True)]
    undo(again, by=alice, approver=dora)
    assert bearers() == [(old.pk, True), (new.pk, False)]


def test_the_person_chosen_for_a_row_takes_the_id_of_somebody_archived(bring, alice, dora):
    bring(MEERA, ROWS[1])
    old = Contact.objects.get(given_name="Meera")
    archive(old, by=alice)
    omar = Contact.objects.get(given_name="Omar")
    batch = propose(
        csv_of(MEERA.replace("98200 11111", "98200 99999")), by=alice, source=old.source_first
    )
    batch.resolutions.update(candidates=[old.pk, omar.pk])  # as the likely ones are offered
    services.decide_rows(batch, [Decision(2, "match", omar.pk)], by=alice)
    batch.refresh_from_db()

    apply(batch.proposal, by=dora)

    assert bearers() == [(old.pk, False), (omar.pk, True)]


def test_an_id_that_became_somebody_elses_while_a_plan_waited_is_asked_about(
    bring, alice, dora, hubspot
):
    bring(ROWS[1])
    omar = Contact.objects.get()
    waiting = propose(
        csv_of(ROWS[1].replace("102,", "101,")), by=alice, source=hubspot, name="waits.csv"
    )
    bring(MEERA)
    meera = Contact.objects.get(given_name="Meera")

    apply(waiting.proposal, by=dora)

    row = waiting.resolutions.get()
    assert (row.outcome, row.candidates) == ("ambiguous", [omar.pk, meera.pk])
    assert row.reason == "known by now: its id is somebody else's in this source since"


def test_of_two_rows_about_one_person_the_later_is_what_survives(bring):
    tagged = "Record ID,First Name,Last Name,Job Title,Tags"
    rows = "101,Meera Lakshmi,Rao,Director,villa;sea view", "101,Meera,Rao,Chair,penthouse"

    bring(*rows, header=tagged)

    meera = Contact.objects.get()
    assert (meera.occupation, meera.tags) == ("Chair", ["penthouse"])
    assert differences(meera) == {}
