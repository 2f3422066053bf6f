"""The pages of identity: the queue of pairs, how a person was formed, accounts that are one."""

from identity.views.accounts import account, merge_account
from identity.views.deciding import different, merge, skip, undo
from identity.views.formed import ask_release, formed, keep, pin, release, split, unmerge
from identity.views.pairs import compare, following, pair, preview, queue

__all__ = [
    "account",
    "ask_release",
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
    "skip",
    "split",
    "undo",
    "unmerge",
]
