"""The kinds of records rows make, and how each is undone and proved."""

from typing import Final

from imports.choices import ResultKind
from imports.registry import Kept, kinds

# an interaction that is undone gives its id at the source back, so that it may come again
KINDS: Final[dict[str, Kept]] = {
    ResultKind.INTERACTION: Kept(
        "activities_interaction",
        "activities_historicalinteraction",
        "state = 'archived', external_id = left(t.external_id, 180) || '~' || t.id",
        "t.state = 'active'",
        "concat_ws('|', t.kind, t.direction, extract(epoch FROM t.occurred_at), t.duration_s,"
        " t.subject, t.body, t.counterparty_raw, t.outcome, t.external_id,"
        " t.contact_id IS NOT NULL)",
    ),
    ResultKind.TASK: Kept(
        "activities_task",
        "activities_historicaltask",
        "status = 'cancelled', completed_at = NULL",
        "t.status <> 'cancelled'",
        "concat_ws('|', t.kind, t.title, t.details, t.status, extract(epoch FROM t.due_at),"
        " t.contact_id IS NOT NULL)",
    ),
    ResultKind.NOTE: Kept(
        "activities_note",
        "activities_historicalnote",
        "state = 'archived'",
        "t.state = 'active'",
        "t.body",
    ),
    ResultKind.OPPORTUNITY: Kept(
        "opportunities_opportunity",
        "opportunities_historicalopportunity",
        "state = 'archived'",
        "t.state = 'active'",
        "concat_ws('|', t.name, (SELECT g.code FROM opportunities_stage g WHERE g.id = t.stage_id),"
        " t.amount, t.currency, t.expected_close, t.probability, t.loss_reason)",
    ),
}


def kept_kinds() -> dict[str, Kept]:
    """Return every kind by its name, those of upper apps among them."""
    return KINDS | kinds()
