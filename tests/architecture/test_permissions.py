"""Who gets where: every page and route, asked as every role, compared with docs/permissions.md.

R: read, W: may write; a dot: the door is closed (403), or there is none (404).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver

from core.models import User
from ops.services import sync_roles
from tests.approvals.acts import change
from tests.architecture.apps import own_apps
from tests.drawing import undrawn
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory, HouseholdFactory
from tests.factories.core import ServiceFactory, SourceSystemFactory, UserFactory
from tests.imports.acts import ROWS, bring, csv_of
from velocity_crm.session_store import People

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).parents[2] / "docs" / "permissions.md"
ROLES = ("founder", "admin", "operator", "steward", "lead", "agent", "read_only")
COLUMNS = (*ROLES, "service", "stranger")
FOUND, NO_SUCH_METHOD = 302, 405
CLOSED = (401, 403, 404, NO_SUCH_METHOD)
OPEN_TO_ALL = ("login/", "logout/", "admin/", "api/schema", "api/docs", "static/", "health")
OPEN_TO_ALL += ("readyz", "metrics", "sign-in/")  # their own tests say who reads them
FAMILIES = ("contacts", "accounts", "households", "proposals", "review", "imports")
# the walk is long, so it is made in parts, with new records in each: a door is in the first it fits
PARTS = ("api/v1/a", "api/v1/c", "api/v1/i", "api/v1/p", "api/v1/", "review/", "")


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people(north, south) -> dict[str, User]:
    """One person of every role on one team, a service, and somebody of another team."""
    sync_roles()
    found = {role: UserFactory(username=role, team=north) for role in ROLES}
    for role, user in found.items():
        user.groups.add(Group.objects.get(name=role))
    service = ServiceFactory(username="service", team=north)
    stranger = UserFactory(username="stranger", team=south, is_staff=False)
    return found | {"service": service, "stranger": stranger}


def routes(patterns: list, prefix: str = "") -> Iterator[str]:
    """Yield every route of the site as it is written."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


def walked(samples: dict[str, str]) -> dict[str, str]:
    """Return the routes whose one parameter is a record we have, with their addresses."""
    found = {}
    for route in routes(get_resolver().url_patterns):
        if route.startswith(OPEN_TO_ALL) or "\\" in route or "^" in route:
            continue
        named = [name for name in samples if f"/{name}/" in f"/{route}"]
        about = min(named, key=f"/{route}".index, default="")
        address = re.sub(r"<uuid:(uid|parent)>", samples.get(about, ""), route, count=1)
        if "<" not in address:
            found[route or "/"] = f"/{address}"
    return found


def letters(client: Client, address: str) -> str:
    """Return R and W as far as a caller gets at an address."""
    sent = {"data": {}, "content_type": "application/json"}
    read = client.get(address)
    write = client.post(address, **sent, headers={"Idempotency-Key": str(uuid4())})
    if write.status_code == NO_SUCH_METHOD and address.startswith("/api/"):
        write = client.patch(address, **sent)
    for close in read._resource_closers:  # a file that is not read
        close()
    return ("R" if is_open(read) else "") + ("W" if is_open(write) else "")


def is_open(answer: HttpResponse) -> bool:
    """Return whether a door was open: what is wrong with the request is another matter."""
    to_sign_in = answer.status_code == FOUND and answer.headers["Location"].startswith("/login")
    return answer.status_code not in CLOSED and not to_sign_in


def of_admin(model: type, user: User, rf) -> str:
    request = rf.get("/")
    request.user = user
    page = admin.site._registry[model]
    writes = page.has_add_permission(request) or page.has_change_permission(request)
    return ("R" if page.has_view_permission(request) else "") + ("W" if writes else "")


@pytest.fixture
def samples(people) -> dict[str, str]:
    """One record of every family that has pages of its own."""
    team, operator = people["agent"].team, people["operator"]
    proposal = change(ContactFactory(team=team), by=operator, occupation="Architect")
    batch = bring(csv_of(*ROWS), by=operator, source=SourceSystemFactory())
    records = (ContactFactory(team=team), AccountFactory(team=team), HouseholdFactory(team=team))
    uids = (record.uid for record in (*records, proposal, proposal, batch))
    return dict(zip(FAMILIES, map(str, uids), strict=True))


def tables() -> dict[str, type]:
    """Return the admin pages of the project's tables by the name they have in the table."""
    ours = {config.label for config in own_apps()}
    found = (model for model in admin.site._registry if model._meta.app_label in ours)
    return {f"admin: {model._meta.label}": model for model in found}


def written() -> dict[str, list[str]]:
    rows = re.findall(r"^\| `(.+?)` \|(.+)\|$", TABLE.read_text(), re.MULTILINE)
    return {
        route: [cell.strip().replace(".", "") for cell in cells.split("|")] for route, cells in rows
    }


def as_table(rows: dict[str, list[str]]) -> str:
    lines = (f"| `{route}` | {' | '.join(c or '.' for c in row)} |" for route, row in rows.items())
    return "\n".join(sorted(lines))


def compare(found: dict[str, list[str]]) -> None:
    known = written()
    wrong = {route: row for route, row in found.items() if known.get(route) != row}
    assert wrong == {}, f"docs/permissions.md should say:\n{as_table(wrong)}"


@contextmanager
def looked_up_once() -> Iterator[None]:
    """Let everybody be asked for once, with their rights: nobody's change on the way."""
    found: dict[int, User | None] = {}
    look_up = People.get_user

    def get_user(self: People, user_id: int) -> User | None:
        if user_id not in found:
            found[user_id] = look_up(self, user_id)
        return found[user_id]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(People, "get_user", get_user)
        yield


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_every_door_opens_for_whom_the_table_says(people, samples, part):
    clients = {name: Client() for name in people}
    for name, client in clients.items():
        client.force_login(people[name])

    with looked_up_once(), undrawn():  # a door is open before its page is drawn
        found = {
            route: [letters(clients[name], address) for name in COLUMNS]
            for route, address in walked(samples).items()
            if next(filter(route.startswith, PARTS)) == part
        }

    compare(found)


def test_every_page_of_the_administration_opens_for_whom_the_table_says(people, rf):
    compare(
        {
            name: [of_admin(model, people[role], rf) for role in COLUMNS]
            for name, model in tables().items()
        }
    )


def test_the_table_names_no_door_that_is_gone():
    samples = dict.fromkeys(FAMILIES, "x")

    assert written().keys() - walked(samples).keys() - tables().keys() == set()
