"""`manage.py propose_mapping FILE [FILE ...] --json`: what each column would be mapped to."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imports.mapping import ENTITIES, Entity, Proposal, propose_columns
from imports.sources import SourceError, read_table

SAMPLE_ROWS = 200


class Command(BaseCommand):
    """Propose a mapping for files; needs no database and changes nothing."""

    help = "Propose a field for every column of files"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--entity", choices=ENTITIES, default=None)
        parser.add_argument("--json", action="store_true", help='{"file": ["contact.phone", ...]}')

    def handle(self, *args: Any, **options: Any) -> None:
        """Print JSON, or a line per column with its confidence and reason.

        Of several files one that cannot be read is told on the error stream and left out; a lone
        one raises CommandError.
        """
        proposals: dict[str, Proposal] = {}
        for path in options["files"]:
            try:
                proposals[path.name] = _propose(path, options["entity"])
            except CommandError as refusal:
                if len(options["files"]) == 1:
                    raise
                self.stderr.write(str(refusal))
        if options["json"]:
            targets = {name: [c.target for c in p.columns] for name, p in proposals.items()}
            self.stdout.write(json.dumps(targets))
            return
        for name, proposal in proposals.items():
            self.stdout.write(f"{name} ({proposal.entity})")
            for column in proposal.columns:
                sure = f"{column.confidence:4.0%}"
                self.stdout.write(f"  {column.header} → {column.target} {sure} {column.reason}")


def _propose(path: Path, entity: Entity | None) -> Proposal:
    try:
        rows = read_table(path)
    except (SourceError, OSError) as error:
        raise CommandError(f"{path.name}: {error}") from error
    header = rows[0] if rows else []
    return propose_columns(header, rows[1 : SAMPLE_ROWS + 1], entity=entity)
