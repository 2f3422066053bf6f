"""Addresses when an import is undone: those it changed go back, those it brought end.

An address that people have worked on since, or that another import gave anew, stays as it is.
"""

from typing import Any, Final

from django.db.backends.utils import CursorWrapper

from imports.pipeline.addresses import STANDING, parts_of

# what the batch wrote first and last, of somebody who is archived what any import wrote; `back` is
# the version before it that no undone import made. What a revert made repeats an earlier version.
STAGE: Final = f"""
CREATE TEMP TABLE undo_address ON COMMIT DROP AS
SELECT k.id, b.version AS back
FROM undo u
JOIN contacts_postaladdress k ON k.contact_id = u.contact_id
CROSS JOIN LATERAL (
    SELECT min(h.version) AS first, max(h.version) AS last
    FROM contacts_historicalpostaladdress h
    WHERE h.id = k.id AND (h.history_change_reason = %(cause)s
        OR u.outcome = 'archived' AND h.history_change_reason LIKE 'import:%%')) m
JOIN contacts_historicalpostaladdress z ON z.id = k.id AND z.version = m.last
LEFT JOIN LATERAL (
    SELECT a.version FROM contacts_historicalpostaladdress a
    WHERE a.id = k.id AND a.version < m.first
      AND coalesce(a.history_change_reason, '') <> ALL(%(undone)s)
      AND coalesce(a.history_change_reason, '') NOT LIKE 'revert:%%'
    ORDER BY a.version DESC LIMIT 1) b ON true
WHERE u.outcome <> 'kept' AND k.until IS NULL
  AND (u.outcome = 'archived' OR {parts_of("k")} = {parts_of("z")})
  AND NOT EXISTS (SELECT FROM contacts_historicalpostaladdress h
                  WHERE h.id = k.id AND {{by_person}}
                  AND h.version > CASE u.outcome WHEN 'archived' THEN m.first ELSE m.last END)
"""  # noqa: S608 -- made of constants
BACK: Final = f"""
UPDATE contacts_postaladdress k SET {", ".join(f"{name} = h.{name}" for name in STANDING)},
    norm_hash = h.norm_hash, version = k.version + 1, updated_at = now(), updated_by_id = %(by)s
FROM undo_address u JOIN contacts_historicalpostaladdress h
    ON h.id = u.id AND h.version = u.back
WHERE k.id = u.id
"""  # noqa: S608 -- made of constants
END: Final = """
UPDATE contacts_postaladdress k SET until = current_date, is_primary = false,
    version = k.version + 1, updated_at = now(), updated_by_id = %(by)s
FROM undo_address u WHERE k.id = u.id AND u.back IS NULL
"""


def undo_addresses(cursor: CursorWrapper, parameters: dict[str, Any], by_person: str) -> None:
    """Take back what the batch did to the addresses of the people in `undo`."""
    cursor.execute("DROP TABLE IF EXISTS undo_address")
    cursor.execute(STAGE.format(by_person=by_person), parameters)
    cursor.execute(BACK, parameters)
    cursor.execute(END, parameters)
