"""Duplicates told while a new person is typed in: in the administration and over REST."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from contacts.models import Contact
from contacts.services import PointDraft, add_point, create_contact, update_contact
from core.choices import Visibility
from identity.models import MatchCandidate
from identity.services.keeping import rebuild_keys
from tests.api_clients import writes
from tests.factories.core import UserFactory
from tests.identity.acts import PHONE

pytestmark = pytest.mark.django_db
LIST = "/api/v1/contacts/"
ASKED = f"{LIST}lookalikes/"
MAIL = {"kind": "email", "value": "asha.rao@example.org"}
ASHA = {"full_name": "Aasha Rao", "points": [{"kind": "phone", "value": PHONE}]}


def test_whoever_types_a_person_is_told_who_is_on_record_and_why(dora, people):
    rows = writes(dora).post(ASKED, ASHA, format="json").json()["results"]

    assert {row["uid"] for row in rows[:2]} == {str(people.asha.uid), str(people.again.uid)}
    assert "the same phone" in rows[0]["reasons"]


@pytest.mark.parametrize(("house", "lives"), [("AE", ""), ("", "AE"), ("IN", "AE")])
def test_a_number_is_looked_for_as_it_would_be_kept(settings, dora, alice, house, lives):
    settings.PHONE_REGION = house
    omar = create_contact(
        by=alice, full_name="Omar Haddad", points=[PointDraft("phone", "+971 4 321 4567")]
    )
    rebuild_keys()
    points = [{"kind": "phone", "value": "04 321 4567"}]
    asked = {"full_name": "Omar Hadad", "residence_country": lives, "points": points}

    rows = writes(dora).post(ASKED, asked, format="json").json()["results"]

    assert [row["uid"] for row in rows] == [str(omar.uid)]
    assert "the same phone" in rows[0]["reasons"]


@pytest.mark.usefixtures("people")
def test_nobody_is_told_of_people_they_may_not_see(charlie):
    assert writes(charlie).post(ASKED, ASHA, format="json").json() == {"results": []}


def test_a_person_typed_a_second_time_is_not_created(dora, people):
    answer = writes(dora).post(LIST, {"full_name": "Asha Rao", "points": [MAIL]}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (409, "duplicate_identity")
    assert str(people.asha.uid) in {row["uid"] for row in answer.json()["candidates"]}


def test_whoever_creates_them_all_the_same_leaves_a_pair_to_review(dora, people):
    body = {"full_name": "Asha Rao", "points": [MAIL], "allow_duplicate_review": True}

    answer = writes(dora).post(LIST, body, format="json")

    made = Contact.objects.get(uid=answer.json()["uid"])
    pairs = MatchCandidate.objects.filter(right=made).values_list("left", "status")
    assert (people.asha.pk, "open") in set(pairs)


def test_the_form_of_the_administration_tells_before_anything_is_saved(client, dora, people):
    dora.is_staff = dora.is_superuser = True
    dora.save()
    client.force_login(dora)
    form = {"full_name": "Asha Rao", "points-0-kind": "phone", "points-0-value_raw": PHONE}

    told = client.post(reverse("admin:contacts_contact_lookalikes"), form).content.decode()

    assert f"/admin/contacts/contact/{people.asha.pk}/change/" in told
    assert "the same phone" in told
    assert Contact.objects.count() == len(people)


def test_an_empty_form_is_told_of_nobody(client, dora):
    dora.is_staff = dora.is_superuser = True
    dora.save()
    client.force_login(dora)

    assert client.post(reverse("admin:contacts_contact_lookalikes")).content.strip() == b""


def test_who_may_not_read_dates_of_birth_cannot_guess_one(alice, people):
    grace = UserFactory(username="grace")  # an administrator reads numbers and no birthdays
    grace.groups.add(Group.objects.get(name="admin"))
    born = date(1980, 4, 2)
    update_contact(people.asha, by=alice, date_of_birth=born, visibility=Visibility.ORGANISATION)
    rebuild_keys()

    rows = writes(grace).post(ASKED, ASHA | {"date_of_birth": "1980-04-02"}, format="json")

    told = [words for row in rows.json()["results"] for words in row["reasons"] + row["doubts"]]
    assert "the same phone" in told
    assert not [words for words in told if "birth" in words]


@pytest.mark.usefixtures("people")
def test_who_was_typed_a_second_ago_is_told_of_already(dora):
    lena = {"full_name": "Lena Weber", "points": [{"kind": "email", "value": "lena@example.de"}]}
    again = lena | {"points": [{"kind": "email", "value": "lena@example.de", "is_shared": True}]}
    made = writes(dora).post(LIST, lena, format="json")
    assert made.status_code == 201

    told = writes(dora).post(ASKED, lena, format="json").json()["results"]
    second = writes(dora).post(LIST, again, format="json")

    assert [row["uid"] for row in told] == [made.json()["uid"]]
    assert (second.status_code, second.json()["code"]) == (409, "duplicate_identity")


@pytest.mark.usefixtures("people")
def test_a_number_added_a_second_ago_is_known_to_who_types(alice, dora):
    lena = create_contact(by=alice, full_name="Lena Weber", visibility=Visibility.ORGANISATION)
    add_point(lena, PointDraft("phone", "+49 30 901820"), by=alice)
    asked = {"full_name": "Lena Weber", "points": [{"kind": "phone", "value": "+49 30 901820"}]}

    (told,) = writes(dora).post(ASKED, asked, format="json").json()["results"]

    assert "the same phone" in told["reasons"]
