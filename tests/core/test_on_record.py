"""What ends up on the audit record without anybody asking for it: reads, rights, passwords."""

from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from core.admin import AuditedAdmin, CanonicalAdmin
from core.models import AuditEvent, User
from tests.api_clients import calls
from tests.factories.contacts import ContactFactory

pytestmark = pytest.mark.django_db
# whose services write the audit event: tokens
BY_SERVICE = {"knox.AuthToken"}


@pytest.fixture
def office(dora) -> Client:
    """The browser of the founder, a superuser."""
    dora.is_superuser = dora.is_staff = True
    dora.save()
    return browser(dora)


@pytest.fixture
def meera(alice):
    return ContactFactory(owner=alice, team=alice.team, date_of_birth="1980-05-17")


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def acts(action: str) -> list[dict]:
    return list(AuditEvent.objects.filter(action=action).values_list("payload", flat=True))


def posted(user: User, **changes) -> dict:
    """Return the form of a person's page in the administration as a browser sends it."""
    groups = [group.pk for group in user.groups.all()]
    known = {
        name: getattr(user, name)
        for name in ("username", "full_name", "email", "timezone", "obeys")
    }
    ticked = {"is_active": "on"} | ({"is_staff": "on"} if user.is_staff else {})
    form = known | ticked | {"kind": "human", "team": user.team_id, "groups": groups}
    inline = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    dates = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00:00"}
    return form | inline | dates | changes


@pytest.mark.parametrize(
    "path",
    ["/contacts/{0.uid}/", "/contacts/{0.uid}/privacy/", "/admin/contacts/contact/{0.pk}/change/"],
)  # fmt: skip
def test_who_reads_a_date_of_birth_on_a_page_is_on_record(meera, office, path):
    assert office.get(path.format(meera)).status_code == 200

    assert acts("contact.viewed_sensitive") == [{"fields": ["date_of_birth"]}]


@pytest.mark.parametrize("path", ["/api/v1/contacts/{}/", "/api/v1/contacts/{}/360/"])
def test_who_reads_it_through_the_api_is_on_record(meera, dora, path):
    calls(dora).get(path.format(meera.uid))

    assert acts("contact.viewed_sensitive") == [{"fields": ["date_of_birth"]}]


def test_neither_its_owner_nor_who_gets_a_mask_is(meera, alice, bob):
    for user in (alice, bob):
        browser(user).get(f"/contacts/{meera.uid}/")

    assert acts("contact.viewed_sensitive") == []


def test_a_role_given_and_taken_is_told_by_name(office, bob):
    steward, agent = (Group.objects.get(name=name) for name in ("steward", "agent"))
    bob.groups.set([agent])

    office.post(reverse("admin:core_user_change", args=[bob.pk]), posted(bob, groups=[steward.pk]))

    assert acts("user.updated") == [
        {"id": bob.pk, "fields": ["groups"],
         "groups": {"added": ["steward"], "removed": ["agent"]}}
    ]  # fmt: skip


def test_no_colleague_lives_in_a_time_zone_nobody_knows(office, bob):
    page = reverse("admin:core_user_change", args=[bob.pk])

    refused = office.post(page, posted(bob, timezone="Mars/Phobos"))
    office.post(page, posted(bob, timezone="Asia/Dubai"))

    bob.refresh_from_db()
    assert list(refused.context["adminform"].form.errors) == ["timezone"]
    assert bob.timezone == "Asia/Dubai"


def test_a_password_set_by_an_administrator_is_told(office, bob):
    words = {"password1": "a long enough sentence", "password2": "a long enough sentence"}

    office.post(f"/admin/core/user/{bob.pk}/password/", {**words, "usable_password": "true"})

    assert acts("user.updated") == [{"id": bob.pk, "fields": ["password"]}]


def test_what_is_typed_into_a_search_is_not_kept_with_an_export(office, meera):
    query = urlencode({"q": meera.full_name, "lifecycle__exact": "lead"})
    fields = {"contactresource_full_name": "on"}

    office.post(f"/admin/contacts/contact/export/?{query}", {"format": "0", **fields}).getvalue()

    assert acts("contact.exported")[0]["filter"] == {"lifecycle__exact": "lead", "q": "not kept"}


def test_every_page_that_writes_leaves_an_audit_event(dora, rf):
    dora.is_staff = True
    dora.save()
    dora.user_permissions.set(Permission.objects.all())
    request = rf.get("/")
    request.user = User.objects.get(pk=dora.pk)
    writing = {
        model._meta.label
        for model, page in admin.site._registry.items()
        if (page.has_add_permission(request) or page.has_change_permission(request))
        and not isinstance(page, (CanonicalAdmin, AuditedAdmin))
    }

    assert writing - BY_SERVICE == set(), "let them be an AuditedAdmin or a CanonicalAdmin"


def test_a_login_without_a_password_may_choose_one(client, alice):
    alice.set_unusable_password()
    alice.save()
    client.force_login(alice)

    answer = client.get("/sign-in/password/", follow=True)

    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, "/sign-in/password/first/")
