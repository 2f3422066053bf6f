"""Reading when somebody was last spoken to, and when they are next: `Next task due date`."""

from typing import Final

from imports.mapping.fields import FIELDS, UNMAPPED, Entity
from imports.mapping.folding import word_set
from imports.mapping.lexicon import Readings, resolve
from imports.mapping.words import DATE_WORDS, FILLERS

_PAST: Final = word_set("last latest recent pichli pichla pichhli pichhla aakhri akhri")
_COMING: Final = word_set("next upcoming agla agli agle")
# What people do with each other, and how a header may call it besides.
_DEALINGS: Final = word_set("""
    activity call called contact contacted conversation communication touch touchpoint followup
    interaction message chat reply response spoke spoken talk talked met meeting visit visited
    viewing appointment connect connected discussion discussed reached engagement email whatsapp
    sms reminder task action step callback dm baat mulakat mulaqat milna tarikh
""")
_BESIDE: Final = (
    DATE_WORDS
    | FILLERS
    | word_set("""
    due scheduled planned most via through sale phone client customer lead buyer person sent
    received by
""")
)
_LIKELY: Final = 0.72


def occasion(phrase: str, entity: Entity) -> Readings:
    """Read a phrase of such words alone as the day of that dealing; its cells must be dates."""
    if entity not in {"contact", "account"}:
        return {}
    words = set(phrase.split())
    past, coming = bool(words & _PAST), bool(words & _COMING)
    rest = words - _PAST - _COMING
    if past == coming or not rest & _DEALINGS or not rest <= _DEALINGS | _BESIDE:
        return {}
    concept = "last_activity_at" if past else "contact.next_followup_at"
    target, _ = resolve(concept, entity)
    return {target: _LIKELY} if target != UNMAPPED and target in FIELDS else {}
