"""Reads of governance."""

from approvals.selectors.diffing import ItemDiff, describe_row, diff, targets_of
from approvals.selectors.eligibility import (
    approvers,
    eligible_people,
    hats,
    lender,
    refusal,
    roles_of,
    voices,
)
from approvals.selectors.facts import facts_of
from approvals.selectors.policies import Facts, Rules, rules_for
from approvals.selectors.queue import (
    open_for,
    open_policy_change,
    queue_for,
    visible_to,
    waiting_count,
)
from approvals.selectors.values import FieldDiff, compare

__all__ = [
    "Facts",
    "FieldDiff",
    "ItemDiff",
    "Rules",
    "approvers",
    "compare",
    "describe_row",
    "diff",
    "eligible_people",
    "facts_of",
    "hats",
    "lender",
    "open_for",
    "open_policy_change",
    "queue_for",
    "refusal",
    "roles_of",
    "rules_for",
    "targets_of",
    "visible_to",
    "voices",
    "waiting_count",
]
