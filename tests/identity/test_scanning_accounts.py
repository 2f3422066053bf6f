"""Accounts that may be one: found by a scan, told apart or merged by a person."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account
from approvals.services import withdraw
from core.choices import Visibility
from identity.choices import CandidateStatus, ScanState
from identity.models import AccountCandidate
from identity.selectors.accounts import like_accounts, open_account_pairs, told_apart
from identity.services.merging_accounts import merge_accounts, unmerge_accounts
from identity.services.proposing import propose_account_merge
from identity.services.scanning import run_scan, start_scan
from identity.services.verdicts_accounts import tell_accounts_apart
from tests.factories.accounts import AccountFactory, AccountIdentifierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sobha(alice):
    return AccountFactory(
        display_name="Sobha Realty LLC", domain="sobha.example", city="Dubai", owner=alice
    )


@pytest.fixture
def again(alice):
    return AccountFactory(display_name="SOBHA REALTY", domain="sobha.example", owner=alice)


@pytest.fixture
def pair(sobha, again, alice) -> AccountCandidate:
    """What a scan found."""
    scanned(alice)
    return AccountCandidate.objects.get(left=sobha, right=again)


def scanned(by):
    """Return a scan that was run to its end."""
    return run_scan(start_scan(by=by).pk)


def test_a_scan_finds_the_accounts_that_may_be_one(sobha, again, alice):
    AccountFactory(display_name="Nakheel", owner=alice)

    run = scanned(alice)

    pair = AccountCandidate.objects.get()
    assert (run.state, run.accounts_found) == (ScanState.DONE, 1)
    assert (pair.left, pair.right, pair.reasons) == (sobha, again, ["name", "website"])


def test_the_strongest_reasons_come_first(frank):
    for name in ("Kalpataru", "Kalpataru Pvt Ltd", "Godrej Rajaji", "Godraj Rajaji"):
        AccountFactory(display_name=name, owner=frank)

    scanned(frank)

    assert [pair.reasons for pair in open_account_pairs(frank)] == [["name"], ["like_name"]]


def test_an_official_number_finds_what_no_name_would(alice):
    for name in ("Old Brand", "New Label"):
        account = AccountFactory(display_name=name, owner=alice)
        AccountIdentifierFactory(account=account, kind="trn", number="100200300400500")

    scanned(alice)

    assert [pair.reasons for pair in AccountCandidate.objects.all()] == [["number"]]


def test_a_pair_no_longer_alike_leaves_the_queue_and_comes_back(pair, again, alice):
    Account.objects.filter(pk=again.pk).update(display_name="Aldar", domain="", version=2)
    scanned(alice)
    pair.refresh_from_db()
    assert pair.status == CandidateStatus.SUPERSEDED

    Account.objects.filter(pk=again.pk).update(display_name="Sobha Realty", version=3)
    scanned(alice)

    pair.refresh_from_db()
    assert (pair.status, pair.reasons) == (CandidateStatus.OPEN, ["name"])


def test_what_was_told_apart_is_not_asked_again(pair, sobha, again, frank):
    tell_accounts_apart(again, sobha, by=frank)

    run = scanned(frank)

    pair.refresh_from_db()
    assert (run.accounts_found, pair.status) == (0, CandidateStatus.NOT_A_MATCH)
    assert not open_account_pairs(frank).exists()
    assert like_accounts(sobha, frank) == []
    assert told_apart(sobha, frank) == [(again, pair)]


def test_the_database_wants_to_know_who_told_a_pair_apart(pair):
    with pytest.raises(IntegrityError, match="refused_by_somebody"), transaction.atomic():
        AccountCandidate.objects.filter(pk=pair.pk).update(status="not_a_match")


@pytest.mark.usefixtures("dora")
def test_a_proposed_pair_waits_only_while_nobody_proposed_it(pair, sobha, again, frank):
    proposal = propose_account_merge(sobha, again, by=frank)
    assert not open_account_pairs(frank).exists()

    withdraw(proposal, by=frank, reason="not sure")

    assert list(open_account_pairs(frank)) == [pair]


@pytest.mark.usefixtures("pair")
def test_a_pair_goes_with_a_merge_and_comes_back_with_its_undoing(sobha, again, alice):
    third = AccountFactory(display_name="Sobha Realty Ltd", owner=alice)
    scanned(alice)

    done = merge_accounts(sobha, again, by=alice)
    merged = {(each.left, each.right) for each in AccountCandidate.objects.all()}
    unmerge_accounts(done, by=alice)

    assert merged == {(sobha, third)}
    assert AccountCandidate.objects.count() == 3


@pytest.mark.usefixtures("pair")
def test_accounts_somebody_may_not_see_are_in_no_queue(again, frank):
    Account.objects.filter(pk=again.pk).update(visibility=Visibility.RESTRICTED, version=2)
    frank.user_permissions.clear()

    assert not open_account_pairs(type(frank).objects.get(pk=frank.pk)).exists()


def test_the_queue_shows_a_pair_and_why(browser, pair):
    page = browser.get("/duplicates/accounts/").content.decode()

    assert f"/duplicates/accounts/{pair.left.uid}/" in page
    assert "the same name" in page
    assert "the same website" in page


def test_an_empty_queue_says_what_fills_it(browser):
    assert "A scan compares all accounts" in browser.get("/duplicates/accounts/").content.decode()


def test_a_reviewer_tells_two_apart_and_takes_it_back(browser, pair, sobha, again):
    asked = {"other": str(again.uid), "from": "queue"}
    assert "Undo my last" not in browser.get("/duplicates/accounts/").content.decode()

    told = browser.post(f"/duplicates/accounts/{sobha.uid}/different/", asked, follow=True)
    assert "are two accounts; noted for ever" in told.content.decode()
    assert "No accounts look like one" in told.content.decode()
    assert "Undo my last" in told.content.decode()

    back = browser.post("/duplicates/accounts/undo/", follow=True).content.decode()

    pair.refresh_from_db()
    assert pair.status == CandidateStatus.OPEN
    assert "wait again" in back


def test_the_page_of_an_account_takes_it_back_too(browser, pair, sobha, again, frank):
    tell_accounts_apart(sobha, again, by=frank)
    assert (
        "is another account" in browser.get(f"/duplicates/accounts/{again.uid}/").content.decode()
    )

    browser.post(f"/duplicates/accounts/{again.uid}/again/", {"other": str(sobha.uid)})

    pair.refresh_from_db()
    assert pair.status == CandidateStatus.OPEN


def test_agents_have_no_queue_of_accounts(client, alice):
    client.force_login(alice)

    assert client.get("/duplicates/accounts/").status_code == 403


@pytest.mark.usefixtures("pair")
def test_the_queue_asks_as_much_for_many_as_for_one(browser, alice, django_assert_max_num_queries):
    for number in range(5):
        AccountFactory(display_name=f"Sobha Realty {'LLC' if number % 2 else 'Ltd'}", owner=alice)
    scanned(alice)

    with django_assert_max_num_queries(8):
        browser.get("/duplicates/accounts/")
