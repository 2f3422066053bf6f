"""Consistency: each check is broken on purpose, seen, and mended where that may be."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from contacts.models import ContactSummary
from identity.services.merging import Order, merge
from identity.services.unmerging import unmerge
from ops.services.consistency import Finding, check_consistency, references
from tests.factories.activities import InteractionFactory
from tests.factories.contacts import ContactFactory
from tests.ops.test_runbooks import sql

SUMMARIES = "summaries and search texts say what their contacts say"
DATES = "the last interaction of a summary is the last one there is"
SCORES = "the score of a summary is the score"
GRANTS = "every grant is of a living record to an active person"
OWNERS = "contacts_contact.owner_id refers to core_user"
RAW = "every source record has its raw row"

BREAKS = {
    SUMMARIES: "UPDATE contacts_contactsummary SET doc = 'somebody else'",
    DATES: "UPDATE contacts_contactsummary SET last_interaction_at = '1999-01-01Z'",
    SCORES: "UPDATE contacts_contactsummary SET qd_value = 99",
    GRANTS: "INSERT INTO contacts_contactusergrant (content_object_id, user_id, permission_id, "
    "reason) SELECT 999999, u.id, p.id, '' FROM core_user u, auth_permission p LIMIT 1",
    RAW: "INSERT INTO identity_sourcerecord (source_id, external_id, contact_id, batch_id, row_no, "
    "mask, outcome, version_after, reverted, revert_note) "
    "SELECT 1, 'x', c.id, 999999, 1, 0, 'created', 1, '', '' FROM contacts_contact c LIMIT 1",
    OWNERS: "UPDATE contacts_contact SET owner_id = 999999",
    "contacts_contact has every version in its history": "UPDATE contacts_contact SET version = 7",
    "no merges lead in a circle": "UPDATE contacts_contact SET state = 'merged', merged_into_id = "
    "(SELECT min(id) + max(id) FROM contacts_contact) - id",
}
MENDED = {SUMMARIES, DATES, SCORES, GRANTS}


def without_guards(script: str) -> None:
    """Write with triggers off, as somebody who mends one table by hand."""
    sql(f"SET LOCAL session_replication_role = replica; {script}")
    sql("SET LOCAL session_replication_role = origin")


def broken(*, repair: bool = False) -> dict[str, Finding]:
    return {each.name: each for each in check_consistency(repair=repair) if each.found}


@pytest.fixture
def two(alice):
    people = ContactFactory.create_batch(2, owner=alice, team=alice.team)
    InteractionFactory(contact=people[0], occurred_at=timezone.now())
    check = {each.name: each for each in check_consistency(repair=True)}
    assert [name for name, each in check.items() if each.left] == []
    return people


@pytest.mark.django_db
def test_a_merge_and_its_undoing_leave_everything_at_one(alice, two):
    merged = merge(Order(survivor=two[0], losers=two[1:]), by=alice)
    after_the_merge = broken()

    unmerge(merged, by=alice)

    assert (after_the_merge, broken()) == ({}, {})


@pytest.mark.django_db
@pytest.mark.usefixtures("two")
def test_what_the_services_wrote_is_consistent():
    out = StringIO()

    call_command("check_consistency", stdout=out)

    checks = len(list(check_consistency()))
    assert out.getvalue() == f"{checks} of {checks} checks hold\n"


@pytest.mark.django_db
@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("name", BREAKS)
def test_each_check_sees_what_it_is_for(name):
    without_guards(BREAKS[name])

    assert name in broken()


@pytest.mark.django_db
@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("name", sorted(MENDED))
def test_what_is_derived_is_mended(name):
    without_guards(BREAKS[name])

    finding = broken(repair=True)[name]

    assert (finding.repairable, finding.left) == (True, 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("two")
def test_a_check_alone_changes_nothing():
    ContactSummary.objects.update(doc="somebody else")

    broken()

    assert set(ContactSummary.objects.values_list("doc", flat=True)) == {"somebody else"}


@pytest.mark.django_db
@pytest.mark.usefixtures("two")
def test_what_cannot_be_mended_is_told_and_fails():
    without_guards(BREAKS[OWNERS])
    out = StringIO()

    with pytest.raises(CommandError, match="found what is not mended"):
        call_command("check_consistency", "--repair", "--json", stdout=out)

    left = [each["name"] for each in json.loads(out.getvalue()) if each["left"]]
    assert left == [OWNERS]


@pytest.mark.django_db
def test_every_reference_a_trigger_holds_is_checked():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT tgrelid) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE proname = 'core_references'"
        )
        tables = cursor.fetchone()[0]

    assert len({check.name.split(".")[0] for check in references()}) == tables
