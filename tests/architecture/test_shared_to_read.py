"""What is shared with somebody to read is written by them through no door: pages, lists, REST."""

from itertools import product
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.models import F
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.models import Account
from contacts.models import Contact, Household
from core.admin import CanonicalAdmin
from core.choices import State, Visibility
from core.models import User
from core.services import share
from opportunities.models import Opportunity
from tests.administration import page
from tests.api_clients import calls
from tests.architecture.test_admin import FACTORIES
from tests.factories.activities import InteractionFactory, NoteFactory, TaskFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory
from tests.factories.inventory import ProjectFactory
from tests.factories.opportunities import SiteVisitFactory

pytestmark = pytest.mark.django_db
OWNED = (Contact, Account, Household, Opportunity)
SHARED = (Contact, Account)
# what hangs on nobody's record
STOCK = {
    "inventory.Project", "inventory.Tower", "inventory.UnitType", "inventory.Unit",
    "opportunities.Campaign", "oracle_bridge.EntityMapping",
}  # fmt: skip
ON_RECORDS = [
    (model, its)
    for model, its in admin.site._registry.items()
    if isinstance(its, CanonicalAdmin) and model._meta.label not in STOCK
]


@pytest.fixture
def guest(db) -> User:  # noqa: ARG001 -- opens the database
    """Somebody who may write everything of what they see, and sees what is shared with them."""
    user = UserFactory(username="guest")
    user.user_permissions.set(Permission.objects.exclude(codename="see_everything"))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def meera(alice, guest) -> Contact:
    """A restricted contact that Alice shares with the guest to be read."""
    contact = ContactFactory(owner=alice, visibility=Visibility.RESTRICTED)
    share(contact, with_user=guest, level="view", by=alice)
    return contact


@pytest.fixture
def desk(guest) -> Client:
    client = Client()
    client.force_login(guest)
    return client


def let(guest: User, level: str, by: User) -> None:
    """Make every record restricted and somebody else's, and share what can be shared."""
    for model in OWNED:
        model.objects.update(
            owner=by, team=None, visibility=Visibility.RESTRICTED, version=F("version") + 1
        )
    for row in [row for model in SHARED for row in model.objects.all()]:
        share(row, with_user=guest, level=level, by=by)


@pytest.mark.parametrize(
    ("model", "its"), ON_RECORDS, ids=[model._meta.label for model, _ in ON_RECORDS]
)
def test_no_page_lets_a_reader_change_a_row(model, its, guest, alice):
    row = FACTORIES[model]()
    request = RequestFactory().get("/")
    request.user = guest
    allowed = {}

    for level in ("view", "change"):
        let(guest, level, alice)
        row = model._default_manager.get(pk=row.pk)
        seen = its.get_queryset(request).filter(pk=row.pk).exists()
        allowed[level] = seen, its.has_change_permission(request, row)

    assert allowed["view"][1] is False
    assert allowed["change"][0] == allowed["change"][1] or model._meta.label in OF_OTHERS


# seen through a contact and changed by who may change the household; changed by its author
OF_OTHERS = {"contacts.HouseholdMember", "activities.Note"}


def test_the_form_of_a_contact_shared_to_be_read_writes_nothing(desk, meera):
    answer = desk.post(page(meera), {"full_name": "Somebody Else", "version_seen": meera.version})

    meera.refresh_from_db()
    assert (answer.status_code, meera.version) == (403, 1)
    assert desk.get(page(meera)).status_code == 200


@pytest.mark.parametrize("level", ["view", "change"])
def test_a_list_archives_what_its_reader_may_change(desk, meera, guest, alice, level):
    share(meera, with_user=guest, level=level, by=alice)

    desk.post(
        reverse("admin:contacts_contact_changelist"),
        {"action": "archive_selected", "_selected_action": [meera.pk]},
    )

    meera.refresh_from_db()
    assert meera.state == {"view": State.ACTIVE, "change": State.ARCHIVED}[level]


def test_the_parts_of_a_record_follow_it_on_its_page(desk, meera, guest, alice):
    shown = {}
    for level in ("view", "change"):
        share(meera, with_user=guest, level=level, by=alice)
        context = desk.get(page(meera)).context
        shown[level] = {
            inline.has_change_permission or inline.has_add_permission
            for inline in context["inline_admin_formsets"]
        }

    assert shown == {"view": {False}, "change": {True}}


@pytest.mark.parametrize("name", ["activities_task", "activities_note", "contacts_contactpoint"])
def test_a_new_row_of_the_administration_is_part_of_what_its_writer_may_change(desk, meera, name):
    form = {"contact": meera.pk, "title": "Call", "kind": "call", "priority": 2, "status": "open"}
    form |= {"body": "Hello", "visibility": "inherit", "value_raw": "+919820012345"}

    answer = desk.post(reverse(f"admin:{name}_add"), form)

    assert "contact" in answer.context["adminform"].form.errors
    assert not meera.tasks.exists()


