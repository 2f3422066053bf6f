"""People found by a name in another script than the one it was written in."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from rest_framework.test import APIClient

from contacts.models import Contact, ContactSummary
from contacts.selectors import search
from contacts.services import create_contact
from core.scripts import to_latin

LIST = "/api/v1/contacts/"
PEOPLE = [
    ("सुरेश कुमार शर्मा", "Suresh Kumar Sharma"),
    ("लक्ष्मी देवी", "Laxmi Devi"),
    ("હાર્દિક પટેલ", "Hardik Patel"),
    ("முருகன் செல்வம்", "Murugan Selvam"),
    ("ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "Gurpreet Singh"),
    ("రాజేష్ రెడ్డి", "Rajesh Reddy"),
    ("সৌরভ সেন", "Saurabh Sen"),
    ("محمد الراشد", "Mohammed Al-Rashid"),
    ("ليلى حسن", "Layla Hassan"),
    ("خالد المنصوري", "Khaled Al Mansouri"),
    ("Сергей Кузнецов", "Sergei Kuznetsov"),
    ("Дмитрий Чехов", "Dmitry Chekhov"),
    ("Александр Попов", "Alexander Popov"),
]


def found(words: str, **options: bool) -> list[str]:
    rows = search(Contact.objects.all(), words, **options)
    return sorted(rows.values_list("full_name", flat=True))


@pytest.fixture
def others(alice) -> None:
    for name in ("Vikram Batra", "Priya Menon", "रोहन वर्मा", "Анна Волкова", "سارة يوسف"):
        create_contact(by=alice, full_name=name)


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize(("written", "latin"), PEOPLE)
@pytest.mark.parametrize("by_points", [True, False])
def test_a_name_in_another_script_is_found_by_its_latin_spelling(written, latin, by_points, alice):
    create_contact(by=alice, full_name=written)

    assert found(latin, by_points=by_points) == [written]


@pytest.mark.usefixtures("others")
@pytest.mark.parametrize(("written", "latin"), PEOPLE)
@pytest.mark.parametrize("by_points", [True, False])
def test_a_name_in_latin_letters_is_found_by_how_another_script_writes_it(
    written, latin, by_points, alice
):
    create_contact(by=alice, full_name=latin)

    assert found(written, by_points=by_points) == [latin]


@pytest.mark.usefixtures("others")
def test_native_and_alternate_names_are_found_in_latin_letters_too(alice):
    create_contact(
        by=alice, full_name="F. M.", native_name="فاطمة", alternate_names=["Наталья Орлова"]
    )

    assert found("Fatima") == found("natalya orlova") == ["F. M."]


@pytest.mark.usefixtures("others")
def test_the_beginning_of_a_name_finds_it_while_it_is_typed(alice):
    create_contact(by=alice, full_name="محمد الراشد")

    assert found("moham") == ["محمد الراشد"]


def test_names_that_only_sound_alike_in_latin_letters_stay_apart(alice):
    for name in ("Amit Rao", "Amita Rao", "Mohammed Ali", "Muhammad Ali"):
        create_contact(by=alice, full_name=name)

    assert found("amita") == ["Amita Rao"]
    assert found("muhammad") == ["Muhammad Ali"]


def test_whom_numbers_are_hidden_from_cannot_guess_them_through_another_script(meera):
    assert found("9820011223", by_points=False) == []
    assert found("meera@mail.example", by_points=False) == []
    assert found("मीरा", by_points=False) == [meera.full_name]


def test_rest_finds_a_name_by_its_latin_spelling(alice):
    create_contact(by=alice, owner=alice, full_name="सुरेश कुमार")
    client = APIClient()
    client.force_authenticate(alice)

    rows = client.get(LIST, {"q": "suresh"}).json()["results"]

    assert [row["full_name"] for row in rows] == ["सुरेश कुमार"]


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("word", sorted({word for pair in PEOPLE for word in pair[0].split()}))
def test_the_database_writes_a_word_as_identity_compares_it(word):
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_latin(%s)", [word])

        assert cursor.fetchone() == (to_latin(word).encode("ascii", "ignore").decode(),)


def test_texts_of_before_are_renewed_where_a_name_is_in_another_script(alice, monkeypatch):
    written = create_contact(by=alice, full_name="सुरेश", native_name="सुरेश")
    latin = create_contact(by=alice, full_name="Zoë Rao")
    ContactSummary.objects.filter(contact=written).update(doc="सुरेश")
    ContactSummary.objects.filter(contact=latin).update(doc="as it was")
    migration = import_module("contacts.migrations.0009_names_in_latin")
    monkeypatch.setattr(migration, "CHUNK", 1)

    with connection.schema_editor() as editor:
        migration.renew(apps, editor)

    assert "suresh" in ContactSummary.objects.get(contact=written).doc
    assert ContactSummary.objects.get(contact=latin).doc == "as it was"
