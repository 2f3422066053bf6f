"""Signing in: the second factor cannot be walked around, guessing ends, sessions do too."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from core.models import AuditEvent, User
from core.selectors.addresses import client_address
from core.services import audit
from ops.services import forget_second_factor
from velocity_crm.sign_in import CONFIRMED, SINCE, USED

PASSWORD = "correct-horse-battery"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget_rates() -> None:
    """Forget the tries other tests made."""
    cache.clear()


@pytest.fixture
def outside(settings) -> None:
    """An installation that is not local."""
    settings.SECOND_FACTOR = True


@pytest.fixture
def person(alice) -> User:
    alice.set_password(PASSWORD)
    alice.save()
    return alice


@pytest.fixture
def secret(person) -> str:
    """The secret of the person's authenticator app."""
    value = totp.generate_totp_secret()
    totp.TOTP.activate(person, value)
    return value


def sign_in(client: Client, password: str = PASSWORD, target: str = "/contacts/"):
    return client.post(
        f"/login/?next={target}", {"username": "alice", "password": password, "next": target}
    )


def code(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


@pytest.mark.usefixtures("person")
def test_on_a_desk_a_password_is_enough(client):
    response = sign_in(client)

    assert (response.status_code, response["Location"]) == (302, "/contacts/")
    assert client.get("/contacts/").status_code == 200


@pytest.mark.usefixtures("person", "outside")
def test_elsewhere_everybody_is_sent_to_set_up_a_second_factor(client):
    sign_in(client)

    page, program = client.get("/contacts/"), client.get("/api/v1/contacts/")

    assert (page.status_code, page["Location"]) == (302, "/sign-in/2fa/totp/activate/")
    assert (program.status_code, program.json()["code"]) == (403, "second_factor_needed")
    assert client.get(page["Location"], follow=True).status_code == 200


@pytest.mark.usefixtures("person", "outside")
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/contacts/",
        "/accounts/",
        "/review/",
        "/imports/",
        "/admin/",
        "/admin/system/",
        "/health/",
    ],
)
def test_no_page_of_the_product_is_open_without_it(path, client):
    sign_in(client)

    assert client.get(path)["Location"] == "/sign-in/2fa/totp/activate/"


@pytest.mark.usefixtures("person", "outside")
def test_setting_it_up_opens_the_house(client):
    sign_in(client)
    client.post("/sign-in/confirm/", {"password": PASSWORD})
    secret = client.get("/sign-in/2fa/totp/activate/").context["form"].secret

    response = client.post("/sign-in/2fa/totp/activate/", {"code": code(secret)})

    assert (response.status_code, response["Location"]) == (302, "/sign-in/2fa/recovery-codes/")
    assert client.get("/contacts/").status_code == 200
    assert client.session[CONFIRMED] is True


@pytest.mark.usefixtures("outside")
def test_the_password_alone_does_not_let_in_who_has_a_second_factor(client, secret):
    response = sign_in(client)

    assert response["Location"].startswith("/sign-in/2fa/authenticate/")
    assert client.get("/contacts/").status_code == 302
    assert client.get("/admin/").status_code == 302
    assert client.get("/api/v1/contacts/").status_code == 401

    response = client.post("/sign-in/2fa/authenticate/", {"code": code(secret)})
    assert (response["Location"], client.get("/contacts/").status_code) == ("/contacts/", 200)


@pytest.mark.usefixtures("outside")
def test_the_admin_has_no_way_in_of_its_own(client, secret):  # noqa: ARG001 -- makes the factor
    data = {"username": "alice", "password": PASSWORD, "next": "/admin/"}

    response = client.post("/admin/login/", data)

    assert (response.status_code, response["Location"]) == (302, "/login/?next=/admin/")
    assert client.get("/admin/").status_code == 302


@pytest.mark.usefixtures("outside", "secret")
def test_a_wrong_code_stays_outside(client):
    sign_in(client)

    response = client.post("/sign-in/2fa/authenticate/", {"code": "000000"})

    assert (response.status_code, client.get("/contacts/").status_code) == (200, 302)


@pytest.mark.usefixtures("outside", "secret")
def test_a_recovery_code_lets_in_once(client, person):
    recovery = RecoveryCodes.activate(person).get_unused_codes()[0]
    codes = []
    for browser in (client, Client()):
        sign_in(browser)
        browser.post("/sign-in/2fa/authenticate/", {"code": recovery})
        codes.append(browser.get("/contacts/").status_code)

    assert codes == [200, 302]


