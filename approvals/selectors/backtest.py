"""What a rule would have done: a candidate policy against the proposals of the last 90 days."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from approvals.choices import PolicyDecision, ProposalState
from approvals.models import ApprovalPolicy, Proposal, ProposalItem
from approvals.registry import UnknownOperationError
from approvals.selectors.facts import facts_of
from approvals.selectors.policies import Rules, in_force, misfits, rules_for, specificity

WINDOW = timedelta(days=90)
MOST = 2_000
EXAMPLES = 10
YES = frozenset({"approved", "applying", "applied", "partially_applied", "conflict", "failed"})


@dataclass(slots=True)
class BackTest:
    """How proposals of the last 90 days would have gone under a candidate.

    `auto` would have been applied without a person, `auto_now` are under the rules in force.
    Of `auto`: `rejected` people said no to, `edited` people corrected, `reverted` was undone.
    `moved` is how many would have been governed otherwise; `examples` are the first of `auto`
    that people did not simply accept, else the first of them. `capped` means only the newest
    MOST were looked at.
    """

    total: int = 0
    auto: int = 0
    auto_now: int = 0
    rejected: int = 0
    edited: int = 0
    reverted: int = 0
    moved: int = 0
    capped: bool = False
    examples: list[Proposal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Simulation:
    """Which policy governs one proposal and why; `others` name what each other one misses."""

    rules: Rules
    policy: ApprovalPolicy | None
    reason: str
    others: dict[str, list[str]]


def backtest(candidate: ApprovalPolicy) -> BackTest:
    """Return what a candidate, in the place of the active version of its code, would have done.

    Facts come from what the proposals held then; marks of the records are those of today.
    """
    before = in_force()
    after = [each for each in before if each.code != candidate.code]
    after += [candidate] if candidate.active else []
    rows = list(_submitted()[: MOST + 1])
    found = BackTest(total=min(len(rows), MOST), capped=len(rows) > MOST)
    used = Counter[tuple[str, int | None, date]]()
    bad: list[Proposal] = []
    good: list[Proposal] = []
    for row in rows[:MOST]:
        now, then = _outcome(row, before), _outcome(row, after)
        found.auto_now += now is not None and now.decision == PolicyDecision.AUTO_APPLY
        found.moved += now != then
        if then is not None and _automatic(then, row, used):
            found.auto += 1
            (bad if _count_against(row, found) else good).append(row)
    found.examples = [*bad, *good][:EXAMPLES]
    return found


def simulate(proposal: Proposal, candidate: ApprovalPolicy | None = None) -> Simulation:
    """Return which policy governs a proposal as it stands, and why the others do not.

    A `candidate` takes the place of the active version of its code.
    """
    policies = in_force()
    if candidate is not None:
        policies = [each for each in policies if each.code != candidate.code] + [candidate]
    facts = facts_of(proposal, list(proposal.current_items), person=False)
    rules, policy = rules_for(facts, policies)
    others = {}
    for each in policies:
        missed = [misfits(each, fact) for fact in facts]
        others[each.code] = min(missed, key=len)
    reason = "no policy matches: one steward reviews"
    if policy is not None:
        reason = (
            f"{policy.code} version {policy.version} matches with {specificity(policy)} "
            f"conditions and priority {policy.priority}"
        )
        others.pop(policy.code, None)
    return Simulation(rules, policy, reason, others)


def _submitted() -> "QuerySet[Proposal]":
    since = timezone.now() - WINDOW
    rows = Proposal.objects.filter(submitted_at__gt=since).exclude(state=ProposalState.DRAFT)
    first = Prefetch(
        "items", ProposalItem.objects.filter(revision=1).order_by("seq"), to_attr="first_items"
    )
    return rows.select_related("source").prefetch_related(first).order_by("-id")


def _outcome(row: Proposal, policies: Sequence[ApprovalPolicy]) -> Rules | None:
    """Return the rules of a proposal as its author wrote it; None for a kind nobody knows now."""
    items: list[ProposalItem] = row.first_items  # type: ignore[attr-defined]  # prefetched above
    try:
        facts = facts_of(row, items, person=row.reverts_id is not None)
    except UnknownOperationError:
        return None
    return rules_for(facts, policies)[0] if facts else None


def _automatic(rules: Rules, row: Proposal, used: "Counter[tuple[str, int | None, date]]") -> bool:
    """Return whether a policy would have approved it, its daily limit included."""
    if rules.decision != PolicyDecision.AUTO_APPLY:
        return False
    day = (rules.code, row.source_id, row.submitted_at.date())
    used[day] += 1
    return rules.max_per_day is None or used[day] <= rules.max_per_day


def _count_against(row: Proposal, found: BackTest) -> bool:
    """Count how people decided about it and return whether they disagreed."""
    rejected = row.state == ProposalState.REJECTED
    reverted = row.reverted_at is not None
    edited = row.state in YES and row.revision > 1
    found.rejected += rejected
    found.reverted += reverted
    found.edited += edited
    return rejected or reverted or edited
