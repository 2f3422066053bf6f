"""Exports over REST: asked for, written by a worker, downloaded by their requester alone."""

import csv
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.db.models import F

from contacts.models import Contact
from core.choices import Visibility
from core.models import AuditEvent, SensitiveField
from core.services.erasing import erasing
from ops.models import Export
from ops.services import lost_exports, sync_roles
from ops.tasks import tend_exports, write_export
from tests.api_clients import calls
from tests.factories.contacts import ContactFactory

EXPORTS = "/api/v1/exports/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def agent(alice):
    """Alice as an agent."""
    sync_roles()
    alice.groups.add(Group.objects.get(name="agent"))
    return calls(alice)


def ask(client, kind="contacts", **narrowed):
    return client.post(EXPORTS, {"kind": kind, "filter": narrowed}, format="json")


def written(client, **narrowed) -> Export:
    uid = ask(client, **narrowed).json()["uid"]
    write_export(uid)
    return Export.objects.get(uid=uid)


def table(client, export) -> list[dict[str, str]]:
    answer = client.get(f"{EXPORTS}{export.uid}/file/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_what_the_list_keeps_is_taken_away(agent, alice, charlie):
    ContactFactory(full_name="Meera Rao", owner=alice, lifecycle="customer")
    ContactFactory(full_name="Omar Haddad", owner=alice)
    ContactFactory(owner=charlie, lifecycle="customer", visibility=Visibility.RESTRICTED)

    export = written(agent, lifecycle="customer")

    found = table(agent, export)
    assert (export.state, export.rows) == ("ready", 1)
    assert [(row["full_name"], row["exported_by"].split()[0]) for row in found] == [
        ("Meera Rao", "alice")
    ]


def test_moments_say_on_whose_clock_they_are(agent, alice):
    contact = ContactFactory(owner=alice)

    written_at = datetime.fromisoformat(table(agent, written(agent))[0]["created_at"])

    assert written_at == contact.created_at.replace(microsecond=0)
    assert written_at.utcoffset() == timedelta(hours=5, minutes=30)  # hers is Asia/Kolkata


def test_it_is_on_the_audit_log_without_what_was_typed(agent, alice):
    ContactFactory(owner=alice)

    export = written(agent, q="nobody")
    table(agent, export)

    events = AuditEvent.objects.filter(object_uid=export.uid).order_by("id")
    assert list(events.values_list("action", "payload")) == [
        ("contact.exported", {"rows": 0, "filter": ["q"]}),
        ("export.downloaded", {}),
    ]


def test_a_formula_is_no_formula_in_the_file(agent, alice):
    ContactFactory(full_name="=HYPERLINK(1)", owner=alice)

    found = table(agent, written(agent))

    assert [row["full_name"] for row in found] == ["'=HYPERLINK(1)"]


def test_a_sensitive_value_is_masked_for_others_than_the_owner(agent, alice, bob):
    SensitiveField.objects.create(
        entity="contact", field="occupation", seen_by=["founder"], mask="tail"
    )
    for owner in (alice, bob):
        ContactFactory(owner=owner, team=alice.team, occupation="Architect")

    found = table(agent, written(agent))

    assert {row["owner"]: row["occupation"] for row in found} == {
        str(alice): "Architect",
        str(bob): "••••••tect",
    }


def test_who_lost_a_record_meanwhile_does_not_take_it_away(agent, alice, charlie):
    contact = ContactFactory(owner=alice)
    uid = ask(agent).json()["uid"]
    Contact.objects.filter(pk=contact.pk).update(
        owner=charlie, team=charlie.team, visibility=0, version=F("version") + 1
    )

    write_export(uid)

    assert Export.objects.get(uid=uid).rows == 0


@pytest.mark.parametrize("narrowed", [{"colour": "red"}, {"lifecycle": "king"}])
def test_a_filter_there_is_not_is_refused(agent, narrowed):
    assert ask(agent, **narrowed).status_code == 400


def test_too_many_rows_are_refused_at_once(agent, alice, dora, monkeypatch):
    monkeypatch.setattr("core.selectors.ceiling.EXPORTED_FREELY", 1)
    for _ in range(2):
        ContactFactory(owner=alice)

    answer = ask(agent)

    told = answer.json()
    assert (answer.status_code, told["code"], told["most"]) == (422, "too_many_rows", 1)
    dora.user_permissions.add(*Group.objects.get(name="agent").permissions.all())
    assert ask(calls(dora)).status_code == 202


def test_nobody_else_knows_of_a_file(agent, alice, dora):
    ContactFactory(owner=alice)
    export = written(agent)

    answers = [calls(dora).get(f"{EXPORTS}{export.uid}/{rest}") for rest in ("", "file/")]

    assert [each.status_code for each in answers] == [404, 404]
    assert calls(dora).get(EXPORTS).json()["results"] == []


def test_machines_and_who_has_no_role_take_nothing_away(eve, charlie):
    assert [ask(calls(user)).status_code for user in (eve, charlie)] == [403, 403]


def test_a_file_is_there_when_it_is_written_and_gone_after_its_day(agent, alice):
    ContactFactory(owner=alice)
    uid = ask(agent).json()["uid"]
    before = agent.get(f"{EXPORTS}{uid}/file/")
    write_export(uid)
    write_export(uid)  # delivered twice
    Export.objects.update(expires_at=F("created_at") - timedelta(days=1))

    answers = [before, agent.get(f"{EXPORTS}{uid}/file/")]
    tend_exports()

    answers.append(agent.get(f"{EXPORTS}{uid}/file/"))
    codes = [(each.status_code, each.json()["code"]) for each in answers]
    assert codes == [(409, "not_ready"), (410, "expired"), (410, "expired")]
    assert default_storage.listdir("exports")[1] == []


def test_a_file_made_before_an_erasure_is_given_out_no_more(agent, alice):
    contact = ContactFactory(owner=alice)
    export = written(agent)
    with erasing(by=alice, object_type="contact", object_uid=contact.uid, grounds="asked for it"):
        pass  # what is cleared does not matter to the file

    assert agent.get(f"{EXPORTS}{export.uid}/file/").status_code == 410


def test_what_goes_wrong_is_said(agent, monkeypatch):
    uid = ask(agent).json()["uid"]
    monkeypatch.setattr("ops.tasks.lines", lambda _: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        write_export(uid)

    found = agent.get(f"{EXPORTS}{uid}/").json()
    assert (found["state"], found["error"]) == ("failed", "ZeroDivisionError: division by zero")


def test_an_export_the_queue_lost_is_written_later(agent, alice):
    ContactFactory(owner=alice)
    uid = ask(agent).json()["uid"]
    Export.objects.update(created_at=F("created_at") - timedelta(minutes=6))

    assert [str(each) for each in lost_exports()] == [uid]
    tend_exports()
    assert Export.objects.get(uid=uid).state == "ready"


@pytest.mark.parametrize("kind", ["accounts", "opportunities"])
def test_accounts_and_deals_are_exported_too(agent, kind):
    uid = ask(agent, kind).json()["uid"]
    write_export(uid)

    assert agent.get(f"{EXPORTS}{uid}/").json()["state"] == "ready"
