"""Scores set-based: running sums, what follows from them, and snapshots where they moved.

The SQL says what `evidence.scoring` says; a property test holds the two equal to 1e-9.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from core.selectors.prepared import preparing
from evidence.scoring import HIGH_FROM, LOW_BELOW, THIN_COVERAGE

STEP = 1.0
TOP = 20

LOCK = "SELECT FROM contacts_contact WHERE id = ANY(%(ids)s) ORDER BY id FOR NO KEY UPDATE"

# what counts, with its mass decayed to the moment: of one kind and day the heaviest, up to the cap
COUNTED = """
SELECT r.* FROM (
    SELECT e.contact_id, e.uid, t.component, t.needs_consent AS purpose, t.half_life_days,
        m.mass * power(2, greatest(-700, -extract(epoch FROM %(at)s::timestamptz - e.occurred_at
            )::float8 / 86400 / t.half_life_days)) AS d,  -- decades old: next to nothing
        (e.value + 1) / 2 AS u, t.daily_cap,
        row_number() OVER (PARTITION BY e.contact_id, t.id,
            (e.occurred_at AT TIME ZONE 'UTC')::date ORDER BY m.mass DESC, e.uid) AS place
    FROM evidence_evidence e
    JOIN evidence_evidencetype t ON t.id = e.type_id
    JOIN core_sourcesystem s ON s.id = e.producer_id
    CROSS JOIN LATERAL (SELECT t.base_weight * s.base_trust / 100 * e.confidence AS mass) m
    WHERE {which} AND e.state = 'active' AND t.enabled AND e.occurred_at <= %(at)s) r
WHERE r.place <= r.daily_cap
"""
COUNTED_ALL = COUNTED.format(which="e.contact_id = ANY(%(ids)s)")
FORGET = "DELETE FROM evidence_qdaggregate WHERE contact_id = ANY(%(ids)s)"
SUM = """
INSERT INTO evidence_qdaggregate AS a
    (contact_id, component, purpose, half_life_days, mass, lean, as_of)
SELECT contact_id, component, purpose, half_life_days, sum(d), sum(d * u), %(at)s
FROM ({counted}) c GROUP BY 1, 2, 3, 4
ON CONFLICT (contact_id, component, purpose, half_life_days) DO UPDATE SET
    mass = excluded.mass + a.mass * power(2, greatest(-300,
        -extract(epoch FROM excluded.as_of - a.as_of)::float8 / 86400 / a.half_life_days)),
    lean = excluded.lean + a.lean * power(2, greatest(-300,
        -extract(epoch FROM excluded.as_of - a.as_of)::float8 / 86400 / a.half_life_days)),
    as_of = excluded.as_of
"""
SUM_ALL = SUM.format(counted=COUNTED_ALL)
SUM_FRESH = SUM.format(counted=COUNTED.format(which="e.id = ANY(%(fresh)s)"))

# whose sums one addition would not make right: a burst beyond the cap, or no sums yet
NEED_ALL = """
SELECT f.contact_id
FROM (SELECT DISTINCT contact_id, type_id, (occurred_at AT TIME ZONE 'UTC')::date AS day
      FROM evidence_evidence WHERE id = ANY(%(fresh)s)) f
JOIN evidence_evidencetype t ON t.id = f.type_id
WHERE t.daily_cap < (
    SELECT count(*) FROM evidence_evidence e
    WHERE e.contact_id = f.contact_id AND e.type_id = f.type_id AND e.state = 'active'
      AND e.occurred_at >= f.day::timestamp AT TIME ZONE 'UTC'
      AND e.occurred_at < (f.day + 1)::timestamp AT TIME ZONE 'UTC')
UNION
SELECT i.id FROM unnest(%(ids)s) i(id)
WHERE NOT EXISTS (SELECT FROM evidence_qdaggregate a WHERE a.contact_id = i.id)
  AND EXISTS (SELECT FROM evidence_evidence e WHERE e.contact_id = i.id AND e.state = 'active'
              AND NOT e.id = ANY(%(fresh)s))
