"""`manage.py generate_client_graph`: an invented client base for staging, tests and measures."""

import csv
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from ops.services.client_graph import LATEST, Label, OtherGraphError, Plan, generate

HEADER = ("unique_id", "entity_id", "variation")


class Command(BaseCommand):
    """Generate an invented premium client base of India and the UAE.

    The same options give the same graph and digest, on any day. One graph a database; a run that
    was killed goes on, a second run changes nothing.
    """

    help = "Generate an invented client base with labelled duplicates"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare size, seed, densities and the file of truth."""
        parser.add_argument("--contacts", type=int, required=True, help="records of people")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--duplicates", type=float, default=0.06, help="share of the records")
        parser.add_argument("--interactions", type=float, default=4.0, help="mean per person")
        parser.add_argument("--deals", type=float, default=0.3, help="share of the buyers")
        parser.add_argument("--evidence", type=float, default=1.5, help="mean per person")
        parser.add_argument("--only-contacts", action="store_true", help="leave out what they do")
        parser.add_argument("--until", type=date.fromisoformat, default=LATEST, help="last day")
        parser.add_argument("--truth", type=Path, help="CSV of which records are one person")

    def handle(self, *args: Any, **options: Any) -> None:
        """Generate, and print rows by table, the digest and the time it took."""
        plan = _plan(options)
        began = time.monotonic()
        bar = tqdm(total=plan.contacts, unit=" people", disable=None, file=sys.stderr)
        try:
            with bar, _truth(options["truth"]) as label:
                made = generate(plan, label, bar.update)
        except OtherGraphError as error:
            raise CommandError(str(error)) from error
        for name, count in made.counts.items():
            self.stdout.write(f"{count:>12,} {name}")
        if made.skipped:
            self.stdout.write(f"{made.skipped:,} people were there already.")
        self.stdout.write(f"sha256 {made.digest}")
        self.stdout.write(f"{time.monotonic() - began:.1f} s")


def _plan(options: dict[str, Any]) -> Plan:
    if options["contacts"] < 1:
        raise CommandError("--contacts must be 1 or more.")
    around = {name: options[name] for name in ("interactions", "deals", "evidence")}
    if options["only_contacts"]:
        around = dict.fromkeys(around, 0.0)
    return Plan(
        contacts=options["contacts"],
        seed=options["seed"],
        duplicates=options["duplicates"],
        until=options["until"],
        **around,
    )


@contextmanager
def _truth(path: Path | None) -> Iterator[Callable[[Label], Any]]:
    """Yield what takes the truth about one record: a line of a CSV file, or nothing."""
    if path is None:
        yield lambda _: None
        return
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(HEADER)
        yield lambda label: lines.writerow((label.contact, label.person, label.variation))
