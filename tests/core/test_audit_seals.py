"""Seals changed by hand, anchors that lie, and what even an erasure may not do to the record."""

import psycopg
import pytest
from django.db import connection

from core.models import AuditEvent
from core.selectors import proof
from core.services import audit, sealing
from core.services.erasing import erasing
from tests.core.test_audit_proof import faults, sealed, tamper  # noqa: F401 -- a fixture
from tests.factories.contacts import ContactFactory
from tests.refusals import refusal
from tests.settling import settle

pytestmark = pytest.mark.django_db(transaction=True)
HASH_ANEW = (
    "UPDATE core_auditseal SET previous = 'x', hash = encode(sha256(concat_ws('|', 'x', number,"
    " last_xid, last_id, events, digest)::bytea), 'hex') WHERE number = 2"
)


@pytest.mark.usefixtures("sealed")
def test_a_seal_changed_by_hand_is_named_and_so_is_the_one_behind_it():
    tamper("UPDATE core_auditseal SET hash = 'x' WHERE number = 2")

    assert faults() == [
        (2, "the seal itself was changed"),
        (3, "it does not continue the seal before it"),
    ]


@pytest.mark.usefixtures("sealed")
def test_a_seal_made_anew_that_follows_no_other_is_named():
    tamper(HASH_ANEW)

    assert faults()[0] == (2, "it does not continue the seal before it")


@pytest.mark.usefixtures("sealed")
def test_an_anchor_that_was_written_into_is_no_proof(tmp_path):
    sealing.anchor(tmp_path / "anchor")
    lines = (tmp_path / "anchor").read_text().splitlines()

    assert proof.anchor_faults([*lines, "1 another", "nonsense"]) == [
        "anchor line 4 gives seal 1 a second hash",
        "anchor line 5 cannot be read",
    ]


def test_one_sealer_works_at_a_time():
    address = connection.get_connection_params()
    address = {k: v for k, v in address.items() if k in ("dbname", "user", "host", "port")}
    audit("test", by=None)
    settle()
    with psycopg.connect(**address) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended('seal', 0))")

        assert sealing.seal() == []
    assert [seal.events for seal in sealing.seal()] == [1]


@pytest.mark.parametrize(
    "change", ["action = 'x', payload = payload, salt = NULL", "payload = '{}', salt = NULL",
               "payload = jsonb_build_object('erased', core_setting('app.erasure'))"],
)  # fmt: skip
def test_an_erasure_takes_the_payload_of_an_event_and_nothing_else(change, alice):
    contact = ContactFactory(owner=alice)

    def rewrite() -> None:
        with erasing(by=alice, object_type="contact", object_uid=contact.uid, grounds="none"):
            connection.cursor().execute(f"UPDATE core_auditevent SET {change}")  # noqa: S608 -- three texts

    assert refusal(rewrite) == "audit_is_only_redacted"


def test_who_is_hashed_is_who_acted(alice):
    event = audit("test", by=alice, payload={"n": 1})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.row_hash = core_audit_row_hash(e), e.payload_hash ="
            " core_audit_payload_hash(e.salt, e.payload) FROM core_auditevent e WHERE id = %s",
            [event.pk],
        )

        assert cursor.fetchone() == (True, True)
    assert AuditEvent.objects.get(pk=event.pk).salt is not None
