"""The caller, people, teams, sources; tokens; the documentation pages."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from core.models import User
from tests.api_clients import calls
from tests.factories.core import SourceSystemFactory


def made_token(*arguments: str) -> str:
    out = StringIO()
    call_command("create_token", *arguments, stdout=out)
    return out.getvalue().strip()


def test_me_names_the_caller_and_their_teams(alice):
    assert calls(alice).get("/api/v1/me/").json() == {
        "username": "alice",
        "name": "Alice Fernandes",
        "kind": "human",
        "team": "North",
        "email": "alice@velocity.example",
        "timezone": "Asia/Kolkata",
        "teams": ["North"],
        "permissions": [],
    }


@pytest.mark.usefixtures("bob", "south")
def test_people_teams_and_sources_are_listed(alice):
    SourceSystemFactory(code="zz-file")
    client = calls(alice)

    people = client.get("/api/v1/users/?kind=human").json()["results"]
    teams = client.get("/api/v1/teams/").json()
    sources = client.get("/api/v1/source-systems/").json()["results"]

    assert [person["username"] for person in people] == ["alice", "bob"]
    assert [team["name"] for team in teams["results"]] == ["North", "South"]
    assert (teams["count_estimate"], teams["next"]) == (2, None)
    assert sources[-1]["code"] == "zz-file"


@pytest.mark.usefixtures("alice")
def test_a_token_opens_the_api_and_is_kept_as_a_hash():
    token = made_token("alice", "--days", "2")

    answer = APIClient().get("/api/v1/me/", headers={"Authorization": f"Bearer {token}"})

    row = AuthToken.objects.get()
    assert answer.json()["username"] == "alice"
    assert token.startswith("vk_")
    assert token not in (row.digest, row.token_key)
    assert timedelta(days=1) < row.expiry - timezone.now() <= timedelta(days=2)


def test_an_expired_token_and_a_closed_login_are_refused(alice, bob):
    late, closed = made_token("alice"), made_token("bob")
    AuthToken.objects.filter(user=alice).update(expiry=timezone.now())
    User.objects.filter(pk=bob.pk).update(is_active=False)

    answers = [
        APIClient().get("/api/v1/me/", headers={"Authorization": f"Bearer {token}"})
        for token in (late, closed)
    ]

    assert [answer.status_code for answer in answers] == [401, 401]


@pytest.mark.django_db
def test_a_token_of_a_new_machine_makes_its_login():
    made_token("svc_oracle", "--service")

    user = User.objects.get(username="svc_oracle")
    assert (user.kind, user.has_usable_password()) == ("service", False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "obeys"),
    [
        (("svc_pulse",), "sync"),
        (("svc_any",), "ai"),
        (("svc_any", "--obeys", "imports"), "imports"),
    ],
)
def test_a_new_machine_obeys_the_switch_of_its_part(arguments, obeys):
    made_token(*arguments, "--service")

    assert User.objects.get(username=arguments[0]).obeys == obeys


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize(
    "arguments", [("nobody",), ("alice", "--service"), ("alice", "--days", "0")]
)
def test_a_token_for_nobody_is_refused(arguments):
    with pytest.raises(CommandError):
        made_token(*arguments)


def test_the_documentation_alone_has_a_looser_policy(alice):
    page = APIClient().get("/api/docs/")
    script = APIClient().get("/api/docs/?script=")
    other = calls(alice).get("/api/v1/me/")

    assert (page.status_code, script.status_code) == (200, 200)
    assert _policy(page)["style-src"] == "'self' 'unsafe-inline'"
    assert {**_policy(page), "style-src": "'self'"} == _policy(other)


def _policy(answer) -> dict[str, str]:
    parts = answer["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)
