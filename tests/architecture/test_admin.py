"""Every table has a page, every page opens, and nobody loses or deletes anything through one."""

import importlib
import pkgutil
import re
from typing import Any

import factory
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from knox.models import AuthToken

import tests.factories
from approvals.models import ApprovalEvent, Proposal, ProposalItem
from contacts.models import Contact, ContactUserGrant
from contacts.services import update_contact
from core.models import AuditEvent, ChangeEvent, IdempotencyRecord, TokenGrant, User
from core.resources import harmless
from core.services import audit, create_token
from opportunities.models import StageHistory
from tests.administration import found, listed, page, posted
from tests.approvals.acts import change
from tests.drawing import undrawn
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory, ContactPointFactory
from tests.factories.core import UserFactory
from tests.factories.opportunities import OpportunityFactory

# the admin addresses rows by one column; these have a key of two and are read on the import page
COMPOSITE = {
    "imports.RawRecord",
    "imports.NormalisedRow",
    "imports.Resolution",
    "identity.MatchKey",
}
MOST_QUERIES = 10
EVERY_RIGHT = """
    INSERT INTO core_user_user_permissions (user_id, permission_id)
    SELECT %s, id FROM auth_permission ON CONFLICT DO NOTHING
"""
PAGES = sorted(admin.site._registry, key=lambda model: model._meta.label)


def ours() -> list[type[models.Model]]:
    project = {app for app in settings.INSTALLED_APPS if (settings.BASE_DIR / app).is_dir()}
    found = [model for model in apps.get_models() if model._meta.app_config.name in project]
    return [model for model in found if not hasattr(model, "history_object")]


def factories() -> dict[type[models.Model], type[factory.Factory]]:
    found: dict[type[models.Model], type[factory.Factory]] = {}
    for module in pkgutil.iter_modules(tests.factories.__path__, "tests.factories."):
        for thing in vars(importlib.import_module(module.name)).values():
            if isinstance(thing, type) and issubclass(thing, factory.Factory):
                model = thing._meta.model
                if model is not None:
                    found.setdefault(model, thing)
    return found


FACTORIES = factories()


@pytest.fixture
def founder(dora) -> User:
    """Dora in her role, with every right to write."""
    dora.groups.add(Group.objects.get(name="founder"))
    with connection.cursor() as cursor:  # they are hundreds
        cursor.execute(EVERY_RIGHT, [dora.pk])
    return User.objects.get(pk=dora.pk)


@pytest.fixture
def office(founder) -> Client:
    """The browser of the founder."""
    return browser(founder)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def grant(model: Any, user: User) -> Any:
    right = Permission.objects.get(codename=f"view_{model._meta.app_label[:-1]}")
    target = {"contacts": ContactFactory, "accounts": AccountFactory}[model._meta.app_label]()
    return model.objects.create(content_object=target, user=user, permission=right)


def a_key(user: User) -> IdempotencyRecord:
    return IdempotencyRecord.objects.create(actor=user, key="k", method="POST", path="/")


def a_change(_user: User) -> Proposal:
    return change(ContactFactory(), by=UserFactory(), occupation="Architect")


MADE = {
    Proposal: a_change,
    ProposalItem: a_change,
    ApprovalEvent: a_change,
    AuditEvent: lambda user: audit("test", by=user),
    AuthToken: AuthToken.objects.create,
    ChangeEvent: lambda _: ContactFactory(),
    IdempotencyRecord: a_key,
    StageHistory: lambda _: OpportunityFactory(),
    TokenGrant: lambda user: create_token(user, by=user),
}


def a_row(model: Any, user: User) -> Any:
    """Return a row of the model, made by its factory or by what writes such rows."""
    if model in MADE:
        MADE[model](user)
    elif model._meta.label.endswith("UserGrant"):
        grant(model, user)
    elif model in FACTORIES and not model._default_manager.exists():
        FACTORIES[model]()
    return model._default_manager.order_by("-pk").first()


def test_every_table_of_the_project_has_a_page():
    missing = {model._meta.label for model in ours() if model not in admin.site._registry}

    assert missing == COMPOSITE


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model._meta.label)
def test_a_founder_opens_the_list_in_few_queries_sorts_searches_and_opens_a_row(
    model, founder, office
):
    row = a_row(model, founder)

    found(office, model, q="018f3c1a-0000-7000-8000-000000000000")
    with CaptureQueriesContext(connection) as queries:
        opened = office.get(listed(model))

    assert opened.status_code == 200
    assert len(queries) <= MOST_QUERIES, "\n".join(q["sql"][:200] for q in queries)
    columns = len(opened.context["cl"].list_display)
    for order in (range(columns), range(0, -columns, -1)):
        found(office, model, o=".".join(map(str, order)))
    assert row is None or office.get(page(row)).status_code == 200, "the page of a row"


