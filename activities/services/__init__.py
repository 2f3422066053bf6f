"""Writes of activities."""

from activities.services.logging import link_interaction, log_interaction
from activities.services.noting import add_note
from activities.services.summaries import refresh_summaries
from activities.services.tasks import (
    add_task,
    cancel_task,
    complete_task,
    snooze_task,
    update_task,
)

__all__ = [
    "add_note",
    "add_task",
    "cancel_task",
    "complete_task",
    "link_interaction",
    "log_interaction",
    "refresh_summaries",
    "snooze_task",
    "update_task",
]
