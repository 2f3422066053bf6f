"""`manage.py demo_check`: walk the flows a founder is shown, before showing them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ops.services.showing import SHOWN, ShowError, shown


class Command(BaseCommand):
    """Drive clients, accounts, dossier and origin through the real pages; 1 if one fails."""

    help = "Walk the flows of a demonstration through the real pages"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk them all, then complain."""
        wrong = 0
        for part in SHOWN:
            try:
                self.stdout.write(f"works  {part}: {shown(part)}")
            except ShowError as error:
                wrong += 1
                self.stdout.write(f"FAILS  {part}: {error}")
        if wrong:
            raise CommandError(f"{wrong} of {len(SHOWN)} flows do not work.")
