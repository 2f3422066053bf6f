"""Files exported from the administration: read by a spreadsheet, and by our own importer."""

from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from core.models import User
from imports.cleaning.dates import clean_datetime
from imports.sources import open_table
from tests.factories.contacts import ContactFactory

NAMES = ["मीरा राव", "سارة المنصوري"]


@pytest.fixture
def exported(dora, tmp_path) -> Path:
    """What Dora exports as CSV: two people, by name and time."""
    dora.is_staff, dora.timezone = True, "Asia/Dubai"
    dora.save()
    dora.groups.add(Group.objects.get(name="founder"))
    dora.user_permissions.set(Permission.objects.all())
    for name in NAMES:
        ContactFactory(full_name=name)
    client = Client()
    client.force_login(User.objects.get(pk=dora.pk))
    columns = {f"contactresource_{name}": "on" for name in ("full_name", "created_at")}
    sent = {"format": "0", "resource": "", **columns}
    answer = client.post(reverse("admin:contacts_contact_export"), sent)
    path = tmp_path / "contacts.csv"
    path.write_bytes(answer.content)
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
