"""Legacy tables of three installations flow in once and stay explainable."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from contacts.models import Contact, ContactPoint
from identity.models import SourceRecord
from imports.models import RawBatch, RawRecord
from imports.selectors import explain
from imports.services.legacy import LegacyError, Profile, load_profile, migrate
from opportunities.models import Opportunity
from tests.imports.acts import origins_of, undo
from tests.imports.legacy_tables import HERE, PORTAL, told

pytestmark = pytest.mark.django_db

BROKER = """
CREATE TABLE legacy_test.crm_leads (lead_id uuid PRIMARY KEY, cust_name text, mob1 text,
    mob2 text, mail text, created timestamptz DEFAULT now(), pwd_hash text, meta jsonb);
INSERT INTO legacy_test.crm_leads (lead_id, cust_name, mob1, mob2, mail, pwd_hash, meta) VALUES
    ('00000000-0000-0000-0000-00000000000a', 'Karan Walia', '9820122222', '', 'k@w.example',
     'x', '{"b": 1, "a": [2]}');
"""
BROKER_PROFILE = """
table = "legacy_test.crm_leads"
key = "lead_id"
region = "IN"
[columns]
cust_name = "contact.full_name"
mob1 = "contact.phone"
mob2 = "contact.phone"
mail = "contact.email"
[ignore]
pwd_hash = "a secret, no business of the client graph"
"""
GULF = """
CREATE TABLE legacy_test."Enquiries" ("Ref" text PRIMARY KEY, "First" text, "Last" text,
    "Mobile No" text, "WhatsApp" text, "Nationality" text);
INSERT INTO legacy_test."Enquiries" VALUES
    ('E-1', 'Mariam', 'Al Suwaidi', '050 765 4321', '0507654321', 'Emirati');
