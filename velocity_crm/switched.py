"""Tasks behind a kill switch: put off while it is off, whoever started them."""

from typing import Any

import structlog
from celery import Task

from core.choices import Switch
from core.selectors.switches import is_on

logger = structlog.get_logger(__name__)
# the beginning of a task's name and the switch it obeys
SWITCHED = (("imports.", Switch.IMPORTS), ("oracle_bridge.", Switch.SYNC))


class SwitchedTask(Task):
    """A task that does nothing while its part of the product is switched off.

    What it would have done is still written in the database as not done, and the scheduler's
    next round takes it up.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run, unless switched off."""
        switch = next((each for start, each in SWITCHED if self.name.startswith(start)), None)
        if switch is not None and not is_on(switch):
            logger.warning("task_switched_off", task=self.name, switch=str(switch))
            return None
        return super().__call__(*args, **kwargs)
