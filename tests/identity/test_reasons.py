"""The short key of a pair and its probability, as a reviewer reads them."""

import pytest

from core.selectors.money import DASH
from core.templatetags.reading import likely
from identity.templatetags.reasons import signs


def test_a_key_is_read_as_what_speaks_for_and_against():
    assert signs("+PHONE+GIVEN-BORN") == [
        ("+ phone", "accent"),
        ("+ given name", "accent"),
        ("− date of birth", "amber"),  # noqa: RUF001 -- a minus
    ]


def test_a_pair_somebody_added_by_hand_has_no_key():
    assert signs(None) == []


@pytest.mark.parametrize(
    ("score", "words"),
    [(0.99999, "over 99%"), (0.808, "81%"), (0.2, "20%"), (None, DASH.strip())],
)
def test_a_probability_is_never_certainty(score, words):
    assert likely(score) == words
