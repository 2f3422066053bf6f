"""The audit record proves itself: seals, their anchor, and what a tamperer leaves behind."""

from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from core.models import AuditEvent, AuditSeal
from core.selectors import proof
from core.services import audit, save_canonical, sealing
from tests.factories.contacts import ContactFactory
from tests.refusals import refusal
from tests.settling import settle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sealed(monkeypatch) -> list[AuditEvent]:
    """Seven events in windows of three."""
    monkeypatch.setattr(sealing, "NEXT", sealing.NEXT.replace("LIMIT 1000", "LIMIT 3"))
    events = [audit(f"test.{number}", by=None, payload={"n": number}) for number in range(7)]
    settle()
    sealing.seal()
    return events


def tamper(sql: str, *parameters: object) -> None:
    """Run SQL as the database's owner would, guards switched off."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, parameters)


def faults() -> list[tuple[int, str]]:
    return [(window.number, fault) for window in proof.windows() for fault in window.faults]


def reseal() -> None:
    """Compute every seal anew over what stands there now."""
    tamper("DELETE FROM core_auditseal")
    sealing.seal()


@pytest.mark.usefixtures("sealed")
def test_an_untouched_record_has_no_fault():
    assert faults() == []
    assert [seal.events for seal in AuditSeal.objects.order_by("number")] == [3, 3, 1]
    assert proof.unsealed() == 0


def test_an_edited_event_is_named(sealed):
    tamper("UPDATE core_auditevent SET action = 'test.other' WHERE id = %s", sealed[4].pk)

    assert faults() == [(2, f"changed events: {sealed[4].pk}")]


def test_an_edited_payload_is_named(sealed):
    tamper("UPDATE core_auditevent SET payload = '{}' WHERE id = %s", sealed[4].pk)

    assert faults() == [(2, f"changed payloads: {sealed[4].pk}")]


def test_an_edit_with_its_hash_made_anew_is_found_in_its_window(sealed):
    tamper("UPDATE core_auditevent SET action = 'other' WHERE id = %s", sealed[4].pk)
    tamper("UPDATE core_auditevent e SET row_hash = core_audit_row_hash(e)")

    assert faults() == [(2, "an event was replaced")]


def test_a_deleted_event_is_missed_in_its_window(sealed):
    tamper("DELETE FROM core_auditevent WHERE id = %s", sealed[1].pk)

    assert faults() == [(1, "3 events were sealed, 2 are there")]


@pytest.mark.usefixtures("sealed")
def test_a_truncated_table_is_missed_in_every_window():
    tamper("TRUNCATE core_auditevent")

    assert [number for number, _ in faults()] == [1, 2, 3]


def test_an_event_slipped_in_among_sealed_ones_is_counted(sealed):
    tamper(
        "INSERT INTO core_auditevent (xid, actor_kind, action, object_type, request_id, payload,"
        " row_hash) VALUES (%s, '', 'late', '', '', '{}', '')",
        AuditEvent.objects.get(pk=sealed[0].pk).xid,
    )

    assert "3 events were sealed, 4 are there" in {fault for _, fault in faults()}


@pytest.mark.usefixtures("sealed")
def test_a_seal_taken_out_of_the_chain_is_missed():
    tamper("DELETE FROM core_auditseal WHERE number = 2")

    assert (3, "seals 2 to 2 are gone") in faults()


def test_a_chain_made_anew_is_betrayed_by_the_anchor(sealed, tmp_path):
    sealing.anchor(tmp_path / "anchor")
    tamper("DELETE FROM core_auditevent WHERE id = %s", sealed[0].pk)
    reseal()

    found = proof.anchor_faults((tmp_path / "anchor").read_text().splitlines())

    assert faults() == []
    assert found == [
        "seal 1 is another one than was anchored",
        "seal 2 is another one than was anchored",
        "seal 3 is anchored and gone from the database",
    ]


@pytest.mark.usefixtures("sealed")
def test_a_record_cut_off_at_the_end_is_betrayed_by_the_anchor(tmp_path):
    sealing.anchor(tmp_path / "anchor")
    tamper("DELETE FROM core_auditseal WHERE number = 3")
    tamper("DELETE FROM core_auditevent WHERE action = 'test.6'")

    lines = (tmp_path / "anchor").read_text().splitlines()

    assert faults() == []
    assert proof.anchor_faults(lines) == ["seal 3 is anchored and gone from the database"]


@pytest.mark.usefixtures("sealed")
def test_the_anchor_is_only_ever_appended_to(tmp_path):
    sealing.anchor(tmp_path / "anchor")
    before = (tmp_path / "anchor").read_text()
    audit("test.more", by=None)
    settle()
    sealing.seal()

    assert sealing.anchor(tmp_path / "anchor") == 1
    assert (tmp_path / "anchor").read_text().startswith(before)


def test_an_event_not_committed_yet_is_not_sealed_over():
    address = connection.get_connection_params()
    address = {k: v for k, v in address.items() if k in ("dbname", "user", "host", "port")}
    with psycopg.connect(**address) as late:
        late.execute(
            "INSERT INTO core_auditevent (actor_kind, action, object_type, request_id, payload)"
            " VALUES ('', 'late', '', '', '{}')"
        )
        audit("early", by=None)

        assert sealing.seal() == []
        late.commit()
    settle()
    assert [seal.events for seal in sealing.seal()] == [2]
    assert faults() == []


@pytest.mark.parametrize("table", ["core_auditseal", "core_erasure"])
def test_what_proves_the_record_cannot_be_touched(table):
    assert refusal(lambda: connection.cursor().execute(f"DELETE FROM {table}")) == "row_is_kept"  # noqa: S608 -- two names


def test_the_command_prints_the_windows_and_fails_at_a_fault(sealed, settings, tmp_path):
    settings.AUDIT_ANCHOR = tmp_path / "anchor"
    sealing.anchor()
    assert verify().splitlines()[-1] == "3 windows, 7 events sealed, 0 not sealed yet, no faults."

    tamper("DELETE FROM core_auditevent WHERE id = %s", sealed[0].pk)

    with pytest.raises(SystemExit) as ended:
        verify()
    assert ended.value.code == 1


def test_the_command_refuses_an_anchor_that_is_not_there():
    with pytest.raises(CommandError, match="no anchor"):
        verify("--anchor", "nowhere")


def test_an_audit_event_of_a_version_history_lacks_is_a_fault(alice):
    contact = ContactFactory(owner=alice)
    contact.occupation = "Architect"
    save_canonical(contact, by=alice)
    tamper("DELETE FROM contacts_historicalcontact WHERE id = %s AND version = 2", contact.pk)

    with pytest.raises(SystemExit):
        verify()


def verify(*options: str) -> str:
    out = StringIO()
    call_command("audit_verify", *options, stdout=out)
    return out.getvalue()


def test_the_anchor_lies_outside_the_code():
    assert Path(configured.AUDIT_ANCHOR).is_absolute()
