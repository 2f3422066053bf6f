"""Deals that come with the people of a legacy table of leads: each was an enquiry."""

from typing import Final

from django.db.backends.utils import CursorWrapper

from core.models import User
from imports.models import RawBatch
from imports.services.results.deals import write_deals
from imports.services.staging import run

SOURCE: Final = "legacy:leads"

# one for each person of the range who has no open deal, in the stage their status names
STAGE: Final = """
DROP TABLE IF EXISTS made;
CREATE TEMP TABLE made ON COMMIT DROP AS
SELECT q.*, nextval('opportunities_opportunity_id_seq') AS id, NULL::bigint AS account_id
FROM (SELECT DISTINCT ON (s.contact_id) s.row_no, s.contact_id, c.owner_id, c.team_id,
             jsonb_build_object('name', left('Enquiry of ' || c.full_name, 200), 'stage', '',
                                'stage_name', coalesce(n.extra ->> 'lead_status', '')) AS entity
      FROM staged_contact s JOIN contacts_contact c ON c.id = s.contact_id AND c.state = 'active'
      JOIN imports_normalisedrow n ON n.batch_id = %(batch)s AND n.row_no = s.row_no
      WHERE NOT EXISTS (
          SELECT FROM opportunities_opportunity o
          JOIN opportunities_stage g ON g.id = o.stage_id AND g.category = 'open'
          WHERE o.primary_contact_id = s.contact_id AND o.state = 'active')
      ORDER BY s.contact_id, s.row_no) q
ORDER BY q.row_no
"""
RESULTS: Final = """
INSERT INTO imports_rowresult (batch_id, row_no, kind, part, target_id, created_at, reverted)
SELECT %(batch)s, row_no, 'opportunity', '', id, now(), '' FROM made ORDER BY row_no
"""


def write_enquiries(cursor: CursorWrapper, batch: RawBatch, by: User) -> None:
    """Open a deal for every lead of `staged_contact`, in the same transaction.

    Other sources bring none: a list of people is no list of enquiries.
    """
    if batch.source.code != SOURCE:
        return
    run(cursor, STAGE, {"batch": batch.pk})
    write_deals(cursor, batch, by)
    cursor.execute(RESULTS, {"batch": batch.pk})
