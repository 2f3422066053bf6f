"""The columns of the list of clients: chosen, ordered, kept, and no way around a mask."""

import re

import pytest

from client360.filters.columns import CLIENT
from client360.models import SavedView
from core.models import SensitiveField
from tests.factories.client360 import SavedViewFactory
from tests.factories.contacts import ContactFactory

USUAL = ["Lifecycle", "Phone and e-mail", "Budget", "QD", "Last contact", "Owner"]
COLUMNS = "/contacts/columns/"


def heads(answer) -> list[str]:
    """Return the columns of the list but for the first, who it is."""
    table = answer.content.decode().partition("<thead>")[2].partition("</thead>")[0]
    return re.findall(r'<th scope="col"[^>]*>([^<]*)', table)[1:]


def chosen(browser, user, *keys, **more):
    return browser(user).post(COLUMNS, {"column": keys} | more)


@pytest.mark.usefixtures("meera")
def test_columns_are_chosen_in_an_order_and_kept_for_one_person(browser, alice, bob):
    answer = chosen(browser, alice, "owner", "source", "budget", "nonsense", asked="vip=&q=rao")

    assert answer["Location"] == "/contacts/?q=rao"
    assert heads(browser(alice).get("/contacts/")) == ["Owner", "Source", "Budget"]
    assert heads(browser(bob).get("/contacts/")) == USUAL


@pytest.mark.usefixtures("meera")
@pytest.mark.parametrize("back", [{"usual": "1", "column": ["owner"]}, {}])
def test_the_usual_columns_come_back(browser, alice, back):
    chosen(browser, alice, "owner")

    browser(alice).post(COLUMNS, back)

    assert heads(browser(alice).get("/contacts/")) == USUAL
    assert not SavedView.objects.exists()


@pytest.mark.usefixtures("meera")
@pytest.mark.parametrize(
    ("move", "key", "order"),
    [
        ("up", "source", ["Source", "Owner", "Added"]),
        ("down", "source", ["Owner", "Added", "Source"]),
        ("up", "owner", ["Owner", "Source", "Added"]),
        ("down", "added", ["Owner", "Source", "Added"]),
        ("up", "budget", ["Owner", "Source", "Added"]),
    ],
)
def test_a_browser_without_scripts_moves_one_column_at_a_time(browser, alice, move, key, order):
    chosen(browser, alice, "owner", "source", "added", **{move: key})

    assert heads(browser(alice).get("/contacts/")) == order


@pytest.mark.usefixtures("meera")
def test_every_column_can_be_shown(browser, alice):
    chosen(browser, alice, *(column.key for column in reversed(CLIENT)))

    page = browser(alice).get("/contacts/")
    assert heads(page) == [column.label or "QD" for column in reversed(CLIENT)]
    assert page.content.decode().count("<td data-label") == len(CLIENT)


@pytest.mark.usefixtures("meera")
def test_a_view_keeps_its_columns_and_those_who_meet_it_see_them(browser, alice, bob):
    chosen(browser, alice, "source")
    form = {"asked": "", "new-name": "Ours", "new-visibility": 0}
    browser(alice).post("/contacts/views/", form)
    view = SavedView.objects.get(name="Ours")
    SavedView.objects.filter(pk=view.pk).update(visibility=2)
    open_in = f"view={view.uid}"

    chosen(browser, alice, "owner")
    assert heads(browser(alice).get("/contacts/")) == ["Owner"]
    assert heads(browser(alice).get(f"/contacts/?{open_in}")) == ["Source"]
    chosen(browser, alice, "budget", asked=open_in)
    assert heads(browser(alice).get("/contacts/")) == ["Owner"]
    assert heads(browser(bob).get(f"/contacts/?{open_in}")) == ["Budget"]

    left = chosen(browser, bob, "added", asked=f"lifecycle=lead&{open_in}")
    assert left["Location"] == "/contacts/?lifecycle=lead"
    assert heads(browser(bob).get("/contacts/")) == ["Added"]
    assert heads(browser(alice).get(f"/contacts/?{open_in}")) == ["Budget"]


@pytest.mark.usefixtures("meera")
def test_a_view_with_a_column_nobody_knows_shows_the_others(browser, alice):
    view = SavedViewFactory(owner=alice, query="", columns=["moon", "owner"])

    assert heads(browser(alice).get(f"/contacts/?view={view.uid}")) == ["Owner"]


@pytest.mark.usefixtures("meera")
def test_a_column_of_what_somebody_may_not_see_is_not_to_be_had(browser, alice, dora):
    SensitiveField.objects.create(
        entity="contact", field="budget_max", level=1, mask="hidden", hidden_from=[], seen_by=["x"]
    )
    chosen(browser, alice, "budget", "owner")

    page = browser(alice).get("/contacts/")

    assert heads(page) == ["Owner"]
    assert 'value="budget"' not in page.content.decode()
    assert "Budget" in heads(browser(dora).get("/contacts/"))


def test_chosen_columns_cost_no_query_more(browser, alice, north, django_assert_max_num_queries):
    for number in range(20):
        ContactFactory(full_name=f"Client {number}", owner=alice, team=north)
    chosen(browser, alice, *(column.key for column in CLIENT))
    mine = browser(alice)

    with django_assert_max_num_queries(8):
        assert mine.get("/contacts/").status_code == 200
