"""`manage.py read_table FILE --json`: the located table of a file, header first.

vCards come as a list of cards and chats as a summary: neither is a table.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imports.sources import SourceError, read_document, read_table


class Command(BaseCommand):
    """Print the table an import would read; needs no database."""

    help = "Print the located table of a file"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="one JSON list of rows")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print JSON, or tab-separated lines."""
        try:
            document = read_document(options["file"])
        except (SourceError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(document, ensure_ascii=False))
            return
        for row in read_table(options["file"]):
            self.stdout.write("\t".join(row))
