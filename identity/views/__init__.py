"""The pages of identity: the queue of pairs, how a person was formed, accounts that are one."""

from identity.views.accounts import account, merge_account
from identity.views.deciding import different, merge, skip, undo
from identity.views.formed import ask_release, formed, keep, pin, release, split, unmerge
from identity.views.pairs import compare, following, pair, preview, queue
from identity.views.scans import begin_scan, resume_scan, scan, stop_scan

__all__ = [
    "account",
    "ask_release",
    "begin_scan",
    "compare",
    "different",
    "following",
    "formed",
    "keep",
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
    "unmerge",
]
