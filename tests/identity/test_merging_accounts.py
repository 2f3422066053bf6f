"""Two accounts become one, and apart again."""

import pytest
from django.test import Client

from accounts.models import Account, AccountUserGrant
from accounts.services import update_account
from approvals import services as approvals
from contacts.models import Contact
from core.choices import Visibility
from core.models import ChangeEvent
from identity.models import AccountCandidate, AccountMerge, SourceRecord
from identity.selectors.accounts import like_accounts
from identity.services.errors import BlockedError, GonePartyError, NotLastError, UndoneError
from identity.services.merging_accounts import merge_accounts, unmerge_accounts
from identity.services.proposing import propose_account_merge
from imports.models import RawBatch
from tests.api_clients import calls
from tests.factories.accounts import AccountFactory, AccountIdentifierFactory
from tests.factories.activities import (
    AttachmentFactory,
    InteractionFactory,
    NoteFactory,
    TaskFactory,
)
from tests.factories.contacts import (
    AccountContactFactory,
    ContactFactory,
    PostalAddressFactory,
    RelationshipFactory,
)
from tests.factories.core import SourceSystemFactory, UserFactory
from tests.factories.opportunities import (
    OpportunityFactory,
    OpportunityPartyFactory,
    PartnerTagFactory,
    SiteVisitFactory,
)
from tests.factories.oracle_bridge import EntityMappingFactory, InsightFactory
from tests.identity.graphs import links_to, pointing_at, prints
from tests.identity.test_handlers import decide
from tests.identity.test_merging import WHAT_TO_DO

pytestmark = pytest.mark.django_db

STAYS = {
    "accounts.Account.merged_into": "it is the merge",
    "identity.AccountMerge.survivor": "the journal",
    "identity.AccountMerge.loser": "the journal",
}


BROKER = "broker_firm"


@pytest.fixture
def emaar(alice):
    return AccountFactory(display_name="Emaar Properties", city="Dubai", kind=BROKER, owner=alice)


@pytest.fixture
def twin(alice):
    return AccountFactory(
        display_name="Emaar Properties PJSC", website="https://emaar.example", kind=BROKER,
        domain="emaar.example", phone="+97143673333", owner=alice,
    )  # fmt: skip


@pytest.fixture
def around(emaar, twin, alice, meera):
    """A row of every kind that may hang on an account, some on both."""
    oracle = SourceSystemFactory()
    for account in (emaar, twin):
        AccountContactFactory(account=account, contact=meera)
        RelationshipFactory(from_contact=meera, to_contact=None, to_account=account, kind="advises")
        PostalAddressFactory(contact=None, account=account, is_primary=True)
        EntityMappingFactory(entity_type="account", local_uid=account.uid, system=oracle)
    ContactFactory(employer=twin, by=alice)
    after = AccountFactory(parent=twin, by=alice)
    for left, right in ((emaar, twin), (twin, after)):
        AccountCandidate.objects.create(left=left, right=right, reasons=["name"], strength=3)
    AccountIdentifierFactory(account=twin)
    share = {"user": UserFactory(), "permission": _may_view(), "content_object": twin}
    AccountUserGrant.objects.create(**share)
    deal = OpportunityFactory(by=alice, primary_contact=meera, account=twin)
    OpportunityPartyFactory(opportunity=deal, contact=None, account=twin)
    PartnerTagFactory(contact=meera, partner=twin)
    SiteVisitFactory(contact=meera, partner=twin)
    for factory in (InteractionFactory, NoteFactory, TaskFactory, AttachmentFactory):
        factory(contact=None, account=twin)
    InsightFactory(contact=None, account=twin)
    _record(twin)


def _may_view():
    return AccountUserGrant._meta.get_field("permission").related_model.objects.get(
        content_type__app_label="accounts", codename="view_account"
    )


def _record(account):
    source = SourceSystemFactory()
    batch = RawBatch.objects.create(
        source=source, filename="a.csv", sha256="0" * 64, size=1, uploaded_by=account.owner
    )  # fmt: skip
    SourceRecord.objects.create(
        source=source, batch_id=batch.pk, row_no=1, account=account, mask=1, outcome="created",
        version_after=1,
    )  # fmt: skip


@pytest.mark.usefixtures("around")
def test_every_column_that_points_at_accounts_is_decided_about(twin):
    undecided = [label for label, rows in pointing_at([twin]).items() if not rows]

    assert sorted(undecided) == sorted(STAYS), WHAT_TO_DO


