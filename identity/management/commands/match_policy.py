"""`manage.py match_policy [--source CODE] [--auto-link] ...`: say what matching may do."""

from argparse import ArgumentParser
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.models import SourceSystem
from identity.selectors.checks import checked_of
from identity.services.policies import set_policy


class Command(BaseCommand):
    """Set the general policy or that of one source; imports ask about likely people from then."""

    help = "Set from which probability records are proposed and linked"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--source", metavar="CODE", help="one source instead of all")
        parser.add_argument("--auto-link", action="store_true", help="link sure matches unasked")
        parser.add_argument("--auto-from", type=Decimal, default=Decimal("0.995"))
        parser.add_argument("--review-from", type=Decimal, default=Decimal("0.2"))
        parser.add_argument(
            "--check-share",
            type=Decimal,
            default=Decimal("0.02"),
            help="share of the links made unasked that a person is asked about first",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the policy."""
        source = None
        if options["source"]:
            source = SourceSystem.objects.filter(code=options["source"]).first()
            if source is None:
                raise CommandError(f"there is no source {options['source']!r}")
        try:
            policy = set_policy(
                by=None,
                source=source,
                auto_link=options["auto_link"],
                auto_from=options["auto_from"],
                review_from=options["review_from"],
                check_share=options["check_share"],
            )
        except ValidationError as error:
            raise CommandError(", ".join(error.messages)) from error
        linked = f"linked from {policy.auto_from}" if policy.auto_link else "never linked unasked"
        self.stdout.write(f"{policy}: proposed from {policy.review_from}, {linked}")
        self.stdout.write(f"links made unasked: {checked_of(policy).words}")
