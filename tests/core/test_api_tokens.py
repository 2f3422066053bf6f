"""Tokens: the least scopes, shown once, from where they may call, and until when."""

import hashlib
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.request import Request
from rest_framework.test import APIClient
from rest_framework.views import APIView

from core.api.throttling import TokenThrottle
from core.choices import SERVICE_PART, Visibility
from core.models import SourceSystem, TokenGrant, User
from core.selectors.tokens import tokens_of
from core.services import create_token
from tests.api_clients import calls, may
from tests.factories.contacts import ContactFactory, ContactPointFactory
from tests.factories.core import ServiceFactory

TOKENS = "/api/v1/service-tokens/"


def bearer(token: str, **more) -> APIClient:
    client = APIClient(**more)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def machine(name: str, **more) -> APIClient:
    user = User.objects.filter(username=name).first() or ServiceFactory(username=name)
    return bearer(create_token(user, by=None, **more).secret)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("service", "read", "resolve", "propose"),
    [
        ("svc_oracle", 200, 403, 400),
        ("svc_sentinel", 403, 200, 403),
        ("svc_catalyst", 403, 200, 403),
        ("svc_nemoclaw", 403, 403, 400),
        ("svc_unknown", 403, 403, 400),
    ],
)
def test_a_machine_may_do_what_its_part_needs(service, read, resolve, propose):
    client = machine(service)
    items = {"items": [{"points": [{"kind": "email", "value": "m@mail.example"}]}]}

    answers = [
        client.get("/api/v1/contacts/"),
        client.post("/api/v1/contacts/resolve/", items),
        client.post("/api/v1/proposals/", {}, headers={"Idempotency-Key": "k"}),
        client.post("/api/v1/merges/", {}, headers={"Idempotency-Key": "m"}),
    ]

    assert [answer.status_code for answer in answers] == [read, resolve, propose, propose]
    assert client.get("/api/v1/me/").status_code == 200


@pytest.mark.django_db
def test_a_refusal_names_the_scope_it_lacks():
    problem = machine("svc_catalyst").get("/api/v1/accounts/").json()

    assert (problem["code"], problem["scope"]) == ("forbidden", "accounts:read")


@pytest.mark.django_db
@pytest.mark.parametrize("service", ["svc_sentinel", "svc_catalyst", "svc_pulse"])
def test_a_machine_made_to_resolve_is_told_a_uid_and_nothing_more(service):
    point = ContactPointFactory(is_identity=True, contact__visibility=Visibility.RESTRICTED)
    digest = hashlib.sha256(point.value_norm.encode()).hexdigest()
    client = machine(service)
    asked = [{"kind": "phone", "value": point.value_norm}, {"kind": "phone", "hash": digest}]
    items = {"items": [{"points": [each]} for each in asked]}

    found = client.post("/api/v1/contacts/resolve/", items).json()["results"]

    assert found == [{"outcome": "exact", "uids": [str(point.contact.uid)]}] * 2
    assert client.get(f"/api/v1/contacts/{point.contact.uid}/").status_code == 403


@pytest.mark.django_db
def test_a_machine_that_may_do_all_resolves_whom_it_sees():
    point = ContactPointFactory(is_identity=True, contact__visibility=Visibility.RESTRICTED)
    items = {"items": [{"points": [{"kind": "phone", "value": point.value_norm}]}]}

    answer = machine("svc_any", scopes=["*"]).post("/api/v1/contacts/resolve/", items)

    assert answer.json()["results"] == [{"outcome": "none", "uids": []}]


@pytest.mark.django_db
def test_a_scope_does_not_let_a_machine_write_directly(alice):
    contact = ContactFactory(owner=alice)

    answer = machine("svc_any", scopes=["*"]).patch(
        f"/api/v1/contacts/{contact.uid}/", {"version": 1, "occupation": "x"}
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "service_must_propose")


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), [("10.1.2.3", 200), ("192.0.2.9", 401)])
def test_a_token_calls_from_its_networks_alone(address, status):
    token = create_token(ServiceFactory(), by=None, networks=["10.0.0.0/8"]).secret

    assert bearer(token, REMOTE_ADDR=address).get("/api/v1/me/").status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "status"),
    [("10.1.2.3", 200), ("192.0.2.9", 401), ("10.1.2.3, 192.0.2.9", 401), ("", 401)],
)
def test_behind_a_proxy_a_token_calls_from_where_the_proxy_saw_it(settings, told, status):
    settings.PROXY_COUNT = 1
    token = create_token(ServiceFactory(), by=None, networks=["10.0.0.0/8"]).secret
    client = bearer(token, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=told)

    assert client.get("/api/v1/me/").status_code == status


