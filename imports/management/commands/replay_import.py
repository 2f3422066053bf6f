"""`manage.py replay_import BATCH`: prove that a batch gives the same graph again."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imports.choices import BatchState
from imports.management.commands.revert_import import find_batch
from imports.services import canonical_hash
from imports.services.replaying import ReplayError, replay, replay_here


class Command(BaseCommand):
    """Import a batch's file again into an empty database beside the real one and compare.

    The last line of output is one JSON object: batch, hash, replayed hash, same. The exit status
    is 1 when the two differ: rows then matched people that an empty database does not know, or
    were decided by hand.
    """

    help = "Replay an import on an empty database and compare the canonical hashes"
    requires_system_checks: list[str] = []  # they load every page: a second, and 30 MB

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("batch", nargs="?", help="uid of the batch")
        parser.add_argument("--spec", help="run the replay described by this JSON, here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, or be the one that is compared with."""
        if options["spec"]:
            batch = replay_here(json.loads(options["spec"]))
            self.stdout.write(json.dumps({"canonical_hash": canonical_hash(batch)}))
            return
        if not options["batch"]:
            raise CommandError("name the batch to replay")
        batch = find_batch(options["batch"])
        if batch.state not in (BatchState.APPLIED, BatchState.REVERTED):
            raise CommandError(f"{batch} was not applied, so there is nothing to compare with")
        original = canonical_hash(batch)
        try:
            replayed = replay(batch)
        except ReplayError as error:
            raise CommandError(str(error)) from error
        same = replayed == original
        outcome = {"hash": original, "replayed_hash": replayed, "same": same}
        self.stdout.write(json.dumps({"batch": str(batch.uid), **outcome}))
        if not same:
            raise CommandError("the replay differs")
