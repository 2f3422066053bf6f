"""Approval from the admin: the same service, the same refusals; a machine is refused everywhere."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client, RequestFactory
from django.urls import reverse

from approvals import services
from approvals.models import Proposal
from tests.approvals.acts import change, update

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora", "frank")]
LIST = "admin:approvals_proposal_changelist"


@pytest.fixture(autouse=True)
def _at_once(settings):
    """Keep messages in memory: what is started on commit goes nowhere."""
    settings.CELERY_BROKER_URL = "memory://"


def act(user, *rows, follow=True):
    client = Client()
    client.force_login(user)
    chosen = {"action": "approve_selected", "_selected_action": [row.pk for row in rows]}
    return client.post(reverse(LIST), chosen, follow=follow)


@pytest.fixture
def staff(dora):
    dora.is_staff = True
    dora.save()
    dora.user_permissions.add(Permission.objects.get(codename="view_proposal"))
    return dora


def test_the_admin_approves_what_may_be_and_tells_of_the_rest(proposal, contact, alice, staff):
    risky = change(contact, by=alice, date_of_birth="1980-01-01")

    response = act(staff, proposal, risky)

    said = sorted(str(message) for message in response.context["messages"])
    states = [Proposal.objects.get(pk=row.pk).state for row in (proposal, risky)]
    assert states == ["approved", "pending"]
    assert said == [
        "A change: approved",
        "A change: not_in_batch what is of high risk is decided by itself",
    ]


@pytest.fixture
def hers(contact, eve):
    """Eve the service proposes, and somebody made her staff with every right to look."""
    eve.is_staff = True
    eve.save()
    eve.user_permissions.add(Permission.objects.get(codename="view_proposal"))
    items = [update(contact, occupation="Architect")]
    return services.propose(kind="contact.update", title="Hers", items=items, by=eve)


def test_a_service_cannot_use_the_admin_action(hers, eve):
    response = act(eve, hers, follow=False)

    hers.refresh_from_db()
    sent_to = response["Location"].partition("?")[0]
    assert (hers.state, response.status_code, sent_to) == ("pending", 302, "/admin/login/")


def test_the_admin_action_itself_refuses_a_service(hers, eve):
    request = RequestFactory().post("/")
    request.user, request._messages = eve, CookieStorage(request)

    admin.site._registry[Proposal].approve_selected(request, Proposal.objects.all())

    hers.refresh_from_db()
    said = [str(message) for message in request._messages]
    assert (hers.state, said) == ("pending", ["Hers: forbidden service_may_not_approve"])
