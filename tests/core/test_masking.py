"""Sensitive values: shown, masked or refused, on every surface, by rows of a table."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from contacts.models import Contact
from contacts.resources import ContactResource
from contacts.services import PointDraft, create_contact, update_contact
from core.admin.forms import overtaken
from core.models import SensitiveField, User
from core.selectors.masking import masked, masks
from ops.services import sync_roles
from tests.api_clients import calls, contact_url, writes
from tests.factories.activities import InteractionFactory, InteractionParticipantFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db

NUMBER, ADDRESS = "+919820011121", "meera@mail.example"
MASKED = "+91 98••••••21"


@pytest.fixture
def meera(alice, north) -> Contact:
    return create_contact(
        by=alice, full_name="Meera Rao", owner=alice, team=north,
        points=[PointDraft("phone", NUMBER), PointDraft("email", ADDRESS)],
    )  # fmt: skip


@pytest.fixture
def ryan(north) -> User:
    """Reads on Alice's team and sees no numbers."""
    sync_roles()
    ryan = UserFactory(username="ryan", team=north)
    ryan.groups.add(Group.objects.get(name="read_only"))
    return ryan


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        ("point", NUMBER, MASKED),
        ("point", ADDRESS, "m••••••@mail.example"),
        ("point", "12", "••••••12"),
        ("tail", "27AAPFU0939F1ZV", "••••••F1ZV"),
        ("hidden", "1980-01-01", None),
        ("point", "", ""),
    ],
)
def test_a_mask_keeps_what_people_recognise_and_no_more(mask, value, shown):
    assert masked(mask, value) == shown


def test_a_service_sees_no_number_and_the_founder_sees_all(eve, dora):
    assert [bool(masks(user, "contactpoint")) for user in (eve, dora)] == [True, False]


def test_two_roles_together_show_what_one_of_them_shows(ryan):
    ryan.groups.add(Group.objects.get(name="agent"))

    assert masks(ryan, "contactpoint") == {}


def test_a_row_changed_changes_who_sees(ryan):
    SensitiveField.objects.filter(entity="contactpoint").update(hidden_from=[])

    assert masks(ryan, "contactpoint") == {}


@pytest.mark.parametrize(
    "path", ["/api/v1/contacts/", "/api/v1/contacts/{}/", "/api/v1/contacts/{}/points/",
             "/api/v1/contacts/{}/360/"],
)  # fmt: skip
def test_the_api_masks_numbers_and_addresses(meera, ryan, path):
    body = calls(ryan).get(path.format(meera.uid)).content.decode()

    assert [text in body for text in (NUMBER, "9820011121", ADDRESS)] == [False] * 3


def test_the_api_shows_a_masked_number(meera, ryan):
    assert calls(ryan).get(f"/api/v1/contacts/{meera.uid}/").json()["phone"] == MASKED


@pytest.mark.parametrize(
    "path",
    ["/contacts/", "/contacts/{}/", "/contacts/{}/history/", "/contacts/{}/origins/", "/",
     "/admin/contacts/contact/"],
)  # fmt: skip
def test_the_pages_mask_numbers_and_addresses(meera, ryan, path):
    body = browser(ryan).get(path.format(meera.uid)).content.decode()

    assert [text in body for text in (NUMBER, "98200 11121", ADDRESS)] == [False] * 3


@pytest.mark.parametrize("page", ["", "{part}/change/", "{part}/history/"])
def test_somebody_known_by_a_number_alone_is_not_told_by_it(meera, ryan, dora, page):
    talk = InteractionFactory(contact=meera)
    part = InteractionParticipantFactory(
        interaction=talk, contact=None, point=meera.points.get(kind="phone")
    )
    paths = [
        f"/admin/activities/interactionparticipant/{page.format(part=part.pk)}",
        f"/admin/activities/interaction/{talk.pk}/change/",
    ]

    told = [[browser(who).get(path) for path in paths] for who in (ryan, dora)]

    assert {answer.status_code for answers in told for answer in answers} == {200}
    assert [[NUMBER in each.content.decode() for each in answers] for answers in told] == [
        [False, False],
        ["history" not in page, True],
    ]


