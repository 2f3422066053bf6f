"""The queue of pairs and the page of a pair."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from approvals.models import Proposal, ProposalItem
from approvals.services import ItemDraft, propose
from contacts.models import Contact, Relationship
from contacts.services import update_contact
from core.services import save_canonical
from core.services.leasing import hold
from identity.handlers import apply_merge
from identity.models import MatchCandidate, PairVerdict
from identity.selectors.comparing import lines_of
from identity.selectors.forming import table_words
from identity.selectors.obstacles import warnings
from identity.services.errors import GonePartyError
from identity.services.merging import Order, merge
from identity.services.proposing import propose_merge
from identity.services.verdicts import pair_up, proposed, say
from identity.templatetags.reasons import of
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory, ContactPointFactory
from tests.identity.graphs import links_to
from tests.identity.test_handlers import decide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dora")]

EVIDENCE = [
    {"comparison": "phone", "level": "exact", "weight": 9.5, "left": "98", "right": "98"},
    {"comparison": "dob", "level": "different", "weight": -4.0},
]


@pytest.fixture
def pair(meera, mira):
    return MatchCandidate.objects.create(
        left=meera, right=mira, score="0.97", features={"evidence": EVIDENCE, "key": "+PHONE-DOB"}
    )


def test_agents_have_no_queue(client, alice):
    client.force_login(alice)

    assert client.get("/duplicates/").status_code == 403


def test_the_queue_shows_the_pair(browser, pair):
    page = browser.get("/duplicates/").content.decode()

    assert f"/duplicates/pairs/{pair.uid}/" in page


def test_an_empty_queue_says_what_fills_it(browser):
    assert "No pair waits for you" in browser.get("/duplicates/").content.decode()


def test_the_next_pair_opens(browser, pair):
    assert browser.get("/duplicates/next/").url == f"/duplicates/pairs/{pair.uid}/"


def test_a_pair_shows_why_and_why_not_as_a_picture(browser, pair):
    page = browser.get(f"/duplicates/pairs/{pair.uid}/").content.decode()

    assert 'aria-label="phone: exact +9.5; date of birth: different -4.0; in all +5.5"' in page


def test_the_pair_is_told_as_other_pages_tell_people(browser, pair, meera, mira, frank):
    ContactPointFactory(contact=meera, value_norm="+919820000040")
    ContactPointFactory(contact=mira, value_norm="+919820000004")
    compared = [
        {"comparison": "prior", "weight": -8.0},
        {
            "comparison": "phone",
            "level": "near",
            "weight": 2,
            "left": "820000040",
            "right": "820000004",
        },
        {
            "comparison": "born",
            "level": "slip",
            "weight": 2,
            "left": "19800401",
            "right": "19800402",
        },
    ]
    MatchCandidate.objects.update(features={"evidence": compared, "key": "+PHONE"})
    wanted = {"budget_max": Decimal(40_000_000), "budget_currency": "INR"}
    update_contact(meera, by=frank, timezone="Asia/Kolkata", **wanted)

    page = browser.get(f"/duplicates/pairs/{pair.uid}/").content.decode()

    assert "+91 98200 00040 and +91 98200 00004" in page
    assert "1 Apr 1980 and 2 Apr 1980" in page
    assert "Two people picked at random are seldom one" in page
    assert ("up to ₹4 Cr" in page, "India Time" in page) == (True, True)


def test_two_budgets_that_differ_never_read_alike(meera, mira, frank):
    for each, amount in ((meera, 24_512_345), (mira, 24_512_399)):
        each.budget_max, each.budget_currency = Decimal(amount), "INR"

    line = next(line for line in lines_of([meera, mira], by=frank) if line.name == "budget")

    assert [side.text for side in line.sides] == ["₹2,45,12,345", "₹2,45,12,399"]


def test_what_one_alone_says_is_nobodys_to_choose(meera, mira, frank):
    meera.gender, meera.nationality, meera.occupation = "female", "IN", "Chef"
    mira.gender, mira.nationality, mira.occupation = "", "IN", "Cook"

    lines = {line.name: line for line in lines_of([meera, mira], by=frank)}

    asked = {name: lines[name].differs for name in ("gender", "nationality", "occupation")}
    assert asked == {"gender": False, "nationality": False, "occupation": True}
    assert (lines["gender"].lone, lines["nationality"].lone) == (True, False)


def test_a_value_a_person_wrote_says_so(meera, mira, frank):
    update_contact(meera, by=frank, occupation="Chef")

    lines = {line.name: line for line in lines_of([meera, mira], by=frank)}

    assert lines["occupation"].sides[0].source == "written by a person"


def test_a_pair_another_reviewer_holds_says_so(browser, client, pair, dora, frank):
    browser.get(f"/duplicates/pairs/{pair.uid}/")
    client.force_login(dora)

    page = client.get(f"/duplicates/pairs/{pair.uid}/").content.decode()
    assert f"{frank} looks at this pair" in page


def test_a_preview_says_what_moves(browser, pair, mira):
    ContactPointFactory(contact=mira, value_norm="+919820000004")

    page = browser.post(f"/duplicates/pairs/{pair.uid}/preview/").content.decode()

    assert "<dt>Department</dt><dd>Design</dd>" in page
    assert "Phone: +91 98200 00004" in page


def test_the_same_person_becomes_a_proposal_with_the_choices(browser, pair, mira):
    browser.post(f"/duplicates/pairs/{pair.uid}/merge/", {"choose-name": str(mira.uid)})

    item = Proposal.objects.get(kind="identity.merge").items.get()
    assert item.after["choices"] == {"name": str(mira.uid)}


def test_a_blocked_merge_says_why(browser, pair, meera, mira, frank):
    PairVerdict.objects.create(left=meera, right=mira, verdict="different", by=frank)

    answer = browser.post(f"/duplicates/pairs/{pair.uid}/merge/")
    assert answer.status_code == 409
    assert "Somebody said that these are different people." in answer.content.decode()


def test_not_a_match_is_remembered_and_taken_back(browser, pair):
    browser.post(f"/duplicates/pairs/{pair.uid}/different/")
    said = PairVerdict.objects.get().verdict

    assert browser.post("/duplicates/undo/").url == f"/duplicates/pairs/{pair.uid}/"
    assert (said, PairVerdict.objects.count()) == ("different", 0)


def test_taking_back_is_offered_to_who_decided_something(browser, pair, frank):
    shown = ("/duplicates/", f"/duplicates/pairs/{pair.uid}/")

    def offered() -> list[bool]:
        return ["Undo my last" in browser.get(each).content.decode() for each in shown]

    before = offered()
    say(pair.left, pair.right, "different", by=frank)

    assert (before, offered()) == ([False, False], [True, True])


def test_taking_back_is_not_offered_for_what_others_decided_since(browser, pair, frank, dora):
    proposal = propose_merge(Order(survivor=pair.left, losers=[pair.right]), by=frank)
    proposed(pair, by=frank)
    assert "Undo my last" in browser.get("/duplicates/").content.decode()

    decide(proposal, dora)

    assert "Undo my last" not in browser.get("/duplicates/").content.decode()


def test_a_skipped_pair_leads_to_the_queue(browser, pair):
    browser.get(f"/duplicates/pairs/{pair.uid}/")

    assert browser.post(f"/duplicates/pairs/{pair.uid}/skip/").url == "/duplicates/"


def test_any_two_people_can_be_compared(browser, meera, mira):
    answer = browser.post(f"/duplicates/compare/{mira.uid}/{meera.uid}/")

    assert answer.url == f"/duplicates/pairs/{MatchCandidate.objects.get().uid}/"


def test_employers_are_named_where_people_are_compared_and_merged(browser, meera, mira, frank):
    for person, company in ((meera, "Emaar"), (mira, "Sobha")):
        person.employer = AccountFactory(display_name=company)
        save_canonical(person, by=frank, cause="a test")
    proposal = propose_merge(Order(survivor=meera, losers=[mira]), by=frank, reason="one person")

    pages = [
        browser.post(f"/duplicates/compare/{meera.uid}/{mira.uid}/", follow=True),
        browser.get(f"/review/{proposal.uid}/"),
        browser.get(f"/duplicates/contacts/{meera.uid}/"),
    ]

    told = [page.content.decode() for page in pages]
    assert ["Emaar" in page for page in told] == [True, True, True]
    assert ["Sobha" in page for page in told] == [True, True, False]


def test_people_on_one_number_are_offered_as_related(browser, pair):
    evidence = [{"comparison": "phone", "level": "same", "weight": 9.5}]
    MatchCandidate.objects.update(features={"evidence": evidence})
    page = browser.get(f"/duplicates/pairs/{pair.uid}/").content.decode()

    browser.post(f"/duplicates/pairs/{pair.uid}/different/", {"related": "spouse_of"})

    assert "Meera Rao is the spouse of Mira Rao" in page
    assert Relationship.objects.get().kind == "spouse_of"


def test_what_a_merge_moves_is_told_in_words_of_people():
    models = {field.model for _, field in links_to(Contact)}

    words = {table_words(model._meta.db_table) for model in models if not model._meta.auto_created}

    assert {"people", "other candidates", "parts of scores"} <= words
    assert [told for told in words if "_" in told] == []


def test_looking_at_two_people_nobody_compared_writes_nothing(browser, meera, mira):
    address = f"/duplicates/compare/{meera.uid}/{mira.uid}/"

    page = browser.get(address).content.decode()
    assert "Put them side by side" in page
    assert not MatchCandidate.objects.exists()
    pair = browser.post(address)
    assert pair.url == f"/duplicates/pairs/{MatchCandidate.objects.get().uid}/"


def test_comparing_somebody_merged_compares_who_they_are_now(browser, meera, mira, alice):
    kiran = ContactFactory(full_name="Kiran Shah", owner=alice, by=alice)
    merge(Order(survivor=meera, losers=[mira]), by=alice)

    browser.post(f"/duplicates/compare/{mira.uid}/{kiran.uid}/")
    pair = MatchCandidate.objects.get()
    assert {pair.left, pair.right} == {meera, kiran}


def test_comparing_two_who_were_merged_says_they_are_one(browser, meera, mira, alice):
    merge(Order(survivor=meera, losers=[mira]), by=alice)

    page = browser.get(f"/duplicates/compare/{mira.uid}/{meera.uid}/", follow=True)
    assert "They are one person already" in page.content.decode()
    assert not MatchCandidate.objects.exists()


def test_no_pair_is_made_of_somebody_merged(meera, mira, alice):
    kiran = ContactFactory(full_name="Kiran Shah", owner=alice, by=alice)
    merge(Order(survivor=meera, losers=[mira]), by=alice)

    with pytest.raises(GonePartyError):
        pair_up(mira, kiran, by=alice)


def test_the_page_of_an_old_pair_leads_to_who_they_are_now(browser, meera, mira, alice):
    kiran = ContactFactory(full_name="Kiran Shah", owner=alice, by=alice)
    merge(Order(survivor=meera, losers=[mira]), by=alice)
    stale = MatchCandidate.objects.create(left=mira, right=kiran, score="0.5")

    answer = browser.get(f"/duplicates/pairs/{stale.uid}/")
    assert answer.url == f"/duplicates/compare/{mira.uid}/{kiran.uid}/"


def test_a_pair_another_reviewer_looks_at_is_not_decided(browser, pair, dora):
    hold(pair, by=dora)

    for way in ("different", "merge"):
        page = browser.post(f"/duplicates/pairs/{pair.uid}/{way}/")
        assert page.status_code == 409
        assert f"{dora} looks at this pair" in page.content.decode()
    assert not PairVerdict.objects.exists()
    assert not Proposal.objects.exists()


def test_a_lease_that_ended_keeps_nobody_from_deciding(browser, pair, dora):
    hold(pair, by=dora)
    MatchCandidate.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    browser.post(f"/duplicates/pairs/{pair.uid}/different/")
    assert PairVerdict.objects.get().verdict == "different"


def test_a_merge_that_could_not_be_says_why_in_words(browser, meera, mira, alice, frank):
    kiran = ContactFactory(full_name="Kiran Shah", owner=alice, by=alice)
    slow = propose_merge(Order(survivor=kiran, losers=[mira]), by=alice)
    merge(Order(survivor=meera, losers=[mira]), by=alice)
    item = slow.items.get()
    outcome = apply_merge(item, frank)
    ProposalItem.objects.filter(pk=item.pk).update(conflict=outcome.conflict)

    page = browser.get(f"/review/{slow.uid}/").content.decode()
    assert "one of these people was merged or erased meanwhile" in page
    assert "party_gone" not in page


def test_one_of_a_kind_is_counted_as_one():
    words = [of(name, 1) for name in ("contact points", "addresses", "source records", "people")]

    assert words == ["contact point", "address", "source record", "person"]
    assert of("addresses", 2) == "addresses"


def test_one_proposal_that_waits_is_told_as_one(meera, mira, alice):
    change = ItemDraft(
        op="update", target_type="contact", target_uid=mira.uid, after={"department": "Sales"}
    )
    propose(kind="contact.update", title="Sales", items=[change], by=alice)

    assert "1 proposal waits on Mira Rao" in warnings(meera, [mira])[-1].words
