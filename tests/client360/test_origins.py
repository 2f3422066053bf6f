"""Values that came from a file say which row, which cell, and who said yes."""

import re

import pytest
from django.contrib.auth.models import Group

from contacts.choices import PointStatus
from contacts.models import Contact
from contacts.services import update_contact
from core.services import save_canonical
from tests.factories.contacts import ContactPointFactory
from tests.factories.core import SourceSystemFactory
from tests.imports.acts import ROWS, carry_out, csv_of

NOTE = re.compile(r'id="(origin-[^"]+)"')


@pytest.fixture
def batch(alice, dora, settings, tmp_path):
    """A file Alice brought and Dora approved: Meera is its second row."""
    settings.MEDIA_ROOT = tmp_path
    alice.groups.add(Group.objects.get(name="operator"))
    dora.groups.add(Group.objects.get(name="founder"))
    source = SourceSystemFactory(code="hubspot", name="HubSpot")
    return carry_out(csv_of(*ROWS), by=alice, approver=dora, source=source)


@pytest.fixture
def imported(batch) -> Contact:  # noqa: ARG001 -- brings her
    return Contact.objects.get(full_name="Meera Rao")


def notes(browser, reader, contact) -> str:
    return browser(reader).get(f"/contacts/{contact.uid}/origins/").content.decode()


def note_on(page: str, key: str) -> str:
    return page.partition(f'id="origin-{key}"')[2].partition("hx-swap-oob")[2].partition("<time")[0]


def test_a_value_names_file_row_column_cell_and_people(browser, imported, dora):
    note = note_on(notes(browser, dora, imported), "occupation")

    said = ["contacts.csv", "Row 2, column Job Title", ">Director<", "Proposed by Alice Fernandes"]
    assert [word for word in said if word not in note] == []


def test_a_phone_number_names_the_cell_it_was_read_from(browser, imported, dora):
    point = imported.points.get(kind="phone")

    assert "+91 98200 11111" in note_on(notes(browser, dora, imported), f"point-{point.pk}")


def test_every_note_has_its_place_on_the_page_though_a_copy_of_a_number_is_left_out(
    browser, imported, dora
):
    point = imported.points.get(kind="phone")
    point.status, point.is_primary, point.is_identity = PointStatus.RETIRED, False, False
    save_canonical(point, by=dora, cause="test")
    ContactPointFactory(contact=imported, kind="phone", value_norm=point.value_norm)

    told = set(NOTE.findall(notes(browser, dora, imported)))
    page = browser(dora).get(f"/contacts/{imported.uid}/").content.decode()

    assert told - set(NOTE.findall(page)) == set()
    assert "origin-occupation" in told


def test_the_page_asks_for_the_notes_only_where_there_is_a_source(browser, imported, meera, dora):
    pages = [
        browser(dora).get(f"/contacts/{contact.uid}/").content.decode()
        for contact in (imported, meera)
    ]

    assert ["/origins/" in page for page in pages] == [True, False]


def test_a_value_changed_by_a_person_is_no_longer_the_files(browser, imported, dora):
    update_contact(imported, by=dora, occupation="Chair")

    page = browser(dora).get(f"/contacts/{imported.uid}/").content.decode()

    assert "origin-occupation" not in notes(browser, dora, imported)
    assert "Typed by Dora Kapadia" in page.partition('id="origin-occupation"')[2][:200]


def test_an_imported_dossier_costs_sixteen_queries(
    browser, imported, dora, django_assert_max_num_queries
):
    reader = browser(dora)

    with django_assert_max_num_queries(16):
        assert reader.get(f"/contacts/{imported.uid}/").status_code == 200


def test_the_row_of_the_file_is_shown_as_it_came(browser, imported, batch, dora):
    address = f"/contacts/{imported.uid}/sources/{batch.uid}/2/"

    page = browser(dora).get(address).content.decode()

    assert [w for w in ("Record ID", "+91 98200 11111", "Job title") if w not in page] == []


def test_a_row_somebody_else_came_from_is_not_found(browser, imported, batch, dora, charlie):
    other = f"/contacts/{imported.uid}/sources/{batch.uid}/3/"
    hers = f"/contacts/{imported.uid}/sources/{batch.uid}/2/"

    assert browser(dora).get(other).status_code == 404
    assert browser(charlie).get(hers).status_code == 404


ACTIVITIES = (
    "Activity - Subject,Activity - Type,Activity - Due date,Activity - Due time,"
    "Activity - Done,Activity - Note,Person - Name,Person - Email"
)
CALL = "First call,Call,2026-03-14,10:30,Done,Wants a high floor,Meera Rao,meera@rao.example"
QUOTE = "Send quote,Task,2026-05-27,14:00,To do,,Meera Rao,meera@rao.example"


@pytest.fixture
def happened(imported, batch, alice, dora):  # noqa: ARG001 -- she has to be there
    """A call with Meera and a task about her, rows 2 and 3 of a second file."""
    content = csv_of(CALL, QUOTE, header=ACTIVITIES)
    return carry_out(content, by=alice, approver=dora, source=batch.source)


def kept_for(browser, reader, contact, query="") -> str:
    return browser(reader).get(f"/contacts/{contact.uid}/origins/{query}").content.decode()


def test_a_task_names_the_row_and_the_cells_it_was_made_of(browser, imported, happened, dora):
    task = imported.tasks.get()

    note = kept_for(browser, dora, imported).partition(f'id="from-task-{task.uid}"')[2]

    said = [
        "Row 3",
        "Title from column Activity - Subject",
        ">Send quote<",
        "approved by Dora Kapadia",
    ]
    assert [word for word in said if word not in note] == []
    assert f"/sources/{happened.uid}/3/" in note


@pytest.mark.usefixtures("happened")
def test_a_call_in_the_stream_names_its_row_on_its_own_page(browser, imported, dora):
    call = imported.interactions.get()
    key = f'id="from-interaction-{call.uid}"'
    older = f"?stream=1&before={call.occurred_at.isoformat().replace('+', '%2B')}"

    pages = [kept_for(browser, dora, imported, query) for query in ("?stream=1", older, "")]

    assert [key in page for page in pages] == [True, False, False]
    assert "Wants a high floor" in pages[0]


@pytest.mark.usefixtures("happened")
def test_what_a_file_made_is_marked_on_the_page(browser, imported, dora):
    page = browser(dora).get(f"/contacts/{imported.uid}/").content.decode()

    marked = [imported.tasks.get().uid, imported.interactions.get().uid]
    assert [page.count(f'aria-describedby="from-{kind}-{uid}"') for kind, uid in
            zip(("task", "interaction"), marked, strict=True)] == [1, 1]  # fmt: skip
    assert "origins/?stream=1" in page


def test_the_row_of_a_call_is_shown_to_who_may_see_her(browser, imported, happened, dora, charlie):
    address = f"/contacts/{imported.uid}/sources/{happened.uid}/2/"

    assert "Wants a high floor" in browser(dora).get(address).content.decode()
    assert browser(charlie).get(address).status_code == 404
