"""The peer: a plain Django project that imports with django-import-export and keeps history.

It has settings and a model of its own, so nothing of ours speeds it up or slows it down:
`python -m bench.peer FILE ROWS` on an empty database prints JSON {seconds, history}.
"""

import json
import os
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

import dj_database_url
import django
import tablib
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models

settings.configure(
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"])},
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "import_export",
        "simple_history",
        "bench",
    ],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    IMPORT_EXPORT_USE_TRANSACTIONS=True,
    USE_TZ=True,
)
django.setup()

from import_export import resources  # noqa: E402 -- reads the settings while it is imported
from simple_history.models import HistoricalRecords  # noqa: E402 -- likewise

from bench.people import HEADER  # noqa: E402 -- after its framework's block

FIELDS = [name.lower().replace(" ", "_").replace("/", "_") for name in HEADER]


def _person() -> Any:
    """Return the model of a row: every column as text, and a version of it for every save."""
    texts = {name: models.CharField(max_length=300, blank=True) for name in FIELDS[1:]}
    return type(
        "Person",
        (models.Model,),
        {
            "__module__": __name__,
            "record_id": models.CharField(max_length=40, unique=True),
            **texts,
            "history": HistoricalRecords(),
            "Meta": type("Meta", (), {"app_label": "bench"}),
        },
    )


Person = _person()


class PersonResource(resources.ModelResource):  # type: ignore[misc]
    """A resource as the documentation has it: one pass, rows looked up by their key."""

    class Meta:
        model = Person
        import_id_fields = ("record_id",)
        fields = FIELDS


def main(path: Path, rows: int) -> dict[str, float]:
    """Make the tables, import the first rows of the file and return seconds and versions."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Person)
        editor.create_model(Person.history.model)
    started = time.monotonic()
    with path.open(encoding="utf-8") as file:
        next(file)
        text = ",".join(FIELDS) + "\n" + "".join(islice(file, rows))
    PersonResource().import_data(tablib.Dataset().load(text, format="csv"), raise_errors=True)
    return {"seconds": time.monotonic() - started, "history": Person.history.count()}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
