import pytest

from imports.cleaning import clean_boolean, clean_consent, clean_gender, clean_lifecycle


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


@pytest.mark.parametrize(
    ("raw", "stage"),
    [
        ("NEW", "lead"),
        ("ATTEMPTED_TO_CONTACT", "lead"),
        ("Open - Not Contacted", "lead"),
        ("Working - Contacted", "prospect"),
        ("SV done", "prospect"),
        ("Contacté", "prospect"),
        ("Opportunity", "active"),
        ("SALE_DONE", "customer"),
        ("Past Client", "past_customer"),
        ("Junk Lead", "disqualified"),
    ],
)
def test_status_words_of_other_systems_become_our_stages(raw, stage):
    assert clean_lifecycle(raw) == (stage, ())


def test_an_unlisted_status_is_asked_about_with_a_likely_answer():
    value, (issue,) = clean_lifecycle("hot lead call again")

    assert (value, issue.code, issue.suggestion) == (None, "unknown_choice", "prospect")


def test_genders_are_read_in_several_languages():
    words = ["Male", "F", "weiblich", "männlich", "Unspecified", "diverse"]

    assert [clean_gender(word).value for word in words] == [
        "male",
        "female",
        "female",
        "male",
        "unspecified",
        "other",
    ]


def test_a_blank_cell_is_no_choice_and_no_issue():
    assert clean_boolean("  ") == (None, ())
