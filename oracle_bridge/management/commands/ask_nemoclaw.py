"""`manage.py ask_nemoclaw`: suggestions for an import's columns or for clients."""

import json
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from contacts.models import Contact
from core.models import User
from imports.models import RawBatch
from oracle_bridge.adapters.http import AdapterError
from oracle_bridge.services import nemoclaw, suggest_enrichments, suggest_mapping

SERVICE = "svc_nemoclaw"


class Command(BaseCommand):
    """Ask NemoClaw and put what it says before a person: a mapping to confirm, proposals."""

    help = "Ask NemoClaw about an import's columns or about clients"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to ask about."""
        parser.add_argument(
            "--batch", type=UUID, help="uid of an import whose columns wait to be confirmed"
        )
        parser.add_argument(
            "--contact", type=UUID, action="append", default=[], help="uid of a client"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, and print one JSON object of what was put before people."""
        by, _ = User.objects.get_or_create(
            username=SERVICE, defaults={"kind": "service", "full_name": "NemoClaw"}
        )
        told: dict[str, Any] = {}
        try:
            with nemoclaw() as client:
                if options["batch"]:
                    batch = RawBatch.objects.get(uid=options["batch"])
                    told["mapping"] = suggest_mapping(client, batch, by=by).version
                if options["contact"]:
                    people = Contact.objects.filter(uid__in=options["contact"])
                    made = suggest_enrichments(client, list(people), by=by)
                    told["proposals"] = [str(proposal.uid) for proposal in made]
        except (AdapterError, RawBatch.DoesNotExist) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(told))
