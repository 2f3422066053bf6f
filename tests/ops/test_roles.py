"""Every role has exactly the rights of the table, and those its migrations gave."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from ops import choices, services

BY_MIGRATION = {
    "founder": {"core.see_everything", "approvals.decide_proposal", "approvals.decide_system"},
    "admin": {"approvals.decide_proposal", "approvals.decide_system"},
    "steward": {"approvals.decide_proposal"},
}
pytestmark = pytest.mark.django_db


def rights_of(role: str) -> set[str]:
    rows = Permission.objects.filter(group__name=role)
    return {f"{row.content_type.app_label}.{row.codename}" for row in rows}


@pytest.mark.parametrize("role", choices.EVERYBODY)
def test_each_role_gets_exactly_what_the_table_says(role):
    services.sync_roles()

    assert rights_of(role) == choices.rights()[role] | BY_MIGRATION.get(role, set())


def test_a_second_run_adds_nothing():
    services.sync_roles()

    assert services.sync_roles() == 0


def test_rights_given_by_hand_stay():
    services.sync_roles()
    right = Permission.objects.get(codename="delete_note")
    Group.objects.get(name="agent").permissions.add(right)

    call_command("sync_roles")

    assert "activities.delete_note" in rights_of("agent")


def test_a_right_nobody_knows_is_named(monkeypatch):
    monkeypatch.setitem(choices.SPECIAL, "core.fly", ("founder",))

    with pytest.raises(services.MissingPermissionError, match=r"core\.fly"):
        services.sync_roles()


def test_nobody_may_delete_a_record():
    deleting = {name for names in choices.rights().values() for name in names if ".delete_" in name}

    assert deleting == {"knox.delete_authtoken"}


@pytest.mark.parametrize(
    ("role", "verbs"),
    [
        ("founder", {"view", "add", "change"}),
        ("admin", {"view", "add", "change"}),
        ("operator", {"view", "add", "change"}),
        ("lead", {"view", "add", "change"}),
        ("agent", {"view", "add", "change"}),
        ("steward", {"view", "change"}),
        ("read_only", {"view"}),
    ],
)
@pytest.mark.parametrize(
    "record", ["contacts.contact", "accounts.account", "opportunities.opportunity"]
)
def test_records_are_written_by_those_who_work_with_them(role, verbs, record):
    app, model = record.split(".")

    names = {name for name in choices.rights()[role] if name.endswith(f"_{model}")}

    assert names == {f"{app}.{verb}_{model}" for verb in verbs}


@pytest.mark.parametrize(
    ("role", "verbs"),
    [
        ("founder", {"view", "add", "change"}),
        ("admin", {"view", "add", "change"}),
        ("operator", {"view", "change"}),
        ("steward", {"view"}),
        ("lead", {"view"}),
        ("agent", {"view"}),
        ("read_only", {"view"}),
    ],
)
def test_prices_are_changed_in_the_office_alone(role, verbs):
    names = {name for name in choices.rights()[role] if name.endswith("_unit")}

    assert names == {f"inventory.{verb}_unit" for verb in verbs}


def test_only_the_house_reads_the_audit_log():
    readers = {role for role, names in choices.rights().items() if "core.view_auditevent" in names}

    assert readers == {"founder", "admin"}


def test_only_the_operator_brings_files():
    bringers = {role for role, names in choices.rights().items() if "imports.add_rawbatch" in names}

    assert bringers == {"operator"}
