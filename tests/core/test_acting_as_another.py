"""Nobody acts as somebody else: by a token made for them, nor by a password set for them."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from core.models import User
from core.services import create_token
from ops.services import forget_second_factor, sync_roles
from tests.factories.core import ServiceFactory, UserFactory, in_role

pytestmark = pytest.mark.django_db
WORDS = {
    "password1": "a long enough sentence",
    "password2": "a long enough sentence",
    "usable_password": "true",
}


@pytest.fixture
def adam() -> User:
    """An administrator: looks after logins and tokens, and decides like a founder."""
    sync_roles()
    return in_role(UserFactory(username="adam"), "admin")


@pytest.fixture
def fiona(adam) -> User:  # noqa: ARG001 -- the roles are there
    """A founder who has signed in before."""
    return in_role(UserFactory(username="fiona", last_login=timezone.now()), "founder")


@pytest.fixture
def office(adam) -> Client:
    client = Client()
    client.force_login(adam)
    return client


def set_password(office: Client, user: User) -> int:
    status = office.post(f"/admin/core/user/{user.pk}/password/", WORDS).status_code
    user.refresh_from_db()
    return status


def set_up_second_factor(user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})


def test_an_administrator_makes_no_token_of_a_person(office, fiona, adam):
    for person in (fiona, adam):
        office.post("/admin/knox/authtoken/add/", {"user": person.pk, "days": 30})

    assert AuthToken.objects.count() == 0


def test_an_administrator_makes_tokens_of_machines(office):
    answer = office.post(
        "/admin/knox/authtoken/add/", {"user": ServiceFactory().pk, "days": 30}, follow=True
    )

    assert AuthToken.objects.count() == 1
    assert b"vk_" in answer.content


def test_a_token_of_a_person_is_made_by_that_person_or_on_the_server(adam, fiona):
    with pytest.raises(ValidationError):
        create_token(fiona, by=adam)

    assert [create_token(fiona, by=by).grant.created_by for by in (fiona, None)] == [fiona, None]


def test_a_password_alone_that_lets_somebody_in_is_not_set_by_another(office, fiona):
    assert set_password(office, fiona) == 403
    assert not fiona.check_password(WORDS["password1"])


def test_a_password_is_set_where_the_second_factor_still_keeps_others_out(office, fiona):
    set_up_second_factor(fiona)

    assert set_password(office, fiona) == 302
    assert fiona.check_password(WORDS["password1"])


def test_a_login_nobody_has_used_gets_its_first_password(office):
    assert set_password(office, UserFactory()) == 302


def test_who_takes_a_second_factor_off_does_not_set_the_password_as_well(office, fiona):
    set_up_second_factor(fiona)
    forget_second_factor(fiona, by=None, reason="lost the telephone")

    assert set_password(office, fiona) == 403


def test_one_sets_ones_own_password(office, adam):
    assert set_password(office, adam) == 302


def test_nobody_is_called_about_what_another_person_may_read(office, fiona, eve):
    asked = {"name": "Ears", "url": "https://hooks.example/"}

    answers = [
        office.post("/api/v1/webhooks/", asked | {"owner": user.username}) for user in (fiona, eve)
    ]

    assert [answer.status_code for answer in answers] == [400, 201]


def test_of_a_password_is_told_only_whether_there_is_one(office, fiona):
    fiona.set_password("a long enough sentence")
    fiona.save()
    _, salt, digest = fiona.password.rsplit("$", 2)

    page = office.get(f"/admin/core/user/{fiona.pk}/change/").content.decode()

    shown = [
        word for word in ("algorithm", "iterations", "salt", "hash", salt[:2] + "*") if word in page
    ]
    assert (shown, digest[:6] in page) == ([], False)
    assert "Change the password" in page
