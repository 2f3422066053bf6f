"""From the cells of a row to what is written around a person: notes, tasks, answers.

The values stand on the source record under their fields' names, as every value that is no golden
one; the commit makes a note, a task or an answer of them.
"""

import re
from functools import cache, lru_cache

from imports.cleaning import (
    clean_boolean,
    clean_consent,
    clean_datetime,
    fold,
    is_billing_tier,
)
from imports.projection.activity import zone_of
from imports.projection.markup import prose
from imports.projection.state import LINES, Column, Handler, Projected, park, settle, wait

DENIED, GRANTED = "denied", "granted"
ALL, MAIL, TEXTS = "marketing", "email_marketing", "sms_marketing"  # what an answer is about
CHATS = "whatsapp_marketing"
_EDGES = re.compile(r"[\W_]+")
AGREED = (
    (CHATS, re.compile(r"whats ?app|\bwa\b|\bwhatsap|واتس")),
    (TEXTS, re.compile(r"\bsms\b|\btext")),
    (MAIL, re.compile(r"mail|newsletter|subscri|corre[iu]?o|courriel|bolet|abonn|e posta|подписк")),
    (
        ALL,
        re.compile(
            r"consen|einwilligung|zustimmung|gdpr|rgpd|dsgvo|lgpd|kvkk|lopd|marketing|mktg"
            r"|opt ?in\b|opted in|permission|agree|\bizin\b|publicidad|comunicacion|согласи"
            r"|الموافقة|सहमति"
        ),
    ),
)
# status and source of a lead are lines of its note; alone, on every row of a CRM's export, they
# would be a note about everybody, so there they stay on the source record
LINED = frozenset({"lead_status", "lead_source"})


def words(row: Projected, column: Column, raw: str) -> None:
    """Take a text that becomes a line of the note about the person."""
    _add(row, column.name, prose(raw))


def line(row: Projected, column: Column, raw: str) -> None:
    """Take a text that becomes a line of the note, if the row has one, and else stays with it."""
    _add(row, column.name, _known(raw))
    wait(row, LINES)


def due(row: Projected, column: Column, raw: str) -> None:
    """Take when to turn to the person next."""
    cleaned = clean_datetime(raw, column.dates, zone=zone_of(row))
    if cleaned.value is not None:
        row.extra.setdefault("next_followup_at", cleaned.value.isoformat())
    settle(row, column, raw, cleaned.issues, ok=cleaned.value is not None)


def refusal(purpose: str) -> Handler:
    """Return the handler of whether the person wants none of it; a no here is no consent."""

    def handle(row: Projected, column: Column, raw: str) -> None:
        if is_billing_tier(raw):
            park(row, column, raw)
            return
        cleaned = clean_boolean(raw)
        value = cleaned.value
        if value is None:  # a word of consent such as `unsubscribed` instead of yes or no
            agreed = clean_consent(raw).value
            value = None if agreed is None else not agreed
        if value:
            _answer(row, purpose, DENIED)
        settle(row, column, raw, () if value is not None else cleaned.issues, ok=value is not None)

    return handle


def agreement(row: Projected, column: Column, raw: str) -> None:
    """Take whether the person agreed, to what the header says; a refusal in the row is stronger."""
    if is_billing_tier(raw):
        park(row, column, raw)
        return
    cleaned = clean_consent(raw)
    if cleaned.value is not None:
        _answer(row, agreed_to(column.header), GRANTED if cleaned.value else DENIED)
    settle(row, column, raw, cleaned.issues, ok=cleaned.value is not None)


@cache
def agreed_to(header: str) -> str:
    """Return the purpose a column of agreements is about.

    One channel where the header names it; marketing as a whole where it speaks of consent alone;
    mail where it says neither, as a newsletter does.
    """
    text = _EDGES.sub(" ", fold(header))
    return next((purpose for purpose, pattern in AGREED if pattern.search(text)), MAIL)


def _add(row: Projected, name: str, text: str) -> None:
    row.extra[name] = f"{row.extra[name]}\n{text}" if name in row.extra else text


@lru_cache(maxsize=1024)
def _known(raw: str) -> str:
    """Return a text as people read it; there are few statuses and sources, on many rows."""
    return prose(raw)


def _answer(row: Projected, purpose: str, status: str) -> None:
    answers = row.extra.setdefault("_answers", {})
    answers[purpose] = DENIED if answers.get(purpose) == DENIED else status


HANDLERS: dict[str, Handler] = {
    "contact.notes": words,
    "contact.lead_status": line,
    "contact.lead_source": line,
    "contact.next_followup_at": due,
    "contact.email_opt_out": refusal(MAIL),
    "contact.sms_opt_out": refusal(TEXTS),
    "contact.do_not_call": refusal(ALL),
    "contact.email_consent": agreement,
}
