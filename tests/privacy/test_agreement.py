"""What an applied proposal left: one audit event and one version, each found when it is gone."""

import pytest
from django.db import connection, transaction

from core.models import AuditEvent
from privacy.handlers import items_agree

pytestmark = pytest.mark.django_db


def tamper(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.mark.usefixtures("meera")
def test_applied_items_agree_with_audit_and_history():
    assert items_agree() == []


def test_an_item_whose_audit_event_is_gone_is_named(meera):
    gone = AuditEvent.objects.get(object_uid=meera.uid, object_version=meera.version)
    tamper(f"DELETE FROM core_auditevent WHERE id = {gone.pk}")

    assert len(items_agree()) == 1


def test_an_item_whose_version_is_gone_is_named(meera):
    tamper(
        f"DELETE FROM contacts_historicalcontact WHERE id = {meera.pk} AND version = {meera.version}"
    )

    assert len(items_agree()) == 1
