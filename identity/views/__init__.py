"""The pages of identity: the queue of pairs, and how a person was formed."""

from identity.views.deciding import different, merge, skip, undo
from identity.views.formed import ask_release, formed, keep, pin, release, split, unmerge
from identity.views.pairs import compare, following, pair, preview, queue

__all__ = [
    "ask_release",
    "compare",
    "different",
    "following",
    "formed",
    "keep",
    "merge",
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
