"""Reads of people: who may be seen, and search by name, number, address or company."""

import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import phonenumbers
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Concat, Left
from django.utils import timezone

from contacts.choices import ConsentPurpose, ConsentStatus
from contacts.models import ConsentRecord, Contact, ContactPoint
from contacts.models.points import USABLE
from core.models.search_sql import OTHER

if TYPE_CHECKING:
    from core.models import User

# who alone claims the number or address that `s.point_hash` is the sha256 of, if anybody
CLAIMANT = """
SELECT CASE WHEN count(DISTINCT p.contact_id) = 1 THEN min(p.contact_id) END
FROM contacts_contactpoint p
WHERE left(contacts_point_hash(p.value_norm), 16) = left(s.point_hash, 16)
  AND contacts_point_hash(p.value_norm) = s.point_hash AND p.is_identity
  AND p.status IN ('active', 'unverified')
"""
# the latest answer of {contact} for {purpose}, if it is a consent in force now
CONSENT_IN_FORCE = """
SELECT l.id, l.uid FROM (
    SELECT r.id, r.uid, r.status, r.expires_at FROM contacts_consentrecord r
    WHERE r.contact_id = {contact} AND r.purpose = {purpose}
      AND r.at <= clock_timestamp() ORDER BY r.at DESC, r.id DESC LIMIT 1) l
WHERE l.status = 'granted' AND (l.expires_at IS NULL OR l.expires_at > clock_timestamp())
"""
PHONE_LIKE = re.compile(r"[+\d\s().-]{6,}")
NO_NAME = re.compile(r"[\d@_+]")
OTHER_SCRIPT = re.compile(OTHER)
FEWEST_DIGITS = 5
CANDIDATES = 500
ALIKE = 0.5
SHORT = 16  # digits of a hash that its index holds
NAMES = Func(
    Concat("full_name", Value(" "), "native_name", Value(" "), "company_name"),
    function="core_searchable",
    output_field=models.TextField(),
)
# what a machine may suggest about a person: nothing that says who they are or what they agreed to
SUGGESTIBLE = (
    "occupation", "company_name", "department", "website", "location_preference", "configuration",
    "purpose", "purchase_timeline", "financing", "budget_min", "budget_max", "budget_currency",
    "tags", "preferred_languages",
)  # fmt: skip


def suggestible(contact: Contact) -> dict[str, Any]:
    """Return what a person has in the fields a machine may speak about, as JSON, none empty."""
    return {
        name: str(value) if name.startswith("budget_m") and value is not None else value
        for name in SUGGESTIBLE
        if (value := getattr(contact, name)) not in (None, "", [])
    }


def contacts_for(user: "User") -> "models.QuerySet[Contact]":
    """Return the living contacts this user may see, with what a list shows of each."""
    rows = Contact.objects.live().visible_to(user)
    return rows.select_related("summary", "owner", "team", "source_latest")


def search(
    rows: "models.QuerySet[Any]", words: str, *, by_points: bool = True
) -> "models.QuerySet[Any]":
    """Keep contacts that match every word in name, points or company, accents ignored.

    A word finds a name in another script that is written like it in Latin letters, or sounds like
    it, and the other way round. A number in any format is looked for as digits. When nothing holds
    the words, names that sound alike by trigrams are kept instead, at most 500. Without
    `by_points` the words have to stand in the names: whom a number is hidden from cannot guess it
    by searching.
    """
    terms = search_terms(words)
    if not terms:
        return rows
    found = rows
    for term in terms:
        found = found.filter(_holds("summary__doc", term))
        if not by_points:
            found = found.alias(names=NAMES).filter(_holds("names", term))
    if not by_points:
        return found
    return found if found[:1].exists() else _alike(rows, " ".join(terms))


def search_terms(words: str) -> list[str]:
    """Return the words to look for; a phone number in any format or script is one of digits."""
    text = words.strip()
    if PHONE_LIKE.fullmatch(text):
        digits = "".join(str(unicodedata.digit(each)) for each in text if each.isdigit())
        digits = digits.lstrip("0")
        if len(digits) >= FEWEST_DIGITS:
            return [digits]
    return text.split()


def folded(text: str) -> Func:
    """Return the expression that folds a text as the search documents are folded."""
    return _of("core_fold", text)


def _of(function: str, text: str) -> Func:
    return Func(Value(text), function=function, output_field=models.TextField())


def _holds(column: str, term: str) -> models.Q:
    """Return the condition that a search text holds a word, in whichever script either stands."""
    holds = models.Q((f"{column}__contains", folded(term)))
    if NO_NAME.search(term):
        return holds
    holds |= models.Q((f"{column}__contains", _of("core_sounded", term)))
    if OTHER_SCRIPT.search(term):
        holds |= models.Q((f"{column}__contains", _of("core_latin", term)))
        holds |= models.Q((f"{column}__regex", _of("core_sounds_like", term)))
    return holds


def _alike(rows: "models.QuerySet[Any]", text: str) -> "models.QuerySet[Any]":
    near = (
        rows.filter(summary__doc__trigram_word_similar=folded(text))
        .annotate(
            alike=TrigramWordSimilarity(folded(text), "summary__doc")  # type: ignore[arg-type]  # any expression will do
        )
        .filter(alike__gte=ALIKE)
        .order_by("-alike")
        .values("pk")[:CANDIDATES]
    )
    return rows.filter(pk__in=near)


class PointHash(Func):
    """The SHA-256 of a point's normal form in hex; its index holds the first SHORT digits."""

    function = "contacts_point_hash"
    output_field = models.TextField()


def claimants(where: str, digest: str) -> list[UUID]:
    """Return who claims the contact point of a SHA-256; `where` is `sha256:` and its kind."""
    scheme, _, kind = where.partition(":")
    if scheme != "sha256" or not kind:
        return []
    whole = PointHash("value_norm")
    points = ContactPoint.objects.annotate(digest=whole, start=Left(whole, SHORT))
    rows = points.filter(
        start=digest[:SHORT], digest=digest, kind=kind, is_identity=True, status__in=USABLE
    )
    return list(rows.values_list("contact__uid", flat=True))


def consents_in_force(contact: Contact, at: datetime) -> dict[str, int]:
    """Return the purposes a person agrees to at a moment, with the id of the latest answer."""
    latest = contact.consents.filter(at__lte=at).order_by("purpose", "-at", "-id")
    return {
        record.purpose: record.pk
        for record in latest.distinct("purpose")
        if record.status_at(at) == ConsentStatus.GRANTED
    }


def consent_state(contact: Contact) -> list[dict[str, Any]]:
    """Return what holds today for every purpose there is, asked about or not.

    Each holds purpose, label, status, status_label, basis_label, at and in_force; a consent past
    its day counts as expired.
    """
    latest = contact.consents.order_by("purpose", "-at", "-id").distinct("purpose")
    known = {record.purpose: record for record in latest}
    return [_holding(purpose, known.get(purpose.value)) for purpose in ConsentPurpose]


def _holding(purpose: ConsentPurpose, record: ConsentRecord | None) -> dict[str, Any]:
    status = record.status_at(timezone.now()) if record else None
    return {
        "purpose": purpose.value,
        "label": purpose.label,
        "status": status.value if status else "",
        "status_label": status.label if status else "",
        "basis_label": record.get_lawful_basis_display() if record else "",
        "at": record.at if record else None,
        "in_force": status == ConsentStatus.GRANTED,
    }


def grouped_number(number: str) -> str:
    """Return a number in groups, `+91 98200 12345`; anything else as it is."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
