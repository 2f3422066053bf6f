"""Which proposals need whose approval."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from approvals.choices import PolicyDecision, Risk
from core.models import UuidV7, one_of
from core.models.checks import a_number

UNIT_INTERVAL = [MinValueValidator(0), MaxValueValidator(1)]


class ApprovalPolicy(models.Model):
    """One version of one rule: which proposals it is about and what they need.

    The most specific active policy that matches decides, then the higher priority; without a
    match one steward has to review. A version never changes, it is only replaced.
    """

    uid = models.UUIDField(db_default=UuidV7(), unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    code = models.SlugField(max_length=80, help_text="Stable name of the rule.")
    version = models.PositiveIntegerField(default=1)
    active = models.BooleanField(default=True)
    name = models.CharField(max_length=200)
    kinds = ArrayField(
        models.CharField(max_length=80), help_text="Kinds of proposals; contact.* means them all."
    )
    sources = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        help_text="Codes of sources; empty means any.",
    )
    fields = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        help_text="Names or patterns: *_date. A review rule matches when any of these is "
        "touched, an automatic one when nothing else is.",
    )
    entity_types = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text="Types of records: contact, account; empty means any.",
    )
    marks = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="What the records have to be marked as, all of it: vip, has_booking.",
    )
    without_marks = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="What no record may be marked as.",
    )
    min_sensitivity = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="A touched field is at least this sensitive, 1 to 3."
    )
    min_risk = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=Risk, help_text="The risk the producer saw, at least."
    )
    min_amount = models.DecimalField(
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="The largest amount proposed, in its own currency, at least.",
    )
    max_confidence = models.DecimalField(
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        validators=UNIT_INTERVAL,
        help_text="Only proposals that are no surer than this.",
    )
    min_confidence = models.DecimalField(
        max_digits=4, decimal_places=3, null=True, blank=True, validators=UNIT_INTERVAL
    )
    min_trust = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Base trust of the source, 0 to 100."
    )
    min_size = models.PositiveIntegerField(
        null=True, blank=True, help_text="Records touched, at least."
    )
    min_update_share = models.DecimalField(
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        validators=UNIT_INTERVAL,
        help_text="Share of a batch that changes known records, at least.",
    )
    fills_only = models.BooleanField(
        default=False, help_text="Only proposals that fill empty fields and overwrite nothing."
    )
    max_per_day = models.PositiveIntegerField(
        null=True, blank=True, help_text="Circuit breaker of an automatic rule, per source."
    )
    min_accept_rate = models.DecimalField(
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        validators=UNIT_INTERVAL,
        help_text="An automatic rule is switched off for a source people accept less often.",
    )
    decision = models.CharField(max_length=12, choices=PolicyDecision)
    risk = models.PositiveSmallIntegerField(choices=Risk, default=Risk.MEDIUM)
    required_approvals = models.PositiveSmallIntegerField(default=1)
    approver_roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    distinct_roles = models.BooleanField(
        default=False, help_text="Each approval has to come from another role."
    )
    author_counts = models.BooleanField(
        default=False,
        help_text="An author in one of the roles is one of the voices; another has to agree.",
    )
    majority_reject = models.BooleanField(
        default=False, help_text="One no does not end it: more than half of the voices do."
    )
    escalate_after_hours = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="An undecided proposal then goes to more people."
    )
    escalate_to = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        help_text="The roles that may decide as well once it is escalated.",
    )
    require_comment = models.BooleanField(default=False)
    allow_edit = models.BooleanField(default=True, help_text="Reviewers may correct the items.")
    allow_batch = models.BooleanField(default=False)
    max_batch = models.PositiveSmallIntegerField(default=50)
    lifetime_days = models.PositiveSmallIntegerField(
        default=30, help_text="An undecided proposal expires after this many days."
    )
    approved_days = models.PositiveSmallIntegerField(
        default=7, help_text="An approval nobody applied expires after this many days."
    )
    priority = models.SmallIntegerField(default=0)

    class Meta:
        ordering = ["code", "-version"]
        verbose_name_plural = "approval policies"
        constraints = [
            models.UniqueConstraint(name="policy_version_once", fields=["code", "version"]),
            models.UniqueConstraint(
                name="policy_one_active", fields=["code"], condition=Q(active=True)
            ),
            one_of("policy_decision_known", "decision", PolicyDecision),
            one_of("policy_risk_known", "risk", Risk),
            models.CheckConstraint(
                name="policy_review_has_approvers",
                condition=~Q(decision=PolicyDecision.REVIEW)
                | Q(required_approvals__range=(1, 3), approver_roles__len__gte=1),
            ),
            models.CheckConstraint(
                name="policy_escalates_to_somebody",
                condition=Q(escalate_after_hours__isnull=True) | Q(escalate_to__len__gte=1),
            ),
            models.CheckConstraint(
                name="policy_is_about_something", condition=Q(kinds__len__gte=1)
            ),
            a_number(
                "policy_asks_for_numbers",
                *("min_amount", "max_confidence", "min_confidence"),
                *("min_update_share", "min_accept_rate"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
