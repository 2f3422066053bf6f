"""`manage.py migrate_legacy TABLE --database URL`: the old tables flow in, once."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imports.management.commands.import_contacts import operator, person
from imports.services.legacy import KINDS, LegacyError, ProfileError, load_profile, migrate


class Command(BaseCommand):
    """Take a legacy table in through the steps of every import.

    The legacy database is read in a read-only transaction. Killed, the command goes on where it
    stopped; run again it changes nothing. The last line of output is one JSON object: rows in,
    created, matched, unresolved, rejected.
    """

    help = "Migrate a legacy table: leads, leads_intelligence, chat_logs, omnichannel_logs"
    requires_system_checks: list[str] = []  # they load every page: a second, and 30 MB

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the table, where it is, and whose columns it has."""
        parser.add_argument("table", choices=sorted(KINDS))
        parser.add_argument("--database", required=True, help="URL, or an alias of the settings")
        parser.add_argument("--profile", type=Path, help="TOML: table, key, region, columns")
        parser.add_argument("--dry-run", action="store_true", help="report and leave nothing")
        parser.add_argument("--by", metavar="USER", default="", help="who proposes")
        parser.add_argument("--approve-as", metavar="USER", help="approve in this person's name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate and report; a report that does not balance is an error."""
        approver = person(options["approve_as"]) if options["approve_as"] else None
        by = person(options["by"]) if options["by"] else operator()
        try:
            report = migrate(
                load_profile(options["table"], options["profile"]),
                options["database"],
                by=by,
                approver=approver,
                dry_run=options["dry_run"],
            )
        except (LegacyError, ProfileError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(report.as_dict()))
        if not report.balanced:
            raise CommandError("rows in are not created + matched + unresolved + rejected")
