"""Writes of the bridge."""

from oracle_bridge.services.calling import (
    create_endpoint,
    deliver_due,
    event_body,
    fan_out,
    rotate_secret,
    send_again,
    switch_endpoint,
)
from oracle_bridge.services.concluding import dismiss_insight, judge_insight, record_insight
from oracle_bridge.services.connecting import follow_pulse, pulse_client, run_pulse
from oracle_bridge.services.pulse_sending import send_changes
from oracle_bridge.services.pulse_sync import SyncBusyError, settle_waiting, sync_pulse
from oracle_bridge.services.pulse_talking import take_interactions
from oracle_bridge.services.reaching import NotConfiguredError
from oracle_bridge.services.signing import secret_of
from oracle_bridge.services.suggesting import nemoclaw, suggest_enrichments, suggest_mapping

__all__ = [
    "NotConfiguredError",
    "SyncBusyError",
    "create_endpoint",
    "deliver_due",
    "dismiss_insight",
    "event_body",
    "fan_out",
    "follow_pulse",
    "judge_insight",
    "nemoclaw",
    "pulse_client",
    "record_insight",
    "rotate_secret",
    "run_pulse",
    "secret_of",
    "send_again",
    "send_changes",
    "settle_waiting",
    "suggest_enrichments",
    "suggest_mapping",
    "switch_endpoint",
    "sync_pulse",
    "take_interactions",
]
