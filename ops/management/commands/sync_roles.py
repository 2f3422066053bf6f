"""`manage.py sync_roles`: give the roles the rights of the product, after every migrate."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ops.services import MissingPermissionError, sync_roles


class Command(BaseCommand):
    """Add the rights the roles lack; run again, it changes nothing."""

    help = "Give the roles the rights they work with"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Report how many rights were added."""
        try:
            added = sync_roles()
        except MissingPermissionError as error:
            raise CommandError(str(error)) from error
        if added:
            self.stdout.write(f"Gave the roles {added} rights they lacked.")
