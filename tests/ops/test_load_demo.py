"""The demo: loaded once, whole, and never in production."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import Account
from activities.models import Interaction, Task
from approvals import services as approvals
from approvals.models import Proposal
from approvals.selectors import queue_for
from contacts.models import Contact, ContactPoint
from core.models import ChangeEvent, User
from evidence.models import Evidence, QDScore
from identity.models import SourceRecord
from identity.selectors.queue import open_pairs
from imports.models import RawBatch
from imports.selectors import batches_for
from inventory.models import Unit
from opportunities.models import Opportunity, SiteVisit
from ops import services
from ops.demo_accounts import ACCOUNTS
from ops.services.demo.files import APPLIED, WAITING, import_files
from ops.services.demo.staff import find_staff
from ops.services.demo.twins import REGISTER
from oracle_bridge.models import Insight

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup, django_db_blocker, tmp_path_factory):  # noqa: ARG001 -- the database
    """Load the demo once for all tests of the file, in a transaction that is rolled back."""
    outer = transaction.atomic()
    outer._from_testcase = True  # or the appliers' durable transactions would not start
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, outer:
        services.sync_roles()
        assert services.load_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def farah() -> User:
    return User.objects.get(username="farah")


@pytest.fixture
def omar() -> User:
    return User.objects.get(username="omar")


def test_a_second_run_asks_one_question_and_changes_nothing(django_assert_num_queries):
    last = ChangeEvent.objects.latest("id").pk

    with django_assert_num_queries(1):
        assert services.load_demo() is False

    assert ChangeEvent.objects.latest("id").pk == last


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
def test_everybody_logs_in_with_the_password_that_is_printed(account):
    client = Client()

    assert client.login(username=account.username, password=account.password)


def test_production_never_gets_demo_people(settings):
    settings.LOCAL = settings.DEMO = False

    with pytest.raises(CommandError, match="only where VELOCITY_ENV is local"):
        call_command("load_demo")


def test_the_service_has_no_password():
    assert not User.objects.get(username="svc_nemoclaw").has_usable_password()


def test_the_graph_is_as_large_as_promised():
    assert Contact.objects.count() >= 200
    assert Account.objects.count() >= 40
    assert Opportunity.objects.count() == 80
    assert Interaction.objects.count() >= 600


def test_nobody_shares_a_name():
    names = list(Contact.objects.values_list("full_name", flat=True))

    assert len(names) == len(set(names))


def test_nothing_reaches_a_real_person():
    mails = ContactPoint.objects.filter(kind="email").exclude(value_norm__endswith="@example.com")
    phones = ContactPoint.objects.filter(kind__in=["phone", "whatsapp"])
    invented = r"^(\+91\d{5}0\d{4}|\+9715\d00\d{5}|\+1\d{3}55501\d{2})$"

    assert list(mails) == []
    assert list(phones.exclude(value_norm__regex=invented)) == []


def test_spouses_share_numbers_that_claim_nobody():
    shared = ContactPoint.objects.filter(is_shared=True)

    assert shared.count() >= 40
    assert not shared.filter(is_identity=True).exists()


def test_nothing_happened_in_the_future():
    now = timezone.now()

    assert not Interaction.objects.filter(occurred_at__gt=now).exists()
    assert not Contact.objects.filter(updated_at__gt=now).exists()
    assert not SiteVisit.objects.filter(visited_at__gt=now).exists()


def test_nobody_was_spoken_with_before_they_were_known():
    early = Interaction.objects.exclude(contact__isnull=True).extra(
        tables=["contacts_contact"],
        where=["contacts_contact.id = activities_interaction.contact_id"],
    )

    assert not early.extra(where=["occurred_at < contacts_contact.created_at"]).exists()


@pytest.mark.parametrize("username", ["omar", "farah", "anil"])
def test_everybody_has_tasks_late_due_and_done(username):
    tasks = Task.objects.filter(assignee__username=username)
    soon = timezone.now() + timedelta(days=10)

    assert tasks.filter(status="open", due_at__lt=timezone.now()).exists()
    assert tasks.filter(status="open", due_at__gte=timezone.now(), due_at__lt=soon).exists()
    assert tasks.filter(status="done").exists()


def test_deals_stand_in_every_part_of_the_pipeline():
    categories = set(Opportunity.objects.values_list("stage__category", flat=True))

    assert categories == {"open", "won", "lost"}


def test_the_stage_of_a_deal_is_the_last_of_its_history():
    last = {deal.stage_history.order_by("-entered_at", "-id")[0].to_stage_id == deal.stage_id
            for deal in Opportunity.objects.all()}  # fmt: skip

    assert last == {True}


def test_a_unit_is_on_one_table_only_and_off_the_market_once_sold():
    units = Opportunity.objects.exclude(unit=None).values_list("unit", flat=True)

    assert len(units) == len(set(units))
    assert Unit.objects.exclude(status="available").count() == 9


def test_scores_are_shown_where_the_evidence_is_not_thin():
    shown = QDScore.objects.exclude(band="thin")

    assert shown.count() >= 20
    assert Contact.objects.filter(summary__qd_value__isnull=False).count() == shown.count()


def test_what_a_sensor_saw_without_consent_is_quarantined():
    seen = Evidence.objects.filter(type__family="perception").order_by("id")

    assert sorted(row.state for row in seen) == ["active", "quarantined"]


def test_withdrawn_consent_stops_outreach():
    withdrawn = set(
        Contact.objects.filter(consents__status="withdrawn").values_list("pk", flat=True)
    )

    assert withdrawn == set(
        Contact.objects.filter(do_not_contact=True).values_list("pk", flat=True)
    )
    assert withdrawn


def test_one_insight_is_stale():
    stale = [
        row
        for row in Insight.objects.exclude(contact=None)
        if row.based_on[0]["version"] != row.contact.version
    ]

    assert len(stale) == 1


def test_values_of_the_applied_file_name_their_row():
    batch = RawBatch.objects.get(filename=APPLIED)

    assert batch.state == "applied"
    assert SourceRecord.objects.filter(batch_id=batch.pk, outcome="created").count() >= 8
    assert SourceRecord.objects.filter(batch_id=batch.pk, contact__isnull=False).count() == 11


def test_the_files_are_brought_once():
    import_files(find_staff(), [], [])

    assert RawBatch.objects.count() == 3


def test_farah_decides_what_omar_uploaded_and_omar_may_not(omar, farah):
    proposal = RawBatch.objects.get(filename=WAITING).proposal
    stands = {"revision": proposal.revision, "content_hash": proposal.content_hash}

    with pytest.raises(approvals.SelfApprovalError):
        approvals.approve(proposal, by=omar, **stands)
    approvals.approve(proposal, by=farah, **stands)
    applied = approvals.apply(proposal, by=farah)

    assert applied.state == "applied"


def test_farah_finds_the_service_s_proposals_in_her_queue(farah):
    kinds = sorted(queue_for(farah).values_list("kind", flat=True))

    assert kinds == ["account.update", "contact.update", "contact.update", "imports.commit"]


def test_every_waiting_enrichment_can_be_applied(farah):
    for proposal in Proposal.objects.filter(source__code="nemoclaw"):
        stands = {"revision": proposal.revision, "content_hash": proposal.content_hash}
        applied = approvals.apply(approvals.approve(proposal, by=farah, **stands), by=farah)
        assert applied.state == "applied"


def test_anil_sees_his_team_and_not_the_office(omar):
    anil = User.objects.get(username="anil")

    assert (
        set(Contact.objects.visible_to(anil).filter(owner__username="farah", visibility=1)) == set()
    )
    assert Contact.objects.visible_to(anil).count() < Contact.objects.visible_to(omar).count()


def test_anil_has_no_business_with_the_office_s_files():
    anil = User.objects.get(username="anil")

    assert list(batches_for(anil)) == []


def test_people_written_twice_wait_in_the_queue_of_duplicates_and_in_their_import(omar):
    likeliest = open_pairs(omar).select_related("left", "right")[:4]
    register = RawBatch.objects.get(filename=REGISTER)

    assert [_sources(pair) for pair in likeliest] == [{"manual", "demo-register"}] * 4
    assert register.resolutions.filter(outcome="ambiguous").count() == 2


def _sources(pair):
    return {pair.left.source_first.code, pair.right.source_first.code}