@pytest.mark.usefixtures("around")
def test_nothing_points_at_a_merged_account(emaar, twin, alice):
    merge_accounts(emaar, twin, by=alice)

    left = {label for label, rows in pointing_at([twin]).items() if rows}
    assert left == {"identity.AccountMerge.loser"}, WHAT_TO_DO


@pytest.mark.usefixtures("around")
def test_undoing_a_merge_restores_everything(emaar, twin, alice):
    before = prints()

    done = unmerge_accounts(merge_accounts(emaar, twin, by=alice), by=alice)

    changed = {table for table, told in prints().items() if before[table] != told}
    assert (changed, done.residue) == (set(), [])


def test_what_stays_is_known_to_the_models():
    assert set(STAYS) <= {label for label, _ in links_to(Account)}


def test_the_one_that_stays_takes_over_what_it_lacks(emaar, twin, alice):
    update_account(emaar, by=alice, phone="+97144000000")

    merge_accounts(emaar, twin, by=alice)

    emaar.refresh_from_db()
    assert (emaar.display_name, emaar.domain) == ("Emaar Properties", "emaar.example")
    assert emaar.phone == "+97144000000"


def test_what_changed_since_stays_and_is_listed(emaar, twin, alice):
    done = merge_accounts(emaar, twin, by=alice)
    emaar.refresh_from_db()
    update_account(emaar, by=alice, phone="+97144000000")

    done = unmerge_accounts(done, by=alice)

    emaar.refresh_from_db()
    assert (emaar.phone, emaar.website) == ("+97144000000", "")
    assert [row["columns"] for row in done.residue] == [["phone"]]


def test_a_parent_merged_into_its_subsidiary_is_not_its_own_parent(emaar, alice):
    upper = AccountFactory(by=alice)
    holding = AccountFactory(by=alice, parent=upper)
    emaar = update_account(emaar, by=alice, parent=holding)

    merge_accounts(emaar, holding, by=alice)

    emaar.refresh_from_db()
    assert emaar.parent == upper


def test_merges_are_undone_the_last_first(emaar, twin, alice):
    first = merge_accounts(twin, AccountFactory(by=alice), by=alice)
    last = merge_accounts(emaar, twin, by=alice)

    with pytest.raises(NotLastError):
        unmerge_accounts(first, by=alice)
    unmerge_accounts(last, by=alice)
    assert unmerge_accounts(first, by=alice).state == "undone"
    with pytest.raises(UndoneError):
        unmerge_accounts(first, by=alice)


def test_an_account_merges_once(emaar, twin, alice):
    merge_accounts(emaar, twin, by=alice)

    with pytest.raises(GonePartyError):
        merge_accounts(AccountFactory(by=alice), twin, by=alice)


def test_a_broker_firm_stays_one(twin, alice):
    with pytest.raises(BlockedError, match="merge the other way round"):
        merge_accounts(AccountFactory(by=alice), twin, by=alice)


def test_the_change_feed_tells_of_both_ways(emaar, twin, alice):
    unmerge_accounts(merge_accounts(emaar, twin, by=alice), by=alice)

    told = ChangeEvent.objects.filter(entity_uid=twin.uid).order_by("pk")
    assert [op for op in told.values_list("op", flat=True) if "merge" in op] == [
        "merged",
        "unmerged",
    ]


def test_like_accounts_are_found_with_reasons(emaar, twin, alice):
    AccountFactory(display_name="Sobha Realty", by=alice)
    update_account(emaar, by=alice, website="http://www.emaar.example/about")

    found = [(each.account, each.reasons) for each in like_accounts(emaar, alice)]

    assert found == [(twin, ["a like name", "the same website"])]


def test_accounts_somebody_may_not_see_are_not_told(emaar, twin, charlie):
    Account.objects.filter(pk=twin.pk).update(visibility=Visibility.RESTRICTED, version=2)

    assert like_accounts(emaar, charlie) == []


def test_an_employer_follows(emaar, twin, alice):
    meera = ContactFactory(employer=twin, by=alice)

    merge_accounts(emaar, twin, by=alice)

    assert Contact.objects.get(pk=meera.pk).employer == emaar


def test_the_journal_is_not_deleted(emaar, twin, alice):
    done = merge_accounts(emaar, twin, by=alice)

    with pytest.raises(Exception, match="undone, it does not vanish"):
        AccountMerge.objects.filter(pk=done.pk).delete()


@pytest.fixture
def page(frank) -> Client:
    """The pages as Frank sees them."""
    client = Client()
    client.force_login(frank)
    return client


