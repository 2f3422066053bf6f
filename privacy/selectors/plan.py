"""What is held about a person, table by table, and what an erasure leaves of it.

This table is the decision access and erasure act on. A test walks every foreign key to Contact
and every free text of these tables, and fails for one that is not decided about here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat, Left, Now, Right

from accounts.models import Account, AccountIdentifier
from activities.models import (
    Attachment,
    Interaction,
    InteractionParticipant,
    Note,
    Task,
    Transcript,
    TranscriptSegment,
)
from client360.models import SavedView
from contacts.models import (
    AccountContact,
    ConsentRecord,
    Contact,
    ContactPoint,
    ContactRole,
    ContactSummary,
    ContactUserGrant,
    Household,
    HouseholdMember,
    PostalAddress,
    Relationship,
)
from core.choices import State, Visibility
from core.models import CanonicalModel
from evidence.models import Evidence, QDAggregate, QDScore, QDSnapshot
from identity.models import (
    FieldLock,
    MatchCandidate,
    MergeMove,
    MergeOperation,
    PairVerdict,
    SourceRecord,
)
from opportunities.choices import BookingState
from opportunities.models import (
    Booking,
    CampaignTouch,
    Opportunity,
    OpportunityParty,
    PartnerTag,
    PropertyInterest,
    SiteVisit,
    UnitHold,
)
from oracle_bridge.models import Insight
from privacy.models import LegalHold
from privacy.selectors.named import views_named_after
from privacy.selectors.own import own_accounts

NOTHING = "0" * 64  # in the place of a file's hash
OWN_UID = Cast("uid", models.TextField())
GONE = "Erased"
# a cancelled booking says why, and goes on doing so
WHY_CANCELLED = models.Case(
    models.When(state=BookingState.CANCELLED, then=Value(GONE)), default=Value("")
)
# a wish without a property is one by its criteria alone, and stays one
EMPTY_CRITERIA = models.Case(
    models.When(criteria={}, then=Value({}, models.JSONField())),
    default=Value({"erased": True}, models.JSONField()),
)


@dataclass(frozen=True, slots=True)
class Holding:
    """The rows of one table that are about a person.

    `paths` lead from a row to the contact. `cleared` is what values become, in the row and in all
    its history; `ended` what becomes of the row alone. `spared` names the texts that stay and
    say nothing of the person; `deleted` rows go altogether, being no record of anything. `about`
    is the condition for rows no path leads from.
    """

    model: type[models.Model]
    paths: tuple[str, ...] = ("contact",)
    cleared: Mapping[str, Any] = field(default_factory=dict)
    ended: Mapping[str, Any] = field(default_factory=dict)
    spared: tuple[str, ...] = ()
    deleted: bool = False
    about: Callable[[list[int]], Q] | None = None

    @property
    def name(self) -> str:
        """The entity's name, as audit lines know it."""
        return str(self.model._meta.model_name)  # noqa: SLF001 -- Django's documented name

    def rows(self, contacts: Iterable[int]) -> "models.QuerySet[Any]":
        """Return the rows about any of the contacts."""
        ids = list(contacts)
        about = self.about(ids) if self.about else Q(pk__in=[])
        for path in self.paths:
            about |= Q(**{f"{path}__in": ids})
        found: models.QuerySet[Any] = self.model._base_manager.filter(about)  # noqa: SLF001 -- Django's documented name
        return found


PERSON = Holding(
    Contact,
    ("pk",),
    {
        **dict.fromkeys(
            (
                "salutation", "given_name", "middle_name", "family_name", "native_name", "gender",
                "timezone", "nationality", "residence_country", "occupation", "company_name",
                "department", "budget_currency", "location_preference", "configuration", "website",
            ),
            "",
        ),
        **dict.fromkeys(("date_of_birth", "employer", "budget_min", "budget_max")),
        "alternate_names": [], "preferred_languages": [], "tags": [],
        **dict.fromkeys(("nri_status", "purpose", "purchase_timeline", "financing"), "unknown"),
        "full_name": Concat(Value("Erased contact "), Left(OWN_UID, 8)),
    },
    {
        "state": State.ERASED, "merged_into": None, "visibility": Visibility.RESTRICTED,
        "is_vip": False, "do_not_contact": True,
    },
)  # fmt: skip

