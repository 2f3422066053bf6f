"""The pages of identity: the queue of pairs, how a person was formed, accounts that are one."""

from identity.views.accounts import (
    account,
    accounts,
    ask_accounts_again,
    different_accounts,
    merge_account,
    undo_accounts,
)
from identity.views.deciding import different, merge, skip, undo
from identity.views.formed import ask_release, formed, keep, leftover, pin, release, split, unmerge
from identity.views.pairs import compare, following, pair, preview, queue
from identity.views.scans import begin_scan, resume_scan, scan, stop_scan

__all__ = [
    "account",
    "accounts",
    "ask_accounts_again",
    "ask_release",
    "begin_scan",
    "compare",
    "different",
    "different_accounts",
    "following",
    "formed",
    "keep",
    "leftover",
    "merge",
    "merge_account",
    "pair",
    "pin",
    "preview",
    "queue",
    "release",
    "resume_scan",
    "scan",
    "skip",
    "split",
    "stop_scan",
    "undo",
    "undo_accounts",
    "unmerge",
]
