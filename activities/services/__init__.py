"""Writes of activities."""

from activities.services.logging import (
    AHEAD,
    ChannelSourcedError,
    link_interaction,
    log_interaction,
    log_once,
    refuse_ahead,
    update_interaction,
)
from activities.services.noting import NotTheAuthorError, add_note, update_note
from activities.services.summaries import refresh_summaries
from activities.services.tasks import (
    add_task,
    cancel_task,
    complete_task,
    refuse_far,
    refuse_over,
    reopen_task,
    snooze_task,
    update_task,
)
from activities.services.transcribing import ConsentRequiredError, add_transcript

__all__ = [
    "AHEAD",
    "ChannelSourcedError",
    "ConsentRequiredError",
    "NotTheAuthorError",
    "add_note",
    "add_task",
    "add_transcript",
    "cancel_task",
    "complete_task",
    "link_interaction",
    "log_interaction",
    "log_once",
    "refresh_summaries",
    "refuse_ahead",
    "refuse_far",
    "refuse_over",
    "reopen_task",
    "snooze_task",
    "update_interaction",
    "update_note",
    "update_task",
]
