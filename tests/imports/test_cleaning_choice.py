import pytest

from imports.cleaning import clean_boolean, clean_consent, clean_gender


@pytest.mark.parametrize("raw", ["Yes", "TRUE", "1", "y", "हाँ", "نعم", "oui"])
def test_every_spelling_of_yes_is_a_yes(raw):
    assert clean_boolean(raw) == (True, ())


@pytest.mark.parametrize("raw", ["No", "false", "0", "N", "नहीं", "لا", "nein"])
def test_every_spelling_of_no_is_a_no(raw):
    assert clean_boolean(raw) == (False, ())


@pytest.mark.parametrize(
    ("raw", "granted"),
    [
        ("Opt-in", True),
        ("Subscribed", True),
        ("Y", True),
        ("Opt-out", False),
        ("Unsubscribed", False),
        ("No consent", False),
        ("Not allowed", False),
    ],
)
def test_consent_is_read_from_its_words(raw, granted):
    assert clean_consent(raw).value is granted


def test_genders_are_read_in_several_languages():
    words = ["Male", "F", "weiblich", "männlich", "Unspecified", "diverse", "Non-binary"]

    assert [clean_gender(word).value for word in words] == [
        "male",
        "female",
        "female",
        "male",
        "unspecified",
        "other",
        "non_binary",
    ]


def test_a_blank_cell_is_no_choice_and_no_issue():
    assert clean_boolean("  ") == (None, ())
