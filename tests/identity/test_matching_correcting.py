"""Correcting the model by decisions: little by few, never by what says nothing."""

import pytest

from identity.matching.compare import Row
from identity.matching.correcting import check, correct, guesses_of
from identity.matching.fitting import Labelled
from identity.matching.model import default_model

SHIPPED = default_model()


def pair(*, same: bool, phone: str = "same", bits: float = 10.0) -> Labelled:
    """Return a decided pair: one name, and a phone that agrees or not."""
    rows = [
        Row("given", "same", bits, "asha", "asha"),
        Row("family", "same", bits, "rao", "rao"),
        Row("phone", phone, 15.0, "1", "1"),
    ]
    return Labelled(rows, -20.0, same)


def shift(decided: list[Labelled]) -> float:
    """Return by how much a correction moves the probability of a pair on one phone."""
    asked = [pair(same=True)]
    return float(guesses_of(asked, correct(decided, SHIPPED))[0] - guesses_of(asked, SHIPPED)[0])


def test_few_decisions_move_the_model_little_and_many_move_it_far():
    once, often = shift([pair(same=False)]), shift([pair(same=False)] * 300)

    assert -0.2 < once < 0
    assert often < -0.8


def test_decisions_in_another_order_teach_the_same():
    decided = [pair(same=number % 3 > 0, bits=number) for number in range(30)]

    assert shift(decided) == pytest.approx(shift(decided[::-1]), abs=1e-9)


def test_a_correction_is_judged_on_pairs_it_has_not_seen():
    wrong = [pair(same=False)] * 60
    right = [pair(same=False, phone="differ")] * 60

    checked = check(wrong + right, range(120), SHIPPED, auto_from=0.9995)

    assert checked.is_better
    assert (checked.before.wrong, checked.after.wrong) == (60, 0)


def test_what_hangs_together_is_not_judged_by_its_own():
    checked = check([pair(same=False)] * 20, [7] * 20, SHIPPED, auto_from=0.9995)

    assert (checked.gain, checked.is_better) == (0.0, False)
