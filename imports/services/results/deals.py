"""Deals with their buyer and the stage they stand in, from the staged rows of a range."""

from typing import Final

from django.db.backends.utils import CursorWrapper

from contacts.services.bulk import Origin, insert_rows
from core.models import User
from imports.models import RawBatch
from imports.pipeline.said import CLOSE_DAY, EXPECTED
from opportunities.models import Opportunity, OpportunityParty

# the stage by its name or code in the default pipeline; one nobody knows is where deals begin
STAGE: Final = """
ALTER TABLE made ADD COLUMN stage_id bigint, ADD COLUMN chance int, ADD COLUMN closed boolean;
UPDATE made s SET stage_id = g.id, chance = g.default_probability, closed = g.category <> 'open'
FROM opportunities_stage g JOIN opportunities_pipeline p ON p.id = g.pipeline_id AND p.is_default
WHERE g.id = coalesce(
    (SELECT x.id FROM opportunities_stage x WHERE x.pipeline_id = p.id
       AND (x.code = s.entity ->> 'stage' OR lower(x.name) = lower(s.entity ->> 'stage_name'))
     ORDER BY x.code = s.entity ->> 'stage' DESC, x."order" LIMIT 1),
    (SELECT x.id FROM opportunities_stage x WHERE x.pipeline_id = p.id
     ORDER BY x."order" LIMIT 1))
"""
DEALS: Final = """
FROM made s, jsonb_to_record(s.entity) AS e(name text, amount numeric, currency text,
    close timestamptz, closed timestamptz, expected boolean, began timestamptz,
    probability int, loss_reason text)
ORDER BY s.row_no
"""
# when it was closed as the file has it, or else the day it was to close, if that is past
ENTERED: Final = """least(now(), coalesce(CASE WHEN s.closed THEN coalesce(e.closed, e.close) END,
    e.began, now()))"""
HISTORY: Final = f"""
INSERT INTO opportunities_stagehistory (uid, opportunity_id, to_stage_id, entered_at, by_id, reason)
SELECT uuidv7(), s.id, s.stage_id, {ENTERED}, %(by)s, 'as the file has it' {DEALS}
"""


def write_deals(cursor: CursorWrapper, batch: RawBatch, by: User) -> None:
    """Insert the deals of the staged rows; each row has its person."""
    for statement in STAGE.split(";\n"):
        cursor.execute(statement)
    origin = Origin(by.pk, batch.source_id)
    expressions = {
        "id": "s.id",
        "primary_contact_id": "s.contact_id",
        "account_id": "s.account_id",
        "owner_id": "s.owner_id",
        "team_id": "s.team_id",
        "name": "e.name",
        "stage_id": "s.stage_id",
        "stage_entered_at": ENTERED,
        "amount": "e.amount",
        "currency": "coalesce(e.currency, '')",
        "expected_close": f"CASE WHEN NOT s.closed OR {EXPECTED} THEN {CLOSE_DAY} END",
        "probability": "coalesce(e.probability, s.chance)",
        "probability_overridden": "coalesce(e.probability <> s.chance, false)",
        "loss_reason": "coalesce(e.loss_reason, '')",
        "closed_at": f"CASE WHEN s.closed THEN {ENTERED} END",
        "source_id": "%(source)s",
    }
    insert_rows(cursor, Opportunity, expressions, DEALS, origin)
    party = {
        "opportunity_id": "s.id",
        "contact_id": "s.contact_id",
        "role": "'primary_buyer'",
        "is_primary": "true",
    }
    insert_rows(cursor, OpportunityParty, party, "FROM made s ORDER BY s.row_no", origin)
    cursor.execute(HISTORY, {"by": by.pk})