@pytest.mark.usefixtures("dora")
def test_a_reviewer_finds_and_proposes_it_on_a_page(emaar, twin, page):
    told = page.get(f"/duplicates/accounts/{emaar.uid}/").content.decode()
    asked = {"other": str(twin.uid), "reason": "one company"}
    after = page.post(f"/duplicates/accounts/{emaar.uid}/merge/", asked, follow=True)

    assert twin.display_name in told
    assert f"Proposed: Merge {twin} into {emaar}" in after.content.decode()


def test_the_page_of_a_merged_account_leads_to_the_one_that_stays(emaar, twin, alice, page):
    merge_accounts(emaar, twin, by=alice)

    moved = page.get(f"/duplicates/accounts/{twin.uid}/")

    assert (moved.status_code, moved.url) == (308, f"/duplicates/accounts/{emaar.uid}/")


def test_who_does_not_review_is_not_let_in(emaar, alice):
    client = Client()
    client.force_login(alice)

    assert client.get(f"/duplicates/accounts/{emaar.uid}/").status_code == 403


def test_a_second_person_approves_and_the_proposal_undoes_it(emaar, twin, alice, frank, dora):
    done = decide(propose_account_merge(emaar, twin, by=alice), frank)
    twin.refresh_from_db()
    merged = (done.state, twin.state)

    decide(approvals.revert(done, by=alice), dora)

    twin.refresh_from_db()
    assert (merged, twin.state) == (("applied", "merged"), "active")


@pytest.mark.usefixtures("dora")
def test_it_is_proposed_over_rest(emaar, twin, frank):
    asked = {"survivor": str(emaar.uid), "loser": str(twin.uid)}

    found = calls(frank).get(f"/api/v1/accounts/{emaar.uid}/duplicates/").json()
    told = calls(frank).post("/api/v1/account-merges/", asked)

    assert [each["display_name"] for each in found] == [twin.display_name]
    assert (told.status_code, told.json()["kind"]) == (201, "identity.merge_accounts")


def test_an_account_does_not_merge_into_itself(emaar, frank):
    asked = {"survivor": str(emaar.uid), "loser": str(emaar.uid)}

    assert calls(frank).post("/api/v1/account-merges/", asked).status_code == 400


@pytest.mark.usefixtures("dora")
def test_the_same_merge_asked_for_again_is_the_one_that_waits(emaar, twin, frank):
    asked = {"survivor": str(emaar.uid), "loser": str(twin.uid)}
    first = calls(frank).post("/api/v1/account-merges/", asked)

    again = calls(frank).post("/api/v1/account-merges/", asked)

    assert (first.status_code, again.status_code) == (201, 200)
    assert (again.json(), again["Location"]) == (first.json(), first["Location"])


@pytest.mark.usefixtures("dora")
def test_another_merge_of_the_two_is_refused_while_one_waits(emaar, twin, frank):
    asked = {"survivor": str(emaar.uid), "loser": str(twin.uid)}
    first = calls(frank).post("/api/v1/account-merges/", asked)

    asked = {"survivor": str(twin.uid), "loser": str(emaar.uid)}
    other = calls(frank).post("/api/v1/account-merges/", asked)

    told = other.json()
    assert (other.status_code, told["code"]) == (409, "exclusive_lock")
    assert told["holder"] == first.json()["uid"]


@pytest.mark.usefixtures("dora")
def test_a_repeated_key_gets_the_first_answer(emaar, twin, frank):
    asked = {"survivor": str(emaar.uid), "loser": str(twin.uid)}
    key = {"Idempotency-Key": "emaar"}
    first = calls(frank).post("/api/v1/account-merges/", asked, headers=key)

    again = calls(frank).post("/api/v1/account-merges/", asked, headers=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")


def test_the_owner_of_the_loser_is_told_of_the_share_and_of_its_end(emaar, alice, charlie):
    theirs = AccountFactory(display_name="Emaar Dubai", kind=BROKER, owner=charlie)
    told = ChangeEvent.objects.filter(entity_uid=emaar.uid, cause="share:charlie").order_by("pk")

    done = merge_accounts(emaar, theirs, by=alice)
    gained = list(told.values_list("op", "version"))
    emaar.refresh_from_db()
    version = emaar.version
    unmerge_accounts(done, by=alice)

    assert gained == [("access_gained", version)]
    assert list(told.values_list("op", flat=True)) == ["access_gained", "access_lost"]
