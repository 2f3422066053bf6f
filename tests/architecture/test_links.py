"""The frame of every page links only to what opens for whoever reads it."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from core.views import is_open
from ops.services import sync_roles
from tests.drawing import undrawn
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="(/[^"#?]*)')
FORBIDDEN = 403
CLOSED_TO_OPERATORS = ("identity:queue", "approvals:policies", "approvals:calibration")


@pytest.fixture
def sign_in(client, north):
    """Sign somebody of a role in and return the client and the person."""

    def enter(role: str):
        sync_roles()
        user = UserFactory(team=north, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client, user

    return enter


def closed(client: Client, links: set[str]) -> list[str]:
    """Return the doors that are closed, which shows before anything behind them is drawn."""
    with undrawn():
        return [link for link in sorted(links) if client.get(link).status_code == FORBIDDEN]


@pytest.mark.parametrize("role", ["founder", "operator", "steward", "agent", "read_only"])
def test_no_link_of_the_frame_leads_to_a_closed_door(sign_in, role):
    client, _ = sign_in(role)
    pages = [client.get(page).content.decode() for page in ("/", "/review/")]

    links = {link for page in pages for link in LINK.findall(page) if "static" not in link}

    assert closed(client, links) == []
    assert "/review/" in links


def test_no_link_of_the_sidebar_leads_an_operator_to_a_closed_door(sign_in):
    client, _ = sign_in("operator")

    links = set(LINK.findall(client.get("/admin/").content.decode()))

    assert closed(client, links) == []
    assert "/admin/contacts/contact/" in links
    assert "/admin/system/" not in links


def test_a_page_says_itself_for_whom_it_opens(sign_in):
    _, grace = sign_in("operator")
    _, dora = sign_in("steward")

    assert [is_open(grace, name) for name in CLOSED_TO_OPERATORS] == [False] * 3
    assert [is_open(dora, name) for name in CLOSED_TO_OPERATORS] == [True] * 3
    assert not is_open(dora, "nobody:offers_this")
