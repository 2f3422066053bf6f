"""Views of lists: what they keep, who meets them, and that they show nobody more."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict

from client360.models import SavedView
from client360.services import NameTakenError, keep_view
from core.choices import Visibility
from core.models import Team, TeamMembership
from tests.client360.test_lists import names
from tests.factories.client360 import SavedViewFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import in_role
from tests.refusals import insert_refused_by, refused_by

pytestmark = pytest.mark.usefixtures("agents", "founder")

HTMX = {"HX-Request": "true"}
KEEP = "/contacts/views/"
ME, TEAM, ALL = (each.value for each in Visibility)


def sent(asked: str, name: str = "Hot leads", visibility: int = ME, prefix: str = "new", **more):
    """Return what the form of a view sends."""
    given = {"name": name, "visibility": visibility} | more
    return {"asked": asked} | {f"{prefix}-{field}": value for field, value in given.items()}


def offered(answer) -> list[str]:
    """Return the views a list offers, in order, without their symbols."""
    found = re.findall(r'<a class="view" href="/views/[^>]+>(.*?)</a>', answer.content.decode())
    return [re.sub(r"<svg.*?</svg>|<span.*?</span>", "", each).strip() for each in found]


def pinned(answer) -> list[str]:
    found = re.search(r'<ul class="pins".*?</ul>', answer.content.decode(), re.DOTALL)
    return re.findall(r'<span class="word">([^<]+)', found[0]) if found else []


def test_what_a_list_shows_is_kept_under_a_name_and_opened_by_one_click(browser, alice, north):
    ContactFactory(full_name="Zubin Katrak", owner=alice, team=north, lifecycle="customer")
    ContactFactory(full_name="Meera Rao", owner=alice, team=north, lifecycle="lead")
    mine = browser(alice)

    kept = mine.post(KEEP, sent("lifecycle=lead&order=qd&after=x&q=rao&budget_from=junk"))

    view = SavedView.objects.get()
    assert QueryDict(view.query).dict() == {"lifecycle": "lead", "order": "qd"}
    assert kept["Location"].endswith(f"&view={view.uid}")
    opened = mine.get(f"/views/{view.uid}/")
    assert opened["Location"] == f"/contacts/?lifecycle=lead&order=qd&view={view.uid}"
    view.query = "lifecycle=lead"
    view.save()
    page = mine.get(f"/views/{view.uid}/", follow=True)
    assert (names(page), offered(page)) == (["Meera Rao"], ["Hot leads"])
    assert re.search(r'class="view"[^>]+ aria-current="true">Hot leads', page.content.decode())


def test_a_budget_is_kept_as_it_was_typed(browser, alice):
    browser(alice).post(KEEP, sent("budget_from=2.2+cr&budget_to=&currency=AED"))

    assert SavedView.objects.get().query == "budget_from=2.2+cr&currency=AED"


@pytest.mark.parametrize("name", ["accounts", "deals", "tasks"])
def test_every_list_has_views(browser, alice, name):
    asked = {"accounts": "kind=company", "deals": "category=lost", "tasks": "when=late"}[name]
    mine = browser(alice)

    mine.post(f"/{name}/views/", sent(asked))

    page = mine.get(f"/views/{SavedView.objects.get().uid}/", follow=True)
    assert page.request["QUERY_STRING"].startswith(f"{asked}&view=")
    assert offered(page) == ["Hot leads"]
    assert offered(mine.get("/contacts/")) == []


def test_a_view_is_met_by_those_it_is_for(browser, alice, bob, charlie, dora):
    for name, visibility in (("Mine", ME), ("Ours", TEAM)):
        browser(alice).post(KEEP, sent("", name, visibility))
    browser(dora).post(KEEP, sent("vip=1", "From above", ALL))

    shown = [offered(browser(user).get("/contacts/")) for user in (alice, bob, charlie, dora)]

    assert shown == [
        ["Mine", "Ours", "From above"],
        ["From above", "Ours"],
        ["From above"],
        ["From above"],
    ]
    mine = SavedView.objects.get(name="Mine")
    assert browser(bob).get(f"/views/{mine.uid}/").status_code == 404


def test_a_view_of_a_team_is_met_by_its_members_and_its_lead(browser, alice, charlie, dora):
    browser(alice).post(KEEP, sent("", "Ours", TEAM))
    north = Team.objects.get(name="North")
    TeamMembership.objects.create(user=charlie, team=north, valid=("2020-01-01", None))
    north.lead = dora
    north.save()

    assert [offered(browser(user).get("/contacts/")) for user in (charlie, dora)] == [["Ours"]] * 2


def test_what_somebody_shared_goes_with_their_login(browser, alice, bob):
    browser(alice).post(KEEP, sent("", "Ours", TEAM))
    alice.is_active = False
    alice.save()

    assert offered(browser(bob).get("/contacts/")) == []


@pytest.mark.usefixtures("meera")
def test_a_shared_view_shows_charlie_nothing_of_alices(browser, dora, bob, charlie):
    browser(dora).post(KEEP, sent("lifecycle=lead", "All leads", ALL))
    there = f"/views/{SavedView.objects.get().uid}/"

    shown = [names(browser(user).get(there, follow=True)) for user in (dora, bob, charlie)]

    assert shown == [["Meera Rao"], ["Meera Rao"], []]


def test_mine_in_a_shared_view_are_those_of_who_opens_it(browser, alice, bob, north):
    ContactFactory(full_name="Meera Rao", owner=alice, team=north)
    ContactFactory(full_name="Zubin Katrak", owner=bob, team=north)
    browser(alice).post(KEEP, sent("owner=me", "My own", TEAM))
    there = f"/views/{SavedView.objects.get().uid}/"

    shown = [names(browser(user).get(there, follow=True)) for user in (alice, bob)]

    assert shown == [["Meera Rao"], ["Zubin Katrak"]]


def test_only_who_runs_the_house_keeps_views_for_everybody(alice, dora):
    for user, refused in ((alice, True), (dora, False)):
        view = SavedView(owner=user, list_name="contacts", name="x", visibility=ALL)
        if refused:
            with pytest.raises(PermissionDenied):
                keep_view(view, by=user)
        else:
            assert keep_view(view, by=user).pk


def test_the_form_offers_the_audiences_somebody_has(browser, alice, dora, charlie):
    charlie.groups.clear()
    in_role(charlie, "read_only")
    pages = [browser(user).get("/contacts/").content.decode() for user in (alice, charlie, dora)]

    words = ("Only me", "My team", "Everybody")
    shown = [[word for word in words if f">{word}</option>" in page] for page in pages]

    assert shown == [["Only me", "My team"], ["Only me"], ["Only me", "Everybody"]]


def test_an_audience_that_is_not_offered_is_refused_in_the_form(browser, alice):
    answer = browser(alice).post(KEEP, sent("", visibility=ALL), headers=HTMX)

    assert (answer.status_code, SavedView.objects.count()) == (422, 0)


def test_a_machine_keeps_no_view(browser, eve):
    machine = browser(eve)

    assert machine.post(KEEP, sent("")).status_code == 403
    assert machine.post("/contacts/columns/", {"column": "owner"}).status_code == 403
    assert "Save view" not in machine.get("/contacts/").content.decode()


def test_a_view_is_renamed_shared_and_asks_for_something_else_when_told(browser, alice):
    view = SavedViewFactory(owner=alice, name="Leads", query="lifecycle=lead")
    mine, there = browser(alice), f"/views/{view.uid}/keep/"
    asked = f"lifecycle=customer&view={view.uid}"
    assert "changed" in mine.get(f"/contacts/?{asked}").content.decode()

    mine.post(there, sent(asked, "Clients", TEAM, "changed"))

    view.refresh_from_db()
    assert (view.name, view.visibility, view.query) == ("Clients", TEAM, "lifecycle=lead")
    answer = mine.post(there, sent(asked, "Clients", ME, "changed", replace="on"), headers=HTMX)
    view.refresh_from_db()
    assert (view.visibility, view.team, view.query) == (ME, None, "lifecycle=customer")
    assert answer["HX-Redirect"] == f"/contacts/?{asked}"


def test_a_view_is_changed_and_deleted_by_its_owner_alone(browser, alice, bob):
    view = SavedViewFactory(owner=alice, visibility=ALL)
    asked = f"lifecycle=lead&view={view.uid}"

    his, hers = browser(bob), browser(alice)
    refused = [his.post(f"/views/{view.uid}/{act}/", sent(asked)) for act in ("keep", "delete")]
    assert [answer.status_code for answer in refused] == [404, 404]
    assert "Change view" not in his.get(f"/contacts/?{asked}").content.decode()

    deleted = hers.post(f"/views/{view.uid}/delete/", {"asked": asked})

    assert (deleted["Location"], SavedView.objects.count()) == ("/contacts/?lifecycle=lead", 0)


def test_a_name_is_kept_once_a_list_and_the_form_says_so(browser, alice, bob):
    SavedViewFactory(owner=bob, name="Hot leads")
    SavedViewFactory(owner=alice, name="hot Leads")
    mine = browser(alice)

    part = mine.post(KEEP, sent("vip=1"), headers=HTMX)
    plain = mine.post(KEEP, sent("vip=1"), follow=True)

    assert (part.status_code, SavedView.objects.count()) == (422, 2)
    assert "You keep another view under this name." in part.content.decode()
    assert "You keep another view under this name." in plain.content.decode()
    assert plain.request["QUERY_STRING"] == "vip=1"
    assert "Give it a name." in mine.post(KEEP, sent("", ""), headers=HTMX).content.decode()
    mine.post("/accounts/views/", sent(""))
    assert SavedView.objects.filter(owner=alice).count() == 2


def test_a_pinned_view_stands_in_its_owners_navigation_everywhere(browser, alice, bob, meera):
    mine = browser(alice)
    mine.post(KEEP, sent("vip=1", visibility=TEAM, pinned="on"))
    pages = ("/", f"/contacts/{meera.uid}/", "/accounts/")

    assert [pinned(mine.get(page)) for page in pages] == [["Hot leads"]] * len(pages)
    assert pinned(browser(bob).get("/")) == []


def test_a_list_opens_with_its_default_view_until_all_is_asked_for(browser, alice):
    mine = browser(alice)
    for name in ("Old", "New"):
        mine.post(KEEP, sent("vip=1", name, is_default="on"))
    new = SavedView.objects.get(is_default=True)

    bare = mine.get("/contacts/")
    whole = mine.get("/contacts/?view=all")

    assert (new.name, bare["Location"]) == ("New", f"/contacts/?vip=1&view={new.uid}")
    assert (whole.status_code, mine.get("/contacts/?q=").status_code) == (200, 200)
    narrowed = mine.get("/contacts/?lifecycle=lead&role=buyer").content.decode()
    assert 'href="/contacts/?view=all">Clear all' in narrowed


@pytest.mark.usefixtures("meera")
def test_a_view_that_asks_for_what_is_gone_opens_and_says_so(browser, alice):
    query = "lifecycle=lead&role=astronaut&territory=4&order=moon"
    view = SavedViewFactory(owner=alice, name="Leads", query=query)

    page = browser(alice).get(f"/views/{view.uid}/", follow=True)

    assert names(page) == ["Meera Rao"]
    text = page.content.decode()
    said = (
        "The view “Leads” also asks for “Role” and “Territory” and “an order”, "
        "which is not to be had here."
    )
    assert said in text
    assert "changed" in text  # keeping it again drops what is gone


@pytest.mark.usefixtures("meera")
def test_an_address_with_somebody_elses_private_view_is_a_list_like_any(browser, alice, bob):
    view = SavedViewFactory(owner=alice, name="Secret plan", query="lifecycle=lead")

    page = browser(bob).get(f"/contacts/?lifecycle=lead&view={view.uid}")

    assert names(page) == ["Meera Rao"]
    assert "Secret plan" not in page.content.decode()


def test_the_database_holds_names_defaults_and_audiences(alice, north):
    view = SavedViewFactory(owner=alice, name="Leads", is_default=True)
    twice = {"owner": alice, "list_name": "contacts"}

    assert [
        insert_refused_by(SavedView(**twice, name="LEADS")),
        insert_refused_by(SavedView(**twice, name="More", is_default=True)),
        refused_by(view, visibility=TEAM),
        refused_by(view, team=north),
        refused_by(view, name=""),
        refused_by(view, name="  "),
        refused_by(view, list_name="people"),
        refused_by(view, visibility=3),
    ] == [
        "saved_view_name_once_a_list",
        "saved_view_one_default_a_list",
        "saved_view_has_the_team_it_is_for",
        "saved_view_has_the_team_it_is_for",
        "saved_view_without_name_is_columns",
        "saved_view_without_name_is_columns",
        "saved_view_list_known",
        "saved_view_visibility_known",
    ]


def test_a_service_says_that_a_name_is_taken(alice):
    SavedViewFactory(owner=alice, name="Leads")

    with pytest.raises(NameTakenError):
        keep_view(SavedView(owner=alice, list_name="contacts"), by=alice, name="leads")
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize("name", ["contacts", "accounts", "deals", "tasks"])
def test_however_many_views_a_list_costs_eight_queries(
    browser, alice, bob, name, django_assert_max_num_queries
):
    for owner, visibility in ((alice, ME), (bob, ALL)):
        for _ in range(5):
            SavedViewFactory(owner=owner, list_name=name, visibility=visibility, query="")
    view = SavedViewFactory(owner=alice, list_name=name, pinned=True, query="")
    mine = browser(alice)
    mine.get("/contacts/")

    with django_assert_max_num_queries(8):
        assert mine.get(f"/{name}/?view={view.uid}").status_code == 200
