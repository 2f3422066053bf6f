"""Write everything held about one person as JSON."""

import json
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from contacts.models import Contact
from core.services import audit
from privacy.selectors import held_about


class Command(BaseCommand):
    """`export_contact UID`: one JSON document on standard output."""

    help = "Write everything held about one person: rows, history, raw cells, proposals, audit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare who it is about."""
        parser.add_argument("uid", type=UUID)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the document."""
        contact = Contact.objects.filter(uid=options["uid"]).first()
        if contact is None:
            raise CommandError(f"there is no contact {options['uid']}")
        audit("privacy.exported", by=None, object_type="contact", object_uid=contact.uid)
        document = held_about(contact)
        self.stdout.write(json.dumps(document, cls=_Encoder, indent=1, ensure_ascii=False))


class _Encoder(DjangoJSONEncoder):
    """JSON of what database columns hold."""

    def default(self, o: Any) -> Any:
        """Return bytes in hexadecimal, ranges and the rest as their text."""
        if isinstance(o, bytes | memoryview):
            return bytes(o).hex()
        try:
            return super().default(o)
        except TypeError:
            return str(o)
