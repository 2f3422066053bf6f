"""What rows of deals and activities say about their records, as SQL over their typed values.

`s` is the row with its `entity` and `extra`, `e` its entity as columns, `g` the stage it names.
"""

from dataclasses import dataclass
from typing import Final

from accounts.selectors import accounts_named
from imports.choices import ResultKind

CLOSE_DAY: Final = "left(s.entity ->> 'close', 10)::date"
# a close date that is not the day a closed deal closed
EXPECTED: Final = "(e.closed IS NOT NULL OR coalesce(e.expected, false))"
TITLE: Final = (
    r"left(regexp_replace(coalesce(nullif(e.subject, ''), e.body), '\s+', ' ', 'g'), 200)"
)
DETAILS: Final = "CASE WHEN e.subject <> '' THEN e.body END"
TASK_KIND: Final = """CASE e.kind WHEN 'call' THEN 'call' WHEN 'whatsapp' THEN 'whatsapp'
    WHEN 'site_visit' THEN 'visit' ELSE CASE WHEN e.kind <> '' THEN 'follow_up' END END"""
TASK_STATUS: Final = """CASE WHEN e.outcome = 'cancelled' THEN 'cancelled'
    WHEN e.done THEN 'done' WHEN NOT e.done THEN 'open' END"""
SNIPPET: Final = r"left(regexp_replace({}, '\s+', ' ', 'g'), 280)"
ACCOUNT: Final = f"""
LEFT JOIN LATERAL (
    SELECT min(x.id) AS id FROM ({accounts_named("s.entity ->> 'account'")}) x
    HAVING count(DISTINCT x.id) = 1) c ON s.entity ->> 'account' <> ''
"""  # noqa: S608 -- made of constants
DEAL: Final = """
LEFT JOIN LATERAL (
    SELECT min(x.id) AS id FROM opportunities_opportunity x
    WHERE x.primary_contact_id = t.contact_id AND x.state = 'active'
      AND lower(x.name) = lower(s.entity ->> 'deal')
    HAVING count(*) = 1) d ON s.entity ->> 'deal' <> ''
"""
# the stage by its name or code in the default pipeline
STAGE: Final = """
LEFT JOIN LATERAL (
    SELECT x.id, x.category <> 'open' AS closed
    FROM opportunities_stage x JOIN opportunities_pipeline p ON p.id = x.pipeline_id
    WHERE p.is_default AND (x.code = s.entity ->> 'stage'
                            OR lower(x.name) = lower(s.entity ->> 'stage_name'))
    ORDER BY x.code = s.entity ->> 'stage' DESC, x."order" LIMIT 1) g ON true
"""
# what is compared and told but never taken over
NOTED: Final = {
    "~owner": "e.owner",
    "~person": """jsonb_build_array(s.extra -> '_person', s.extra -> '_name',
        (SELECT jsonb_agg(p ->> 'value' ORDER BY p ->> 'value')
         FROM jsonb_array_elements(s.points) p))""",
}
WHY: Final = {
    "~stage": "no stage here is called so",  # it refuses its row
    "~owner": "a file hands nothing over",
    "~person": "a file does not change whose it is",
    "~transcript": "it stays as first received",
}
# fields that are taken over, and restored, together or not at all
GROUPS: Final = {
    "amount": "money",
    "currency": "money",
    "stage_id": "stage",
    "stage_entered_at": "stage",
    "closed_at": "stage",
    "loss_reason": "stage",
    "probability": "chance",
    "probability_overridden": "chance",
    "body": "body",
    "snippet": "body",
    "status": "done",
    "completed_at": "done",
}


@dataclass(frozen=True, slots=True)
class Record:
    """How rows are compared with the records of one kind, `t`.

    `said` holds, by column, what a row says of it, NULL where it is silent; `follows` are columns
    that follow from others.
    """

    table: str
    history: str
    contact: str
    live: str
    shape: str
    joins: str
    said: dict[str, str]
    follows: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        """The columns a row may change."""
        return [*(name for name in self.said if not name.startswith("~")), *self.follows]

    def saying(self, kind: str, batch: str, row: str) -> str:
        """Return the query for what rows say, as JSON by `row_no`.

        `batch` and `row` place the rows in terms of `a`, a row of the temporary table `again`.
        """
        pairs = ", ".join(f"'{name}', {sql}" for name, sql in self.said.items())
        return (
            f"SELECT a.row_no, jsonb_strip_nulls(jsonb_build_object({pairs})) AS said"  # noqa: S608 -- our own constants
            f" FROM again a JOIN imports_normalisedrow s ON s.batch_id = {batch}"
            f" AND s.row_no = {row} JOIN {self.table} t ON t.id = a.target_id"
            f" CROSS JOIN LATERAL jsonb_to_record(s.entity) AS e({self.shape}) {self.joins}"
            f" WHERE a.kind = '{kind}'"
        )


RECORDS: Final[dict[str, Record]] = {
    ResultKind.OPPORTUNITY.value: Record(
        "opportunities_opportunity",
        "opportunities_historicalopportunity",
        "t.primary_contact_id",
        "t.state = 'active'",
        "name text, amount numeric, currency text, probability int, loss_reason text, owner text,"
        " stage_name text, closed timestamptz, expected boolean",
        STAGE + ACCOUNT,
        {
            "name": "e.name",
            "stage_id": "g.id",
            "~stage": "CASE WHEN g.id IS NULL THEN e.stage_name END",
            "amount": "e.amount::numeric(16, 2)",
            "currency": "e.currency",
            "expected_close": f"CASE WHEN {EXPECTED} OR g.closed IS NOT TRUE THEN {CLOSE_DAY} END",
            "probability": "e.probability",
            "loss_reason": "e.loss_reason",
            "account_id": "c.id",
            **NOTED,
        },
        ("stage_entered_at", "closed_at", "probability_overridden"),
    ),
    ResultKind.INTERACTION.value: Record(
        "activities_interaction",
        "activities_historicalinteraction",
        "t.contact_id",
        "t.state = 'active'",
        "kind text, direction text, occurred_at timestamptz, duration_s int, subject text,"
        " body text, outcome text, owner text",
        ACCOUNT + DEAL,
        {
            "kind": "e.kind",
            "direction": "e.direction",
            "occurred_at": "e.occurred_at",
            "duration_s": "e.duration_s",
            "subject": "e.subject",
            "body": "e.body",
            "outcome": "e.outcome",
            "account_id": "c.id",
            "opportunity_id": "d.id",
            "~transcript": "s.extra -> '_lines'",
            **NOTED,
        },
        ("snippet",),
    ),
    ResultKind.TASK.value: Record(
        "activities_task",
        "activities_historicaltask",
        "t.contact_id",
        "true",
        "kind text, occurred_at timestamptz, subject text, body text, done boolean, outcome text,"
        " owner text",
        ACCOUNT + DEAL,
        {
            "title": TITLE,
            "details": DETAILS,
            "kind": TASK_KIND,
            "due_at": "e.occurred_at",
            "status": TASK_STATUS,
            "account_id": "c.id",
            "opportunity_id": "d.id",
            **NOTED,
        },
        ("completed_at",),
    ),
}
