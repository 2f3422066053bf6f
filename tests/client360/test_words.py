"""Amounts, times and names as pages show them, and several querysets in one statement."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from client360.selectors.together import fetch
from client360.templatetags.dossier import duration, listed, score_line
from client360.templatetags.money import budget, money
from client360.templatetags.shell import initials, phone, since, wraps
from client360.templatetags.wishes import wished
from contacts.models import Contact, ContactPoint

CRORE = Decimal(10_000_000)


def shown(html: str) -> str:
    return html.partition(">")[2].partition("<")[0]


@pytest.mark.parametrize(
    ("low", "high", "currency", "words"),
    [
        (2 * CRORE, Decimal("2.45") * CRORE, "INR", "₹2 \u2013 2.45 Cr"),
        (Decimal(85_00_000), CRORE, "INR", "₹85 L \u2013 1 Cr"),
        (Decimal(3_000_000), Decimal(3_750_000), "AED", "AED 3 \u2013 3.75M"),
        (2 * CRORE, None, "INR", "from ₹2 Cr"),
        (None, Decimal(3_200_000), "AED", "up to AED 3.2M"),
        (CRORE, CRORE, "INR", "₹1 Cr"),
        (None, None, "", ""),
    ],
)
def test_a_budget_reads_as_its_market_says_it(low, high, currency, words):
    assert shown(budget(low, high, currency)) == words


def test_an_amount_has_every_digit_as_its_title():
    assert 'title="₹2,45,00,000"' in money(Decimal("24500000.00"), "INR")


@given(
    st.decimals(0, 10**11, places=2),
    st.decimals(0, 10**11, places=2),
    st.sampled_from(["INR", "AED", "USD", "GBP", "EUR", "SGD"]),
)
def test_every_budget_can_be_drawn(low, high, currency):
    assert shown(budget(min(low, high), max(low, high), currency)) != ""


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=5, seconds=1), "5 min ago"),
        (timedelta(hours=3, seconds=1), "3 h ago"),
        (timedelta(days=1, seconds=1), "1 day ago"),
        (-timedelta(days=2, seconds=9), "in 2 days"),
    ],
)
def test_times_read_as_a_distance(ago, words):
    assert shown(since(timezone.now() - ago)) == words


def test_small_words():
    assert [initials("Meera Oberoi Rao"), initials("Zara"), initials("")] == ["MR", "Z", ""]
    assert [phone("+919820011223"), phone("front desk"), phone("")] == [
        "+91 98200 11223",
        "front desk",
        "",
    ]
    assert [listed(None), listed([1, 2]), listed(True), listed(Decimal("1200.00"))] == [
        "empty",
        "1, 2",
        "yes",
        "1,200",
    ]
    assert duration(75) == "1:15"
    assert wraps("<b>@mail.example") == "&lt;b&gt;<wbr>@mail.example"


def test_the_line_of_a_score_names_every_point():
    now = timezone.now()
    line = score_line(
        [{"as_of": now - timedelta(days=n), "value": 40 + n} for n in range(3, 0, -1)]
    )

    assert line.count("<circle") == 3
    assert "style" not in line


@pytest.mark.parametrize(
    ("criteria", "said"),
    [
        (
            {
                "price": {"low": 14_000_000, "high": 17_500_000, "currency": "AED"},
                "micro_markets": ["Dubai Marina"],
                "configurations": ["3bhk", "4bhk"],
            },
            "AED 14 \u2013 17.5M · Dubai Marina · 3 BHK, 4 BHK",
        ),
        (
            {"price": [14_000_000, 17_500_000], "currency": "AED", "configurations": ["3 BHK"]},
            "AED 14 \u2013 17.5M · 3 BHK",
        ),
        (
            {"carpet_sqft": [900, 1200], "floors": [10, None], "possession_by": "2027-01-31"},
            "900 to 1,200 sq ft · floor from 10 · ready by 31 Jan 2027",
        ),
        ({"price": {"low": None, "high": None, "currency": "AED"}, "micro_markets": []}, ""),
        ({"pets": True}, "Pets: yes"),
    ],
)
def test_what_somebody_describes_is_said_in_words(criteria, said):
    assert wished(criteria) == said


@pytest.mark.usefixtures("meera")
def test_several_querysets_come_back_as_their_own_types(alice, django_assert_max_num_queries):
    people = Contact.objects.values("uid", "budget_min", "updated_at", "tags", "owner_id")
    points = ContactPoint.objects.order_by("kind").values("kind", "contact__full_name")
    nobody = Contact.objects.none().values("uid")

    with django_assert_max_num_queries(1):
        found = fetch([people, points, nobody, people])

    stored = Contact.objects.get()
    assert found[0] == found[3] == list(people)
    assert found[0][0]["budget_min"] == stored.budget_min == Decimal("20000000.00")
    assert [row["kind"] for row in found[1]] == ["email", "phone"]
    assert found[1][0]["contact__full_name"] == "Meera Rao"
    assert (found[2], found[0][0]["owner_id"]) == ([], alice.pk)


@pytest.mark.django_db
def test_an_empty_question_is_not_sent(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert fetch([Contact.objects.none().values("uid")]) == [[]]
