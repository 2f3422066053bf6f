"""Logs and conclusions of three installations a table: each row once, each leads back."""

import pytest

from activities.models import Interaction, TranscriptSegment
from approvals.models import Proposal
from contacts.models import Contact
from imports.models import RawRecord
from imports.services.legacy import load_profile
from oracle_bridge.models import Insight
from tests.imports.acts import origins_of
from tests.imports.legacy_tables import PORTAL, told

pytestmark = pytest.mark.django_db

CHATS = {
    "bot": (
        """CREATE TABLE legacy_test.chat_logs (id int PRIMARY KEY, lead_id int,
            created_at timestamp, role text, messages jsonb);
        INSERT INTO legacy_test.chat_logs VALUES
            (10, 1, '2026-03-01 10:00', 'user', '[{"role": "user", "content": "Is a 3 BHK free?"},
                {"role": "bot", "content": "Two are."}]'),
            (11, 77, '2026-03-02 10:00', 'user', '[{"role": "user", "content": "Hello?"}]'),
            (12, 1, NULL, 'user', '[]');""",
        'region = "IN"',
        "user: Is a 3 BHK free?\nbot: Two are.",
    ),
    "a message a row": (
        """CREATE TABLE legacy_test.web_chats (msg_id uuid PRIMARY KEY, visitor_mobile text,
            sender_type text, txt text, ts bigint, session text);
        INSERT INTO legacy_test.web_chats VALUES
            ('00000000-0000-0000-0000-000000000010', '98201 11111', 'customer',
                'Is a 3 BHK free?', 1772339400, 's1'),
            ('00000000-0000-0000-0000-000000000011', '90000 00077', 'customer', 'Hello?',
                1772425800, 's2'),
            ('00000000-0000-0000-0000-000000000012', '98201 11111', 'customer', '', NULL, 's1');""",
        """table = "legacy_test.web_chats"
        key = "msg_id"
        region = "IN"
        [columns]
        visitor_mobile = "contact.phone"
        txt = "activity.body"
        ts = "activity.date" """,
        "Is a 3 BHK free?",
    ),
    "capitals and a transcript": (
        """CREATE TABLE legacy_test."ChatTranscripts" ("Ref" text PRIMARY KEY,
            "Started" timestamptz, "E-mail" text, "From" text, "Transcript" text, "Secret" text);
        INSERT INTO legacy_test."ChatTranscripts" VALUES
            ('c-1', '2026-03-01T10:00+05:30', 'meera@rao.example', 'Client',
                '["Is a 3 BHK free?", "Two are."]', 'x'),
            ('c-2', '2026-03-02T10:00+05:30', 'who@nobody.example', 'Client', 'Hello?', 'x'),
            ('c-3', NULL, 'meera@rao.example', 'Client', NULL, 'x');""",
        """table = "legacy_test.ChatTranscripts"
        key = "Ref"
        [columns]
        Started = "activity.date"
        "E-mail" = "contact.email"
        From = "activity.direction"
        Transcript = "activity.body"
        [ignore]
        Secret = "no business of the client graph" """,
        "Is a 3 BHK free?\nTwo are.",
    ),
}
CHANNELS = {
    "usual": (
        """CREATE TABLE legacy_test.omnichannel_logs (log_id bigint PRIMARY KEY, channel text,
            direction text, phone text, body text, sent_at timestamptz, delivery_status text);
        INSERT INTO legacy_test.omnichannel_logs VALUES
            (1, 'WhatsApp', 'inbound', '+91 98201 11111', 'The plan?', '2026-03-01T10:00Z', 'read'),
            (2, 'email', 'outbound', '+91 98201 11111', 'Here', '2026-03-01T11:00Z', 'failed'),
            (3, 'pigeon', 'inbound', NULL, 'Coo', '2026-03-01T12:00Z', ''),
            (4, 'sms', 'inbound', '+91 90000 00001', 'Who?', '2026-03-01T12:00Z', '');""",
        "",
    ),
    "telephony": (
        """CREATE TABLE legacy_test.touchpoints (uuid text PRIMARY KEY, medium text, in_out text,
            party text, remarks text, at timestamp, secs int, result text);
        INSERT INTO legacy_test.touchpoints VALUES
            ('a', 'IVR call', 'in', '+919820111111', 'Asked for the plan',
                '2026-03-01 15:30', 61, 'Connected'),
            ('b', 'WABA', 'out', '+919820111111', 'Here', '2026-03-01 16:30', NULL, 'failed'),
            ('c', 'fax', 'in', '', 'Coo', '2026-03-01 17:30', NULL, NULL),
            ('d', 'SMS', 'in', '+919000000001', 'Who?', '2026-03-01 17:30', NULL, NULL);""",
        """table = "legacy_test.touchpoints"
        key = "uuid"
        region = "IN"
        [columns]
        medium = "activity.type"
        in_out = "activity.direction"
        party = "activity.contact"
        remarks = "activity.body"
        at = "activity.date"
        secs = "activity.duration"
        result = "activity.status" """,
    ),
    "by lead": (
        """CREATE TABLE legacy_test."Messages" ("ID" int PRIMARY KEY, "Lead ID" text,
            "Platform" text, "Sender" text, "Text" text, "Time" text, "State" text);
        INSERT INTO legacy_test."Messages" VALUES
            (1, '1', 'whatsapp', 'lead', 'The plan?', '01/03/2026 15:30', 'seen'),
            (2, '1', 'e-mail', 'agent', 'Here', '01/03/2026 16:30', 'bounced'),
            (3, '', 'carrier pigeon', 'lead', 'Coo', '13/03/2026 17:30', ''),
            (4, '404', 'text', 'lead', 'Who?', '01/03/2026 17:30', '');""",
        """table = "legacy_test.Messages"
        key = "ID"
        region = "IN"
        [columns]
        "Lead ID" = "activity.contact"
        Platform = "activity.type"
        Sender = "activity.direction"
        Text = "activity.body"
        Time = "activity.date"
        State = "activity.status" """,
    ),
}
CONCLUSIONS = {
    "usual": (
        """CREATE TABLE legacy_test.leads_intelligence (id int PRIMARY KEY, lead_id int,
            summary text, score numeric, intent text, created_at timestamptz);
        INSERT INTO legacy_test.leads_intelligence VALUES
            (5, 1, 'Wants a high floor', 0.82, 'buy', '2026-03-01T10:00Z'),
            (6, 99, 'Nobody we know', 0.1, 'none', '2026-03-01T10:00Z');""",
        "",
        {"score": "0.82", "intent": "buy"},
    ),
    "sure of itself": (
        """CREATE TABLE legacy_test.ai_scores (pk uuid PRIMARY KEY, mail text, notes text,
            confidence float, preferred_bhk text, analysed_at timestamptz);
        INSERT INTO legacy_test.ai_scores VALUES
            ('00000000-0000-0000-0000-000000000005', 'meera@rao.example', 'Wants a high floor',
                0.9, '3 BHK', '2026-03-01T10:00Z'),
            ('00000000-0000-0000-0000-000000000006', 'who@nobody.example', 'Nobody we know',
                0.1, '', '2026-03-01T10:00Z');""",
        """table = "legacy_test.ai_scores"
        [columns]
        mail = "contact.email"
        notes = "activity.body"
        [ignore]
        preferred_bhk = "kept with the conclusion" """,
        {"confidence": "0.9", "preferred_bhk": "3 BHK"},
    ),
    "capitals": (
        """CREATE TABLE legacy_test."Lead Intel" ("Key" text PRIMARY KEY, "Mobile" text,
            "Verdict" text, "Budget Guess" text, "On" date);
        INSERT INTO legacy_test."Lead Intel" VALUES
            ('i5', '9820111111', 'Wants a high floor', '2.5 Cr', '2026-03-01'),
            ('i6', '9000000009', 'Nobody we know', '', '2026-03-01');""",
        """table = "legacy_test.Lead Intel"
        key = "Key"
        region = "IN"
        [columns]
        Mobile = "contact.phone"
        Verdict = "activity.body"
        On = "activity.date"
        [ignore]
        "Budget Guess" = "kept with the conclusion" """,
        {"Budget Guess": "2.5 Cr"},
    ),
}


