"""Of everybody who shares a key, those who share the most come first."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from identity.matching.candidates import COMPARED, RAREST, Entries, likeliest_of


def behind(*blocks):
    """Return the entries of one asker whose keys have these people behind them."""
    sizes = np.array([len(block) for block in blocks])
    members = np.array([member for block in blocks for member in sorted(block)])
    return Entries(np.zeros(len(blocks), np.int32), np.cumsum(sizes) - sizes, sizes, members)


def test_whoever_shares_two_keys_comes_before_whoever_shares_a_rare_one():
    asker, found = likeliest_of(behind([10, 20], [20, 30, 31]))

    assert asker.tolist() == [0] * 4
    assert found.tolist() == [20, 10, 30, 31]


def test_few_of_those_who_share_a_single_key_are_compared():
    _, found = likeliest_of(behind(range(10, 60), [100], [101, 102]))

    assert found.tolist() == [100, 101, 102, *range(10, 10 + RAREST - 3)]


def test_all_who_share_several_keys_are_compared_up_to_a_limit():
    crowd = list(range(10, 60))

    _, found = likeliest_of(behind(crowd, crowd))

    assert found.tolist() == crowd[:COMPARED]


def test_those_before_the_asker_do_not_count_where_only_later_ones_are_wanted():
    _, found = likeliest_of(behind([10, 20, 30]), after=np.array([10]))

    assert found.tolist() == [20, 30]


def test_keys_of_too_many_people_lead_to_nobody():
    asker, found = likeliest_of(behind(range(1_000)))

    assert not len(asker)
    assert not len(found)


@given(
    st.lists(
        st.lists(st.sets(st.integers(0, 40), min_size=1, max_size=12), max_size=8),
        min_size=1,
        max_size=4,
    ),
    st.integers(-1, 20),
)
def test_a_crowd_is_ranked_as_one_would_by_hand(askers, bound):
    flat = [(asker, sorted(block)) for asker, blocks in enumerate(askers) for block in blocks]
    sizes = np.array([len(block) for _, block in flat], np.int64)
    entries = Entries(
        np.array([asker for asker, _ in flat], np.int32),
        np.cumsum(sizes) - sizes,
        sizes,
        np.array([member for _, block in flat for member in block], np.int64),
    )

    asker, found = likeliest_of(entries, after=np.full(len(askers), bound))

    expected = [
        (number, member)
        for number, blocks in enumerate(askers)
        for member in by_hand(blocks, bound)
    ]
    assert list(zip(asker.tolist(), found.tolist(), strict=True)) == expected


def by_hand(blocks, bound):
    """Return whom one would compare with an asker of these keys, looking at one after the other."""
    wanted = [sorted(member for member in block if member > bound) for block in blocks]
    worth, keys = {}, Counter()
    for block in sorted(wanted, key=len):
        for member in block:
            worth[member] = worth.get(member, 0) + 1 / (len(block) + 3)
            keys[member] += 1
    ranked = sorted(worth, key=worth.get, reverse=True)
    limit = {member: COMPARED if keys[member] > 1 else RAREST for member in ranked}
    return [member for rank, member in enumerate(ranked) if rank < limit[member]]
