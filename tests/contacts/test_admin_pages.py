"""The administration's list of people is read branch by branch, and shows what the rule says."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from contacts.models import Contact
from core.admin.paging import CappedPaginator
from core.choices import Visibility
from ops.services import sync_roles
from tests.factories.contacts import ContactFactory, ContactUserGrantFactory

pytestmark = pytest.mark.django_db
ORDER = ("-updated_at", "-id")


@pytest.fixture
def rows(alice, bob, charlie, north):
    """Five people Bob sees, each for another reason or two, and one he does not."""
    mine = ContactFactory(owner=bob, team=north)
    team = ContactFactory(owner=alice, team=north)
    shared = ContactFactory(owner=charlie, team=None, visibility=Visibility.ORGANISATION)
    granted = [ContactFactory(owner=charlie, visibility=Visibility.RESTRICTED) for _ in range(2)]
    for row in granted:
        ContactUserGrantFactory(content_object=row, user=bob)
    ContactFactory(owner=alice, team=north, visibility=Visibility.RESTRICTED)
    return [*reversed(granted), shared, team, mine]


def test_pages_and_count_are_those_of_the_rule(rows, bob):
    paginator = CappedPaginator(Contact.objects.visible_to(bob).order_by(*ORDER), 2)

    pages = [list(page.object_list) for page in paginator]

    assert (paginator.count, pages) == (5, [rows[:2], rows[2:4], rows[4:]])


def test_the_list_of_the_administration_is_read_that_way(rows, bob, django_assert_max_num_queries):
    sync_roles()
    bob.is_staff = True
    bob.save()
    bob.groups.add(Group.objects.get(name="agent"))
    client = Client()
    client.force_login(bob)

    with django_assert_max_num_queries(14):
        page = client.get("/admin/contacts/contact/").context["cl"]

    assert list(page.result_list) == rows
    assert page.paginator._by_branches is True


def test_a_search_keeps_the_one_condition(rows, bob):
    found = Contact.objects.visible_to(bob).filter(full_name=rows[0].full_name).order_by(*ORDER)

    assert CappedPaginator(found, 2)._by_branches is False
