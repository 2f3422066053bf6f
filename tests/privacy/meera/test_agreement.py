"""What an applied proposal left: one audit event and one version, each found when it is gone."""

import pytest
from django.db import connection, transaction

from core.models import AuditEvent
from privacy.handlers import items_agree

pytestmark = pytest.mark.django_db


def tamper(sql: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, parameters)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.mark.usefixtures("meera")
def test_applied_items_agree_with_audit_and_history():
    assert items_agree() == []


def test_an_item_whose_audit_event_is_gone_is_named(meera):
    events = AuditEvent.objects.filter(object_uid=meera.uid, action="contact.updated")
    tamper(
        "DELETE FROM core_auditevent WHERE id = ANY(%s)", list(events.values_list("pk", flat=True))
    )

    assert len(items_agree()) == 1


def test_an_item_whose_version_is_gone_is_named(meera):
    tamper("DELETE FROM contacts_historicalcontact WHERE id = %s AND version > 1", meera.pk)

    assert len(items_agree()) == 1
