"""Companies that may be one, and those that only look like it."""

import pytest

from identity.matching.companies import SHARED, Company, alike, words_of

CROWD = [Company(1000 + n, f"{word} properties") for n, word in enumerate(
    "aldar azizi binghatti brigade deyaar ellington lodha meraas nakheel prestige".split()  # noqa: SIM905 -- a word list reads better
)]  # fmt: skip


def reasons(*companies: Company) -> tuple[str, ...]:
    """Return what speaks for the first two being one, beside a crowd of others."""
    told = {(each.left, each.right): each.reasons for each in alike([*companies, *CROWD])}
    return told.get((companies[0].id, companies[1].id), ())


def named(left: str, right: str) -> tuple[str, ...]:
    """Return what the names of two companies say."""
    return reasons(Company(1, left), Company(2, right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("emaar properties pjsc", "emaar properties"),
        ("skyline realty pvt ltd", "sky line realty"),
        ("d.l.f. limited", "dlf ltd."),
        ("the oberoi group", "oberoi group llc"),
    ],
)
def test_forms_of_law_and_spaces_make_no_other_company(left, right):
    assert named(left, right) == ("name",)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("godrej properties", "godraj properties"),
        ("kalpataru developers", "kalpataru group"),
        ("mahindra lifespace developers", "mahindra lifespaces"),
    ],
)
def test_a_slip_or_a_word_of_the_trade_makes_a_like_name(left, right):
    assert named(left, right) == ("like_name",)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("emaar properties", "sobha properties"),
        ("green valley homes", "green meadows homes"),
        ("tata motors", "tata housing"),
        ("dubai properties", "dubai holding"),
    ],
)
def test_a_shared_common_word_makes_nobody_alike(left, right):
    assert named(left, right) == ()


def test_what_is_the_same_is_told_the_strongest_first():
    left = Company(1, "sobha realty", "sobha.example", "+97140000001", ("trn 100",))
    right = Company(2, "sobha realty llc", "sobha.example", "+97140000001", ("trn 100",))

    assert reasons(left, right) == ("number", "name", "website", "phone")


def test_a_website_alone_is_enough_to_ask():
    left, right = Company(1, "old name", "one.example"), Company(2, "new brand", "one.example")

    assert reasons(left, right) == ("website",)


def test_a_website_of_many_tells_nothing():
    many = [Company(n, f"tenant{n} {n}", "portal.example") for n in range(SHARED + 1)]

    assert reasons(*many) == ()


def test_a_parent_and_its_subsidiary_are_two():
    left, right = (
        Company(1, "emaar", "emaar.example"),
        Company(2, "emaar", "emaar.example", parent=1),
    )

    assert reasons(left, right) == ()


def test_sisters_share_their_website_as_a_matter_of_course():
    left = Company(1, "emaar hospitality", "emaar.example", parent=9)
    right = Company(2, "emaar malls", "emaar.example", parent=9)

    assert reasons(left, right) == ()


def test_each_pair_comes_once_and_in_the_order_of_ids():
    companies = [Company(7, "sobha realty", "s.example"), Company(3, "sobha realty", "s.example")]

    assert [(each.left, each.right) for each in alike(companies)] == [(3, 7)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("al-futtaim & co.", ("al", "futtaim")),
        ("m/s. a b c pvt. ltd.", ("abc",)),
        ("llc", ("llc",)),
        ("", ()),
    ],
)
def test_words_of_a_name(name, words):
    assert words_of(name) == words
