"""Writes of the bridge."""

from oracle_bridge.services.connecting import follow_pulse, pulse_client, run_pulse
from oracle_bridge.services.pulse_sending import send_changes
from oracle_bridge.services.pulse_sync import SyncBusyError, settle_waiting, sync_pulse
from oracle_bridge.services.reaching import NotConfiguredError
from oracle_bridge.services.suggesting import nemoclaw, suggest_enrichments, suggest_mapping

__all__ = [
    "NotConfiguredError",
    "SyncBusyError",
    "follow_pulse",
    "nemoclaw",
    "pulse_client",
    "run_pulse",
    "send_changes",
    "settle_waiting",
    "suggest_enrichments",
    "suggest_mapping",
    "sync_pulse",
]
