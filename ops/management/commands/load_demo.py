"""`manage.py load_demo`: the demo's people and client graph, in local installations only."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ops.services import RefusedError, load_demo


class Command(BaseCommand):
    """Load the demo; run again, it changes nothing, and after a crash it goes on."""

    help = "Load the demo's people and client graph (local installations only)"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Report what was loaded, if anything."""
        began = time.monotonic()
        try:
            loaded = load_demo()
        except RefusedError as error:
            raise CommandError(str(error)) from error
        if loaded:
            self.stdout.write(f"Loaded the demo in {time.monotonic() - began:.1f} s.")