@pytest.mark.parametrize("told", ["", "10.1.2.3", "10.9.9.9, 10.1.2.3"])
def test_strangers_are_counted_by_no_address_they_make_up(rf, settings, told):
    asked = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=told)
    request = Request(asked)
    request.user = AnonymousUser()

    key = TokenThrottle().get_cache_key(request, APIView())

    assert key == "throttle:address:192.0.2.1"
    assert settings.REST_FRAMEWORK["NUM_PROXIES"] == settings.PROXY_COUNT == 0


@pytest.mark.django_db
def test_a_token_ends():
    made = create_token(ServiceFactory(), by=None)
    AuthToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))

    assert bearer(made.secret).get("/api/v1/me/").status_code == 401


@pytest.mark.django_db
def test_a_token_without_a_grant_does_nothing_of_a_machines():
    _, token = AuthToken.objects.create(ServiceFactory())

    assert bearer(token).get("/api/v1/changes/").status_code == 403


def test_a_token_is_made_shown_once_and_revoked(alice):
    ServiceFactory(username="svc_oracle")
    client = may(alice, "knox.add_authtoken", "knox.view_authtoken", "knox.delete_authtoken")

    made = client.post(TOKENS, {"user": "svc_oracle", "networks": ["10.0.0.0/8"]})
    listed = client.get(TOKENS).json()["results"]
    revoked = client.post(f"{TOKENS}{made.json()['key']}/revoke/")

    assert (made.status_code, made["Cache-Control"]) == (201, "no-store")
    assert made.json()["token"].startswith("vk_")
    assert made.json()["token"] not in str(listed)
    assert [row["scopes"] for row in listed] == [["*:read", "proposals:write", "insights:write"]]
    assert (revoked.status_code, AuthToken.objects.count()) == (204, 0)


@pytest.mark.parametrize(
    "body",
    [
        {"user": "svc_oracle", "scopes": ["everything"]},
        {"user": "svc_oracle", "networks": ["10.0.0.0/99"]},
        {"user": "alice"},
        {"user": "svc_oracle", "days": 0},
    ],
)
def test_what_is_no_token_is_refused(alice, body):
    ServiceFactory(username="svc_oracle")

    assert may(alice, "knox.add_authtoken").post(TOKENS, body).status_code == 400


def test_who_may_not_look_after_tokens_sees_none(alice):
    answers = [calls(alice).get(TOKENS), calls(alice).post(TOKENS, {})]

    assert [answer.status_code for answer in answers] == [403, 403]


@pytest.mark.django_db
def test_the_command_takes_scopes_and_networks(capsys):
    call_command(
        "create_token", "svc_x", "--service", "--scope", "units:read", "--network", "127.0.0.0/8"
    )

    client = bearer(capsys.readouterr().out.strip())
    assert [client.get(f"/api/v1/{name}/").status_code for name in ("units", "tasks")] == [200, 403]


@pytest.mark.django_db
@pytest.mark.parametrize("granted", [True, False])
def test_a_token_is_read_as_select_related_would_read_it(eve, granted):
    made = create_token(eve, by=None, scopes=["*:read"], networks=["10.0.0.0/8"])
    if not granted:
        TokenGrant.objects.all().delete()
    asked = AuthToken.objects.select_related("user", "grant").get()

    (found,) = tokens_of(asked.token_key)

    assert made.secret.startswith(asked.token_key)
    assert [said(part) for part in parts(found)] == [said(part) for part in parts(asked)]


def parts(token) -> list:
    return [token, token.user, getattr(token, "grant", None)]


def said(row) -> dict:
    return {name: value for name, value in vars(row).items() if name != "_state"} if row else {}


def test_a_key_no_text_can_hold_is_nobodys():
    assert tokens_of("vk_\0") == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", SERVICE_PART)
def test_a_machine_of_the_house_is_equipped_for_its_part(name):
    call_command("create_token", name, "--service", "--equip", stdout=StringIO())

    user = User.objects.get(username=name)
    code, permissions = SERVICE_PART[name]
    assert SourceSystem.objects.get(code=code).owner == user
    assert user.get_all_permissions() == set(permissions)


@pytest.mark.django_db
def test_only_machines_of_the_house_are_equipped_and_none_takes_anothers_source(eve):
    SourceSystem.objects.filter(code="oracle").update(owner=eve)

    for name in ("svc_unknown", "svc_oracle"):
        with pytest.raises(CommandError):
            call_command("create_token", name, "--service", "--equip", stdout=StringIO())
