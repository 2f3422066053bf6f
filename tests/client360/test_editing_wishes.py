"""What an agent changes of a client's budget, tags and city."""

import pytest

from contacts.models import PostalAddress
from contacts.services import settle, update_contact
from core.models import SensitiveField
from core.services import share
from tests.client360.filling import filled_in, here

pytestmark = pytest.mark.usefixtures("agents")


def budget_of(contact) -> tuple[object, object, str]:
    contact.refresh_from_db()
    return contact.budget_min, contact.budget_max, contact.budget_currency


def test_a_budget_is_written_as_people_write_it_and_shown_so_again(browser, meera, alice):
    agent = browser(alice)
    given = filled_in(meera, budget_min="3.5 cr", budget_max="₹5,25,00,000")

    agent.post(here(meera, "edit"), given)

    assert budget_of(meera) == (35_000_000, 52_500_000, "INR")
    page = agent.get(here(meera, "edit")).content.decode()
    assert [words for words in ('value="3.5 Cr"', 'value="5.25 Cr"') if words not in page] == []


def test_a_budget_nobody_touched_is_no_change(browser, meera, alice):
    update_contact(meera, by=alice, budget_max="24567891.50")
    agent = browser(alice)
    page = agent.get(here(meera, "edit")).content.decode()

    agent.post(here(meera, "edit"), filled_in(meera, budget_min="2 Cr", budget_max="24,567,891.5"))

    assert 'value="24,567,891.5"' in page
    meera.refresh_from_db()
    assert meera.version == 2


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"budget_min": "", "budget_max": ""}, (None, None, "")),
        (
            {"budget_min": "AED 4m", "budget_max": "", "budget_currency": ""},
            (4_000_000, None, "AED"),
        ),
        (
            {"budget_min": "", "budget_max": "4 cr", "budget_currency": ""},
            (None, 40_000_000, "INR"),
        ),
        ({"budget_min": "0", "budget_max": "900000"}, (0, 900_000, "INR")),
    ],
)
def test_a_budget_finds_its_currency(browser, meera, alice, typed, kept):
    browser(alice).post(here(meera, "edit"), filled_in(meera, **typed))

    assert budget_of(meera) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"budget_min": "a lot"}, "Write one amount, such as 2.5 Cr"),
        ({"budget_min": "2-3 cr"}, "Write one amount, such as 2.5 Cr"),
        ({"budget_min": "9 cr"}, "The least is above the most."),
        ({"budget_max": "AED 90m"}, "This names AED, the currency beside it is INR."),
        ({"budget_max": "90000000", "budget_currency": ""}, "Choose the currency of the budget."),
        ({"tags": "x" * 61}, "A tag has at most 60 characters."),
    ],
)
def test_what_is_no_budget_is_refused_beside_it_and_nothing_typed_is_lost(
    browser, meera, alice, typed, words
):
    answer = browser(alice).post(here(meera, "edit"), filled_in(meera, occupation="Pilot", **typed))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert [each for each in (words, 'value="Pilot"', *typed.values()) if each not in page] == []
    meera.refresh_from_db()
    assert meera.version == 1


def test_tags_are_written_with_commas_each_once(browser, meera, alice):
    browser(alice).post(here(meera, "edit"), filled_in(meera, tags=" sea view,, NRI , sea view"))

    meera.refresh_from_db()
    assert meera.tags == ["sea view", "NRI"]


def test_a_budget_and_tags_somebody_wrote_meanwhile_are_told_in_words(browser, meera, alice, bob):
    mine = filled_in(meera, budget_max="3 Cr", occupation="Pilot")
    update_contact(meera, by=bob, budget_max="40000000", tags=["sea view", "NRI"])

    page = browser(alice).post(here(meera, "edit"), mine).content.decode()

    wanted = (
        "Bob Iyer wrote “40,000,000” here meanwhile; before that it was “24,500,000”.",
        "<ins>sea view, NRI</ins>",
        'value="sea view, NRI"',
        'value="3 Cr"',
    )
    assert [words for words in wanted if words not in page] == []


def test_two_budgets_that_do_not_fit_each_other_are_a_question(browser, meera, alice, bob):
    mine = filled_in(meera, budget_max="2.2 Cr")
    update_contact(meera, by=bob, budget_min="23000000")

    answer = browser(alice).post(here(meera, "edit"), mine)

    assert answer.status_code == 422
    assert "The least is above the most." in answer.content.decode()


def test_who_does_not_see_a_budget_is_not_asked_for_it_and_leaves_it(browser, meera, bob):
    hidden = {"entity": "contact", "hidden_from": ["agent"], "mask": "hidden", "owner_sees": False}
    SensitiveField.objects.create(field="budget_min", level=1, **hidden)
    agent = browser(bob)

    page = agent.get(here(meera, "edit")).content.decode()
    agent.post(here(meera, "edit"), filled_in(meera, budget_min="", occupation="Pilot"))

    assert 'name="budget_min"' not in page
    assert budget_of(meera) == (20_000_000, 24_500_000, "INR")
    assert meera.occupation == "Pilot"


def in_city(address, city) -> dict[str, object]:
    return {"home-city": city, "home-version": address.version if address else 0}


def test_a_city_is_written_once_and_corrected(browser, meera, alice):
    agent = browser(alice)

    answers = [agent.post(here(meera, "city"), in_city(None, "Poona")) for _ in range(2)]
    address = PostalAddress.objects.get(contact=meera)
    told = agent.post(here(meera, "city"), in_city(address, "Pune"), follow=True).content.decode()

    address.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (address.city, address.version, address.is_primary) == ("Pune", 2, True)
    assert "Meera Rao lives in Pune." in told


def test_a_city_somebody_wrote_meanwhile_is_told(browser, meera, alice, bob):
    settle(meera, "Nashik", by=bob)

    answer = browser(alice).post(here(meera, "city"), in_city(None, "Pune"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Bob Iyer changed this meanwhile; it is “Nashik” now." in page
    assert 'value="Pune"' in page


def test_a_city_is_not_emptied(browser, meera, alice):
    answer = browser(alice).post(here(meera, "city"), in_city(None, " "))

    assert "Write the city." in answer.content.decode()
    assert not meera.addresses.exists()


def test_strangers_and_readers_write_no_city(browser, meera, alice, bob, charlie):
    share(meera, with_user=charlie, level="view", by=alice)
    stranger, reader = browser(charlie), browser(bob)
    bob.groups.clear()

    answers = [who.post(here(meera, "city"), in_city(None, "Pune")) for who in (stranger, reader)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert not meera.addresses.exists()