def test_somebody_elses_note_is_changed_on_no_page(desk, guest, alice):
    contact = ContactFactory(owner=guest)
    mine, hers = (NoteFactory(contact=contact, author=who) for who in (guest, alice))

    assert [
        desk.post(page(note), {"body": "x", "version_seen": 1}).status_code for note in (mine, hers)
    ] == [200, 403]


DOORS: dict[str, dict[str, Any]] = {
    "notes": {"body": "Hello"},
    "tasks": {"title": "Call", "kind": "call"},
    "interactions": {"kind": "call", "occurred_at": "2026-01-01T10:00:00Z"},
    "interactions/bulk": {"kind": "call", "occurred_at": "2026-01-01T10:00:00Z"},
    "site-visits": {"scheduled_at": "2030-01-01T10:00:00Z"},
    "partner-tags": {"until": "2030-01-01"},
    "opportunities": {"name": "Sea view"},
}


def body_of(door: str, contact: Contact) -> dict[str, Any]:
    named = "primary_contact" if door == "opportunities" else "contact"
    body = DOORS[door] | {named: str(contact.uid)}
    if door in ("site-visits", "partner-tags"):
        body["project"] = str(ProjectFactory().uid)
    if door == "partner-tags":
        body["partner"] = str(
            FACTORIES[Account](kind="broker_firm", visibility=Visibility.ORGANISATION).uid
        )
    return {"items": [body]} if door.endswith("bulk") else body


@pytest.mark.parametrize(("door", "level"), [*product(DOORS, ["view", "change"])])
def test_a_flat_door_asks_what_the_nested_one_asks(door, level, meera, guest, alice):
    share(meera, with_user=guest, level=level, by=alice)

    answer = calls(guest).post(
        f"/api/v1/{door}/", body_of(door, meera), format="json", headers={"Idempotency-Key": "k"}
    )

    expected = {"view": {403}, "change": {200, 201}}[level]
    assert answer.status_code in expected, answer.content


@pytest.mark.parametrize(
    ("door", "make"),
    [
        ("site-visits", SiteVisitFactory),
        ("tasks", TaskFactory),
        ("interactions", InteractionFactory),
    ],
)
def test_a_row_on_a_record_shared_to_be_read_is_read(door, make, meera, guest):
    row = make(contact=meera)

    answers = [
        calls(guest).get(f"/api/v1/{door}/{row.uid}/"),
        calls(guest).patch(f"/api/v1/{door}/{row.uid}/", {"version": row.version}, format="json"),
    ]

    assert [answer.status_code for answer in answers] == [200, 403]


def test_an_assignee_works_on_their_task_wherever_it_hangs(meera, guest):
    task = TaskFactory(contact=meera, assignee=guest)

    answer = calls(guest).post(f"/api/v1/tasks/{task.uid}/complete/")

    assert (answer.status_code, answer.json()["status"]) == (200, "done")


def test_a_number_of_a_contact_shared_to_be_read_takes_no_interaction(meera, guest):
    point = FACTORIES[type(meera.points.model())](contact=meera, is_identity=True)
    said = {"kind": "call", "occurred_at": timezone.now().isoformat()}

    answer = calls(guest).post(
        "/api/v1/interactions/",
        said | {"point": {"kind": point.kind, "value": point.value_norm}},
        format="json",
    )

    assert (answer.status_code, answer.json()["contact"]) == (202, None)


def test_a_task_on_a_dossier_shared_to_be_read_is_finished_by_its_assignee(desk, meera, guest):
    tasks = [TaskFactory(contact=meera, assignee=who) for who in (None, guest)]

    answers = [
        desk.post(f"/contacts/{meera.uid}/tasks/{task.uid}/done/", {"version": task.version})
        for task in tasks
    ]

    assert [answer.status_code for answer in answers] == [403, 302]


@pytest.mark.parametrize("level", ["view", "change"])
def test_nobody_shares_on_what_is_shared_with_them(desk, meera, guest, alice, charlie, level):
    share(meera, with_user=guest, level=level, by=alice)
    pages = [
        reverse("admin:contacts_contact_permissions", args=[meera.pk]),
        reverse("admin:contacts_contact_permissions_manage_user", args=[meera.pk, charlie.pk]),
    ]

    answers = [desk.get(pages[0]), desk.post(pages[1], {"permissions": ["view_contact"]})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert not Contact.objects.visible_to(charlie).exists()


def test_an_owner_shares_on_the_page_of_a_record(desk, guest, charlie):
    mine = ContactFactory(owner=guest, visibility=Visibility.RESTRICTED)
    there = reverse("admin:contacts_contact_permissions_manage_user", args=[mine.pk, charlie.pk])

    desk.post(there, {"permissions": ["view_contact"]})

    assert Contact.objects.visible_to(charlie).get() == mine
