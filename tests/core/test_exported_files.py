"""Files exported from the administration: read by a spreadsheet, and by our own importer."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from contacts.services import update_contact
from core.choices import Visibility
from core.models import AuditEvent, User
from imports.cleaning.dates import clean_datetime
from imports.sources import open_table
from tests.factories.contacts import ContactFactory

NAMES = ["मीरा राव", "سارة المنصوري"]


@pytest.fixture
def office(dora) -> Client:
    """Dora's browser: the founder, on the clock of Dubai."""
    dora.is_staff, dora.timezone = True, "Asia/Dubai"
    dora.save()
    dora.groups.add(Group.objects.get(name="founder"))
    dora.user_permissions.set(Permission.objects.all())
    client = Client()
    client.force_login(User.objects.get(pk=dora.pk))
    return client


def taken(client: Client, *columns: str, kind: str = "0", **more):
    """Return the answer with the people somebody exports."""
    chosen = {f"contactresource_{name}": "on" for name in columns}
    sent = {"format": kind, "resource": "", **chosen, **more}
    return client.post(reverse("admin:contacts_contact_export"), sent)


@pytest.fixture
def exported(office, tmp_path) -> Path:
    """What Dora exports as CSV: two people, by name and time."""
    for name in NAMES:
        ContactFactory(full_name=name)
    path = tmp_path / "contacts.csv"
    path.write_bytes(taken(office, "full_name", "created_at").getvalue())
    return path


def test_excel_is_told_that_names_are_in_utf8(exported):
    assert exported.read_bytes().startswith(b"\xef\xbb\xbffull_name,")


def test_our_own_importer_reads_it_back(exported):
    table = open_table(exported)
    rows = [row.cells for row in table.rows()]

    assert table.header == ["full_name", "created_at"]
    assert sorted(name for name, _ in rows) == sorted(NAMES)
    for _, moment in rows:
        assert moment.endswith("+04:00")
        assert clean_datetime(moment).value == datetime.fromisoformat(moment)


def test_rows_are_read_while_the_file_is_sent(office, alice, monkeypatch):
    monkeypatch.setattr("core.resources.CHUNK", 1)
    monkeypatch.setattr("core.admin.files.PART", 1)
    first, second = [ContactFactory(full_name=name) for name in ("Meera", "Omar")]

    parts = iter(taken(office, "full_name").streaming_content)
    began = [next(parts), next(parts)]
    for each in (first, second):
        update_contact(each, by=alice, full_name=f"{each.full_name} Rao")

    text = b"".join([*began, *parts]).decode("utf-8-sig")
    assert sorted(text.split()) == ["Meera", "Omar", "Rao", "full_name"]


def test_a_workbook_holds_numbers_as_numbers_and_no_formulas(office):
    ContactFactory(
        full_name="=1+1\x0b", budget_min=5_000_000, budget_max=None, budget_currency="INR"
    )

    answer = taken(office, "full_name", "budget_min", "budget_max", "created_at", kind="1")

    sheet = load_workbook(BytesIO(answer.getvalue())).active
    header, row = sheet.iter_rows(values_only=True)
    assert header == ("full_name", "budget_min", "budget_max", "created_at")
    assert row[:3] == ("'=1+1", 5_000_000, None)
    assert row[3].endswith("+04:00")


def test_a_long_table_is_taken_as_csv(office, monkeypatch):
    monkeypatch.setattr("core.admin.files.Workbook.most", 1)
    ContactFactory.create_batch(2)

    workbook, table = (taken(office, "uid", kind=kind) for kind in "10")

    assert "More than 1 rows: choose csv, which Excel opens." in workbook.content.decode()
    assert table.getvalue().decode("utf-8-sig").split()[0] == "uid"


def test_of_rows_chosen_by_hand_the_visible_ones_are_taken(alice):
    alice.is_staff = True
    alice.save()
    alice.groups.add(Group.objects.get(name="operator"))
    mine, other = ContactFactory(owner=alice), ContactFactory(visibility=Visibility.RESTRICTED)
    ContactFactory(owner=alice)
    client = Client()
    client.force_login(alice)

    chosen = [str(mine.pk), "a name"], [str(mine.pk)], [str(other.pk)]
    answers = [taken(client, "uid", export_items=keys) for keys in chosen]

    assert [answer.streaming for answer in answers] == [False, True, False]
    assert answers[1].getvalue().decode("utf-8-sig").split() == ["uid", str(mine.uid)]


class Elsewhere:
    """Another server of the house, whose connection holds places of files being written."""

    def __init__(self) -> None:
        self.connection = connection.copy()

    def takes(self, place: str) -> bool:
        return self._ask("pg_try_advisory_lock", place)

    def leaves(self, place: str) -> bool:
        return self._ask("pg_advisory_unlock", place)

    def _ask(self, function: str, place: str) -> bool:
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [place])
            return bool(cursor.fetchone()[0])

    def end(self) -> None:
        with self.connection.cursor() as cursor:  # at once: a server may notice an end late
            cursor.execute("SELECT pg_advisory_unlock_all()")
        self.connection.close()


@pytest.fixture
def elsewhere():
    """The other server, until the test ends."""
    other = Elsewhere()
    yield other
    other.end()


def go_away(answer) -> None:
    """Close an answer nobody waits for, as the server does; the test keeps its connection."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


def test_one_person_takes_one_file_at_a_time(office, dora, elsewhere):
    elsewhere.takes(f"export of:{dora.pk}")

    refused = taken(office, "uid")

    assert "Another file of yours is still being written" in refused.content.decode()
    assert not AuditEvent.objects.filter(action="contact.exported").exists()


@pytest.mark.parametrize("kind", ["0", "1"])
def test_two_files_are_written_at_once_and_no_third(office, elsewhere, kind):
    assert elsewhere.takes("export:0")
    second = taken(office, "uid", kind=kind)
    second.getvalue()

    assert elsewhere.takes("export:1")
    third = taken(office, "uid", kind=kind)

    assert (second.streaming, third.streaming) == (True, False)
    assert "Files are being written for others: try again in a minute." in third.content.decode()


def test_a_place_is_kept_until_the_file_is_sent_or_nobody_waits_for_it(office, dora, elsewhere):
    place = f"export of:{dora.pk}"
    began = taken(office, "uid")
    meanwhile = elsewhere.takes(place)

    go_away(began)  # before the first line
    after = elsewhere.takes(place)
    elsewhere.leaves(place)
    taken(office, "uid").getvalue()

    assert (meanwhile, after, elsewhere.takes(place)) == (False, True, True)


def test_what_goes_wrong_keeps_no_place(office, dora, elsewhere, monkeypatch):
    monkeypatch.setattr("core.admin.files.Workbook.answer", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        taken(office, "uid", kind="1")

    assert elsewhere.takes(f"export of:{dora.pk}")