def test_what_changed_keeps_what_is_masked_and_tells_the_rest(meera, ryan, alice):
    SensitiveField.objects.create(
        entity="contact", field="occupation", level=2, hidden_from=["read_only"]
    )
    update_contact(meera, by=alice, occupation="Judge", department="Appeals")
    client = writes(ryan)

    past = client.get(contact_url(meera, "history"))
    late = client.patch(contact_url(meera), {"department": "x", "version": 1}, format="json")
    told = [past.content.decode(), late.content.decode(), overtaken(meera, 1, reader=ryan)]

    assert (past.status_code, late.status_code) == (200, 409)
    assert [("Judge" in text, "Appeals" in text) for text in told] == [(False, True)] * 3


@pytest.mark.parametrize("page", ["contactpoint", "contactsummary"])
def test_the_tables_of_numbers_are_closed_to_who_may_not_see_them(ryan, page):
    assert browser(ryan).get(f"/admin/contacts/{page}/").status_code == 403


@pytest.mark.parametrize("query", [f"phone={NUMBER.replace('+', '%2B')}", f"email={ADDRESS}"])
def test_a_filter_on_a_masked_field_is_refused(ryan, query):
    assert calls(ryan).get(f"/api/v1/contacts/?{query}").status_code == 403


@pytest.mark.parametrize("words", ["9820011121", "98200", "meera@mail", "mail.example"])
def test_search_is_no_oracle(meera, ryan, alice, words):
    found = [
        [row["uid"] for row in calls(user).get(f"/api/v1/contacts/?q={words}").json()["results"]]
        for user in (ryan, alice)
    ]

    assert found == [[], [str(meera.uid)]]


def test_search_by_name_still_finds(meera, ryan):
    rows = calls(ryan).get("/api/v1/contacts/?q=rao meera").json()["results"]

    assert [row["uid"] for row in rows] == [str(meera.uid)]


@pytest.mark.usefixtures("meera")
def test_resolving_a_number_is_refused_to_a_person_who_may_not_see_it(ryan):
    item = {"points": [{"kind": "phone", "value": NUMBER}]}

    response = calls(ryan).post("/api/v1/contacts/resolve/", {"items": [item]})

    assert response.status_code == 403


def file_of(user: User, table: str, *columns: str) -> tuple[int, str]:
    """Return the status and the text of the file somebody exports in the administration."""
    path = f"/admin/{table}/export/"
    resource = f"{table.partition('/')[2]}resource"
    wanted = {f"{resource}_{column}": "on" for column in columns}
    answer = browser(user).post(path, {"format": "0", **wanted})
    return answer.status_code, answer.getvalue().decode()


@pytest.mark.usefixtures("meera")
def test_a_table_that_is_closed_to_a_reader_is_not_exported_by_them(ryan, dora):
    answers = [file_of(who, "contacts/contactpoint", "value_raw") for who in (ryan, dora)]

    assert [(status, NUMBER in text) for status, text in answers] == [(403, False), (200, True)]


def test_an_exported_file_holds_what_its_reader_sees(meera, ryan, dora):
    point = meera.points.get(kind="phone")
    InteractionParticipantFactory(
        interaction=InteractionFactory(contact=meera, channel_point=point, counterparty_raw=NUMBER),
        contact=None,
        point=point,
    )
    columns = {
        "activities/interaction": ("contact", "channel_point", "counterparty_raw"),
        "activities/interactionparticipant": ("interaction", "point"),
    }

    for table, names in columns.items():
        told = [file_of(who, table, *names) for who in (ryan, dora)]

        assert [status for status, _ in told] == [200, 200]
        assert [NUMBER in text for _, text in told] == [False, True]


def test_a_file_is_written_for_somebody():
    with pytest.raises(ValueError, match="who reads it"):
        ContactResource().export([ContactFactory()])
