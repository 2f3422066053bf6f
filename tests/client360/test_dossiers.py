"""The dossier: who may open it, what it shows, and what it costs."""

from urllib.parse import quote

import pytest

from client360.registry import Dossier
from client360.selectors import run, sections_of
from contacts.services import update_contact
from core.models import User
from core.services import archive, save_canonical
from ops.services import sync_roles
from tests.client360.filling import here
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import AccountContactFactory, ContactFactory, RelationshipFactory
from tests.factories.core import in_role
from tests.factories.opportunities import OpportunityFactory
from tests.factories.oracle_bridge import InsightFactory


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("part", ["", "history", "sections/points", "timeline", "origins"])
def test_charlie_gets_404_for_everything_about_alices_client(browser, meera, charlie, part):
    answer = browser(charlie).get(here(meera, part) if part else here(meera))

    assert answer.status_code == 404


def test_the_dossier_shows_who_it_is_and_how_to_reach_them(browser, meera, bob):
    page = text(browser(bob).get(here(meera)))

    shown = ["<title>Meera Rao", "+91 98200 11223", "meera@mail.example", "₹2 \u2013 2.45 Cr"]
    assert [word for word in shown if word not in page] == []


def test_every_section_of_a_full_dossier_is_read(browser, full, alice):
    answer = browser(alice).get(here(full))

    results = {r.section.key: r.status for card in answer.context["cards"] for r in card.results}
    empty = {"matches", "proposals", "attribution", "sources", "merged_from", "insights"}
    assert {k for k, status in results.items() if status != "ok"} <= empty


def test_a_dossier_costs_sixteen_queries(browser, full, alice, django_assert_max_num_queries):
    reader = browser(alice)

    with django_assert_max_num_queries(16):
        assert reader.get(here(full)).status_code == 200


def test_the_dossier_of_an_account_costs_sixteen_queries(
    browser, alice, north, django_assert_max_num_queries
):
    account = AccountFactory(owner=alice, team=north)
    AccountContactFactory(account=account, contact=ContactFactory(owner=alice))
    reader = browser(alice)

    with django_assert_max_num_queries(16):
        assert "Meera Rao" in text(reader.get(here(account)))


def test_a_merged_client_leads_to_the_survivor(browser, meera, alice, north):
    other = ContactFactory(owner=alice, team=north)
    other.state, other.merged_into = "merged", meera
    save_canonical(other, by=alice)

    answer = browser(alice).get(here(other))

    assert (answer.status_code, answer["Location"]) == (308, here(meera))


def test_an_erased_client_is_gone(browser, meera, alice):
    meera.state = "erased"
    save_canonical(meera, by=alice)

    assert browser(alice).get(here(meera)).status_code == 410


def test_an_archived_client_says_so(browser, meera, alice):
    archive(meera, by=alice)

    said = text(browser(alice).get(here(meera)))

    assert "This record is archived: it is out of every list but that of the archived" in said


def test_a_relative_the_reader_may_not_know_has_no_name(browser, meera, alice, charlie, south):
    hidden = ContactFactory(full_name="Hidden Person", owner=charlie, team=south)
    RelationshipFactory(from_contact=meera, to_contact=hidden)

    page = text(browser(alice).get(here(meera)))

    assert "Hidden Person" not in page
    assert "somebody you may not see" in page


def test_the_date_of_birth_is_for_the_owner_alone(browser, meera, alice, bob):
    update_contact(meera, by=alice, date_of_birth="1979-04-12")

    pages = [text(browser(person).get(here(meera))) for person in (alice, bob)]

    assert ["12 Apr 1979" in page for page in pages] == [True, False]


def test_every_typed_value_says_who_typed_it(browser, meera, alice, bob):
    update_contact(meera, by=bob, occupation="Surgeon", cause="said on the phone")

    page = text(browser(alice).get(here(meera)))

    note = page.split('id="origin-occupation"')[1].split("</button>")[0]
    assert "Typed by Bob Iyer" in note
    assert "said on the phone" in note


def test_history_shows_old_new_who_and_why(browser, meera, alice, bob):
    update_contact(meera, by=bob, owner=bob, occupation="Surgeon", cause="handed over")

    page = text(browser(alice).get(here(meera, "history")))

    assert "<del>Alice Fernandes</del>" in page
    assert "<ins>Bob Iyer</ins>" in page
    assert "by Bob Iyer · handed over" in page


def test_the_history_of_one_field_leaves_the_others_out(browser, meera, alice):
    update_contact(meera, by=alice, occupation="Surgeon")
    update_contact(meera, by=alice, department="Cardiology")

    page = text(browser(alice).get(here(meera, "history"), {"field": "occupation"}))

    assert ("Surgeon" in page, "Cardiology" in page) == (True, False)


def test_an_insight_drawn_from_an_older_version_is_stale(meera, alice):
    seen = [{"entity": "contact", "uid": str(meera.uid), "version": meera.version}]
    InsightFactory(contact=meera, title="Call before Diwali", based_on=seen)
    update_contact(meera, by=alice, occupation="Surgeon")

    result = run(sections_of("contact"), Dossier(meera, alice))["insights"]

    assert (result.status, result.reason) == ("stale", "based on contact v1, now v2")


def test_an_insight_is_stale_when_another_record_it_names_moved_on(meera, alice):
    deal = OpportunityFactory(primary_contact=meera, by=alice)
    seen = [{"entity": "opportunity", "uid": str(deal.uid), "version": deal.version}]
    InsightFactory(contact=meera, title="Offer the corner unit", based_on=seen)
    InsightFactory(contact=meera, based_on=[{**seen[0], "version": deal.version + 1}])
    deal.name = "Another name"
    deal = save_canonical(deal, by=alice)

    result = run(sections_of("contact"), Dossier(meera, alice))["insights"]

    words = f"based on opportunity v{deal.version - 1}, now v{deal.version}"
    assert (result.status, result.reason) == ("stale", words)
    assert sorted(row["stale"] for row in result.data) == ["", words]


def test_a_superuser_reads_without_being_in_any_team(browser, meera):
    boss = User.objects.create_superuser("boss")

    assert browser(boss).get(here(meera)).status_code == 200


def test_an_unknown_section_is_not_found(browser, meera, alice):
    assert browser(alice).get(here(meera, "sections/nothing")).status_code == 404


def test_the_form_of_the_administration_leads_back_to_the_dossier(browser, meera, alice):
    sync_roles()
    in_role(alice, "agent")

    page = text(browser(alice).get(here(meera, "edit")))

    assert f"/admin/contacts/contact/{meera.pk}/change/?next={quote(here(meera), '')}" in page
