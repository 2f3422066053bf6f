"""Flags: the same answer for a person everywhere, a kill within seconds, a history that stays."""

import time
from unittest.mock import Mock
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.core.cache.backends import base, locmem
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from approvals import registry
from core.choices import Switch
from core.models import AuditEvent, SourceSystem, User
from core.selectors.switches import SURFACES, is_on, is_open
from imports.choices import BatchState
from imports.models import RawBatch
from imports.services import advance
from imports.tasks import advance_stalled
from ops.models import Flag, FlagChange, bucket
from ops.services import switch, sync_roles
from oracle_bridge.services import nemoclaw, pulse_client
from oracle_bridge.services.reaching import SwitchedOffError
from tests.factories.contacts import ContactFactory
from tests.factories.core import ServiceFactory, UserFactory
from tests.factories.oracle_bridge import InsightFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_user() -> User:
    user = UserFactory(username="adam", full_name="Adam Pereira")
    sync_roles()
    user.groups.add(Group.objects.get(name="admin"))
    return user


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("share", [10, 50])
def test_a_share_is_within_one_per_cent_of_ten_thousand_people(share):
    inside = sum(bucket("read", number) < share * 100 for number in range(1, 10_001))

    assert abs(inside - share * 100) <= 100


def test_who_is_inside_stays_inside_while_the_share_grows():
    users = [User(pk=number) for number in range(1, 2001)]

    def inside(share: int) -> set[int]:
        flag = Flag(name="read", everyone=None, percent=share)
        return {user.pk for user in users if flag.is_active_for_user(user)}

    assert inside(10) < inside(50) < inside(99)


def test_two_flags_choose_different_people():
    first, second = (
        {number for number in range(1000) if bucket(name, number) < 1000}
        for name in ("read", "oracle")
    )

    assert len(first & second) < len(first) / 2


def test_every_flag_is_installed_and_on():
    flags = Flag.objects.values_list("name", "everyone")

    assert dict(flags) == dict.fromkeys(Switch.values, True)


def test_a_switch_is_off_for_everybody_at_once(alice, admin_user):
    switch("ai", 0, by=admin_user, reason="wrong scores")

    assert (is_on("ai"), is_on("ai", alice), is_on("sync")) == (False, False, True)


def test_another_process_learns_of_it_within_three_seconds(admin_user, monkeypatch):
    clock = Mock(time=Mock(return_value=time.time()))
    for module in (base, locmem):
        monkeypatch.setattr(module, "time", clock)
    assert is_on("ai")
    remembered = caches["flags"].get(Flag._cache_key("ai"))
    switch("ai", 0, by=admin_user, reason="wrong scores")
    caches["flags"].set(Flag._cache_key("ai"), remembered)  # what another process remembers

    assert is_on("ai")

    clock.time.return_value += 3

    assert not is_on("ai")


def test_the_house_comes_first_then_the_tenth(admin_user, alice):
    switch("oracle", 10, by=admin_user, reason="first tenth", staff_first=True)

    expected = bucket("oracle", alice.pk) < 1000
    assert (is_on("oracle", admin_user), is_on("oracle", alice)) == (True, expected)
    assert is_on("oracle") is False


def test_a_surface_needs_all_before_it(admin_user):
    switch("review", 0, by=admin_user, reason="step back")

    assert [is_open(surface) for surface in SURFACES] == [True, True, False, False, False]


def test_a_change_is_in_the_history_and_on_the_audit_log(admin_user):
    switch("sync", 0, by=admin_user, reason="Pulse sends nonsense")

    change = FlagChange.objects.first()
    assert (change.flag, change.actor, change.reason) == (
        "sync",
        admin_user,
        "Pulse sends nonsense",
    )
    assert (change.before["everyone"], change.after["everyone"]) == (True, False)
    assert AuditEvent.objects.latest("id").payload == {
        "flag": "sync",
        "share": 0,
        "staff_first": False,
    }


def test_the_database_writes_the_history_whoever_changes_a_flag():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ops_flag SET everyone = false WHERE name = 'ai'")

    assert FlagChange.objects.filter(flag="ai", actor=None).count() == 2


@pytest.mark.parametrize("rows", [Flag.objects, FlagChange.objects])
def test_neither_flag_nor_history_is_deleted(rows):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.all().delete()


@pytest.mark.parametrize(("share", "reason"), [(101, "much"), (-1, "little"), (10, "  ")])
def test_a_share_beyond_reason_and_a_change_without_one_are_refused(share, reason, admin_user):
    with pytest.raises(ValidationError):
        switch("read", share, by=admin_user, reason=reason)


def test_an_administrator_switches_on_the_page(admin_user):
    flag = Flag.objects.get(name="imports")
    url = reverse("admin:ops_flag_change", args=[flag.pk])

    response = browser(admin_user).post(url, {"share": "0", "reason": "a bad file"})

    flag.refresh_from_db()
    assert (response.status_code, flag.everyone) == (302, False)


def test_a_kill_switch_offers_no_share(admin_user):
    flag = Flag.objects.get(name="imports")
    url = reverse("admin:ops_flag_change", args=[flag.pk])

    response = browser(admin_user).post(url, {"share": "50", "reason": "half an import"})

    assert (response.status_code, FlagChange.objects.filter(flag="imports").count()) == (200, 1)