HOLDINGS = (
    PERSON,
    Holding(ContactSummary, cleared={"doc": "", "phone": "", "email": "", "qd_value": None}),
    Holding(ContactUserGrant, ("content_object",), deleted=True),
    Holding(
        ContactPoint,
        cleared={"kind": "other", "value_raw": GONE, "value_norm": GONE, "label": ""},
        ended={"status": "retired", "is_primary": False, "is_identity": False},
    ),
    Holding(
        PostalAddress,
        cleared=dict.fromkeys(
            ("lines", "locality", "city", "region", "postal_code", "country", "norm_hash"), ""
        ),
        ended={"is_primary": False},
    ),
    Holding(ContactRole),
    Holding(
        Account,
        (),
        {
            **dict.fromkeys(
                ("legal_name", "industry", "website", "domain", "phone", "country", "city",
                 "description"),
                "",
            ),
            "employee_count": None,
            "display_name": Concat(Value("Erased account "), Left(OWN_UID, 8)),
        },
        {"state": State.ERASED, "visibility": Visibility.RESTRICTED},
        about=lambda ids: Q(pk__in=own_accounts(ids)),
    ),
    Holding(
        AccountIdentifier,
        (),
        {"number": OWN_UID, "verified_at": None},
        about=lambda ids: Q(account__in=own_accounts(ids)),
    ),
    Holding(AccountContact, cleared={"title": ""}),
    Holding(Household, ("primary_contact",), {"name": "Erased household"}),
    Holding(HouseholdMember, ended={"decision_role": "none"}),
    Holding(Relationship, ("from_contact", "to_contact"), {"strength": None}),
    # that they were asked and what they answered stays: it is the proof of lawfulness
    Holding(
        ConsentRecord,
        ("contact", "guardian"),
        {"evidence": "", "channel": ""},
        spared=("notice_version", "language"),
    ),
    Holding(LegalHold, cleared={"note": ""}),
    Holding(
        Opportunity,
        ("primary_contact",),
        {"name": GONE, "loss_reason": ""},
        spared=("currency",),
    ),
    Holding(OpportunityParty),
    Holding(UnitHold, ("opportunity__primary_contact",), {"reason": ""}),
    # what was sold at which price stays in the books; why it was cancelled is the person's own
    Holding(
        Booking,
        ("opportunity__primary_contact",),
        {"reason": WHY_CANCELLED, "payment_plan": ""},
        spared=("currency",),
    ),
    Holding(PartnerTag, cleared={"reason": ""}),
    Holding(
        PropertyInterest,
        cleared={"criteria": EMPTY_CRITERIA, "reason": ""},
        ended={"closed_at": Now()},
    ),
    Holding(
        SiteVisit, cleared={"feedback": "", "transport": "", "sentinel_session_ref": ""}
    ),
    Holding(
        CampaignTouch,
        cleared={"point_hash": "", "utm": {}},
        spared=("external_id", "currency"),
    ),
    Holding(
        Interaction,
        cleared={
            **dict.fromkeys(
                (
                    "counterparty_raw", "subject", "body", "snippet", "sentiment_source",
                    "external_id", "dedupe_hash", "thread_id",
                ),
                "",
            ),
            "sentiment": None, "topics": [], "action_items": [],
        },
        ended={"state": State.ERASED},
    ),
    Holding(InteractionParticipant, ("contact", "interaction__contact")),
    Holding(
        Transcript,
        ("interaction__contact",),
        {"text_sha256": OWN_UID, "storage_ref": ""},
        {"state": "erased"},
        spared=("language", "engine", "engine_version"),
    ),
    Holding(
        TranscriptSegment,
        ("transcript__interaction__contact", "speaker_contact"),
        {"text": "", "speaker": ""},
    ),
    Holding(Note, cleared={"body": GONE}, ended={"state": State.ERASED}),
    Holding(Task, cleared={"title": GONE, "details": ""}),
    Holding(
        Attachment,
        ("contact", "interaction__contact", "note__contact"),
        {"original_name": GONE, "sha256": NOTHING, "file": ""},
        {"state": State.ERASED},
        spared=("mime",),
    ),
    Holding(
        Evidence,
        cleared={"session_ref": "", "media_ref": "", "payload": {}, "point_hash": ""},
        ended={"state": "withdrawn"},
        spared=("external_id", "reported_type"),
    ),
    Holding(QDScore, deleted=True),
    Holding(QDAggregate, deleted=True),
    Holding(QDSnapshot, cleared={"components": {}, "top_evidence": []}, spared=("input_hash",)),
    Holding(
        SourceRecord,
        cleared={"external_id": "", "kept": None},
        spared=("revert_note", "pinned", "ignored"),
        about=lambda ids: Q(account__in=own_accounts(ids)),
    ),
    Holding(
        MatchCandidate, ("left", "right"), {"features": {}}, spared=("model_version",)
    ),
    Holding(PairVerdict, ("left", "right"), {"reason": ""}),
    Holding(FieldLock, deleted=True),
    Holding(
        MergeOperation,
        ("survivor", "losers"),
        {"snapshot": {}, "choices": {}, "provenance": {}, "explanation": {}, "residue": []},
    ),
    Holding(
        MergeMove,
        ("operation__survivor", "operation__losers"),
        {"before": {}, "after": {}},
        spared=("table",),
    ),
    Holding(
        Insight,
        cleared={"title": GONE, "body": "", "data": {}, "based_on": [], "feedback": ""},
        ended={"status": "dismissed"},
        spared=("kind", "model_version", "external_id"),
    ),
    # its owner keeps the view; by the end of its uid no two of theirs get the same name
    Holding(
        SavedView,
        (),
        {"name": Concat(Value("Erased view "), Right(OWN_UID, 8))},
        spared=("query", "columns"),
        about=lambda ids: Q(pk__in=views_named_after(ids)),
    ),
)  # fmt: skip


def one_person(contact: Contact) -> list[int]:
    """Return the ids of the contact and of every record that was merged into it."""
    ids, newest = [contact.pk], [contact.pk]
    while newest:
        merged = Contact._base_manager.filter(merged_into__in=newest)  # noqa: SLF001 -- Django's documented name
        newest = list(merged.exclude(pk__in=ids).values_list("pk", flat=True))
        ids += newest
    return ids


def next_version(model: type[models.Model]) -> dict[str, Any]:
    """Return what every update of a canonical row changes besides its values."""
    if not issubclass(model, CanonicalModel):
        return {}
    return {"version": F("version") + 1, "updated_at": Now()}
