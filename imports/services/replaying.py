"""Replaying a batch on an empty database, to prove that it gives the same graph."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import Q, QuerySet
from psycopg import sql

from approvals.services import apply, approve
from core.models import SourceSystem, User
from identity.models import SourceRecord
from imports.choices import BatchState, ManifestState
from imports.models import RawBatch
from imports.pipeline.happenings import HAPPENINGS
from imports.pipeline.map_columns import correct_mapping
from imports.pipeline.receive import path_of, receive
from imports.projection.corrections import CODE, texts_of
from imports.services.correcting import correct_row
from imports.services.running import advance, confirm
from imports.sources import SourceError

SLOWEST = 3600  # seconds a replay may take
EMPTY: Final = "CREATE DATABASE {}"


class ReplayError(Exception):
    """The replay could not be run; the message is what the command printed."""


def replay(batch: RawBatch) -> str:
    """Import the batch's file again, under its confirmed mapping, into an empty database.

    The database is made beside the real one, migrated, filled and dropped again. Returns the
    canonical hash of the replay. Raises ReplayError with the output of what failed, or
    when a file it takes was removed.
    """
    try:
        spec = json.dumps(_spec(batch))
    except SourceError as error:
        raise ReplayError(error.message) from error
    with _scratch_database() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        _manage(environment, "migrate", "--verbosity", "0")
        output = _manage(environment, "replay_import", "--spec", spec)
    return str(json.loads(output.splitlines()[-1])["canonical_hash"])


def replay_here(spec: dict[str, Any]) -> RawBatch:
    """Import a file as `spec` says, approved by a person made for the purpose.

    For an empty database only: it skips the questions that were answered when the batch was new.
    """
    for earlier in spec.get("before", ()):
        replay_here(earlier)
    person, _ = User.objects.get_or_create(username="replay")
    person.groups.add(Group.objects.get(name="steward"))
    for place, name in enumerate(spec.get("colleagues", ())):
        User.objects.get_or_create(full_name=name, defaults={"username": f"colleague-{place}"})
    source, _ = SourceSystem.objects.get_or_create(code=spec["source"])
    by, _ = User.objects.get_or_create(username="command-line", defaults={"kind": "service"})
    with Path(spec["file"]).open("rb") as file:
        batch = receive(
            file,
            filename=spec["filename"],
            source=source,
            by=by,
            region_hint=spec["region"],
            again=True,
        )
    on = datetime.fromisoformat(spec["on"])
    RawBatch.objects.filter(pk=batch.pk).update(created_at=on, **spec["reading"])
    batch = advance(batch.pk)
    targets = dict(enumerate(spec["targets"]))
    correct_mapping(batch, targets, by=by, entity=spec["entity"])
    confirm(batch, by=by)
    batch = advance(batch.pk)
    for row_no, texts in spec.get("corrections", {}).items():
        read = {int(column): text for column, text in texts.items()}
        correct_row(batch, int(row_no), read, by=by, expected=0)
    proposal = batch.proposal
    if proposal is None:
        raise ReplayError("nothing was proposed")
    approve(proposal, by=person, revision=proposal.revision, content_hash=proposal.content_hash)
    apply(proposal, by=person)
    batch.refresh_from_db()
    return batch


def _spec(batch: RawBatch) -> dict[str, Any]:
    return {**_alone(batch), "before": [_alone(earlier) for earlier in _all_before(batch)]}


def _alone(batch: RawBatch) -> dict[str, Any]:
    manifest = batch.manifests.get(state=ManifestState.APPROVED)
    reading = ("encoding", "delimiter", "sheet", "header_row")
    around = batch.entity in HAPPENINGS
    return {
        "colleagues": _colleagues(batch) if around else [],
        "file": str(path_of(batch)),
        "filename": batch.filename,
        "source": batch.source.code,
        "region": batch.region_hint,
        "entity": batch.entity,
        "on": batch.created_at.isoformat(),
        "reading": {name: getattr(batch, name) for name in reading},
        "corrections": {
            row_no: texts_of(issues)
            for row_no, issues in batch.normalised.filter(
                issues__contains=[{"code": CODE}]
            ).values_list("row_no", "issues")
        },
        "targets": list(manifest.columns.order_by("position").values_list("target", flat=True)),
    }


def _all_before(batch: RawBatch) -> list[RawBatch]:
    """Return every import this one rests on, through others too, each once and in their order."""
    found: dict[int, RawBatch] = {}
    waiting = [batch]
    while waiting:
        each = waiting.pop()
        rests = _before(each) if each.entity in HAPPENINGS else ()
        new = [earlier for earlier in rests if earlier.pk not in found]
        found |= {earlier.pk: earlier for earlier in new}
        waiting += new
    return [found[pk] for pk in sorted(found)]


def _before(batch: RawBatch) -> "QuerySet[RawBatch]":
    """Return the imports this one rests on: of its people, and earlier ones of its source."""
    people = batch.resolutions.filter(target_id__isnull=False).values("target_id")
    records = SourceRecord.objects.filter(contact__in=people, batch_id__lt=batch.pk)
    rests = Q(pk__in=records.values("batch_id")) | Q(source=batch.source, entity=batch.entity)
    applied = RawBatch.objects.filter(state=BatchState.APPLIED, pk__lt=batch.pk)
    return applied.filter(rests).order_by("pk")


def _colleagues(batch: RawBatch) -> list[str]:
    """Return the people of ours the rows name: who speaks for us tells who is a client."""
    named = batch.normalised.values_list("entity__owner", flat=True).distinct()
    names = [name for name in named if name]
    people = User.objects.filter(full_name__in=names, is_active=True)
    return list(people.order_by("pk").values_list("full_name", flat=True))


@contextmanager
def _scratch_database() -> Iterator[str]:
    name = f"velocity_replay_{os.getpid()}"
    parameters = {**connection.get_connection_params(), "dbname": "postgres"}
    keys = ("host", "port", "user", "password", "dbname")
    address = {key: parameters[key] for key in keys if parameters.get(key)}
    with psycopg.connect(**address, autocommit=True) as server:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        server.execute(drop)
        server.execute(sql.SQL(EMPTY).format(sql.Identifier(name)))
        try:
            yield _url({**address, "dbname": name})
        finally:
            server.execute(drop)


def _url(address: dict[str, str]) -> str:
    user = quote(str(address.get("user", "")), safe="")
    password = quote(str(address.get("password", "")), safe="")
    host = quote(str(address.get("host", "")), safe="")
    secret = f":{password}" if password else ""
    return f"postgresql://{user}{secret}@{host}:{address.get('port') or 5432}/{address['dbname']}"


def _manage(environment: dict[str, str], *arguments: str) -> str:
    run = subprocess.run(  # noqa: S603 -- our own command line
        [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=SLOWEST,
        check=False,
    )
    if run.returncode:
        raise ReplayError(f"{arguments[0]}: {run.stderr.strip() or run.stdout.strip()}")
    return run.stdout