def test_a_list_that_was_searched_and_sorted_is_drawn(office):
    ContactFactory(full_name="Meera Rao")
    ContactFactory(full_name="Asha Rao")
    ContactFactory(full_name="Vikram Shah")

    drawn = [office.get(listed(Contact), {"q": "rao", "o": order}) for order in ("1", "-1")]

    ends = [re.findall(r"Meera Rao|Asha Rao|Vikram Shah", page.content.decode()) for page in drawn]
    assert [list(dict.fromkeys(names)) for names in ends] == [
        ["Asha Rao", "Meera Rao"],
        ["Meera Rao", "Asha Rao"],
    ]


def test_nothing_can_be_deleted_but_a_token(founder, rf):
    request = rf.get("/")
    request.user = founder

    pages = admin.site._registry.items()

    assert [model for model, its in pages if its.has_delete_permission(request)] == [AuthToken]


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model._meta.label)
def test_filters_stand_on_choices_relations_switches_and_times(model):
    def fits(name: str) -> bool:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        kinds = models.BooleanField | models.DateField | models.ForeignKey
        return bool(field.choices) or isinstance(field, kinds)

    filters = admin.site._registry[model].list_filter
    names = [each if isinstance(each, str) else each[0] for each in filters]

    assert [name for name in names if not fits(name)] == []


def test_a_change_is_saved_by_the_service_with_its_author(founder, office):
    contact = ContactFactory()

    office.post(page(contact), posted(office, contact, occupation="Architect"))

    contact.refresh_from_db()
    assert (contact.occupation, contact.version) == ("Architect", 2)
    assert contact.history.first().history_user_id == founder.pk


def test_a_change_somebody_made_in_between_is_told_and_not_lost(alice, office):
    contact = ContactFactory(occupation="Doctor")
    mine = posted(office, contact, occupation="Architect")
    update_contact(contact, by=alice, occupation="Broker")

    response = office.post(page(contact), mine)

    contact.refresh_from_db()
    assert contact.occupation == "Broker"
    assert response.context["errors"][0][0].startswith(
        "Changed since you opened it, by Alice Fernandes (occupation: Doctor → Broker)."
    )


def test_a_change_that_came_too_late_leads_to_the_record_as_it_stands(alice, office):
    contact = ContactFactory(occupation="Doctor")
    mine = posted(office, contact, occupation="Architect")
    update_contact(contact, by=alice, occupation="<b>Broker</b>")

    text = office.post(page(contact), mine).content.decode()

    assert '<a href="">open the record again</a>' in text
    assert "&lt;b&gt;Broker" in text


@pytest.mark.parametrize(
    ("asked", "there"),
    [("/contacts/", "/contacts/"), ("https://elsewhere.example/", None), ("", None)],
)
def test_saving_leads_back_to_where_the_form_was_opened(office, asked, there):
    contact = ContactFactory()
    values = posted(office, contact, occupation="Architect")

    answer = office.post(f"{page(contact)}?next={asked}", values)

    assert answer.headers["Location"] == there or (
        there is None and answer.headers["Location"].startswith(listed(Contact))
    )


def test_a_number_is_changed_through_the_service_of_points(office):
    point = ContactPointFactory(value_norm="+919820000001")
    values = posted(office, point.contact) | {"points-0-value_raw": "+91 98200 00002"}

    office.post(page(point.contact), values)

    point.refresh_from_db()
    assert (point.value_norm, point.version) == ("+919820000002", 2)


def test_what_a_service_refuses_stands_above_the_form(office):
    point = ContactPointFactory()
    values = posted(office, point.contact) | {"points-0-value_raw": "not a number"}

    response = office.post(page(point.contact), values)

    assert "is no valid phone number" in response.content.decode()


def test_a_record_is_archived_and_restored_from_its_page(office):
    contact = ContactFactory()
    button = {"contacts_contact_archive_record": "1"}

    office.post(page(contact), posted(office, contact) | button)

    contact.refresh_from_db()
    assert (contact.state, contact.version) == ("archived", 2)


def test_a_new_contact_belongs_to_its_maker(founder, office):
    with undrawn():
        added = office.get(reverse("admin:contacts_contact_add"))
    form = added.context_data["adminform"].form

    assert form.initial["owner"] == founder.pk