@pytest.mark.usefixtures("outside")
def test_nobody_switches_their_second_factor_off(client, person, secret):
    sign_in(client)
    client.post("/sign-in/2fa/authenticate/", {"code": code(secret)})

    client.post("/sign-in/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=person, type="totp").count() == 1


@pytest.mark.usefixtures("secret")
def test_a_lost_telephone_is_forgotten_and_written_down(person, dora):
    assert forget_second_factor(person, by=dora, reason="phone lost") == 1

    event = AuditEvent.objects.latest("id")
    assert (event.action, event.actor) == ("user.second_factor_removed", dora)
    with pytest.raises(CommandError, match="no login 'nobody'"):
        call_command("forget_second_factor", "nobody", reason="x")


@pytest.mark.usefixtures("person")
def test_the_sixth_guess_from_one_address_is_locked_out_with_429(client):
    codes = [sign_in(client, "wrong").status_code for _ in range(5)]

    locked = sign_in(client)

    assert (codes, locked.status_code) == ([200, 200, 200, 200, 429], 429)
    assert "Too many tries" in locked.content.decode()


@pytest.mark.usefixtures("person")
def test_behind_a_proxy_each_address_counts_for_itself(settings):
    settings.PROXY_COUNT = 1
    guesser, owner = (Client(headers={"X-Forwarded-For": f"203.0.113.{n}"}) for n in (1, 2))
    for _ in range(6):
        sign_in(guesser, "wrong")

    assert (sign_in(guesser).status_code, sign_in(owner).status_code) == (429, 302)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "10.0.0.9"),
        (1, "6.6.6.6, 203.0.113.5", "203.0.113.5"),
        (2, "6.6.6.6, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (1, "", "10.0.0.9"),
    ],
)
def test_the_address_is_what_our_own_proxy_saw(proxies, forwarded, address, settings, rf):
    settings.PROXY_COUNT = proxies
    request = rf.get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="10.0.0.9")

    assert client_address(request) == address


@pytest.mark.usefixtures("person")
def test_a_command_checks_a_password_without_being_counted():
    assert authenticate(username="alice", password=PASSWORD) is not None


@pytest.mark.parametrize(
    ("name", "ago"), [(USED, timedelta(minutes=61)), (SINCE, timedelta(days=1))]
)
@pytest.mark.usefixtures("person")
def test_an_idle_and_an_old_session_end(name, ago, client):
    sign_in(client)
    session = client.session
    session[name] = (timezone.now() - ago).timestamp()
    session.save()

    page = client.get("/contacts/")

    assert (page.status_code, page["Location"]) == (302, "/login/?next=/contacts/")
    assert client.get("/api/v1/contacts/").status_code == 401


@pytest.mark.parametrize("key", ["made-up-by-a-stranger", "a\0b", ""])
def test_a_session_nobody_was_given_lets_nobody_in(key, client):
    client.cookies[settings.SESSION_COOKIE_NAME] = key

    assert client.get("/contacts/").status_code == 302


@pytest.mark.usefixtures("person")
def test_a_session_past_its_date_lets_nobody_in(client):
    sign_in(client)
    Session.objects.update(expire_date=timezone.now())

    assert client.get("/contacts/").status_code == 302


def test_the_session_of_somebody_switched_off_lets_nobody_in(client, person):
    sign_in(client)
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.get("/contacts/").status_code == 302


@pytest.mark.usefixtures("person")
def test_use_is_noted_once_a_minute(client):
    sign_in(client)
    session = client.session
    session[USED] = before = (timezone.now() - timedelta(minutes=5)).timestamp()
    session.save()

    client.get("/contacts/")

    assert client.session[USED] > before


@pytest.mark.parametrize("password", ["short-one", "password1234", "123456789012", "alice-alice"])
def test_weak_passwords_are_refused(password, alice):
    with pytest.raises(ValidationError):
        validate_password(password, alice)


def test_an_administrator_sees_sign_ins_exports_and_rights(dora, alice):
    dora.groups.add(Group.objects.get(name="founder"))
    for action, payload in [
        ("user.signed_in", {"user": 1}),
        ("contact.exported", {"rows": 7}),
        ("contact.viewed_sensitive", {"fields": ["date_of_birth"]}),
        ("user.updated", {"id": 1, "fields": ["groups"]}),
        ("user.updated", {"id": 1, "fields": ["phone"]}),
    ]:
        audit(action, by=alice, object_type="user", payload=payload)
    browsers = [Client(), Client()]
    for browser, user in zip(browsers, (dora, alice), strict=True):
        browser.force_login(user)

    page = browsers[0].get("/admin/activity/")

    kinds = [[event.payload for event in kind.events] for kind in page.context["kinds"]]
    assert ({"user": 1} in kinds[0], kinds[1:]) == (
        True,
        [[{"rows": 7}], [{"fields": ["date_of_birth"]}], [{"id": 1, "fields": ["groups"]}]],
    )
    assert browsers[1].get("/admin/activity/").status_code == 403


def test_pages_carry_the_headers_that_protect_them(client):
    response = client.get("/login/")

    assert response["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in response["Content-Security-Policy"]
