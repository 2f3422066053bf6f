"""An administrator opens a restricted record for an hour, for a reason, on the record."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contacts.models import ContactUserGrant
from core.choices import Visibility
from core.models import AuditEvent
from core.services import share
from ops.services import sync_roles
from tests.factories.contacts import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(alice):
    sync_roles()
    return ContactFactory(owner=alice, visibility=Visibility.RESTRICTED)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_with_a_reason_the_record_opens_and_the_view_is_written_down(secret, grace):
    page = f"/contacts/{secret.uid}/"
    assert browser(grace).get(page).status_code == 404

    browser(grace).post("/break-glass/", {"uid": secret.uid, "reason": "case 4711"})

    assert browser(grace).get(page).status_code == 200
    acts = AuditEvent.objects.filter(object_uid=secret.uid, actor=grace).order_by("id")
    assert [act.action for act in acts] == ["contact.glass_broken", "contact.viewed_restricted"]


def test_it_is_open_for_an_hour_and_no_longer(secret, grace):
    browser(grace).post("/break-glass/", {"uid": secret.uid, "reason": "case 4711"})

    left = ContactUserGrant.objects.get().expires_at - timezone.now()
    assert timedelta(minutes=59) < left <= timedelta(hours=1)


def test_after_an_hour_it_is_closed_again(secret, grace):
    browser(grace).post("/break-glass/", {"uid": secret.uid, "reason": "case 4711"})
    ContactUserGrant.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert browser(grace).get(f"/contacts/{secret.uid}/").status_code == 404


@pytest.mark.parametrize("until", [None, timezone.now() + timedelta(days=9)])
def test_whom_it_was_shared_with_for_longer_keeps_it(secret, alice, grace, until):
    share(secret, with_user=grace, level="view", by=alice, expires_at=until)

    browser(grace).post("/break-glass/", {"uid": secret.uid, "reason": "case 4711"})

    assert ContactUserGrant.objects.get().expires_at == until


def test_without_a_reason_it_stays_closed(secret, grace):
    answer = browser(grace).post("/break-glass/", {"uid": secret.uid, "reason": ""})

    assert (answer.status_code, ContactUserGrant.objects.count()) == (422, 0)


def test_nobody_but_an_administrator_breaks_it(secret, bob, dora):
    sent = {"uid": secret.uid, "reason": "curious"}

    answers = [browser(user).post("/break-glass/", sent).status_code for user in (bob, dora)]

    assert answers == [404, 404]


def test_the_owner_opening_it_is_nothing_to_write_down(secret, alice):
    browser(alice).get(f"/contacts/{secret.uid}/")

    assert AuditEvent.objects.filter(action="contact.viewed_restricted").count() == 0