"""
GULF_PROFILE = """
table = "legacy_test.Enquiries"
key = "Ref"
region = "AE"
[columns]
First = "contact.given_name"
Last = "contact.family_name"
"Mobile No" = "contact.phone"
WhatsApp = "contact.whatsapp"
"""


def test_a_table_with_usual_columns_needs_no_profile(legacy, bring):
    legacy(PORTAL)

    report = bring()

    assert told(report) == (4, 2, 1, 0, 1)
    assert (report.balanced, report.state) == (True, "applied")


def test_one_with_other_columns_needs_a_profile(legacy, bring, tmp_path):
    legacy(BROKER)
    (tmp_path / "p.toml").write_text(BROKER_PROFILE)

    report = bring(profile=load_profile("leads", tmp_path / "p.toml"))

    karan = Contact.objects.get(full_name="Karan Walia")
    assert told(report) == (1, 1, 0, 0, 0)
    assert set(karan.points.values_list("value_norm", flat=True)) == {
        "+919820122222", "k@w.example"
    }  # fmt: skip


def test_names_with_capitals_and_blanks_are_names_too(legacy, bring, tmp_path):
    legacy(GULF)
    (tmp_path / "p.toml").write_text(GULF_PROFILE)

    bring(profile=load_profile("leads", tmp_path / "p.toml"))

    assert ContactPoint.objects.filter(value_norm="+971507654321").count() == 2
    assert SourceRecord.objects.get().external_id == "E-1"


def test_a_second_run_changes_nothing(legacy, bring):
    legacy(PORTAL)
    first = bring()
    versions = dict(Contact.objects.values_list("uid", "version"))

    again = bring()

    assert (told(again), again.changed) == (told(first), False)
    assert dict(Contact.objects.values_list("uid", "version")) == versions
    assert RawBatch.objects.count() == 1


def test_a_table_that_grew_brings_the_new_rows_alone(legacy, bring):
    legacy(PORTAL)
    bring()
    legacy("INSERT INTO legacy_test.leads VALUES (5, 'Lena Vogt', '+49 30 1234567')")
    versions = dict(Contact.objects.values_list("uid", "version"))

    report = bring()

    assert told(report) == (5, 1, 3, 0, 1)
    assert dict(Contact.objects.filter(uid__in=versions).values_list("uid", "version")) == versions


def test_a_dry_run_tells_the_same_and_leaves_nothing(legacy, bring, settings):
    legacy(PORTAL)

    report = bring(dry_run=True)

    assert told(report) == (4, 2, 1, 0, 1)
    assert (Contact.objects.count(), RawBatch.objects.count()) == (0, 0)
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_run_that_stopped_before_the_approval_goes_on(legacy, alice, dora):
    legacy(PORTAL)
    profile = Profile("leads", "legacy_test.leads", region="IN")

    waiting = migrate(profile, HERE, by=alice, approver=None)
    done = migrate(profile, HERE, by=alice, approver=dora)

    assert (waiting.state, done.state) == ("pending_approval", "applied")
    assert (waiting.batch, told(waiting)) == (done.batch, told(done))


def test_every_value_leads_back_to_the_old_row(legacy, bring):
    legacy(PORTAL)
    bring()
    omar = Contact.objects.get(full_name="Omar Haddad")

    origin = explain(omar)["full_name"]

    assert (origin.source, origin.column, origin.cell) == ("Legacy leads", "name", "Omar Haddad")
    assert RawRecord.objects.get(row_no=origin.row_number).cells[0] == "2"


def test_the_legacy_database_is_only_read(legacy, bring):
    legacy(PORTAL)
    legacy("""
        CREATE FUNCTION legacy_test.touch() RETURNS int LANGUAGE sql AS
            $$ INSERT INTO legacy_test.leads VALUES (99) RETURNING id $$;
        CREATE VIEW legacy_test.trap AS SELECT legacy_test.touch() AS id, 'x' AS name""")

    with pytest.raises(LegacyError, match="read-only"):
        bring(profile=Profile("leads", "legacy_test.trap"))


@pytest.mark.usefixtures("alice", "dora")
def test_the_command_reports_in_json(legacy):
    legacy(PORTAL)
    out = StringIO()
    legacy("ALTER TABLE legacy_test.leads SET SCHEMA public")

    try:
        call_command("migrate_legacy", "leads", database=HERE, approve_as="dora",
                     by="alice", stdout=out)  # fmt: skip
    finally:
        legacy("ALTER TABLE public.leads SET SCHEMA legacy_test")

    assert json.loads(out.getvalue())["balanced"] is True


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('colums = "x"', "unknown keys"),
        ('[columns]\nname = "contact.shoe_size"', "no field"),
        ("table = ", "Invalid"),
    ],
)
def test_a_profile_that_cannot_be_used_says_why(tmp_path, text, says):
    (tmp_path / "p.toml").write_text(text)

    with pytest.raises(CommandError, match=says):
        call_command("migrate_legacy", "leads", database="default", profile=tmp_path / "p.toml")


def test_a_database_nobody_answers_says_so():
    with pytest.raises(CommandError, match="cannot read"):
        call_command("migrate_legacy", "leads", database="postgresql://127.0.0.1:1/none")


def test_a_lead_is_a_deal_too_in_the_stage_its_status_names(legacy, bring):
    legacy(PORTAL + "ALTER TABLE legacy_test.leads ADD status text;")
    legacy("UPDATE legacy_test.leads SET status = 'Negotiation' WHERE id = 2;")

    report = bring()

    deals = Opportunity.objects.order_by("name").values_list("name", "stage__code")
    assert list(deals) == [
        ("Enquiry of Meera Rao", "new_enquiry"),
        ("Enquiry of Omar Haddad", "negotiation"),
    ]
    assert told(report) == (4, 2, 1, 0, 1)
    assert origins_of(Opportunity.objects.get(stage__code="negotiation"))["stage"].cell == (
        "Negotiation"
    )


def test_undoing_leads_undoes_their_deals(legacy, bring, dora):
    legacy(PORTAL)
    batch = RawBatch.objects.get(uid=bring().batch)

    undo(batch, by=batch.uploaded_by, approver=dora)

    assert set(Opportunity.objects.values_list("state", flat=True)) == {"archived"}