@pytest.fixture
def installed(legacy, bring, tmp_path):
    """Bring the leads, then a further table of one installation with its profile."""

    def run(kind, tables, profile):
        legacy(PORTAL + tables)
        bring()
        path = tmp_path / "profile.toml"
        path.write_text(profile if "table =" in profile else _usual(kind) + profile)
        return bring(profile=load_profile(kind, path))

    return run


def _usual(kind):
    return f'table = "legacy_test.{kind}"\n'


def variants(of):
    return pytest.mark.parametrize("variant", of.values(), ids=of)


@variants(CHATS)
def test_chats_become_interactions_of_their_lead(installed, variant):
    tables, profile, body = variant

    report = installed("chat_logs", tables, profile)

    chat = Interaction.objects.get(contact__isnull=False)
    assert told(report) == (3, 1, 0, 1, 1)
    assert (chat.contact.full_name, chat.kind, chat.direction) == ("Meera Rao", "chat", "inbound")
    assert (chat.body, chat.occurred_at.isoformat()) == (body, "2026-03-01T04:30:00+00:00")


def test_a_chat_of_several_messages_is_a_quarantined_transcript_too(installed):
    installed("chat_logs", *CHATS["bot"][:2])

    spoken = TranscriptSegment.objects.filter(transcript__state="quarantined")
    assert list(spoken.filter(transcript__interaction__external_id="10").values_list(
        "speaker", "text")) == [("user", "Is a 3 BHK free?"), ("bot", "Two are.")]  # fmt: skip


