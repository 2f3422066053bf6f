"""Large files are normalised by two processes and written on two connections."""

from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest
from django.db import connection, transaction

from accounts.models import Account
from activities.models import Note
from contacts.models import ContactSummary
from contacts.services import refresh_summaries
from core.crew import Crew
from core.selectors import changes_after
from imports.pipeline import normalise
from imports.projection import Mapped
from imports.projection.records import Projector
from imports.services import commit
from imports.services.writers import run_together
from tests.factories.accounts import AccountFactory
from tests.imports.acts import ROWS, carry_out, csv_of
from tests.settling import settle

TWIN = "109,Meera,Rao,meera@rao.example,+91 98200 22222,Meridian Holdings,"
MOVED = (ROWS[0].replace("Director", "Chair"), *ROWS[1:], "104,Asha,Nair,asha@nair.example,,,")
CELLS = ["Meera Rao", "meera@rao.example", "+91 98200 11111", "14/03/1985"]
TARGETS = ("full_name", "email", "phone", "date_of_birth")
COLUMNS = [Mapped(i, name, f"contact.{name}", {}) for i, name in enumerate(TARGETS)]


@pytest.fixture
def shared(monkeypatch):
    """Let files of a few rows be worked on as a large one is."""
    monkeypatch.setattr(commit, "WORTH_SHARING", 1)
    monkeypatch.setattr(normalise, "WORTH_SHARING", 1)
    monkeypatch.setattr(normalise, "CHUNK", 3)


def test_another_process_projects_rows_as_this_one_does():
    arguments = {"entity": "contact", "columns": COLUMNS, "region_hint": "IN", "samples": [CELLS]}
    project = Projector(7, arguments)
    rows = [(2, orjson.dumps(CELLS).decode()), (3, '["", "", "", ""]')]
    made_here = project(rows)

    with Crew(project, size=1) as crew:
        lines = list(crew.answers([rows]))

    assert lines == [made_here]
    assert made_here.count(b"\n") == 2


@pytest.mark.django_db
def test_backslashes_of_a_file_are_none_of_the_databases(alice, dora, hubspot):
    row = r"a\N,Me\tera,Rao\,meera@rao.example,,"

    batch = carry_out(csv_of(row), by=alice, approver=dora, source=hubspot)

    typed = batch.normalised.get()
    assert [typed.external_id, typed.entity["given_name"], typed.entity["full_name"]] == [
        r"a\N", r"Me\tera", "Me\\tera Rao\\",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("shared")
def test_two_writers_bring_what_one_does(alice, dora, hubspot):
    first = carry_out(csv_of(*ROWS, TWIN), by=alice, approver=dora, source=hubspot)

    again = carry_out(csv_of(*MOVED, TWIN), by=alice, approver=dora, source=hubspot)

    counts = [
        {k: v for k, v in batch.counts.items() if k.startswith("applied")}
        for batch in (first, again)
    ]
    assert counts == [
        {"applied_created": 3, "applied_linked": 1, "applied_accounts": 3},
        {"applied_created": 1, "applied_updated": 1, "applied_linked": 3, "applied_accounts": 0},
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("shared")
def test_two_writers_bring_what_comes_with_people(alice, dora, hubspot):
    rows = [f"{n},Meera {n},Rao,meera{n}@rao.example,Wants a high floor" for n in range(4)]
    header = "Record ID,First Name,Last Name,Email,Notes"

    carry_out(csv_of(*rows, header=header), by=alice, approver=dora, source=hubspot)

    assert Note.objects.filter(body="Wants a high floor").count() == 4


def kept_and_told() -> tuple[int, int]:
    """Return how many accounts are on record, and of how many the feed tells."""
    return Account.objects.count(), len(changes_after((0, 0), types=["account"]))


def elsewhere(read):
    """Return what is read on a connection of its own."""

    def reading():
        try:
            return read()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(reading).result()


@pytest.mark.django_db(transaction=True)
def test_the_feed_tells_of_writers_when_their_caller_has_ended(alice):
    AccountFactory(owner=alice)
    settle()

    def write() -> int:
        with transaction.atomic():
            AccountFactory(owner=alice)
        return 1

    with transaction.atomic():
        written = run_together([write, write], aside=True)
        meanwhile = elsewhere(kept_and_told)
    settle()

    assert (written, meanwhile) == (2, (3, 1))
    assert elsewhere(kept_and_told) == (3, 3)


@pytest.mark.django_db
def test_summaries_made_from_the_file_equal_those_read_back(alice, dora, hubspot):
    carry_out(csv_of(*ROWS, TWIN), by=alice, approver=dora, source=hubspot)
    made = list(ContactSummary.objects.order_by("contact").values())

    refresh_summaries([row["contact_id"] for row in made])

    assert list(ContactSummary.objects.order_by("contact").values()) == made
