"""`manage.py resolve --engine duckdb|spark`: the bulk scan on Splink."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from identity.engine import EngineMissingError
from identity.services.resolving import resolve


class Command(BaseCommand):
    """Compare all contacts in bulk; what is found stands in the review queue."""

    help = "Find duplicates among all contacts with Splink, in DuckDB or on Spark"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the job and say what it came to."""
        try:
            found = resolve(options["engine"])
        except EngineMissingError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{found.people:,} people, {found.pairs:,} pairs compared, {found.found:,} to review"
        )