def test_charlie_sees_nothing_of_alices_contact(alice, charlie):
    contact = ContactFactory(owner=alice, team=alice.team, full_name="Meera Rao")
    point = ContactPointFactory(contact=contact)
    client = browser(charlie)

    pages = [page(contact), page(point), page(contact, "history")]
    codes = [client.get(address).status_code for address in pages]

    assert codes == [302, 302, 404]
    assert "Meera Rao" not in client.get(listed(Contact)).content.decode()


def test_a_record_nobody_showed_charlie_cannot_be_chosen(alice, charlie):
    contact = ContactFactory(owner=alice, team=alice.team, full_name="Meera Rao")
    task = {"app_label": "activities", "model_name": "task", "field_name": "contact"}

    found = browser(charlie).get(reverse("admin:autocomplete"), {**task, "term": "meera"})

    assert contact.full_name not in found.content.decode()


def test_the_palette_finds_some_of_what_a_person_may_see(alice, charlie):
    for _ in range(12):
        ContactFactory(owner=alice, team=alice.team, full_name="Meera Rao")

    pages = [
        browser(user).get(reverse("admin:search"), {"s": "meera"}) for user in (alice, charlie)
    ]

    assert [len(page.context["results"]) for page in pages] == [8, 0]


def test_a_date_of_birth_is_for_the_owner_and_those_who_see_everything(alice, bob, office):
    contact = ContactFactory(owner=alice, team=alice.team, date_of_birth="1980-05-17")

    seen = [b.get(page(contact)).content for b in (browser(alice), browser(bob), office)]

    assert ["Date of birth" in html.decode() for html in seen] == [True, False, True]


def test_a_service_is_not_let_in(eve):
    eve.is_staff = True
    eve.save()

    assert browser(eve).get(reverse("admin:index")).status_code == 302


def test_nobody_hands_themselves_more_rights(bob):
    bob.user_permissions.add(Permission.objects.get(codename="change_user"))

    with undrawn():
        own = browser(bob).get(page(bob))
    form = own.context_data["adminform"].form

    assert {"is_superuser", "groups", "user_permissions", "kind"} & form.fields.keys() == set()


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-cmd", "'-cmd"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\uff0b1", "'\uff0b1"),
        ("\uff0d1", "'\uff0d1"),
        ("\uff20x", "'\uff20x"),
        ("+919820000001", "+919820000001"),
        ("-12.50", "-12.50"),
        ("Meera", "Meera"),
    ],
)
def test_exported_cells_are_no_formulas(cell, written):
    assert harmless(cell) == written


def test_sharing_is_told_to_who_gains_and_loses_access(office, founder, charlie):
    contact = ContactFactory()
    address = f"/admin/contacts/contact/{contact.pk}/permissions/user-manage/{charlie.pk}/"

    for chosen in (["view_contact"], ["view_contact"], ["view_contact", "change_contact"], []):
        sent = {"permissions": chosen, "csrfmiddlewaretoken": "any"}
        assert office.post(address, sent).status_code == 302

    news = ChangeEvent.objects.filter(cause="share:charlie").order_by("pk")
    acts = AuditEvent.objects.filter(action__endswith="shared", actor=founder).order_by("pk")
    assert [each.op for each in news] == ["access_gained", "access_gained", "access_lost"]
    assert [each.payload.get("level") for each in acts] == ["view", "change", None]
    assert not ContactUserGrant.objects.exists()


def test_not_even_who_sees_everything_exports_without_end(office, monkeypatch):
    monkeypatch.setattr("core.selectors.ceiling.MOST", 1)
    ContactFactory.create_batch(2)
    export = reverse("admin:contacts_contact_export")
    fields = {f"contactresource_{name}": "on" for name in ("uid", "full_name")}

    response = office.post(export, {"format": "0", "resource": "", **fields})

    assert "export 1 rows at once" in response.content.decode()


def test_an_export_holds_the_visible_rows_and_is_written_down(office):
    ContactFactory(full_name="=HYPERLINK(1)")
    fields = {f"contactresource_{name}": "on" for name in ("full_name", "lifecycle")}
    export = reverse("admin:contacts_contact_export")

    response = office.post(export, {"format": "0", "resource": "", **fields})

    lines = response.getvalue().decode("utf-8-sig").splitlines()
    assert lines == ["full_name,lifecycle", "'=HYPERLINK(1),Lead"]
    assert AuditEvent.objects.latest("id").payload == {"rows": 1, "filter": {}}


def test_the_admin_allows_itself_what_alpine_needs_and_no_other_page_does(office):
    policy = office.get(reverse("admin:index"))["Content-Security-Policy"]
    strict = office.get(reverse("login"))["Content-Security-Policy"]

    assert ("'unsafe-eval'" in policy, "unsafe" in strict) == (True, False)