@variants(CHANNELS)
def test_channels_find_their_person_and_the_rest_waits(installed, variant):
    report = installed("omnichannel_logs", *variant)

    waiting = Interaction.objects.get(contact=None)
    of_meera = Interaction.objects.filter(contact__full_name="Meera Rao").order_by("occurred_at")
    assert told(report) == (4, 2, 0, 1, 1)
    assert (waiting.kind, waiting.body) == ("sms", "Who?")
    assert [row.direction for row in of_meera] == ["inbound", "outbound"]
    assert of_meera[1].outcome == "bounced" or "delivery_status" in variant[0]


@variants(CONCLUSIONS)
def test_intelligence_becomes_insights_and_never_fields(installed, variant):
    tables, profile, data = variant

    report = installed("leads_intelligence", tables, profile)

    insight = Insight.objects.get()
    assert told(report) == (2, 1, 0, 1, 0)
    assert (insight.contact.full_name, insight.body) == ("Meera Rao", "Wants a high floor")
    assert insight.data == data
    assert set(Contact.objects.values_list("version", flat=True)) == {1}


@pytest.mark.parametrize(
    ("kind", "variant"),
    [
        ("chat_logs", CHATS["bot"]),
        ("omnichannel_logs", CHANNELS["telephony"]),
        ("leads_intelligence", CONCLUSIONS["capitals"]),
    ],
)
def test_a_second_run_changes_nothing(installed, bring, tmp_path, kind, variant):
    first = installed(kind, *variant[:2])

    again = bring(profile=load_profile(kind, tmp_path / "profile.toml"))

    assert (told(again), again.changed) == (told(first), False)
    assert set(Interaction.objects.values_list("version", flat=True)) <= {1}
    assert set(Insight.objects.values_list("version", flat=True)) <= {1}


def test_a_table_that_grew_brings_the_new_rows_alone(installed, bring, legacy):
    installed("omnichannel_logs", *CHANNELS["usual"])
    legacy("""INSERT INTO legacy_test.omnichannel_logs VALUES
        (5, 'sms', 'inbound', '+91 98201 11111', 'Thanks', '2026-03-02T10:00Z', '')""")

    report = bring("omnichannel_logs")

    assert told(report) == (5, 1, 3, 0, 1)
    assert set(Interaction.objects.values_list("version", flat=True)) == {1}


def test_each_value_of_an_interaction_leads_back_to_the_old_row(installed):
    installed("omnichannel_logs", *CHANNELS["telephony"])

    origins = origins_of(Interaction.objects.get(kind="call"))

    body, when = origins["body"], origins["occurred_at"]
    assert (body.source, body.column, body.cell) == (
        "Legacy omnichannel logs", "remarks", "Asked for the plan",
    )  # fmt: skip
    assert (when.column, when.cell) == ("at", "2026-03-01T15:30:00")
    assert RawRecord.objects.get(row_no=body.row_number, batch__uid=body.batch_uid).cells[0] == "a"


def test_a_conclusion_leads_back_to_the_old_row(installed):
    installed("leads_intelligence", *CONCLUSIONS["sure of itself"][:2])
    insight = Insight.objects.get()

    origins = origins_of(insight)

    assert insight.confidence == 0.9
    assert (origins["body"].cell, origins["contact"].cell) == (
        "Wants a high floor", "meera@rao.example",
    )  # fmt: skip


def test_what_an_older_machine_guessed_is_asked_of_a_person_once(installed, bring, tmp_path):
    tables, profile, _ = CONCLUSIONS["capitals"]
    asked = profile.replace("[ignore]", "[propose]").replace(
        "kept with the conclusion", "contact.budget_max"
    )

    report = installed("leads_intelligence", tables.replace("2.5 Cr", "4 Cr"), asked)
    again = bring(profile=load_profile("leads_intelligence", tmp_path / "profile.toml"))

    proposal = Proposal.objects.get(kind="contact.update")
    item = proposal.items.get()
    assert (report.proposed, again.proposed, again.changed) == (1, 0, False)
    assert item.after == {"budget_max": "40000000.00"}
    assert item.evidence[0]["column"] == "Budget Guess"
    assert set(Contact.objects.values_list("version", flat=True)) == {1}
