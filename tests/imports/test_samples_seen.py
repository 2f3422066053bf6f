"""Samples of a file's columns are shown to who may see its rows, and to nobody else."""

import pytest
from django.test import Client

from imports.models import ColumnMapping
from ops.services import sync_roles
from tests.factories.core import UserFactory, in_role
from tests.imports.acts import ROWS, csv_of, propose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora")]


@pytest.fixture
def column(alice, hubspot) -> ColumnMapping:
    """A column of a file Alice brought."""
    propose(csv_of(*ROWS), by=alice, source=hubspot)
    return next(each for each in ColumnMapping.objects.all() if "Meera" in each.samples)


def looks_at(column: ColumnMapping, user) -> tuple[bool, bool]:
    client = Client()
    client.force_login(user)
    answer = client.get(f"/admin/imports/columnmapping/{column.pk}/change/", follow=True)
    found = answer.status_code == 200 and not answer.redirect_chain
    return found, "Meera" in answer.content.decode()


def test_who_may_see_the_rows_sees_the_samples(column):
    sync_roles()
    steward = in_role(UserFactory(username="sana"), "steward")

    assert looks_at(column, steward) == (True, True)


@pytest.mark.parametrize("right", ["core.see_everything", "approvals.decide_system"])
def test_running_the_house_alone_shows_no_samples(column, right):
    warden = UserFactory(username="wilma", perms=[right])

    assert looks_at(column, warden) == (False, False)
