from hypothesis import given
from hypothesis import strategies as st

from imports.cleaning import clean_tags, clean_text, fold
from imports.cleaning.text import ascii_marks


def test_invisible_characters_and_odd_spaces_go():
    raw = "\ufeff  Arjun\u200b\u00a0 \u202aMehra\u202c\x00\r\n"

    assert clean_text(raw) == "Arjun Mehra"


def test_decomposed_letters_are_composed():
    assert clean_text("Jose\u0301") == "José"


def test_the_joiner_that_shapes_hindi_words_stays():
    assert clean_text("क्\u200dष") == "क्\u200dष"


def test_a_note_keeps_its_lines():
    assert clean_text(" one \r\n  two  words ", multiline=True) == "one\ntwo words"


def test_folding_drops_accents_and_case_but_no_indic_vowels():
    assert fold("Müller-Groß ŁUKASZ मीरा") == "muller-gross lukasz मीरा"


def test_digits_and_dashes_of_other_scripts_become_ascii():
    assert ascii_marks("٢٠٢٥\u2013९३") == "2025-93"


def test_tags_split_at_any_separator_and_come_once():
    assert clean_tags('"VIP","NRI"; vip ::: * Buyers') == ("VIP", "NRI", "Buyers")


def test_the_null_of_a_database_is_no_text():
    assert (clean_text("\\N"), clean_text(" \\N "), clean_text("C:\\N")) == ("", "", "C:\\N")


@given(st.text())
def test_cleaning_text_twice_changes_nothing(raw):
    once = clean_text(raw)

    assert clean_text(once) == once


@given(st.text())
def test_folding_twice_changes_nothing(raw):
    once = fold(raw)

    assert fold(once) == once
