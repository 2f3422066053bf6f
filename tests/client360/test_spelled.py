"""Codes are not shown: countries, languages, gender, fields of a mapping, defaults."""

import pytest

from client360.templatetags.dossier import targets
from contacts.services import update_contact
from core.selectors.spelling import country_name, language_name, spelled
from tests.client360.test_origins import batch, imported, note_on, notes  # noqa: F401 -- fixtures
from tests.factories.contacts import ContactPointFactory, PostalAddressFactory


def page_of(browser, reader, contact, rest="") -> str:
    return browser(reader).get(f"/contacts/{contact.uid}/{rest}").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("residence_country", "IN", "India"),
        ("nationality", "DE", "Germany"),
        ("country", "Narnia", "Narnia"),
        ("preferred_languages", ["en", "ml"], "English, Malayalam"),
        ("preferred_languages", "gu, x-klingon", "Gujarati, x-klingon"),
        ("gender", "male", "Male"),
        ("timezone", "Asia/Kolkata", "India Time"),
        ("timezone", "America/New_York", "United States (New York) Time"),
        ("timezone", "UTC", "UTC"),
        ("timezone", "Mars/Olympus", "Mars/Olympus"),
        ("occupation", "IN", "IN"),
    ],
)
def test_a_code_is_spelled_out(field, value, words):
    assert spelled(field, value) == words


def test_the_names_of_places_and_languages():
    assert [country_name("ae"), country_name("ZZZ"), language_name("pt-PT")] == [
        "United Arab Emirates",
        "ZZZ",
        "European Portuguese",
    ]


def test_the_dossier_and_its_history_spell_codes_out(browser, meera, alice):
    given = {"residence_country": "IN", "preferred_languages": ["en", "ml"], "gender": "female"}
    update_contact(meera, by=alice, **given)
    PostalAddressFactory(contact=meera, city="Dubai", country="AE", by=alice)

    for rest in ("", "history/"):
        page = page_of(browser, alice, meera, rest)
        assert [w for w in ("India", "English, Malayalam", "Female") if w not in page] == []
        assert [w for w in (">IN<", "en, ml", ">female<") if w in page] == []
    assert "Dubai, United Arab Emirates" in page_of(browser, alice, meera).replace("\n", "")


def test_a_default_does_not_look_like_knowledge(browser, meera, alice):
    before = page_of(browser, alice, meera)
    update_contact(meera, by=alice, preferred_channel="phone")
    update_contact(meera, by=alice, preferred_channel="whatsapp")
    after = page_of(browser, alice, meera)

    unsure = "WhatsApp, unless they say otherwise"
    assert [unsure in page for page in (before, after)] == [True, False]
    assert ['id="origin-preferred_channel"' in page for page in (before, after)] == [False, True]


def test_the_origin_of_a_value_names_fields_as_the_mapping_page_does(browser, imported, dora):  # noqa: F811
    note = note_on(notes(browser, dora, imported), "occupation")

    assert "mapped to Job title" in note
    assert "contact." not in note
    assert "%" in notes(browser, dora, imported)


def test_a_row_became_what_the_mapping_page_called_it(browser, imported, batch, dora):  # noqa: F811
    page = page_of(browser, dora, imported, f"sources/{batch.uid}/2/")

    assert [words for words in ("First name", "Job title", "E-mail") if words not in page] == []
    assert "given name" not in page


def test_the_history_of_one_field_is_headed_by_its_name(browser, meera, alice):
    page = page_of(browser, alice, meera, "history/?field=date_of_birth")

    assert ("Date of birth" in page, "date_of_birth" in page) == (True, False)


def test_an_unknown_rule_is_told_as_it_is():
    assert targets("contact.given_name + nothing.known") == "First name + nothing.known"


def test_a_retired_copy_of_a_number_in_use_is_not_shown(browser, meera, alice):
    number = meera.points.get(kind="phone").value_norm
    for value in (number, "+919820099999"):
        point = {"kind": "phone", "value_raw": value, "value_norm": value, "status": "retired"}
        ContactPointFactory(contact=meera, is_primary=False, is_identity=False, by=alice, **point)

    reach = page_of(browser, alice, meera, "sections/points/")

    assert (reach.count("+91 98200 11223"), reach.count("+91 98200 99999")) == (1, 1)
