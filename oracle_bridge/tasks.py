"""Background work of the bridge; every task can run twice without harm."""

from celery import shared_task

from core.models import User
from oracle_bridge import services


@shared_task
def run_pulse(mode: str, user_id: int) -> str:
    """Exchange with Pulse in the name of a user; return the state of the run."""
    by = User.objects.get(pk=user_id)
    return services.run_pulse(mode=mode, by=by).state


@shared_task
def follow_pulse() -> str:
    """Exchange what changed, every quarter of an hour, where a Pulse is configured."""
    return services.follow_pulse()


@shared_task(name="oracle_bridge.call_webhooks")
def call_webhooks() -> int:
    """Tell the endpoints what changed; return how many messages were taken."""
    services.fan_out()
    return services.deliver_due()
