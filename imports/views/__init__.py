"""The import wizard as pages."""

from imports.views.acts import approve, cancel, reject, reopen, resubmit, retry, undo
from imports.views.detail import detail, progress
from imports.views.downloads import raw, rejects
from imports.views.listing import batches
from imports.views.mapping import confirm, read_again
from imports.views.rows import decide, link_known, propose_rest

__all__ = [
    "approve",
    "batches",
    "cancel",
    "confirm",
    "decide",
    "detail",
    "link_known",
    "progress",
    "propose_rest",
    "raw",
    "read_again",
    "reject",
    "rejects",
    "reopen",
    "resubmit",
    "retry",
    "undo",
]