"""

AGREED = """
agreed AS MATERIALIZED (
    SELECT contact_id, purpose FROM (
        SELECT DISTINCT ON (contact_id, purpose) contact_id, purpose, status, expires_at
        FROM contacts_consentrecord
        WHERE contact_id = ANY(%(ids)s) AND at <= %(at)s AND purpose IN (
            SELECT 'perception_analytics' UNION SELECT needs_consent FROM evidence_evidencetype)
        ORDER BY contact_id, purpose, at DESC, id DESC) l
    WHERE status = 'granted' AND (expires_at IS NULL OR expires_at > %(at)s)
), weights AS (
    SELECT c.id AS config_id, c.prior, c.prior_mass, w.component, w.weight::float8
    FROM evidence_qdconfig c, LATERAL (VALUES ('intent', c.intent), ('engagement', c.engagement),
        ('fit', c.fit), ('readiness', c.readiness), ('perception', c.perception)
    ) w(component, weight)
    WHERE c.state = 'active' AND w.weight > 0
), sums AS MATERIALIZED (
    SELECT a.contact_id, a.component, sum(a.mass * f) AS mass, sum(a.lean * f) AS lean
    FROM evidence_qdaggregate a CROSS JOIN LATERAL (
        SELECT power(2, greatest(-300, -extract(epoch FROM %(at)s::timestamptz - a.as_of)
                        ::float8 / 86400 / a.half_life_days)) AS f) d
    WHERE a.contact_id = ANY(%(ids)s)
      AND (a.purpose = '' OR (a.contact_id, a.purpose) IN (SELECT * FROM agreed))
    GROUP BY 1, 2
), parts AS MATERIALIZED (
    SELECT i.id AS contact_id, w.*, coalesce(s.mass, 0) AS mass,
        100 * (w.prior_mass * w.prior + coalesce(s.lean, 0))
            / (w.prior_mass + coalesce(s.mass, 0)) AS value,
        coalesce(s.mass, 0) / (w.prior_mass + coalesce(s.mass, 0)) AS coverage
    FROM unnest(%(ids)s) i(id) CROSS JOIN weights w
    LEFT JOIN sums s ON s.contact_id = i.id AND s.component = w.component
    WHERE w.component <> 'perception' OR (i.id, 'perception_analytics') IN (SELECT * FROM agreed)
)
"""
SCORE = f"""
WITH {AGREED}
INSERT INTO evidence_qdscore AS q
    (contact_id, config_id, value, coverage, band, components, computed_at)
SELECT contact_id, config_id, value, coverage,
    CASE WHEN coverage < {THIN_COVERAGE} THEN 'thin' WHEN value < {LOW_BELOW} THEN 'low'
         WHEN value < {HIGH_FROM} THEN 'medium' ELSE 'high' END, components, %(at)s
FROM (
    SELECT contact_id, config_id, sum(weight * value) / sum(weight) AS value,
        sum(weight * coverage) / sum(weight) AS coverage,
        jsonb_object_agg(component, jsonb_build_object(
            'value', value, 'coverage', coverage, 'weight', weight)) AS components
    FROM parts GROUP BY contact_id, config_id) w
ON CONFLICT (contact_id) DO UPDATE SET config_id = excluded.config_id, value = excluded.value,
    coverage = excluded.coverage, band = excluded.band, components = excluded.components,
    computed_at = excluded.computed_at
"""  # noqa: S608 -- numbers of our own constants
SHOW = """
UPDATE contacts_contactsummary s
SET qd_value = CASE WHEN q.band <> 'thin' THEN round(q.value)::int END
FROM evidence_qdscore q
WHERE q.contact_id = s.contact_id AND s.contact_id = ANY(%(ids)s)
  AND s.qd_value IS DISTINCT FROM CASE WHEN q.band <> 'thin' THEN round(q.value)::int END
