"""After the people of a run were approved: a mapping each, and a question where both changed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet

from approvals.services import ApprovalError, ItemDraft, propose
from contacts.models import Contact
from contacts.services.bulk import Origin, insert_rows
from core.models import User
from core.services import acting
from identity.models import SourceRecord
from imports.models import RawBatch
from oracle_bridge.choices import ConflictPolicy
from oracle_bridge.models import EntityMapping, SyncRun

# a profile's row: its crosswalk, our version after it, and what of it was not taken
CAME = """
SELECT r.external_id, c.uid, c.version, (n.cells ->> -1) AS hash,
    nullif(n.cells ->> %(updated)s, '')::timestamptz AS modified, r.kept, c.id
FROM identity_sourcerecord r
JOIN contacts_contact k ON k.id = r.contact_id
JOIN contacts_contact c ON c.id = coalesce(k.merged_into_id, k.id)
JOIN imports_rawrecord n ON n.batch_id = r.batch_id AND n.row_no = r.row_no
WHERE r.batch_id = %(batch)s AND r.contact_id IS NOT NULL AND r.external_id <> ''
"""
UPDATE = f"""
UPDATE oracle_bridge_entitymapping m SET version = m.version + 1, updated_at = now(),
    updated_by_id = %(by)s, remote_hash = s.hash, remote_modified_at = s.modified,
    local_version_at_sync = s.version, retry_count = 0, last_error = '',
    status = CASE WHEN s.kept IS NULL THEN 'synced' ELSE %(clash)s END
FROM ({CAME}) s
WHERE m.system_id = %(source)s AND m.entity_type = 'contact' AND m.external_id = s.external_id
  AND m.status <> 'disabled' AND m.remote_hash <> s.hash
"""  # noqa: S608 -- SQL of our own constants
# a second profile of one person is an alias: it resolves, and is not the primary one
NEW = f"""
FROM (SELECT s.*, row_number() OVER (PARTITION BY s.uid ORDER BY s.external_id) AS place
      FROM ({CAME}) s WHERE NOT EXISTS (
        SELECT FROM oracle_bridge_entitymapping m WHERE m.system_id = %(source)s
          AND m.entity_type = 'contact' AND m.external_id = s.external_id)) s
"""  # noqa: S608 -- SQL of our own constants


def settle_run(run: SyncRun, *, policy: str, by: User) -> dict[str, int]:
    """Map everybody who came with the run, and ask where both sides changed.

    Returns counts: mapped, renewed, conflicts, proposed.
    """
    batch = run.batch
    if batch is None:
        return {}
    clash = "synced" if policy == ConflictPolicy.LOCAL else "conflict"
    parameters: dict[str, Any] = {
        "batch": batch.pk,
        "updated": list(batch.header).index("updated_at"),
        "clash": clash,
    }
    with acting(by, f"sync:{run.uid}"), connection.cursor() as cursor:
        cursor.execute(UPDATE, parameters | {"by": by.pk, "source": batch.source_id})
        renewed = cursor.rowcount
        expressions = {
            "system_id": "%(source)s",
            "entity_type": "'contact'",
            "local_uid": "s.uid",
            "external_id": "s.external_id",
            "is_primary": """s.place = 1 AND NOT EXISTS (
                SELECT FROM oracle_bridge_entitymapping p WHERE p.system_id = %(source)s
                  AND p.entity_type = 'contact' AND p.local_uid = s.uid AND p.is_primary)""",
            "status": "CASE WHEN s.kept IS NULL THEN 'synced' ELSE %(clash)s END",
            "local_version_at_sync": "s.version",
            "remote_modified_at": "s.modified",
            "remote_hash": "s.hash",
        }
        insert_rows(
            cursor, EntityMapping, expressions, NEW, Origin(by.pk, batch.source_id), **parameters
        )
        mapped = cursor.rowcount
    conflicts = SourceRecord.objects.filter(
        batch_id=batch.pk, contact__isnull=False, kept__isnull=False
    ).exclude(external_id="")
    proposed = 0
    if policy != ConflictPolicy.LOCAL:
        for record in conflicts.select_related("contact").iterator(chunk_size=500):
            proposed += _ask(record, run, policy, by)
    return {
        "mapped": mapped,
        "renewed": renewed,
        "conflicts": conflicts.count(),
        "proposed": proposed,
    }


def _ask(record: SourceRecord, run: SyncRun, policy: str, by: User) -> int:
    """Propose their values; return whether there was something to propose."""
    contact, kept = record.contact, dict(record.kept or {})
    if contact is None or not kept or (policy == ConflictPolicy.NEWEST and _ours_newer(record)):
        return 0
    fields = {f.name for f in Contact._meta.concrete_fields}  # noqa: SLF001 -- Django's documented name
    after = {name: value for name, value in kept.items() if name in fields}
    if not after:
        return 0
    try:
        propose(
            kind="contact.update",
            title=f"Pulse and we differ about {contact}",
            summary=f"Both sides changed: {', '.join(sorted(after))}",
            items=[
                ItemDraft(
                    op="update",
                    target_type="contact",
                    target_uid=contact.uid,
                    base_version=contact.version,
                    after=after,
                )
            ],
            by=by,
            source=run.system,
        )
    except (ApprovalError, ValidationError):
        return 0  # rejected before, nobody may decide, or no such values: ours stand
    return 1


def _ours_newer(record: SourceRecord) -> bool:
    """Return whether we changed the contact after they did; what came from them is no change."""
    mapping = EntityMapping.objects.filter(
        system=record.source_id, entity_type="contact", external_id=record.external_id
    ).first()
    theirs = mapping.remote_modified_at if mapping else None
    return bool(theirs and _ours(record).filter(updated_at__gt=theirs).exists())


def _ours(record: SourceRecord) -> "QuerySet[Any]":
    """Return the contact's versions that no import of this source made."""
    came = SourceRecord.objects.filter(source=record.source_id, contact=record.contact_id)
    batches = RawBatch.objects.filter(pk__in=came.values("batch_id"))
    theirs = [f"import:{uid}" for uid in batches.values_list("uid", flat=True)]
    versions: QuerySet[Any] = Contact.history.filter(id=record.contact_id)
    return versions.exclude(history_change_reason__in=theirs)