def test_charlie_switches_nothing(charlie):
    flag = Flag.objects.get(name="imports")
    url = reverse("admin:ops_flag_change", args=[flag.pk])
    browser(charlie).post(url, {"share": "0", "reason": "mine"})

    assert Flag.objects.get(name="imports").everyone is True


def test_maintenance_lets_the_house_and_the_probes_in(client, alice, admin_user):
    switch("open", 0, by=admin_user, reason="upgrade")

    away = client.get("/")
    codes = [
        each.get(path).status_code
        for each, path in [
            (browser(alice), "/contacts/"),
            (browser(alice), "/accounts/"),
            (browser(admin_user), "/contacts/"),
            (client, "/login/"),
            (client, "/healthz"),
            (client, "/readyz"),
        ]
    ]

    assert (away.status_code, away["Retry-After"]) == (503, "120")
    assert codes == [503, 503, 200, 200, 200, 200]


def test_maintenance_tells_a_program_in_its_own_words(client, admin_user):
    switch("open", 0, by=admin_user, reason="upgrade")

    response = client.get("/api/v1/contacts/")

    assert (response.status_code, response.json()["code"]) == (503, "switched_off")
    assert response["Content-Type"] == "application/problem+json"


def test_a_surface_that_is_not_rolled_out_is_not_there(alice, admin_user):
    switch("review", 0, by=admin_user, reason="step back")
    client = browser(alice)

    paths = ("/review/", "/imports/", "/api/v1/proposals/", "/contacts/", "/api/v1/contacts/")

    assert [client.get(path).status_code for path in paths] == [404, 404, 404, 200, 200]


def test_switched_off_imports_are_read_and_not_started(admin_user):
    switch("imports", 0, by=admin_user, reason="a bad file")
    client = browser(admin_user)

    codes = [
        client.get("/imports/").status_code,
        client.post("/imports/").status_code,
        client.post("/api/v1/imports/").status_code,
        client.post(f"/imports/{uuid4()}/undo/").status_code,
    ]

    assert codes == [200, 503, 503, 503]


def test_a_switched_off_import_waits_where_it_is(admin_user):
    batch = RawBatch.objects.create(
        source=SourceSystem.objects.first(), filename="a.csv", size=1, uploaded_by=admin_user
    )
    switch("imports", 0, by=admin_user, reason="a bad file")

    advance(batch.pk)
    advance_stalled()

    batch.refresh_from_db()
    assert batch.state == BatchState.RECEIVED


@pytest.mark.parametrize(
    ("flag", "codes"), [("ai", [503, 403]), ("sync", [403, 503]), ("imports", [403, 403])]
)
def test_machines_write_nothing_while_the_switch_they_obey_is_off(flag, codes, admin_user):
    machines = [ServiceFactory(obeys=switch) for switch in ("ai", "sync")]
    switch(flag, 0, by=admin_user, reason="nonsense")

    clients = [APIClient() for _ in machines]
    for client, machine in zip(clients, machines, strict=True):
        client.force_authenticate(machine)

    # 403: the switch lets it through, and a service proposes instead of writing
    assert [each.post("/api/v1/contacts/", {}).status_code for each in clients] == codes


@pytest.mark.parametrize(
    ("flag", "door"), [("sync", pulse_client), ("ai", nemoclaw)], ids=["sync", "ai"]
)
def test_no_process_asks_another_system_while_its_switch_is_off(flag, door, admin_user):
    switch(flag, 0, by=admin_user, reason="nonsense")

    with pytest.raises(SwitchedOffError), door():
        pass


def test_a_name_alone_obeys_nothing(admin_user):
    switch("sync", 0, by=admin_user, reason="nonsense")
    client = APIClient()
    client.force_authenticate(ServiceFactory(username="svc_pulse_of_another_kind"))

    assert client.post("/api/v1/contacts/", {}).status_code == 403  # ai is on


def test_reading_goes_on_for_machines(admin_user):
    switch("ai", 0, by=admin_user, reason="nonsense")
    client = APIClient()
    client.force_authenticate(ServiceFactory(username="svc_oracle"))

    assert client.get("/api/v1/contacts/").status_code == 200


@pytest.mark.parametrize(("share", "count"), [(100, 1), (0, 0)])
def test_insights_are_the_fourth_surface(share, count, admin_user, dora):
    contact = ContactFactory()
    InsightFactory(contact=contact)
    switch("oracle", share, by=admin_user, reason="roll out")

    page = browser(dora).get(f"/api/v1/contacts/{contact.uid}/360/?sections=insights")

    assert len(page.json()["sections"]["insights"]["data"] or []) == count


def test_an_approved_import_pauses_and_goes_on(admin_user):
    assert registry.is_paused("imports.commit") is False

    switch("imports", 0, by=admin_user, reason="a bad file")

    paused = [registry.is_paused(kind) for kind in ("imports.commit", "imports.revert", "unknown")]
    assert paused == [True, False, False]


@pytest.mark.parametrize(("flag", "held"), [("imports", False), ("automation", True)])
def test_policies_approve_by_themselves_while_automation_is_on(flag, held, admin_user):
    switch(flag, 0, by=admin_user, reason="step back")

    assert is_open(Switch.AUTOMATION) is not held