"""
# a snapshot under a new configuration, where the value moved a point, and once a day if at all
MOVED = f"""
SELECT q.contact_id FROM evidence_qdscore q LEFT JOIN LATERAL (
    SELECT s.value, s.as_of FROM evidence_qdsnapshot s
    WHERE s.contact_id = q.contact_id AND s.config_id = q.config_id
    ORDER BY s.as_of DESC, s.id DESC LIMIT 1) l ON true
WHERE q.contact_id = ANY(%(ids)s) AND (l.value IS NULL OR abs(q.value - l.value) >= {STEP}
    OR (q.value <> l.value AND (q.computed_at AT TIME ZONE 'UTC')::date
                               > (l.as_of AT TIME ZONE 'UTC')::date))
"""  # noqa: S608 -- numbers of our own constants
SNAPSHOT = f"""
WITH {AGREED}, points AS MATERIALIZED (
    SELECT c.contact_id, c.uid,
        100 * c.d * (c.u - p.prior) / (p.prior_mass + p.mass) * p.weight AS points
    FROM ({COUNTED_ALL}) c
    JOIN parts p ON p.contact_id = c.contact_id AND p.component = c.component
    WHERE c.purpose = '' OR (c.contact_id, c.purpose) IN (SELECT * FROM agreed)
)
INSERT INTO evidence_qdsnapshot
    (contact_id, config_id, as_of, value, coverage, components, top_evidence, input_hash)
SELECT q.contact_id, q.config_id, q.computed_at, q.value, q.coverage, q.components,
    coalesce(t.uids[1:{TOP}], '{{}}'),
    encode(sha256(convert_to(concat_ws(',', q.config_id, q.computed_at, t.said), 'UTF8')), 'hex')
FROM evidence_qdscore q LEFT JOIN (
    SELECT p.contact_id, array_agg(p.uid ORDER BY abs(p.points) DESC, p.uid) AS uids,
           string_agg(p.uid || ':' || p.points, ',' ORDER BY p.uid) AS said
    FROM points p GROUP BY p.contact_id) t ON t.contact_id = q.contact_id
WHERE q.contact_id = ANY(%(ids)s)
"""  # noqa: S608 -- SQL of our own constants


def lock_subjects(cursor: Any, ids: Sequence[int]) -> datetime:
    """Lock the contacts in the order of their ids, and return the moment that holds for all."""
    cursor.execute(LOCK, {"ids": list(ids)})
    return timezone.now()


def count_all(ids: Sequence[int], *, at: datetime | None = None) -> None:
    """Make sums and scores of these contacts anew from all their evidence.

    In the caller's transaction.
    """
    with connection.cursor() as cursor:
        moment = lock_subjects(cursor, ids)
        parameters: dict[str, Any] = {"ids": list(ids), "at": at or moment}
        cursor.execute(FORGET, parameters)
        cursor.execute(SUM_ALL, parameters)
        _score(cursor, ids, at or moment)


def count_fresh(fresh: Mapping[int, int]) -> None:
    """Add new pieces of evidence (id: contact) to their contacts' sums and scores.

    In the caller's transaction, after the rows were inserted.
    """
    ids = sorted(set(fresh.values()))
    with preparing() as cursor:
        at = lock_subjects(cursor, ids)
        cursor.execute(NEED_ALL, {"ids": ids, "fresh": list(fresh)})
        anew = {row[0] for row in cursor.fetchall()}
        if anew:
            everything: dict[str, Any] = {"ids": sorted(anew), "at": at}
            cursor.execute(FORGET, everything)
            cursor.execute(SUM_ALL, everything)
        if added := [pk for pk, contact in fresh.items() if contact not in anew]:
            cursor.execute(SUM_FRESH, {"fresh": added, "at": at})
        _score(cursor, ids, at)


def _score(cursor: Any, ids: Sequence[int], at: datetime) -> None:
    parameters: dict[str, Any] = {"ids": list(ids), "at": at}
    cursor.execute(SCORE, parameters)
    cursor.execute(SHOW, parameters)
    cursor.execute(MOVED, parameters)
    if moved := [row[0] for row in cursor.fetchall()]:
        cursor.execute(SNAPSHOT, {"ids": moved, "at": at})
