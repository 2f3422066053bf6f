"""Write where the values of one person came from, as PROV-JSON."""

import json
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from contacts.models import Contact
from privacy.selectors.prov import prov_json


class Command(BaseCommand):
    """`export_provenance UID [FIELD ...]`: one PROV-JSON document on standard output."""

    help = "Write the provenance of a person's values, of all of them or of the named fields."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare whose and of which fields."""
        parser.add_argument("uid", type=UUID)
        parser.add_argument("fields", nargs="*", help="full_name, occupation, point:12 ...")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the document."""
        contact = Contact.objects.filter(uid=options["uid"]).first()
        if contact is None:
            raise CommandError(f"there is no contact {options['uid']}")
        document = prov_json(contact, fields=options["fields"])
        self.stdout.write(json.dumps(document, indent=1, ensure_ascii=False))
