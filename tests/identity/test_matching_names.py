import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.matching.names import (
    DIFFER,
    EXACT,
    INITIAL,
    LOOSE,
    NICK,
    SOUND,
    TYPO,
    Parts,
    compare_words,
    fold,
    split_name,
)


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Dr. Asha Rao", Parts(("asha",), ("rao",))),
        ("SHRI Yusuf", Parts(("yusuf",), ())),
        ("Rathore, Surjeet", Parts(("surjeet",), ("rathore",))),
        ("Sir Richard Cox, 1st Baronet", Parts(("richard",), ("cox",))),
        ("Abdul Rahman Al-Hussein", Parts(("abdulrahman",), ("hussein",))),
        ("K. Suresh", Parts(("k",), ("suresh",))),
        ("Meena W/o Ravi Kumar", Parts(("meena",), ())),
        ("Mr.", Parts(("mr",), ())),
        ("", Parts((), ())),
    ],
)
def test_a_name_is_taken_apart_without_titles(full, parts):
    assert split_name(full) == parts


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("asha", "asha", EXACT),
        ("leela", "lila", SOUND),
        ("mohd", "muhammad", SOUND),
        ("chaudhary", "chowdhury", SOUND),
        ("william", "bill", NICK),
        ("rajesh", "raj", NICK),
        ("imran", "imrann", SOUND),
        ("rathore", "rathoer", TYPO),
        ("r", "ramlal", INITIAL),
        ("s", "ramlal", DIFFER),
        ("asha", "vikram", DIFFER),
    ],
)
def test_two_words_of_names_stand_to_each_other(left, right, level):
    assert compare_words(left, right) == level


@pytest.mark.parametrize(
    ("left", "right"),
    [("manish", "manisha"), ("varun", "arun"), ("kamal", "kamala"), ("anita", "amita"),
     ("prakash", "prasad"), ("khalid", "khalida"), ("noor", "noora")],
)  # fmt: skip
def test_two_names_a_letter_apart_are_two(left, right):
    assert compare_words(left, right) in {LOOSE, DIFFER}


@pytest.mark.parametrize(
    ("left", "right"),
    [("raj", "rajesh"), ("ashok", "ashoka"), ("manish", "mannish"), ("khalid", "khaled"),
     ("rohit", "rohhit"), ("dave", "david"), ("sunita", "suneeta")],
)  # fmt: skip
def test_spellings_and_short_forms_of_a_name_stay_one(left, right):
    assert compare_words(left, right) < LOOSE


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("خالد المنصوري", "Khaled Al Mansouri"),
        ("ليلى حسن", "Layla Hassan"),
        ("હાર્દિક પંડ્યા", "Hardik Pandya"),
        ("ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "Gurpreet Singh"),
        ("సురేష్ రెడ్డి", "Suresh Reddy"),
        ("ಸುರೇಶ್ ಗೌಡ", "Suresh Gowda"),
        ("രാജേഷ് നായർ", "Rajesh Nair"),
        ("முருகன்", "Murugan"),
        ("Сергей Кузнецов", "Sergei Kuznetsov"),
    ],
)
def test_a_name_meets_its_latin_spelling(written, latin):
    pairs = zip(split_name(written).given, split_name(latin).given, strict=True)

    assert all(compare_words(mine, other) <= LOOSE for mine, other in pairs)
    assert len(split_name(written).family) == len(split_name(latin).family)


def test_devanagari_and_arabic_names_meet_their_latin_spelling():
    assert fold("सुरेश कुमार") == "suresh kumar"
    assert compare_words(fold("محمد"), "mohammed") == SOUND


@given(st.text(max_size=60))
def test_any_text_is_a_name(text):
    parts = split_name(text)

    assert all(word.isascii() and word for word in (*parts.given, *parts.family))


@given(
    st.text("abcdehimrsy", min_size=1, max_size=9), st.text("abcdehimrsy", min_size=1, max_size=9)
)
def test_words_compare_the_same_both_ways(left, right):
    assert compare_words(left, right) == compare_words(right, left)
