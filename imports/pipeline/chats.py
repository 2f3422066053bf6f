"""An exported chat read as a whole: who of its people is ours, and who the client is.

Colleagues are told by their names. Where one other person takes part, every message is about
them; so it is where two talk and one of them alone is a client we know by their number. In a
group each client's messages are about themselves and those of colleagues about nobody.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.backends.utils import CursorWrapper

from imports.models import RawBatch

PAIR: Final = 2
SENDERS: Final = """
SELECT w.sender, w.points::text, w.name,
       EXISTS (SELECT FROM core_user u, unnest(ARRAY[u.full_name, u.username, u.email]) name
               WHERE u.is_active AND name <> '' AND lower(name) = lower(w.sender)),
       EXISTS (SELECT FROM jsonb_to_recordset(w.points) AS p(kind text, value text)
               JOIN contacts_contactpoint o ON o.value_norm = p.value AND o.is_identity
                   AND o.status IN ('active', 'unverified'))
FROM (SELECT DISTINCT ON (n.extra ->> '_from') n.row_no, n.extra ->> '_from' AS sender,
             coalesce(n.extra -> '_signed', n.points) AS points,
             coalesce(n.extra ->> '_signed_name', n.extra ->> '_name', '') AS name
      FROM imports_normalisedrow n
      WHERE n.batch_id = %s AND n.refusal = '' AND n.extra ->> '_from' <> ''
      ORDER BY n.extra ->> '_from', n.row_no) w
ORDER BY w.row_no
"""
FIRST: Final = """
SELECT encode(row_sha256, 'hex') FROM imports_rawrecord
WHERE batch_id = %s ORDER BY row_no LIMIT 1
"""
TELL: Final = """
UPDATE imports_normalisedrow n
SET points = t.points, name_key = lower(t.about),
    entity = n.entity || jsonb_build_object('kind', 'whatsapp', 'direction', t.direction,
        'counterparty', t.about, 'owner', t.owner),
    extra = n.extra || jsonb_build_object('_thread', t.thread, '_person', '', '_name', t.name,
        '_signed', t.signed, '_signed_name', t.signed_name)
FROM jsonb_to_recordset(%s::jsonb) AS t(sender text, direction text, about text, name text,
    points jsonb, thread text, owner text, signed jsonb, signed_name text)
WHERE n.batch_id = %s AND n.extra ->> '_from' = t.sender
"""


@dataclass(frozen=True, slots=True)
class Sender:
    """One voice of a chat, with the points and the name the messages are signed with."""

    text: str
    points: list[dict[str, Any]]
    name: str
    ours: bool
    known: bool


def read_chat(cursor: CursorWrapper, batch: RawBatch) -> None:
    """Tell each message of the batch's chat its thread, its direction and whom it is about.

    Run again it says the same, from the names the messages were signed with.
    """
    cursor.execute(SENDERS, [batch.pk])
    senders = [
        Sender(text, json.loads(points), name, ours, known)
        for text, points, name, ours, known in cursor.fetchall()
    ]
    cursor.execute(FIRST, [batch.pk])
    beginning = cursor.fetchone()
    told = _tell(senders, str(beginning[0]) if beginning else "")
    cursor.execute(TELL, [json.dumps(told), batch.pk])


def _tell(senders: Sequence[Sender], beginning: str) -> list[dict[str, Any]]:
    ours = _ours(senders)
    others = [sender for sender in senders if sender.text not in ours]
    client = others[0] if len(others) == 1 else None
    thread = f"whatsapp:{client.text if client else beginning}"[:200]
    nobody = Sender("", [], "", ours=False, known=False)
    told = []
    for sender in senders:
        about = client or (nobody if sender.text in ours else sender)
        told.append(
            {
                "sender": sender.text,
                "direction": "outbound" if sender.text in ours else "inbound",
                "about": about.text,
                "name": about.name,
                "points": about.points,
                "thread": thread,
                "signed": sender.points,
                "signed_name": sender.name,
                "owner": sender.text if sender.text in ours else "",
            }
        )
    return told


def _ours(senders: Sequence[Sender]) -> set[str]:
    """Return who speaks for us: colleagues, or the other one of two when one is a client."""
    ours = {sender.text for sender in senders if sender.ours}
    known = [sender.text for sender in senders if sender.known]
    if not ours and len(senders) == PAIR and len(known) == 1:
        return {sender.text for sender in senders} - set(known)
    return ours
