import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.cleaning import clean_name, compose_full
from imports.cleaning.name import _parsed, _read_plain
from imports.cleaning.name_words import COMMON_HONORIFICS, SPECIAL_WORDS
from imports.cleaning.text import clean_text

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"


@pytest.mark.parametrize(
    ("raw", "given", "middle", "family", "honorific"),
    [
        ("Arjun Mehra", "Arjun", "", "Mehra", ""),
        ("Cher", "Cher", "", "", ""),
        ("Sneha R Kulkarni", "Sneha", "R", "Kulkarni", ""),
        ("Kulkarni, Sneha R", "Sneha", "R", "Kulkarni", ""),
        ("Mohammed bin Al Fahim", "Mohammed", "", "bin Al Fahim", ""),
        ("Noura bint Al Suwaidi", "Noura", "", "bint Al Suwaidi", ""),
        ("Smt. Lakshmi Devi", "Lakshmi", "", "Devi", "Smt."),
        ("Shri Ram Kumar Sharma", "Ram", "Kumar", "Sharma", "Shri"),
        ("Er. R. K. Gupta", "R.", "K.", "Gupta", "Er."),
        ("Adv Suresh Nair", "Suresh", "", "Nair", "Adv"),
        ("CA Ramesh Shah", "Ramesh", "", "Shah", "CA"),
        ("H.E. Sheikh Khalid bin Zayed", "Khalid", "", "bin Zayed", "H.E. Sheikh"),
        ("Sheikha Moza", "Moza", "", "", "Sheikha"),
        ("Dr.Ramesh Kumar", "Ramesh", "", "Kumar", "Dr."),
        ("Mr. Sharma", "", "", "Sharma", "Mr."),
        ("Mohd. Imran Khan", "Mohd", "Imran", "Khan", ""),
        ("Prince Khanna", "Prince", "", "Khanna", ""),
        ("Jai Ram V", "Jai", "Ram", "V", ""),
        ("Frau Anneliese Müller-Groß", "Anneliese", "", "Müller-Groß", "Frau"),
        ("James Edward O'Connor", "James", "Edward", "O'Connor", ""),
        ("محمد بن راشد", "محمد", "", "بن راشد", ""),
        ("Sri", "Sri", "", "", ""),
    ],
)
def test_a_name_is_taken_apart(raw, given, middle, family, honorific):
    name = clean_name(raw)

    assert (name[:4], name.full, name.issues) == ((given, middle, family, honorific), raw, ())


@pytest.mark.parametrize(
    ("raw", "relation"),
    [
        ("Mr. Arjun Mehra S/o Ram Mehra", "S/o Ram Mehra"),
        ("Arjun Mehra, s/o. Ram Mehra", "s/o Ram Mehra"),
        ("Arjun Mehra son of Ram Mehra", "son of Ram Mehra"),
    ],
)
def test_a_relation_is_split_off_the_name(raw, relation):
    name = clean_name(raw)

    assert (name.given, name.family, name.relation) == ("Arjun", "Mehra", relation)
    assert [issue.code for issue in name.issues] == ["relation_clause"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("Emaar Properties LLC", "organisation_name"),
        ("M/s Gupta & Co", "organisation_name"),
        ("n/a", "placeholder"),
        ("---", "placeholder"),
        ("Mr.", "placeholder"),
        ("9876543210", "not_a_name"),
        ("alice@example.com", "not_a_name"),
    ],
)
def test_what_is_no_person_keeps_its_full_text_and_no_parts(raw, code):
    name = clean_name(raw)

    assert (name.given, name.family, name.full) == ("", "", raw)
    assert [issue.code for issue in name.issues] == [code]


def test_a_couple_in_one_cell_is_pointed_out():
    name = clean_name("Ramesh & Sunita Shah")

    assert (name.family, [issue.code for issue in name.issues]) == ("Shah", ["several_people"])


def test_a_full_name_is_composed_of_what_is_there():
    assert compose_full("Sneha", "", " Kulkarni ") == "Sneha Kulkarni"


WORDS = st.from_regex(r"\A(?:[A-Za-zÀ-ÖØ-öø-ɏ]{1,8}|[A-Za-z]\.)\Z") | st.sampled_from(
    sorted(word for word in SPECIAL_WORDS | COMMON_HONORIFICS if word.isalpha())
)


@given(st.lists(WORDS, min_size=1, max_size=5).map(" ".join))
def test_the_fast_path_equals_nameparser(raw):
    full = clean_text(raw)
    fast = _read_plain(full)

    assert fast is None or fast == _parsed(full, full)


@pytest.mark.shared
def test_real_names_are_read_as_nameparser_does():
    path = SHARED / "identity" / "in_contacts_dev_20k.csv"
    if not path.exists():
        pytest.skip("the shared data folder is absent")
    with path.open(encoding="utf-8", newline="") as lines:
        names = sorted({clean_text(row["full_name"]) for row in csv.DictReader(lines)})[::10]
    fast = {full: _read_plain(full) for full in names}

    wrong = [full for full, name in fast.items() if name and name != _parsed(full, full)]

    assert (wrong, len([name for name in fast.values() if name]) > len(fast) * 0.9) == ([], True)
