"""Who does not see a field can neither filter, sort nor search the administration by it."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from core.models import SensitiveField, User
from ops.services import sync_roles
from tests.factories.accounts import AccountFactory, AccountIdentifierFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db
PEOPLE, NUMBERS = "/admin/contacts/contact/", "/admin/accounts/accountidentifier/"


@pytest.fixture
def ryan(north) -> User:
    """Reads on Alice's team and sees no dates of birth."""
    sync_roles()
    ryan = UserFactory(username="ryan", team=north)
    ryan.groups.add(Group.objects.get(name="read_only"))
    return User.objects.get(pk=ryan.pk)


@pytest.fixture
def meera(alice, north):
    return ContactFactory(owner=alice, team=north, date_of_birth="1979-03-17")


@pytest.fixture
def firm(alice, north):
    """A firm of Alice's with a number in a register."""
    firm = AccountFactory(owner=alice, team=north)
    AccountIdentifierFactory(account=firm, number="27AAAAA1234A1Z5")
    return firm


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    "asked",
    [
        "date_of_birth=1979-03-17",
        "date_of_birth__gte=1979-01-01",
        "date_of_birth__year=1979",
        "date_of_birth__month=3",
        "date_of_birth__isnull=0",
    ],
)
def test_a_hidden_date_of_birth_finds_nobody(meera, ryan, dora, asked):
    assert browser(ryan).get(f"{PEOPLE}?{asked}").status_code == 400
    assert meera in browser(dora).get(f"{PEOPLE}?{asked}").context["cl"].result_list


@pytest.mark.usefixtures("firm")
@pytest.mark.parametrize("asked", ["", "?number__startswith=27A", "?q=27AAAAA1234A1Z5"])
def test_register_numbers_are_closed_to_who_sees_a_mask_of_them(ryan, dora, asked):
    assert browser(ryan).get(f"{NUMBERS}{asked}").status_code == 403
    assert len(browser(dora).get(f"{NUMBERS}{asked}").context["cl"].result_list) == 1


def test_neither_are_they_on_the_page_of_their_account(firm, ryan, dora):
    path = f"/admin/accounts/account/{firm.pk}/change/"
    pages = [browser(who).get(path).content.decode() for who in (ryan, dora)]

    assert ["27AAAAA1234A1Z5" in page for page in pages] == [False, True]


def test_a_field_the_house_hides_leaves_the_columns_and_the_filters(ryan):
    def asked() -> list[bool]:
        page = browser(ryan).get(PEOPLE).context["cl"]
        columns = [getattr(each, "__name__", each) for each in page.list_display]
        return ["badge_lifecycle" in columns, "lifecycle" in [f.title for f in page.filter_specs]]

    before = asked()
    SensitiveField.objects.create(
        entity="contact", field="lifecycle", level=1, hidden_from=["read_only"]
    )

    assert (before, asked()) == ([True, True], [False, False])


def test_laid_out_values_are_asked_by_nobody_who_does_not_see_everything(ryan, dora):
    path = "/admin/approvals/proposalitem/?after__date_of_birth=1979-03-18"

    assert [browser(who).get(path).status_code for who in (ryan, dora)] == [400, 200]
